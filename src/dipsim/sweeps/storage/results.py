"""What a sweep left: its factors, its points in the order of the design, and the outcomes of every run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dipsim.sweeps.experiment.factor import Factor

AS_IS = "as_is"
WHERE = ["point", "replicate"]


def label(arm: str) -> str:
    """How tables call an arm.

    >>> label("as_is"), label("timeline.0")
    ('as_is', 'without timeline.0')
    """
    return arm if arm == AS_IS else f"without {arm}"


@dataclass(frozen=True, eq=False)
class Swept:
    """A finished or partly finished sweep, as the analyses read it.

    ``points`` has one row per point in the order of the design and one column per factor. ``runs`` has the columns
    point, replicate and arm (``as_is``, or ``without X`` where X is taken away), then one column per outcome, NaN
    where a run failed. ``trajectories`` has point, replicate, arm, tick, date and metrics, where they were kept.
    ``arms`` are the names of what is taken away, ``titles`` says in words what names such as ``timeline.0`` stand for.
    ``size`` is the base size N of a Saltelli sample, the number of Morris trajectories, else of points. With ``common``
    a replicate has the same draws at every point, else every point has random numbers of its own.
    """

    title: str
    factors: tuple[Factor, ...]
    design: str
    size: int
    outcomes: tuple[str, ...]
    arms: tuple[str, ...]
    points: pd.DataFrame
    runs: pd.DataFrame
    trajectories: pd.DataFrame | None = None
    common: bool = True
    titles: Mapping[str, str] = field(default_factory=dict)

    def values(self, outcome: str, without: str | None = None) -> pd.Series[float]:
        """An outcome of every run that succeeded, by point and replicate; KeyError for an unknown outcome or arm.

        With ``without`` it is the paired difference: the run as it is minus the run of that arm of the same point and
        replicate, where both succeeded.
        """
        if outcome not in self.outcomes:
            raise KeyError(f"no outcome is called {outcome!r}; there are {', '.join(self.outcomes)}")
        if without is None:
            return self._arm(outcome, AS_IS)
        if without not in self.arms:
            raise KeyError(f"no arm is called {without!r}; there are {', '.join(self.arms) or 'none'}")
        return (self._arm(outcome, AS_IS) - self._arm(outcome, without)).dropna()

    def _arm(self, outcome: str, arm: str) -> pd.Series[float]:
        rows = self.runs[self.runs["arm"] == label(arm)]
        found: pd.Series[float] = rows.set_index(WHERE)[outcome].astype(np.float64).dropna().sort_index()
        return found

    def mean(self, outcome: str, without: str | None = None) -> pd.Series[float]:
        """The mean of ``outcome`` (or of the effect of the arm ``without``) over replicates, by point, in the order of
        the design; points without a value are absent."""
        return self.values(outcome, without).groupby(level="point").mean()

    def spread(self, outcome: str, without: str | None = None) -> pd.Series[float]:
        """The standard error of ``mean`` of the same ``outcome`` and ``without``, by point; NaN where a point has one
        replicate."""
        return self.values(outcome, without).groupby(level="point").sem()

    def without_target(self, outcome: str, without: str | None = None) -> list[int]:
        """Points of the design that have no value of ``outcome`` (with ``without``: of the effect of that arm)."""
        there = self.values(outcome, without).index.get_level_values("point")
        return [int(point) for point in self.points.index.difference(there)]

    @property
    def missing(self) -> list[int]:
        """Points of the design without a run as it is that succeeded."""
        rows = self.runs[self.runs["arm"] == AS_IS]
        done = rows.loc[rows[list(self.outcomes)].notna().any(axis=1), "point"]
        return [int(point) for point in self.points.index.difference(pd.Index(done))]

    @property
    def complete(self) -> bool:
        """Whether every point of the design has a run."""
        return not self.missing

    @property
    def block(self) -> NDArray[np.int64]:
        """For each point the group of points that share coordinates by design: a base row of a Saltelli sample, a
        Morris trajectory, else the point alone."""
        width = {"sobol": len(self.factors) + 2, "morris": len(self.factors) + 1}.get(self.design, 1)
        return np.arange(len(self.points)) // width

    def units(self, factors: tuple[Factor, ...] = ()) -> Any:
        """The points on the scale of probability: an array of points by factors (default all), each in [0, 1]."""
        return np.column_stack([factor.unit(self.points[factor.name]) for factor in factors or self.factors])
