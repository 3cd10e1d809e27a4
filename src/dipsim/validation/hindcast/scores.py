"""Scores of probability forecasts, of counts, and of the difference between two forecasts."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
CLIP = 1e-4  # probabilities are kept this far from 0 and 1 in the log score
EDGES = (0.0, 0.02, 0.05, 0.1, 0.2, 0.4, 0.7, 1.0)
DRAWS = 1000


@dataclass(frozen=True)
class Score:
    """How good a forecast is. ``skill`` is 1 minus Brier over that of the base rate; ``log_score`` is the mean loss."""

    auc: float
    precision: float
    brier: float
    skill: float
    log_score: float
    expected: float
    observed: int


@dataclass(frozen=True)
class Difference:
    """One forecast minus another, with 95 % intervals over pairs. In Brier and log score lower is better."""

    auc: tuple[float, float, float]
    brier: tuple[float, float, float]
    log_score: tuple[float, float, float]

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def brier(outcome: Floats, forecast: Floats) -> float:
    """Mean squared error of the probabilities ``forecast`` of ``outcome`` (0 or 1)."""
    return float(np.mean(_squares(outcome, forecast)))


def _squares(outcome: Floats, forecast: Floats) -> Floats:
    return np.asarray((forecast - outcome) ** 2)


def log_loss(outcome: Floats, forecast: Floats) -> float:
    """Mean of minus the log of the probability that ``forecast`` gave to what happened (``outcome``, 0 or 1)."""
    return float(np.mean(_surprise(outcome, forecast)))


def _surprise(outcome: Floats, forecast: Floats) -> Floats:
    p = np.clip(forecast, CLIP, 1 - CLIP)
    return np.asarray(-(outcome * np.log(p) + (1 - outcome) * np.log(1 - p)))


def auc(outcome: Floats, forecast: Floats) -> float:
    """Area under the ROC curve of ``forecast`` for ``outcome`` (0 or 1): the chance that a pair with an event gets
    the higher forecast; ties count half."""
    return float(_areas(outcome, forecast, np.ones((1, len(outcome))))[0])


def precision(outcome: Floats, forecast: Floats) -> float:
    """Average precision of ``forecast`` for ``outcome`` (0 or 1): the area under the precision-recall curve."""
    from sklearn.metrics import average_precision_score

    return float(average_precision_score(outcome, forecast)) if outcome.any() else float("nan")


def score(outcome: Floats, forecast: Floats, base: Floats) -> Score:
    """Every score of one ``forecast`` of ``outcome`` (0 or 1); ``base`` is the forecast that skill is measured
    against."""
    loss = brier(outcome, forecast)
    skill = 1.0 - loss / brier(outcome, base)
    parts = (auc(outcome, forecast), precision(outcome, forecast), loss, skill, log_loss(outcome, forecast))
    return Score(*parts, float(forecast.sum()), int(outcome.sum()))


def reliability(outcome: Floats, forecast: Floats) -> list[tuple[float, float, int, float, float]]:
    """For each bin of ``forecast``: its edges, how many pairs, mean forecast, share with an event (``outcome`` 1)."""
    found = []
    for low, high in pairwise(EDGES):
        inside = (forecast >= low) & ((forecast < high) | (high == EDGES[-1]))
        if inside.any():
            found.append((low, high, int(inside.sum()), float(forecast[inside].mean()), float(outcome[inside].mean())))
    return found


def difference(
    outcome: Floats, one: Floats, other: Floats, draws: int = DRAWS, seed: int = 0, blocks: int = 1
) -> Difference:
    """Scores of the forecast ``one`` minus those of ``other`` for ``outcome`` (0 or 1), with intervals: pairs are drawn
    with replacement ``draws`` times from ``seed``, both forecasts on the same pairs.

    With ``blocks`` 2 the rows are two lists of the same pairs, one for each direction, and a pair is drawn with
    both."""
    n, pairs = len(outcome), len(outcome) // blocks
    rng = np.random.default_rng(seed)
    drawn = np.array([np.bincount(rng.integers(0, pairs, pairs), minlength=pairs) for _ in range(draws)], dtype=float)
    times = np.tile(np.vstack([np.ones(pairs), drawn]), blocks)  # the first row is the sample as it is
    losses = (_squares, _surprise)
    parts = [times @ (loss(outcome, one) - loss(outcome, other)) / n for loss in losses]
    rows = [_areas(outcome, one, times) - _areas(outcome, other, times), *parts]
    areas, squares, surprise = (_with_interval(row) for row in rows)
    return Difference(areas, squares, surprise)


def _with_interval(row: Floats) -> tuple[float, float, float]:
    """The first value, and the middle 95 % of the others."""
    low, high = np.nanpercentile(row[1:], [2.5, 97.5])
    return float(row[0]), float(low), float(high)


def _areas(outcome: Floats, forecast: Floats, times: Floats) -> Floats:
    """Area under the ROC curve of every row of ``times`` [draws, n], which says how often a pair was drawn."""
    order = np.argsort(forecast, kind="stable")
    ordered = forecast[order]
    first = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])  # where a run of ties begins
    events = np.add.reduceat(times[:, order] * outcome[order], first, axis=1)
    others = np.add.reduceat(times[:, order] * (1.0 - outcome[order]), first, axis=1)
    below = np.cumsum(others, axis=1) - 0.5 * others
    both = events.sum(axis=1) * others.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray((events * below).sum(axis=1) / both)


def crps(ensemble: Floats, observed: float) -> float:
    """Continuous ranked probability score of an ``ensemble`` of counts for the ``observed`` one: mean |x - y| minus
    half the mean |x - x'|."""
    x = np.sort(np.asarray(ensemble, float))
    n = len(x)
    spread = 2.0 * float((2 * np.arange(1, n + 1) - n - 1) @ x) / n**2
    return float(np.abs(x - observed).mean()) - 0.5 * spread


def counts(forecast: Floats, draws: int = DRAWS, seed: int = 0) -> Floats:
    """Counts of events in ``draws`` draws from ``seed`` if every pair were independent with its probability in
    ``forecast``."""
    rng = np.random.default_rng(seed)
    return np.asarray((rng.random((draws, len(forecast))) < forecast).sum(axis=1), dtype=float)


def log_odds(forecast: Floats) -> Floats:
    """Log odds of the probabilities ``forecast``, kept a thousandth from 0 and 1."""
    p = np.clip(forecast, 1e-3, 1 - 1e-3)
    return np.asarray(np.log(p / (1 - p)))
