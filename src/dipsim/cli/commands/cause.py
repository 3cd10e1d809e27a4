"""``dipsim cause``: a minimal set of events without which a crisis of a run does not come."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from dipsim.cli.commands.crisis import TRY_ANOTHER, Date, Level, One, Other, Run, check, headed
from dipsim.cli.errors import unknown
from dipsim.cli.options import between
from dipsim.cli.output import print_prose
from dipsim.cli.study_command import Study, study_command, usage_errors

ORDER = 3.3
Among = Annotated[
    str | None,
    typer.Option(
        "--among",
        metavar="SORTS",
        help="What may be removed, separated by commas: events (timeline, chance, disputes, incidents, acts) and "
        "conditions at the start (conditions, treaties, organisations). Default: all events; conditions where no event "
        "matters.",
        show_default=False,
    ),
]
Window = Annotated[
    int,
    typer.Option(
        "--window",
        callback=between(0, 1200),
        metavar="M",
        help="The crisis counts as prevented if it does not occur within this many months of its date.",
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
    """Find a minimal set of events without which a crisis would not have occurred.

    The run is repeated without some of its events, until putting any one of them back brings the crisis back."""
    from dipsim.study.attribution.cause import cause
    from dipsim.study.attribution.select_crisis import NoCrisis

    check(study, one, other, level, date)
    sorts = _sorts(among)
    which: dict[str, Any] = {"level": level, "run": run, "date": date}
    stages = (("looking for the crisis", study.replicates + 1), ("removing it in every run", study.replicates))
    with study.running(*stages) as settings, usage_errors(NoCrisis, TRY_ANOTHER):
        found = cause(study.spec, one, other, among=sorts, window=window, **which, **settings)
    study.show(found, lambda found: print_prose(headed(found)))


def _sorts(among: str | None) -> tuple[str, ...]:
    """The sorts of events that may be left out. UsageError for one that is not known."""
    from dipsim.study.attribution.removable_events import EVENTS, SORTS

    if among is None:
        return EVENTS
    requested = [sort.strip() for sort in among.split(",")]
    for sort in requested:
        if sort not in SORTS:
            raise unknown("sort", sort, SORTS, ", ".join(SORTS))
    return tuple(sort for sort in SORTS if sort in requested)
