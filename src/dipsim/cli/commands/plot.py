"""``dipsim plot``: draw the figures of a results folder again, or those of a scenario without keeping its tables."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dipsim.cli.options import Debug, MaybeReplicates, MaybeSeed, Out, Quiet, Sets, Workers

if TYPE_CHECKING:
    from dipsim.cli.scenario_or_folder import Question

ORDER = 4
Where = Annotated[
    str | None,
    typer.Argument(metavar="FOLDER|SCENARIO", help="A folder of results, or a scenario to run.", show_default=False),
]
Names = Annotated[
    list[str] | None, typer.Argument(metavar="NAMES", help="Figures; all unless given.", show_default=False)
]
List = Annotated[bool, typer.Option("--list", help="List the figures there are.")]


def command(
    target: Where = None,
    names: Names = None,
    out: Out = None,
    replicates: MaybeReplicates = None,
    seed: MaybeSeed = None,
    workers: Workers = None,
    sets: Sets = None,
    listing: List = False,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Draw the figures of a results folder again, or those of a scenario.

    They are written as PNG and SVG, into FOLDER/figures unless --out names a folder."""
    from dipsim.cli.commands.list import figures
    from dipsim.cli.errors import UsageError, unknown

    if listing:
        figures()
        return
    if target is None:
        raise UsageError("plot needs a folder of results or a scenario; see 'dipsim plot --help'")
    from dipsim.cli.scenario_or_folder import question
    from dipsim.report.figure_registry import draw, usual

    for name in names or []:
        if name not in usual():
            raise unknown("figure", name, usual(), "dipsim plot --list")
    asked = question(target, replicates, seed, sets, quiet)
    if asked.result is not None and (sets or replicates or seed is not None):
        raise UsageError("the runs of a results folder are done; give the scenario to plot others")
    result = asked.result or _run(asked, names or usual(), workers, quiet)
    for path in draw(result, out or _place(asked), names or None):
        print(path)


def _place(asked: Question) -> Path:
    """Where figures go unless it was said: beside the tables, or into a folder named after the scenario and seed."""
    from dipsim.runs.storage.safe_names import slug

    if asked.result is not None:
        return Path(asked.result.folder) / "figures"
    return Path("figures") / f"{slug(Path(asked.spec.file).stem)}-s{asked.seed}"


def _run(asked: Question, names: list[str], workers: int | None, quiet: bool) -> Any:
    """The result in memory; the verdict is asked for only when a figure shows it."""
    from dipsim.api import run
    from dipsim.cli.null_check import stages
    from dipsim.cli.progress import Bar

    judge = "verdict_bars" in names
    work = stages(asked.spec, ["cooperation"], asked.replicates)
    with Bar(work if judge else work[:1], quiet) as bar:
        return run(asked.spec, asked.replicates, asked.seed, workers, judge=judge, progress=bar, say=bar.note)
