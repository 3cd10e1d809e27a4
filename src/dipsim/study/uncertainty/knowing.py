"""What to measure next: for a verdict over draws, the expected value of knowing one number.

Whoever must say *stabilises*, *escalates* or neither, and loses 1 where the draw says otherwise, says the direction
that most draws have. To know a number lets one say the best direction at its value: by how much the chance of being
right would rise is the expected value of partial perfect information. It is estimated by regression of each direction
on the number over the draws (Strong, Oakley and Brennan 2014, "Estimating multiparameter partial expected value of
perfect information from a probabilistic sensitivity analysis sample", Medical Decision Making 34), its standard error
by drawing curves from the fit. An estimate is never below 0, so that chance gives each number some value: ``floor`` is
what the best of all numbers reaches in 19 of 20 tables in which directions are dealt to the draws anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dipsim.study.statistics.smooth_regression import Smoother, smoother

Floats = NDArray[np.float64]
CURVES, DEALT = 400, 200  # curves that are drawn for a standard error, and tables that are dealt for the floor
CERTAIN = 0.95


@dataclass(frozen=True)
class Worth:
    """What knowing the number at ``path`` is worth: the rise of the chance of a right direction.

    ``error`` is its standard error, ``effect_share`` the share of the spread of the effect that goes with the number,
    ``slope`` the rank correlation of the two, above 0 where more of the number means more conflict.
    """

    path: str
    value: float
    error: float
    effect_share: float
    slope: float


@dataclass(frozen=True)
class Knowing:
    """The numbers of a verdict over draws, the one most worth knowing first.

    ``right`` is the chance of saying the right direction as it is, and 1 - ``right`` what knowing everything is worth;
    ``floor`` is what chance alone gives the best number, ``effect_floor`` the same for shares of the effect.
    """

    numbers: tuple[Worth, ...]
    right: float
    floor: float
    effect_floor: float
    draws: int

    @property
    def clear(self) -> list[Worth]:
        """Those worth more than chance alone gives."""
        return [one for one in self.numbers if one.value > self.floor]

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "right": self.right,
            "perfect": 1.0 - self.right,
            "floor": self.floor,
            "effect_floor": self.effect_floor,
            "draws": self.draws,
            "numbers": [vars(one) for one in self.numbers],
        }


def knowing(
    paths: Sequence[str], values: Floats, directions: Sequence[int], effects: Sequence[float], seed: int = 1
) -> Knowing:
    """What knowing each number in ``paths`` is worth for a verdict over draws; ``seed`` draws the curves.

    ``values`` [draw, number] are the draws, ``directions`` (-1, 0 or 1) and ``effects`` what was found at each. Raises
    ValueError for too few draws for a curve.
    """
    said, effect = np.array(directions), np.asarray(effects, dtype=float)
    outcomes = np.stack([(said == one).astype(float) for one in (-1, 0, 1)], axis=1)
    usual, centred = outcomes.mean(axis=0), (effect - effect.mean())[:, None]
    rng = np.random.default_rng([seed, len(said)])
    orders = np.stack([np.arange(len(said)), *(rng.permutation(len(said)) for _ in range(DEALT))])
    tables, spreads = outcomes[orders] - usual, centred[orders]
    found, best, best_share = [], np.zeros(DEALT), np.zeros(DEALT)
    for path, column in zip(paths, values.T, strict=True):
        curves = smoother(column)
        fitted, kept = curves.curves(tables)
        gains, shares = _gains(fitted + usual), _shares(curves, spreads)
        error = _error(curves, tables[0], fitted[0], kept[0], usual, rng)
        found.append(Worth(path, float(gains[0]), error, float(shares[0]), _correlation(column, effect)))
        best, best_share = np.maximum(best, gains[1:]), np.maximum(best_share, shares[1:])
    found.sort(key=lambda one: (-one.value, -one.effect_share, one.path))
    floor, effect_floor = (float(np.quantile(each, CERTAIN)) for each in (best, best_share))
    return Knowing(tuple(found), float(usual.max()), floor, effect_floor, len(said))


def _gains(curves: Floats) -> Floats:
    """How much more often the best direction at each draw is right than the one direction that is best for all.

    ``curves`` [table, draw, direction]."""
    return np.asarray(np.maximum(curves.max(axis=2).mean(axis=1) - curves.mean(axis=1).max(axis=1), 0.0))


def _error(
    curves: Smoother, outcomes: Floats, fitted: Floats, kept: Floats, usual: Floats, rng: np.random.Generator
) -> float:
    """The standard error of the value of knowing a number, from curves drawn around the fit."""
    residuals = (outcomes - fitted)[:, :2]  # the third is 1 less the two
    left = max(len(outcomes) - float(kept.sum()), 1.0)
    spread = np.linalg.cholesky(residuals.T @ residuals / left + 1e-15 * np.eye(2))
    noise = rng.standard_normal((CURVES, len(kept), 2)) @ spread.T * np.sqrt(kept)[:, None]
    moved = (fitted + usual)[:, :2] + curves.basis @ noise
    return float(np.std(_gains(np.concatenate([moved, 1.0 - moved.sum(axis=2, keepdims=True)], axis=2))))


def _shares(curves: Smoother, centred: Floats) -> Floats:
    """The share of the spread of an outcome that its curve explains, by table [table, draw, 1]."""
    total = np.square(centred).sum(axis=(1, 2))
    fitted, _ = curves.curves(centred)
    explained = np.square(fitted - fitted.mean(axis=1, keepdims=True)).sum(axis=(1, 2))
    return np.asarray(np.divide(explained, total, out=np.zeros(len(total)), where=total > 0.0))


def _correlation(column: Floats, effect: Floats) -> float:
    """Spearman's correlation; 0 where either does not vary."""
    from scipy.stats import spearmanr

    if (column == column[0]).all() or (effect == effect[0]).all():
        return 0.0
    return float(spearmanr(column, effect).statistic)
