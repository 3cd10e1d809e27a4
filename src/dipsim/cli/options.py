"""Options that several commands share, so that the same word means the same everywhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from dipsim.cli.errors import set_debug

REPLICATES, SEED = 200, 1


def shipped_names(incomplete: str) -> list[str]:
    """The shipped scenarios that begin with ``incomplete``, for the completion of a shell, with files beside them."""
    from dipsim.scenario.locate import names

    folder, _, start = incomplete.rpartition("/")
    here = Path(folder or ("/" if incomplete.startswith("/") else "."))
    files = [path.name + "/" * path.is_dir() for path in here.glob("*") if path.is_dir() or path.suffix == ".yaml"]
    beside = [f"{folder}/{name}" if folder else name for name in sorted(files) if name.startswith(start)]
    return [*(name for name in names() if name.startswith(incomplete)), *beside]


def between(low: int, high: int) -> Callable[[int | None], int | None]:
    """A check that a whole number lies from ``low`` to ``high``."""

    def check(value: int | None) -> int | None:
        if value is not None and not low <= value <= high:
            raise typer.BadParameter(f"expected a whole number from {low} to {high}, found {value}")
        return value

    return check


def replicates(text: str, low: int = 1, high: int = 2**32) -> Any:
    """The option --replicates, from ``low`` to ``high``, with the help ``text``."""
    return typer.Option("--replicates", "-n", callback=between(low, high), metavar="N", help=text)


def seed(text: str) -> Any:
    """The option --seed with this help text."""
    return typer.Option("--seed", "-s", callback=between(0, 2**32 - 1), metavar="S", help=text)


Scenario = Annotated[
    str,
    typer.Argument(
        metavar="SCENARIO",
        help="A scenario file, a shipped name such as two_blocs, or - for standard input.",
        show_default=False,
        autocompletion=shipped_names,
    ),
]
Target = Annotated[
    str,
    typer.Argument(
        metavar="SCENARIO|FOLDER",
        help="A scenario (a file, a shipped name, or - for standard input), or a results folder of 'dipsim run'.",
        show_default=False,
        autocompletion=shipped_names,
    ),
]
Replicates = Annotated[int, replicates("Number of runs.")]
Seed = Annotated[int, seed("Random seed. The same seed gives the same results, bit for bit.")]
MaybeReplicates = Annotated[
    int | None, replicates(f"Number of runs (default: as in the folder, otherwise {REPLICATES}).")
]
MaybeSeed = Annotated[int | None, seed(f"Random seed (default: the folder's seed, otherwise {SEED}).")]
Workers = Annotated[
    int | None,
    typer.Option(
        "--workers",
        "-w",
        callback=between(1, 4096),
        metavar="N",
        help="Number of worker processes (default: chosen automatically). Results do not depend on it.",
    ),
]
Sets = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="PATH=VALUE", help="Change a number, for example nations.*.transparency=0.9. Repeatable."
    ),
]
Parameters = Annotated[
    str | None,
    typer.Option(
        "--parameters",
        metavar="DRAWS",
        help="Draw the uncertain numbers: 'draws' (the shipped posterior), prior:SEED:COUNT, or a table of draws.",
        show_default=False,
    ),
]
Add = Annotated[
    str | None,
    typer.Option(
        "--add",
        metavar="ENTRY",
        help="Judge an additional act, written as an entry of a timeline, such as "
        "'{every: year, joint_exercise: {between: [ARL, BOR]}}'.",
        show_default=False,
    ),
]
Adds = Annotated[
    list[str] | None,
    typer.Option(
        "--add",
        metavar="ENTRY",
        help="Judge an additional act, written as an entry of a timeline, such as "
        "'{every: year, joint_exercise: {between: [ARL, BOR]}}'. Repeatable.",
        show_default=False,
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
Markdown = Annotated[bool, typer.Option("--markdown", help="Print Markdown instead of text.")]
Data = Annotated[
    Path, typer.Option("--data", metavar="FOLDER", help="Folder with the published data files.", show_default=False)
]
Quiet = Annotated[
    bool,
    typer.Option("--quiet", "-q", help="Hide the progress bar and all notes except that the model is being compiled."),
]
Debug = Annotated[
    bool, typer.Option("--debug", callback=set_debug, is_eager=True, help="Show the traceback of an error.")
]
Out = Annotated[
    Path | None, typer.Option("--out", "-o", metavar="DIR", help="Folder for the figure.", show_default=False)
]
Anyway = Annotated[
    bool,
    typer.Option("--anyway", help="Answer even if another version of the model made the folder; the answer says so."),
]
