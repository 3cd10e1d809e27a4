"""Worlds that share blocks give the bits they give alone."""

# Also tests: runs/batches/ensemble.py, runs/outcomes.py

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from dipsim.runs.batches.ensemble import ensemble
from dipsim.runs.batches.points import blocks, points
from dipsim.runs.batches.process_pool import processes
from dipsim.runs.outcomes import Outcomes, join, outcomes
from dipsim.scenario.load import load, vary
from dipsim.scenario.world.build import build
from dipsim.study.interventions.targets import without

RUNS = 5


@pytest.fixture(scope="module")
def worlds():
    """Points of a sweep; one lacks an entry of the timeline, so that it fits into no block of the others."""
    spec = load("two_blocs", ["time.years=1"])
    opaque = vary(spec, ["nations.*.transparency=0.1"])
    return [build(spec), without(spec, "timeline.0"), build(opaque), without(opaque, "cooperation")]


def same(one: Outcomes, other: Outcomes) -> bool:
    return all(getattr(one, f.name).tobytes() == getattr(other, f.name).tobytes() for f in fields(Outcomes))


def test_every_world_gives_the_bits_it_gives_alone(worlds):
    together = points(worlds, 3, RUNS)
    for world, found in zip(worlds, together, strict=True):
        assert same(found, join(list(ensemble(world, 3, range(RUNS), outcomes))))
    assert not same(together[0], together[2])


def test_worlds_of_one_timeline_share_blocks(worlds):
    cut = blocks(worlds, RUNS)
    assert sorted(lane for lanes in cut for lane in lanes) == [(w, r) for w in range(4) for r in range(RUNS)]
    mixed = {frozenset(w for w, _ in lanes) for lanes in cut}
    assert frozenset({1}) in mixed
    assert all(1 not in together for together in mixed - {frozenset({1})})
    assert any(len(together) > 1 for together in mixed)


def test_a_large_sweep_is_cut(worlds):
    assert [len(lanes) for lanes in blocks([worlds[0]] * 3, 50)] == [8] * 18 + [6]


def test_processes_change_nothing_and_progress_is_told(worlds):
    told: list[int] = []
    with processes(2) as pool:
        spread = points(worlds, 3, RUNS, executor=pool, progress=told.append)
    assert sum(told) == 4 * RUNS
    assert all(
        same(one, other) for one, other in zip(spread, points(worlds, 3, RUNS, progress=told.append), strict=True)
    )
    assert sum(told) == 8 * RUNS


def test_the_trust_of_a_relation_is_read_where_it_is_asked_for(worlds):
    asked = points(worlds[:1], 3, RUNS, relation=(0, 1))[0].relation
    assert ((asked > 0) & (asked < 1)).all()
    assert np.isnan(points(worlds[:1], 3, RUNS)[0].relation).all()
