"""``dipsim recognise``: does a simulated region look like the real one, before any counterfactual is believed?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from dipsim.cli.errors import UsageError
from dipsim.cli.options import SEED, Debug, Json, Markdown, Quiet, Replicates, Seed, Sets, Target, Workers
from dipsim.cli.scenario_or_folder import question
from dipsim.cli.study_command import Study, usage_errors

ORDER = 1.5
Data = Annotated[
    Path | None,
    typer.Option(
        "--data",
        metavar="FOLDER",
        help="Folder of public data: also compare the disputes of runs with real ones of 1981 to 2000.",
        show_default=False,
    ),
]


def command(
    scenario: Target,
    replicates: Replicates = 100,
    seed: Seed = SEED,
    workers: Workers = None,
    data: Data = None,
    sets: Sets = None,
    json: Json = False,
    markdown: Markdown = False,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Check what an expert on the region looks at first: who fears whom, who starts disputes, cooperates and arms.

    Every check names what was found, what is expected, and the source. A failed check is not an error: the exit
    code is 0. Given a results folder, it runs the scenario of that folder again and keeps the report there.
    """
    from dipsim.public_data.errors import PublishedError
    from dipsim.validation.recognition.report import recognise

    if json and markdown:
        raise UsageError("--json and --markdown: give one of them")
    about = question(scenario, replicates, seed, sets, quiet=quiet, json=json)
    spec = about.spec
    if spec.time.ticks < spec.time.per_year:
        raise UsageError(f"{scenario}: expected a scenario of at least one year, found {spec.time.years:g} years")
    study = Study(**vars(about), workers=workers, json=json, quiet=quiet, asked="recognise")
    with study.running(("running", replicates)) as settings, usage_errors(PublishedError):
        found = recognise(spec, data=data, **settings)
    study.show(found, lambda found: _print(found, markdown))


def _print(found: Any, markdown: bool) -> None:
    """The report for a screen as wide as it is, or as Markdown."""
    from dipsim.report.screen_layout import columns
    from dipsim.validation.recognition.report import WIDEST

    if markdown:
        print(found.markdown())
    else:
        print(found.text(columns(widest=WIDEST)))
