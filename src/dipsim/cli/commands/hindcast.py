"""``dipsim hindcast``: forecast the disputes of every pair of five regions over ten years, and score the forecast."""

from __future__ import annotations

import json as jsons
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dipsim.cli.errors import UsageError, needs
from dipsim.cli.options import Data, Debug, Json, Parameters, Quiet, Seed, Sets, between, replicates
from dipsim.cli.output import print_json, shown_path
from dipsim.cli.progress import Bar

if TYPE_CHECKING:
    from dipsim.public_data.files.folder import Folder
    from dipsim.scenario.draws.draws import Draws
    from dipsim.validation.hindcast.runs import Ensemble

ORDER = 61
RUNS = 200
Year = Annotated[
    int, typer.Option("--year", callback=between(1970, 2200), metavar="Y", help="Last year before the forecast.")
]
Runs = Annotated[int, replicates("Number of runs of each region.", 2, 100_000)]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        "-o",
        metavar="DIR",
        help="Folder for runs, table, figure and JSON (default: hindcast-Y).",
        show_default=False,
    ),
]
Label = Annotated[
    str, typer.Option("--label", metavar="TEXT", help="Name of the model in the row for docs/validity.md.")
]
Blend = Annotated[
    bool, typer.Option("--blend/--no-blend", help="Also run the ten years before, and fit blends of forecasts on them.")
]


def command(
    data: Data,
    year: Year = 1990,
    replicates: Runs = RUNS,
    seed: Seed = 1,
    sets: Sets = None,
    parameters: Parameters = None,
    out: Out = None,
    label: Label = "",
    blend: Blend = True,
    json: Json = False,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Score forecasts of real disputes: the probability of a dispute of every pair over ten years, beside simpler
    forecasts.

    Runs are kept in the folder: a hindcast that was stopped continues, and a finished one is scored again at once.
    The last line printed is the row for the table of scorings in docs/validity.md.
    """
    from dipsim.public_data.errors import PublishedError
    from dipsim.runs.storage.filesystem import reported
    from dipsim.scenario.draws.table import open_draws
    from dipsim.validation.hindcast import text
    from dipsim.validation.hindcast.hindcast import hindcast
    from dipsim.validation.sources import open_sources

    needs("validation", "statsmodels", "sklearn")
    folder = out or Path(f"hindcast-{year}")
    draws = None if parameters is None else open_draws(parameters)
    settings = (replicates, seed, tuple(sets or ()), draws, folder, quiet or json)
    try:
        sources = open_sources(data)
        trained = _window(sources, year, blend)
        ensembles = [_ensembles(sources, at, settings) for at in trained]
        found = hindcast(sources, year, ensembles[0], ensembles[1] if len(ensembles) > 1 else None)
    except PublishedError as problem:
        raise UsageError(str(problem)) from problem
    statement = text.text(found)
    with reported(folder):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "hindcast.txt").write_text(statement + "\n", encoding="utf-8")
        (folder / "hindcast.json").write_text(jsons.dumps(found.as_dict(), indent=1) + "\n", encoding="utf-8")
        found.pairs.to_csv(folder / "pairs.csv", index=False)
    _draw(found, folder)
    row = text.row(found, _commit(), label or "as it is")
    if json:
        print_json({**found.as_dict(), "row": row})
    else:
        print(
            f"{statement}\n\nwrote hindcast.txt, .json, .png, .svg and pairs.csv to {shown_path(folder)}",
            f"\n{text.HEAD}\n{row}",
            sep="\n",
        )


def _window(sources: Folder, year: int, blend: bool) -> list[int]:
    """The years to run: the one asked for, and the one ten years before where blends can be fitted there."""
    from dipsim.validation.hindcast.baselines import EARLIEST, earlier
    from dipsim.validation.hindcast.features import HORIZON, window

    if not earlier(year):
        raise UsageError(
            f"--year: expected {EARLIEST + HORIZON} or later, so that ten earlier years train, found {year}"
        )
    window(sources, year)  # says what is missing before hours of runs
    return [year, year - HORIZON] if blend and earlier(year - HORIZON) else [year]


def _ensembles(
    sources: Folder, year: int, settings: tuple[int, int, tuple[str, ...], Draws | None, Path, bool]
) -> Sequence[Ensemble]:
    """Runs of the five regions that begin after ``year``; with draws each replicate uses one."""
    from dipsim.validation.hindcast.features import HORIZON
    from dipsim.validation.hindcast.runs import ensemble, key_of
    from dipsim.validation.observed import observed
    from dipsim.validation.regional import regional

    replicates, seed, sets, draws, folder, quiet = settings
    regions = regional(sources, year - 1, observed(sources, year - HORIZON + 1, year), sets)
    found = []
    with Bar([(f"{year + 1}: {one.name}", replicates) for one in regions], quiet) as bar:
        for region in regions:
            one = region if draws is None else region.at(draws, replicates)
            key = key_of(one, seed, HORIZON)
            found.append(ensemble(one, key, replicates, seed, HORIZON, folder / "runs", bar))
    return found


def _draw(found: Any, folder: Path) -> None:
    """Write the figure."""
    from dipsim.report.figure_registry import figure
    from dipsim.report.result_view import FigureContext
    from dipsim.report.style import save

    save(figure(FigureContext(None, {}, found.runs), "hindcast", found=found), folder, "hindcast")


def _commit() -> str:
    """The commit of the source tree this runs from, else the version."""
    import subprocess

    from dipsim._version import __version__

    here = Path(__file__).parent
    try:
        done = subprocess.run(
            ["git", "-C", str(here), "describe", "--always", "--dirty"], capture_output=True, text=True, timeout=10
        )
    except OSError:
        return __version__
    return done.stdout.strip() if done.returncode == 0 and done.stdout.strip() else __version__
