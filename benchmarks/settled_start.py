"""What the settled start costs: per world, beside a run of it, and per point of a sweep.

    python benchmarks/settled_start.py [--data FOLDER] [--points 256] [--write]

A start is worked out once per world, whatever the number of runs. Per world: every shipped scenario, and with
``--data`` the five regional sets made from figures of 1989. Per point: one experiment in ``two_blocs`` with a settled
and with a cold start, two replicates a point, in turns. Times are processor time. ``--write`` puts the tables into
docs/performance.md.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from dipsim.model.entry_points import warm_up
from dipsim.public_data import regional_sets
from dipsim.runs.batches.ensemble import ensemble
from dipsim.runs.batches.settled_start import settled_start
from dipsim.runs.errors import UnsettledStart
from dipsim.runs.outcomes import outcomes
from dipsim.scenario import locate
from dipsim.scenario.load import load, vary
from dipsim.scenario.schema.spec import Spec
from dipsim.scenario.world.build import build
from dipsim.sweeps import sweep
from dipsim.sweeps.experiment.load import parse

PAGE = Path(__file__).resolve().parents[1] / "docs" / "performance.md"
BEGIN, END = "<!-- settled start -->", "<!-- end of settled start -->"
REPEATS, RUNS, SETS = 5, 32, 1989
TEXT = """\
dipsim: 1
experiment: Settled start
scenario: two_blocs
levers: {{openness: {{path: nations.*.transparency, from: 0.1, to: 0.9}}}}
uncertainties:
  stakes: {{path: "scale:relations.*.dispute", from: 0.2, to: 1.8}}
  nations.*.revisionism: {{from: 0.0, to: 0.6}}
set: {{options.start: {start}}}
design: {{low_discrepancy: {{points: {points}}}}}
replicates: 2
"""


def spent() -> float:
    """Seconds of processor time so far, of this process and of its children that ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def of_world(name: str, spec: Spec) -> list[str]:
    """The row of a scenario: nations, kinds, sweeps, milliseconds of its start, of a run, and their ratio."""
    world = build(spec)
    taken = []
    sweeps = "does not settle"
    for _ in range(REPEATS):
        fresh, begun = replace(world), spent()
        try:
            sweeps = str(settled_start(fresh).sweeps)
        except UnsettledStart:
            break
        finally:
            taken.append(1e3 * (spent() - begun))
    cold = build(vary(spec, ["options.start=cold"]))
    begun = spent()
    for _ in ensemble(cold, 1, range(RUNS), outcomes):
        pass
    run = 1e3 * (spent() - begun) / RUNS
    start = statistics.median(taken)
    shape = [str(len(world.codes)), str(len(world.kinds)), f"{world.ticks / world.per_year:g}"]
    return [name, *shape, sweeps, f"{start:.1f}", f"{run:.1f}", f"{start / run:.2f}"]


def of_points(points: int) -> list[list[str]]:
    """The rows of a sweep: milliseconds per point with a settled and a cold start, the median of three sweeps each."""
    taken: dict[str, list[float]] = {"settled": [], "cold": []}
    for _ in range(3):
        for start, seconds in taken.items():
            text = TEXT.format(start=start, points=points)
            with tempfile.TemporaryDirectory() as folder:
                begun = spent()
                sweep.sweep(parse(text, "settled.yaml", None, None), Path(folder) / "s", workers=1)
                seconds.append(1e3 * (spent() - begun) / points)
    return [[start, f"{points:,}", f"{statistics.median(seconds):.2f}"] for start, seconds in taken.items()]


def table(head: list[str], rows: list[list[str]]) -> str:
    """A table in Markdown."""
    lines = [f"| {' | '.join(row)} |" for row in (head, *rows)]
    return "\n".join([lines[0], "|" + "---|" * len(head), *lines[1:]])


def main() -> None:
    """Measure, print, and write into the page."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, help="folder of public data, for the regional sets")
    options.add_argument("--points", type=int, default=256)
    options.add_argument("--write", action="store_true", help="write the tables into docs/performance.md")
    asked = options.parse_args()
    warm_up()
    worlds = {f"`{name}`": load(name) for name in locate.names()}
    if asked.data:
        worlds |= {f"{one.region}, {SETS}": one.spec for one in regional_sets(asked.data, SETS)}
    head = ["world", "nations", "kinds", "years", "sweeps", "start, ms", "run, ms", "start in runs"]
    points = table(["start", "points", "ms per point"], of_points(asked.points))
    text = "\n\n".join([table(head, [of_world(name, spec) for name, spec in worlds.items()]), points])
    print(text)
    if asked.write:
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
        PAGE.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{rest.partition(END)[2]}", encoding="utf-8")


if __name__ == "__main__":
    main()
