"""``dipsim diff``: what differs between two scenarios, and what that does to the region."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Annotated, Any

import typer

from dipsim.cli.options import REPLICATES, SEED, Debug, Json, Out, Quiet, Replicates, Scenario, Seed, Sets, Workers
from dipsim.cli.output import print_prose, print_table
from dipsim.cli.scenario_or_folder import checked
from dipsim.cli.study_command import Study
from dipsim.scenario.wording import counted

ORDER = 5
Second = Annotated[str, typer.Argument(metavar="OTHER", help="The scenario to compare with.", show_default=False)]
MOST = 60  # lines of differences; JSON has all


def command(
    scenario: Scenario,
    other: Second,
    replicates: Replicates = REPLICATES,
    seed: Seed = SEED,
    workers: Workers = None,
    sets: Sets = None,
    out: Out = None,
    json: Json = False,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Show what differs between two scenarios, and the difference in outcomes with the same random numbers.

    --set changes OTHER, so that 'dipsim diff S S --set PATH=VALUE' shows what one number does."""
    from dipsim.study.verdict.diff import diff

    first = checked(scenario, None, quiet or json)
    settings: dict[str, Any] = {"workers": workers, "out": out, "json": json, "quiet": quiet}
    second = Study(checked(other, sets, quiet or json), replicates, seed, **settings)
    with second.running(("running both", 2 * replicates)) as how:
        found = diff(first, second.spec, **how)
    second.draw("diff", found=found)
    second.show(found, show)


def show(found: Any) -> None:
    """Print the comparison ``found``: differences by group, then the outcomes of both."""
    from dipsim.study.verdict.diff import shown

    runs = f"{counted(found.replicates, 'replicate')}, seed {found.seed}"
    print_prose(f"First: {found.titles[0]}. Second: {found.titles[1]}. {runs}.\n")
    kept = found.differences[:MOST]
    for group, listed in groupby(kept, key=lambda one: one.group):
        if group == "timeline":
            print_table(("timeline", "in", "entry"), _entries(listed))
        else:
            rows = [(one.path.partition(".")[2], shown(one.first), shown(one.second), one.meaning) for one in listed]
            print_table((group, "first", "second", ""), rows)
        print()
    if len(found.differences) > MOST:
        print(f"... and {len(found.differences) - MOST} more; --json has all.\n")
    if found.differences:
        print_table(("outcome", "first", "second", "second minus first, 95 % interval"), outcome_rows(found.row))
        print()
    print_prose(found)
    for note in found.notes:
        print_prose(f"Note: {note}.")


def _entries(listed: Iterable[Any]) -> list[tuple[str, str, str]]:
    """Entries of the timeline that only one of the two has."""
    sides = [(one, "first" if one.second is None else "second") for one in listed]
    return [(one.path.partition(".")[2], side, one.first or one.second) for one, side in sides]


OUTCOMES = (
    ("expected_disputes", "expected disputes per decade", 1.0, 2),
    ("observed_disputes", "disputes begun per decade", 1.0, 2),
    ("expected_force", "expected uses of force per decade", 1.0, 2),
    ("force", "chance of a use of force, %", 100.0, 0),
    ("war", "chance of a war, %", 100.0, 0),
    ("trust", "mean trust, points", 100.0, 1),
    ("tension", "tension", 1.0, 3),
)


def outcome_rows(row: Any) -> list[tuple[str, str, str, str]]:
    """Both outcomes of ``row`` and the difference with its interval, as text."""
    rows = []
    for name, words, scale, places in OUTCOMES:
        effect = row.effects.get(name)
        if effect is None:
            rows.append((words, "none", "none", ""))
            continue
        base, change = scale * effect.base, scale * effect.estimate
        interval = f"{change:+.{places}f} ({scale * effect.low:+.{places}f} to {scale * effect.high:+.{places}f})"
        rows.append((words, f"{base:.{places}f}", f"{base + change:.{places}f}", interval))
    return rows
