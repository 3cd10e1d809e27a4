"""Keyed draws in NumPy (E8 to E12 of docs/model.md): whole arrays of Philox4x32-10 at once."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
MASK, WORD = np.uint64(0xFFFFFFFF), np.uint64(32)
MULTIPLY = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
WEYL = 0x9E3779B9, 0xBB67AE85
A = (-3.969683028665376e01, 2.209460984245205e02, -2.759285104469687e02, 1.383577518672690e02, -3.066479806614716e01,
     2.506628277459239e00)  # fmt: skip
B = (-5.447609879822406e01, 1.615858368580409e02, -1.556989798598866e02, 6.680131188771972e01, -1.328068155288572e01, 1)
C = (-7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e00, -2.549732539343734e00,
     4.374664141464968e00, 2.938163982698783e00)  # fmt: skip
D = (7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e00, 3.754408661907416e00, 1)


def uniform(key: Any, tick: int, id_i: Any, id_j: Any, slot: Any) -> Floats:
    """Draws in (0, 1) of the shape to which the run's key [2, ...], the ids and the slot broadcast."""
    k0, k1 = (np.asarray(word, dtype=np.uint64) for word in key)
    parts = np.broadcast_arrays(k0, k1, np.uint64(tick), id_i, id_j, slot)
    k0, k1, c0, c1, c2, c3 = (np.ascontiguousarray(part, dtype=np.uint64) for part in parts)
    for turn in range(10):
        p0, p1 = MULTIPLY[0] * c0, MULTIPLY[1] * c2
        c0 = (p1 >> WORD) ^ c1 ^ ((k0 + np.uint64(turn * WEYL[0] & 0xFFFFFFFF)) & MASK)
        c2 = (p0 >> WORD) ^ c3 ^ ((k1 + np.uint64(turn * WEYL[1] & 0xFFFFFFFF)) & MASK)
        c1, c3 = p1 & MASK, p0 & MASK
    return (((c0 << np.uint64(20)) ^ (c1 >> np.uint64(12))).astype(np.float64) + 0.5) * 2.0**-52


def normal(u: Floats) -> Floats:
    """Quantiles of the standard normal distribution."""
    q = u - 0.5
    r = q * q
    x = np.polyval(A, r) * q / np.polyval(B, r)
    outside = np.abs(q) > 0.47575
    far = u[outside]
    t = np.sqrt(-2.0 * np.log(np.minimum(far, 1.0 - far)))
    x[outside] = np.polyval(C, t) / np.polyval(D, t) * np.where(far < 0.5, 1.0, -1.0)
    return x


def poisson_count(u: Floats, mean: Floats) -> NDArray[np.int64]:
    """Numbers of events at quantile u, at most 8."""
    term = np.exp(-mean)
    below, count = term.copy(), np.zeros(u.shape, dtype=np.int64)
    for n in range(1, 9):
        more = u >= below
        if not more.any():
            break
        count += more
        term = term * mean / n
        below += term
    return count


__all__ = ["normal", "poisson_count", "uniform"]
