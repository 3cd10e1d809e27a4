"""Does openness turn the sign of cooperation in two_blocs, and how far does that hang on assumed numbers?

    python experiments/transparency.py                  # defaults, then 200 draws of the assumed numbers
    python experiments/transparency.py --draws 0        # defaults only

First the verdict of cooperation as a whole at transparency 0.1, 0.5 and 0.9. Then every number of grade 4 that drives
the scenario is drawn at random, and the same is asked again: an exchange kind's numbers uniformly within the bounds of
its catalogue file; process parameters, whose bounds only say what is admissible, uniformly between half and twice their
default within those bounds (a default of 0 stays). Draws come from the project's own keyed generator.
"""

from __future__ import annotations

import argparse
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context

import numpy as np

from dipsim.model import kinds
from dipsim.model.declare import NUMBERS, PARAMETERS
from dipsim.scenario.load import load
from dipsim.scenario.schema import Spec
from dipsim.scenario.world import World, build
from dipsim.study.targets import COOPERATION, cooperative, with_mode
from dipsim.study.verdict import Arms, compare, verdict

LEVELS = (0.1, 0.5, 0.9)


def at(level: float) -> Spec:
    """The scenario with the same transparency everywhere."""
    return load("two_blocs", [f"nations.*.transparency={level}"])


def drawn(world: World, spec: Spec, draw: int) -> World:
    """The world with every assumed number drawn anew; the same draw at every level of transparency."""
    luck = np.random.Generator(np.random.Philox(key=[2025, draw]))
    par, kind = world.par.copy(), world.kind.copy()
    for row, quantity in enumerate(PARAMETERS):
        if quantity.grade == 4 and quantity.default and not quantity.money:
            low, high = sorted((quantity.default / 2, quantity.default * 2))
            par[row] = luck.uniform(max(low, quantity.low), min(high, quantity.high))
    for c, entry in enumerate(spec.kinds.values()):
        for name, value in entry.numbers.items():
            found = entry.evidence[name]
            if found.grade == 4 and value and np.isfinite([found.low, found.high]).all() and name != "mode":
                kind[NUMBERS.row(name), c] = luck.uniform(found.low, found.high)
    kind[kinds.LICENSED] = world.kind[kinds.LICENSED]
    kind[kinds.HOTLINE] = world.kind[kinds.HOTLINE]
    return replace(world, par=par, kind=kind)


def effects(draw: int, replicates: int) -> list[tuple[float, float, float]]:
    """Effect of cooperation on disputes per decade with its interval, at each level of transparency."""
    found = []
    for level in LEVELS:
        spec = at(level)
        world = drawn(build(spec), spec, draw)
        arms = Arms(1, replicates, 1)
        row = compare(COOPERATION, arms(world), arms(with_mode(world, cooperative(spec), "off")))
        effect = row.effects["disputes"]
        found.append((effect.estimate, effect.low, effect.high))
    return found


def share(hits: list[bool]) -> str:
    """Hits as a share with Wilson's 95 % interval."""
    from dipsim.study.intervals import proportion

    interval = proportion(sum(hits), len(hits), 0.95)
    return f"{sum(hits)} of {len(hits)} ({100 * interval.low:.0f} to {100 * interval.high:.0f} %)"


def main() -> None:
    """Print the verdicts at the defaults, then what the draws say."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--draws", type=int, default=200)
    parser.add_argument("--replicates", type=int, default=200, help="pairs per verdict at the defaults")
    parser.add_argument("--pairs", type=int, default=40, help="pairs per verdict of a draw")
    asked = parser.parse_args()
    for level in LEVELS:
        table = verdict(at(level), [COOPERATION], replicates=asked.replicates)
        row = table[COOPERATION]
        print(f"transparency {level}: {row.word}. {row}")
        print(f"  base {row.effects['disputes'].base:.2f} disputes per decade without cooperation;", end=" ")
        print(f"tension {row.effects['tension'].estimate:+.4f}, trust {row.effects['trust'].estimate:+.4f}")
        print(f"  null exactly 0: {table.null.effects['disputes'].exactly_zero}; cost only: {table.cost_only}")
    if not asked.draws:
        return
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        results = list(pool.map(effects, range(asked.draws), [asked.pairs] * asked.draws, chunksize=5))
    signs = np.array(results)  # [draw, level, (estimate, low, high)]
    opaque, clear = signs[:, 0], signs[:, 2]
    print(f"{asked.draws} draws of the assumed numbers, {asked.pairs} pairs each:")
    print(
        "  clearly escalates at 0.1 and clearly stabilises at 0.9:", share(list((opaque[:, 1] > 0) & (clear[:, 2] < 0)))
    )
    print("  estimate above 0 at 0.1 and below 0 at 0.9:", share(list((opaque[:, 0] > 0) & (clear[:, 0] < 0))))
    print("  estimate falls from 0.1 to 0.9:", share(list(clear[:, 0] < opaque[:, 0])))
    for name, rows in zip(LEVELS, signs.transpose(1, 0, 2), strict=True):
        rising, falling = share(list(rows[:, 1] > 0)), share(list(rows[:, 2] < 0))
        print(f"  at {name}: clearly escalates {rising}, clearly stabilises {falling}")


if __name__ == "__main__":
    main()
