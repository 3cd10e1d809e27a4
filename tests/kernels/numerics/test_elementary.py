"""The elementary functions that make results the same on every machine, against the system's own."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from scipy import special, stats

from dipsim.kernels.numerics import elementary

RANDOM = np.random.default_rng(1)


def off_by(found: float, expected: float) -> float:
    """Distance in units in the last place."""
    return abs(found - expected) / math.ulp(expected)


def test_exp_is_within_two_ulp() -> None:
    """Protects every half-life and logistic: documented error 1.2 ulp, the reference's own comes on top."""
    for x in [*RANDOM.uniform(-700, 700, 20_000), *RANDOM.uniform(-1, 1, 20_000), 1e-300, -1e-17, 0.5, 1.0]:
        assert off_by(elementary.exp(x), math.exp(x)) <= 2
    assert elementary.exp(0.0) == 1.0
    assert elementary.exp(-1e9) == elementary.exp(-708.0) > 0
    assert elementary.exp(1e9) == elementary.exp(708.0) < math.inf


def test_log_is_within_two_ulp() -> None:
    """Protects waits, power and the shift of power: documented error 1 ulp."""
    for x in [*np.exp(RANDOM.uniform(-690, 690, 20_000)), *RANDOM.uniform(0.5, 2, 20_000), 1e-300, 2.0, 10.0]:
        assert off_by(elementary.log(x), math.log(x)) <= 2
    assert elementary.log(1.0) == 0.0


def test_normal_is_within_acklams_error() -> None:
    """Protects every normal draw: relative error 1.2e-9 as published, down to the last possible draw."""
    last = 2.0**-53
    u = np.array([*RANDOM.uniform(0, 1, 20_000), *np.exp(RANDOM.uniform(-36, -1, 5_000)), last, 1 - last, 0.02425])
    found = np.array([elementary.normal(x) for x in u])
    assert np.abs(found / special.ndtri(u) - 1).max() < 1.2e-9
    assert elementary.normal(0.5) == 0.0
    assert elementary.normal(0.25) == -elementary.normal(0.75)


@pytest.mark.parametrize("mean", [1e-6, 0.02, 0.3, 1.0, 2.5])
def test_poisson_counts_match_scipy(mean: float) -> None:
    """Protects how many acts come up in a tick, up to the cap of 8."""
    for u in RANDOM.uniform(0, 1, 2_000):
        assert elementary.poisson_count(u, mean) == min(stats_ppf(u, mean), 8)


def stats_ppf(u: float, mean: float) -> int:
    """Quantile of the Poisson distribution by its distribution function."""
    return int((stats.poisson.cdf(np.arange(60), mean) <= u).sum())


def test_poisson_counts_stop_at_eight() -> None:
    """Protects the size of the lists of acts."""
    assert elementary.poisson_count(1 - 2.0**-53, 200.0) == 8
    assert elementary.poisson_count(0.5, 0.0) == 0
    assert elementary.poisson_count(1 - 2.0**-53, 0.0) == 0


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (lambda: elementary.logistic(0.3), 1 / (1 + math.exp(-0.3))),
        (lambda: elementary.logit(0.3), math.log(0.3 / 0.7)),
        (lambda: elementary.power(0.3, 1.5), 0.3**1.5),
        (lambda: elementary.kept(1.5, 3.0), 2**-0.5),
        (lambda: elementary.risen(0.4, 0.5), 1 - math.exp(-0.2)),
    ],
    ids=["logistic", "logit", "power", "kept", "risen"],
)
def test_the_rest_is_made_of_them(found: Any, expected: float) -> None:
    """Protects the small functions made of exp and log, to 1e-15."""
    assert found() == pytest.approx(expected, rel=1e-15, abs=1e-15)


def test_limits_of_the_rest() -> None:
    """Protects the ends of the scale: nothing becomes nan or leaves its range."""
    assert elementary.power(0.0, 1.5) == elementary.power(1e-301, 1.5) == 0.0
    assert 0 < elementary.logistic(-1e6) < 1e-300
    assert elementary.logistic(1e6) == 1.0
    assert elementary.risen(0.0, 1.0) == 0.0
