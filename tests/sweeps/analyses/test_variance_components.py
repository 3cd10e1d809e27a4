"""The errors of means: they hold the luck of points and of replicates, and differences are freed of what is shared."""

from __future__ import annotations

import numpy as np
import pytest

from dipsim.sweeps.analyses import variance_components

POINTS, REPLICATES = 30, 6


def made(draw: np.random.Generator, points: float, shared: float, rest: float, common: object = None) -> np.ndarray:
    """Runs around 0 with standard deviations of the three sorts of luck."""
    replicate = draw.normal(0, shared, REPLICATES) if common is None else common
    point = draw.normal(0, points, (POINTS, 1))
    return point + replicate + draw.normal(0, rest, (POINTS, REPLICATES))


@pytest.mark.parametrize(("points", "shared", "rest"), [(1, 0, 0.1), (0, 1, 0.1), (0, 0, 1), (1, 0.3, 1)])
def test_intervals_of_means_cover(points: float, shared: float, rest: float) -> None:
    from scipy.stats import t

    draw, held = np.random.default_rng(1), 0
    for _ in range(300):
        mean = variance_components.mean(made(draw, points, shared, rest), np.arange(POINTS))
        error, freedom = mean.error
        held += abs(mean.value) <= t.ppf(0.975, freedom) * error
    assert 0.91 <= held / 300 <= 1.0


def test_differences_are_freed_of_shared_luck() -> None:
    draw = np.random.default_rng(2)
    common = draw.normal(0, 5, REPLICATES)
    one, other = (variance_components.mean(made(draw, 0.1, 0, 0.1, common), np.arange(POINTS)) for _ in range(2))
    assert one.error[0] > 1
    assert variance_components.difference(one, other)[1] < 0.1


def test_points_of_a_block_count_once() -> None:
    """The same ten points five times over are still ten points."""
    values = np.repeat(np.random.default_rng(3).normal(size=(10, 1)), 5, axis=0)
    apart, together = (
        variance_components.mean(values, np.arange(50)),
        variance_components.mean(values, np.repeat(np.arange(10), 5)),
    )
    assert together.error[0] == pytest.approx(np.std(values[::5], ddof=1) / np.sqrt(10))
    assert apart.error[0] < together.error[0] / 2


def test_single_points_and_single_runs() -> None:
    one_point = variance_components.mean(np.array([[1.0, 2.0, 3.0]]), np.zeros(1))
    assert one_point.error == (pytest.approx(1 / np.sqrt(3)), pytest.approx(2.0))
    one_run = variance_components.mean(np.array([[1.0]]), np.zeros(1))
    assert one_run.error[1] == 0


def test_points_with_luck_of_their_own() -> None:
    """Then replicates share nothing: the spread of points is the whole error, and three replicates do no harm."""
    from scipy.stats import t

    draw, held, wide = np.random.default_rng(4), 0, []
    for _ in range(300):
        values = draw.normal(0, 0.2, (POINTS, 1)) + draw.normal(0, 1, (POINTS, 3))
        mean = variance_components.mean(values, np.arange(POINTS), common=False)
        error, freedom = mean.error
        assert freedom == pytest.approx(POINTS - 1)
        held += abs(mean.value) <= t.ppf(0.975, freedom) * error
        wide.append(variance_components.rest(values, common=False))
    assert 0.92 <= held / 300 <= 0.98
    assert np.mean(wide) == pytest.approx(1.0, abs=0.03)
