"""The driver of both watchers: it steps a block of runs and hands over the events of every tick.

The blocks are those of ``dipsim run``, so that the bits are the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dipsim.model.state.events import LogField
from dipsim.model.tick import advance
from dipsim.runs.batches.block_builder import make
from dipsim.runs.batches.block_runner import unread
from dipsim.runs.drawn.drawn_worlds import DrawnWorlds
from dipsim.scenario.world.build import World

Column = NDArray[np.int64]


class LogFull(RuntimeError):
    """More events in a tick than a block writes down, so that disputes could be missed."""


@dataclass(frozen=True)
class Events:
    """The events of one tick in all runs of a block, those of a run in order; every column is [events].

    ``event`` is what happened (a ``LogEvent``), ``kind`` the kind of exchange, ``first`` and ``second`` the nations,
    ``value`` a rung or other number, ``run`` the place of the run in the block.
    """

    event: Column
    kind: Column
    first: Column
    second: Column
    value: Column
    run: Column


def steps(
    world: World | DrawnWorlds, seed: int, members: Sequence[int], ticks: int
) -> Iterator[tuple[int, Any, Events]]:
    """Step the replicates ``members`` of a world together: tick, block after the tick, and its events.

    Args:
        world: The world to run, or the worlds of the draws that the replicates use.
        seed: The seed.
        members: Numbers of the replicates, few enough for one block.
        ticks: How many ticks to run.

    Yields:
        The number of the tick, the block (its arrays change with the next step), and what happened in the tick.

    Raises:
        LogFull: A tick with more events than a block writes down.
    """
    worlds = [world] if isinstance(world, World) else [world.of(replicate) for replicate in members]
    block = make(worlds, seed, members, True)
    nothing = unread(worlds[0], 1, len(members))
    for tick in range(ticks):
        advance(block, tick, *nothing)
        yield tick, block, _events(block, tick)


def _events(block: Any, tick: int) -> Events:
    most = int(block.logged.max(initial=0))
    if most >= block.log.shape[1]:
        raise LogFull(f"{most} events in tick {tick}: expected fewer than {block.log.shape[1]}")
    place, run = np.nonzero(np.arange(most)[:, None] < block.logged)
    log = block.log[:, place, run].astype(np.int64)
    return Events(
        event=log[LogField.EVENT],
        kind=log[LogField.KIND],
        first=log[LogField.FIRST],
        second=log[LogField.SECOND],
        value=log[LogField.VALUE],
        run=run.astype(np.int64),
    )
