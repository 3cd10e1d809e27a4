"""Boxes of PRIM: where in the space of factors an outcome lies above (or below) a threshold.

The patient rule induction of the EMA workbench peels cases off until a box holds few others. Of its trajectory the
step is taken with the best harmonic mean of coverage (share of all cases of interest that lie in the box) and density
(share of the box that is of interest) among those that meet both demands. Limits that chance would give as well
(quasi-p above 0.05) are dropped. A box that follows chance is shown up by finding it again on one half of the
points and trying it on the other, both ways round.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dipsim.sweeps import wording
from dipsim.sweeps.analyses import ema_adapter
from dipsim.sweeps.analyses.cases import Cases, gather
from dipsim.sweeps.analyses.finding import Finding, NotFor, check
from dipsim.sweeps.storage.results import Swept

TITLE = "Boxes (PRIM)"
DESIGNS: tuple[str, ...] = ("grid", "latin_hypercube", "low_discrepancy", "sobol", "morris", "list")
LEVEL = 0.05
FEWEST = 10  # cases of interest, and others
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Options:
    """What is looked for: ``outcome`` ``above`` or ``below`` a threshold, with ``without`` the effect of that arm.

    A case is the mean of a point, or where ``cases`` is ``runs`` a single run. ``coverage`` and ``density`` are the
    least that a box must have, ``smallest`` the least share of all cases in it, ``boxes`` how many are looked for in
    turn.
    """

    outcome: str
    above: float | None = None
    below: float | None = None
    without: str | None = None
    factors: tuple[str, ...] = ()
    cases: str = "points"
    coverage: float = 0.5
    density: float = 0.8
    smallest: float = 0.05
    boxes: int = 1
    seed: int = 1

    def __post_init__(self) -> None:
        if (self.above is None) == (self.below is None):
            raise ValueError("exactly one of above and below is needed")
        if self.cases not in ("points", "runs"):
            raise ValueError(f"cases: {self.cases!r} is neither points nor runs")
        for name in ("coverage", "density", "smallest"):
            if not 0 < getattr(self, name) <= 1:
                raise ValueError(f"{name}: {getattr(self, name)} is not above 0 and at most 1")
        if not 1 <= self.boxes <= 10:
            raise ValueError(f"boxes: {self.boxes} is not between 1 and 10")

    def hits(self, y: Any) -> Mask:
        """Which of the outcomes ``y`` are of interest."""
        return np.asarray(y > self.above if self.above is not None else y < self.below)

    def message(self) -> str:
        """What is looked for, in words."""
        if self.cases == "runs" and self.without is None and self.outcome in ("force", "war"):
            return f"runs {'with' if self.above is not None else 'without'} {self.outcome}"
        limit = self.above if self.above is not None else self.below
        side = "above" if self.above is not None else "below"
        what = wording.outcome(self.outcome, self.without)
        return f"{what} {side} {wording.level(self.outcome, float(limit or 0.0), self.without)}"


@dataclass(frozen=True)
class Limit:
    """The limit of one factor: a range with NaN where it is open, or the choices kept; ``p`` its quasi-p-values."""

    factor: str
    low: float
    high: float
    kept: tuple[str, ...]
    p: tuple[float, float]

    def holds(self, x: pd.DataFrame) -> Mask:
        """Which cases, given by their factors ``x``, lie within this limit."""
        values = x[self.factor]
        if self.kept:
            return np.asarray(values.isin(self.kept))
        inside = np.ones(len(x), dtype=bool) if np.isnan(self.low) else np.asarray(values >= self.low)
        return inside if np.isnan(self.high) else inside & np.asarray(values <= self.high)

    def __str__(self) -> str:
        if self.kept:
            return wording.among(self.factor, self.kept)
        low, high = (None if np.isnan(end) else end for end in (self.low, self.high))
        return wording.limits(self.factor, low, high)


@dataclass(frozen=True, eq=False)
class Box:
    """A box with the coverage and density of the cases that it was found on, and the trajectory that led to it."""

    limits: tuple[Limit, ...]
    coverage: float
    density: float
    path: pd.DataFrame

    def holds(self, x: pd.DataFrame) -> Mask:
        """Which cases, given by their factors ``x``, lie in this box."""
        return _all(self.limits, x)

    def meets(self, options: Options) -> bool:
        """Whether the box has limits, and the coverage and density that ``options`` ask for."""
        dense = self.coverage >= options.coverage and self.density >= options.density
        return bool(self.limits) and dense

    def __str__(self) -> str:
        return wording.listed([str(limit) for limit in self.limits])


def analyse(swept: Swept, options: Options) -> Finding:
    """Boxes of ``swept`` under ``options``, one after the other, each found among the cases outside those before it.

    Raises NotFor where too few cases are of interest, or too few are not.
    """
    check("prim", DESIGNS, swept)
    cases = gather(swept, options.outcome, options.without, options.factors, runs=options.cases == "runs")
    hits = options.hits(cases.y)
    if not FEWEST <= hits.sum() <= len(cases) - FEWEST:
        few = f"{hits.sum()} of {len(cases)} {options.cases} have {options.message()}"
        raise NotFor(f"{few}: a box needs at least {FEWEST} that have and {FEWEST} that do not")
    marked = pd.DataFrame({"point": cases.point, "hit": hits})
    base, record = float(hits.mean()), []
    rows, limits, paths = [], [], []
    for place in range(1, options.boxes + 1):
        box = find(cases, options)
        out = _held_out(cases, options)
        inside = box.holds(cases.x)
        row = {"box": place, "coverage": box.coverage, "density": box.density, "base": base, "cases": int(inside.sum())}
        rows.append(row | {"met": box.meets(options)} | out)
        limits += [_limit(place, limit, cases) for limit in box.limits]
        paths.append(box.path.assign(box=place))
        record += _sentences(box, rows[-1], options)
        cases = cases.among(~inside)
        left = options.hits(cases.y)
        if not (rows[-1]["met"] and FEWEST <= left.sum() <= len(cases) - FEWEST):
            break
    names = ["box", "factor", "low", "high", "kept", "unit_low", "unit_high", "p_low", "p_high"]
    tables = {"boxes": pd.DataFrame(rows), "limits": pd.DataFrame(limits, columns=names), "path": pd.concat(paths)}
    tables["hits"] = marked
    notes = cases.notes
    if options.cases == "runs":
        notes += ("Runs of one point share their factors, so the quasi-p-values of limits are too small.",)
    return Finding("prim", options.outcome, tuple(record), tables, notes)


def find(cases: Cases, options: Options) -> Box:
    """The box of ``cases`` under ``options``: the best step of the trajectory, without limits that chance alone would
    give."""
    x, hits = ema_adapter.frame(cases), options.hits(cases.y)
    peeled = ema_adapter.peel(x, hits, options.smallest)
    path = pd.DataFrame([_measure(step, cases, hits, peeled) for step in range(len(peeled.box_lims))])
    step = _best(path, options)
    while True:
        doubtful = {name: p for name, p in ema_adapter.quasi_p(peeled, step).items() if _least(p) > LEVEL}
        if not doubtful:
            break
        worst = max(doubtful, key=lambda name: (_least(doubtful[name]), name))
        step = ema_adapter.drop(peeled, worst, step)
    limits = _limits(cases, peeled, step)
    found = _measure(step, cases, hits, peeled)
    return Box(limits, found["coverage"], found["density"], path.assign(chosen=path["step"] == _best(path, options)))


def _all(limits: tuple[Limit, ...], x: pd.DataFrame) -> Mask:
    """Which cases lie within every limit."""
    inside = np.ones(len(x), dtype=bool)
    for limit in limits:
        inside &= limit.holds(x)
    return inside


def _least(p: tuple[float, float]) -> float:
    """The smaller quasi-p-value of the limits that there are."""
    return min((value for value in p if value >= 0), default=0.0)


def _measure(step: int, cases: Cases, hits: Mask, peeled: Any) -> dict[str, float]:
    """Coverage, density and number of factors of a step of the trajectory."""
    limits = _limits(cases, peeled, step)
    inside = _all(limits, cases.x)
    held = int((inside & hits).sum())
    density = held / max(1, int(inside.sum()))
    return {"step": step, "coverage": held / int(hits.sum()), "density": density, "factors": len(limits)}


def _limits(cases: Cases, peeled: Any, step: int) -> tuple[Limit, ...]:
    """The factors that a step bounds."""
    edges, start, odds = peeled.box_lims[step], peeled.box_lims[0], ema_adapter.quasi_p(peeled, step)
    found = []
    for place, factor in enumerate(cases.factors):
        column = str(place)
        if column not in odds:
            continue
        if factor.numeric:
            ends = [
                edges.at[row, column] if edges.at[row, column] != start.at[row, column] else np.nan for row in (0, 1)
            ]
            found.append(Limit(factor.name, float(ends[0]), float(ends[1]), (), odds[column]))
        else:
            kept = tuple(factor.choices[int(code)] for code in sorted(edges.at[0, column]))
            found.append(Limit(factor.name, np.nan, np.nan, kept, odds[column]))
    return tuple(found)


def _best(path: pd.DataFrame, options: Options) -> int:
    """The step with the best harmonic mean among those that meet the demands, else the densest that covers enough."""
    both = path["coverage"] * path["density"] / (path["coverage"] + path["density"]).clip(lower=1e-12)
    enough = path["coverage"] >= options.coverage
    met = enough & (path["density"] >= options.density)
    value = both.where(met) if met.any() else path["density"].where(enough)
    return int(np.nanargmax(value))


def _held_out(cases: Cases, options: Options) -> dict[str, float]:
    """Coverage and density of boxes found on one half of the points and tried on the other, both ways round."""
    from scipy.stats import binomtest

    first, hits = cases.halves(options.seed), options.hits(cases.y)
    inside, held, message = 0, 0, int(hits.sum())
    for half in (first, ~first):
        if 2 <= hits[half].sum() < half.sum():
            box = find(cases.among(half), options)
            tried = box.holds(cases.x) & ~half & bool(box.limits)
            inside, held = inside + int(tried.sum()), held + int((tried & hits).sum())
    chance = binomtest(held, inside, message / len(cases), alternative="greater").pvalue if inside else 1.0
    return {"coverage_out": held / message, "density_out": held / inside if inside else 0.0, "p_out": float(chance)}


def _limit(place: int, limit: Limit, cases: Cases) -> tuple[Any, ...]:
    """A row of the table of limits; units are shares of probability, for drawing."""
    column = [factor.name for factor in cases.factors].index(limit.factor)
    ends = [limit.low, limit.high]
    if not limit.kept:
        order = np.argsort(cases.units[:, column])
        known = cases.x[limit.factor].to_numpy(dtype=np.float64)[order], cases.units[order, column]
        ends = [float(np.interp(end, *known)) for end in ends]
    odds = [p if p >= 0 else np.nan for p in limit.p]
    return (place, limit.factor, limit.low, limit.high, ", ".join(limit.kept), *ends, *odds)


def _sentences(box: Box, row: dict[str, Any], options: Options) -> list[str]:
    message, base = wording.sentence(options.message()), f"base {wording.share(row['base'])}"
    kind = options.cases
    out = f"covers {wording.share(row['coverage_out'])}, density {wording.share(row['density_out'])}"
    if not box.limits:
        return [f"{message}: no box is found; no limit of a factor sets such {kind} apart from others ({base})."]
    found = f"covers {wording.share(row['coverage'])} of such {kind}, density {wording.share(row['density'])} ({base})"
    holds = row["p_out"] < LEVEL
    if row["met"] and holds:
        record = [f"{message} where {box}: {found}."]
    elif holds:
        request = f"covers {wording.share(options.coverage)} with density {wording.share(options.density)}"
        record = [f"{message}: no box {request}. The nearest is where {box}: {found}."]
    else:
        record = [f"{message}: no box holds up. The best is where {box}: {found}."]
    record.append(
        f"Found on one half of the points and tried on the other: {out}{'' if holds else ', no more than chance'}."
    )
    odds = [f"{limit.factor} {_odds(limit.p)}" for limit in box.limits]
    record.append(f"Quasi-p-values of its limits: {wording.listed(odds)}.")
    return record


def _odds(p: tuple[float, float]) -> str:
    shown = ["under 0.001" if value < 0.001 else f"{value:.2g}" for value in p if value >= 0]
    return " and ".join(dict.fromkeys(shown))
