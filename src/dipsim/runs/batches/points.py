"""Many worlds with the same random numbers: runs of different sweep points share blocks, so a short sweep fills them.

A ``Lane`` is one run of a block: a world with a replicate. Its bits do not depend on the block, so neither do outcomes.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import fields
from typing import TypeVar

import numpy as np

from dipsim.runs.batches.block_runner import run_batch
from dipsim.runs.batches.ensemble import Progress, in_order
from dipsim.runs.outcomes import Outcomes, outcomes
from dipsim.runs.resources import batch_of, block_of
from dipsim.scenario.world.build import World

Lane = tuple[int, int]  # (number of the world, place of the replicate)
Size = Callable[[World], int]
Job = tuple[World, int]  # (world, number of the replicate)
K = TypeVar("K", bound=Hashable)


def points(
    worlds: Sequence[World],
    seed: int,
    replicates: int | Sequence[Sequence[int]],
    *,
    workers: int = 1,
    executor: Executor | None = None,
    progress: Progress | None = None,
    relation: tuple[int, int] | None = None,
) -> list[Outcomes]:
    """Outcomes of ``replicates`` runs of every one of ``worlds``, in their order, from ``seed``: the same random
    numbers in all.

    ``replicates`` is how many, or the numbers of the replicates of each world, of all worlds equally many.
    ``progress`` is told how many runs are done.

    The worlds may differ in anything; those of the same nations, kinds and timeline share blocks. ``executor`` is a
    pool to work in, else ``workers`` processes are started where there is work for them. ``relation`` as in
    ``outcomes``.
    """
    numbers = [range(replicates)] * len(worlds) if isinstance(replicates, int) else replicates
    runs = len(numbers[0]) if numbers else 0
    work = blocks(worlds, runs, batch_of)
    tables = {field.name: np.full((len(worlds), runs), np.nan) for field in fields(Outcomes)}
    jobs = [[(worlds[world], numbers[world][column]) for world, column in lanes] for lanes in work]
    given = [(job, seed, relation) for job in jobs]
    done = in_order(_one, given, [*map(len, work)], workers=workers, executor=executor, progress=progress)
    for lanes, found in zip(work, done, strict=True):
        rows, columns = (list(part) for part in zip(*lanes, strict=True))
        for name, table in tables.items():
            table[rows, columns] = getattr(found, name)
    return [Outcomes(**{name: table[w] for name, table in tables.items()}) for w in range(len(worlds))]


def blocks(worlds: Sequence[World], replicates: int, size: Size = block_of) -> list[list[Lane]]:
    """All runs (row in ``worlds``, replicate below ``replicates``), cut into parts of worlds that may share one;
    ``size`` of a world is how many runs a part has."""
    lanes = [(number, replicate) for number in range(len(worlds)) for replicate in range(replicates)]
    return pack({lane: worlds[lane[0]] for lane in lanes}, size)


def pack(lanes: Mapping[K, World], size: Size = block_of) -> list[list[K]]:
    """``lanes``, each with its world, cut into parts of worlds that may share one, in the order given; ``size`` of a
    world is how many runs a part has."""
    groups: dict[object, list[K]] = {}
    shapes: dict[int, object] = {}
    for lane, world in lanes.items():
        if id(world) not in shapes:
            shapes[id(world)] = world.shape
        groups.setdefault(shapes[id(world)], []).append(lane)
    cut: list[list[K]] = []
    for members in groups.values():
        many = size(lanes[members[0]])
        cut += [members[at : at + many] for at in range(0, len(members), many)]
    return cut


def _one(job: list[Job], seed: int, relation: tuple[int, int] | None) -> Outcomes:
    """Outcomes of one part: the recorder keeps the same rows for every lane, so the first world speaks for all."""
    members, replicates = [world for world, _ in job], [replicate for _, replicate in job]
    return outcomes(members[0], run_batch(members, seed, replicates, pairs=relation is not None), relation)
