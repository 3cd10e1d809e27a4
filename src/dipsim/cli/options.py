"""Options that several commands share, so that the same word means the same everywhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from dipsim.cli.errors import set_debug

REPLICATES, SEED = 200, 1


def between(low: int, high: int) -> Callable[[int | None], int | None]:
    """A check that a whole number lies within its range."""

    def check(value: int | None) -> int | None:
        if value is not None and not low <= value <= high:
            raise typer.BadParameter(f"expected a whole number from {low} to {high}, found {value}")
        return value

    return check


Scenario = Annotated[
    str,
    typer.Argument(
        metavar="SCENARIO", help="A scenario file, or a shipped name such as two_blocs.", show_default=False
    ),
]
Target = Annotated[
    str,
    typer.Argument(
        metavar="SCENARIO|FOLDER", help="A scenario, or a folder that 'dipsim run' made.", show_default=False
    ),
]
Replicates = Annotated[
    int, typer.Option("--replicates", "-n", callback=between(1, 2**32), metavar="N", help="How many runs.")
]
Seed = Annotated[
    int,
    typer.Option(
        "--seed", "-s", callback=between(0, 2**32 - 1), metavar="S", help="The same seed gives the same bits."
    ),
]
MaybeReplicates = Annotated[
    int | None,
    typer.Option(
        "--replicates",
        "-n",
        callback=between(1, 2**32),
        metavar="N",
        help=f"How many runs; those of the folder, else {REPLICATES}.",
    ),
]
MaybeSeed = Annotated[
    int | None,
    typer.Option(
        "--seed",
        "-s",
        callback=between(0, 2**32 - 1),
        metavar="S",
        help=f"The draws; those of the folder, else {SEED}.",
    ),
]
Workers = Annotated[
    int | None,
    typer.Option(
        "--workers",
        "-w",
        callback=between(1, 4096),
        metavar="N",
        help="Processes; as many as are worth it. The bits are the same.",
    ),
]
Sets = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="PATH=VALUE", help="Change a number, as in nations.*.transparency=0.9. Repeatable."),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON on standard output instead.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no notes.")]
Debug = Annotated[
    bool, typer.Option("--debug", callback=set_debug, is_eager=True, help="Show a traceback on an error.")
]
Out = Annotated[
    Path | None, typer.Option("--out", "-o", metavar="DIR", help="Folder for the figures.", show_default=False)
]
Anyway = Annotated[
    bool,
    typer.Option("--anyway", help="Answer even if another model made the folder; what comes out is marked."),
]
