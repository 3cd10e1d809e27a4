"""``dipsim compare``: what a nation could do with the same money, and which choice it would regret least."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from dipsim.cli.checks import check_nations
from dipsim.cli.options import between
from dipsim.cli.output import print_prose, print_table
from dipsim.cli.study_command import Study, heading, study_command, usage_errors

ORDER = 3
For = Annotated[
    str, typer.Option("--for", metavar="NATION", help="Code of the nation that chooses.", show_default=False)
]
Strategies = Annotated[
    Path | None,
    typer.Option(
        "--strategies",
        metavar="FILE",
        help="File of strategies (default: those that come with dipsim).",
        show_default=False,
    ),
]
Cost = Annotated[
    float | None,
    typer.Option(
        "--cost",
        min=1e-9,
        metavar="BN",
        help="Billions of USD a year for each strategy (default: a tenth of what the nation spends on defence "
        "diplomacy).",
        show_default=False,
    ),
]
Draws = Annotated[
    int,
    typer.Option(
        "--draws",
        callback=between(0, 10_000),
        metavar="N",
        help="Number of worlds with other values of the assumed numbers, over which regret is measured.",
    ),
]
Readings = Annotated[
    bool,
    typer.Option("--readings/--no-readings", help="Repeat the comparison under every rival reading of the literature."),
]
CLEAR = """(~): no change that the runs can show. Changes are against doing nothing more, on the same draws. Trust and \
freedom of action go from 0 to 1."""
REGRET = """Regret: disputes per decade above the best strategy of the same world, at worst over the worlds. \
Fewest: in how many of the worlds it leaves the fewest disputes."""
COST = """Money in {unit} a year; more is measured than planned where trust brings further acts. \
Gain: acts with others a year, each at the wish for it, whatever they cost. Freedom of action: the share that \
commitments and suppliers leave."""


@study_command(figure=True)
def command(
    study: Study,
    nation: For,
    strategies: Strategies = None,
    cost: Cost = None,
    draws: Draws = 20,
    readings: Readings = True,
) -> None:
    """Compare strategies of one nation at equal annual cost: conflict, trust, freedom, revenue, gains and regret."""
    from dipsim.study.strategies.budget import Impossible
    from dipsim.study.strategies.compare import compare, runs_needed

    check_nations(study.spec, nation)
    money = None if cost is None else cost * study.spec.money.per_billion
    stages = runs_needed(study.spec, strategies, study.replicates, draws, readings)
    with study.running(*stages) as settings, usage_errors(Impossible):
        found = compare(study.spec, nation, strategies, cost=money, draws=draws, readings=readings, **settings)
    study.draw("compare", comparison=found)
    study.show(found, show)


def show(found: Any) -> None:
    """Print the comparison ``found``: its conclusion, small tables, and what must be known about them."""
    print_prose(f"{heading(found)}\n\n{found}\n")
    conflict = (
        "strategy",
        "the region",
        "disputes per decade",
        "chance of force",
        "chance of war",
        "own disputes per decade",
    )
    print_table(conflict, [_conflict(row) for row in found.rows])
    print()
    nation = ("strategy", "trust in it", "its trust in others", "freedom of action", "arms revenue")
    print_table(nation, [_nation(row) for row in found.rows])
    print()
    gains = ("strategy", "its own gain", "the others' gain", "whose it is", "planned cost", "measured cost")
    print_table(gains, [_gains(row) for row in found.rows])
    print_prose(f"{CLEAR}\n")
    if found.draws or found.readings:
        print_table(("strategy", *_regret_heads(found)), [_sure(found, row) for row in found.rows])
        print_prose(REGRET)
    if found.draws:
        print_prose(f"In a draw {found.uncertain} assumed numbers take other values within their bounds.")
    print_prose(COST.format(unit=found.unit))
    print_prose(f"\n{found.circle}")
    for row in found.rows:
        for note in row.notes:
            print_prose(f"{row.title} goes without: {note}.")
    for note in found.notes:
        print_prose(f"{note}.")


def _conflict(row: Any) -> list[str]:
    effects = row.verdict.effects
    force, war = (f"{100 * row.level(name):.0f} %{_change(effects[name], 100, 0)}" for name in ("force", "war"))
    disputes = effects["expected_disputes"]
    message = (
        "" if disputes.exactly_zero else f" ({disputes.estimate:+.2f}; {disputes.low:+.2f} to {disputes.high:+.2f})"
    )
    word = "" if disputes.exactly_zero else row.verdict.shown
    own = f"{row.level('own_observed_disputes'):.2f}{_change(row.effects['own_observed_disputes'], 1, 2)}"
    return [row.title, word, f"{row.level('expected_disputes'):.2f}{message}", force, war, own]


def _nation(row: Any) -> list[str]:
    cells = [
        f"{row.level(name):.{places}f}{_change(row.effects[name], 1, places)}"
        for name, places in (("trust_in", 2), ("trust_out", 2), ("autonomy", 2), ("revenue", 2))
    ]
    return [row.title, *cells]


def _gains(row: Any) -> list[str]:
    gains = [f"{row.level(name):.0f}{_change(row.effects[name], 1, 0)}" for name in ("gain", "partners_gain")]
    return [row.title, *gains, _share(row.asymmetry), f"{row.cost:.4g}", f"{row.measured:.4g}" if row.cost else "0"]


def _share(asymmetry: float) -> str:
    """Whose gain it is, in a word."""
    if abs(asymmetry) < 0.05:
        return "even"
    return f"{'its own' if asymmetry > 0 else 'theirs'} by {100 * abs(asymmetry):.0f} %"


def _change(effect: Any, scale: float, places: int) -> str:
    """The change against doing nothing more, in brackets; nothing where there is none."""
    if effect.exactly_zero:
        return ""
    if not (effect.rises or effect.falls) or round(scale * effect.estimate, places) == 0:
        return " (~)"
    return f" ({scale * effect.estimate:+.{places}f})"


def _regret_heads(found: Any) -> list[str]:
    heads: list[str] = []
    for regret, name in ((found.draws, "draws"), (found.readings, "readings")):
        heads += [] if regret is None else [f"regret over {name}", f"fewest of {len(regret.worlds)} {name}"]
    return heads


def _sure(found: Any, row: Any) -> list[str]:
    cells = [row.title]
    for regret in (found.draws, found.readings):
        cells += [] if regret is None else [f"{regret.largest[row.name]:.2f}", str(regret.best[row.name])]
    return cells
