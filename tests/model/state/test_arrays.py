"""The table of arrays: blocks, worlds and the estimate of memory follow from it."""

# Also tests: model/state/organisation.py

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from dipsim.kernels.machine.memory import LINE
from dipsim.kernels.pair_array import PairArray
from dipsim.model.state.arrays import ARRAYS, FLAT_VIEWS, LANE, ROOM, SHARED, Block, bytes_of_a_run
from dipsim.runs.batches.block_arrays import sizes_of
from dipsim.runs.batches.block_builder import make
from dipsim.scenario.load import load
from dipsim.scenario.world.build import World, build

COPIED = ("key", "accounts_in_use", "licensed_row", "habit_row", "standing_kind")  # small, and made by other means


def memory_of(block: Any, name: str) -> NDArray[Any]:
    """The array as it lies in memory: of pairs, with one axis for those that are stored."""
    array = getattr(block, name)
    return np.asarray(array.stored if isinstance(array, PairArray) else array)


@pytest.fixture(scope="module")
def world() -> World:
    return build(load("two_nations"))


def test_a_block_has_every_declared_array_and_no_other(world: World) -> None:
    """Protects against an array of another type or shape than the compiler was told."""
    block = make([world], 1, [0, 1, 2], detail=True)
    block = getattr(block, "block", block)
    sizes = sizes_of([world] * 3, True)
    for array in ARRAYS:
        found = memory_of(block, array.name)
        assert (array.name, found.dtype, found.shape) == (array.name, np.dtype(array.dtype), array.shape(sizes))
    assert len(Block._fields) == len(set(Block._fields)) == len(ARRAYS) + 2 + len(FLAT_VIEWS)


def test_arrays_begin_with_a_line_of_the_cache(world: World) -> None:
    """Protects speed: a vector that lies across two lines is read twice."""
    block = make([world], 1, list(range(8)))
    for array in ARRAYS:
        memory = memory_of(block, array.name)
        assert array.name in COPIED or memory.size == 0 or memory.ctypes.data % LINE == 0, array.name


def test_a_world_has_every_array_that_is_given() -> None:
    fields = {field.name for field in dataclasses.fields(World)}
    assert {array.name for array in ARRAYS if array.given} <= fields
    assert {array.given for array in ARRAYS} == {"", LANE, SHARED}


@pytest.mark.parametrize("name", [array.name for array in ARRAYS if array.given == SHARED and array.dtype != "uint8"])
def test_worlds_that_differ_in_a_shared_array_share_no_block(world: World, name: str) -> None:
    """Protects against a run that uses the shared array of another world, such as its organisations' kinds."""
    value: Any = np.array(getattr(world, name))
    if value.size == 0:
        value = np.ones((1, *value.shape[1:]))
    else:
        value = value + 1
    assert world.changed(**{name: value}).shape != world.shape


def test_a_wrong_shape_is_refused(world: World) -> None:
    with pytest.raises(ValueError, match="scope: expected the shape"):
        make([world.changed(scope=world.scope[:-1])], 1, [0])


def test_memory_counts_what_each_run_has_of_its_own(world: World) -> None:
    """Protects the estimate: it is the difference that one run more makes, but for lists with room to spare."""
    one, two = (make([world], 1, range(2, 2 + runs)) for runs in (2, 3))
    grown = sum(
        memory_of(two, array.name).nbytes - memory_of(one, array.name).nbytes
        for array in ARRAYS
        if "run" in array.axes and not set(ROOM) & {axis for axis in array.axes if isinstance(axis, str)}
    )
    assert bytes_of_a_run(sizes_of([world], False)) == grown
