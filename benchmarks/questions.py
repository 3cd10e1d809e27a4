"""How long the questions take: a full verdict table, in ensembles, and a default WHEN map.

    python benchmarks/questions.py [--replicates 200] [--workers 2] [--scenario two_blocs]

The yardstick of the table is the bare ensemble of the same scenario in the same run: a table of k rows with its
controls must cost no more than k + 3 of them.
"""

from __future__ import annotations

import argparse
import time

from dipsim.model.entry_points import warm_up
from dipsim.runs.batches.ensemble import ensemble
from dipsim.runs.batches.process_pool import processes
from dipsim.runs.outcomes import outcomes
from dipsim.scenario.load import load
from dipsim.scenario.world.build import build
from dipsim.study.interventions.targets import active
from dipsim.study.sensitivity.map import sign_map
from dipsim.study.verdict.verdict import verdict


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--scenario", default="two_blocs")
    options.add_argument("--replicates", type=int, default=200)
    options.add_argument("--workers", type=int, default=2)
    asked = options.parse_args()
    spec = load(asked.scenario)
    warm_up()
    bare = min(ensemble_time(asked) for _ in range(3))
    rows = len(active(spec)) + 1
    start = time.perf_counter()
    verdict(spec, replicates=asked.replicates, workers=asked.workers)
    table = time.perf_counter() - start
    print(f"{asked.scenario}, {asked.replicates} replicates, {asked.workers} workers")
    print(f"one ensemble             {bare:8.2f} s (best of three, with the start of its workers)")
    print(f"verdict table, {rows:>3} rows  {table:8.2f} s = {table / bare:.1f} ensembles; rows + 3 = {rows + 3}")
    start = time.perf_counter()
    sign_map(spec, workers=asked.workers)
    print(f"WHEN map, as it comes    {time.perf_counter() - start:8.2f} s")


def ensemble_time(asked: argparse.Namespace) -> float:
    """Seconds of one ensemble of the scenario."""
    world = build(load(asked.scenario))
    start = time.perf_counter()
    with processes(asked.workers) as pool:
        list(ensemble(world, 1, range(asked.replicates), outcomes, workers=asked.workers, executor=pool))
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
