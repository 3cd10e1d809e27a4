"""A batch of several blocks leaves behind what its runs leave behind alone."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dipsim.kernels.pair_array import PairArray
from dipsim.runs.batches.block_runner import MOMENTS, Record, run_batch
from dipsim.scenario.load import load, vary
from dipsim.scenario.world.build import World, build

MANY = 11  # runs: a block of eight, and one with lanes to spare


@pytest.fixture(name="world", scope="module")
def world_fixture() -> World:
    return build(load("two_blocs", ["time.years=2"]))


def numbers(found: Any, run: int) -> Any:
    """What a run has of something that was kept."""
    return (found.stored if isinstance(found, PairArray) else found)[..., run]


def same(record: Record, run: int, alone: Record, place: int = 0) -> None:
    """Fail unless ``run`` of the record is the run at the ``place`` of another one."""
    for name in ("region", "acts", "nations"):
        assert np.array_equal(numbers(getattr(record, name), run), numbers(getattr(alone, name), place)), name
    for name in MOMENTS:
        ours, theirs = getattr(record, name), getattr(alone, name)
        assert [tick for tick, _ in ours] == [tick for tick, _ in theirs]
        for (_, one), (_, other) in zip(ours, theirs, strict=True):
            assert np.array_equal(numbers(one, run), numbers(other, place)), name
    for (tick, events, logged), (its, other, many) in zip(record.log, alone.log, strict=True):
        assert (tick, logged[run]) == (its, many[place])
        assert np.array_equal(events[:, : logged[run], run], other[:, : logged[run], place])
    for name in ("start", "end", "points") if record.kept is not None else ():
        assert np.array_equal(numbers(getattr(record.kept, name), run), numbers(getattr(alone.kept, name), place)), name


@pytest.mark.parametrize("settings", [{"detail": True}, {"accounts": True}, {"every_tick": True}])
def test_runs_of_a_batch_are_those_of_runs_alone(world: World, settings: dict[str, bool]) -> None:
    record = run_batch([world], 5, range(MANY), **settings)
    assert record.replicates == list(range(MANY))
    assert record.region.shape[-1] == MANY
    assert sum(int(logged.sum()) for *_, logged in record.log) > 0 or not settings.get("detail")
    for run in (0, 7, 8, MANY - 1):
        same(record, run, run_batch([world], 5, [run], **settings))


def test_without_pairs_the_rest_is_the_same(world: World) -> None:
    """Protects sweeps and verdicts, which read no pairs: Python looks in once, and no bit moves."""
    whole, rest = (run_batch([world], 5, range(MANY), pairs=pairs) for pairs in (True, False))
    assert len(whole.dyads) > len(whole.exchanges) > 0 == len(rest.dyads) == len(rest.exchanges)
    for name in ("region", "acts", "nations"):
        assert np.array_equal(getattr(whole, name), getattr(rest, name), equal_nan=True)


def test_a_batch_mixes_worlds(world: World) -> None:
    other = build(vary(load("two_blocs", ["time.years=2"]), ["nations.*.transparency=0.1"]))
    worlds = [world if run % 2 else other for run in range(MANY)]
    mixed = run_batch(worlds, 5, range(MANY))
    for run in range(MANY):
        same(mixed, run, run_batch([worlds[run]], 5, range(MANY)), run)
