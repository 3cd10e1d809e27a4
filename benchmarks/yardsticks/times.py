"""Timing blocks of runs: the whole tick, each process by itself, and the same processes in NumPy."""

from __future__ import annotations

import importlib
import itertools
import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from profile_tick import measure as profile

from dipsim.kernels.compiler.pointer_table import contents
from dipsim.scenario.world.build import World
from yardsticks import numpy_batch, numpy_wishes
from yardsticks.regions import SETTLE, STEPS, STRETCH, Running, region, settled

AHEAD = 16  # ticks of the objects that are timed at once: so many are drawn ahead
EARLY = 4  # years of a world of which the second and the fourth are timed process by process
TURNS = 2  # ticks over which processes are timed by themselves at least
HOT = ("recall", "fade", "perception: errors", "perception: help_expected", "perception: threats")
HOT += ("diplomacy: propose_acts", "crisis: hazards", "apply_evidence")  # what of the engine is there in NumPy too
TWINS = {  # processes that are there in NumPy too: before which step they are timed, and their call
    "recall": ("recall", numpy_batch.recall, False),
    "fade": ("fade", numpy_batch.fade, False),
    "perception": ("perception", numpy_batch.perception, True),
    "propose_acts": ("diplomacy", numpy_wishes.propose_acts, True),
    "hazards": ("crisis", numpy_batch.hazards, False),
    "apply_evidence": ("apply_evidence", numpy_batch.apply_evidence, True),
}


def measure(running: Running, seconds: float) -> float:
    """Microseconds per run and tick of a block."""
    found, until = [running.advance(STRETCH)], time.perf_counter() + seconds
    while time.perf_counter() < until:
        found.append(running.advance(STRETCH))
    return usual(found) / STRETCH / running.runs * 1e6


def usual(found: list[float]) -> float:
    """The lower quartile: what something takes when nothing disturbs it, and not in one lucky moment."""
    return float(np.quantile(found, 0.25))


def megabytes(running: Running) -> float:
    """Size of the arrays of a block."""
    return sum(array.nbytes for array in contents(running.b).values() if isinstance(array, np.ndarray)) / 1e6


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


def hot_part(world: World, runs: int, seconds: float) -> float:
    """Microseconds per run and tick that the engine takes for the processes that are there in NumPy too."""
    taken = {name.strip(): value for name, value in profile(world, runs, True, seconds, EARLY)[0].items()}
    return sum(taken[name] for name in HOT)


def in_numpy(running: Running, seconds: float) -> float:
    """Microseconds per run and tick of the processes that are there in NumPy too, from the same states."""
    found: dict[str, list[float]] = {twin: [] for twin in TWINS}
    until = time.perf_counter() + seconds
    for turns in itertools.count():
        if enough(until, turns):
            break
        for name in STEPS:
            for twin, (whole, process, told) in TWINS.items():
                if whole == name:
                    s = numpy_batch.Batch(running.b)
                    found[twin].append(timed(process, s, *([running.now] if told else [])))
            running.step(name)
    return sum(map(usual, found.values())) / running.runs * 1e6


def timed(call: Callable[..., Any], *arguments: Any) -> float:
    """Seconds of processor time of one call."""
    start = time.process_time()
    call(*arguments)
    return time.process_time() - start


def in_objects(world: World, seconds: float) -> float | None:
    """Microseconds per tick of one run with one object per nation in Mesa, None where that yardstick is not there."""
    try:
        yardstick: Any = importlib.import_module("yardsticks.second_model")
    except ImportError:
        return None
    if hasattr(yardstick, "microseconds"):
        return float(yardstick.microseconds(world, 0, AHEAD))
    found, until = list[float](), time.perf_counter() + seconds
    for turns in itertools.count():
        if enough(until, turns):
            return usual(found) / AHEAD * 1e6
        fresh = yardstick.Region(world, 1, 0)
        for _ in range(SETTLE - SETTLE % AHEAD):
            fresh.step()
        found.append(timed(lambda region: [region.step() for _ in range(AHEAD)], fresh))
    return None
