"""How fast the model as objects is, beside the engine in the same run: microseconds per run and tick on one core.

    python benchmarks/yardsticks/speed.py [--seconds S] [--nations 3 7 20] [--profile]

The regions are those of benchmarks/engine.py. Objects are timed over stretches of 16 ticks, as many as are drawn ahead,
with the draws of the model and, to tell what those cost, with draws of Python's own generator; the engine in blocks of
one run and of the size that it chooses for itself. The best stretch of processor time counts. ``--profile`` prints
where the time of the objects goes with 7 nations.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import sys
import time
from pathlib import Path

from objects import FreeLuck, Luck, Region
from objects.luck import AHEAD

from dipsim.scenario.plan import block_size
from dipsim.scenario.world import World

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from engine import SETTLE, measure, region

LINES = 14


def timed(world: World, luck: type[Luck], seconds: float) -> float:
    """Best microseconds per tick of one run."""
    objects = Region(world, 1, 0, luck)
    for _ in range(2 * AHEAD):
        objects.step()
    best, until = float("inf"), time.process_time() + seconds
    while time.process_time() < until:
        start = time.process_time()
        for _ in range(AHEAD):
            objects.step()
        best = min(best, time.process_time() - start)
    return best / AHEAD * 1e6


def profiled(world: World, ticks: int) -> None:
    """Print the functions in which most time is spent."""
    objects = Region(world)
    for _ in range(SETTLE):
        objects.step()
    profile = cProfile.Profile()
    profile.enable()
    for _ in range(ticks):
        objects.step()
    profile.disable()
    pstats.Stats(profile).strip_dirs().sort_stats("tottime").print_stats(LINES)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=4.0, help="time per number")
    parser.add_argument("--nations", type=int, nargs="+", default=[3, 7, 20])
    parser.add_argument("--profile", action="store_true")
    chosen = parser.parse_args()
    print("nations kinds   objects  objects, free draws   engine, 1 run   engine, block    objects / engine")
    for n in chosen.nations:
        world = region(n)
        runs = block_size(n, len(world.kinds))
        mine, free = (timed(world, luck, chosen.seconds) for luck in (Luck, FreeLuck))
        alone, block = (measure(world, size, chosen.seconds)[0] for size in (1, runs))
        print(
            f"{n:7d} {len(world.kinds):5d} {mine:9.0f} {free:20.0f} {alone:15.1f} {block:10.1f} ({runs:2d})"
            f" {mine / alone:9.0f} to {mine / block:.0f}",
            flush=True,
        )
    if chosen.profile:
        profiled(region(7), 240)


if __name__ == "__main__":
    main()
