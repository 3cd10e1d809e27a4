"""The elementary functions of the model, with the exponential and the logarithm of the C library."""

from __future__ import annotations

from math import exp, log, sqrt

LN2 = log(2.0)
MOST = 8  # of one count
LOWEST, HIGHEST = -708.0, 708.0
CENTRE = 0.47575
A = (-3.969683028665376e01, 2.209460984245205e02, -2.759285104469687e02)
A += (1.383577518672690e02, -3.066479806614716e01, 2.506628277459239e00)
B = (-5.447609879822406e01, 1.615858368580409e02, -1.556989798598866e02, 6.680131188771972e01, -1.328068155288572e01)
C = (-7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e00)
C += (-2.549732539343734e00, 4.374664141464968e00, 2.938163982698783e00)
D = (7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e00, 3.754408661907416e00)


def held(x: float, low: float, high: float) -> float:
    """x within low..high."""
    return low if x < low else high if x > high else x


def logistic(x: float) -> float:
    """E3."""
    return 1.0 / (1.0 + exp(-held(x, LOWEST, HIGHEST)))


def logit(p: float) -> float:
    """E4."""
    return log(p / (1.0 - p))


def kept(time: float, half_life: float) -> float:
    """E6: what is left of a stock after a time."""
    return exp(-LN2 * time / half_life)


def risen(hazard: float, time: float) -> float:
    """E7: the chance of at least one event."""
    return 1.0 - exp(-hazard * time)


def raised(x: float, gain: float, top: float) -> float:
    """E72: x on its way to the top."""
    return x + gain * (top - x) if top > x else x


def normal(u: float) -> float:
    """E8: quantile of the standard normal distribution, by Acklam's rational approximation."""
    q = u - 0.5
    if -CENTRE <= q <= CENTRE:
        r = q * q
        above = A[5] + r * (A[4] + r * (A[3] + r * (A[2] + r * (A[1] + r * A[0]))))
        return above * q / (1.0 + r * (B[4] + r * (B[3] + r * (B[2] + r * (B[1] + r * B[0])))))
    t = sqrt(-2.0 * log(min(u, 1.0 - u)))
    x = C[5] + t * (C[4] + t * (C[3] + t * (C[2] + t * (C[1] + t * C[0]))))
    x /= 1.0 + t * (D[3] + t * (D[2] + t * (D[1] + t * D[0])))
    return x if q < 0.0 else -x


def poisson_count(u: float, mean: float) -> int:
    """E9: how many, at most 8."""
    n = 0
    term = below = exp(-mean)
    while u >= below and n < MOST:
        n += 1
        term = term * mean / n
        below += term
    return n


def limit(allowed: float, asked: float) -> float:
    """The share of what is asked for that is allowed (E104)."""
    return allowed / asked if asked > allowed else 1.0


def tamed(x: float) -> float:
    """A count in 0..1: x / (1 + x)."""
    return x / (1.0 + x)
