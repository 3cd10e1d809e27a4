"""The campaign that holds trust against opinion polls."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

CAMPAIGN = Path(__file__).parents[2] / "campaigns" / "polls.py"


@pytest.fixture(scope="module")
def campaign() -> ModuleType:
    """The script as a module."""
    found = importlib.util.spec_from_file_location("polls", CAMPAIGN)
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    sys.modules["polls"] = module
    found.loader.exec_module(module)
    return module


def test_moves_of_known_series(campaign: ModuleType) -> None:
    """Protects the measures: two observers who move together share all of it; opposite moves share none."""
    together = np.array([[50.0, 30.0], [60.0, 40.0], [50.0, 30.0], [60.0, 40.0]])[..., None]
    found = campaign.moves(together)
    assert found.size == pytest.approx(10.0)
    assert found.big == 1.0
    assert found.common == pytest.approx(found.sd)
    assert found.again == pytest.approx(-1.0)
    opposite = together.copy()
    opposite[:, 1] = opposite[::-1, 1]
    assert campaign.moves(opposite).common == pytest.approx(0.0)


def test_a_random_walk_lasts_and_noise_does_not(campaign: ModuleType) -> None:
    """Protects persistence: near 1 for a long walk, near 0 for independent years."""
    draw = np.random.default_rng(1)
    noise = draw.standard_normal((200, 5, 4))
    assert campaign.moves(noise.cumsum(axis=0)).again > 0.9
    assert abs(campaign.moves(noise).again) < 0.1


def test_one_scenario_is_measured(campaign: ModuleType) -> None:
    """Protects the road from a scenario to the table: trust moves, between 0 and 100 points."""
    every, viewed, allies = campaign.measured("us_south_korea", 2, 1)
    assert 0.0 < every.sd < 50.0
    assert viewed is not None
    assert (allies > 0.0).all()
    assert (allies < 100.0).all()
