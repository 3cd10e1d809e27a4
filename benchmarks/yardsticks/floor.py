"""The floor: a compiled loop that does what a tick needs (``needs.NEEDS``) and nothing else.

It makes the exponentials, draws, divisions and reads and writes of every need, for as many things as a settled block of
the same region has, with the same exponential, logarithm and Philox as the engine and runs in the innermost axis. What
it computes means nothing. Its results are written and summed, so the compiler cannot leave anything out.

Generous on purpose, so that no engine is below: numbers lie one after another wherever the engine must gather them, all
runs of a block are always alike, and additions, multiplications, comparisons and branches are free.
"""

from __future__ import annotations

import time
from typing import Any

import numba
import numpy as np

from dipsim.model import maths, philox
from yardsticks.needs import NEEDS, Need, places

CHUNK = 1024  # elements that are worked on together, 8 kB
STRETCH = 4  # ticks that are timed at once
APART = 24  # elements between arrays, lest all begin in the same lines of the cache
exp, log, words_of, open_unit = (
    numba.njit(f, inline="always", error_model="numpy") for f in (maths.exp, maths.log, philox.philox, philox.open_unit)
)


@numba.njit(error_model="numpy")
def read(buffer, mem, starts, at, m):  # type: ignore[no-untyped-def]
    """Add up ``m`` elements of every array that is read."""
    for x in range(m):
        buffer[x] = 0.5
    whole = len(starts) - len(starts) % 4
    for k in range(0, whole, 4):
        a, b = mem[starts[k] + at :], mem[starts[k + 1] + at :]
        c, d = mem[starts[k + 2] + at :], mem[starts[k + 3] + at :]
        for x in range(m):
            buffer[x] += (a[x] + b[x]) + (c[x] + d[x])
    for k in range(whole, len(starts)):
        a = mem[starts[k] + at :]
        for x in range(m):
            buffer[x] += a[x]


@numba.njit(error_model="numpy")
def compute(buffer, keys, counts, tick, at, m):  # type: ignore[no-untyped-def]
    """The draws, exponentials, logarithms, roots and divisions of ``m`` elements."""
    for k in range(counts[0]):
        for x in range(m):
            w = words_of(keys[0, x], keys[1, x], tick, at, np.uint64(m), np.uint64(k))
            buffer[x] += open_unit(w[0], w[1])
    for _ in range(counts[1]):
        for x in range(m):
            buffer[x] = exp(-0.1 * buffer[x])
    for _ in range(counts[2]):
        for x in range(m):
            buffer[x] = log(1.5 + buffer[x])
    for _ in range(counts[3]):
        for x in range(m):
            buffer[x] = np.sqrt(buffer[x])
    for _ in range(counts[4]):
        for x in range(m):
            buffer[x] = 1.0 / (1.0 + buffer[x])


@numba.njit(error_model="numpy")
def write(buffer, mem, starts, at, m):  # type: ignore[no-untyped-def]
    """Write ``m`` elements to every array that is written."""
    for k in range(len(starts)):
        a = mem[starts[k] + at :]
        for x in range(m):
            a[x] = 0.1 * buffer[x]


@numba.njit(error_model="numpy")
def ticks(first, last, due, size, counts, bounds, places, mem, keys, buffer):  # type: ignore[no-untyped-def]
    """Ticks ``first`` to ``last``: every need in its order, for ``due`` elements a tick, over arrays of ``size``."""
    total = 0.0
    for t in range(first, last):
        for row in range(len(due)):
            left = np.int64(due[row] * (t + 1)) - np.int64(due[row] * t)
            begin, middle, end = bounds[2 * row], bounds[2 * row + 1], bounds[2 * row + 2]
            at = np.int64(0)
            while left > 0:
                m = min(CHUNK, left, size[row] - at)
                read(buffer, mem, places[begin:middle], at, m)
                compute(buffer, keys, counts[row], np.uint64(t), np.uint64(at), m)
                write(buffer, mem, places[middle:end], at, m)
                total += buffer[0]
                left -= m
                at = at + m if at + m < size[row] else 0
    return total


def plan(often: dict[str, float], runs: int) -> tuple[Any, ...]:
    """The needs as arrays: elements a tick, sizes and places of what is read and written, and the memory itself.

    Need x reads from the places ``bounds[2 x]`` to ``bounds[2 x + 1]`` and writes to those from there to
    ``bounds[2 x + 2]``.
    """
    needs = [need for need in NEEDS if often.get(need.thing, 0.0) > 0.0]
    sizes = [_size(need, often, runs) for need in needs]
    longest: dict[str, int] = {}
    for need, size in zip(needs, sizes, strict=True):
        longest[home(need)] = max(longest.get(home(need), 0), -(-size // 8) * 8 + APART)
    where: dict[tuple[str, str], int] = {}
    used, bounds, found = 0, [0], []
    for need in needs:
        for names in (need.reads, need.writes):
            for name in places(names):
                if (home(need), name) not in where:
                    where[home(need), name] = used
                    used += longest[home(need)]
                found.append(where[home(need), name])
            bounds.append(len(found))
    due = np.array([often[need.thing] * runs for need in needs])
    counts = np.array([(need.draws, need.exp, need.log, need.root, need.divide) for need in needs])
    return due, np.array(sizes), counts, np.array(bounds), np.array(found), np.full(used, 0.1)


def home(need: Need) -> str:
    """Whose arrays the numbers of a need lie in."""
    return need.home or f"{need.process}: {need.thing}"


def _size(need: Need, often: dict[str, float], runs: int) -> int:
    """Elements of the arrays that a need goes over; what it needs beyond that is read from them again."""
    count = often[need.thing]
    whole = {"pair": often["linked pair"], "nation": often["nation"]}.get(need.home, count)
    return max(CHUNK, int(np.ceil(min(count, whole) * runs)))


def microseconds(often: dict[str, float], runs: int, seconds: float) -> tuple[float, float]:
    """Least microseconds per run and tick of the floor, and its memory in megabytes."""
    arrays = plan(often, runs)
    draw = np.random.default_rng(1)
    keys = draw.integers(0, 2**32, (2, CHUNK), dtype=np.uint64)
    buffer, now, best, total = np.zeros(CHUNK), STRETCH, float("inf"), 0.0
    total += ticks(0, STRETCH, *arrays, keys, buffer)
    until = time.perf_counter() + seconds
    while time.perf_counter() < until or now == STRETCH:
        start = time.perf_counter()
        total += ticks(now, now + STRETCH, *arrays, keys, buffer)
        best = min(best, time.perf_counter() - start)
        now += STRETCH
    if not np.isfinite(total):
        raise ArithmeticError("the floor computed something that is no number")
    return best / STRETCH / runs * 1e6, arrays[-1].nbytes / 1e6
