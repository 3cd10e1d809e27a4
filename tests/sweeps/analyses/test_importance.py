"""Feature scores and regional sensitivity: what matters is found, what does not lies near the noise."""

# Also tests: sweeps/analyses/features.py, sweeps/analyses/regional.py

from __future__ import annotations

import doctest
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dipsim.sweeps.analyses import Incomplete, NotFor, features, regional


def outcome(x: pd.DataFrame, draw: Any) -> Any:
    """A strong bend, a weak slope, a choice, and luck; ``idle`` does nothing."""
    return 3 * np.abs(x.bend - 0.5) + 0.5 * x.slope + 0.6 * (x.regime == "new") + draw.normal(0, 0.1, len(x))


@pytest.fixture(scope="module")
def made(made_up: Any) -> Any:
    factors = (*made_up.ranges("bend", "slope", "idle"), made_up.words("regime", "old", "new"))
    return made_up.swept(factors, {"expected_disputes": outcome}, size=400, replicates=2)


def test_feature_scores_rank_and_an_idle_factor_is_noise(made: Any) -> None:
    pytest.importorskip("ema_workbench")
    finding = features.analyse(made, features.Options("expected_disputes", fits=5, trees=50))
    table = finding.tables["scores"].set_index("factor")
    assert table.index.tolist() == ["bend", "regime", "slope", "idle"]
    assert table.above_noise.tolist() == [True, True, True, False]
    floor = finding.tables["fit"].noise_floor[0]
    assert table.score["idle"] == pytest.approx(floor, abs=0.03)
    assert table.score.sum() == pytest.approx(1.0)
    assert finding.tables["fit"].explained[0] > 0.8
    assert "idle does not stand out from noise" in str(finding)


def test_feature_scores_are_the_same_twice_and_leave_the_global_generator_alone(made: Any) -> None:
    pytest.importorskip("ema_workbench")
    options = features.Options("expected_disputes", fits=3, trees=20)
    features.analyse(made, options)  # the import of the library is not part of the promise
    before = np.random.get_state()  # noqa: NPY002
    first, second = (features.analyse(made, options).tables["scores"] for _ in range(2))
    assert all(np.array_equal(a, b) for a, b in zip(before, np.random.get_state(), strict=True))  # noqa: NPY002
    pd.testing.assert_frame_equal(first, second)


def test_a_forest_says_when_it_knows_nothing(made_up: Any) -> None:
    pytest.importorskip("ema_workbench")
    noise = made_up.swept(made_up.ranges("a", "b"), {"trust": lambda x, draw: draw.random(len(x))}, size=150)
    message = str(features.analyse(noise, features.Options("trust", fits=4, trees=30)))
    assert "No factor predicts mean trust of a point better" in message
    assert "explain less than nothing" in message


def test_regional_distances(made: Any) -> None:
    finding = regional.analyse(made, regional.Options("expected_disputes"))
    table = finding.tables["distances"].set_index("factor")
    assert table.clear.to_dict() == {"bend": True, "regime": True, "slope": True, "idle": False}
    assert table.more["regime"] == "new"
    assert table.more["slope"] == "high"
    assert finding.tables["split"].behavioural[0] == 100
    assert "regime (more often new, distance 0." in finding.sentences[0]
    assert finding.sentences[1] == "In idle they do not clearly differ."


def test_a_known_distance(made_up: Any) -> None:
    """Where the threshold cuts the factor itself, the two sides share nothing."""
    made = made_up.swept(made_up.ranges("a", "b"), {"force": lambda x, _: x.a}, size=200)
    table = regional.analyse(made, regional.Options("force", below=0.3)).tables["distances"]
    assert table.factor[0] == "a"
    assert table.distance[0] == 1.0
    assert table.more[0] == "low"


def test_false_alarms_are_as_rare_as_promised(made_up: Any) -> None:
    """Six idle factors in 60 sweeps: Holm's correction holds the share of sweeps with any alarm near 5 %."""
    noise = {"force": lambda x, draw: draw.random(len(x))}
    alarms = 0
    for seed in range(60):
        made = made_up.swept(made_up.ranges(*"abcdef"), noise, size=100, seed=seed)
        alarms += bool(regional.analyse(made, regional.Options("force")).tables["distances"].clear.any())
    assert alarms <= 8


def test_only_base_points_of_a_saltelli_sample_are_compared(made_up: Any) -> None:
    made = made_up.swept(made_up.ranges(*"abcd"), {"force": lambda x, _: x.a}, design="sobol", size=64)
    finding = regional.analyse(made, regional.Options("force"))
    assert finding.tables["split"].points[0] == 128
    assert "only the base points" in finding.notes[-1]


def test_what_is_refused(made: Any, made_up: Any) -> None:
    assert doctest.testmod(regional).failed == 0
    with pytest.raises(ValueError, match="only one of above and below"):
        regional.Options("expected_disputes", above=1, below=2)
    with pytest.raises(NotFor, match="at least 10 are needed on either side"):
        regional.analyse(made, regional.Options("expected_disputes", above=100))
    with pytest.raises(Incomplete, match="5 points have a value"):
        regional.analyse(made_up.lose(made, *range(395)), regional.Options("expected_disputes"))
    partly = regional.analyse(made_up.lose(made, 1, 2, 3), regional.Options("expected_disputes"))
    assert partly.notes == ("3 of 400 points have no value and are left out.",)
    screened = made_up.swept(made_up.ranges("a"), {"trust": lambda x, _: x.a}, design="morris", size=10)
    with pytest.raises(NotFor, match="this sweep has morris"):
        regional.analyse(screened, regional.Options("trust"))
