"""``dipsim flip``: at which value of a number does what something does to the region turn?"""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dipsim.cli.options import Anyway, Debug, Json, MaybeReplicates, MaybeSeed, Out, Quiet, Sets, Target, Workers

if TYPE_CHECKING:
    from dipsim.cli.scenario_or_folder import Question

ORDER = 3
Path = Annotated[
    str,
    typer.Argument(
        metavar="PATH",
        help="The number to turn, as in nations.*.transparency; scale:relations.*.dispute multiplies.",
        show_default=False,
    ),
]
Taken = Annotated[
    str, typer.Option("--target", metavar="NAME", help="What is judged; anything 'dipsim verdict' can take away.")
]
From = Annotated[
    float | None, typer.Option("--from", metavar="LOW", help="Start of the range; the lowest that is allowed.")
]
To = Annotated[float | None, typer.Option("--to", metavar="HIGH", help="End of the range; the highest allowed.")]
By = Annotated[
    str, typer.Option("--outcome", metavar="NAME", help="expected_disputes, expected_force, force, tension or trust.")
]


def command(
    scenario: Target,
    path: Path,
    target: Taken = "cooperation",
    low: From = None,
    high: To = None,
    outcome: By = "expected_disputes",
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
    """Find the value of a number at which the effect of TARGET on the region turns, with an interval."""
    from dipsim.cli.output import print_json
    from dipsim.cli.progress import Bar
    from dipsim.cli.scenario_or_folder import question

    request = question(scenario, replicates, seed, sets, quiet=quiet, json=json, anyway=anyway)
    check(request.spec, target, outcome)
    from dipsim.runs.engine import prepare_kernels
    from dipsim.scenario.parameter_axis import PathNotNumeric
    from dipsim.study.sensitivity.flip import SCAN, USUAL_POINTS, flip
    from dipsim.study.verdict.paired_runs import NobodyThere

    pairs = 2 * request.replicates
    stages = [("scanning", SCAN * pairs), ("closing in", (USUAL_POINTS - SCAN) * pairs)]
    settings: dict[str, Any] = {"replicates": request.replicates, "seed": request.seed, "workers": workers}
    with Bar(stages, quiet or json) as bar:
        prepare_kernels(bar.note)
        try:
            found = flip(request.spec, path, target, outcome=outcome, low=low, high=high, progress=bar, **settings)
        except (PathNotNumeric, NobodyThere) as problem:
            from dipsim.cli.errors import UsageError

            raise UsageError(f"{problem}; see 'dipsim flip --help'") from None
    if out is not None:
        draw(request, "flip", out, flip=found)
    if json:
        print_json(request.marked(found.as_dict()))
    else:
        print(f"{found.title}: {found.replicates} replicates, seed {found.seed}\n\n{found}")


def check(spec: Any, target: str, outcome: str) -> None:
    """UsageError for a target that cannot be taken away, or an outcome that is not known."""
    from dipsim.cli.errors import unknown
    from dipsim.study.interventions import targets
    from dipsim.study.verdict.paired_runs import OUTCOMES

    if outcome not in OUTCOMES:
        raise unknown("outcome", outcome, OUTCOMES, "dipsim flip --help")
    known = [targets.COOPERATION, *spec.kinds, *targets.names(spec)]
    if target not in known and "=" not in target:
        raise unknown("target", target, known, "dipsim list kinds")


def draw(request: Question, name: str, folder: Any, **found: Any) -> None:
    """Write a figure of a study into ``folder`` and say where."""
    from dipsim.cli.progress import note
    from dipsim.report.figure_registry import figure
    from dipsim.report.style import save

    about = SimpleNamespace(
        spec=request.spec, manifest=request.manifest, tables={}, runs=request.replicates, cooperation=None
    )
    for path in save(figure(about, name, **found), folder, name):
        note(f"wrote {path}")
