"""``dipsim crisis``: why a crisis of a run came, term by term, and what perfect information would leave of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

import typer

from dipsim.cli.errors import UsageError
from dipsim.cli.options import between
from dipsim.cli.output import print_prose, print_table
from dipsim.cli.study_command import Study, heading, study_command, usage_errors

ORDER = 3.2
TRY_ANOTHER = "try another level, pair, run or more replicates"
One = Annotated[str | None, typer.Argument(metavar="A", help="Code of one of the two nations.", show_default=False)]
Other = Annotated[str | None, typer.Argument(metavar="B", help="Code of the other.", show_default=False)]
Level = Annotated[
    str, typer.Option("--level", metavar="L", help="Rung that counts as a crisis: dispute, display, force or war.")
]
Run = Annotated[
    int | None,
    typer.Option(
        "--run",
        callback=between(0, 2**32 - 1),
        metavar="R",
        help="Number of the run (default: of the runs with such a crisis, the one with the median date).",
    ),
]
Date = Annotated[
    str | None, typer.Option("--date", metavar="YYYY-MM", help="Month of the crisis (default: the first one).")
]
Known = Annotated[
    bool,
    typer.Option("--informed/--no-informed", help="Also repeat all runs with perfect information, for comparison."),
]


@study_command(figure=True)
def command(
    study: Study,
    one: One = None,
    other: Other = None,
    level: Level = "force",
    run: Run = None,
    date: Date = None,
    informed: Known = True,
) -> None:
    """Explain why a crisis began: the terms of its hazard at that moment.

    Without nations, run or date, it explains the first use of force in the run with the median date."""
    from dipsim.study.attribution.crisis import crisis
    from dipsim.study.attribution.select_crisis import NoCrisis

    check(study, one, other, level, date)
    runs = (2 if informed else 1) * study.replicates + 1
    with study.running(("looking for the crisis", runs)) as settings, usage_errors(NoCrisis, TRY_ANOTHER):
        found = crisis(study.spec, one, other, level=level, run=run, date=date, informed=informed, **settings)
    study.draw("crisis", found=found)
    study.show(found, _print)


def check(study: Study, one: str | None, other: str | None, level: str, date: str | None) -> None:
    """Raise UsageError unless the nations ``one`` and ``other``, ``level`` and ``date`` belong to the scenario of
    ``study``."""
    from dipsim.study.attribution import select_crisis

    if (one is None) != (other is None):
        raise UsageError("expected two nations or none, found one")
    pair = None if one is None or other is None else (one, other)
    select_crisis.check(study.spec, select_crisis.Asked(level, pair, date=date))


def headed(found: Any) -> str:
    """The answer ``found`` in words under its heading."""
    return f"{heading(found)}\n\n{found}"


def _print(found: Any) -> None:
    print_prose(f"{headed(found)}\n")
    print_table(("hazard", "road", "a year", "share", "factors"), list(_roads(found)))
    print_prose(f"\nTimes the common shock of the region, {found.moment.shock:.3g}.\n")
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
