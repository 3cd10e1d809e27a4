"""``dipsim report``: the page of a stored result anew, or two results side by side."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dipsim.cli.errors import UsageError
from dipsim.cli.options import Debug, Quiet
from dipsim.cli.output import shown_path
from dipsim.cli.scenario_or_folder import is_folder, stored

ORDER = 4.2
Folder = Annotated[str, typer.Argument(metavar="FOLDER", help="A results folder of 'dipsim run'.", show_default=False)]
Second = Annotated[
    str | None,
    typer.Argument(metavar="OTHER", help="A second results folder, to compare with the first.", show_default=False),
]
Place = Annotated[
    Path | None,
    typer.Option(
        "--out",
        "-o",
        metavar="FILE",
        help="File to write (default: report.html in FOLDER, or A-and-B.html here).",
        show_default=False,
    ),
]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace an existing file.")]


def command(
    folder: Folder,
    other: Second = None,
    out: Place = None,
    overwrite: Overwrite = False,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Write the report of a stored result again, or a page that compares two results side by side.

    The report also shows the answers of questions that were asked of FOLDER. Two results are compared run by run where
    their seeds are equal: metrics and trust of every relation, with intervals."""
    from dipsim.report.stored import write_page

    for name in (folder, other):
        if name is not None and not is_folder(name):
            raise UsageError(f"report: expected a results folder, found '{name}'; make one with dipsim run {name}")
    results = [stored(name, quiet) for name in (folder, other) if name is not None]
    print(shown_path(write_page(*results, out=out, overwrite=overwrite)))
