"""``dipsim list``: what there is to choose from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import typer

from dipsim.cli.errors import UsageError, unknown
from dipsim.cli.options import Debug, Json
from dipsim.cli.output import print_json, print_prose, print_table

ORDER = 5
LISTS = ("scenarios", "kinds", "figures", "postures", "parameters", "priors")
AFTER = {
    "scenarios": "Run one: dipsim run two_blocs. Write your own: dipsim new my_region.\n"
    "Also: dipsim list kinds, figures, postures, parameters or priors.",
    "kinds": "One in full, with how it is written: dipsim list kinds joint_exercise",
    "parameters": "Bounds, sources and grades of evidence: dipsim list parameters --json\n"
    "Change one: dipsim run two_blocs --set processes.crisis.motive=1.2",
    "priors": "Sources, and what kind of study would pin each: dipsim list priors --json",
}
What = Annotated[
    str,
    typer.Argument(
        metavar="WHAT",
        help="scenarios (the default), kinds, figures, postures, parameters or priors.",
        show_default=False,
        autocompletion=lambda incomplete: [name for name in LISTS if name.startswith(incomplete)],
    ),
]
One = Annotated[
    str | None, typer.Argument(metavar="NAME", help="An exchange kind, to be shown in full.", show_default=False)
]


def command(what: What = "scenarios", name: One = None, json: Json = False, debug: Debug = False) -> None:
    """List scenarios, exchange kinds, figures, postures of nations, parameters or priors; or show one kind in full."""

    if what not in LISTS:
        raise unknown("list", what, LISTS, "dipsim list --help")
    if name is not None:
        if what != "kinds":
            raise UsageError(f"only a kind can be named, as in 'dipsim list kinds {name}'")
        _kind(name, json)
        return
    rows = listed(what)
    if json:
        print_json(rows)
        return
    _show(what, rows)
    if what in AFTER:
        print_prose(f"\n{AFTER[what]}")


def listed(what: str) -> list[dict[str, Any]]:
    """The rows of the list ``what``."""
    if what == "figures":
        from dipsim.report.figure_registry import available, usual

        return [{"figure": name, "title": available()[name].TITLE} for name in usual()]
    from dipsim.documentation import lists

    rows: Callable[[], list[dict[str, Any]]] = getattr(lists, what)
    return rows()


def figures() -> None:
    """Print the figures that can be drawn."""
    _show("figures", listed("figures"))


def _show(what: str, rows: list[dict[str, Any]]) -> None:
    from dipsim.documentation.lists import COLUMNS

    print_table(COLUMNS[what], [[_cell(column, row[column]) for column in COLUMNS[what]] for row in rows])


def _cell(column: str, value: Any) -> str:
    if column == "about":
        return str(value).split(". ")[0].rstrip(".")
    return f"{value:g}" if isinstance(value, int | float) else str(value)


def _kind(name: str, json: bool) -> None:
    from dipsim.documentation.lists import kind

    found = kind(name)
    if json:
        print_json(found)
        return
    like = f", like {found['like']} but for the numbers below" if found["like"] else ""
    optional = "; only in a scenario that names it" if found["optional"] else ""
    print_prose(f"{found['title']} ({name}): {found['about']}\n")
    print_prose(f"Form {found['form']}: {found['parties']}. Group {found['group']}{like}{optional}.\n")
    print(f"{found['section']}:\n{found['example']}\n")
    rows = [
        (
            one["number"],
            f"{one['value']:g}",
            one["unit"],
            f"{one['bounds'][0]:g} to {one['bounds'][1]:g}",
            one["meaning"],
        )
        for one in found["numbers"]
    ]
    if rows:
        print_table(("number", "value", "unit", "bounds", "meaning"), rows)
    print_prose(f"\nSources and grades: dipsim list kinds {name} --json")
    print_prose(f"Change a number: dipsim run SCENARIO --set exchanges.{name}.rate=2")
