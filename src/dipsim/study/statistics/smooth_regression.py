"""Regression of outcomes on one number as a smooth curve: a penalised cubic spline, as smooth as the data ask for.

The curve is a spline in the ranks of the number, penalised by the squares of second differences of its coefficients
(Eilers and Marx 1996, "Flexible smoothing with B-splines and penalties", Statistical Science 11). How much it is
penalised is decided by generalised cross-validation (Craven and Wahba 1979, Numerische Mathematik 31), for all outcomes
together.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
PIECES = 8  # of the spline
PENALTIES = np.logspace(-3, 7, 21)
FEWEST = 20  # observations


@dataclass(frozen=True)
class Smoother:
    """The curves through one number, ready for any outcomes.

    ``basis`` [n, q] has orthonormal columns; ``stiffness`` [q] says how strongly each is penalised, 0 for the mean and
    the straight line.
    """

    basis: Floats
    stiffness: Floats

    def curves(self, outcomes: Floats) -> tuple[Floats, Floats]:
        """The curves through tables of outcomes [table, n, k]: fitted [table, n, k], and how much of each column of the
        basis is kept, [table, q], by generalised cross-validation over the outcomes of a table."""
        projected = self.basis.T @ outcomes
        energy = np.square(projected).sum(axis=2)
        outside = np.maximum(np.square(outcomes).sum(axis=(1, 2)) - energy.sum(axis=1), 0.0)
        kept = 1.0 / (1.0 + PENALTIES[:, None] * self.stiffness)
        squares = energy @ np.square(1.0 - kept).T + outside[:, None]
        scores = squares / np.square(1.0 - kept.sum(axis=1) / outcomes.shape[1])
        best = kept[np.argmin(scores, axis=1)]
        return np.asarray(self.basis @ (best[:, :, None] * projected)), np.asarray(best)


def smoother(values: Floats) -> Smoother:
    """Curves through ``values`` [n]. Raises ValueError for fewer than ``FEWEST`` observations.

    Values that are all alike allow no curve but the mean.
    """
    from scipy.interpolate import BSpline

    if len(values) < FEWEST:
        raise ValueError(f"expected {FEWEST} or more observations for a curve, found {len(values)}")
    if (values == values[0]).all():
        return Smoother(np.full((len(values), 1), 1.0 / np.sqrt(len(values))), np.zeros(1))
    shares = _ranks(values)
    inner = np.linspace(0.0, 1.0, PIECES + 1)
    knots = np.concatenate([[0.0] * 3, inner, [1.0] * 3])
    design = BSpline.design_matrix(shares, knots, 3).toarray()
    used = np.linalg.matrix_rank(design)
    roots = np.linalg.cholesky(design.T @ design + 1e-9 * np.eye(design.shape[1]))
    differences = np.diff(np.eye(design.shape[1]), n=2, axis=0)
    inverse = np.linalg.inv(roots)
    penalty = inverse @ (differences.T @ differences) @ inverse.T
    stiffness, directions = np.linalg.eigh(penalty)
    basis = design @ inverse.T @ directions
    keep = np.arange(len(stiffness)) < used
    return Smoother(basis[:, keep], np.where(stiffness < 1e-9 * stiffness.max(), 0.0, stiffness)[keep])


def _ranks(values: Floats) -> Floats:
    """Ranks as shares from 0 to 1; those that tie share the middle of their ranks."""
    from scipy.stats import rankdata

    return np.asarray((rankdata(values) - 1.0) / (len(values) - 1.0))
