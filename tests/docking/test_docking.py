"""A second model, written as objects from docs/model.md alone, does what the engine does, tick by tick."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from dipsim.kernels.numerics.philox import uniform, uniform_pair
from dipsim.model.state import exchange_kind
from dipsim.scenario.load import load
from dipsim.scenario.world.build import build

SEEDS = range(1, 21)
LATER = [pytest.param(seed, marks=pytest.mark.campaign) for seed in SEEDS[10:]]
TOLERANCE = 1e-12


@pytest.mark.parametrize("seed", [*SEEDS[:10], *LATER])
def test_made_up_worlds(dock: ModuleType, seed: int) -> None:
    """Protects every equation that a small world of random content reaches, under random controls."""
    world = dock.worlds.world(seed)
    (docked,) = dock.dock(f"made up {seed}", world, seed, [0], min(world.ticks, 24))
    assert docked.apart is None, str(docked)
    assert docked.worst <= TOLERANCE


@pytest.mark.parametrize(
    ("name", "years"),
    [
        ("two_blocs", 2),
        pytest.param("two_blocs", 5, marks=pytest.mark.campaign),
        ("south_china_sea", 0.5),
        pytest.param("south_china_sea", 2, marks=pytest.mark.campaign),
    ],
)
def test_shipped_scenarios(dock: ModuleType, name: str, years: float) -> None:
    """Protects the page and the engine on what is shipped: two replicates, every quantity after every tick."""
    world = build(load(name))
    ticks = int(years * world.per_year)
    for docked in dock.dock(name, world, 3, [0, 7], ticks):
        assert docked.apart is None, str(docked)
        assert docked.ticks == ticks


def test_what_is_taken_away_goes_at_the_first_tick(dock: ModuleType) -> None:
    """Protects both arms of an intervention: without a kind they start with what its acts have left."""
    world = build(load("two_blocs"))
    kind = world.kind.copy()
    kind[exchange_kind.MODE, world.kinds.index("joint_exercise")] = exchange_kind.OFF
    without = world.changed(kind=kind)
    start = dock.Region(without)
    account = start.kinds[without.kinds.index("joint_exercise")].account
    assert any(view.accounts[account] > 0.0 for nation in start.nations for view in nation.others)
    (docked,) = dock.dock("two_blocs", without, 1, [0], 12)
    assert docked.apart is None, str(docked)


@pytest.mark.parametrize(
    ("process", "number"),
    [("crisis", "fear"), ("evidence", "seen_floor"), ("arming", "fatigue"), ("reputation", "rho")],
)
def test_a_difference_is_noticed(dock: ModuleType, monkeypatch: pytest.MonkeyPatch, process: str, number: str) -> None:
    """Protects the comparison: a change of one part in a million of one parameter is told, with its tick."""
    start = dock.Region.__init__

    def changed(self: Any, *args: Any) -> None:
        start(self, *args)
        group = getattr(self.par, process)
        setattr(group, number, getattr(group, number) * (1 + 1e-6))

    monkeypatch.setattr(dock.Region, "__init__", changed)
    (docked,) = dock.dock("two_blocs", build(load("two_blocs")), 1, [0], 24)
    assert docked.apart is not None
    assert "DIFFERS" in str(docked)


def test_draws_are_those_of_the_engine(dock: ModuleType) -> None:
    """Protects draws of one and of two numbers, also those that are drawn ahead because they come up each tick."""
    luck = sys.modules["reference_model"].Luck(2**32 - 1, 7)
    key = [np.uint64(word) for word in (2**32 - 1, 7)]
    decision = (123456789, 4000000000, 987654321)
    words = [np.uint64(word) for word in decision]
    for tick in range(40):
        luck.turn(tick)
        assert luck.one(*decision) == uniform(*key, tick, *words)
        assert luck.two(*decision) == uniform_pair(*key, tick, *words)
    assert luck.at(3, *decision) == uniform(*key, 3, *words)


def test_made_up_worlds_differ_and_are_fixed_by_their_seed(dock: ModuleType) -> None:
    """Protects the campaign: the same seed is the same scenario, another one another."""
    texts = [dock.worlds.text(seed) for seed in SEEDS]
    assert len(set(texts)) == len(texts)
    assert [dock.worlds.text(seed) for seed in SEEDS] == texts
