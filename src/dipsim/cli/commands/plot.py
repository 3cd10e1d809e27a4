"""``dipsim plot``: draw the figures of a results folder again, or those of a scenario without keeping its tables."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dipsim.cli.commands.list import figures
from dipsim.cli.errors import UsageError, unknown
from dipsim.cli.null_check import stages
from dipsim.cli.options import Debug, MaybeReplicates, MaybeSeed, Out, Quiet, Sets, Workers
from dipsim.cli.progress import Bar
from dipsim.cli.scenario_or_folder import Question, is_folder, question, stored

if TYPE_CHECKING:
    from dipsim.runs.result import Result

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

    if listing:
        figures()
        return
    if target is None:
        raise UsageError("plot needs a folder of results or a scenario; see 'dipsim plot --help'")
    from dipsim.report.figure_registry import draw, usual
    from dipsim.runs.storage.safe_names import slug

    for name in names or []:
        if name not in usual():
            raise unknown("figure", name, usual(), "dipsim plot --list")
    if is_folder(target):
        if sets or replicates or seed is not None:
            raise UsageError("the runs of a results folder are done; give the scenario to plot others")
        paths = _of_folder(stored(target, quiet), names or None, out)
    else:
        request = question(target, replicates, seed, sets, quiet=quiet)
        result = _run(request, names or usual(), workers, quiet)
        usual_place = Path("figures") / f"{slug(Path(request.spec.file).stem)}-s{request.seed}"
        paths = draw(result, out or usual_place, names or None)
    for path in paths:
        print(path)


def _of_folder(result: Result, names: list[str] | None, out: Path | None) -> list[Path]:
    """Draw the figures of a stored result, into its own folder unless another is named."""
    from dipsim.report import figure_registry, stored

    if out is None or (result.folder is not None and out.resolve() == (result.folder / stored.FIGURES).resolve()):
        return stored.draw(result, names)
    return figure_registry.draw(result, out, names)


def _run(request: Question, names: list[str], workers: int | None, quiet: bool) -> Any:
    """The result in memory; the verdict is asked for only when a figure shows it."""
    from dipsim.api import run

    judge = "verdict" in names
    work = stages(request.spec, ["cooperation"], request.replicates)
    with Bar(work if judge else work[:1], quiet) as bar:
        return run(
            request.spec,
            judge=judge,
            say=bar.note,
            replicates=request.replicates,
            seed=request.seed,
            workers=workers,
            progress=bar,
        )
