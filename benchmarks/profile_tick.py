"""Where the time of a tick goes: microseconds per run and tick of every process.

    python benchmarks/profile_tick.py [--nations 7] [--block 1 8] [--full] [--parts] [--seconds 3]

The processes are called one by one from Python, in the order of the tick, on a block that starts anew every 20 years.
Processor times are added up over a year; of each process the lower quartile of all years counts, so that other work on
the machine disturbs little and a year without acts does not stand for all. What a call from Python costs is taken off.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from yardsticks.regions import region

from dipsim.model import tick
from dipsim.model.parameters import REGION_METRICS
from dipsim.model.processes.conflict import crisis, incidents, onset, shock, war
from dipsim.model.processes.domestic import arming, politics
from dipsim.model.processes.exchange import allocation, proposals, sanctions
from dipsim.model.processes.institutions import instruments, organisations
from dipsim.model.processes.perception import perception
from dipsim.model.processes.trust import baseline
from dipsim.model.state.nation import RECORDED
from dipsim.runs.batches.block_builder import make
from dipsim.scenario.world.build import World

ORDER = [
    "reset",
    "recall",
    "fade",
    "fade_stakes",
    "dated_events",
    "politics",
    "dues",
    "perception",
    "diplomacy",
    "licensing",
]
ORDER += [
    "consequences",
    "institutions",
    "arming",
    "crisis",
    "reputation",
    "record_region",
    "apply_evidence",
    "write_outputs",
]
PARTS: dict[str, list[Any]] = {  # the kernels that a process calls, in order
    "politics": [politics.nations, politics.grants, politics.drift, baseline.baseline],
    "perception": [perception.errors, perception.help_expected, perception.threats],
    "diplomacy": [
        proposals.propose_acts,
        proposals.meetings,
        proposals.invitations,
        proposals.programmes,
        allocation.allocate,
    ],
    "institutions": [instruments.instruments, sanctions.sanctions, organisations.organisations, instruments.covers],
    "arming": [arming.budgets, arming.deliveries, arming.accumulate],
    "crisis": [onset.hazards, shock.common_shock, incidents.military_incidents, crisis.disputes, war.war_losses],
}
Call = Callable[[int], Any]
YEARS = 20
NOTHING = "write_outputs of nothing"
EMPTY = "dated_events"  # made-up regions have no timeline, so that it takes what a call from Python takes


def calls(b: Any, world: World, runs: int, parts: bool) -> list[tuple[str, Call]]:
    """Name and call of all that makes up a tick, in order; a call takes the tick."""
    n, kinds = len(world.codes), len(world.kinds)
    tables = np.zeros((1, len(REGION_METRICS), runs)), np.zeros((1, kinds, runs)), np.zeros((1, len(RECORDED), n, runs))
    found: list[tuple[str, Call]] = []
    for name in ORDER:
        for kernel in PARTS[name] if parts and name in PARTS else [getattr(tick, name)]:
            label = name if kernel.__name__ == name else f"  {name}: {kernel.__name__}"
            found.append((label, _call(kernel, b, tables, runs)))
    nothing = np.zeros((1, 0, runs)), np.zeros((1, 0, runs)), np.zeros((1, 0, n, runs))
    return [*found[:-1], (NOTHING, _call(tick.write_outputs, b, nothing, runs)), found[-1]]


def _call(kernel: Any, b: Any, tables: Any, runs: int) -> Call:
    """A kernel with its arguments: the block alone, the block and the tick, or what the recorder and the queue need."""
    if kernel is tick.write_outputs:
        return lambda now: kernel(b, 0, *tables)
    if kernel is allocation.allocate:
        return lambda now: [kernel(b, now, r) for r in range(runs)]
    if len(kernel.takes) == 1:
        return lambda now: kernel(b)
    return lambda now: kernel(b, now)


def measure(world: World, runs: int, parts: bool, seconds: float, years: int = YEARS) -> tuple[dict[str, float], float]:
    """Microseconds per run and tick of every process, and of the whole tick in one call, in every second year."""
    n, kinds, year = len(world.codes), len(world.kinds), world.per_year
    tables = [np.zeros((year, *shape, runs)) for shape in ((len(REGION_METRICS),), (kinds,), (len(RECORDED), n))]
    spent: dict[str, list[float]] = {}
    whole, until = [], time.perf_counter() + seconds
    while time.perf_counter() < until:
        b = make([world], 1, list(range(runs)))
        todo = calls(b, world, runs, parts)
        for now in range(0, years * year, 2 * year):
            start = time.thread_time()
            tick.advance(b, now, *tables)
            whole.append(time.thread_time() - start)
            sums = dict.fromkeys([name for name, _ in todo], 0.0)
            for month in range(now + year, now + 2 * year):
                for name, call in todo:
                    start = time.thread_time()
                    call(month)
                    sums[name] += time.thread_time() - start
            for name, value in sums.items():
                spent.setdefault(name, []).append(value)
    each = {name: float(np.quantile(values, 0.25)) for name, values in spent.items()}
    bare = {name: each[EMPTY] * (runs if "allocate" in name else 1) for name in each} | {
        "write_outputs": each.pop(NOTHING)
    }
    each = {name: max(0.0, value - bare[name]) for name, value in each.items()}
    scale = 1e6 / year / runs
    return {name: value * scale for name, value in each.items()}, float(np.quantile(whole[1:], 0.25)) * scale


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nations", type=int, default=7)
    parser.add_argument("--block", type=int, nargs="+", default=[1, 8], help="runs in a block, one column each")
    parser.add_argument("--full", action="store_true", help="all kinds of the catalogue")
    parser.add_argument("--parts", action="store_true", help="also the kernels that a process is made of")
    parser.add_argument("--seconds", type=float, default=3.0, help="time per column")
    chosen = parser.parse_args()
    world = region(chosen.nations, chosen.full)
    columns = [measure(world, runs, chosen.parts, chosen.seconds) for runs in chosen.block]
    print(f"{len(world.codes)} nations, {len(world.kinds)} kinds: microseconds per run and tick, by runs in a block")
    print(f"{'':36s}" + "".join(f"{runs:10d}" for runs in chosen.block))
    for name in columns[0][0]:
        print(f"{name:36s}" + "".join(f"{each[name]:10.2f}" for each, _ in columns))
    print(f"{'sum':36s}" + "".join(f"{sum(each.values()):10.2f}" for each, _ in columns))
    print(f"{'the tick in one call':36s}" + "".join(f"{whole:10.2f}" for _, whole in columns))


if __name__ == "__main__":
    main()
