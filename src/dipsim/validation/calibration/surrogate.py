"""Surrogates: what the moments are at numbers that were not run, by regressions that suit few draws of many numbers."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
FOLDS = 5
CROSSED = 6  # numbers of a moment whose products are tried
WEAK = 1e-10  # variance below which a moment does not move


@dataclass(frozen=True)
class Fitted:
    """One moment as a sum: ``constant`` + slopes of single numbers and of products of two of them (or squares).

    ``single`` are columns, ``products`` [p, 2] pairs of columns; ``slopes`` belong to both in this order.
    """

    constant: float
    single: NDArray[np.int64]
    products: NDArray[np.int64]
    slopes: Floats

    def at(self, z: Floats) -> Floats:
        """The moment at each row of the normal scores ``z`` [n, d]."""
        found: Floats = self.constant + _features(z, self.single, self.products) @ self.slopes
        return found


@dataclass(frozen=True)
class Surrogate:
    """All moments [k] as functions of the normal scores z [d] of the numbers.

    ``error`` [k, k] is the covariance of what the surrogate misses, from draws that it was not fitted on; ``explained``
    [k] the share of the variance between draws that it predicts there.
    """

    parts: tuple[Fitted, ...]
    error: Floats
    explained: Floats

    def at(self, z: Floats) -> Floats:
        """Moments [n, k] at each row of ``z`` [n, d]."""
        constants, slopes, products, of_products = self._joined
        single = sorted(slopes)
        found: Floats = constants + z[:, single] @ np.array([slopes[one] for one in single]).reshape(-1, len(constants))
        both = _features(z, np.zeros(0, np.int64), products)
        return found + both @ of_products

    @cached_property
    def _joined(self) -> tuple[Floats, dict[int, Floats], NDArray[np.int64], Floats]:
        """Constants [k], slopes [k] of each number, the pairs of all moments [p, 2] and their slopes [p, k]."""
        count = len(self.parts)
        slopes: dict[int, Floats] = {}
        crossed: dict[tuple[int, int], Floats] = {}
        for at, part in enumerate(self.parts):
            single, pairs = len(part.single), map(tuple, part.products.tolist())
            for column, slope in zip(part.single.tolist(), part.slopes[:single], strict=True):
                slopes.setdefault(column, np.zeros(count))[at] = slope
            for pair, slope in zip(pairs, part.slopes[single:], strict=True):
                crossed.setdefault((pair[0], pair[1]), np.zeros(count))[at] = slope
        constants = np.array([part.constant for part in self.parts])
        products = np.array(list(crossed), np.int64).reshape(-1, 2)
        return constants, slopes, products, np.array(list(crossed.values())).reshape(-1, count)

    def moves(self, numbers: int) -> Floats:
        """How much each of so many ``numbers`` moves each moment, [k, d]: root of its variance under the prior."""
        found = np.zeros((len(self.parts), numbers))
        for row, part in zip(found, self.parts, strict=True):
            row[part.single] += part.slopes[: len(part.single)] ** 2
            for (one, other), slope in zip(part.products, part.slopes[len(part.single) :], strict=True):
                for column in {int(one), int(other)}:
                    row[column] += slope**2 * (2.0 if one == other else 1.0)
        return np.sqrt(found)


def fit(z: Floats, moments: Floats) -> Surrogate:
    """Surrogate of moments [n, k] on normal scores ``z`` [n, d]; what it misses is measured in five folds.

    For each moment the form of ``FORMS`` that misses least is taken. Raises ValueError for fewer draws than ten a fold.
    """
    if len(z) < 10 * FOLDS:
        raise ValueError(f"expected at least {10 * FOLDS} draws to fit a surrogate, found {len(z)}")
    fold = np.arange(len(z)) % FOLDS
    missed = np.empty_like(moments)
    parts = []
    for place, y in enumerate(moments.T):
        if y.var() < WEAK:
            missed[:, place] = 0.0
            parts.append(_constant(z, y))
            continue
        apart = np.empty((len(FORMS), len(z)))
        for one in range(FOLDS):
            here = fold == one
            for row, form in zip(apart, FORMS, strict=True):
                row[here] = y[here] - form(z[~here], y[~here]).at(z[here])
        best = int((apart**2).sum(axis=1).argmin())
        missed[:, place] = apart[best]
        parts.append(FORMS[best](z, y))
    spread = np.maximum(moments.var(axis=0), WEAK)
    return Surrogate(tuple(parts), covariance(missed), 1.0 - (missed**2).mean(axis=0) / spread)


def covariance(rows: Floats) -> Floats:
    """Covariance of ``rows`` around 0, shrunk after Ledoit and Wolf (2004) so that it can be inverted."""
    from sklearn.covariance import ledoit_wolf

    scale = np.sqrt(np.maximum((rows**2).mean(axis=0), WEAK))
    shrunk, _ = ledoit_wolf(rows / scale, assume_centered=True)
    found: Floats = shrunk * np.outer(scale, scale)
    return found


def _constant(z: Floats, y: Floats) -> Fitted:
    """The moment does not move."""
    return _linear(float(y.mean()), np.zeros(z.shape[1]))


def _many(z: Floats, y: Floats) -> Fitted:
    """Many numbers move it a little: ridge regression whose penalty follows from the data (MacKay 1992)."""
    from sklearn.linear_model import BayesianRidge

    model = BayesianRidge().fit(z, y)
    return _linear(float(model.intercept_), model.coef_)


def _few(z: Floats, y: Floats) -> Fitted:
    """Few numbers move it: lasso."""
    slopes, constant = _lasso(z, y)
    return _linear(constant, slopes)


def _curved(z: Floats, y: Floats) -> Fitted:
    """Few numbers move it, and not in a straight line: the numbers that lasso keeps, squares and some products."""
    slopes, _ = _lasso(z, y)
    single = np.flatnonzero(slopes)
    if not len(single):
        return _constant(z, y)
    strongest = single[np.argsort(-np.abs(slopes[single]), kind="stable")][:CROSSED]
    squares = [(one, one) for one in single]
    crossed = [(one, other) for at, one in enumerate(strongest) for other in strongest[at + 1 :]]
    products = np.array(squares + crossed, np.int64).reshape(-1, 2)
    again, constant = _lasso(_features(z, single, products), y)
    kept = again != 0.0
    of_single, of_products = kept[: len(single)], kept[len(single) :]
    return Fitted(constant, single[of_single], products[of_products], again[kept])


FORMS = (_constant, _many, _few, _curved)


def _linear(constant: float, slopes: Floats) -> Fitted:
    single = np.flatnonzero(slopes)
    return Fitted(constant, single, np.zeros((0, 2), np.int64), slopes[single])


def _features(z: Floats, single: NDArray[np.int64], products: NDArray[np.int64]) -> Floats:
    """Columns of single numbers and of products; squares have their prior mean of 1 taken off."""
    both = z[:, products[:, 0]] * z[:, products[:, 1]] - (products[:, 0] == products[:, 1])
    return np.hstack([z[:, single], both])


def _lasso(x: Floats, y: Floats) -> tuple[Floats, float]:
    """Slopes and constant with the penalty that predicts best over folds."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LassoCV

    scale = np.maximum(x.std(axis=0), 1e-9)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        model = LassoCV(alphas=30, eps=0.03, cv=FOLDS, max_iter=2000).fit(x / scale, y)
    return model.coef_ / scale, float(model.intercept_)
