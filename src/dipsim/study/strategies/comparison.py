"""The answer of a comparison: what each strategy of a nation costs and does, and its regret over other worlds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from dipsim.study.answer import Answer, of_effects, of_row
from dipsim.study.strategies.definition import Circle
from dipsim.study.verdict.decision import Effect, VerdictRow

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
OUTCOMES = (  # of the account, what is shown beside the verdict
    "own_observed_disputes",
    "trust_in",
    "trust_out",
    "autonomy",
    "revenue",
    "gain",
    "partners_gain",
    "spent",
    "defence",
)


@dataclass(frozen=True)
class Regret:
    """Over a set of worlds: regret in disputes per decade, [strategy, world], 0 where a strategy is the best."""

    names: tuple[str, ...]
    worlds: tuple[str, ...]
    expected_disputes: Floats  # [strategy, world]

    @property
    def table(self) -> Floats:
        """Regret of each strategy in each world."""
        return np.asarray(self.expected_disputes - self.expected_disputes.min(axis=0))

    @property
    def largest(self) -> dict[str, float]:
        """The largest regret of each strategy; the least of these is the minimax strategy's."""
        return dict(zip(self.names, self.table.max(axis=1).tolist(), strict=True))

    @property
    def best(self) -> dict[str, int]:
        """In how many worlds each strategy leaves the fewest disputes; equals share the honour."""
        return dict(zip(self.names, (self.table == 0.0).sum(axis=1).tolist(), strict=True))

    @property
    def minimax(self) -> str:
        """The strategy whose largest regret is smallest."""
        return min(self.names, key=lambda name: self.largest[name])

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        rows = {
            name: {"largest": self.largest[name], "best": self.best[name], "expected_disputes": row.tolist()}
            for name, row in zip(self.names, self.expected_disputes, strict=True)
        }
        return {"worlds": list(self.worlds), "strategies": rows, "minimax": self.minimax if self.names else None}


@dataclass(frozen=True)
class Row:
    """One strategy: what it costs, and what it does against doing nothing.

    ``verdict`` holds the word and the effects on conflict; ``effects`` those on the nation (``OUTCOMES``), their base
    being that of doing nothing. ``gains`` is what each other nation gains a year, ``acts`` what is done a year.
    """

    name: str
    title: str
    about: str
    cost: float
    arms: float
    acts: dict[str, float]
    verdict: VerdictRow
    effects: dict[str, Effect]
    gains: dict[str, float]
    notes: tuple[str, ...] = ()

    def level(self, outcome: str) -> float:
        """Mean of an outcome under the strategy: of ``OUTCOMES``, or of the verdict."""
        effect = self.effects.get(outcome) or self.verdict.effects[outcome]
        return effect.base + effect.estimate

    @property
    def measured(self) -> float:
        """What it spent a year more than doing nothing: on diplomacy, and on arms where the money went there."""
        return self.effects["spent"].estimate + (self.effects["defence"].estimate if self.arms else 0.0)

    @property
    def asymmetry(self) -> float:
        """Own gain minus that of the partners, over the sum of their sizes: 1 all its own, -1 all theirs."""
        own, others = self.level("gain"), self.level("partners_gain")
        total = abs(own) + abs(others)
        return (own - others) / total if total > 0.0 else 0.0

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        effects = {name: vars(effect) for name, effect in self.effects.items()}
        own = {"measured": self.measured, "asymmetry": self.asymmetry, "verdict": self.verdict.as_dict()}
        return {**vars(self), **own, "effects": effects, "notes": list(self.notes)}


@dataclass(frozen=True)
class Comparison(Answer):
    """All strategies of one nation; the first row is doing nothing. ``closest``: the fewest disputes minus the next."""

    nation: str
    name: str
    circle: Circle
    cost: float
    unit: str
    rows: tuple[Row, ...]
    closest: Effect
    draws: Regret | None
    readings: Regret | None
    uncertain: int
    replicates: int
    seed: int
    title: str
    notes: tuple[str, ...] = field(default=())

    def __getitem__(self, name: str) -> Row:
        """The row of that name; KeyError when there is none."""
        for row in self.rows:
            if row.name == name:
                return row
        raise KeyError(name)

    def by(self, outcome: str, lowest: bool = False) -> list[Row]:
        """The rows from the best on an outcome to the worst: the highest first unless ``lowest``."""
        return sorted(self.rows, key=lambda row: row.level(outcome) * (1 if lowest else -1))

    def to_frame(self) -> pd.DataFrame:
        """A row for each strategy: cost, verdict, and every outcome against doing nothing more."""
        import pandas as pd

        return pd.DataFrame(
            [
                {"strategy": row.name, "cost": row.cost, "measured": row.measured}
                | of_row(row.verdict)
                | {"title": row.title}
                | of_effects(row.effects)
                for row in self.rows
            ]
        )

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        regrets = {"draws": self.draws, "readings": self.readings}
        return {
            **vars(self),
            "circle": vars(self.circle),
            "rows": [row.as_dict() for row in self.rows],
            "closest": vars(self.closest),
            **{name: None if one is None else one.as_dict() for name, one in regrets.items()},
            "sentence": str(self),
        }

    def __str__(self) -> str:
        from dipsim.study.strategies.recommendation_text import conclusion

        return conclusion(self)
