"""``dipsim advise``: should this be done? One page with the answer, its size, who objects and what would turn it."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from dipsim.cli.checks import targets_of
from dipsim.cli.errors import UsageError
from dipsim.cli.options import Add, Markdown, between
from dipsim.cli.output import print_prose
from dipsim.cli.progress import note
from dipsim.cli.study_command import Study, study_command

ORDER = 1.5
DRAWS, NUMBERS, FLIPS = 32, 8, 2
What = Annotated[
    str | None,
    typer.Argument(
        metavar="WHAT",
        help="What to judge, such as timeline.0 or an exchange kind; see 'dipsim verdict --help'.",
        show_default=False,
    ),
]
Draws = Annotated[
    int,
    typer.Option(
        "--draws",
        callback=between(1, 10000),
        metavar="N",
        help="Number of worlds in which every assumed number is drawn at random.",
    ),
]
Numbers = Annotated[
    int,
    typer.Option(
        "--numbers", callback=between(0, 1000), metavar="N", help="Number of assumed numbers to vary one at a time."
    ),
]
Flips = Annotated[
    int, typer.Option("--flips", callback=between(0, 100), metavar="N", help="Number of flip points to look for.")
]
Payer = Annotated[
    str | None,
    typer.Option(
        "--for",
        metavar="A",
        help="Nation whose alternatives are compared (default: the first party of the act).",
        show_default=False,
    ),
]
Alternatives = Annotated[
    bool, typer.Option("--alternatives/--no-alternatives", help="Compare with strategies that cost the same.")
]


@study_command(keeps=False)
def command(
    study: Study,
    what: What = None,
    add: Add = None,
    draws: Draws = DRAWS,
    numbers: Numbers = NUMBERS,
    flips: Flips = FLIPS,
    nation: Payer = None,
    alternatives: Alternatives = True,
    markdown: Markdown = False,
) -> None:
    """Advise on one page whether something should be done.

    The page gives the answer, the size of the effect, the chance of war, who is reassured and who is alarmed, the cost,
    how sure the answer is and what would reverse it. For a results folder it is also added to the report."""
    from dipsim.study.advice.advise import advise, rounds

    if (what is None) == (add is None):
        raise UsageError("expected WHAT is to be judged, such as timeline.0, or an act with --add ENTRY")
    if what is not None:
        targets_of(study.spec, [what])
    own: Any = {"draws": draws, "numbers": numbers, "flips": flips, "alternatives": alternatives}
    own |= {"nation": nation, "add": add}
    stage = ("asking every question", round(rounds(study.spec, study.replicates, own) * study.replicates))
    with study.running(stage) as settings:
        found = advise(study.spec, what, **own, **settings)
    _keep(study, found)
    study.show(found, lambda found: print(found.markdown(), end="") if markdown else print_prose(found))


def _keep(study: Study, found: Any) -> None:
    """Put the page into the folder that was asked about, and into its report where there is one."""
    from dipsim.report.stored import keep_advice

    if study.result is not None and study.result.folder is not None:
        for path in keep_advice(study.result, found):
            note(f"wrote {path}")
