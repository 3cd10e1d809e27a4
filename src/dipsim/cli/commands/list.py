"""``dipsim list``: what there is to choose from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated

import typer

from dipsim.cli.errors import unknown
from dipsim.cli.options import Debug, Json
from dipsim.cli.output import print_json, print_prose, print_table

ORDER = 5
What = Annotated[
    str,
    typer.Argument(
        metavar="WHAT", help="scenarios (unless given), kinds, figures, postures or parameters.", show_default=False
    ),
]


def command(what: What = "scenarios", json: Json = False, debug: Debug = False) -> None:
    """List scenarios, exchange kinds, figures, postures of nations or parameters."""

    if what not in LISTS:
        raise unknown("list", what, LISTS, "dipsim list --help")
    LISTS[what](json)


def scenarios(json: bool = False) -> None:
    """The shipped scenarios."""
    from dipsim.scenario.load import load
    from dipsim.scenario.locate import names

    specs = {name: load(name) for name in names()}
    rows = [(name, str(len(spec.nations)), f"{spec.time.years:g}", spec.title) for name, spec in specs.items()]
    _show(("scenario", "nations", "years", "title"), rows, json)
    if not json:
        print_prose("\nRun one: dipsim run two_blocs. Write your own: dipsim new my_region.")
        print_prose("Also: dipsim list kinds, figures, postures or parameters.")


def kinds(json: bool = False) -> None:
    """The exchange kinds of the catalogue."""
    from dipsim.scenario.schema.catalogue import catalogue

    entries = catalogue()
    rows = []
    for name, entry in entries.items():
        above = entries[entry.like] if entry.like else entry
        rows.append(
            (
                name,
                entry.form or above.form or "",
                entry.group or above.group or "",
                entry.about if json else entry.about.split(". ")[0].rstrip("."),
            )
        )
    _show(("kind", "form", "group", "about"), rows, json)


def figures(json: bool = False) -> None:
    """The figures that can be drawn."""
    from dipsim.report.figure_registry import available, usual

    _show(("figure", "title"), [(name, available()[name].TITLE) for name in usual()], json)


def postures(json: bool = False) -> None:
    """The named sets of traits that a nation may start from."""
    from dipsim.scenario.postures import describe_postures

    _show(("posture", "about"), list(describe_postures().items()), json)


def parameters(json: bool = False) -> None:
    """The parameters of processes, as they are set by ``--set processes.NAME=VALUE``."""
    from dipsim.cli.output import print_json
    from dipsim.model.parameters import PARAMETERS
    from dipsim.scenario.schema.spec import processes_model

    processes_model()  # declares them
    if json:
        print_json([vars(entry) for entry in PARAMETERS])
        return
    rows = [(entry.name, f"{entry.default:g}", entry.unit, entry.meaning) for entry in PARAMETERS]
    _show(("parameter", "default", "unit", "meaning"), rows, json)
    print_prose("\nBounds, sources and grades of evidence: dipsim list parameters --json")
    print_prose("Change one: dipsim run two_blocs --set processes.crisis.motive=1.2")


LISTS = {
    "scenarios": scenarios,
    "kinds": kinds,
    "figures": figures,
    "postures": postures,
    "parameters": parameters,
}


def _show(columns: Sequence[str], rows: Iterable[Sequence[str]], json: bool) -> None:

    if json:
        print_json([dict(zip(columns, row, strict=True)) for row in rows])
    else:
        print_table(columns, rows)
