"""``dipsim new``: a small scenario to start from, or one filled from published data."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dipsim.cli.options import Debug, between
from dipsim.cli.output import print_prose, shown_path
from dipsim.runs.new_scenario import NewScenario, Written, shelved, write

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
        help="Codes of two or more states, such as NOR,SWE,FIN, or of invented nations. [default: ARL,BOR,CEL]",
        show_default=False,
    ),
]
Region = Annotated[
    str | None,
    typer.Option(
        "--region",
        metavar="REGION",
        help="Every state of a region: americas, europe, africa, middle_east or asia; or all, for a file of each.",
        show_default=False,
    ),
]
File = Annotated[
    Path | None,
    typer.Option(
        "--out",
        "-o",
        metavar="FILE",
        help="File to write (default: NAME.yaml). With --region all, the folder for the five files.",
        show_default=False,
    ),
]
Data = Annotated[
    Path | None,
    typer.Option(
        "--data",
        metavar="FOLDER",
        help="Fill in the numbers from published data files in this folder; every gap is marked as assumed.",
        show_default=False,
    ),
]
Year = Annotated[
    int | None,
    typer.Option(
        "--year",
        callback=between(1816, 2200),
        metavar="YEAR",
        help="Year of the figures (default: the last with data for all nations).",
        show_default=False,
    ),
]
StatesAt = Annotated[
    int | None,
    typer.Option(
        "--states-at",
        callback=between(1816, 2200),
        metavar="YEAR",
        help="Year after which the scenario begins, with the states of that time (default: --year).",
        show_default=False,
    ),
]
Hindsight = Annotated[
    bool, typer.Option("--hindsight", help="Also use codings that were made with hindsight (strategic rivalries).")
]
Fictional = Annotated[
    bool, typer.Option("--fictional", help="Invented nations, even where the codes are those of states.")
]


def command(
    name: Name = None,
    nations: Nations = None,
    region: Region = None,
    data: Data = None,
    year: Year = None,
    states_at: StatesAt = None,
    hindsight: Hindsight = False,
    fictional: Fictional = False,
    out: File = None,
    debug: Debug = False,
) -> None:
    """Write a scenario to start from; an existing file is never overwritten.

    Codes of states (ISO 3166) give names, capitals and land borders; you or --data fill in gdp and spending.
    Other codes give a sketch of invented nations."""

    request = NewScenario(name, nations, region, data, year, states_at, hindsight, fictional)
    if region == ALL:
        _sets(request, out or Path(f"sets_{year}"))
        return
    _announce(write(request, out))


def _announce(made: Written) -> None:
    print_prose(f"wrote {made.path}{made.statement}")
    for word in made.words:
        print_prose(f"note: {word}")
    print_prose(f"Check it: dipsim check {shown_path(made.path)}")
    if made.complete:
        print_prose(f"Run it:   dipsim run {shown_path(made.path)}")


def _sets(request: NewScenario, out: Path) -> None:
    """The five regional sets. An error of usage for data that cannot be used, FolderError for a set changed by hand."""

    done = shelved(request, out)
    if not done.written:
        print(f"{out}: {len(done.files)} sets are up to date")
        return
    print("\n".join(f"wrote {path}" for path in done.files))
    for word in done.words:
        print_prose(f"note: {word}")
