"""Code for one run, for eight and for any number gives the same bits, and lanes to spare are hidden."""

# Also tests: kernels/machine/memory.py

from __future__ import annotations

import copy
import pickle
from typing import Any

import numpy as np
import pytest

from dipsim.kernels.compiler.decorators import PLAIN
from dipsim.kernels.compiler.pointer_table import contents, fill_spare_lanes
from dipsim.kernels.compiler.schema import ANY, declared
from dipsim.kernels.machine.memory import LINE, zeros_on_lines
from dipsim.model.state import dyads
from dipsim.model.tick import advance
from dipsim.runs.batches.block_builder import make
from dipsim.runs.batches.block_runner import unread
from dipsim.scenario.load import load
from dipsim.scenario.world.build import World, build

TICKS = 15
compiled = pytest.mark.skipif(PLAIN, reason="plain mode has no lanes to spare")


@pytest.fixture(name="world", scope="module")
def world_fixture() -> World:
    return build(load("two_blocs"))


def lived(world: World, replicates: Any) -> Any:
    """A block after some ticks."""
    block = make([world], 7, replicates)
    advance(block, 0, *unread(world, TICKS, len(replicates)))
    return block


@compiled
def test_every_number_of_runs_has_its_code(world: World) -> None:
    assert [make([world], 1, range(runs)).lanes for runs in (1, 2, 7, 8, 9)] == [1, 8, 8, 8, ANY]
    assert [declared().lanes(runs) for runs in (1, 3, 8, 33)] == [1, 8, 8, ANY]


@pytest.mark.parametrize("runs", [1, 3, 8, 9])
def test_a_run_has_the_same_bits_in_every_block(world: World, runs: int) -> None:
    """Protects that no bit depends on the size of the block: each size has machine code of its own."""
    whole = lived(world, range(9))
    part = lived(world, range(9 - runs, 9))
    for name in ("nat", "dyad", "base", "accounts", "standing", "habit", "metrics", "served", "done", "learnt"):
        assert np.array_equal(contents(part)[name], contents(whole)[name][..., 9 - runs :]), name


@compiled
def test_lanes_to_spare_repeat_the_last_run_and_are_hidden(world: World) -> None:
    block = make([world], 7, range(3))
    assert block.nat.shape[-1] == block.dyad.stored.shape[-1] == 3
    for name in ("nat", "dyad", "key", "accounts", "habit"):
        memory = block.memory[name]
        assert memory.shape[-1] == 8
        assert np.array_equal(memory[..., 3:], np.repeat(memory[..., 2:3], 5, axis=-1)), name
    block.nat[...] = 5.0
    assert (block.memory["nat"][..., :3] == 5.0).all()
    assert (block.memory["nat"][..., 3:] != 5.0).any()
    fill_spare_lanes(block)
    assert (block.memory["nat"] == 5.0).all()


@pytest.mark.parametrize("duplicate", [copy.deepcopy, lambda block: pickle.loads(pickle.dumps(block))])
def test_a_copy_of_a_block_with_lanes_to_spare_goes_on_alike(world: World, duplicate: Any) -> None:
    block = lived(world, range(3))
    other = block if PLAIN else duplicate(block)
    for one in {id(block): block, id(other): other}.values():
        advance(one, TICKS, *unread(world, TICKS, 3))
    assert np.array_equal(block.dyad[dyads.TRUST], other.dyad[dyads.TRUST])
    assert np.array_equal(block.accounts.stored, other.accounts.stored)


def test_an_array_begins_with_a_line_of_the_cache() -> None:
    found = [zeros_on_lines((3, 5), "float64", place) for place in range(70)]
    assert all(array.ctypes.data % LINE == 0 and not array.any() for array in found)
    assert len({array.ctypes.data % 4096 for array in found}) > 8
