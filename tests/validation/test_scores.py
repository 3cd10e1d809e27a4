"""Scores against values that can be worked out by hand."""

# Also tests: validation/hindcast/scores.py

from __future__ import annotations

import math

import numpy as np
import pytest

from dipsim.validation.hindcast import scores

OUTCOME = np.array([1.0, 0.0, 1.0, 0.0, 0.0])
FORECAST = np.array([0.9, 0.1, 0.4, 0.4, 0.2])


def test_brier_log_score_and_skill_by_hand() -> None:
    base = np.full(5, 0.4)
    found = scores.score(OUTCOME, FORECAST, base)
    assert found.brier == pytest.approx((0.01 + 0.01 + 0.36 + 0.16 + 0.04) / 5)
    assert scores.brier(OUTCOME, base) == pytest.approx(0.24)
    assert found.skill == pytest.approx(1 - found.brier / 0.24)
    logs = [0.9, 0.9, 0.4, 0.6, 0.8]
    assert found.log_score == pytest.approx(-sum(map(math.log, logs)) / 5)
    assert found.expected == pytest.approx(2.0)
    assert found.observed == 2


def test_area_counts_pairs_in_the_right_order_and_halves_ties() -> None:
    assert scores.auc(OUTCOME, FORECAST) == pytest.approx((3 + 2.5) / 6)
    assert scores.auc(OUTCOME, np.ones(5)) == 0.5
    assert math.isnan(scores.auc(np.zeros(5), FORECAST))


def test_average_precision_by_hand() -> None:
    assert scores.precision(np.array([1.0, 0.0, 1.0]), np.array([0.9, 0.5, 0.4])) == pytest.approx((1 + 2 / 3) / 2)


def test_reliability_puts_every_pair_into_one_bin() -> None:
    bins = scores.reliability(OUTCOME, FORECAST)
    assert sum(count for _, _, count, _, _ in bins) == 5
    assert bins[-1] == (0.7, 1.0, 1, 0.9, 1.0)


def test_a_forecast_does_not_differ_from_itself_and_a_better_one_is_clear() -> None:
    rng = np.random.default_rng(1)
    truth = rng.random(2000) * 0.5
    outcome = (rng.random(2000) < truth).astype(float)
    same = scores.difference(outcome, truth, truth, draws=50)
    assert same.brier == same.log_score == same.auc == (0.0, 0.0, 0.0)
    better = scores.difference(outcome, truth, np.full(2000, 0.25), draws=200)
    assert better.brier[2] < 0
    assert better.log_score[2] < 0
    assert better.auc[1] > 0


def test_both_directions_of_a_pair_are_drawn_together() -> None:
    rng = np.random.default_rng(2)
    outcome = (rng.random(300) < 0.3).astype(float)
    good, plain = 0.3 + 0.3 * (outcome - 0.3), np.full(300, 0.3)
    alone = scores.difference(outcome, good, plain, draws=400)
    twice = scores.difference(*(np.tile(part, 2) for part in (outcome, good, plain)), draws=400, blocks=2)
    assert twice.brier == pytest.approx(alone.brier)


@pytest.mark.parametrize(
    ("ensemble", "observed", "expected"),
    [([3.0], 5, 2.0), ([4.0, 4.0], 4, 0.0), ([0.0, 2.0], 1, 0.5), ([0.0, 1.0, 2.0], 1, 2 / 3 - 4 / 9)],
)
def test_crps_of_small_ensembles(ensemble: list[float], observed: float, expected: float) -> None:
    assert scores.crps(np.array(ensemble), observed) == pytest.approx(expected)


def test_counts_of_independent_pairs_have_the_mean_of_their_probabilities() -> None:
    drawn = scores.counts(np.full(100, 0.3), draws=4000)
    assert drawn.mean() == pytest.approx(30, abs=0.4)
    assert drawn.var() == pytest.approx(21, rel=0.1)
