"""Means of an outcome over points and replicates, with the two sorts of random variation that they hold.

Replicate number r usually has the same draws at every point, so runs of one replicate share random numbers just as runs
of one point share factors. With y = level + point + replicate + rest, the error of a mean over n points and R
replicates is s2(points)/n + s2(replicates)/R - s2(rest)/(nR), with Satterthwaite's degrees of freedom. In a difference
between two groups of points the random variation of replicates cancels as far as both share it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dipsim.sweeps.storage.results import Swept

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Mean:
    """A mean; the variance of it by the choice of points with its degrees of freedom; the mean of each replicate; and
    the part of either variance that is due to neither points nor replicates alone."""

    value: float
    points: float
    freedom: int
    replicates: Floats
    rest: float

    @property
    def error(self) -> tuple[float, float]:
        """Standard error and degrees of freedom; 0 degrees where nothing is known of the error."""
        return _error(self.points, self.freedom, self.replicates, self.rest)


def runs(swept: Swept, outcome: str, without: str | None = None) -> pd.DataFrame:
    """The ``outcome`` in ``swept`` (or the effect of the arm ``without`` on it) by point (rows) and replicate
    (columns), NaN where there is no run."""
    return swept.values(outcome, without).unstack("replicate")


def mean(values: Floats, block: Ints, common: bool = True) -> Mean:
    """The mean of the runs ``values`` [points, replicates]; points of one ``block`` are not independent of each other.

    Without ``common`` every point has draws of its own: then the spread of points holds all random variation.
    """
    if not common and len(np.unique(block)) > 1:
        values = np.nanmean(values, axis=1, keepdims=True)
    by_point = np.nanmean(values, axis=1)
    whole = float(by_point.mean())
    names, place = np.unique(block, return_inverse=True)
    points = 0.0
    if len(names) > 1:
        sums = np.bincount(place, weights=by_point - whole)
        points = float((sums**2).sum()) * len(names) / (len(names) - 1) / len(by_point) ** 2
    kept = values[~np.isnan(values).any(axis=1)]
    by_replicate = kept.mean(axis=0) if len(kept) else np.array([whole])
    return Mean(whole, points, len(names) - 1, by_replicate, _rest(kept) / max(1, kept.size))


def _rest(values: Floats) -> float:
    """The variance between runs that neither point nor replicate alone explains; 0 where it cannot be told."""
    freedom = (values.shape[0] - 1) * (values.shape[1] - 1)
    if freedom < 1:
        return 0.0
    left = values - values.mean(axis=0) - values.mean(axis=1, keepdims=True) + values.mean()
    return float(np.sum(left**2) / freedom)


def rest(values: Floats, common: bool = True) -> float:
    """The variance of single runs ``values`` [points, replicates] that differs from point to point, of all points that
    have every replicate; ``common``: they share random numbers."""
    kept = values[~np.isnan(values).any(axis=1)]
    if common:
        return _rest(kept)
    return float(kept.var(axis=1, ddof=1).mean()) if kept.size and kept.shape[1] > 1 else 0.0


def difference(one: Mean, other: Mean) -> tuple[float, float, float]:
    """The mean ``other`` minus the mean ``one``, its standard error and degrees of freedom; the groups share no
    points."""
    replicates = np.zeros(1)
    if len(one.replicates) == len(other.replicates):
        replicates = other.replicates - one.replicates
    freedom = min(one.freedom, other.freedom)
    points, left = one.points + other.points, one.rest + other.rest
    return other.value - one.value, *_error(points, freedom, replicates, left)


def _error(points: float, freedom: int, replicates: Floats, left: float) -> tuple[float, float]:
    count = len(replicates)
    shared = float(replicates.var(ddof=1)) / count if count > 1 else 0.0
    if freedom < 1 and count < 2:
        return float("nan"), 0.0
    total = max(points, shared, points + shared - left)
    parts = (points**2 / freedom if freedom else 0.0) + (shared**2 / (count - 1) if count > 1 else 0.0)
    return float(np.sqrt(total)), total**2 / parts if parts else float(max(freedom, count - 1))
