"""``dipsim bill``: whom acts of others alarm, whom they reassure, by how much, and what is left for the region."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dipsim.cli.options import Anyway, Debug, Json, MaybeReplicates, MaybeSeed, Out, Quiet, Sets, Target, Workers

if TYPE_CHECKING:
    from dipsim.cli.scenario_or_folder import Question

ORDER = 3.1
READING = """\
Points: trust of third parties with what they hold for and against because of it, minus trust without; mean of all
relations of the region and of all years, with 95 % interval. Alarm and reassurance: what acts wrote into the ledgers
of all observers, in log-odds a year, before caps and decay. EST/ARL: the trust of EST in ARL."""
Names = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="NAMES", help="Kinds, or targets as in verdict such as timeline.0; every kind.", show_default=False
    ),
]


def command(
    scenario: Target,
    names: Names = None,
    replicates: MaybeReplicates = None,
    seed: MaybeSeed = None,
    workers: Workers = None,
    sets: Sets = None,
    anyway: Anyway = False,
    out: Out = None,
    json: Json = False,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Show the third-party bill: whom acts of others alarm, and whom they reassure.

    For each kind of exchange or named programme, with 95 % intervals."""
    from dipsim.cli.commands.verdict import targets_of
    from dipsim.cli.output import print_json
    from dipsim.cli.progress import Bar
    from dipsim.cli.scenario_or_folder import question

    request = question(scenario, replicates, seed, sets, quiet=quiet, json=json, anyway=anyway)
    requested = targets_of(request.spec, names or [])
    arms = 1 + sum(name not in request.spec.kinds for name in requested)
    with Bar([("adding up the bill", arms * request.replicates)], quiet or json) as bar:
        from dipsim.runs.engine import prepare_kernels
        from dipsim.study.attribution.bill import bill

        prepare_kernels(bar.note)
        settings: dict[str, Any] = {"replicates": request.replicates, "seed": request.seed, "workers": workers}
        found = bill(request.spec, requested or None, progress=bar, **settings)
    if out is not None:
        _draw(request, found, out)
    if json:
        print_json(request.marked(found.as_dict()))
    else:
        _print(found)


def _print(found: Any) -> None:
    from dipsim.cli.output import print_table

    print(f"{found.title}: {found.replicates} replicates, seed {found.seed}\n")
    columns = ("what", "points of trust", "alarm", "reassurance", "most alarmed", "most reassured")
    lines = list(found.lines) + ([found.whole] if found.whole not in found.lines else [])
    print_table(columns, [_row(line) for line in lines])
    print(f"\n{READING}")


def _row(line: Any) -> tuple[str, ...]:
    """One line of the table."""
    from dipsim.report.result_view import shorten

    points, whole = line.whole.points, line.whole
    who = []
    for entry in (line.worst(), line.best()):
        felt = entry is not None and abs(entry.points.mean) >= 0.05
        who.append(f"{entry.observer}/{entry.initiator} {entry.points.mean:+.1f}" if felt else "")
    sums = (f"{points.mean:+.2f} ({points.low:+.2f}, {points.high:+.2f})", f"{whole.alarm.mean:+.2f}")
    return shorten(line.title, 26), *sums, f"{whole.reassurance.mean:+.2f}", *who


def _draw(request: Question, found: Any, folder: Path) -> None:
    from dipsim.cli.progress import note
    from dipsim.report.figure_registry import figure
    from dipsim.report.style import save

    about = SimpleNamespace(
        spec=request.spec, manifest=request.manifest, tables={}, runs=request.replicates, cooperation=None
    )
    for path in save(figure(about, "bill", bill=found), folder, "bill"):
        note(f"wrote {path}")
