"""What docking would notice: every number of the model is changed for the objects alone, one at a time.

    python benchmarks/yardsticks/noticed.py [--worlds N] [--seed S] [--only NAME ...]

Each process parameter, each number of the kinds, each trait and each number of organisations is first changed by one
part in a million, then, where that turned nothing, by half: numbers that only meet a draw move a run only when a
draw lies between. A number that no made-up world notices could be read wrongly without docking telling.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import worlds
from compare import TOLERANCE, differences, laid_out, of_block
from second_model import Region

from dipsim.model import tick
from dipsim.model.parameters import NATION, NUMBERS, ORGANISATION, PARAMETERS, REGION_METRICS
from dipsim.model.state.nation import RECORDED, TRAITS
from dipsim.runs.batches.block_builder import make
from dipsim.scenario.world.build import World

MOST_TICKS = 24
CHANGES = (1e-6, 0.5)
Number = tuple[str, int, str]  # array of the world, row, name


def numbers() -> list[Number]:
    """Every number that may be changed. Those that act only at load, before there is a world, are left out."""
    loaded = {"arming.tiv", "mode", "culture", "meets"}
    lent = {"quality", "verification", "limit"}  # of a kind, to the organisations of that kind
    found = [("par", row, name) for row, name in enumerate(PARAMETERS.names())]
    found += [("kind", row, name) for row, name in enumerate(NUMBERS.names()) if name not in lent]
    found += [("nat", NATION.row(name), name) for name in TRAITS]
    found += [("org", row, name) for row, name in enumerate(ORGANISATION.names())]
    return [number for number in found if number[2] not in loaded]


def changed(world: World, number: Number, by: float) -> World:
    """The world with one number changed, everywhere that it stands."""
    array, row, _ = number
    table = getattr(world, array).copy()
    table[row] = np.where(table[row] == 0.0, by, table[row] * (1.0 + by))
    return replace(world, **{array: table})


def traced(world: World, seed: int) -> list[dict[str, Any]]:
    """What the engine does with the world, tick by tick."""
    b = make([world], seed, [0])
    shapes = (len(REGION_METRICS),), (len(world.kinds),), (len(RECORDED), len(world.codes))
    rows = [np.zeros((1, *shape, 1)) for shape in shapes]
    found = []
    for t in range(min(world.ticks, MOST_TICKS)):
        tick.advance(b, t, *rows)
        found.append({name: np.array(value) for name, value in of_block(b, 0).items()})
    return found


def notices(world: World, seed: int, trace: list[dict[str, Any]]) -> bool:
    """Whether the objects, run with this world, leave what the engine did with the true one."""
    try:
        region = Region(world, seed, 0)
        for theirs in trace:
            region.step()
            if max(differences(laid_out(region), theirs).values()) > TOLERANCE:
                return True
    except (ValueError, ZeroDivisionError, OverflowError):
        return True  # the change leaves the bounds of the number
    return False


def unnoticed(left: list[Number], by: float, seeds: range) -> Iterator[tuple[int, list[Number]]]:
    """After each made-up world, the numbers whose change none has noticed so far."""
    for seed in seeds:
        world = worlds.world(seed)
        trace = traced(world, seed)
        left = [number for number in left if not notices(changed(world, number, by), seed, trace)]
        yield seed, left
        if not left:
            return


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--worlds", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="+", help="names of the numbers to change")
    chosen = parser.parse_args()
    left = [number for number in numbers() if not chosen.only or number[2] in chosen.only]
    print(f"{len(left)} numbers, {chosen.worlds} worlds")
    for by in CHANGES:
        for seed, rest in unnoticed(left, by, range(chosen.seed, chosen.seed + chosen.worlds)):
            last, still = seed, rest
        print(f"changed by {by:g}: {len(left) - len(still)} noticed (last world {last}), not: ", end="", flush=True)
        print(", ".join(f"{array}.{name}" for array, _, name in still) or "none")
        left = still


if __name__ == "__main__":
    main()
