"""Calibrate on what happened up to 1989, by indirect inference: docs/calibration.md, and the posterior that ships.

    python campaigns/calibration.py --data FOLDER              # waves, posterior, tables; goes on where it was stopped
    python campaigns/calibration.py --data FOLDER --write      # the same, and write the shipped table and the page
    python campaigns/calibration.py --data FOLDER --check      # simulation-based calibration: small world, one region

Worlds are the five regional sets of 1970 and 1980. The numbers are all that have a prior (`dipsim list priors`). The
moments are those of single runs and of the data, by the code of `dipsim patterns`. One process, one core.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

import numpy as np
from calibration_text import identified_table, moment_table, page, rank_table, time_table
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from dipsim.runs.model_hash import digest, model_hash, tree
from dipsim.scenario.draws.draws import Draws
from dipsim.scenario.draws.priors import priors
from dipsim.scenario.draws.table import SHIPPED, write_draws
from dipsim.validation import calibration
from dipsim.validation.calibration import held_out, posterior, rank_test, targets, waves
from dipsim.validation.calibration.stored import Row, Stored
from dipsim.validation.calibration.targets import LATE, Moment
from dipsim.validation.calibration.worlds import Worlds, of_file, of_record, of_regions
from dipsim.validation.sources import open_sources

Floats = NDArray[np.float64]
WAVES, REPLICATES, SEED = (140, 50, 20), 2, 1
DRAWS, MANY = 200, 4000  # draws that ship, and those from which intervals are taken
IDENTIFIED = 0.9  # posterior over prior standard deviation below which a number counts as identified
SMALL = "south_china_sea"  # the small world of the check
SMALL_NUMBERS = (
    "processes.crisis.incident",
    "processes.crisis.routine",
    "processes.crisis.entry_display",
    "processes.crisis.exit_force",
    "processes.crisis.brief_force",
    "processes.crisis.join_force",
    "scale:exchanges.*.rate",
    "shift:exchanges.*.readiness",
)
SMALL_MOMENTS = tuple(
    Moment(name, log, (LATE,), least)
    for name, log, least in (
        ("onset.other", True, 5.0),
        ("hazard.1_2", True, 100.0),
        ("ladder.display", False, 0.0),
        ("length.mean", True, 0.0),
        ("length.year", False, 0.0),
        ("joiners.share", False, 0.0),
        ("arms.density", True, 0.0),
        ("exercise.density", True, 0.0),
        ("exercise.again", False, 0.0),
    )
)
ONE_REGION = "middle_east"
MEASURING = ("calibration/targets", "calibration/moments", "calibration/halves", "calibration/worlds", "pair_years")
LICENCE = "numbers of this model, fitted to counts and regressions of the data sets; no row of a data set is in it"
FILES = "GML MID, COW states, contiguity and distances, ATOP 5.1, DCAD 1.0, MME v7, SIPRI, V-Dem, Gleditsch GDP"


def key_of(worlds: Worlds, plan: waves.Plan, data: Floats) -> str:
    """The hash of all that decides the moments of a draw: model, worlds, priors, data, seed, code of the moments."""
    above = Path(calibration.__file__).parents[1]
    files = [above / f"{name}.py" for name in MEASURING] + sorted((above / "facts").glob("*.py"))
    code = [tree(path.read_text(encoding="utf-8")) for path in files]
    scenarios = [[place.spec.hash for place in window.places] for window in worlds.windows]
    numbers = [[one.path, one.distribution, one.low, one.high] for one in worlds.numbers]
    return digest(
        [model_hash(), code, scenarios, numbers, repr(worlds.moments), plan.replicates, plan.seed, data.tolist()]
    )


def table_of(drawn: Floats, worlds: Worlds, about: dict[str, str]) -> Draws:
    """The draws [count, d] of normal scores as a table of numbers."""
    values = np.array([list(worlds.values(z).values()) for z in drawn])
    return Draws(tuple(one.path for one in worlds.numbers), values, "posterior", about)


def commit() -> str:
    """The commit that is checked out, ``+`` where files differ from it."""
    said = [subprocess.run(["git", *words], capture_output=True, text=True, check=False) for words in COMMANDS]
    return said[0].stdout.strip() + ("+" if said[1].stdout.strip() else "")


COMMANDS = (["rev-parse", "--short", "HEAD"], ["status", "--porcelain", "--untracked-files=no", "src"])


def calibrate(data: Path, folder: Path, plan: waves.Plan, write: bool) -> None:
    """All waves, the posterior, and its tables."""
    sources = open_sources(data)
    worlds = of_regions(sources, data, list(priors().values()))
    record = of_record(sources)
    known = len(targets.columns())
    off = targets.discrepancy(record[:known])
    stored = Stored(folder / "draws.jsonl", key_of(worlds, plan, record))
    of = waves.run(worlds, plan, record[:known], off, stored, lambda line: print(line, flush=True))
    many = posterior.sample(of, len(worlds.numbers), MANY, plan.seed + 100)
    drawn, rows = many[:DRAWS], waves.planned(stored, plan)
    pinned = posterior.pinned(many, of)
    counted = [at for at, one in enumerate(pinned) if one.ratio < IDENTIFIED]
    middle = posterior.medoid(drawn, counted or range(len(pinned)))
    about = provenance(plan, rows, middle, [worlds.numbers[at].path for at in counted])
    made = table_of(drawn, worlds, about)
    write_draws(made, folder / "posterior.csv")
    told = [
        time_table(rows, plan),
        moment_table(of, rows, record[:known], plan),
        identified_table(worlds.numbers, pinned, many, drawn[middle], IDENTIFIED),
    ]
    print("\n".join(told), flush=True)
    told.append(held_out_text(posterior.training(rows), record, plan.seed))
    print(told[-1], flush=True)
    (folder / "calibration.md").write_text(page(told), encoding="utf-8")
    if write:
        write_draws(made, SHIPPED)
        Path("docs/calibration.md").write_text(page(told), encoding="utf-8")


def provenance(plan: waves.Plan, rows: list[Row], middle: int, identified: list[str]) -> dict[str, str]:
    """The head of the table: where its draws are from."""
    failed = sum(row.moments is None for row in rows)
    return {
        "from": "calibration by indirect inference, campaigns/calibration.py",
        "window": "; ".join(f"{first}-{last}" for first, last in targets.WINDOWS),
        "data sets": FILES,
        "commit": commit(),
        "model": model_hash(),
        "seed": str(plan.seed),
        "draws run": f"{len(rows)} in waves of {', '.join(map(str, plan.waves))}, {plan.replicates} runs each, "
        f"{failed} not settled",
        "medoid": f"{middle}, over the numbers that are identified",
        "identified": " ".join(identified) or "none",
        "licence": LICENCE,
    }


def held_out_text(known: posterior.Training, record: Floats, seed: int) -> str:
    """Coverage of what the pairs left out did."""
    at = len(targets.columns())
    part = posterior.Training(known.z, known.means[:, at:], known.noise[at:, at:], known.runs)
    found = held_out.coverage(part, record[at:], seed)
    inside = ", ".join(f"{count} in the central {share:.0%}" for share, count in found.inside.items())
    return (
        f"Of {found.cells} counts among the pairs left out (region, border, window; pair-years and pairs with an "
        f"onset) {inside}. Pair-years with an onset in all: {found.observed:.0f} observed, {found.expected:.0f} "
        f"[{found.low:.0f}, {found.high:.0f}] expected (90 %).\n"
    )


def check(data: Path, folder: Path, train: int, test: int) -> None:
    """Simulation-based calibration on a small world and on one region."""
    known = priors()
    small = of_file(SMALL, [known[path] for path in SMALL_NUMBERS], SMALL_MOMENTS)
    sources = open_sources(data)
    region = of_regions(sources, data, list(known.values()), (ONE_REGION,))
    for name, worlds, columns in ((SMALL, small, None), (ONE_REGION, region, len(targets.columns()))):
        plan = waves.Plan((train + test,), REPLICATES, SEED)
        stored = Stored(folder / f"check-{name}.jsonl", key_of(worlds, plan, np.zeros(0)))
        waves.measure(worlds, plan, stored, lambda line: print(line, flush=True))
        rows = list(stored)
        found = rank_test.ranks(rows[:train], rows[train:], SEED, columns)
        print(rank_table(name, worlds.numbers, found), flush=True)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--folder", type=Path, default=Path("results/calibration"), help="where draws are kept")
    options.add_argument("--waves", type=int, nargs="+", default=list(WAVES), help="draws of each wave")
    options.add_argument("--replicates", type=int, default=REPLICATES, help="runs of a draw")
    options.add_argument("--seed", type=int, default=SEED)
    options.add_argument("--check", action="store_true", help="simulation-based calibration instead")
    options.add_argument("--train", type=int, default=150, help="draws that the check learns from")
    options.add_argument("--test", type=int, default=200, help="draws that the check asks about")
    options.add_argument("--write", action="store_true", help="write the shipped table and docs/calibration.md")
    asked = options.parse_args()
    with threadpool_limits(1):
        if asked.check:
            check(asked.data, asked.folder, asked.train, asked.test)
        else:
            plan = waves.Plan(tuple(asked.waves), asked.replicates, asked.seed)
            calibrate(asked.data, asked.folder, plan, asked.write)


if __name__ == "__main__":
    sys.exit(main())
