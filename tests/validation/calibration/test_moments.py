"""The moments that are fitted: their scales, what is never fitted, and that data and runs are measured alike."""

# Also tests: validation/calibration/halves.py, validation/calibration/surrogate.py, validation/calibration/targets.py,
#   validation/calibration/worlds.py

from __future__ import annotations

import math

import numpy as np
import pytest

from dipsim.scenario.draws.priors import priors
from dipsim.validation.calibration import surrogate, targets
from dipsim.validation.calibration.halves import CELLS, COUNTS, counts, fitted_half
from dipsim.validation.calibration.moments import of_runs
from dipsim.validation.calibration.targets import EARLY, LATE, MOMENTS, Moment
from dipsim.validation.calibration.worlds import of_file
from dipsim.validation.evidence import Evidence
from dipsim.validation.facts import measure
from dipsim.validation.regional import named
from dipsim.validation.simulated import simulated


def test_nothing_after_1989_and_no_prediction_is_fitted() -> None:
    """Protects the test years: windows end in 1989; take-off of agreements and odds ratios stay out."""
    assert max(last for _, last in targets.WINDOWS) == 1989
    names = {one.name for one in MOMENTS}
    assert not any(name.startswith(("adjusted.", "diffusion.", "network.", "attachment.")) for name in names)
    assert len(targets.titles()) == len(set(targets.titles())) == len(targets.columns())


def test_a_moment_comes_back_from_its_scale() -> None:
    """Protects the tables: what is compared is told again; NaN stays."""
    for one in MOMENTS:
        assert one.told(one.compared(0.3)) == pytest.approx(0.3)
    assert math.isnan(MOMENTS[0].compared(math.nan))


def test_discrepancy_is_half_of_the_tolerance_and_the_same_in_both_windows() -> None:
    """Protects what a model may be off: x/÷ 1.3 is half of log 1.3; both windows of a moment are off together."""
    data = np.array([one.compared(0.2) for one, _ in targets.columns()])
    off = targets.discrepancy(data)
    assert off[0, 0] == pytest.approx((0.5 * math.log(1.3)) ** 2)
    assert MOMENTS[2].off(0.2) == pytest.approx(0.5 * 0.2 * 0.4)
    again = targets.columns().index((MOMENTS[0], LATE))
    assert off[0, again] == pytest.approx(off[0, 0])
    assert off[0, 1] == 0.0


def test_moments_of_the_record_are_the_facts_of_the_pattern_table(decade: Evidence) -> None:
    """Protects the targets: the same code measures data here and in `dipsim patterns`."""
    known = [one for one in MOMENTS if one.name not in ("dca.level", "third.all") and EARLY in one.windows]
    found = of_runs(decade, tuple(known), EARLY)[0]
    facts = measure(decade)
    assert found == pytest.approx([one.compared(facts[one.name]) for one in known], nan_ok=True)


def test_runs_are_measured_one_by_one() -> None:
    """Protects the covariance: each run has a row, equal to that of the run alone."""
    region = named("two_blocs")[0]
    wanted = (Moment("onset.other"), Moment("length.mean"), Moment("spending.sd_1"))
    both = of_runs(simulated([region], 2, 1, 6), wanted, LATE)
    assert both.shape == (2, 3)
    assert both[0] == pytest.approx(of_runs(simulated([region], 1, 1, 6), wanted, LATE)[0])


def test_the_halves_share_no_pair(decade: Evidence) -> None:
    """Protects the pairs left out: onsets of both halves add up to all, and no pair is in both."""
    half = fitted_half(decade)
    left = counts(decade)[0].reshape(len(CELLS), len(COUNTS))
    inside = decade.same_region().dyads
    assert 0 < len(half.dyads) < len(decade.dyads)
    onsets = half.same_region().dyads["onset"].sum() + (left[:, 0] ** 2 - 0.5).sum()
    assert onsets == pytest.approx(inside["onset"].sum())


def test_numbers_move_the_world_they_are_drawn_for() -> None:
    """Protects the draws: more incidents make more onsets, with the same seeds."""
    world = of_file("two_blocs", [priors()["processes.crisis.incident"]], (Moment("onset.other", windows=(LATE,)),))
    low, high = (world.at(world.values(np.array([z])), 4, 1).mean() for z in (-2.0, 2.0))
    assert high > low


def test_a_surrogate_finds_slopes_squares_and_products_among_many_numbers() -> None:
    """Protects the emulator: three of sixty numbers move the moment; what it misses is the noise that was put in."""
    draw = np.random.default_rng(1)
    z = draw.standard_normal((200, 60))
    moment = z[:, 3] + 0.5 * z[:, 7] ** 2 + 0.4 * z[:, 7] + 0.5 * z[:, 3] * z[:, 7] + 0.2 * draw.standard_normal(200)
    found = surrogate.fit(z, moment[:, None])
    fresh = draw.standard_normal((500, 60))
    true = fresh[:, 3] + 0.5 * fresh[:, 7] ** 2 + 0.4 * fresh[:, 7] + 0.5 * fresh[:, 3] * fresh[:, 7]
    assert np.sqrt(np.mean((found.at(fresh)[:, 0] - true) ** 2)) < 0.15
    assert np.sqrt(found.error[0, 0]) == pytest.approx(0.25, abs=0.1)
    assert set(np.argsort(-found.moves(60)[0])[:2]) == {3, 7}


def test_too_few_draws_are_an_error() -> None:
    """Protects the fit: five folds need draws."""
    with pytest.raises(ValueError, match="at least 50 draws"):
        surrogate.fit(np.zeros((10, 2)), np.zeros((10, 1)))
