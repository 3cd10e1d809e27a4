"""``dipsim verdict``: does each kind of exchange stabilise or escalate the region, and how sure is that?"""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dipsim.cli.options import (
    Anyway,
    Debug,
    Json,
    MaybeReplicates,
    MaybeSeed,
    Out,
    Quiet,
    Sets,
    Target,
    Workers,
)

if TYPE_CHECKING:
    from dipsim.cli.scenario_or_folder import Question

ORDER = 2
CONTROLS = """Null control: acts are drawn and served but change nothing, so its effect must be exactly 0.
Cost-only control: the same money and staff are spent without effect."""
Names = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="NAMES",
        help="Kinds, 'cooperation' for all together, timeline.0, organisations.NAME, relations.A-B.pact, "
        "processes.NAME, PATH=VALUE; or all programmes, events, treaties, organisations, processes, everything. "
        "Cooperation and every kind unless given.",
        show_default=False,
    ),
]
Precision = Annotated[
    float | None,
    typer.Option(
        "--precision",
        min=1e-6,
        metavar="W",
        help="Double the runs until expected disputes per decade are known to within W either way.",
    ),
]
Hold = Annotated[bool, typer.Option("--hold-spending", help="Burn the money that is freed instead of spending it.")]
RelationPair = Annotated[
    str | None, typer.Option("--relation", metavar="A,B", help="Show the trust of A in B beside the verdicts.")
]
RowControls = Annotated[bool, typer.Option("--row-controls", help="Null and cost-only controls of each kind named.")]
Beside = Annotated[
    str | None, typer.Option("--beside", metavar="NAME", help="What the first name does with and without this one.")
]


def command(
    scenario: Target,
    names: Names = None,
    replicates: MaybeReplicates = None,
    seed: MaybeSeed = None,
    workers: Workers = None,
    precision: Precision = None,
    hold_spending: Hold = False,
    relation: RelationPair = None,
    beside: Beside = None,
    row_controls: RowControls = False,
    sets: Sets = None,
    anyway: Anyway = False,
    out: Out = None,
    json: Json = False,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Judge each kind of exchange: does it stabilise or escalate the region?

    The words are mixed, stabilises, escalates, no noticeable effect, probably small and cannot tell."""
    from dipsim.cli.null_check import self_test, stages
    from dipsim.cli.output import print_json
    from dipsim.cli.progress import Bar
    from dipsim.cli.scenario_or_folder import question

    request = question(scenario, replicates, seed, sets, quiet=quiet, json=json, anyway=anyway)
    requested, pair = targets_of(request.spec, names or []), _pair(request.spec, relation)
    if beside is not None:
        _interaction(request, [*requested, *targets_of(request.spec, [beside])], workers, json)
        return
    with Bar(stages(request.spec, requested or None, request.replicates), quiet or json) as bar:
        from dipsim.api import verdict
        from dipsim.runs.engine import prepare_kernels

        prepare_kernels(bar.note)
        settings: dict[str, Any] = {
            "precision": precision,
            "hold_spending": hold_spending,
            "row_controls": row_controls,
        }
        settings |= {"relation": pair, "progress": bar}
        found = verdict(request.spec, requested or None, request.replicates, request.seed, workers, **settings)
    self_test(found)
    if out is not None:
        _draw(request, found, out)
    if json:
        print_json(request.marked(found.as_dict()))
    else:
        _print(found)


def targets_of(spec: Any, names: list[str]) -> list[str]:
    """What is to be judged, sorts of targets written out. UsageError for a name that cannot be taken away."""
    from dipsim.cli.errors import UsageError, unknown
    from dipsim.study.interventions import targets

    known = [targets.COOPERATION, *spec.kinds, *targets.names(spec)]
    found: list[str] = []
    for name in names:
        if name in targets.SORTS:
            every = targets.names(spec, name)
            if not every:
                raise UsageError(f"the scenario has no {name}")
            found += every
        elif name in known or "=" in name:
            found.append(name)
        else:
            raise unknown("target", name, [*known, *targets.SORTS], "dipsim list kinds")
    return list(dict.fromkeys(found))


def _pair(spec: Any, relation: str | None) -> tuple[str, str] | None:
    """The relation named by A,B. UsageError unless it names two nations."""
    from dipsim.cli.commands.why import check_nations
    from dipsim.cli.errors import UsageError

    if relation is None:
        return None
    codes = [code.strip() for code in relation.split(",")]
    if len(codes) != 2:
        raise UsageError(
            f"--relation: expected two codes such as {','.join(list(spec.nations)[:2])}, found '{relation}'"
        )
    check_nations(spec, *codes)
    return codes[0], codes[1]


def _interaction(request: Question, names: list[str], workers: int | None, json: bool) -> None:
    """Print what the first does with and without the second, and the difference."""
    from dipsim.cli.errors import UsageError
    from dipsim.cli.output import print_json
    from dipsim.report.console import verdict_table
    from dipsim.study.verdict.verdict import interaction

    if len(names) != 2 or names[0] == names[1]:
        raise UsageError(
            "--beside asks about two different targets, as in 'dipsim verdict S joint_exercise --beside forum'"
        )
    rows = interaction(
        request.spec, names[0], names[1], replicates=request.replicates, seed=request.seed, workers=workers
    )
    if json:
        print_json(request.marked([row.as_dict() for row in rows]))
    else:
        verdict_table(rows)


def _print(found: Any) -> None:
    from dipsim.report.console import verdict_table

    print(f"{found.title}: {found.replicates} replicates, seed {found.seed}\n")
    beside = [row for row in (found.null, found.cost_only) if row is not None]
    verdict_table([*found.rows, *beside])
    if beside:
        print(CONTROLS)


def _draw(request: Question, found: Any, folder: Path) -> None:
    """Write the bars of the verdicts into ``folder``."""
    from dipsim.cli.progress import note
    from dipsim.report.figure_registry import figure
    from dipsim.report.style import save

    about = SimpleNamespace(
        spec=request.spec, manifest=request.manifest, tables={}, runs=request.replicates, cooperation=found
    )
    beside = [row for row in (found.null, found.cost_only) if row is not None]
    for path in save(figure(about, "verdict", rows=[*found.rows, *beside]), folder, "verdict"):
        note(f"wrote {path}")
