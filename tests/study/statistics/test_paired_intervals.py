"""Intervals hold the truth as often as they say."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from dipsim.study.statistics.paired_intervals import (
    Interval,
    paired_count,
    paired_mean,
    paired_proportion,
    proportion,
    quantile_bands,
    smallest_effect,
)

CASES, PAIRS = 2000, 200


def coverage(intervals: list[Interval], truth: float) -> float:
    return float(np.mean([found.low <= truth <= found.high for found in intervals]))


def test_mean_by_hand() -> None:
    found = paired_mean([2, 4, 9], [1, 2, 3], level=0.95)
    assert found.estimate == 3
    assert found.high - 3 == pytest.approx(4.302653 * math.sqrt(7) / math.sqrt(3), rel=1e-6)
    assert found.low + found.high == pytest.approx(6)


def test_proportion_as_published() -> None:
    """Wilson's interval for 81 of 263 (Newcombe 1998, Statistics in Medicine 17, table I): .2553 to .3662."""
    found = proportion(81, 263, level=0.95)
    assert found == pytest.approx((81 / 263, 0.2553, 0.3662), abs=5e-5)
    assert proportion(0, 263, level=0.95).low == 0
    assert proportion(0, 263, 0.95).high == pytest.approx(0.0144, abs=5e-5)
    assert proportion(5, 5).high == 1


def test_paired_proportion_by_hand() -> None:
    """12 gained and 3 lost of 100; the formula of Bonett and Price with z^2/4 = .9604 in place of 1."""
    after = np.repeat([1, 0, 1, 0], [12, 3, 40, 45])
    before = np.repeat([0, 1, 1, 0], [12, 3, 40, 45])
    found = paired_proportion(after, before, level=0.95)
    gained, lost, total = 12.960365, 3.960365, 101.920729
    centre = (gained - lost) / total
    half = 1.959964 * math.sqrt(((gained + lost) / total - centre**2) / total)
    assert found == pytest.approx((0.09, centre - half, centre + half), abs=1e-7)


@pytest.mark.parametrize("compare", [paired_mean, paired_count, paired_proportion])
def test_no_difference_is_exactly_zero(compare: Any) -> None:
    same = np.array([0.0, 1.0, 1.0, 0.0])
    assert compare(same, same) == (0.0, 0.0, 0.0)
    assert compare([1.0], [1.0]) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize("compare", [paired_count, paired_proportion])
def test_no_difference_seen_is_not_no_difference(compare: Any) -> None:
    same = np.zeros(PAIRS)
    found = compare(same, same, identical=False)
    assert found.estimate == 0
    assert -0.03 < found.low < -0.012
    assert 0.012 < found.high < 0.03
    with pytest.raises(ValueError, match="identical"):
        compare(same, np.ones(PAIRS), identical=True)


@pytest.mark.parametrize("compare", [paired_mean, paired_count, paired_proportion])
@pytest.mark.parametrize(
    ("after", "before", "said"),
    [([1, 0], [1], "pairs"), ([], [], "shape"), ([math.nan], [1], "finite"), ([[1]], [[1]], "shape")],
)
def test_what_is_no_pair_is_refused(compare: Any, after: Any, before: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        compare(after, before)


def test_one_pair_proves_nothing() -> None:
    assert paired_mean([2.0], [1.0]) == (1.0, -math.inf, math.inf)
    assert paired_count([2.0], [1.0], scale=5) == (5.0, -math.inf, math.inf)
    found = paired_proportion([1], [0])
    assert found.low < 0
    assert found.high == 1
    with pytest.raises(ValueError, match="0 or 1"):
        paired_proportion([2], [0])


@pytest.mark.parametrize(("sd", "effect"), [(1.0, 0.0), (3.0, 0.5)])
def test_coverage_of_the_mean(sd: float, effect: float) -> None:
    draw = np.random.default_rng(11)
    shared = draw.gamma(2.0, 1.0, (CASES, PAIRS))
    change = effect * draw.exponential(1.0, (CASES, PAIRS)) + draw.normal(0, sd, (CASES, PAIRS))
    found = [paired_mean(a + b, a) for a, b in zip(shared, change, strict=True)]
    assert 0.935 <= coverage(found, effect) <= 0.965


@pytest.mark.parametrize(
    ("gained", "lost"), [(0.005, 0.0), (0.01, 0.005), (0.02, 0.02), (0.05, 0.0), (0.3, 0.1), (0.2, 0.2)]
)
def test_coverage_of_the_paired_proportion(gained: float, lost: float) -> None:
    draw = np.random.default_rng(12)
    kinds = draw.choice(3, p=[gained, lost, 1 - gained - lost], size=(CASES, PAIRS))
    found = [paired_proportion(kind == 0, kind == 1, identical=False) for kind in kinds]
    assert coverage(found, gained - lost) >= 0.935


@pytest.mark.parametrize("base", [0.01, 0.3, 3.0])
@pytest.mark.parametrize("share", [0.0, 0.3, -0.6])
def test_coverage_of_the_count(base: float, share: float) -> None:
    """Counts cluster as disputes do: variance over mean well above one, nearly equal pairs."""
    draw = np.random.default_rng(13)
    rate = base * draw.gamma(0.5, 2.0, (CASES, PAIRS))
    common = draw.poisson(0.9 * rate)
    after = common + draw.poisson(rate * (0.1 + max(share, 0.0)))
    before = common + draw.poisson(rate * (0.1 + max(-share, 0.0)))
    found = [paired_count(a, b, identical=False) for a, b in zip(after, before, strict=True)]
    assert coverage(found, base * share) >= 0.92


def test_smallest_effect_is_seen_four_times_in_five() -> None:
    draw = np.random.default_rng(15)
    size = smallest_effect(paired_mean(draw.normal(0, 1, 20_000), np.zeros(20_000))) * math.sqrt(20_000 / PAIRS)
    assert size == pytest.approx((1.9600 + 0.8416) / math.sqrt(PAIRS), rel=0.02)
    seen = [paired_mean(draw.normal(size, 1, PAIRS), np.zeros(PAIRS)).low > 0 for _ in range(CASES)]
    assert np.mean(seen) == pytest.approx(0.8, abs=0.035)
    assert smallest_effect(Interval(0.0, 0.0, 0.0)) == 0
    assert smallest_effect(Interval(0.0, -math.inf, math.inf)) == math.inf


def test_scale_changes_the_unit_only() -> None:
    after, before = np.arange(10.0) % 3, np.zeros(10)
    assert paired_count(after, before, scale=0.5) == pytest.approx([0.5 * v for v in paired_count(after, before)])


def test_quantile_bands() -> None:
    values = np.arange(101.0)[:, None] * np.array([1.0, 2.0])
    assert quantile_bands(values).tolist() == [[5, 10], [25, 50], [50, 100], [75, 150], [95, 190]]
    values[0] = np.nan, np.nan
    assert quantile_bands(values, (0.5,)).tolist() == [[50.5, 101]]
    assert np.isnan(quantile_bands(np.full((3, 2), np.nan), (0.5,))).all()
