"""Run the recognition report on every shipped scenario of real nations, and write docs/recognition.md.

    python campaigns/recognition.py                    # 100 runs of each region; the page
    python campaigns/recognition.py --record           # also list today's breaches as the known ones
    python campaigns/recognition.py --data FOLDER      # with real disputes of 1981 to 2000, and the five regional sets

The regional sets are made from data of 1989 (20 to 46 nations) and run 30 times each. The command prints what differs
from the breaches listed in ``known_breaches.yaml``.
"""

from __future__ import annotations

import argparse
import re
import time
from pathlib import Path

from dipsim.public_data import regional_sets
from dipsim.scenario.load import load
from dipsim.validation.recognition.finding import BREACH, NO_CASES, Finding, tolerances
from dipsim.validation.recognition.known import (
    FILE,
    REPLICATES,
    SEED,
    differences,
    known_breaches,
    listing,
    real_regions,
)
from dipsim.validation.recognition.report import Report, recognise, table

PAGE = Path(__file__).resolve().parents[1] / "docs" / "recognition.md"
SETS, SET_RUNS = 1989, 30  # year of the figures of the regional sets, and runs of each
PLACE = re.compile(r"(<!-- regions -->\n).*", re.S)

SAID_OF_SETS = (
    f"All states of five regions, made from public data of {SETS} (`dipsim new NAME --region all --year {SETS} "
    f"--data FOLDER`), {SET_RUNS} runs each. Nobody wrote programmes for them, so that only what the model "
    "proposes takes place."
)


def overview(reports: dict[str, Report]) -> str:
    """One row per check, one column per region; breaches in bold."""
    rows = []
    for check, tolerance in tolerances().items():
        found = [cell(next((f for f in report.findings if f.check == check), None)) for report in reports.values()]
        if any(found):
            rows.append([tolerance.title, tolerance.range, *found])
    return table(["check", "expected", *(f"`{name}`" for name in reports)], rows)


def cell(found: Finding | None) -> str:
    """The value of a check in the overview."""
    if found is None or found.verdict == NO_CASES:
        return ""
    return f"**{found.found}**" if found.verdict == BREACH else found.found


def text(reports: dict[str, Report], sets: dict[str, Report], seconds: float) -> str:
    """The measured part of the page; ``sets`` are the reports of the regional sets, empty without data."""
    command = "make campaign-recognise" + (" DATA=FOLDER" if sets else "")
    said = f"Measured by `{command}`: {REPLICATES} runs of each region, seed {SEED}, {seconds:.0f} seconds in all."
    parts = ["## All regions", said + " A breach is in bold.", overview(reports)]
    if sets:
        parts += ["## Regional sets", SAID_OF_SETS, overview(sets)]
    for name, report in reports.items():
        parts += [f"## {report.title} (`{name}`)", report.markdown().strip()]
    return "\n\n".join(parts) + "\n"


def of_sets(data: Path, workers: int) -> dict[str, Report]:
    """The reports of the five regional sets."""
    how = {"replicates": SET_RUNS, "seed": SEED, "workers": workers}
    found = {}
    for one in regional_sets(data, SETS):
        found[one.region] = recognise(one.spec, **how)
        print(f"{one.region}: {found[one.region].sentence}", flush=True)
    return found


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--record", action="store_true", help="list today's breaches as the known ones")
    parser.add_argument("--data", type=Path, help="folder of public data with real disputes")
    parser.add_argument("--workers", type=int, default=1)
    asked = parser.parse_args()
    begin, reports = time.perf_counter(), {}
    for name in real_regions():
        how = {"replicates": REPLICATES, "seed": SEED, "workers": asked.workers}
        reports[name] = recognise(load(name), data=asked.data, **how)
        print(f"{name}: {reports[name].sentence}", flush=True)
        for line in differences(reports[name], known_breaches().get(name, {})):
            print(f"  {line}", flush=True)
    sets = of_sets(asked.data, asked.workers) if asked.data else {}
    page = text(reports, sets, time.perf_counter() - begin)
    PAGE.write_text(PLACE.sub(lambda found: found[1] + "\n" + page, PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    if asked.record:
        FILE.write_text(listing(reports), encoding="utf-8")


if __name__ == "__main__":
    main()
