"""``dipsim flip``: at which value of a number does what something does to the region turn?"""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

import typer

from dipsim.cli.checks import check_effect
from dipsim.cli.options import Add, MaybeReplicates, Parameters
from dipsim.cli.output import print_prose
from dipsim.cli.study_command import Study, heading, over_draws_heading, study_command, usage_errors

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
    parameters: Parameters = None,
    replicates: MaybeReplicates = None,
) -> None:
    """Find the value of a number at which the effect of a target changes sign, with an interval.

    With --parameters it says how likely such a value is over draws of the uncertain numbers, where it lies and in which
    direction the effect turns, from N pairs of runs at each value and draw (default: 32)."""
    from dipsim.scenario.parameter_axis import PathNotNumeric
    from dipsim.study.sensitivity.flip import SCAN, USUAL_POINTS, flip
    from dipsim.study.verdict.paired_runs import NobodyThere

    study, added = study.with_added(add)
    target = added[0] if added else target
    check_effect(study.spec, target, outcome)
    if parameters is not None:
        asked = {"outcome": outcome, "low": low, "high": high}
        _over_draws(study, path, target, parameters, replicates, asked)
        return
    pairs = 2 * study.replicates
    stages = (("scanning", SCAN * pairs), ("closing in", (USUAL_POINTS - SCAN) * pairs))
    with study.running(*stages) as settings, usage_errors((PathNotNumeric, NobodyThere), "see 'dipsim flip --help'"):
        found = flip(study.spec, path, target, outcome=outcome, low=low, high=high, **settings)
    study.draw("flip", flip=found)
    study.show(found, lambda found: print_prose(f"{heading(found)}\n\n{found}"))


def _over_draws(
    study: Study, path: str, target: str, parameters: str, replicates: int | None, asked: dict[str, Any]
) -> None:
    """Print how likely there is a flip point over draws, and where."""
    from dipsim.scenario.draws.table import open_draws
    from dipsim.scenario.parameter_axis import PathNotNumeric
    from dipsim.study.sensitivity.flip import USUAL_POINTS
    from dipsim.study.uncertainty.flip_over_draws import flip_over_draws
    from dipsim.study.uncertainty.verdict_over_draws import PAIRS
    from dipsim.study.verdict.paired_runs import NobodyThere

    draws = open_draws(parameters)
    study = replace(study, replicates=replicates or PAIRS)
    runs = 2 * study.replicates * USUAL_POINTS * len(draws)
    study.say_cost(draws, runs, USUAL_POINTS * len(draws))
    with (
        study.running(("running draws", runs)) as settings,
        usage_errors((PathNotNumeric, NobodyThere), "see 'dipsim flip --help'"),
    ):
        found = flip_over_draws(study.spec, path, target, parameters=draws, **asked, **settings)
    replace(study, replicates=found.replicates).draw("flip_over_draws", found=found)
    study.show(found, lambda found: print_prose(f"{over_draws_heading(found)}\n\n{found}"))
