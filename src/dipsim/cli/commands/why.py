"""``dipsim why``: the ledger of one relation at a date, and what its acts did to third parties."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from dipsim.cli.checks import check_date, check_nations
from dipsim.cli.options import between
from dipsim.cli.output import print_prose
from dipsim.cli.study_command import Study, study_command

if TYPE_CHECKING:
    from dipsim.scenario.schema.spec import Spec

ORDER = 3
READING = """\
Points add up to trust in per cent: from 50 the baseline, from there the accounts. Log-odds add up too: 0 is a trust of
50 %, +1 of 73 %, -1 of 27 %, +2 of 88 %, -2 of 12 %. History is the rest of a trust given at the start; it fades."""
One = Annotated[str, typer.Argument(metavar="A", help="Code of the nation that trusts.", show_default=False)]
Other = Annotated[str, typer.Argument(metavar="B", help="Code of the nation that is trusted.", show_default=False)]
At = Annotated[str | None, typer.Option("--at", "--date", metavar="YYYY-MM", help="Date (default: the end).")]
Run = Annotated[
    int | None,
    typer.Option(
        "--run",
        callback=between(0, 2**32 - 1),
        metavar="R",
        help="Number of the run (default: the one with the median trust).",
    ),
]


@study_command(figure=True, keeps=False, omit=("workers", "quiet"))
def command(study: Study, one: One, other: Other, at: At = None, run: Run = None) -> None:
    """Explain the trust of A in B at a date, cause by cause.

    Shows where trust starts, what moved it, and which third parties the acts of the two alarmed or reassured."""
    from dipsim.study.attribution.why import why

    check_nations(study.spec, one, other)
    check_date(study.spec, at)
    chosen = study.first if run is None and study.first else run
    with study.running(("running", study.replicates)) as settings:
        found = why(study.spec, one, other, at, run=chosen, **settings)
    _draw(study, (one, other))
    study.show(found, lambda found: _print(study.spec, found, chosen is None))


def _print(spec: Spec, found: Any, median: bool) -> None:
    from dipsim.report.console import bill_table, why_table

    names = [f"{spec.nations[code].name} ({code})" for code in (found.one, found.other)]
    which = f"run {found.run}, whose trust is the median of {found.replicates}" if median else f"run {found.run}"
    why_table(found.accounts, f"Trust of {names[0]} in {names[1]} at {found.date}, in {which}")
    print_prose(f"{READING}\nMean of runs: over all {found.replicates}.\n")
    if len(found.bill):
        bill_table(found.bill, "Points of trust that others hold for or against them because of their acts, then")
    else:
        print("Nobody holds an act of either against it or for it in that run then.")


def _draw(study: Study, pair: tuple[str, str]) -> None:
    """Write the causes of the trust of both over time into the folder of --out."""
    from dipsim.api import run

    if study.out is None:
        return
    result = study.result or run(study.spec, replicates=study.replicates, seed=study.seed, judge=False)
    result.manifest |= study.manifest
    study.draw("why", result, dyads=[pair, pair[::-1]])
