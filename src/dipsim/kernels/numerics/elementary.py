"""Elementary functions from + - * / sqrt, comparison and integers only, so that every machine gives the same bits.

Sources: exp, Taylor polynomial of degree 13 after Cody-Waite reduction; log, the series of fdlibm's ``e_log.c``
(Sun Microsystems 1993); normal quantile, the rational approximation of P. J. Acklam (2003), relative error 1.2e-9.
"""

from __future__ import annotations

import numpy as np

from dipsim.kernels.compiler.decorators import equation
from dipsim.kernels.numerics.units import Count, Draw, LogOdds, Number, PerYear, Ratio, Share, Years

LOG2E = 1.4426950408889634
LN2 = 0.6931471805599453
LN2_HIGH = 6.93147180369123816490e-01
LN2_LOW = 1.90821492927058770002e-10
SQRT2 = 1.4142135623730951
SLACK = 1e-12  # far above any rounding error of a probability
MANTISSA = np.int64(0x000FFFFFFFFFFFFF)
ONE_BITS = np.int64(0x3FF0000000000000)


@equation
def exp(x: Number) -> float:
    """e to the power ``x``; ``x`` is clipped to -708..708, error at most 1.2 ulp."""
    x = min(max(x, -708.0), 708.0)
    k = np.floor(x * LOG2E + 0.5)
    r = (x - k * LN2_HIGH) - k * LN2_LOW
    p = 1.0 / 6227020800.0
    p = p * r + 1.0 / 479001600.0
    p = p * r + 1.0 / 39916800.0
    p = p * r + 1.0 / 3628800.0
    p = p * r + 1.0 / 362880.0
    p = p * r + 1.0 / 40320.0
    p = p * r + 1.0 / 5040.0
    p = p * r + 1.0 / 720.0
    p = p * r + 1.0 / 120.0
    p = p * r + 1.0 / 24.0
    p = p * r + 1.0 / 6.0
    p = p * r + 0.5
    p = p * r + 1.0
    p = p * r + 1.0
    return p * np.int64((np.int64(k) + np.int64(1023)) << np.int64(52)).view(np.float64)


@equation
def log(x: Number) -> float:
    """Natural logarithm of ``x``, a positive normal number; error below 1 ulp."""
    bits = np.float64(x).view(np.int64)
    k = (bits >> np.int64(52)) - np.int64(1023)
    m = np.int64((bits & MANTISSA) | ONE_BITS).view(np.float64)
    high = m > SQRT2
    m = m * 0.5 if high else m
    exponent = np.float64(k) + (1.0 if high else 0.0)
    f = m - 1.0
    s = f / (2.0 + f)
    z = s * s
    w = z * z
    even = w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01))
    odd = z * (
        6.666666666666735130e-01
        + w * (2.857142874366239149e-01 + w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01))
    )
    half = 0.5 * f * f
    return exponent * LN2_HIGH - ((half - (s * (half + (odd + even)) + exponent * LN2_LOW)) - f)


@equation
def logistic(x: Number) -> Share:
    """The share 1 / (1 + e^-x) that belongs to the log odds ``x``."""
    return 1.0 / (1.0 + exp(-x))


@equation
def logit(p: Share) -> LogOdds:
    """Log odds of the share ``p``, 0 < p < 1; the inverse of ``logistic``."""
    return log(p / (1.0 - p))


@equation
def power(x: Number, y: Number) -> float:
    """``x`` to the power ``y`` for x >= 0; 0 where ``x`` is below 1e-300."""
    return exp(y * log(x)) if x > 1e-300 else 0.0


@equation
def kept(time: Years, half_life: Years) -> Share:
    """What is left of a stock after ``time``: 2^(-time / half_life)."""
    return exp(-LN2 * time / half_life)


@equation
def risen(rate: PerYear, time: Years) -> Share:
    """1 - e^(-rate time): the probability of at least one event, or the share of a gap that is closed."""
    return 1.0 - exp(-rate * time)


@equation
def happens(u: Draw, rate: PerYear, time: Years) -> bool:
    """Whether an event of ``rate`` per year occurs within ``time`` years: the draw ``u`` in (0, 1) is below ``risen``.

    The exponential is skipped where rate x time already decides.
    """
    return u < rate * time + SLACK and u < risen(rate, time)


@equation
def normal(u: Draw) -> Ratio:
    """Quantile of the standard normal distribution at the probability ``u``, 0 < u < 1."""
    return normal_tail(u) if in_tail(u) else normal_middle(u)


@equation
def in_tail(u: Draw) -> bool:
    """Whether ``u`` is one of the 4.85 % of probabilities for which the middle formula does not hold."""
    return not abs(u - 0.5) <= 0.47575


@equation
def normal_middle(u: Draw) -> Ratio:
    """Quantile of the standard normal distribution at ``u`` in the middle: a rational function of u - 1/2."""
    q = u - 0.5
    r = q * q
    a = 1.383577518672690e02 + r * (-2.759285104469687e02 + r * (2.209460984245205e02 - r * 3.969683028665376e01))
    a = (2.506628277459239e00 + r * (-3.066479806614716e01 + r * a)) * q
    b = 6.680131188771972e01 + r * (-1.556989798598866e02 + r * (1.615858368580409e02 - r * 5.447609879822406e01))
    return a / (1.0 + r * (-1.328068155288572e01 + r * b))


@equation
def normal_tail(u: Draw) -> Ratio:
    """Quantile of the standard normal distribution at ``u`` in a tail: a rational function of sqrt(-2 log u)."""
    tail = np.sqrt(-2.0 * log(min(u, 1.0 - u)))
    c = -2.549732539343734e00 + tail * (
        -2.400758277161838e00 + tail * (-3.223964580411365e-01 - tail * 7.784894002430293e-03)
    )
    c = 2.938163982698783e00 + tail * (4.374664141464968e00 + tail * c)
    d = 2.445134137142996e00 + tail * (3.224671290700398e-01 + tail * 7.784695709041462e-03)
    outer = c / (1.0 + tail * (3.754408661907416e00 + tail * d))
    return outer if u - 0.5 < 0.0 else -outer


@equation
def poisson_count(u: Draw, mean: Ratio) -> Count:
    """Number of events at the quantile ``u`` of a Poisson distribution with this ``mean`` per tick, at most 8 (MODEL
    section 1)."""
    if u < 1.0 - mean - SLACK:  # e^-x >= 1 - x
        return 0
    term = exp(-mean)
    below = term
    n = 0
    while u >= below and n < 8:
        n += 1
        term = term * mean / n
        below += term
    return n
