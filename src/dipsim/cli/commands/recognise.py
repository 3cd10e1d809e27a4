"""``dipsim recognise``: does a simulated region look like the real one, before any counterfactual is believed?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from dipsim.cli.options import Debug, Json, Quiet, Scenario, Seed, Sets, Workers, between

ORDER = 1.5
Runs = Annotated[
    int, typer.Option("--replicates", "-n", callback=between(1, 2**32), metavar="N", help="How many runs.")
]
Data = Annotated[
    Path | None,
    typer.Option(
        "--data",
        metavar="FOLDER",
        help="Folder of public data: compare quarrels with real disputes of 1981 to 2000.",
        show_default=False,
    ),
]
Markdown = Annotated[bool, typer.Option("--markdown", help="Print Markdown on standard output instead.")]


def command(
    scenario: Scenario,
    replicates: Runs = 100,
    seed: Seed = 1,
    workers: Workers = None,
    data: Data = None,
    sets: Sets = None,
    json: Json = False,
    markdown: Markdown = False,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Check what an expert on the region looks at first: who fears, begins, cooperates, arms.

    Every check names what was found, what is expected, and the source. A breach is no error: the exit code is 0."""
    from dipsim.cli.errors import UsageError
    from dipsim.cli.output import print_json
    from dipsim.cli.progress import Bar
    from dipsim.cli.scenario_or_folder import checked
    from dipsim.public_data.errors import PublishedError
    from dipsim.report.console import show

    if json and markdown:
        raise UsageError("--json and --markdown: give one of them")
    spec = checked(scenario, sets, quiet or json)
    if spec.time.ticks < spec.time.per_year:
        raise UsageError(f"{scenario}: expected a scenario of at least one year, found {spec.time.years:g} years")
    with Bar([("running", replicates)], quiet or json) as bar:
        from dipsim.api import recognise
        from dipsim.runs.engine import prepare_kernels

        prepare_kernels(bar.note)
        settings: dict[str, Any] = {
            "replicates": replicates,
            "seed": seed,
            "workers": workers or 1,
            "data": data,
            "progress": bar,
        }
        try:
            found = recognise(spec, **settings)
        except PublishedError as problem:
            raise UsageError(str(problem)) from None
    if json:
        print_json(found.as_dict())
    else:
        show(found.markdown() if markdown else str(found), widest=10_000 if markdown else 120)
