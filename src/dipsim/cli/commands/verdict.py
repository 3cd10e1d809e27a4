"""``dipsim verdict``: does each kind of exchange stabilise or escalate the region, and how sure is that?"""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dipsim.cli.options import (
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
    from dipsim.cli.target import Question

ORDER = 2
CONTROLS = """Null control: acts are drawn and served but change nothing, so its effect must be exactly 0.
Cost-only control: the same money and staff are spent without effect."""
Names = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="NAMES", help="Kinds, or 'cooperation' for all together; everything unless given.", show_default=False
    ),
]


def command(
    scenario: Target,
    names: Names = None,
    replicates: MaybeReplicates = None,
    seed: MaybeSeed = None,
    workers: Workers = None,
    sets: Sets = None,
    out: Out = None,
    json: Json = False,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Judge each kind of exchange: does it stabilise or escalate the region?

    The five words are stabilises, escalates, mixed, negligible and cannot tell."""
    from dipsim.cli.output import print_json
    from dipsim.cli.progress import Bar
    from dipsim.cli.target import question
    from dipsim.cli.verdicts import self_test, stages

    asked = question(scenario, replicates, seed, sets, quiet or json)
    check_kinds(asked.spec, names or [])
    with Bar(stages(asked.spec, names or None, asked.replicates), quiet or json) as bar:
        from dipsim.api import verdict
        from dipsim.runs.engine import announce

        announce(bar.note)
        found = verdict(asked.spec, names or None, asked.replicates, asked.seed, workers, progress=bar)
    self_test(found)
    if out is not None:
        _draw(asked, found, out)
    if json:
        print_json(found.as_dict())
    else:
        _print(found)


def check_kinds(spec: Any, names: list[str]) -> None:
    """UsageError for a name that is neither a kind of the scenario nor cooperation."""
    from dipsim.cli.errors import unknown

    known = ["cooperation", *spec.kinds]
    for name in names:
        if name not in known:
            raise unknown("kind", name, known, "dipsim list kinds")


def _print(found: Any) -> None:
    from dipsim.view.screen import verdict_table

    print(f"{found.title}: {found.replicates} replicates, seed {found.seed}\n")
    beside = [row for row in (found.null, found.cost_only) if row is not None]
    verdict_table([*found.rows, *beside])
    if beside:
        print(CONTROLS)


def _draw(asked: Question, found: Any, folder: Path) -> None:
    """Write the bars of the verdicts into ``folder``."""
    from dipsim.cli.progress import note
    from dipsim.view.figures import figure
    from dipsim.view.style import save

    about = SimpleNamespace(
        spec=asked.spec, manifest={"seed": asked.seed}, tables={}, runs=asked.replicates, cooperation=found
    )
    beside = [row for row in (found.null, found.cost_only) if row is not None]
    for path in save(figure(about, "verdict_bars", rows=[*found.rows, *beside]), folder, "verdict_bars"):
        note(f"wrote {path}")
