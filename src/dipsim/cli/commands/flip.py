"""``dipsim flip``: at which value of a number does what something does to the region turn?"""

from __future__ import annotations

from typing import Annotated

import typer

from dipsim.cli.checks import check_effect
from dipsim.cli.options import Add
from dipsim.cli.output import print_prose
from dipsim.cli.study_command import Study, heading, study_command, usage_errors

ORDER = 3
Path = Annotated[
    str,
    typer.Argument(
        metavar="PATH",
        help="Number to vary, such as nations.*.transparency; scale:PATH multiplies what the scenario has.",
        show_default=False,
    ),
]
Taken = Annotated[str, typer.Option("--target", metavar="NAME", help="What to judge: any target of 'dipsim verdict'.")]
From = Annotated[
    float | None,
    typer.Option("--from", "--low", metavar="LOW", help="Start of the range (default: the lowest value allowed)."),
]
To = Annotated[
    float | None,
    typer.Option("--to", "--high", metavar="HIGH", help="End of the range (default: the highest value allowed)."),
]
By = Annotated[
    str, typer.Option("--outcome", metavar="NAME", help="expected_disputes, expected_force, force, tension or trust.")
]


@study_command(figure=True)
def command(
    study: Study,
    path: Path,
    target: Taken = "cooperation",
    add: Add = None,
    low: From = None,
    high: To = None,
    outcome: By = "expected_disputes",
) -> None:
    """Find the value of a number at which the effect of a target changes sign, with an interval."""
    from dipsim.scenario.parameter_axis import PathNotNumeric
    from dipsim.study.sensitivity.flip import SCAN, USUAL_POINTS, flip
    from dipsim.study.verdict.paired_runs import NobodyThere

    study, added = study.with_added(add)
    target = added[0] if added else target
    check_effect(study.spec, target, outcome)
    pairs = 2 * study.replicates
    stages = (("scanning", SCAN * pairs), ("closing in", (USUAL_POINTS - SCAN) * pairs))
    with study.running(*stages) as settings, usage_errors((PathNotNumeric, NobodyThere), "see 'dipsim flip --help'"):
        found = flip(study.spec, path, target, outcome=outcome, low=low, high=high, **settings)
    study.draw("flip", flip=found)
    study.show(found, lambda found: print_prose(f"{heading(found)}\n\n{found}"))
