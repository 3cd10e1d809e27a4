"""Boxes: a planted one is found again, chance is called chance, and demands that cannot be met are said so."""

# Also tests: sweeps/analyses/ema_adapter.py

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from dipsim.sweeps.analyses import NotFor, prim

pytest.importorskip("ema_workbench")


@pytest.fixture(scope="module")
def planted(made_up: Any) -> Any:
    """Force is likely in a box of three factors, one of them of words; a fourth factor does nothing."""
    factors = (*made_up.ranges("openness", "dispute", "idle"), made_up.words("regime", "old", "new", "mixed"))

    def force(x: pd.DataFrame, draw: Any) -> Any:
        inside = (x.openness < 0.4) & (x.dispute > 0.5) & (x.regime != "new")
        return draw.random(len(x)) < np.where(inside, 0.95, 0.05)

    arms = {"aid": {"force": lambda x, draw: np.zeros(len(x))}}
    return made_up.swept(factors, {"force": force}, size=500, replicates=10, arms=arms)


@pytest.fixture(scope="module")
def found(planted: Any) -> Any:
    return prim.analyse(planted, prim.Options("force", above=0.6))


def test_the_planted_box_is_recovered(found: Any) -> None:
    limits = found.tables["limits"].set_index("factor")
    assert set(limits.index) == {"openness", "dispute", "regime"}
    assert limits.loc["openness", "high"] == pytest.approx(0.4, abs=0.03)
    assert limits.loc["dispute", "low"] == pytest.approx(0.5, abs=0.03)
    assert set(limits.loc["regime", "kept"].split(", ")) == {"old", "mixed"}
    assert limits[["p_low", "p_high"]].min(axis=1).max() < 0.001
    row = found.tables["boxes"].iloc[0]
    assert row.coverage > 0.9
    assert row.density > 0.9
    assert row.coverage_out > 0.8
    assert row.density_out > 0.8
    assert row.base == pytest.approx(0.4 * 0.5 * 2 / 3, abs=0.03)


def test_it_is_said(found: Any) -> None:
    assert found.sentences[0].startswith("The chance of force above 60 % where openness < 0.")
    assert "regime is mixed or old: covers" in found.sentences[0]
    assert "tried on the other" in found.sentences[1]
    assert "under 0.001" in found.sentences[2]


def test_the_same_box_twice(found: Any, planted: Any) -> None:
    again = prim.analyse(planted, prim.Options("force", above=0.6))
    assert again.sentences == found.sentences
    pd.testing.assert_frame_equal(again.tables["path"], found.tables["path"])


def test_single_runs_and_demands_that_cannot_be_met(planted: Any, made_up: Any) -> None:
    runs = prim.analyse(planted, prim.Options("force", above=0.5, cases="runs"))
    assert runs.tables["boxes"].density[0] == pytest.approx(0.95, abs=0.03)
    assert "share their factors" in runs.notes[0]
    half = made_up.swept(
        made_up.ranges("openness", "idle"),
        {"force": lambda x, draw: draw.random(len(x)) < np.where(x.openness < 0.4, 0.6, 0.1)},
        size=1000,
    )
    finding = prim.analyse(half, prim.Options("force", above=0.5))
    assert "no box covers 50 % with density 80 %. The nearest is where openness < 0." in finding.sentences[0]


def test_chance_is_called_chance(made_up: Any) -> None:
    """Where the outcome is noise, a box found on one half means nothing on the other."""
    noise = {"force": lambda x, draw: draw.random(len(x)) < 0.3}
    called = 0
    for seed in range(4):
        made = made_up.swept(made_up.ranges("a", "b", "c", "d"), noise, size=150, seed=seed)
        message = str(prim.analyse(made, prim.Options("force", above=0.5, coverage=0.1)))
        called += "no box" in message
    assert called >= 3


def test_two_boxes(made_up: Any) -> None:
    corners = {
        "observed_disputes": lambda x, _: ((x.a < 0.4) & (x.b < 0.5)) | ((x.a > 0.6) & (x.b > 0.6) & (x.c < 0.6))
    }
    made = made_up.swept(made_up.ranges("a", "b", "c"), corners, size=600)
    finding = prim.analyse(made, prim.Options("observed_disputes", above=0.5, boxes=2))
    assert finding.tables["boxes"].density.min() > 0.9
    limits = finding.tables["limits"]
    assert limits[limits.box == 1].factor.tolist() == ["a", "b"]
    assert limits[limits.box == 2].factor.tolist() == ["a", "b", "c"]


def test_the_effect_of_an_arm_may_be_looked_for(planted: Any) -> None:
    finding = prim.analyse(planted, prim.Options("force", above=0.5, without="aid"))
    assert finding.sentences[0].startswith("The effect of aid on the chance of force above +50 points where")


def test_too_few_of_either_and_wrong_options_are_refused(planted: Any) -> None:
    with pytest.raises(NotFor, match="a box needs at least 10"):
        prim.analyse(planted, prim.Options("force", above=1.5))
    with pytest.raises(ValueError, match="exactly one of above and below"):
        prim.Options("force")
    with pytest.raises(ValueError, match="neither points nor runs"):
        prim.Options("force", above=0.5, cases="worlds")
