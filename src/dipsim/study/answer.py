"""What every answer of a question can do beside its words: become a table of pandas, and show itself in a notebook."""

from __future__ import annotations

import html
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

MOST = 60  # rows of a table that a notebook shows


class Answer(ABC):
    """An answer: ``str`` says it in words, ``to_frame`` gives its numbers, a notebook shows both."""

    @abstractmethod
    def to_frame(self) -> pd.DataFrame:
        """The numbers of the answer as a table."""

    def _repr_html_(self) -> str:
        title = html.escape(str(getattr(self, "title", "") or type(self).__name__))
        words = "".join(f"<p>{html.escape(line)}</p>" for line in str(self).split("\n") if line.strip())
        frame = self.to_frame()
        table = frame.head(MOST).to_html(index=False, border=0, float_format="{:.4g}".format, na_rep="")
        left = len(frame) - MOST
        more = f"<p>{left} more rows in to_frame()</p>" if left > 0 else ""
        return f"<h4>{title}</h4>{words}{table}{more}"


def of_effects(effects: Mapping[str, Any]) -> dict[str, float]:
    """Columns of effects by outcome: the estimate, the ends of its interval, and what is there without."""
    found: dict[str, float] = {}
    for name, effect in effects.items():
        found |= {name: effect.estimate, f"{name}_low": effect.low, f"{name}_high": effect.high}
        found[f"{name}_base"] = effect.base
    return found


def of_row(row: Any) -> dict[str, Any]:
    """Columns of a row of a verdict."""
    said = {"name": row.name, "title": row.title, "verdict": row.shown, "replicates": row.replicates}
    return said | of_effects(row.effects)
