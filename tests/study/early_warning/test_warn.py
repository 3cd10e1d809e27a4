"""Early warning: signals measure what they say, the score is right where the answer is known, and dates are honest."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest

from dipsim.scenario.load import load
from dipsim.study.early_warning.indicators import SIGNALS, Series, frustration, slowing
from dipsim.study.early_warning.warn import auc, catches, questions, warn


def red_noise(memory: float, ticks: int, runs: int, seed: int = 1) -> Any:
    """An autoregressive series of unit variance, [tick, 1, run]."""
    draw = np.random.default_rng(seed)
    found = np.empty((ticks, 1, runs))
    found[0] = draw.normal(size=(1, runs))
    for t in range(1, ticks):
        found[t] = memory * found[t - 1] + math.sqrt(1 - memory**2) * draw.normal(size=(1, runs))
    return found


def test_memory_and_variance_are_those_of_the_series() -> None:
    """Protects the slowing signals: known autocorrelation and variance come back, a straight trend does not count."""
    dates = np.array([599])
    for memory in (0.0, 0.5, 0.9):
        noise = red_noise(memory, 600, 40)
        variance, found = slowing(noise, dates, 600)
        assert found.mean() == pytest.approx(memory, abs=0.03)
        assert variance.mean() == pytest.approx(1, abs=0.1)
        tilted = noise + 0.05 * np.arange(600)[:, None, None]
        assert slowing(tilted, dates, 600)[0] == pytest.approx(variance, rel=1e-9)


def test_the_area_is_that_of_two_normals_and_its_interval_covers() -> None:
    """Protects the score: of normals one apart the area is Phi(1 / sqrt 2); 95 % intervals hold it about as often."""
    truth, held = NormalDist().cdf(1 / math.sqrt(2)), 0
    for seed in range(200):
        draw = np.random.default_rng(seed)
        cluster = np.repeat(np.arange(40), 15)
        positive = draw.random(600) < 0.3
        x = draw.normal(size=600) + positive
        area, low, high = auc(x, positive, cluster)
        held += low <= truth <= high
        assert abs(area - truth) < 0.12
    assert 0.9 <= held / 200 <= 0.99


def test_a_signal_of_nothing_has_area_one_half() -> None:
    positive = np.arange(100) % 3 == 0
    assert auc(np.ones(100), positive, np.arange(100) // 10)[0] == 0.5


def test_frustration_counts_triads_with_an_odd_number_of_distrusts() -> None:
    trust = np.array([0.9, 0.9, 0.2])[None, :, None]  # AB, AC trust, BC do not: the triad is frustrated for all pairs
    assert (frustration(trust, 3) == 1).all()
    assert (frustration(np.array([0.9, 0.2, 0.2])[None, :, None], 3) == 0).all()
    assert (frustration(np.array([0.9, 0.9, 0.9])[None, :, None], 3) == 0).all()


def test_dates_look_ahead_only_and_leave_out_pairs_at_blows() -> None:
    """Protects against a signal that knows the answer: the horizon begins after the date."""
    force, rung = np.zeros((60, 1, 1), dtype=bool), np.zeros((60, 1, 1))
    force[30], rung[30:33] = True, 4
    found = Series(np.full((60, 1, 1), 0.5), np.zeros((60, 1, 1)), rung, force)
    dates, labels, quiet, after = questions(found, 12)
    asked = {int(date): (labels[n, 0, 0], quiet[n, 0, 0], after[n, 0, 0]) for n, date in enumerate(dates)}
    assert asked[29] == (1, True, 1)
    assert asked[32] == (0, False, -1)
    assert asked[35] == (0, True, -1)
    assert max(dates) < 60 - 12


def test_lead_is_counted_from_the_first_alarm_before_the_event() -> None:
    dates = np.array([23, 26, 29])
    after = np.array([7, 4, 1])[:, None, None]
    due = after >= 0
    alarm = np.array([False, True, True])[:, None, None]
    assert catches(alarm, due, after, dates) == (1.0, 4.0)
    assert catches(np.zeros_like(alarm), due, after, dates)[0] == 0


def test_threat_warns_in_a_region_and_the_page_says_what_does_not() -> None:
    found = warn(load("two_blocs", ("time.years=12",)), replicates=12, workers=1)
    assert [score.signal for score in found.scores] == list(SIGNALS)
    assert found["threat"].word == "warns"
    assert found.best is not None
    assert found.events > 10
    assert 0 < found.base < 0.1
    assert "the best warning is" in str(found)
    assert found.as_dict()["sentence"] == str(found)
