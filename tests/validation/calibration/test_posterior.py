"""The posterior against closed forms, and simulation-based calibration of a world that is known."""

# Also tests: validation/calibration/rank_test.py, validation/calibration/sampler.py, validation/calibration/stored.py,
#   validation/calibration/waves.py

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from calibration_world import NOISE, SLOPES, Linear

from dipsim.validation.calibration import posterior, rank_test, waves
from dipsim.validation.calibration.sampler import elliptical
from dipsim.validation.calibration.stored import Row, Stored

DATA = np.array([0.7, -0.4])
PLAN = waves.Plan((80, 40, 5), 4, 3)


@pytest.fixture(autouse=True)
def few_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Short chains: the world is simple."""
    monkeypatch.setattr(posterior, "CHAINS", 50)
    monkeypatch.setattr(posterior, "STEPS", 600)
    monkeypatch.setattr(posterior, "BURN", 100)


def silent(_: str) -> None:
    """Nobody listens."""


def test_elliptical_slices_meet_the_normal_posterior() -> None:
    """Protects the sampler: with a linear model the posterior is normal with known mean and covariance."""
    precision = np.eye(4) + SLOPES.T @ SLOPES / NOISE**2
    mean = np.linalg.solve(precision, SLOPES.T @ DATA / NOISE**2)
    start = np.random.default_rng(1).standard_normal((100, 4))
    chains = elliptical(lambda z: -0.5 * (((DATA - z @ SLOPES.T) / NOISE) ** 2).sum(axis=1), start, 1500, 2, 5)
    late = chains[60:].reshape(-1, 4)
    assert late.mean(axis=0) == pytest.approx(mean, abs=0.05)
    assert np.cov(late.T) == pytest.approx(np.linalg.inv(precision), abs=0.06)


def test_a_campaign_finds_what_made_the_data(linear: Linear, tmp_path: Path) -> None:
    """Protects the whole road: numbers that move a moment are pinned, each by its moment; the rest keep their prior."""
    found = waves.run(linear, PLAN, DATA, None, Stored(tmp_path / "draws.jsonl", "key"), silent)
    draws = posterior.sample(found, 4, 2500, 5)
    precision = np.eye(4) + SLOPES.T @ SLOPES / NOISE**2
    spread = np.sqrt(np.diag(np.linalg.inv(precision)))
    pinned = posterior.pinned(draws, found)
    assert [one.ratio for one in pinned] == pytest.approx(spread, abs=0.1)
    assert [pinned[0].moment, pinned[1].moment] == [0, 1]
    assert [one.ratio > 0.9 for one in pinned] == [False, False, True, True]
    assert draws.mean(axis=0)[0] == pytest.approx(np.linalg.solve(precision, SLOPES.T @ DATA / NOISE**2)[0], abs=0.1)


def test_a_campaign_that_was_stopped_gives_the_same_posterior(linear: Linear, tmp_path: Path) -> None:
    """Protects resuming: rows lost at the end, one of them cut in the middle, are run again to the same bits."""
    whole = tmp_path / "whole.jsonl"
    first = waves.run(linear, PLAN, DATA, None, Stored(whole, "key"), silent)
    lines = whole.read_text(encoding="utf-8").splitlines(keepends=True)
    cut = tmp_path / "cut.jsonl"
    cut.write_text("".join(lines[:70]) + lines[70][:40], encoding="utf-8")
    again = waves.run(linear, PLAN, DATA, None, Stored(cut, "key"), silent)
    assert (posterior.sample(first, 4, 50, 5) == posterior.sample(again, 4, 50, 5)).all()


def test_draws_of_another_campaign_are_refused(tmp_path: Path) -> None:
    """Protects the key: moments of another model are not mixed in."""
    Stored(tmp_path / "draws.jsonl", "one")
    with pytest.raises(ValueError, match="expected draws of this model"):
        Stored(tmp_path / "draws.jsonl", "other")


def test_the_truth_is_anywhere_in_its_posterior(linear: Linear, tmp_path: Path) -> None:
    """Protects calibration: ranks of the true numbers are uniform, and intervals cover as often as they say."""
    stored = Stored(tmp_path / "draws.jsonl", "key")
    waves.measure(linear, waves.Plan((300,), 2, 1), stored, silent)
    found = rank_test.ranks(list(stored)[:100], list(stored)[100:], 1)
    assert all(found.uniform(number) > 0.005 for number in range(4))
    assert found.covered(0.9) == pytest.approx(0.9, abs=0.08)
    assert found.ratio[0] < 0.5 < 0.9 < found.ratio[3]


def test_ranks_that_are_not_uniform_are_noticed() -> None:
    """Protects the test of the test: a posterior that is too narrow has its truth at the ends."""
    draw = np.random.default_rng(1)
    narrow = np.searchsorted(np.sort(0.3 * draw.standard_normal(99)), draw.standard_normal((200, 1)))
    found = rank_test.Ranks(narrow, np.ones(1))
    assert found.uniform(0) < 1e-6
    assert found.covered(0.9)[0] < 0.6


def test_a_moment_that_no_run_shows_takes_the_mean_of_the_others() -> None:
    """Protects the training set: NaN of one run, of all runs, and a start that does not settle."""
    rows = [
        Row(0, 0, np.zeros(1), np.array([[1.0, 2.0], [3.0, np.nan]]), 0.0),
        Row(0, 1, np.ones(1), np.array([[5.0, np.nan], [5.0, np.nan]]), 0.0),
        Row(0, 2, np.ones(1), None, 0.0),
    ]
    known = posterior.training(rows)
    assert known.means.tolist() == [[2.0, 2.0], [5.0, 2.0]]
    assert len(known.z) == 2
    never = [Row(0, at, np.zeros(1), np.full((2, 1), np.nan), 0.0) for at in range(2)]
    assert posterior.training(never).means.tolist() == [[0.0], [0.0]]


def test_the_medoid_is_in_the_middle_over_the_numbers_that_count() -> None:
    """Protects the medoid: a number that does not count moves nothing."""
    draws = np.array([[0.0, 9.0], [1.0, -9.0], [2.0, 0.0], [10.0, 0.0]])
    assert posterior.medoid(draws, [0]) in (1, 2)
    assert posterior.medoid(draws, [1]) in (2, 3)
