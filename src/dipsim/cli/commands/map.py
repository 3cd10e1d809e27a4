"""``dipsim map``: when does something stabilise the region, and when does it escalate it?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dipsim.cli.checks import check_effect
from dipsim.cli.commands.flip import By, Taken
from dipsim.cli.errors import UsageError
from dipsim.cli.options import Add, Parameters, between, replicates
from dipsim.cli.output import print_prose
from dipsim.cli.progress import note
from dipsim.cli.study_command import Study, heading, over_draws_heading, study_command, usage_errors

if TYPE_CHECKING:
    from dipsim.study.interventions.agreement_levels import Level
    from dipsim.study.sensitivity.map_result import SignMap
    from dipsim.study.uncertainty.map_over_draws import MapOverDraws

ORDER = 3
RUNS, PAIRS, COUNT, TIMES = 48, 32, 6, 1
FOLDER = Path("map")
AXIS = "A number and its range, as in nations.*.transparency=0.1,0.9; scale:PATH multiplies what the scenario has."
Across = Annotated[
    str,
    typer.Option("--x", metavar="PATH[=LOW,HIGH]", help=f"{AXIS} By default intent: the revisionism of all nations."),
]
Up = Annotated[
    str,
    typer.Option("--y", metavar="PATH[=LOW,HIGH]", help="As --x. By default context: the stakes of all open disputes."),
]
Panels = Annotated[
    str,
    typer.Option(
        "--panels",
        metavar="PATH=V1,V2,...",
        help="One panel per value; or 'agreements' (none, as in the scenario, full), or 'one' panel alone.",
    ),
]
Runs = Annotated[
    int | None, replicates(f"Number of pairs of runs in a cell (default: {RUNS}, with --parameters {PAIRS}).", 2)
]
Cells = Annotated[
    int, typer.Option("--grid", callback=between(2, 100), metavar="G", help="Number of cells along each axis.")
]
Refine = Annotated[
    int,
    typer.Option(
        "--refine",
        callback=between(0, 4),
        metavar="K",
        help="How many times to divide the cells along the line of sign change in four.",
    ),
]
Folder = Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="Folder for the figure and the tables.")]


@study_command(figure=True)
def command(
    study: Study,
    x: Across = "nations.*.revisionism",
    y: Up = "scale:relations.*.dispute",
    panels: Panels = "agreements",
    target: Taken = "cooperation",
    add: Add = None,
    outcome: By = "expected_disputes",
    replicates: Runs = None,
    grid: Cells = COUNT,
    refine: Refine = TIMES,
    parameters: Parameters = None,
    out: Folder = FOLDER,
) -> None:
    """Map when a target stabilises and when it escalates: by intent, context and agreements, or any other numbers.

    With --parameters each word in a cell gets its share of draws of the uncertain numbers, beside the word at the
    default values, from N pairs of runs in a cell at each draw (default: 32)."""
    from dipsim.scenario.draws.table import open_draws
    from dipsim.scenario.parameter_axis import PathNotNumeric
    from dipsim.study.sensitivity.map import runs_needed, sign_map
    from dipsim.study.uncertainty.map_over_draws import map_over_draws
    from dipsim.study.verdict.paired_runs import NobodyThere

    study, added = study.with_added(add)
    target = added[0] if added else target
    check_effect(study.spec, target, outcome)
    with usage_errors((PathNotNumeric, NobodyThere), "see 'dipsim map --help'"):
        (path, *across), (other, *up) = _axis(x), _axis(y)
        chosen = _levels(study.spec, panels)
        draws = None if parameters is None else open_draws(parameters)
        study = replace(study, replicates=replicates or (RUNS if draws is None else PAIRS))
        coarse, whole = (runs_needed(grid, k, len(chosen), study.replicates) for k in (0, refine))
        ranges = {"x_range": (across[0], across[1]), "y_range": (up[0], up[1])}
        more: dict[str, Any] = {"panels": chosen, "outcome": outcome, "grid": grid, "refine": refine, **ranges}
        stages = [("coarse map", coarse), ("along the line", whole - coarse)]
        if draws is not None:
            stages.append(("running draws", whole * len(draws)))
            study.say_cost(draws, whole * (1 + len(draws)), whole * (1 + len(draws)) // (2 * study.replicates))
        with study.running(*stages) as settings:
            if draws is not None:
                _show(study, map_over_draws(study.spec, path, other, target, parameters=draws, **more, **settings), out)
                return
            found = sign_map(study.spec, path, other, target, **more, **settings)
    _save(found, out)
    study.draw("map", sign_map=found)
    study.show(found, lambda found: print_prose(f"{heading(found)}\n\n{found}"))


def _axis(text: str) -> tuple[str, float | None, float | None]:
    """Path and range. UsageError for a range that is not two numbers."""
    path, given, ends = text.partition("=")
    if not given:
        return path, None, None
    try:
        low, high = (float(end) for end in ends.split(","))
    except ValueError:
        raise UsageError(f"expected PATH=LOW,HIGH, found '{text}'") from None
    return path, low, high


def _levels(spec: Any, text: str) -> Sequence[Level]:
    """The panels. UsageError for a text that names no values."""
    from dipsim.scenario.parameter_axis import parameter_axis
    from dipsim.study.interventions.agreement_levels import Level, levels

    if text == "agreements":
        return levels(spec)
    if text == "one":
        return (Level("the scenario"),)
    path, given, values = text.partition("=")
    try:
        numbers = [float(value) for value in values.split(",")]
    except ValueError:
        numbers = []
    if not given or not 1 <= len(numbers) <= 4:
        raise UsageError(f"--panels: expected agreements, one, or PATH=V1,V2 with up to four values, found '{text}'")
    turned = parameter_axis(spec, path, min(numbers), max(numbers) if len(set(numbers)) > 1 else None)
    return [Level(f"{path} {number:g}", tuple(turned.sets(number))) for number in numbers]


def _show(study: Study, found: MapOverDraws, folder: Path) -> None:
    """Write tables and figure of a map over draws into ``folder`` and print it."""
    _save(found.at_defaults, folder)
    found.to_frame().to_csv(folder / "map_over_draws.csv", index=False)
    note(f"wrote {folder / 'map_over_draws.csv'}")
    replace(study, replicates=found.replicates).draw("map_over_draws", found=found)
    study.show(found, lambda found: print_prose(f"{over_draws_heading(found)}\n\n{found}"))


def _save(found: SignMap, folder: Path) -> None:
    """Write cells and flip lines as tables into ``folder``."""
    import pandas as pd

    folder.mkdir(parents=True, exist_ok=True)
    cells, lines = found.frame(), pd.DataFrame(found.lines(), columns=["panel", "x", "y"])
    cells.to_parquet(folder / "map.parquet")
    cells.to_csv(folder / "map.csv", index=False)
    lines.to_csv(folder / "flip_line.csv", index=False)
    for name in ("map.parquet", "map.csv", "flip_line.csv"):
        note(f"wrote {folder / name}")
