"""``dipsim new``: a small scenario to start from, commented and valid."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dipsim.cli.options import Debug, between

ORDER = 7
Name = Annotated[
    str, typer.Argument(metavar="NAME", help="Title of the scenario, such as 'My region'.", show_default=False)
]
Nations = Annotated[
    str, typer.Option("--nations", metavar="A,B,C", help="Codes of two or more nations, such as NOR,SWE,FIN.")
]
File = Annotated[
    Path | None,
    typer.Option("--out", "-o", metavar="FILE", help="File to write; NAME.yaml unless given.", show_default=False),
]
Data = Annotated[
    Path | None,
    typer.Option(
        "--data",
        metavar="FOLDER",
        help="Fill it from published data files in this folder; every gap is marked assumed.",
        show_default=False,
    ),
]
Year = Annotated[
    int | None,
    typer.Option(
        "--year",
        callback=between(1816, 2200),
        metavar="YEAR",
        help="Year of the figures; the last with data for all nations.",
        show_default=False,
    ),
]


def command(
    name: Name,
    nations: Nations = "ARL,BOR,CEL",
    data: Data = None,
    year: Year = None,
    out: File = None,
    debug: Debug = False,
) -> None:
    """Write a scenario to start from; an existing file is never touched."""
    from dipsim.cli.errors import UsageError
    from dipsim.cli.output import shown_path
    from dipsim.cli.scenario_template import check, from_data, scenario, told_codes
    from dipsim.runs.storage.safe_names import slug

    if year is not None and data is None:
        raise UsageError("--year: needs --data FOLDER, where the figures of that year are")
    path = out or Path(f"{slug(name)}.yaml")
    codes = told_codes(nations)
    text, said = (scenario(name, codes), "") if data is None else from_data(name, codes, data, year)
    check(text, path)
    _write(text, path)
    print(f"wrote {path}{said}")
    print(f"Check it: dipsim check {shown_path(path)}")
    print(f"Run it:   dipsim run {shown_path(path)}")


def _write(text: str, path: Path) -> None:
    """A new file with this text. FolderError when there is one already, StorageError when the disk refuses."""
    from dipsim.runs.errors import FolderError
    from dipsim.runs.storage.filesystem import reported

    with reported(path):
        try:
            with path.open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
        except FileExistsError:
            raise FolderError(f"{path}: is there already; name another file with --out") from None
