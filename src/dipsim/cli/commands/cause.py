"""``dipsim cause``: a minimal set of events without which a crisis of a run does not come."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from dipsim.cli.commands.crisis import Date, Level, One, Other, Run, check, found_or_usage, headed
from dipsim.cli.options import Debug, Json, MaybeReplicates, MaybeSeed, Quiet, Sets, Target, Workers, between

ORDER = 3.3
Among = Annotated[
    str | None,
    typer.Option(
        "--among",
        metavar="SORTS",
        help="What may be struck, with commas: timeline, chance, disputes, incidents, acts, and how things stood: "
        "conditions, treaties, organisations. All events unless given, and how things stood where none do.",
        show_default=False,
    ),
]
Window = Annotated[
    int,
    typer.Option(
        "--window", callback=between(0, 1200), metavar="M", help="Months around the date that must stay free of it."
    ),
]


@study_command()
def command(
    study: Study,
    one: One = None,
    other: Other = None,
    level: Level = "force",
    run: Run = None,
    date: Date = None,
    among: Among = None,
    window: Window = 12,
) -> None:
    """Find a minimal set of events without which a crisis does not come.

    The run is repeated without some of its events, until none of those left out can be put back."""
    from dipsim.study.attribution.cause import cause
    from dipsim.study.attribution.select_crisis import CrisisQuery, NoCrisis

    check(study, one, other, level, date)
    kinds, which = _kinds_of_event(among), CrisisQuery(level, run, date)
    stages = ("looking for the crisis", study.replicates + 1), ("striking in every run", study.replicates)
    with study.running(*stages) as settings, usage_errors(NoCrisis, TRY_ANOTHER):
        found = cause(study.spec, one, other, which, among=kinds, window=window, **settings)
    study.show(found, headed)


def _sorts(among: str | None) -> tuple[str, ...]:
    """The sorts of things that may be struck. UsageError for one that is not known."""
    from dipsim.cli.errors import unknown
    from dipsim.study.attribution.removable_events import EVENTS, SORTS

    if among is None:
        return EVENTS
    requested = [sort.strip() for sort in among.split(",")]
    for sort in requested:
        if sort not in SORTS:
            raise unknown("sort", sort, SORTS, ", ".join(SORTS))
    return tuple(sort for sort in SORTS if sort in requested)
