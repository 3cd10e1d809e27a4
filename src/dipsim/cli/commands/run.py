"""``dipsim run``: replicates, tables, figures, the verdict of cooperation as a whole, and one screen that says it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dipsim.cli.errors import Terminated, unknown
from dipsim.cli.null_check import self_test, stages
from dipsim.cli.options import REPLICATES, SEED, Debug, Json, Parameters, Replicates, Scenario, Seed, Sets, Workers
from dipsim.cli.output import print_json, print_prose, shown_path
from dipsim.cli.progress import Bar, note
from dipsim.cli.scenario_or_folder import checked

if TYPE_CHECKING:
    from dipsim.runs.engine import Request
    from dipsim.runs.result import Result

ORDER = 1
RECORDS = ("default", "all", "final")
Folder = Annotated[
    Path | None,
    typer.Option("--out", "-o", metavar="DIR", help="Folder for the results (default: results/SCENARIO-sSEED)."),
]
Record = Annotated[
    str,
    typer.Option(
        metavar="|".join(RECORDS), help="How much to keep: the usual tables, every tick, or only the end of each run."
    ),
]
Csv = Annotated[bool, typer.Option("--csv", help="Also write the tables as CSV.")]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace earlier results in that folder.")]
Hush = Annotated[bool, typer.Option("--quiet", "-q", help="Print only the name of the folder.")]
NoFigures = Annotated[bool, typer.Option("--no-figures", help="Do not write figures and report.html.")]


def command(
    scenario: Scenario,
    replicates: Replicates = REPLICATES,
    seed: Seed = SEED,
    out: Folder = None,
    workers: Workers = None,
    sets: Sets = None,
    record: Record = "default",
    csv: Csv = False,
    overwrite: Overwrite = False,
    no_figures: NoFigures = False,
    parameters: Parameters = None,
    json: Json = False,
    quiet: Hush = False,
    debug: Debug = False,
) -> None:
    """Run a scenario many times and write tables, figures, a report and the verdict on cooperation."""

    if record not in RECORDS:
        raise unknown("record", record, RECORDS, "dipsim run --help")
    spec = checked(scenario, sets, quiet)
    folder = Path(out or Path("results") / f"{_name(spec.file)}-s{seed}")
    from dipsim.runs.engine import Request
    from dipsim.scenario.draws.table import open_draws

    draws = None if parameters is None else open_draws(parameters)
    refuse_early(folder, overwrite, Request(spec, replicates, seed, record=record, draws=draws))
    with going_on(), Bar(stages(spec, ["cooperation"], replicates), quiet or json) as bar:
        from dipsim.api import RecordOptions, run

        how: RecordOptions = {"replicates": replicates, "seed": seed, "workers": workers, "progress": bar}
        how |= {"record": record, "csv": csv, "overwrite": overwrite, "parameters": draws}
        how["figures"] = not no_figures and record != "final"
        result = run(spec, out=folder, say=bar.note, **how)
    self_test(result.cooperation)
    if quiet:
        print(result.folder)
    elif json:
        _print_json(result)
    else:
        _print_screen(result)


def _name(file: str) -> str:
    from dipsim.runs.storage.safe_names import slug

    return slug(Path(file).stem)


def refuse_early(folder: Path, overwrite: bool, request: Request) -> None:
    """Raise FolderError where ``folder`` is taken, before anything is compiled, and say that ``overwrite`` helps.

    ``request``: what is to be run.

    A place that holds this very request is not refused: there what is missing is added.
    """
    from dipsim.runs.engine import stored
    from dipsim.runs.errors import FolderError
    from dipsim.runs.storage.atomic_folder import check_place

    if not overwrite and stored(folder, request) is not None:
        return
    try:
        check_place(folder, overwrite)
    except FolderError as problem:
        ours = not overwrite and (folder / "manifest.json").is_file()
        hint = "add --overwrite to replace them, or name another folder with --out" if ours else "use another --out"
        statement = str(problem).removesuffix("; choose another folder or overwrite")
        raise FolderError(f"{statement}; {hint}") from None


@contextmanager
def going_on() -> Iterator[None]:
    """Where the command is stopped, say that the same command goes on."""

    try:
        yield
    except (KeyboardInterrupt, Terminated):
        note("Finished tables are kept. To go on, give the same command again.")
        raise


def _print_screen(result: Result) -> None:
    from dipsim.report import relation_changes

    result.summary()
    moved = relation_changes.biggest(result, 1)
    folder = result.folder
    if folder is not None and len(moved):
        one, other = moved.iloc[0][["truster", "trustee"]]
        print_prose(f"\nNext: dipsim why {shown_path(folder)} {one} {other}")
        print_prose(f"      dipsim verdict {shown_path(folder)}")


def _print_json(result: Result) -> None:
    from dipsim.documentation import evidence
    from dipsim.report import result_view
    from dipsim.runs.storage.safe_names import slug

    counted = evidence.count(result.spec)
    folder, verdict = Path(result.folder or ""), result.cooperation
    message = {
        key: result.manifest[key] for key in ("title", "seed", "replicates", "ticks", "config_hash", "tables_hash")
    }
    print_json(
        {
            **message,
            "folder": str(folder),
            "files": sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()),
            "outcomes": {
                slug(one.name): {"start": one.start, "value": one.value, "low": one.low, "high": one.high}
                for one in result_view.metric_summaries(result)
            },
            "evidence": {"numbers": counted.total, "assumed": counted.assumed, "recalled": counted.recalled},
            "cooperation": None if verdict is None else verdict.as_dict(),
        }
    )
