"""Runs watched tick by tick: all that is recorded, and runs from which single events are removed.

A ``Lane`` is one run of a block: a world, a replicate and what is removed from it. Its bits do not depend on the block.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dipsim.model.parameters import REGION_METRICS
from dipsim.model.state.events import LogEvent
from dipsim.model.tick import advance
from dipsim.runs.batches.block_builder import make
from dipsim.runs.batches.block_runner import Record, unread
from dipsim.runs.batches.ensemble import Progress, in_order
from dipsim.runs.batches.points import pack
from dipsim.runs.outcomes import Outcomes, outcomes
from dipsim.scenario.world.build import World

Floats = NDArray[np.float64]
LEVELS = {"dispute": 2, "display": 3, "force": 4, "war": 5}
WORDS = {2: "threat", 3: "display of force", 4: "use of force", 5: "war"}
(TICK, EVENT, KIND, FIRST, SECOND, VALUE) = range(6)  # columns of what was written down


@dataclass(frozen=True)
class Edit:
    """A number of the block that is another one during one tick: ``array[index]`` of the lane becomes ``value``."""

    tick: int
    array: str
    index: tuple[int, ...]
    value: float


@dataclass(frozen=True)
class Lane:
    """One run: its world, its replicate, and the numbers that are changed on the way."""

    world: World
    replicate: int
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True)
class Watched:
    """What one run left: events [E, 6] in their order, and the metrics of the region [ticks, METRICS]."""

    events: Floats
    region: Floats


def watch(
    lanes: Sequence[Lane], seed: int, ticks: int | None = None, *, workers: int = 1, progress: Progress | None = None
) -> list[Watched]:
    """Run every one of ``lanes`` from ``seed`` for ``ticks`` ticks (to the end unless given) and keep all that is
    recorded, in order.

    ``workers`` processes are started where there is work for them; ``progress`` is told how many runs are done.
    """
    work = pack({at: lane.world for at, lane in enumerate(lanes)})
    jobs = [([lanes[at] for at in places], seed, ticks) for places in work]
    found: list[Watched | None] = [None] * len(lanes)
    done = in_order(_watch, jobs, [*map(len, work)], workers=workers, progress=progress)
    for places, results in zip(work, done, strict=True):
        for at, one in zip(places, results, strict=True):
            found[at] = one
    return [one for one in found if one is not None]


def _watch(lanes: Sequence[Lane], seed: int, ticks: int | None) -> list[Watched]:
    """Run one block tick by tick."""
    b = make([lane.world for lane in lanes], seed, [lane.replicate for lane in lanes], detail=True)
    world, runs = lanes[0].world, len(lanes)
    total = world.ticks if ticks is None else min(ticks, world.ticks)
    due: dict[int, list[tuple[int, Edit]]] = {}
    for r, lane in enumerate(lanes):
        for edit in lane.edits:
            due.setdefault(edit.tick, []).append((r, edit))
    region = np.zeros((total, len(REGION_METRICS), runs))
    _, acts, nations = unread(world, 1, runs)
    seen: list[list[Floats]] = [[] for _ in lanes]
    for t in range(total):
        with _changed(b, due.get(t, ())):
            advance(b, t, region[t : t + 1], acts, nations)
        for r in range(runs):
            rows = b.log[:, : int(b.logged[r]), r].T
            seen[r].append(np.column_stack([np.full(len(rows), float(t)), rows]))
    nothing = np.zeros((0, 6))
    return [Watched(np.concatenate([nothing, *seen[r]]), region[:, :, r].copy()) for r in range(runs)]


@contextlib.contextmanager
def _changed(b: Any, edits: Iterable[tuple[int, Edit]]) -> Iterator[None]:
    """The block with its lanes changed, and as it was afterwards."""
    kept = []
    for r, edit in edits:
        array, at = getattr(b, edit.array), (*edit.index, r)
        kept.append((array, at, float(array[at])))
        array[at] = edit.value
    yield
    for array, at, value in reversed(kept):
        array[at] = value


def outcomes_of(world: World, watched: Sequence[Watched]) -> Outcomes:
    """The outcomes of complete runs of ``world`` that were ``watched``."""
    region = np.stack([one.region for one in watched], axis=-1)
    nothing = np.zeros((0, 0, len(watched)))
    return outcomes(world, Record(list(range(len(watched))), region, nothing, nothing))


def reached(events: Floats, rung: int, pair: tuple[int, int] | None = None) -> NDArray[np.intp]:
    """Places of the events in which disputes (of one pair, where given) come to a rung: begun at or above it, or
    climbed to it. Who is drawn into the war of an ally began no dispute and is not among them."""
    begun = (events[:, EVENT] == LogEvent.DISPUTE) & (events[:, VALUE] >= rung)
    chosen = begun | ((events[:, EVENT] == LogEvent.CLIMBED) & (events[:, VALUE] == rung))
    return np.flatnonzero(chosen & of_pair(events, *pair) if pair else chosen)


def of_pair(events: Floats, i: int, j: int) -> NDArray[np.bool_]:
    """Which of ``events`` [fields, E] concern the nations in rows ``i`` and ``j``, in either order."""
    one, other = events[:, FIRST], events[:, SECOND]
    found: NDArray[np.bool_] = ((one == i) & (other == j)) | ((one == j) & (other == i))
    return found
