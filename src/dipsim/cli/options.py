"""Options that several commands share, so that the same word means the same everywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dipsim.cli.errors import set_debug

REPLICATES, SEED = 200, 1

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
Replicates = Annotated[int, typer.Option("--replicates", "-n", min=1, max=2**32, metavar="N", help="How many runs.")]
Seed = Annotated[int, typer.Option("--seed", "-s", min=0, max=2**32 - 1, metavar="S", help="The same seed gives the same bits.")]
MaybeReplicates = Annotated[
    int | None,
    typer.Option(
        "--replicates", "-n", min=1, max=2**32, metavar="N", help=f"How many runs. [default: as the folder, else {REPLICATES}]"
    ),
]
MaybeSeed = Annotated[
    int | None,
    typer.Option("--seed", "-s", min=0, max=2**32 - 1, metavar="S", help=f"The draws. [default: as the folder, else {SEED}]"),
]
Workers = Annotated[
    int | None,
    typer.Option(
        "--workers", "-w", min=1, max=4096, metavar="N", help="Processes; any number gives the same bits. [default: as needed]"
    ),
]
Sets = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="PATH=VALUE", help="Change a number, as in nations.*.transparency=0.9. Repeatable."),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON on standard output instead.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress, notes or summary.")]
Debug = Annotated[
    bool, typer.Option("--debug", callback=set_debug, is_eager=True, help="Show a traceback on an error.")
]
Out = Annotated[
    Path | None, typer.Option("--out", "-o", metavar="DIR", help="Folder for the figures.", show_default=False)
]
