"""Smooth curves: exact on straight lines and on nothing, close on a wave, and as smooth as the data ask for."""

from __future__ import annotations

import numpy as np
import pytest

from dipsim.study.statistics.smooth_regression import FEWEST, smoother

RNG = np.random.default_rng(4)
X = RNG.uniform(-2, 3, 400)
RANKS = X.argsort().argsort() / (len(X) - 1)


def curve(outcome: np.ndarray) -> tuple[np.ndarray, float]:
    fitted, kept = smoother(X).curves(outcome[None, :, None])
    return fitted[0, :, 0], float(kept.sum())


def test_a_straight_line_in_the_ranks_is_fitted_exactly() -> None:
    line = 3.0 - 2.0 * RANKS
    fitted, _ = curve(line)
    assert np.allclose(fitted, line, atol=1e-4)


def test_a_wave_is_followed_and_noise_is_not() -> None:
    wave, noise = np.sin(6 * RANKS), RNG.normal(size=len(X))
    fitted, used = curve(wave + 0.3 * noise)
    assert np.sqrt(np.mean((fitted - wave) ** 2)) < 0.08
    assert used > 3.5
    flat, few = curve(noise)
    assert few < 3.5
    assert np.var(flat) < 0.05


def test_fits_do_not_depend_on_the_scale_of_the_number() -> None:
    outcome = np.sin(X)[None, :, None]
    one, other = smoother(X).curves(outcome)[0], smoother(np.exp(X)).curves(outcome)[0]
    assert np.allclose(one, other)


def test_tables_are_fitted_each_for_itself() -> None:
    tables = np.stack([np.sin(6 * RANKS)[:, None], RNG.normal(size=(len(X), 1))])
    together = smoother(X).curves(tables)[0]
    for table, fitted in zip(tables, together, strict=True):
        assert np.allclose(fitted, smoother(X).curves(table[None])[0][0])


def test_a_number_that_does_not_vary_has_no_curve_and_few_draws_none_either() -> None:
    outcome = RNG.normal(size=(1, 50, 1))
    assert np.allclose(smoother(np.ones(50)).curves(outcome)[0], outcome.mean())
    with pytest.raises(ValueError, match=f"expected {FEWEST} or more"):
        smoother(np.ones(FEWEST - 1))


def test_ties_share_a_rank() -> None:
    choice = RNG.integers(0, 2, 300).astype(float)
    outcome = 2.0 * choice
    fitted = smoother(choice).curves(outcome[None, :, None])[0][0, :, 0]
    assert np.allclose(fitted, outcome, atol=1e-4)
