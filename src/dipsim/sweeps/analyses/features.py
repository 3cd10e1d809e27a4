"""Feature scores: how much each factor helps to tell the outcome of points, by a forest of extra trees.

The scores are those of the EMA workbench. They catch bends and interactions, but know no direction. Each fit has a
shuffled copy of every factor beside it; what the best of these copies scores is the noise floor. The score is the mean
of fits to all points with different seeds; its interval comes from fits to random halves of the points, whose spread is
that of a fit to all (delete-half jackknife).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from dipsim.sweeps import wording
from dipsim.sweeps.analyses import ema_adapter
from dipsim.sweeps.analyses.cases import Cases, Floats, gather
from dipsim.sweeps.analyses.finding import Finding, check
from dipsim.sweeps.storage.results import Swept

TITLE = "Feature scores"
DESIGNS: tuple[str, ...] = ("grid", "latin_hypercube", "low_discrepancy", "sobol", "morris", "list")


@dataclass(frozen=True)
class Options:
    """The outcome, or with ``without`` the effect of that arm on it; ``fits`` forests of ``trees`` trees each."""

    outcome: str
    without: str | None = None
    factors: tuple[str, ...] = ()
    fits: int = 10
    trees: int = 100
    seed: int = 1

    def __post_init__(self) -> None:
        if not 3 <= self.fits <= 1000:
            raise ValueError(f"fits: {self.fits} is not between 3 and 1000")
        if not 10 <= self.trees <= 10_000:
            raise ValueError(f"trees: {self.trees} is not between 10 and 10000")


def analyse(swept: Swept, options: Options) -> Finding:
    """Score with interval of every factor of ``swept`` under ``options``, the noise floor, and how much of the outcome
    the forest explains."""
    check("features", DESIGNS, swept)
    cases = gather(swept, options.outcome, options.without, options.factors)
    seeds = [options.seed * 1000 + fit for fit in range(options.fits)]
    whole = [_fit(cases, options.trees, seed) for seed in seeds]
    halves = np.array([_fit(cases.among(cases.halves(seed)), options.trees, seed)[0] for seed in seeds])
    score = np.mean([real for real, _ in whole], axis=0)
    floor = float(np.quantile([noise for _, noise in whole], 0.95))
    explained = ema_adapter.scores(cases.units, cases.y, options.trees, options.seed)[1]
    half = _t(options.fits - 1) * halves.std(axis=0, ddof=1)
    table = pd.DataFrame({"factor": [factor.name for factor in cases.factors], "score": score})
    table["low"], table["high"] = np.clip(score - half, 0.0, None), score + half
    table["above_noise"] = table["low"] > floor
    table = table.sort_values(["score", "factor"], ascending=[False, True], ignore_index=True)
    fit = pd.DataFrame({"noise_floor": [floor], "explained": [explained], "points": [len(cases)]})
    record = _sentences(table, floor, explained, options)
    return Finding("features", options.outcome, record, {"scores": table, "fit": fit}, cases.notes)


def _fit(cases: Cases, trees: int, seed: int) -> tuple[Floats, float]:
    """Scores of the factors scaled to sum to 1, and the best score of a shuffled copy on the same scale."""
    draw = np.random.default_rng(seed)
    copies = np.column_stack([draw.permutation(column) for column in cases.units.T])
    found, _ = ema_adapter.scores(np.hstack([cases.units, copies]), cases.y, trees, seed)
    real, noise = np.split(found, 2)
    return real / real.sum(), float(noise.max() / real.sum())


def _t(freedom: int) -> float:
    from scipy.stats import t

    return float(t.ppf(0.975, freedom))


def _sentences(table: Any, floor: float, explained: float, options: Options) -> tuple[str, ...]:
    what = wording.outcome(options.outcome, options.without)
    above, below = table[table["above_noise"]], table.loc[~table["above_noise"], "factor"].tolist()
    if len(above):
        ranked = [f"{row.factor} {_range(row)}" for row in above.head(6).itertuples()]
        record = [f"What predicts {what} of a point: {wording.listed(ranked)}."]
    else:
        record = [f"No factor predicts {what} of a point better than a shuffled copy of a factor does."]
    if below:
        verb = "does" if len(below) == 1 else "do"
        record.append(
            f"{wording.some(below)} {verb} not stand out from noise, which scores up to {wording.share(floor)}."
        )
    message = "less than nothing" if explained <= 0 else wording.share(explained)
    record.append(f"All factors together explain {message} of the variance between points.")
    return tuple(record)


def _range(row: Any) -> str:
    return f"{wording.share(row.score)} ({wording.interval(row.low, min(1.0, row.high), 'force')})"
