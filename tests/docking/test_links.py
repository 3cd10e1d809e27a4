"""No bit of a run depends on what is stored: pairs that never meet can be kept or left out, links may come late."""

from __future__ import annotations

import json
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from dipsim.kernels.pair_array import SPECIAL, PairArray
from dipsim.model import tick
from dipsim.model.links import links_of
from dipsim.model.parameters import REGION_METRICS
from dipsim.model.state import dyads
from dipsim.model.state.arrays import ARRAYS
from dipsim.model.state.nation import RECORDED
from dipsim.runs.batches.block_builder import make
from dipsim.scenario.load import load
from dipsim.scenario.world.build import World, build

SEEDS = range(1, 41)
SCRATCH = {array.name for array in ARRAYS if array.meaning.startswith("scratch")} | {"given_trust"}


def run(world: World, seed: int, ticks: int, runs: int = 2) -> tuple[Any, dict[str, Any]]:
    """The block after some ticks, and what was recorded."""
    block = make([world], seed, range(runs))
    recorded = {
        "region": np.zeros((ticks, len(REGION_METRICS), runs)),
        "acts": np.zeros((ticks, len(world.kinds), runs)),
        "nations": np.zeros((ticks, len(RECORDED), len(world.codes), runs)),
    }
    tick.advance(block, 0, *recorded.values())
    return block, recorded


def with_all_pairs(world: World) -> World:
    """The same world with every pair stored, also those that are never linked."""
    n = len(world.codes)
    return world.changed(**links_of(np.ones((n, n), dtype=np.bool_))._asdict(), settled_as=None)


def same(one: World, other: World, seed: int, ticks: int) -> None:
    """Fail unless two worlds fare the same to the bit, but for pairs that ``one`` does not store."""
    (few, told), (many, told_too) = (run(world, seed, ticks) for world in (one, other))
    assert [name for name in told if told[name].tobytes() != told_too[name].tobytes()] == []
    held = one.link >= SPECIAL
    for name in (array.name for array in ARRAYS if "run" in array.axes and array.name not in SCRATCH):
        here, there = getattr(few, name), getattr(many, name)
        if not isinstance(here, PairArray):
            if name not in ("claim", "act", "log", "logged"):  # rooms whose sizes differ
                assert here.tobytes() == there.tobytes(), name
            continue
        here, there = (np.moveaxis(np.asarray(x), (x.pair_axis, x.pair_axis + 1), (0, 1))[held] for x in (here, there))
        if name == "dyad":
            here, there = (np.delete(x, dyads.SYMMETRIC_TRUST, axis=1) for x in (here, there))
        assert here.tobytes() == there.tobytes(), name


def settling(dock: ModuleType, seed: int) -> World:
    """A made-up world, whose start settles."""
    world: World = dock.made_up_world(seed)[0]
    return world


@pytest.mark.parametrize("seed", SEEDS)
def test_no_bit_depends_on_whether_an_unlinked_pair_is_stored(dock: ModuleType, seed: int) -> None:
    """Protects sparse storage: what is not stored would have changed nothing, in made-up worlds with few links."""
    world = settling(dock, seed)
    same(world, with_all_pairs(world), seed, min(world.ticks, 36))


def test_in_these_worlds_pairs_are_left_out_and_links_come_about(dock: ModuleType) -> None:
    """Protects the tests above: a good part of the worlds has strangers, and links that change in mid-run."""
    left_out, late = 0, 0
    for seed in SEEDS:
        world = settling(dock, seed)
        n = len(world.codes)
        left_out += bool((world.link < SPECIAL).sum() > n)
        block, _ = run(world, seed, min(world.ticks, 36))
        late += bool((np.asarray(block.dyad[dyads.LINK]) > world.dyad[dyads.LINK][..., None]).any())
    assert left_out >= 5
    assert late >= 6


CHAIN = {
    "dipsim": 1,
    "title": "a link in mid-run",
    "time": {"start": "2025-01", "years": 6},
    "nations": {code: {"gdp": 1000, "transparency": 0.6} for code in ("AA", "BB", "CC", "DD")},
    "relations": [
        {"between": ["AA", "BB"], "proximity": 1, "dispute": 0.4, "channel": 0.5},
        {"between": ["BB", "CC"], "proximity": 1, "dispute": 0.2, "channel": 0.5},
        {"between": ["CC", "DD"], "proximity": 0.5, "channel": 0.5},
    ],
    "processes": {"reputation": {"rho": 0.3, "balance": 0.2}, "politics": {"drift": 0.2}},
}
ALLIANCE = {"name": "Body", "kind": "alliance", "members": ["AA", "BB"], "content": "defence"}
JOIN = [{"at": "2027-01", "join": {"nation": "CC", "organisation": "Body"}}]


def chain(**more: Any) -> World:
    return build(load("chain.yaml", (), json.dumps(CHAIN | more)))


@pytest.mark.parametrize("start", ["settled", "crises", "cold"])
def test_a_link_by_the_timeline_appears_in_mid_run(start: str) -> None:
    """Protects the moment: until CC joins in the third year nothing is between it and AA, and no bit differs after."""
    world = chain(organisations=[ALLIANCE], timeline=JOIN, options={"start": start})
    before, _ = run(world, 3, 24)
    after, _ = run(world, 3, 72)
    pair = 0, 2
    assert (before.dyad[dyads.LINK][pair] == 0.0).all()
    assert (before.accounts[(slice(None), *pair)] == 0.0).all()
    assert (before.base[(slice(1, None), *pair)] == 0.0).all()
    assert (after.dyad[dyads.LINK][pair] == 1.0).all()
    assert (after.accounts[(slice(None), *pair)] != 0.0).any()
    same(world, with_all_pairs(world), 3, 72)


def test_until_then_the_run_is_that_of_a_world_in_which_nobody_joins() -> None:
    """Protects the room that is kept: storing a pair early changes no bit before it is linked."""
    joins, stays = (chain(organisations=[ALLIANCE], timeline=entries) for entries in (JOIN, []))
    assert (joins.link >= SPECIAL).sum() > (stays.link >= SPECIAL).sum()
    (_, one), (_, other) = (run(world, 3, 72) for world in (stays, joins))
    assert all(one[name][:24].tobytes() == other[name][:24].tobytes() for name in one)
    assert any(one[name][24:].tobytes() != other[name][24:].tobytes() for name in one)


def test_a_link_by_admission_appears_in_mid_run() -> None:
    """Protects who is admitted: it is linked with members with whom it had nothing to do."""
    world = chain(organisations=[ALLIANCE | {"admission": 2}])
    block, _ = run(world, 1, 72, runs=8)
    late = block.dyad[dyads.LINK, 0, 2]
    assert (world.dyad[dyads.LINK, 0, 2], late.max()) == (0.0, 1.0)
    same(world, with_all_pairs(world), 1, 72)
