"""The answer of a verdict: its rows and controls, as words, as a table and as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dipsim.study.answer import Answer, of_row
from dipsim.study.verdict import decision
from dipsim.study.verdict.decision import VerdictRow

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Verdict(Answer):
    """Rows of a verdict table and its controls: ``null`` must be exactly 0, ``cost_only`` is the opportunity cost."""

    rows: tuple[VerdictRow, ...]
    null: VerdictRow | None
    cost_only: VerdictRow | None
    replicates: int
    seed: int
    title: str

    def __getitem__(self, name: str) -> VerdictRow:
        """The row of that name; KeyError when there is none."""
        for row in self.rows:
            if row.name == name:
                return row
        raise KeyError(name)

    def __str__(self) -> str:
        return "\n".join(str(row) for row in self.rows)

    def to_frame(self) -> pd.DataFrame:
        """A row for each target and control: the verdict, and every outcome with its interval and base."""
        import pandas as pd

        controls = [row for row in (self.null, self.cost_only) if row is not None]
        return pd.DataFrame([of_row(row) for row in (*self.rows, *controls)])

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        controls = {"null": self.null, "cost_only": self.cost_only}
        return {
            "rows": [row.as_dict() for row in self.rows],
            **{name: None if row is None else row.as_dict() for name, row in controls.items()},
            "replicates": self.replicates,
            "seed": self.seed,
            "title": self.title,
        }


def from_dict(data: Mapping[str, Any]) -> Verdict:
    """The verdict whose ``as_dict`` gave ``data``."""

    def row(given: Any) -> VerdictRow | None:
        return None if given is None else decision.from_dict(given)

    return Verdict(
        tuple(decision.from_dict(given) for given in data["rows"]),
        row(data["null"]),
        row(data["cost_only"]),
        data["replicates"],
        data["seed"],
        data["title"],
    )
