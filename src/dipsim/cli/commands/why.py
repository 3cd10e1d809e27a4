"""``dipsim why``: the ledger of one relation at a date, and what its acts did to third parties."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dipsim.cli.options import Anyway, Debug, Json, MaybeReplicates, MaybeSeed, Out, Sets, Target, between

if TYPE_CHECKING:
    from dipsim.cli.scenario_or_folder import Question
    from dipsim.scenario.schema.spec import Spec

ORDER = 3
READING = """\
Log-odds add up: 0 is a trust of 50 %, +1 of 73 %, -1 of 27 %, +2 of 88 %, -2 of 12 %.
Points: trust with the cause minus trust without it, in percentage points; they do not add up."""
One = Annotated[str, typer.Argument(metavar="A", help="Code of the nation whose trust it is.", show_default=False)]
Other = Annotated[str, typer.Argument(metavar="B", help="Code of the nation it trusts or not.", show_default=False)]
At = Annotated[str | None, typer.Option("--at", metavar="YYYY-MM", help="Date; the end unless given.")]
Run = Annotated[
    int | None,
    typer.Option(
        "--run",
        callback=between(0, 2**32 - 1),
        metavar="R",
        help="Number of the run; the one of median trust unless given.",
    ),
]


def command(
    scenario: Target,
    one: One,
    other: Other,
    at: At = None,
    run: Run = None,
    replicates: MaybeReplicates = None,
    seed: MaybeSeed = None,
    sets: Sets = None,
    anyway: Anyway = False,
    out: Out = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Explain the trust of A in B at a date, cause by cause.

    Printed are where it starts, what moved it, and who else was alarmed or reassured by acts of the two."""
    from dipsim.cli.output import print_json
    from dipsim.cli.progress import note
    from dipsim.cli.scenario_or_folder import question

    request = question(scenario, replicates, seed, sets, json=json, anyway=anyway)
    run = request.first if run is None and request.first else run
    check_nations(request.spec, one, other)
    _check_date(request.spec, at)
    from dipsim.api import why
    from dipsim.runs.engine import ignore_progress, prepare_kernels

    prepare_kernels(ignore_progress if json else note)
    found = why(request.spec, one, other, at, request.replicates, request.seed, run)
    if out is not None:
        _draw(request, (one, other), out)
    if json:
        print_json(request.marked(_plain(found)))
    else:
        _print(request.spec, found, run is None)


def check_nations(spec: Spec, *codes: str) -> None:
    """UsageError unless these are codes of different nations."""
    from dipsim.cli.errors import UsageError, unknown

    by_name = {nation.name: code for code, nation in spec.nations.items()}
    for code in codes:
        if code in by_name:
            raise UsageError(f"name a nation by its code: {by_name[code]} for {code}")
        if code not in spec.nations:
            raise unknown("nation", code, spec.nations, f"the codes {', '.join(list(spec.nations)[:12])}")
    if len(set(codes)) < len(codes):
        raise UsageError("name two different nations")


def _check_date(spec: Spec, at: str | None) -> None:
    """UsageError unless the date is a month of the scenario."""
    from dipsim.cli.errors import UsageError
    from dipsim.scenario.world.timeline import date_of
    from dipsim.scenario.yaml.scalars import months

    if at is None:
        return
    if not re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", at, re.ASCII):
        raise UsageError(f"--at: expected a month such as {spec.time.start}, found '{at}'")
    end = date_of(spec.time.ticks, spec.time)
    if not months(spec.time.start) <= months(at) <= months(end):
        raise UsageError(f"--at: expected a month from {spec.time.start} to {end}, found '{at}'")


def _print(spec: Spec, found: Any, median: bool) -> None:
    from dipsim.report.console import bill_table, why_table

    names = [f"{spec.nations[code].name} ({code})" for code in (found.one, found.other)]
    which = f"run {found.run}, whose trust is the median of {found.replicates}" if median else f"run {found.run}"
    why_table(found.accounts, f"Trust of {names[0]} in {names[1]} at {found.date}, in {which}")
    print(f"{READING}\nMean of runs: over all {found.replicates}.\n")
    if len(found.bill):
        bill_table(found.bill, "Trust of observers that acts of either moved, in that run until then, in log-odds")
    else:
        print("No act of either alarmed or reassured anybody in that run until then.")


def _draw(request: Question, pair: tuple[str, str], folder: Path) -> None:
    """Write the causes of the trust of both over time into ``folder``."""
    from dipsim.api import run
    from dipsim.cli.progress import note
    from dipsim.report.figure_registry import figure
    from dipsim.report.style import save

    result = request.result or run(request.spec, request.replicates, request.seed, judge=False)
    result.manifest |= request.manifest
    for path in save(figure(result, "why", dyads=[pair, pair[::-1]]), folder, "why"):
        note(f"wrote {path}")


def _plain(found: Any) -> dict[str, Any]:
    """The answer as plain data."""
    tables = {name: getattr(found, name).to_dict("records") for name in ("accounts", "bill")}
    return {key: value for key, value in vars(found).items() if key not in tables} | tables
