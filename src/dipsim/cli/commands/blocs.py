"""``dipsim blocs``: which two blocs would the nations form, and would they hold?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from dipsim.cli.options import Debug, Json, MaybeSeed, Quiet, Sets, Workers, between

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
    typer.Option("--year", metavar="Y", help="Years after the start; the end unless given.", show_default=False),
]
Runs = Annotated[
    int, typer.Option("--replicates", "-n", callback=between(1, 2**32), metavar="N", help="How many runs.")
]


def command(
    scenario: About,
    year: Year = None,
    replicates: Runs = 50,
    seed: MaybeSeed = None,
    workers: Workers = None,
    sets: Sets = None,
    json: Json = False,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Find the two blocs that trust, stakes and power would form (Axelrod and Bennett 1993).

    Up to 20 nations every split is looked at. Friends apart raise the energy, rivals apart lower it."""
    from dipsim.cli.errors import UsageError
    from dipsim.cli.output import print_json
    from dipsim.scenario.yaml.problems import ScenarioError

    draws = 1 if seed is None else seed
    try:
        if scenario.endswith(".csv"):
            found = _matrix(scenario, draws)
        else:
            found = _scenario(
                scenario, sets, quiet or json, year=year, replicates=replicates, seed=draws, workers=workers
            )
    except ScenarioError:
        raise
    except ValueError as problem:
        raise UsageError(str(problem)) from None
    if json:
        print_json(found.as_dict())
    else:
        _print(found)


def _matrix(path: str, seed: int) -> Any:
    from dipsim.study.blocs.blocs import read_matrix
    from dipsim.study.blocs.landscape import landscape

    return landscape(*read_matrix(Path(path)), seed=seed)


def _scenario(text: str, sets: list[str] | None, quiet: bool, **settings: Any) -> Any:
    from dipsim.cli.progress import Bar
    from dipsim.cli.scenario_or_folder import checked

    spec = checked(text, sets, quiet)
    with Bar([("running", settings["replicates"])], quiet) as bar:
        from dipsim.api import blocs
        from dipsim.runs.engine import prepare_kernels

        prepare_kernels(bar.note)
        return blocs(spec, progress=bar, **settings)


def _print(found: Any) -> None:
    from dipsim.cli.output import print_table

    print(f"{found}\n")
    whole = getattr(found, "landscape", found)
    rows = [(f"{one.energy:,.6g}", f"{100 * one.basin:.1f} %", str(one)) for one in whole.minima[:SHOWN]]
    print_table(("energy", "basin", "local minima"), rows)
    if hasattr(found, "runs"):
        print()
        print_table(
            ("runs", "deepest blocs of single runs"), [(f"{100 * s:.0f} %", str(b)) for b, s in found.runs[:SHOWN]]
        )
