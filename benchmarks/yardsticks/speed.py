"""How fast the model as objects is, beside the engine in the same run: microseconds per run and tick on one core.

    python benchmarks/yardsticks/speed.py [--nations 3 7 20] [--rounds N] [--profile]

The regions are those of benchmarks/engine.py. Objects run with the draws of the model and, to tell what those cost,
with draws of Python's own generator; the engine runs one replicate, and a block of the size that it chooses. The
four take turns, so that other work on the machine meets all alike, and the best stretch of processor time of each
counts. ``--profile`` prints where the time of the objects goes with 7 nations.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import sys
import time
from collections.abc import Callable
from pathlib import Path

from second_model import AHEAD, FreeLuck, Luck, Region

from dipsim.model import tick
from dipsim.runs.batches.block_builder import make
from dipsim.runs.batches.block_runner import unread
from dipsim.scenario.world.build import World

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from engine import region

from yardsticks.regions import chosen_block

LINES = 14
Stretch = Callable[[], None]


def objects(world: World, luck: type[Luck]) -> Stretch:
    """A stretch of as many ticks as are drawn ahead."""
    running = Region(world, 1, 0, luck)

    def stretch() -> None:
        for _ in range(AHEAD):
            running.step()

    return stretch


def engine(world: World, runs: int) -> Stretch:
    """The same ticks of a block."""
    b, rows = make([world], 1, list(range(runs))), unread(world, AHEAD, runs)
    now = [0]

    def stretch() -> None:
        tick.advance(b, now[0], *rows)
        now[0] += AHEAD

    return stretch


def best_of(stretches: list[tuple[Stretch, int]], rounds: int) -> list[float]:
    """Best microseconds per run and tick of each stretch and its number of runs, after two rounds to settle."""
    best = [float("inf")] * len(stretches)
    for turn in range(rounds + 2):
        for place, (stretch, runs) in enumerate(stretches):
            start = time.process_time()
            stretch()
            if turn >= 2:
                best[place] = min(best[place], (time.process_time() - start) / AHEAD / runs * 1e6)
    return best


def profiled(world: World, ticks: int) -> None:
    """Print the functions in which most time is spent."""
    running = Region(world)
    for _ in range(2 * AHEAD):
        running.step()
    profile = cProfile.Profile()
    profile.enable()
    for _ in range(ticks):
        running.step()
    profile.disable()
    pstats.Stats(profile).strip_dirs().sort_stats("tottime").print_stats(LINES)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nations", type=int, nargs="+", default=[3, 7, 20])
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--profile", action="store_true")
    chosen = parser.parse_args()
    print("nations kinds   objects  objects, free draws   engine, 1 run   engine, block    objects / engine")
    for n in chosen.nations:
        world = region(n)
        runs = chosen_block(world)
        turns = [(objects(world, Luck), 1), (objects(world, FreeLuck), 1), (engine(world, 1), 1)]
        mine, free, alone, block = best_of([*turns, (engine(world, runs), runs)], chosen.rounds)
        print(
            f"{n:7d} {len(world.kinds):5d} {mine:9.0f} {free:20.0f} {alone:15.1f} {block:10.1f} ({runs:2d})"
            f" {mine / alone:9.0f} to {mine / block:.0f}",
            flush=True,
        )
    if chosen.profile:
        profiled(region(7), 240)


if __name__ == "__main__":
    main()
