"""``dipsim rivals``: does a verdict hold whichever of the studies that disagree is right?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from dipsim.cli.checks import targets_of
from dipsim.cli.output import print_prose, print_table
from dipsim.cli.study_command import Study, heading, study_command

ORDER = 4
Names = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="NAMES", help="What to judge, as in 'dipsim verdict' (default: cooperation).", show_default=False
    ),
]


@study_command()
def command(study: Study, names: Names = None) -> None:
    """Repeat a verdict under every rival reading of the literature.

    Each rival reading replaces the default in turn, with the same random numbers."""
    from dipsim.study.sensitivity.rivals import readings, rivals

    requested = targets_of(study.spec, names or ["cooperation"])
    total = study.replicates * len(readings(study.spec)) * (1 + len(requested))
    with study.running(("running every reading", total)) as settings:
        found = rivals(study.spec, requested, **settings)
    study.show(found, _print_all)


def _print_all(found: Sequence[Any]) -> None:
    print_prose(f"{heading(found)}\n")
    for one in found:
        _print(one, len(found) == 1)


def _print(found: Any, all_rows: bool) -> None:
    """The sentence, and the readings: all of them, or those on which the verdict hinges."""
    from dipsim.study.verdict.decision import number

    print_prose(found)
    pairs = list(zip(found.readings, found.rows, strict=True)) if all_rows else found.hinges
    rows = []
    for reading, row in pairs:
        disputes = row.effects["expected_disputes"]
        effect = f"{number(disputes)} [{disputes.low:+.3g}, {disputes.high:+.3g}]"
        rows.append((str(reading), row.shown, effect))
    if rows:
        print_table(("reading", "verdict", "disputes per decade"), rows)
    print_prose("Disputes per decade: with it minus without it, 95 % intervals.\n" if all_rows else "")
