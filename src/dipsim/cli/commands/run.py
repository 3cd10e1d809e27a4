"""``dipsim run``: replicates, tables, figures, the verdict of cooperation as a whole, and one screen that says it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dipsim.cli.options import REPLICATES, SEED, Debug, Json, Replicates, Scenario, Seed, Sets, Workers

if TYPE_CHECKING:
    from dipsim.runs.result import Result

ORDER = 1
RECORDS = ("default", "all", "final")
Folder = Annotated[
    Path | None,
    typer.Option("--out", "-o", metavar="DIR", help="Folder for the results; results/SCENARIO-sSEED unless given."),
]
Record = Annotated[
    str,
    typer.Option(
        metavar="|".join(RECORDS), help="Which tables are kept: the usual, every tick, only the end of each run."
    ),
]
Csv = Annotated[bool, typer.Option("--csv", help="Write the tables as CSV too.")]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace earlier results in that folder.")]
Hush = Annotated[bool, typer.Option("--quiet", "-q", help="Print the folder and nothing else.")]
NoFigures = Annotated[bool, typer.Option("--no-figures", help="Neither figures nor report.html.")]


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
    json: Json = False,
    quiet: Hush = False,
    debug: Debug = False,
) -> None:
    """Run a scenario many times: tables, figures, report, verdict of cooperation."""
    from dipsim.cli.errors import unknown
    from dipsim.cli.null_check import self_test, stages
    from dipsim.cli.progress import Bar
    from dipsim.cli.scenario_or_folder import checked

    if record not in RECORDS:
        raise unknown("record", record, RECORDS, "dipsim run --help")
    spec = checked(scenario, sets, quiet)
    folder = Path(out or Path("results") / f"{_name(spec.file)}-s{seed}")
    refuse_early(folder, overwrite)
    with Bar(stages(spec, ["cooperation"], replicates), quiet or json) as bar:
        from dipsim.api import run

        how: dict[str, Any] = {"record": record, "csv": csv, "overwrite": overwrite, "progress": bar, "say": bar.note}
        result = run(spec, replicates, seed, workers, out=folder, **how)
        derive(result, figures=not no_figures and record != "final", say=bar.note)
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


def refuse_early(folder: Path, overwrite: bool) -> None:
    """Refuse a place that is taken before anything is compiled, and say which option helps."""
    from dipsim.runs.errors import FolderError
    from dipsim.runs.storage.atomic_folder import check_place

    try:
        check_place(folder, overwrite)
    except FolderError as problem:
        ours = not overwrite and (folder / "manifest.json").is_file()
        hint = "add --overwrite to replace them, or name another folder with --out" if ours else "use another --out"
        said = str(problem).removesuffix("; choose another folder or overwrite")
        raise FolderError(f"{said}; {hint}") from None


def derive(result: Result, figures: bool, say: Callable[[str], None]) -> None:
    """Put figures and report beside the tables."""
    from dipsim.runs.storage.writer import write_derived

    folder = result.folder
    if folder is None:
        raise ValueError("the result has no folder")
    if figures:
        from dipsim.report import figure_registry as drawn
        from dipsim.report.html import result_page

        say("drawing figures and report")
        drawn.draw(result, folder / "figures")
        write_derived(folder, result_page.NAME, result_page.page(result))


def _print_screen(result: Result) -> None:
    from dipsim.cli.output import shown_path
    from dipsim.report import relation_changes

    result.summary()
    moved = relation_changes.biggest(result, 1)
    folder = result.folder
    if folder is not None and len(moved):
        one, other = moved.iloc[0][["from", "to"]]
        print(f"\nNext: dipsim why {shown_path(folder)} {one} {other}")
        print(f"      dipsim verdict {shown_path(folder)}")


def _print_json(result: Result) -> None:
    from dipsim.cli.output import print_json
    from dipsim.documentation import evidence
    from dipsim.report import result_view
    from dipsim.runs.storage.safe_names import slug

    counted = evidence.count(result.spec)
    folder, verdict = Path(result.folder or ""), result.cooperation
    told = {key: result.manifest[key] for key in ("title", "seed", "replicates", "ticks", "config_hash", "tables_hash")}
    print_json(
        {
            **told,
            "folder": str(folder),
            "files": sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()),
            "outcomes": {
                slug(one.name): {"start": one.start, "value": one.value, "low": one.low, "high": one.high}
                for one in result_view.measures(result)
            },
            "evidence": {"numbers": counted.total, "assumed": counted.assumed, "recalled": counted.recalled},
            "cooperation": None if verdict is None else verdict.as_dict(),
        }
    )
