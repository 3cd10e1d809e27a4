"""The cases that a method works on: factors on one side, one outcome on the other."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dipsim.sweeps import wording
from dipsim.sweeps.analyses.finding import Incomplete, NotFor, check, incomplete
from dipsim.sweeps.experiment.factor import Factor
from dipsim.sweeps.experiment.outcomes import may_be_missing
from dipsim.sweeps.storage.results import Swept

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
FEWEST = 8


@dataclass(frozen=True, eq=False)
class Cases:
    """Cases by factors, and the outcome of each.

    ``x`` has the values of the factors as they are set (floats or texts), ``units`` the same as shares of probability,
    ``y`` the outcome, ``point`` the point of each case, ``block`` the group of points that share coordinates by design.
    """

    factors: tuple[Factor, ...]
    x: pd.DataFrame
    units: Floats
    y: Floats
    point: Ints
    block: Ints
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.y)

    def among(self, kept: NDArray[np.bool_] | Ints) -> Cases:
        """The cases ``kept``, a mask or their places."""
        x = self.x.iloc[np.arange(len(self))[kept]]
        parts = {name: getattr(self, name)[kept] for name in ("units", "y", "point", "block")}
        return replace(self, x=x, **parts)

    def halves(self, seed: int) -> NDArray[np.bool_]:
        """A random half of the cases, drawn from ``seed``; a block of points stays together."""
        blocks = np.unique(self.block)
        first = np.random.default_rng(seed).permutation(blocks)[: (len(blocks) + 1) // 2]
        return np.isin(self.block, first)


def gather(
    swept: Swept,
    outcome: str,
    without: str | None = None,
    factors: tuple[str, ...] = (),
    *,
    runs: bool = False,
    apart: bool = False,
    fewest: int = FEWEST,
) -> Cases:
    """The cases of ``outcome`` (with ``without`` of the effect of that arm) in ``swept``: means of points, or where
    ``runs`` every run; of ``factors``, by default all, those that never vary are left out.

    With ``apart`` only points that share no coordinates by design: of a Saltelli sample the two base points of a row.
    Raises Incomplete where fewer than ``fewest`` points have a value, NotFor where the outcome is missing throughout
    or constant, or every factor is.
    """
    values = swept.values(outcome, without) if runs else swept.mean(outcome, without)
    point = values.index.get_level_values("point").to_numpy(dtype=np.int64)
    if not len(values) and not swept.missing:
        level = may_be_missing(outcome)
        why = "there is no relevant dyad to have a mean of" if level else "its expression has no value in any run"
        raise NotFor(f"{wording.outcome(outcome, without)} is missing throughout: {why}")
    if len(np.unique(point)) < fewest:
        raise Incomplete(f"{len(np.unique(point))} points have a value, and fewer than {fewest} say nothing")
    y = np.asarray(values, dtype=np.float64)
    if np.ptp(y) <= 1e-12 * max(1.0, float(np.abs(y).max())):
        message = wording.level(outcome, float(y[0]), without)
        raise NotFor(f"{wording.outcome(outcome, without)} is {message} throughout: there is nothing to explain")
    chosen = varied(swept, factors)
    x = pd.DataFrame({factor.name: column(swept, factor) for factor in chosen}, index=swept.points.index)
    rows = swept.points.index.get_indexer(pd.Index(point))
    units: Floats = np.column_stack([factor.unit(x[factor.name].to_numpy()) for factor in chosen])
    missing = len(swept.points) - len(np.unique(point))
    notes: tuple[str, ...] = (
        (f"{missing} of {len(swept.points)} points have no value and are left out.",) if missing else ()
    )
    if swept.common and swept.runs["replicate"].nunique() < 2:
        notes += (
            "There is one replicate, so all points share one set of random numbers, which no interval here holds.",
        )
    cases = Cases(chosen, x.iloc[rows], units[rows], y, point, swept.block[rows], notes)
    if not (apart and swept.design == "sobol"):
        return cases
    place = rows % (len(swept.factors) + 2)
    return cases.among((place == 0) | (place == len(swept.factors) + 1))


def varied(swept: Swept, factors: tuple[str, ...] = ()) -> tuple[Factor, ...]:
    """Those of ``factors`` (by default all) of ``swept`` that take more than one value. Raises KeyError for an unknown
    one, NotFor where none varies."""
    names = [factor.name for factor in swept.factors]
    for name in factors:
        if name not in names:
            raise KeyError(f"no factor is called {name!r}; there are {', '.join(names)}")
    required = [factor for factor in swept.factors if not factors or factor.name in factors]
    found = tuple(factor for factor in required if swept.points[factor.name].nunique() > 1)
    if not found:
        raise NotFor(f"{wording.listed([factor.name for factor in required])} never varies in this sweep")
    return found


def column(swept: Swept, factor: Factor) -> pd.Series[float] | pd.Series[str]:
    """The values of ``factor`` at all points of ``swept``: floats, or texts for choices of words."""
    values = swept.points[factor.name]
    return values.astype(np.float64) if factor.numeric else values.astype(str)


@dataclass(frozen=True)
class Resampled:
    """Settings of methods on a whole design: the outcome, or with ``without`` the effect of that arm on it;
    ``resamples`` of its base rows or trajectories for intervals."""

    outcome: str
    without: str | None = None
    resamples: int = 1000
    seed: int = 1

    def __post_init__(self) -> None:
        if not 10 <= self.resamples <= 100_000:
            raise ValueError(f"resamples: {self.resamples} is not between 10 and 100000")


def whole(method: str, designs: tuple[str, ...], swept: Swept, options: Resampled) -> Cases:
    """The cases for ``method``, which works on ``designs`` of which nothing may be missing in ``swept``; ``options``
    name the outcome. Raises NotFor and Incomplete."""
    check(method, designs, swept)
    missing = swept.without_target(options.outcome, options.without)
    if missing:
        raise incomplete(method, missing, len(swept.points))
    return gather(swept, options.outcome, options.without)
