"""``dipsim cause``: a minimal set of events without which a crisis of a run does not come."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from dipsim.cli.commands.crisis import Date, Level, One, Other, Run, check, found_or_usage, headed
from dipsim.cli.options import Anyway, Debug, Json, MaybeReplicates, MaybeSeed, Quiet, Sets, Target, Workers, between

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


def command(
    scenario: Target,
    one: One = None,
    other: Other = None,
    level: Level = "force",
    run: Run = None,
    date: Date = None,
    among: Among = None,
    window: Window = 12,
    replicates: MaybeReplicates = None,
    seed: MaybeSeed = None,
    workers: Workers = None,
    sets: Sets = None,
    anyway: Anyway = False,
    json: Json = False,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Find a minimal set of events without which a crisis does not come.

    The run is played again with events struck out, until none of those left can be put back."""
    from dipsim.cli.output import print_json
    from dipsim.cli.progress import Bar
    from dipsim.cli.scenario_or_folder import question

    request = question(scenario, replicates, seed, sets, quiet=quiet, json=json, anyway=anyway)
    check(request, one, other, level, date)
    sorts = _sorts(among)
    with Bar(
        [("looking for the crisis", request.replicates + 1), ("striking in every run", request.replicates)],
        quiet or json,
    ) as bar:
        from dipsim.runs.engine import prepare_kernels
        from dipsim.study.attribution.cause import cause

        prepare_kernels(bar.note)
        settings: dict[str, Any] = {
            "replicates": request.replicates,
            "seed": request.seed,
            "workers": workers,
            "progress": bar,
        }
        which: dict[str, Any] = {"level": level, "run": run, "date": date, "among": sorts, "window": window}
        found = found_or_usage(lambda: cause(request.spec, one, other, **which, **settings))
    if json:
        print_json(request.marked(found.as_dict()))
    else:
        print(headed(found))


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
