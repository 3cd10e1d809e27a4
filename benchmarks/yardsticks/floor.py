"""The floor: a compiled loop that does what a tick needs (``needs.NEEDS``) and nothing else.

It makes the exponentials, draws, divisions and reads and writes of every need, for as many things as a settled block of
the same region has, with the equations and the compiler of the engine and with runs in the innermost axis. What it
computes means nothing. Its results are written and summed, so the compiler cannot leave anything out.

Generous on purpose, so that no engine is below: numbers lie one after another wherever the engine must gather them, all
runs of a block are always alike, and additions, multiplications, comparisons and branches are free.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from dipsim.kernels.compiler.decorators import equation, process
from dipsim.kernels.machine.memory import zeros_on_lines
from dipsim.kernels.numerics.elementary import exp, log
from dipsim.kernels.numerics.philox import uniform
from dipsim.kernels.numerics.units import Tick
from dipsim.model.state.arrays import Floats3
from yardsticks.needs import NEEDS, Need, places
from yardsticks.regions import STRETCH
from yardsticks.times import usual

CHUNK = 1024  # elements that are worked on together, 8 kB
APART = 24  # elements between arrays, lest all begin in the same lines of the cache
DUE, SIZE, DRAWS, EXP, LOG, ROOT, DIVIDE, READS, WRITES, END = range(10)  # columns of the table of needs


def kernel(function: Callable[..., Any]) -> Any:
    """A kernel like those of the engine; its name in the compile cache changes with this file."""
    function.__qualname__ += hashlib.blake2b(Path(__file__).read_bytes(), digest_size=4).hexdigest()
    return process(function)


@equation
def read(table, row, places, memory, buffer, at, m):
    """Add up ``m`` elements of every array that is read, four arrays at a time."""
    for x in range(m):
        buffer[0, 0, x] = 0.5
    k, stop = np.int64(table[0, row, READS]), np.int64(table[0, row, WRITES])
    while k + 4 <= stop:
        p, q = np.int64(places[0, 0, k]) + at, np.int64(places[0, 0, k + 1]) + at
        s, t = np.int64(places[0, 0, k + 2]) + at, np.int64(places[0, 0, k + 3]) + at
        for x in range(m):
            buffer[0, 0, x] += (memory[0, 0, p + x] + memory[0, 0, q + x]) + (memory[0, 0, s + x] + memory[0, 0, t + x])
        k += 4
    while k < stop:
        p = np.int64(places[0, 0, k]) + at
        for x in range(m):
            buffer[0, 0, x] += memory[0, 0, p + x]
        k += 1


@equation
def compute(table, row, buffer, tick, at, m):
    """The draws, exponentials, logarithms, roots and divisions of ``m`` elements."""
    for k in range(np.int64(table[0, row, DRAWS])):
        for x in range(m):
            buffer[0, 0, x] += uniform(np.uint64(row), np.uint64(x), tick, np.uint64(at), np.uint64(m), np.uint64(k))
    for _ in range(np.int64(table[0, row, EXP])):
        for x in range(m):
            buffer[0, 0, x] = exp(-0.1 * buffer[0, 0, x])
    for _ in range(np.int64(table[0, row, LOG])):
        for x in range(m):
            buffer[0, 0, x] = log(1.5 + buffer[0, 0, x])
    for _ in range(np.int64(table[0, row, ROOT])):
        for x in range(m):
            buffer[0, 0, x] = np.sqrt(buffer[0, 0, x])
    for _ in range(np.int64(table[0, row, DIVIDE])):
        for x in range(m):
            buffer[0, 0, x] = 1.0 / (1.0 + buffer[0, 0, x])


@equation
def write(table, row, places, memory, buffer, at, m):
    """Write ``m`` elements to every array that is written."""
    for k in range(np.int64(table[0, row, WRITES]), np.int64(table[0, row, END])):
        p = np.int64(places[0, 0, k]) + at
        for x in range(m):
            memory[0, 0, p + x] = 0.1 * buffer[0, 0, x]


@kernel
def ticks(first: Tick, last: Tick, table: Floats3, places: Floats3, memory: Floats3, buffer: Floats3) -> float:
    """Ticks ``first`` to ``last``: every need in its order, for as many elements as are due in a tick."""
    total = 0.0
    for t in range(first, last):
        for row in range(table.shape[1]):
            size, at = np.int64(table[0, row, SIZE]), np.int64(0)
            left = np.int64(table[0, row, DUE] * (t + 1)) - np.int64(table[0, row, DUE] * t)
            while left > 0:
                m = min(np.int64(CHUNK), min(left, size - at))
                read(table, row, places, memory, buffer, at, m)
                compute(table, row, buffer, t, at, m)
                write(table, row, places, memory, buffer, at, m)
                total += buffer[0, 0, 0]
                left -= m
                at = at + m if at + m < size else np.int64(0)
    return total


def plan(often: dict[str, float], runs: int, asked: Sequence[Need] = NEEDS) -> tuple[Any, Any, Any]:
    """The needs ``asked`` as arrays: a table with a row for each, the places of what they read and write, the memory.

    What a need reads lies at the places from its column ``READS`` to ``WRITES``, what it writes from there to ``END``.
    """
    needs = [need for need in asked if often.get(need.thing, 0.0) > 0.0]
    longest: dict[str, int] = {}
    for need in needs:
        longest[home(need)] = max(longest.get(home(need), 0), -(-_size(need, often, runs) // 8) * 8 + APART)
    where: dict[tuple[str, str], int] = {}
    used, found, table = 0, [], []
    for need in needs:
        bounds = [len(found)]
        for names in (need.reads, need.writes):
            for name in places(names):
                if (home(need), name) not in where:
                    where[home(need), name] = used
                    used += longest[home(need)]
                found.append(where[home(need), name])
            bounds.append(len(found))
        counts = need.draws, need.exp, need.log, need.root, need.divide
        table.append([often[need.thing] * runs, _size(need, often, runs), *counts, *bounds])
    memory = zeros_on_lines((1, 1, used), "float64", 0)
    memory[...] = 0.1
    rows, where_it_lies = (np.array(x, dtype=np.float64) for x in (table, found))
    return rows.reshape(1, -1, 10), where_it_lies.reshape(1, 1, -1), memory


def home(need: Need) -> str:
    """Whose arrays the numbers of a need lie in."""
    return need.home or f"{need.process}: {need.thing}"


def _size(need: Need, often: dict[str, float], runs: int) -> int:
    """Elements of the arrays that a need goes over; what it needs beyond that is read from them again."""
    count = often[need.thing]
    whole = {"pair": often["linked pair"], "nation": often["nation"]}.get(need.home, count)
    return max(CHUNK, int(np.ceil(min(count, whole) * runs)))


def microseconds(
    often: dict[str, float], runs: int, seconds: float, asked: Sequence[Need] = NEEDS
) -> tuple[float, float]:
    """Least microseconds per run and tick of the floor of the needs ``asked``, and its memory in megabytes."""
    arrays = (*plan(often, runs, asked), zeros_on_lines((1, 1, CHUNK), "float64", 1))
    now, found = STRETCH, []
    total, until = ticks(0, STRETCH, *arrays), time.perf_counter() + seconds
    while time.perf_counter() < until or now == STRETCH:
        start = time.process_time()
        total += ticks(now, now + STRETCH, *arrays)
        found.append(time.process_time() - start)
        now += STRETCH
    if not np.isfinite(total):
        raise ArithmeticError("the floor computed something that is no number")
    return usual(found) / STRETCH / runs * 1e6, arrays[2].nbytes / 1e6
