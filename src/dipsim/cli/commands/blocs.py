"""``dipsim blocs``: which two blocs would the nations form, and would they hold?"""

from __future__ import annotations

from typing import Annotated, Any

import typer

from dipsim.cli.errors import UsageError
from dipsim.cli.options import SEED, Debug, Json, Quiet, Replicates, Seed, Sets, Workers
from dipsim.cli.output import print_prose, print_table
from dipsim.cli.scenario_or_folder import checked
from dipsim.cli.study_command import Study
from dipsim.scenario.yaml.problems import ScenarioError

ORDER = 3.4
SHOWN = 6
About = Annotated[
    str,
    typer.Argument(
        metavar="SCENARIO|FILE.csv",
        help="A scenario, or a CSV file with the heading name,size,A,B,... and a row of propensities for each name.",
        show_default=False,
    ),
]
Year = Annotated[
    int | None,
    typer.Option("--year", metavar="Y", help="Years after the start (default: the end).", show_default=False),
]


def command(
    scenario: About,
    year: Year = None,
    replicates: Replicates = 50,
    seed: Seed = SEED,
    workers: Workers = None,
    sets: Sets = None,
    json: Json = False,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Find the two blocs that trust, stakes and power would form (Axelrod and Bennett 1993).

    For up to 20 nations every split is examined. Separating friends raises the energy, separating rivals lowers it."""
    from dipsim.study.blocs.blocs import blocs, read_matrix
    from dipsim.study.blocs.landscape import landscape

    table = scenario.endswith(".csv")
    spec: Any = None if table else checked(scenario, sets, quiet or json)
    study = Study(spec, replicates, seed, workers=workers, json=json, quiet=quiet)
    try:
        if table:
            found: Any = landscape(*read_matrix(scenario), seed=seed)
        else:
            with study.running(("running", replicates)) as settings:
                found = blocs(spec, year=year, **settings)
    except ScenarioError:
        raise
    except ValueError as problem:
        raise UsageError(str(problem)) from None
    study.show(found, _print)


def _print(found: Any) -> None:
    print_prose(f"{found}\n")
    whole = getattr(found, "landscape", found)
    rows = [(f"{one.energy:,.6g}", f"{100 * one.basin:.1f} %", str(one)) for one in whole.minima[:SHOWN]]
    print_table(("energy", "basin", "local minima"), rows)
    if hasattr(found, "runs"):
        print()
        print_table(
            ("runs", "deepest blocs of single runs"), [(f"{100 * s:.0f} %", str(b)) for b, s in found.runs[:SHOWN]]
        )
