"""``dipsim patterns``: every stylised fact on the data and on simulated runs, side by side, with its tolerance."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dipsim.cli.errors import UsageError, needs
from dipsim.cli.options import Data, Debug, Json, Markdown, Quiet, Seed, Sets, replicates
from dipsim.cli.output import print_json
from dipsim.cli.progress import Bar

if TYPE_CHECKING:
    from dipsim.validation.evidence import Evidence

ORDER = 60
RUNS = 12
What = Annotated[
    str | None,
    typer.Argument(
        metavar="[SCENARIO|regional]",
        help="A scenario, or 'regional' for the five regional sets made from the data; without it, the data alone.",
        show_default=False,
    ),
]
Years = Annotated[str, typer.Option("--years", metavar="A-B", help="First and last year of the data.")]
Runs = Annotated[int, replicates("Number of runs of each world.", 1, 10_000)]


def command(
    data: Data,
    scenario: What = None,
    years: Years = "1981-2000",
    replicates: Runs = RUNS,
    seed: Seed = 1,
    sets: Sets = None,
    json: Json = False,
    markdown: Markdown = False,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Compare simulated worlds with known patterns of disputes and cooperation; one code measures data and runs.

    Runs of the regional sets begin with the first year; runs of a scenario keep their own years. Every row has a
    tolerance that was fixed in advance. The table shows associations, not effects.
    """
    from dipsim.public_data.errors import PublishedError
    from dipsim.validation import pattern_text
    from dipsim.validation.evidence import PAST
    from dipsim.validation.observed import observed
    from dipsim.validation.pattern_table import compare
    from dipsim.validation.sources import open_sources

    needs("validation", "statsmodels", "sklearn")
    first, last = window(years)
    settings = (replicates, seed, last - first + 1)
    try:
        folder = open_sources(data)
        seen = observed(folder, first, last)
        runs = None
        if scenario is not None:
            past = observed(folder, first - PAST, first - 1)
            runs = _simulated(scenario, data, past, settings, tuple(sets or ()), quiet or json)
    except PublishedError as problem:
        raise UsageError(str(problem)) from problem
    table = compare(seen, runs)
    if json:
        print_json(table.as_dict())
    else:
        print(pattern_text.markdown(table) if markdown else pattern_text.text(table))


def window(words: str) -> tuple[int, int]:
    """The years of A-B in ``words``. Raises UsageError for anything else."""

    found = re.fullmatch(r"(\d{4})-(\d{4})", words)
    if found is None or int(found[1]) >= int(found[2]):
        raise UsageError(f"--years: expected two years in order such as 1981-2000, found '{words[:40]}'")
    return int(found[1]), int(found[2])


def _simulated(
    scenario: str, data: Path, past: Evidence, settings: tuple[int, int, int], sets: tuple[str, ...], quiet: bool
) -> Evidence:
    from dipsim.runs.engine import prepare_kernels
    from dipsim.validation.regional import REGIONAL, named, regional
    from dipsim.validation.simulated import simulated

    replicates, seed, years = settings
    of_data = scenario == REGIONAL
    regions = regional(data, past.years[1] - 1, past, sets) if of_data else named(scenario, sets)
    with Bar([("running", replicates * len(regions))], quiet) as bar:
        prepare_kernels(bar.note)
        return simulated(regions, replicates, seed, years if of_data else None, bar)
