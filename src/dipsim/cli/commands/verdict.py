"""``dipsim verdict``: does each kind of exchange stabilise or escalate the region, and how sure is that?"""

from __future__ import annotations

from typing import Annotated, Any

import typer

from dipsim.cli.checks import check_nations, targets_of
from dipsim.cli.errors import UsageError
from dipsim.cli.null_check import self_test, stages
from dipsim.cli.options import Adds, MaybeReplicates, Parameters
from dipsim.cli.output import print_prose
from dipsim.cli.study_command import Study, heading, study_command

ORDER = 2
CONTROLS = """Null control: acts are sampled but have no effect, so the difference must be exactly 0.
Cost-only control: the same money and staff are spent without effect."""
Names = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="NAMES",
        help="Exchange kinds, 'cooperation' for all together, timeline.0, organisations.NAME, relations.A-B.pact, "
        "processes.NAME, PATH=VALUE; or all programmes, events, treaties, organisations, processes, everything. "
        "Default: cooperation and every kind.",
        show_default=False,
    ),
]
Precision = Annotated[
    float | None,
    typer.Option(
        "--precision",
        min=1e-6,
        metavar="W",
        help="Double the runs until the effect on expected disputes per decade is known to within +/- W.",
    ),
]
Hold = Annotated[
    bool,
    typer.Option(
        "--hold-spending", help="Remove the money that is saved instead of letting nations spend it on something else."
    ),
]
RelationPair = Annotated[
    str | None, typer.Option("--relation", metavar="A,B", help="Show the trust of A in B beside the verdicts.")
]
RowControls = Annotated[
    bool, typer.Option("--row-controls", help="Add null and cost-only controls for each kind that is named.")
]
Never = Annotated[
    bool,
    typer.Option(
        "--from-the-beginning",
        help="Remove the target before the start settles, as if it had never existed (default: at the first tick).",
    ),
]
Beside = Annotated[
    str | None, typer.Option("--beside", metavar="NAME", help="Also judge the first target with and without this one.")
]


@study_command(figure=True)
def command(
    study: Study,
    names: Names = None,
    add: Adds = None,
    precision: Precision = None,
    hold_spending: Hold = False,
    relation: RelationPair = None,
    beside: Beside = None,
    row_controls: RowControls = False,
    from_the_beginning: Never = False,
    parameters: Parameters = None,
    replicates: MaybeReplicates = None,
) -> None:
    """Judge each kind of exchange: does it stabilise or escalate the region?

    The answer is mixed, stabilises, escalates, no noticeable effect, probably small or cannot tell. With --parameters
    each word gets a probability, from N pairs of runs at each draw of the uncertain numbers (default: 32)."""
    from dipsim.study.verdict.verdict import verdict

    if parameters is not None:
        given = (add, precision, hold_spending, relation, beside, row_controls, from_the_beginning)
        _over_draws(study, names or [], parameters, replicates, any(given))
        return
    study, added = study.with_added(add)
    requested, pair = [*added, *targets_of(study.spec, names or [])], _pair(study.spec, relation)
    if beside is not None:
        _interaction(study, [*requested, *targets_of(study.spec, [beside])])
        return
    with study.running(*stages(study.spec, requested or None, study.replicates)) as settings:
        found = verdict(
            study.spec,
            requested or None,
            precision=precision,
            hold_spending=hold_spending,
            row_controls=row_controls,
            relation=pair,
            from_the_beginning=from_the_beginning,
            **settings,
        )
    self_test(found)
    controls = [row for row in (found.null, found.cost_only) if row is not None]
    study.draw("verdict", rows=[*found.rows, *controls])
    study.show(found, _print)


def _pair(spec: Any, relation: str | None) -> tuple[str, str] | None:
    """The relation named by A,B. UsageError unless it names two nations."""
    if relation is None:
        return None
    codes = [code.strip() for code in relation.split(",")]
    if len(codes) != 2:
        raise UsageError(
            f"--relation: expected two codes such as {','.join(list(spec.nations)[:2])}, found '{relation}'"
        )
    check_nations(spec, *codes)
    return codes[0], codes[1]


def _over_draws(study: Study, names: list[str], parameters: str, replicates: int | None, more: bool) -> None:
    """Print how likely each word is over draws, and what to measure next."""
    from dipsim.report.answers.over_draws_table import over_draws_table
    from dipsim.scenario.draws.table import open_draws
    from dipsim.study.uncertainty.verdict_over_draws import PAIRS, verdict_over_draws

    if more:
        raise UsageError("--parameters goes with NAMES, --replicates, --seed and --set; leave out the other options")
    requested, draws = targets_of(study.spec, names or ["cooperation"]), open_draws(parameters)
    pairs = replicates or PAIRS
    runs = pairs * len(draws) * (1 + len(requested))
    study.say_cost(draws, runs, len(draws))
    with study.running(("running draws", runs)) as settings:
        settings["replicates"] = pairs
        found = verdict_over_draws(study.spec, requested, draws, **settings)
    study.show(found, over_draws_table)


def _interaction(study: Study, names: list[str]) -> None:
    """Print what the first does with and without the second, and the difference."""
    from dipsim.report.console import verdict_table
    from dipsim.study.verdict.verdict import interaction

    if len(names) != 2 or names[0] == names[1]:
        raise UsageError(
            "--beside asks about two different targets, as in 'dipsim verdict S joint_exercise --beside forum'"
        )
    rows = interaction(study.spec, *names, replicates=study.replicates, seed=study.seed, workers=study.workers)
    study.show(rows, verdict_table)


def _print(found: Any) -> None:
    from dipsim.report.console import verdict_table

    print_prose(f"{heading(found)}\n")
    beside = [row for row in (found.null, found.cost_only) if row is not None]
    verdict_table([*found.rows, *beside])
    if beside:
        print_prose(CONTROLS)
