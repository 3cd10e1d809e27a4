"""A smooth surface through paired effects over two coordinates from 0 to 1, and where it crosses 0.

Each pair of runs gets its own polynomial, fitted by weighted least squares to its differences at all points; on common
random numbers these are a smooth function of the two numbers plus the chance of the run. The mean of these polynomials
is the surface, their spread over runs its error, and what the measured means depart from it beyond that error is added
to it, so that a surface that does not fit says so by a wide band.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
FINE = 61  # points of the grid on which a surface is given, each way
LEVEL = 0.95
DEGREES = (1, 2, 3)  # of the polynomial; the one that predicts points left out best is taken
PER_TERM = 2  # points for each term of a polynomial


@dataclass(frozen=True)
class Surface:
    """Mean effect and half the width of its 95 % interval, [v, u] on an even grid of both coordinates."""

    mean: Floats
    half: Floats

    def zeros(self) -> list[tuple[float, float]]:
        """Where the surface crosses 0 between neighbours of the grid: (u, v), in the order of u."""
        even = np.linspace(0.0, 1.0, len(self.mean))
        found = [(float(even[u]), v) for u in range(len(even)) for v in _roots(even, self.mean[:, u])]
        found += [(u, float(even[v])) for v in range(len(even)) for u in _roots(even, self.mean[v])]
        return sorted(found)


def fit(u: Sequence[float], v: Sequence[float], differences: Sequence[Floats]) -> Surface | None:
    """The surface through ``differences`` [point][run] at the points ``u``, ``v``; None where there are too few points
    or runs."""
    table = np.array(differences)
    points, runs = table.shape
    fits = [
        _Fit(_basis(np.array(u), np.array(v), degree), table, degree)
        for degree in DEGREES
        if runs > 1 and points >= PER_TERM * _terms(degree)
    ]
    if not fits:
        return None
    best = min(fits, key=lambda one: one.score)
    even = np.linspace(0.0, 1.0, FINE)
    fine = _basis(np.tile(even, FINE), np.repeat(even, FINE), best.degree)
    spread = np.atleast_2d(np.cov(best.weights)) / runs
    error = np.sqrt(np.einsum("pi,ij,pj->p", fine, spread, fine) + best.misfit)
    mean = fine @ best.weights.mean(axis=1)
    return Surface(mean.reshape(FINE, FINE), (_quantile(runs) * error).reshape(FINE, FINE))


class _Fit:
    """Polynomials of one degree, one for each run, points weighted by how well their mean is known."""

    def __init__(self, basis: Floats, table: Floats, degree: int) -> None:
        points, runs = table.shape
        noise = table.var(axis=1, ddof=1) / runs
        weight = 1.0 / np.maximum(noise, 1e-3 * noise.mean()) if noise.any() else np.ones(points)
        weight /= weight.sum()
        root, left = np.sqrt(weight), points - basis.shape[1]
        self.degree = degree
        self.weights = np.linalg.pinv(root[:, None] * basis) @ (root[:, None] * table)  # [term, run]
        rest = table - basis @ self.weights
        total = float(weight @ np.square(rest.mean(axis=1)))
        self.score = total / left**2  # generalised cross-validation (Craven and Wahba 1979)
        surplus = total - float(weight @ rest.var(axis=1, ddof=1)) / runs
        self.misfit = max(0.0, surplus) * points / left


def _terms(degree: int) -> int:
    return (degree + 1) * (degree + 2) // 2


def _basis(u: Floats, v: Floats, degree: int) -> Floats:
    """Powers of both coordinates up to a total degree, [point, term]."""
    powers = [(a, b) for a in range(degree + 1) for b in range(degree + 1 - a)]
    return np.stack([u**a * v**b for a, b in powers], axis=1)


def _quantile(runs: int) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(runs - 1, 0.5 + LEVEL / 2))


def _roots(even: Floats, values: Floats) -> list[float]:
    """Where values on a grid change sign, on straight lines between its points."""
    at = np.flatnonzero(np.sign(values[:-1]) * np.sign(values[1:]) < 0)
    share = values[at] / (values[at] - values[at + 1])
    return [float(x) for x in even[at] + share * (even[at + 1] - even[at]) if math.isfinite(x)]
