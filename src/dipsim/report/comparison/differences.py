"""How much a second result differs from a first: metrics of the region and trust of every relation, with intervals.

Where the seeds are equal the runs of the same number share their random numbers, and the difference is taken run by run
(Student's interval). Else the runs are two samples (Welch's interval). The second minus the first, at 95 %.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from dipsim.report import result_view
from dipsim.report.html.tables import View
from dipsim.report.result_view import Outcome
from dipsim.study.statistics.paired_intervals import Interval, paired_mean, paired_proportion

LEVELS = (  # column of the table region at the end of a run: what it is called, whether it is told in points
    ("trust", "Mean trust at the end", True),
    ("distrust", "Relations of distrust at the end", True),
    ("tension", "Tension at the end", False),
    ("agreements", "Agreements per relation at the end", False),
    ("polarisation", "Polarisation at the end", True),
)
RATES = (
    ("expected_disputes", "Disputes per decade, expected"),
    ("observed_disputes", "Disputes per decade, observed"),
    ("expected_force", "Uses of force per decade, expected"),
)
CHANCES = (("force", "P(use of force)"), ("wars", "P(war)"))


@dataclass(frozen=True)
class MetricDifference:
    """One metric: the mean of the first, of the second, and their difference with its interval; ``points`` where it is
    a share, told in percentage points."""

    title: str
    first: float
    second: float
    difference: Interval
    points: bool


@dataclass(frozen=True)
class Comparison:
    """Two results. Arrays over pairs are [truster, trustee] over ``codes``, the nations that both have."""

    first: Outcome
    second: Outcome

    @cached_property
    def views(self) -> tuple[View, View]:
        """Both as the parts of a page read them."""
        return View(self.first), View(self.second)

    @cached_property
    def paired(self) -> bool:
        """Whether runs of the same number share their random numbers: same seed, same ticks, same stream version."""
        keys = ("seed", "stream", "per_year", "first")
        one, other = (tuple(result.manifest.get(key) for key in keys) for result in (self.first, self.second))
        return one == other and one[0] is not None

    @cached_property
    def codes(self) -> list[str]:
        """The nations that both results have."""
        there = set(self.views[1].codes)
        return [code for code in self.views[0].codes if code in there]

    def sentence(self) -> str:
        """How the two were compared."""
        if self.paired:
            return (
                f"Both have seed {self.first.manifest['seed']}: runs of the same number share their random numbers, so "
                f"the difference is taken run by run over {len(self._common_runs)} pairs. Intervals are at 95 %."
            )
        return (
            "The seeds, ticks or stream versions differ, so the runs are two independent samples: intervals (Welch, "
            "95 %) are wider than those of pairs would be."
        )

    @cached_property
    def _common_runs(self) -> list[int]:
        both = [set(result_view.table(result, "region")["run"].unique()) for result in (self.first, self.second)]
        return sorted(int(run) for run in both[0] & both[1])

    @cached_property
    def _same_runs(self) -> bool:
        """Whether the runs are the same, so that a difference of 0 is exactly 0."""
        frames = [result_view.table(result, "region") for result in (self.first, self.second)]
        sums = [frame.groupby("run")[["expected_disputes", "trust"]].sum() for frame in frames]
        return bool(sums[0].equals(sums[1]))

    def metrics(self) -> list[MetricDifference]:
        """Every metric that both results have."""
        frames = [result_view.table(result, "region") for result in (self.first, self.second)]
        if any(frame.empty for frame in frames):
            return []
        found = []
        for column, title, points in LEVELS:
            ends = [frame[frame["tick"] == frame["tick"].max()].set_index("run")[column] for frame in frames]
            found.append(self._mean(title, (ends[0], ends[1]), points))
        for column, title in RATES:
            rates = self._rate(frames[0], column, 0), self._rate(frames[1], column, 1)
            found.append(self._mean(title, rates, False))
        for column, title in CHANCES:
            hits = [(frame.groupby("run")[column].sum() > 0).astype(float) for frame in frames]
            found.append(self._chance(title, *hits))
        return [one for one in found if one is not None]

    def _rate(self, frame: Any, column: str, side: int) -> Any:
        decades = result_view.span((self.first, self.second)[side]) / 10
        return frame.groupby("run")[column].sum() / decades

    def _mean(self, title: str, sides: tuple[Any, Any], points: bool) -> MetricDifference | None:
        """A mean, over the runs in which it is there; None where it is in none."""
        one, other = (side.dropna() for side in sides)
        if self.paired:
            runs = sorted(set(one.index) & set(other.index))
            one, other = one.loc[runs], other.loc[runs]
        if not len(one) or not len(other):
            return None
        a, b = (side.to_numpy(dtype=float) for side in (one, other))
        found = paired_mean(b, a) if self.paired else welch(b, a)
        return MetricDifference(title, float(a.mean()), float(b.mean()), found, points)

    def _chance(self, title: str, one: Any, other: Any) -> MetricDifference:
        if self.paired:
            runs = self._common_runs
            one, other = one.loc[runs], other.loc[runs]
        a, b = (side.to_numpy(dtype=float) for side in (one, other))
        found = paired_proportion(b, a, identical=self._same_runs) if self.paired else two_proportions(b, a)
        return MetricDifference(title, float(a.mean()), float(b.mean()), found, True)

    @cached_property
    def trust(self) -> tuple[Any, Any, Any, Any]:
        """Trust at the end: mean of the first, difference of the means, and the ends of its interval, each [n, n]."""
        one, other = (self._ends(view) for view in self.views)
        if self.paired:
            runs = [self._runs(view) for view in self.views]
            common = sorted(set(runs[0]) & set(runs[1]))
            one, other = (
                side[[listed.index(run) for run in common]] for side, listed in zip((one, other), runs, strict=True)
            )
            return one.mean(axis=0), *_paired_arrays(other - one)
        return one.mean(axis=0), *_welch_arrays(other, one)

    def _ends(self, view: View) -> Any:
        """Trust of every run at the end, [run, n, n] over the common nations."""
        kept = [view.codes.index(code) for code in self.codes]
        return view.trust[:, -1][:, kept][:, :, kept].astype(float)

    @staticmethod
    def _runs(view: View) -> list[int]:
        return [int(run) for run in np.unique(view.dyads["run"])]


def welch(other: Any, one: Any) -> Interval:
    """Mean of ``other`` minus mean of ``one``, independent samples, with the interval of Welch (1947, Biometrika
    34)."""
    middle, low, high = _welch_arrays(np.asarray(other)[:, None], np.asarray(one)[:, None])
    return Interval(float(middle[0]), float(low[0]), float(high[0]))


def two_proportions(other: Any, one: Any) -> Interval:
    """Proportion of ``other`` minus that of ``one``, independent samples of 0 and 1, with the interval of Agresti and
    Caffo (2000, The American Statistician 54): one success and one failure are added to each."""
    shares, spread = [], 0.0
    for side in (one, other):
        n, hits = len(side), float(np.sum(side))
        share = (hits + 1) / (n + 2)
        shares.append(share)
        spread += share * (1 - share) / (n + 2)
    estimate, centre = float(np.mean(other) - np.mean(one)), shares[1] - shares[0]
    half = 1.959963984540054 * math.sqrt(spread)
    return Interval(estimate, max(-1.0, min(estimate, centre - half)), min(1.0, max(estimate, centre + half)))


def _paired_arrays(difference: Any) -> tuple[Any, Any, Any]:
    """Mean and Student's interval over the first axis; no limits for one run."""
    n = len(difference)
    middle = difference.mean(axis=0)
    error = difference.std(axis=0, ddof=1) / math.sqrt(n) if n > 1 else np.full_like(middle, np.inf)
    half = _student(max(1, n - 1)) * error
    return middle, middle - half, middle + half


def _welch_arrays(other: Any, one: Any) -> tuple[Any, Any, Any]:
    middle = other.mean(axis=0) - one.mean(axis=0)
    if min(len(one), len(other)) < 2:
        return middle, np.full_like(middle, -np.inf), np.full_like(middle, np.inf)
    parts = [side.var(axis=0, ddof=1) / len(side) for side in (one, other)]
    total = parts[0] + parts[1]
    with np.errstate(invalid="ignore", divide="ignore"):
        freedom = total**2 / sum(part**2 / (len(side) - 1) for part, side in zip(parts, (one, other), strict=True))
    half = _student(np.where(np.isfinite(freedom), freedom, 1e9)) * np.sqrt(total)
    return middle, middle - half, middle + half


def _student(freedom: Any) -> Any:
    from scipy.special import stdtrit

    return stdtrit(freedom, 0.975)
