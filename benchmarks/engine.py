"""How fast the engine is, beside its yardsticks: one table, microseconds per run and tick.

    python benchmarks/engine.py [--quick] [--full] [--seconds S] [--markdown]

Made-up regions of 3, 7 and 20 nations with 13 kinds, of 7 and 20 with the whole catalogue, with --full also of 50 and
193; one run alone, and blocks. Beside each row stand the floor (what a tick needs at least; the ratio to it also by the
counts of the model's first edition), the hot processes in NumPy, and one object per nation in Mesa, up to 50 nations.
Then come the share of each process, the growth in nations and replicates, the start with and without a compile cache,
and with --full the growth in links, the long run of 193 nations and the memory of many. A block is timed over stretches
of a year, of which the lower quartile counts. Engine and yardsticks take turns in several rounds: the best round stands
in the table, but ratios are medians of rounds, so that what else the machine does meets both alike.
"""

from __future__ import annotations

import argparse
import os
import statistics
from collections.abc import Callable, Iterable, Sequence
from multiprocessing import get_context
from typing import Any

from profile_tick import measure as profile
from threadpoolctl import threadpool_limits
from yardsticks import growth, starts, times
from yardsticks.first_edition import first_edition
from yardsticks.needs import NEEDS, Need, frequencies
from yardsticks.regions import SETTLE, chosen_block, linked_dyads, region, settled
from yardsticks.table import NEEDS_HEAD, Table, figure, print_needs

from dipsim.scenario.world.build import World

ROUNDS = 4  # in which the engine and its yardsticks take turns
MOST_OBJECTS = 50  # nations up to which the model as objects is timed
HEAD = (
    "nations", "kinds", "block", "one core", "two cores", "ns per linked dyad", "floor", "engine / floor",
    "by the first edition's counts", "hot part", "in NumPy", "NumPy / engine", "in objects", "objects / engine", "MB",
)  # fmt: skip


def blocks_of(world: World) -> list[int]:
    """One run alone, and the block that the engine chooses."""
    return sorted({1, chosen_block(world)})


def row(world: World, runs: int, seconds: float, pool: Any) -> tuple[list[str], float]:
    """The cells of one block, and its microseconds per run and tick."""
    n, kinds = len(world.codes), len(world.kinds)
    chosen, running = runs == chosen_block(world), settled(world, runs)
    told = frequencies(running)
    turns: list[Callable[[float], float | None]] = [
        lambda each: times.measure(running, each),
        lambda each: floor_of(told, runs, each),
        lambda each: floor_of(told, runs, each, first_edition()),
        lambda each: times.hot_part(world, runs, each),
        lambda each: times.in_numpy(running, each),
        lambda each: times.in_objects(world, each) if runs == 1 and n <= MOST_OBJECTS else None,
    ]
    rounds = [[turn(seconds / ROUNDS) for turn in turns] for _ in range(ROUNDS)]
    each, least, _, ours, theirs, objects = (least_of(column) for column in zip(*rounds, strict=True))
    above, once, numpys, many = (ratio(rounds, one, other) for one, other in ((0, 1), (0, 2), (4, 3), (5, 0)))
    both = times.on_two_cores(pool, n, kinds > 20, runs, seconds) if chosen and pool else None
    assert each is not None
    cells = [
        str(n), str(kinds), f"{runs}{'*' if chosen else ''}", figure(each), figure(both),
        figure(each * 1e3 / linked_dyads(world)), figure(least), figure(above), figure(once),
        figure(ours), figure(theirs), figure(numpys), figure(objects), figure(many),
        figure(times.megabytes(running)),
    ]  # fmt: skip
    return cells, each


def measure(world: World, runs: int, seconds: float) -> tuple[float, float]:
    """Best microseconds per run and tick of a block, and its size in megabytes."""
    running = settled(world, runs)
    return times.measure(running, seconds), times.megabytes(running)


def least_of(found: Iterable[float | None]) -> float | None:
    """The least that was measured; None where nothing was."""
    return min((one for one in found if one is not None), default=None)


def ratio(rounds: list[list[float | None]], one: int, other: int) -> float | None:
    """How many times as much one takes as another: the median of rounds, in which they come after each other."""
    found = [of[one] / of[other] for of in rounds if of[one] is not None and of[other]]
    return statistics.median(found) if found else None


def floor_of(told: dict[str, float], runs: int, seconds: float, asked: Sequence[Need] = NEEDS) -> float | None:
    """Microseconds per run and tick of the floor of so many things; None where nothing can be compiled."""
    try:
        from yardsticks import floor
    except ImportError:
        return None
    return floor.microseconds(told, runs, seconds, asked)[0]


def shares(worlds: list[World], seconds: float, markdown: bool) -> None:
    """Print what part of the tick each process takes, in the block that is chosen (``profile_tick`` shows more)."""
    found = []
    for world in worlds:
        taken, _ = profile(world, chosen_block(world), False, seconds)
        found.append({name: 100.0 * value / sum(taken.values()) for name, value in taken.items()})
    table = Table(("% of the tick", *(f"{len(w.codes)} x {len(w.kinds)}" for w in worlds)), markdown)
    for name in found[0]:
        table.row([name, *(figure(of[name]) for of in found)])


def show_needs(markdown: bool) -> None:
    """Print what the floor counts for each thing, and how many things there are in regions of several sizes."""
    print_needs(Table(NEEDS_HEAD, markdown))
    print()
    worlds = [region(n, full) for n, full in ((7, False), (20, False), (20, True), (50, False))]
    table = Table(("things per run and tick", *(f"{len(w.codes)} x {len(w.kinds)}" for w in worlds)), markdown)
    often = [frequencies(settled(world, 8)) for world in worlds]
    for thing in dict.fromkeys(need.thing for need in NEEDS):
        table.row([thing, *(figure(found.get(thing, 0.0)) for found in often)])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="3 and 7 nations on one core, and nothing compiled anew")
    parser.add_argument("--full", action="store_true", help="also 50 and 193 nations, the long run and the memory")
    parser.add_argument("--seconds", type=float, default=1.0, help="time for each figure")
    parser.add_argument("--markdown", action="store_true", help="print tables as in docs/performance.md")
    parser.add_argument("--needs", action="store_true", help="print only what the floor counts")
    asked = parser.parse_args()
    if asked.needs:
        show_needs(asked.markdown)
        return
    sizes = (3, 7) if asked.quick else (3, 7, 20, 50, 193) if asked.full else (3, 7, 20)
    regions = [(n, full) for full in (False, True) for n in sizes if not full or (n in (7, 20) and not asked.quick)]
    seconds, worlds = asked.seconds / 4 if asked.quick else asked.seconds, []
    table, alike = Table(HEAD, asked.markdown), {}
    with threadpool_limits(1), get_context("spawn").Pool(2) as pool:  # else threads of NumPy wait busily for more work
        for n, full in regions:
            world = region(n, full)
            worlds.append(world)
            for runs in blocks_of(world):
                cells, each = row(world, runs, seconds, None if asked.quick or (os.cpu_count() or 1) < 2 else pool)
                table.row(cells)
                if not full:
                    alike[n, runs == 1] = each
    print(f"\nus per run and tick; * the block that is chosen; peak memory, with NumPy: {starts.peak() / 1e6:.0f} MB\n")
    shares(worlds, seconds, asked.markdown)
    print()
    starts.growth_in_nations(alike)
    starts.growth_in_replicates(asked.quick)
    if not asked.quick:
        starts.first_contact()
    if asked.full:
        print()
        growth.growth_in_links(seconds, asked.markdown)
        starts.long_run()
        starts.memory(asked.markdown)


__all__ = ["SETTLE", "measure", "region"]  # for whoever measures the same regions

if __name__ == "__main__":
    main()
