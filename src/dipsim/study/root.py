"""Where a paired effect changes its sign, along one coordinate from 0 to 1.

The effect is measured on the same draws everywhere, so that it is a smooth function of the coordinate up to the luck
that all points share. Signs are claimed by intervals that hold together over the scan (Bonferroni). Between two clear
opposite signs the gap is halved while the middle is clear; where it no longer is, the sign cannot be told point by
point, and the root of a straight line through all points of the gap is taken instead. Its interval comes from drawing
the runs anew (percentile bootstrap: Efron and Tibshirani 1993, "An Introduction to the Bootstrap", ch. 13); where every
point is clear, it is the last gap.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dipsim.study.intervals import Interval

Floats = NDArray[np.float64]
Measure = Callable[[Sequence[float]], Sequence[Floats]]
Judge = Callable[[Floats, float], Interval]
LEVEL = 0.95  # of the interval of a root, and of all signs of the scan together
RESAMPLES = 2000
ROUNDS = 10  # of narrowing a gap
TOLERANCE = 1e-3  # of the range
ENOUGH = 5  # points in a gap, its ends included, for a line


@dataclass(frozen=True)
class Root:
    """A change of sign from ``before`` (-1 or 1) to the opposite, with its interval, as shares of the range."""

    at: float
    low: float
    high: float
    before: int


@dataclass
class Curve:
    """Paired differences of every run at each coordinate, and the sign that is clear there (0 where none is)."""

    measure: Measure
    judge: Judge
    level: float
    shares: list[float] = field(default_factory=list)
    differences: dict[float, Floats] = field(default_factory=dict)
    signs: dict[float, int] = field(default_factory=dict)

    def add(self, shares: Sequence[float]) -> None:
        """Measure at further coordinates."""
        wanted = [share for share in dict.fromkeys(map(float, shares)) if share not in self.differences]
        for share, found in zip(wanted, self.measure(wanted) if wanted else [], strict=True):
            low, high = self.judge(found, self.level)[1:]
            insort(self.shares, share)
            self.differences[share] = np.asarray(found, dtype=np.float64)
            self.signs[share] = 1 if low > 0 else -1 if high < 0 else 0

    def gaps(self, low: float = 0.0, high: float = 1.0) -> list[tuple[float, float]]:
        """Pairs of neighbouring clear points of opposite sign within a range."""
        clear = [share for share in self.shares if self.signs[share] and low <= share <= high]
        return [(a, b) for a, b in zip(clear, clear[1:], strict=False) if self.signs[a] != self.signs[b]]


def search(measure: Measure, judge: Judge, scan: int, seed: int, tolerance: float = TOLERANCE) -> tuple[Curve, list[Root]]:
    """Scan the range at ``scan`` equal steps, then narrow every change of sign. ``scan`` is at least 2."""
    curve = Curve(measure, judge, 1.0 - (1.0 - LEVEL) / scan)
    curve.add(np.linspace(0.0, 1.0, scan).tolist())
    return curve, [_root(curve, *_narrow(curve, a, b, tolerance), seed) for a, b in curve.gaps()]


def _narrow(curve: Curve, a: float, b: float, tolerance: float) -> tuple[float, float]:
    """The ends of the gap after halving; a gap in which more than one change of sign shows keeps the first."""
    for _ in range(ROUNDS):
        wanted = _probes([share for share in curve.shares if a <= share <= b], tolerance)
        if not wanted:
            break
        curve.add(wanted)
        a, b = curve.gaps(a, b)[0]
    return a, b


def _probes(points: Sequence[float], tolerance: float) -> list[float]:
    """Where to look next in a gap given by its points, ends included."""
    if len(points) == 2:
        a, b = points
        return [(a + b) / 2] if b - a > tolerance else []
    width = points[-1] - points[0]
    outer = [(points[0], points[1]), (points[-2], points[-1])]
    wide = [(x + y) / 2 for x, y in outer if y - x > max(tolerance, width / 4)]
    if wide or len(points) >= ENOUGH:
        return wide
    x, y = max(zip(points, points[1:], strict=False), key=lambda pair: pair[1] - pair[0])
    return [(x + y) / 2] if y - x > tolerance else []


def _root(curve: Curve, a: float, b: float, seed: int) -> Root:
    """The root of the line through the points of a gap, with its interval."""
    shares = np.array([share for share in curve.shares if a <= share <= b])
    found = np.array([curve.differences[share] for share in shares])  # [point, run]
    before = curve.signs[a]
    at = float(_zero(shares, found.mean(axis=1)[None], before)[0])
    at = min(b, max(a, at))
    if len(shares) == 2:
        return Root(at, a, b, before)
    runs = found.shape[1]
    luck = np.random.Generator(np.random.Philox(key=[seed, 6]))
    draws = luck.multinomial(runs, np.full(runs, 1.0 / runs), size=RESAMPLES) / runs
    roots = _zero(shares, draws @ found.T, before)
    low, high = np.quantile(roots, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Root(at, float(min(low, at)), float(max(high, at)), before)


def _zero(shares: Floats, means: Floats, before: int) -> Floats:
    """Where the least-squares line through each row of means [row, point] leaves the sign ``before``, within 0..1.

    A line that never does so in the right direction gives the end of the range on its side.
    """
    middle = shares.mean()
    slope = means @ (shares - middle) / np.square(shares - middle).sum()
    level = means.mean(axis=1)
    right = slope * before < 0
    crossed = middle - level / np.where(right, slope, -before)
    return np.clip(np.where(right, crossed, np.where(level * before > 0, 1.0, 0.0)), 0.0, 1.0)
