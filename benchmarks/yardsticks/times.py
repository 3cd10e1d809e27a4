"""Timing blocks of runs: the whole tick, each process by itself, and the same processes in NumPy."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from dipsim.model.processes.diplomacy import come_up
from dipsim.model.processes.onset import hazards
from dipsim.scenario.world import World
from yardsticks import numpy_batch, numpy_wishes
from yardsticks.regions import STEPS, Running, region, settled

STRETCH = 4  # ticks that are timed at once
TURNS = 2  # ticks over which processes are timed by themselves at least
PARTS = {
    "come_up": ("diplomacy", come_up, True),
    "hazards": ("crisis", hazards, False),
}  # of which step, and their call
TWINS = {  # processes that are there in NumPy too: before which step they are timed, and their call
    "recall": ("recall", numpy_batch.recall, False),
    "fade": ("fade", numpy_batch.fade, False),
    "perception": ("perception", numpy_batch.perception, True),
    "come_up": ("diplomacy", numpy_wishes.come_up, True),
    "hazards": ("crisis", numpy_batch.hazards, False),
    "settle": ("settle", numpy_batch.settle, True),
}
BOTH = tuple(TWINS)


def measure(running: Running, seconds: float) -> float:
    """Best microseconds per run and tick of a block."""
    best, until = running.advance(STRETCH), time.perf_counter() + seconds
    while time.perf_counter() < until:
        best = min(best, running.advance(STRETCH))
    return best / STRETCH / running.runs * 1e6


def megabytes(running: Running) -> float:
    """Size of the arrays of a block."""
    arrays = zip(running.b._fields, running.b.block, strict=True)
    whole = [a for name, a in arrays if not name.endswith("_flat") and isinstance(a, np.ndarray)]
    return sum(a.nbytes for a in whole) / 1e6


def on_one_core(asked: tuple[int, bool, int, float]) -> float:
    """Microseconds of a region of so many nations, with the full catalogue or not, runs and seconds to spend."""
    n, full, runs, seconds = asked
    return measure(settled(region(n, full), runs), seconds)


def on_two_cores(pool: Any, n: int, full: bool, runs: int, seconds: float) -> float:
    """Microseconds per run and tick of two processes that each advance a block at the same time."""
    each: Sequence[float] = list(pool.map(on_one_core, [(n, full, runs, seconds)] * 2))
    return 1.0 / sum(1.0 / one for one in each)


def enough(until: float, turns: int) -> bool:
    """Whether the time is up and there were enough turns."""
    return turns >= TURNS and time.perf_counter() > until


def processes(running: Running, seconds: float) -> dict[str, float]:
    """Best microseconds per run and tick of each process of the tick, called one by one from Python.

    The acts that come up and the hazards are there beside the steps of which they are a part. What a call from Python
    itself takes, that of the process without anything to do, is left out.
    """
    best, until = dict.fromkeys((*STEPS, *PARTS), float("inf")), time.perf_counter() + seconds
    for turns in itertools.count():
        if enough(until, turns):
            break
        for name in STEPS:
            for part, (whole, process, told) in PARTS.items():
                if whole == name:
                    best[part] = min(best[part], timed(process, running.b, *([running.now] if told else [])))
            best[name] = min(best[name], running.step(name))
    return {name: max(0.0, value - best["dated"]) / running.runs * 1e6 for name, value in best.items()}


def in_numpy(running: Running, seconds: float) -> float:
    """Best microseconds per run and tick of the processes that are there in NumPy too, from the same states."""
    best, until = dict.fromkeys(BOTH, float("inf")), time.perf_counter() + seconds
    for turns in itertools.count():
        if enough(until, turns):
            break
        for name in STEPS:
            for twin, (whole, process, told) in TWINS.items():
                if whole == name:
                    s = numpy_batch.Batch(running.b)
                    best[twin] = min(best[twin], timed(process, s, *([running.now] if told else [])))
            running.step(name)
    return sum(best.values()) / running.runs * 1e6


def timed(call: Callable[..., Any], *arguments: Any) -> float:
    """Seconds of one call."""
    start = time.perf_counter()
    call(*arguments)
    return time.perf_counter() - start


def objects() -> Callable[[World, int, int], float] | None:
    """``microseconds(world, replicate, ticks)`` of one object per nation in Mesa, where that yardstick is there."""
    try:
        from yardsticks.objects import microseconds
    except ImportError:
        return None
    found: Callable[[World, int, int], float] = microseconds
    return found
