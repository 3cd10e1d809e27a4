"""``dipsim new``: a small scenario to start from, commented and valid."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dipsim.cli.options import Debug

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


def command(name: Name, nations: Nations = "ARL,BOR,CEL", out: File = None, debug: Debug = False) -> None:
    """Write a scenario to start from; an existing file is never touched."""
    from dipsim.cli.output import shown_path
    from dipsim.cli.starter import check, scenario
    from dipsim.runs.disk import reported
    from dipsim.runs.errors import FolderError
    from dipsim.runs.names import slug

    path = out or Path(f"{slug(name)}.yaml")
    text = scenario(name, [code.strip() for code in nations.split(",") if code.strip()])
    check(text, path)
    with reported(path):
        try:
            with path.open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
        except FileExistsError:
            raise FolderError(f"{path}: is there already; name another file with --out") from None
    print(f"wrote {path}")
    print(f"Check it: dipsim check {shown_path(path)}")
    print(f"Run it:   dipsim run {shown_path(path)}")
