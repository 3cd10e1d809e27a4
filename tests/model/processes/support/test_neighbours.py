"""Walking the links of a nation, compiled and in plain Python."""

from __future__ import annotations

from typing import Any

import pytest

from dipsim.kernels.compiler.decorators import equation
from dipsim.model.links import STRANGERS
from dipsim.model.processes.support import neighbours as walk
from dipsim.model.state.arrays import Block
from dipsim.model.state.indices import NationIndex
from dipsim.runs.batches.block_builder import make
from dipsim.scenario.load import load
from dipsim.scenario.world.build import World, build

TEXT = """\
dipsim: 1
title: T
nations: {AA: {gdp: 1}, BB: {gdp: 1}, CC: {gdp: 1}, DD: {gdp: 1}, EE: {gdp: 1}}
relations: [{between: [AA, BB]}, {between: [AA, DD]}, {between: [BB, CC]}, {between: [AA, CC]}]
"""
LINKED = {0: [1, 2, 3], 1: [0, 2], 2: [0, 1], 3: [0], 4: []}


@pytest.fixture(scope="module")
def world() -> World:
    return build(load("x.yaml", text=TEXT))


@pytest.fixture(scope="module")
def block(world: World) -> Any:
    return make([world], 1, range(8))


@equation
def listed_sum(b: Block, i: NationIndex) -> float:
    """1 + j for every neighbour, by its rank: a number that tells order and members apart."""
    total, rank = 0.0, 1.0
    for q in walk.neighbours(b, i):
        total += rank * (1.0 + b.neighbour[q])
        rank *= 10.0
    return total


@equation
def listed_after(b: Block, i: NationIndex) -> float:
    """The same of those that come after i."""
    total, rank = 0.0, 1.0
    for q in walk.neighbours_after(b, i):
        total += rank * (1.0 + b.neighbour[q])
        rank *= 10.0
    return total


def by_rank(listed: list[int]) -> float:
    return float(sum(10**rank * (1 + j) for rank, j in enumerate(listed)))


@pytest.mark.parametrize("i", LINKED)
def test_neighbours_come_in_their_order(block: Any, i: int) -> None:
    assert listed_sum(block, i) == by_rank(LINKED[i])
    assert listed_after(block, i) == by_rank([j for j in LINKED[i] if j > i])
    assert walk.count_neighbours(block, i) == len(LINKED[i])


def test_every_linked_pair_comes_up_once(block: Any, world: World) -> None:
    after = sum(len([j for j in listed if j > i]) for i, listed in LINKED.items())
    assert 2 * after == len(world.neighbour)


@pytest.mark.parametrize(("i", "j", "expected"), [(0, 1, 1), (1, 0, 1), (1, 2, 1), (2, 1, 2), (3, 0, 3), (0, 4, 4)])
def test_the_one_with_fewer_neighbours(block: Any, i: int, j: int, expected: int) -> None:
    assert walk.fewer(block, i, j) == expected


def test_who_is_linked_to_both_is_among_the_neighbours_of_the_one_with_fewer(block: Any) -> None:
    for i in LINKED:
        for j in LINKED:
            both = {k for k in LINKED if k in LINKED[i] and k in LINKED[j]}
            assert both <= set(LINKED[walk.fewer(block, i, j)])


@pytest.mark.parametrize("i", LINKED)
def test_places_are_those_of_the_table(block: Any, world: World, i: int) -> None:
    for j in LINKED:
        for r in range(8):
            place = walk.place(block, i, j, r)
            assert place == world.link[i, j] * 8 + r
            if world.link[i, j] > STRANGERS:
                assert block.dyad_flat[0, place] == block.dyad[0, i, j, r]
