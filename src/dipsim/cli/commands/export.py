"""``dipsim export``: results in the forms of other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dipsim.cli.errors import UsageError, unknown
from dipsim.cli.options import Debug, Quiet
from dipsim.cli.scenario_or_folder import is_folder, stored

ORDER = 4.5
NAMES = ("gexf", "graphml", "csv", "xlsx")
Folder = Annotated[str, typer.Argument(metavar="FOLDER", help="A results folder of 'dipsim run'.", show_default=False)]
To = Annotated[
    str,
    typer.Option(
        "--to",
        metavar="FORMAT",
        help="gexf (Gephi, with time), graphml (yEd, Cytoscape, igraph), csv (a folder for Excel), xlsx (a workbook).",
        show_default=False,
        autocompletion=lambda incomplete: [name for name in NAMES if name.startswith(incomplete)],
    ),
]
Place = Annotated[
    Path | None,
    typer.Option(
        "--out", "-o", metavar="PATH", help="File to write; for csv a folder (default: here).", show_default=False
    ),
]
One = Annotated[
    int | None,
    typer.Option(
        "--replicate", metavar="N", help="One run instead of means over runs (gexf, graphml).", show_default=False
    ),
]
Codes = Annotated[
    bool, typer.Option("--codes", help="Add ISO 3166 and Correlates of War codes of real states (needs pycountry).")
]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace an existing file.")]


def command(
    folder: Folder,
    to: To,
    out: Place = None,
    replicate: One = None,
    codes: Codes = False,
    overwrite: Overwrite = False,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Write results for other programs: the network over time, or tables for a spreadsheet.

    The numbers are those of the tables (docs/tables.md). Cells of a spreadsheet hold values, never formulas."""
    if to not in NAMES:
        raise unknown("form", to, NAMES, "dipsim export --help")
    if not is_folder(folder):
        raise UsageError(f"export: expected a results folder, found '{folder}'; make one with dipsim run {folder}")
    from dipsim.runs.exports.export import export

    print(export(stored(folder, quiet), to, out, replicate=replicate, codes=codes, overwrite=overwrite))
