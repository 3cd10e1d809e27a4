"""``dipsim new``: a small scenario to start from, or one filled from published data."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dipsim.cli.errors import UsageError
from dipsim.cli.options import Debug, between
from dipsim.cli.output import shown_path
from dipsim.cli.scenario_template import Asked, check, from_data, parse_codes, scenario, shelved

ORDER = 7
ALL = "all"
Name = Annotated[
    str | None,
    typer.Argument(metavar="NAME", help="Title of the scenario, such as 'My region'.", show_default=False),
]
Nations = Annotated[
    str | None,
    typer.Option(
        "--nations",
        metavar="A,B,C",
        help="Codes of two or more nations, such as NOR,SWE,FIN. [default: ARL,BOR,CEL]",
        show_default=False,
    ),
]
Region = Annotated[
    str | None,
    typer.Option(
        "--region",
        metavar="REGION",
        help="Every state of a region: americas, europe, africa, middle_east, asia; or all five, each a file.",
        show_default=False,
    ),
]
File = Annotated[
    Path | None,
    typer.Option(
        "--out",
        "-o",
        metavar="FILE",
        help="File to write; NAME.yaml unless given. With --region all, the folder of the five.",
        show_default=False,
    ),
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
StatesAt = Annotated[
    int | None,
    typer.Option(
        "--states-at",
        callback=between(1816, 2200),
        metavar="YEAR",
        help="Year at whose end the states exist and the scenario begins; --year unless given.",
        show_default=False,
    ),
]
Hindsight = Annotated[
    bool, typer.Option("--hindsight", help="Let codings made with hindsight count (strategic rivalries).")
]


def command(
    name: Name = None,
    nations: Nations = None,
    region: Region = None,
    data: Data = None,
    year: Year = None,
    states_at: StatesAt = None,
    hindsight: Hindsight = False,
    out: File = None,
    debug: Debug = False,
) -> None:
    """Write a scenario to start from; an existing file is never touched."""

    request = Asked(name, nations, region, data, year, states_at, hindsight)
    request.check()
    if region == ALL:
        _sets(request, out or Path(f"sets_{year}"))
        return
    if name is None and region is None:
        raise UsageError("expected a NAME for the scenario, as in: dipsim new 'My region'")
    words: tuple[str, ...] = ()
    if data is None:
        text, statement = scenario(name or "", parse_codes(nations)), ""
    else:
        text, statement, words = from_data(request)
    path = out or request.file
    check(text, path)
    _write(text, path)
    _announce(path, statement, words)


def _announce(path: Path, statement: str, words: tuple[str, ...]) -> None:

    print(f"wrote {path}{statement}")
    for word in words:
        print(f"note: {word}")
    print(f"Check it: dipsim check {shown_path(path)}")
    print(f"Run it:   dipsim run {shown_path(path)}")


def _sets(request: Asked, out: Path) -> None:
    """The five regional sets. UsageError for data that cannot be used, FolderError for a set changed by hand."""

    done = shelved(request, out)
    if not done.written:
        print(f"{out}: {len(done.files)} sets are up to date")
        return
    print("\n".join(f"wrote {path}" for path in done.files))
    for word in done.words:
        print(f"note: {word}")


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
