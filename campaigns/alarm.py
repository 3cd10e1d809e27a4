"""What alarm does to the verdict: effects with alarm per act as it is, and three times as large.

    python campaigns/alarm.py                                    # two_blocs and two real regions
    python campaigns/alarm.py us_india --times 1 2 --pairs 100   # another region, other factors
    python campaigns/alarm.py --write                            # into docs/validity.md

Joint exercises, and cooperation as a whole, are taken away. Every factor multiplies the alarm of every kind. The region
itself moves with it, so each factor has its own runs with cooperation, on the same draws. What stands is the effect of
having it: conflict with minus without.
"""

from __future__ import annotations

import argparse

import paired
from paired import DOCS, table, told

from dipsim.model.state import exchange_kind
from dipsim.runs.batches.ensemble import usual_workers
from dipsim.scenario.load import load
from dipsim.scenario.world.build import World, build
from dipsim.study.interventions.targets import COOPERATION, without
from dipsim.study.verdict import decision
from dipsim.study.verdict.verdict import Arms, compare

PAGE = DOCS / "validity.md"
SCENARIOS = ("two_blocs", "south_china_sea", "us_south_korea")
NAMES = ("joint_exercise", COOPERATION)


def alarming(world: World, times: float) -> World:
    """The same world with the alarm of every act multiplied, and with a start of its own."""
    kind = world.kind.copy()
    kind[exchange_kind.ALARM] *= times
    return world.changed(kind=kind)


def measure(scenario: str, factors: list[float], pairs: int, seed: int, workers: int | None) -> list[list[str]]:
    """Rows of the table of one scenario."""
    spec = load(scenario)
    arms = Arms(seed, pairs, workers or usual_workers(pairs / 50))
    rows = []
    for name in NAMES:
        for times in factors:
            row = compare(name, arms(alarming(build(spec), times)), arms(alarming(without(spec, name), times)))
            effects = [told(row.effects[outcome]) for outcome in decision.CONFLICT]
            rows.append([f"`{scenario}`", name, f"x{times:g}", row.shown, *effects])
    return rows


def main() -> None:
    """Print the table; write it into the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scenarios", nargs="*", default=list(SCENARIOS))
    parser.add_argument("--times", nargs="+", type=float, default=[1.0, 3.0], help="factors on alarm per act")
    parser.add_argument("--pairs", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int)
    parser.add_argument("--write", action="store_true", help="write the table into docs/validity.md")
    asked = parser.parse_args()
    head = ("region", "taken away", "alarm per act", "word", "disputes a decade", "uses of force a decade")
    rows = []
    for name in asked.scenarios:
        rows += measure(name, asked.times, asked.pairs, asked.seed, asked.workers)
    found = table(head, rows)
    print(found)
    if asked.write:
        paired.put(PAGE, "alarm", found)


if __name__ == "__main__":
    main()
