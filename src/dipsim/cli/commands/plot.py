"""``dipsim plot``: figures of a results folder or of a scenario, and moving pictures of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dipsim.cli.commands.list import figures
from dipsim.cli.errors import UsageError, unknown
from dipsim.cli.null_check import stages
from dipsim.cli.options import Debug, MaybeReplicates, MaybeSeed, Quiet, Sets, Workers
from dipsim.cli.progress import Bar
from dipsim.cli.scenario_or_folder import Question, is_folder, question, stored

if TYPE_CHECKING:
    from dipsim.runs.result import Result

ORDER = 4
MOVING, SIZES = ("network", "map"), ("slide", "column", "page")
Where = Annotated[
    str | None,
    typer.Argument(
        metavar="FOLDER|SCENARIO", help="A results folder of 'dipsim run', or a scenario to run.", show_default=False
    ),
]
Names = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="NAMES",
        help="Figures (default: all). Or a second folder, to draw two results in one figure.",
        show_default=False,
    ),
]
List = Annotated[bool, typer.Option("--list", help="List the available figures.")]
Place = Annotated[
    Path | None,
    typer.Option(
        "--out", "-o", metavar="PATH", help="Folder for the figures; with --animate a .gif or .mp4.", show_default=False
    ),
]
Size = Annotated[
    str | None,
    typer.Option(
        "--size",
        metavar="SIZE",
        help="slide (16:9), column or page of a paper, or inches such as 6x4.",
        show_default=False,
        autocompletion=lambda incomplete: [name for name in SIZES if name.startswith(incomplete)],
    ),
]
Animate = Annotated[
    str | None,
    typer.Option(
        "--animate",
        metavar="WHAT",
        help="Make an animation: network, or map where nations have a location.",
        show_default=False,
        autocompletion=lambda incomplete: [name for name in MOVING if name.startswith(incomplete)],
    ),
]
Step = Annotated[str, typer.Option("--step", metavar="STEP", help="With --animate: year or month.")]
Fps = Annotated[
    float | None,
    typer.Option(
        "--fps",
        metavar="N",
        help="With --animate: frames per second (default: 2 for years, 12 for months).",
        show_default=False,
    ),
]
One = Annotated[
    int | None,
    typer.Option("--run", metavar="N", help="With --animate: one run instead of means over runs.", show_default=False),
]


def command(
    target: Where = None,
    names: Names = None,
    out: Place = None,
    size: Size = None,
    animate: Animate = None,
    step: Step = "year",
    fps: Fps = None,
    run: One = None,
    replicates: MaybeReplicates = None,
    seed: MaybeSeed = None,
    workers: Workers = None,
    sets: Sets = None,
    listing: List = False,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Redraw the figures of a results folder, or draw those of a scenario.

    Figures are written as PNG and SVG into FOLDER/figures (or --out). 'plot A B' draws two results in one figure. At
    --size column, panels stand one below the other, so that letters stay legible. --animate shows how trust and
    disputes change by year or month, as a GIF, or as an MP4 where ffmpeg is installed."""

    if listing:
        figures()
        return
    if target is None:
        raise UsageError("plot needs a folder of results or a scenario; see 'dipsim plot --help'")
    if animate is not None:
        if names or size:
            what = "no --size" if size else f"no names of figures, found {' '.join(names or [])}"
            raise UsageError(f"--animate {animate}: expected {what}")
        from dipsim.report.animation.film import animate as film

        result, _ = _result(target, [], replicates, seed, sets, workers, quiet)
        print(film(result, animate, out, step=step, fps=fps, replicate=run))
        return
    if fps is not None or run is not None or step != "year":
        raise UsageError("--fps, --step and --run: only with --animate")
    from dipsim.report.figure_registry import draw, usual

    wanted = None if size is None else _size(size)
    others = [name for name in names or [] if is_folder(name)]
    if others:
        for path in _two(target, names or [], out, wanted, quiet):
            print(path)
        return
    for name in names or []:
        if name not in usual():
            raise unknown("figure", name, usual(), "dipsim plot --list")
    result, place = _result(target, names or usual(), replicates, seed, sets, workers, quiet)
    if place is None:
        paths = _of_folder(result, names or None, out, wanted)
    else:
        paths = draw(result, out or place, names or None, wanted)
    for path in paths:
        print(path)


def _two(target: str, names: list[str], out: Path | None, size: Any, quiet: bool) -> list[Path]:
    """Draw two stored results in one figure, into a folder that is named after both unless another is named."""
    from dipsim.report import figure_registry, style
    from dipsim.runs.storage.safe_names import slug

    if len(names) > 1 or not is_folder(target):
        raise UsageError("plot A B: expected two folders of results and no names of figures")
    result, other = (stored(text, quiet) for text in (target, names[0]))
    place = Path("figures") / f"{slug(Path(target).name)}-{slug(Path(names[0]).name)}"
    drawn = figure_registry.figure(result, "two_results", size=size, other=other)
    return style.save(drawn, out or place, "two_results" if size is None else f"two_results_{_ending(size)}")


def _ending(size: Any) -> str:
    """A size as a part of a file name."""
    return size if isinstance(size, str) else f"{size[0]:g}x{size[1]:g}"


def _size(text: str) -> Any:
    """A named size, or width and height in inches from a text such as 6x4."""
    from dipsim.report.layout import shapes

    parts = text.split("x")
    if len(parts) == 2 and all(part.replace(".", "", 1).isdigit() for part in parts):
        return shapes.inches((float(parts[0]), float(parts[1])))
    shapes.inches(text)
    return text


def _result(
    target: str,
    names: list[str],
    replicates: int | None,
    seed: int | None,
    sets: list[str] | None,
    workers: int | None,
    quiet: bool,
) -> tuple[Any, Path | None]:
    """The stored result, or that of a scenario that is run for the figures, with the folder where they go."""
    if is_folder(target):
        if sets or replicates or seed is not None:
            raise UsageError("the runs of a results folder are done; give the scenario to plot others")
        return stored(target, quiet), None
    from dipsim.runs.storage.safe_names import slug

    request = question(target, replicates, seed, sets, quiet=quiet)
    place = Path("figures") / f"{slug(Path(request.spec.file).stem)}-s{request.seed}"
    return _run(request, names, workers, quiet), place


def _of_folder(result: Result, names: list[str] | None, out: Path | None, size: Any) -> list[Path]:
    """Draw the figures of a stored result, into its own folder unless another is named."""
    from dipsim.report import figure_registry, stored

    if out is None or (result.folder is not None and out.resolve() == (result.folder / stored.FIGURES).resolve()):
        return stored.draw(result, names, size)
    return figure_registry.draw(result, out, names, size)


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
