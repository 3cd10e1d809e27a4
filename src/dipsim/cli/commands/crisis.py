"""``dipsim crisis``: why a crisis of a run came, term by term, and what perfect information would leave of it."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dipsim.cli.options import (
    Anyway,
    Debug,
    Json,
    MaybeReplicates,
    MaybeSeed,
    Out,
    Quiet,
    Sets,
    Target,
    Workers,
    between,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dipsim.cli.scenario_or_folder import Question

ORDER = 3.2
One = Annotated[str | None, typer.Argument(metavar="A", help="Code of one of the two nations.", show_default=False)]
Other = Annotated[str | None, typer.Argument(metavar="B", help="Code of the other.", show_default=False)]
Level = Annotated[str, typer.Option("--level", metavar="L", help="What counts: dispute, display, force or war.")]
Run = Annotated[
    int | None,
    typer.Option(
        "--run",
        callback=between(0, 2**32 - 1),
        metavar="R",
        help="Number of the run; of those with such a crisis the middle one by date unless given.",
    ),
]
Date = Annotated[
    str | None, typer.Option("--date", metavar="YYYY-MM", help="When it came to it; the first time unless given.")
]
Known = Annotated[
    bool, typer.Option("--informed/--no-informed", help="Run everything again with perfect information beside it.")
]


def command(
    scenario: Target,
    one: One = None,
    other: Other = None,
    level: Level = "force",
    run: Run = None,
    date: Date = None,
    informed: Known = True,
    replicates: MaybeReplicates = None,
    seed: MaybeSeed = None,
    workers: Workers = None,
    sets: Sets = None,
    anyway: Anyway = False,
    out: Out = None,
    json: Json = False,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Explain why a crisis came: the terms of its hazard as they were.

    Without nations, run or date it is the first use of force of the run in the middle."""
    from dipsim.cli.output import print_json
    from dipsim.cli.progress import Bar
    from dipsim.cli.scenario_or_folder import question

    request = question(scenario, replicates, seed, sets, quiet=quiet, json=json, anyway=anyway)
    check(request, one, other, level, date)
    with Bar([("looking for the crisis", (2 if informed else 1) * request.replicates + 1)], quiet or json) as bar:
        from dipsim.runs.engine import prepare_kernels
        from dipsim.study.attribution.crisis import crisis

        prepare_kernels(bar.note)
        settings: dict[str, Any] = {
            "replicates": request.replicates,
            "seed": request.seed,
            "workers": workers,
            "progress": bar,
        }
        found = found_or_usage(
            lambda: crisis(request.spec, one, other, level=level, run=run, date=date, informed=informed, **settings)
        )
    if out is not None:
        _draw(request, found, out)
    if json:
        print_json(request.marked(found.as_dict()))
    else:
        _print(found)


def check(request: Question, one: str | None, other: str | None, level: str, date: str | None) -> None:
    """UsageError unless nations, level and date are of the scenario."""
    from dipsim.cli.commands.why import check_nations
    from dipsim.cli.errors import UsageError, unknown
    from dipsim.runs.batches.event_trace import LEVELS
    from dipsim.study.attribution import select_crisis

    if (one is None) != (other is None):
        raise UsageError("name two nations, or none")
    if one is not None and other is not None:
        check_nations(request.spec, one, other)
    if level not in LEVELS:
        raise unknown("level", level, LEVELS, ", ".join(LEVELS))
    try:
        select_crisis.check(request.spec, select_crisis.Asked(level, date=date))
    except ValueError as problem:
        raise UsageError(f"--date: {problem}") from None


def found_or_usage(ask: Any) -> Any:
    """The answer; UsageError where there is no such crisis."""
    from dipsim.cli.errors import UsageError
    from dipsim.study.attribution.select_crisis import NoCrisis

    try:
        return ask()
    except NoCrisis as problem:
        raise UsageError(f"{problem}; try another level, pair, run or more replicates") from None


def headed(found: Any) -> str:
    """The answer in words under its heading, in lines of a screen."""
    from textwrap import fill

    statement = [fill(line, 100, subsequent_indent="  ") for line in str(found).split("\n")]
    return "\n".join([f"{found.title}: {found.replicates} replicates, seed {found.seed}\n", *statement])


def _print(found: Any) -> None:
    from dipsim.cli.output import print_table

    print(f"{headed(found)}\n")
    print_table(("hazard", "road", "a year", "share", "factors"), list(_roads(found)))
    print(f"\nTimes the common shock of the region, {found.moment.shock:.3g}.\n")
    print_table(("before", "who", "times", "last"), list(_before(found)))


def _roads(found: Any) -> Iterator[tuple[str, ...]]:
    """The table of terms: each road before damping, then what near, calm and allies make of their sum."""
    for side in found.moment.sides:
        for road in side.roads:
            factors = ", ".join(f"{name} {value:.3g}" for name, value in road.factors.items())
            pair = f"{side.challenger} > {side.target}"
            yield pair, road.name, f"{road.rate:.4f}", f"{100 * road.share:.0f} %", factors
        calm = ", ".join(f"{name} leave {value:.3g}" for name, value in side.damped_by.items())
        yield (
            "",
            "sum",
            f"{side.hazard:.4f}",
            "",
            f"roads x reach {side.reach:.3g} x size {side.kind:.3g} x damping {side.damp:.3g} ({calm})",
        )


def _before(found: Any) -> Iterator[tuple[str, ...]]:
    for each in found.before:
        yield each.what, " and ".join(code for code in (each.one, each.other) if code), str(each.times), each.last


def _draw(request: Question, found: Any, folder: Path) -> None:
    from dipsim.cli.progress import note
    from dipsim.report.figure_registry import figure
    from dipsim.report.style import save

    about = SimpleNamespace(
        spec=request.spec, manifest=request.manifest, tables={}, runs=request.replicates, cooperation=None
    )
    for path in save(figure(about, "crisis", found=found), folder, "crisis"):
        note(f"wrote {path}")
