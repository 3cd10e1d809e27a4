"""Hold the model as objects against the compiled engine, tick by tick, to 1e-12.

    python benchmarks/yardsticks/dock.py [--scenario NAME ...] [--all] [--years Y] [--replicates R]
                                         [--generated N] [--seed S] [--quiet] [--write]

Every run prints its ticks, its worst difference and, where it differs, the first tick and the quantities; the exit code
is 1 when any run differs. ``--all`` takes every shipped scenario, ``--generated`` made-up worlds with seeds S, S + 1,
..., and ``--write`` puts the figures into docs/docking.md.
"""

from __future__ import annotations

import argparse
import sys
import textwrap
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import worlds
from compare import TOLERANCE, differences, laid_out, of_block
from second_model import Region

from dipsim.model import tick
from dipsim.model.parameters import REGION_METRICS
from dipsim.model.state import dyads
from dipsim.model.state.events import LOG, LogField
from dipsim.model.state.nation import RECORDED
from dipsim.runs.batches.block_builder import make
from dipsim.runs.batches.settled_start import settled_start
from dipsim.runs.errors import UnsettledStart
from dipsim.scenario import locate
from dipsim.scenario.load import load
from dipsim.scenario.schema.parts import CRISES, SETTLED
from dipsim.scenario.world.build import World, build

PAGE = Path(__file__).resolve().parents[2] / "docs" / "docking.md"
WIDTH = 120  # of a line of the page
BEGIN, END = "<!-- figures of the campaign -->", "<!-- end -->"


@dataclass
class Docked:
    """What the comparison of one run found."""

    name: str
    ticks: int = 0
    worst: float = 0.0
    where: str = "nothing"
    apart: tuple[int, list[str]] | None = None  # the first tick with a difference beyond tolerance, and in what
    events: Counter[str] = field(default_factory=Counter)
    rounded: int = 0  # orders of the size of a rounding error that one of the two had and the other not

    def __str__(self) -> str:
        verdict = "same" if self.apart is None else "DIFFERS"
        text = f"{self.name:32s} {self.ticks:5d} ticks  worst {self.worst:8.1e} ({self.where})  {verdict}"
        if self.apart is not None:
            text += f" from tick {self.apart[0]}: {', '.join(self.apart[1])}"
        return text

    def judge(self, t: int, apart: dict[str, float]) -> None:
        """Take in the differences after tick t."""
        self.ticks = t + 1
        name = max(apart, key=apart.__getitem__)
        if apart[name] > self.worst:
            self.worst, self.where = apart[name], name
        beyond = [f"{quantity} {size:.1e}" for quantity, size in apart.items() if not size <= TOLERANCE]
        if beyond:
            self.apart = (t, beyond)


def dock(name: str, world: World, seed: int, replicates: list[int], ticks: int | None = None) -> list[Docked]:
    """Run engine and objects side by side and compare after every tick; a run is given up where it differs."""
    b = make([world], seed, replicates, detail=True)
    runs = len(replicates)
    pairs = [(Region(world, seed, replicate), Docked(f"{name}/{replicate}")) for replicate in replicates]
    region, acts = np.zeros((1, len(REGION_METRICS), runs)), np.zeros((1, len(world.kinds), runs))
    nations = np.zeros((1, len(RECORDED), len(world.codes), runs))
    for t in range(world.ticks if ticks is None else ticks):
        tick.advance(b, t, region, acts, nations)
        for run, (objects, docked) in enumerate(pairs):
            if docked.apart is None:
                objects.step()
                docked.rounded += take_over_remainders(objects, b, run)
                docked.judge(t, differences(laid_out(objects), of_block(b, run)))
                events = b.log[LogField.EVENT, : b.logged[run], run].astype(int)
                docked.events.update(LOG[event] for event in events)
    return [docked for _, docked in pairs]


def take_over_remainders(objects: Region, b: Any, run: int) -> int:
    """Give the objects the engine's orders where only one of the two has any, of the size of a rounding error.

    What a purse leaves of an order is a difference of two sums (E78), 0 for one and 1e-17 for the other, and an order
    of 1e-17 can be diverted like any other (E70). Returns how many there were."""
    found = 0
    for one in objects.nations:
        for view in one.others:
            for row, name in ((dyads.BACKLOG_PAID, "paid"), (dyads.BACKLOG_GIVEN, "given")):
                engine, mine = float(b.dyad[row, one.index, view.other.index, run]), getattr(view, name)
                if (engine > 0.0) != (mine > 0.0) and max(engine, mine) < TOLERANCE:
                    setattr(view, name, engine)
                    found += 1
    return found


def made_up_world(number: int) -> tuple[World, bool]:
    """A made-up world; one whose start does not settle starts with crises instead, and the second value is true."""
    world = worlds.world(number)
    if world.start_at == SETTLED:
        try:
            settled_start(world)
        except UnsettledStart:
            return world.changed(start_at=CRISES), True
    return world, False


def page(shipped: list[Docked], made_up: list[Docked], chosen: Any, seconds: float) -> str:
    """The figures of a campaign in words."""
    begun = (
        f"{len(shipped)} runs of {len({d.name.partition('/')[0] for d in shipped})} shipped scenarios "
        f"(seed {chosen.seed}, {chosen.replicates} replicates each) and {len(made_up):,} made-up worlds "
        f"(seeds {chosen.seed} to {chosen.seed + chosen.generated - 1}), {seconds / 60:.0f} minutes of processor time."
    )
    lines = [
        textwrap.fill(f"`make campaign-docking`: {begun}", WIDTH),
        "",
        "| | runs | ticks compared | runs that differ | worst difference | in | orders of rounding size |",
        "|---|---|---|---|---|---|---|",
    ]
    for words, found in (("shipped scenarios", shipped), ("made-up worlds", made_up)):
        if found:
            worst = max(found, key=lambda d: d.worst)
            differ, ticks = sum(d.apart is not None for d in found), sum(d.ticks for d in found)
            rounded = sum(d.rounded for d in found)
            cells = (
                words,
                f"{len(found):,}",
                f"{ticks:,}",
                str(differ),
                f"{worst.worst:.1e}",
                worst.where,
                f"{rounded:,}",
            )
            lines.append(f"| {' | '.join(cells)} |")
    events: Counter[str] = Counter()
    for docked in shipped + made_up:
        events.update(docked.events)
    told = ", ".join(f"{name.replace('_', ' ')} {events[name]:,}" for name in LOG)
    return "\n".join([*lines, "", textwrap.fill(f"Events in these runs: {told}.", WIDTH)])


def write(text: str) -> None:
    """Put the figures between their marks in docs/docking.md."""
    whole = PAGE.read_text(encoding="utf-8")
    before, _, rest = whole.partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}", encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scenario", action="append", default=[])
    parser.add_argument("--all", action="store_true", help="every shipped scenario")
    parser.add_argument("--years", type=float, help="no more than so many years of each scenario")
    parser.add_argument("--replicates", type=int, default=1)
    parser.add_argument("--generated", type=int, default=0, help="how many made-up worlds")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--quiet", action="store_true", help="say only what differs, and the sum")
    parser.add_argument("--write", action="store_true", help="write the figures into docs/docking.md")
    chosen = parser.parse_args()
    names = locate.names() if chosen.all else chosen.scenario
    start, shipped, made_up, unsettled = time.process_time(), [], [], 0
    for name in names:
        world = build(load(name))
        ticks = world.ticks if chosen.years is None else min(world.ticks, round(chosen.years * world.per_year))
        shipped += _told(dock(name, world, chosen.seed, list(range(chosen.replicates)), ticks), chosen.quiet)
    for number in range(chosen.seed, chosen.seed + chosen.generated):
        world, replaced = made_up_world(number)
        unsettled += replaced
        made_up += _told(dock(f"made up {number}", world, number, [0]), chosen.quiet)
    found = shipped + made_up
    differ = sum(docked.apart is not None for docked in found)
    worst = max((docked.worst for docked in found), default=0.0)
    print(f"{len(found)} runs, {sum(d.ticks for d in found)} ticks, worst {worst:.1e}, {differ} differ")
    if unsettled:
        print(f"{unsettled} made-up worlds, whose start does not settle, started with crises")
    if chosen.write:
        write(page(shipped, made_up, chosen, time.process_time() - start))
    return int(differ > 0)


def _told(found: list[Docked], quiet: bool) -> list[Docked]:
    for docked in found:
        if docked.apart is not None or not quiet:
            print(docked, flush=True)
    return found


if __name__ == "__main__":
    sys.exit(main())
