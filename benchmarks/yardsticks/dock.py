"""Hold the model as objects against the compiled engine, tick by tick, to 1e-12.

    python benchmarks/yardsticks/dock.py [--scenario NAME] [--years Y] [--replicates R] [--generated N] [--seed S]
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from typing import Any

import numpy as np
import worlds
from compare import TOLERANCE, differences, laid_out, of_block
from objects import Region

from dipsim.model import tick
from dipsim.model.declare import MEASURES
from dipsim.model.nation import RECORDED
from dipsim.runs.block import make
from dipsim.scenario.load import load
from dipsim.scenario.world import World, build


@dataclass
class Docked:
    """What the comparison of a run found."""

    name: str
    ticks: int
    worst: float
    where: str
    apart: tuple[int, list[str]] | None  # the first tick with a difference beyond tolerance, and in what

    def __str__(self) -> str:
        verdict = "same" if self.apart is None else "DIFFERS"
        text = f"{self.name:32s} {self.ticks:5d} ticks  worst {self.worst:8.1e} ({self.where})  {verdict}"
        if self.apart is not None:
            text += f" from tick {self.apart[0]}: {', '.join(self.apart[1])}"
        return text


def dock(name: str, world: World, seed: int, replicates: list[int], ticks: int | None = None) -> list[Docked]:
    """Run engine and objects side by side and compare after every tick; a run stops where it differs."""
    ticks = world.ticks if ticks is None else ticks
    b = make([world], seed, replicates)
    regions = [Region(world, seed, replicate) for replicate in replicates]
    found = [Docked(f"{name}/{replicate}", 0, 0.0, "", None) for replicate in replicates]
    rows = [np.zeros((1, *shape)) for shape in shapes(world, len(replicates))]
    for t in range(ticks):
        tick.advance(b, t, *rows)
        for run, (region, docked) in enumerate(zip(regions, found, strict=True)):
            if docked.apart is None:
                region.step()
                _judge(docked, t, differences(laid_out(region), of_block(b, run)))
    return found


def shapes(world: World, runs: int) -> Any:
    """What the engine records of one tick: measures, acts, nations."""
    return (len(MEASURES), runs), (len(world.kinds), runs), (len(RECORDED), len(world.codes), runs)


def _judge(docked: Docked, t: int, apart: dict[str, float]) -> None:
    docked.ticks = t + 1
    name = max(apart, key=apart.__getitem__)
    if apart[name] > docked.worst:
        docked.worst, docked.where = apart[name], name
    beyond = [f"{quantity} {size:.1e}" for quantity, size in apart.items() if not size <= TOLERANCE]
    if beyond:
        docked.apart = (t, beyond)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scenario", action="append", default=[])
    parser.add_argument("--years", type=float)
    parser.add_argument("--replicates", type=int, default=1)
    parser.add_argument("--generated", type=int, default=0)
    parser.add_argument("--quiet", action="store_true", help="say only what differs")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    failed = 0
    for name in chosen.scenario:
        world = build(load(name))
        ticks = None if chosen.years is None else round(chosen.years * world.per_year)
        for docked in dock(name, world, chosen.seed, list(range(chosen.replicates)), ticks):
            print(docked, flush=True)
            failed += docked.apart is not None
    for number in range(chosen.seed, chosen.seed + chosen.generated):
        for docked in dock(f"made up {number}", worlds.world(number), number, [0]):
            if docked.apart is not None or not chosen.quiet:
                print(docked, flush=True)
            failed += docked.apart is not None
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
