"""Evidence as the groups of facts read it, and the ratios that they count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dipsim.validation.evidence import Evidence, with_history

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class View:
    """Evidence of same-region pairs with its histories (``dipsim.validation.evidence.with_history``), computed once."""

    evidence: Evidence
    table: pd.DataFrame

    @property
    def runs(self) -> int:
        return self.evidence.runs

    def known(self, name: str) -> pd.DataFrame:
        """The rows of the years in which ``name``, "dca" or "exercise", is known; all rows for anything else."""
        begins = self.evidence.begins.get(name)
        return self.table if begins is None else self.table[self.table["year"] >= begins]

    @property
    def halves(self) -> int:
        """The last year of the first half of the window."""
        first, last = self.evidence.years
        return first + (last - first + 1) // 2 - 1


def view(evidence: Evidence) -> View:
    """The view of the same-region pairs of some evidence."""
    inside = evidence.same_region()
    return View(inside, with_history(inside))


def ratio(above: float, below: float) -> float:
    """``above`` divided by ``below``; NaN where there is nothing to divide by."""
    return float(above) / float(below) if below and below == below else float("nan")


def share(values: pd.Series[Any]) -> float:
    """Mean of ``values``, NaN of nothing."""
    return float(values.mean()) if len(values) else float("nan")


def rate_ratio(table: pd.DataFrame, condition: pd.Series[bool], outcome: str = "onset") -> float:
    """Mean of ``outcome``, a column of ``table``, where ``condition`` holds over its mean where it does not."""
    return ratio(share(table.loc[condition, outcome]), share(table.loc[~condition, outcome]))
