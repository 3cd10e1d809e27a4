"""Does ``dipsim run`` survive kill -9 at any moment?

    python campaigns/run_kills.py --kills 30

A small scenario is run through the command line into a new folder: tables, verdict, figures and report. Each run is
killed once, at a moment drawn evenly over the time that it takes undisturbed, and the same command is given again. Most
processes are copies of one in which everything is imported already; every so many (``--fresh``) are started from
nothing.

Checked are: whatever is there after the kill loads without damage and says what it lacks; the next command ends with 0;
then the folder holds exactly the files of the undisturbed run, with the same hashes, and no unfinished file is left in
it or beside it.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from small_sweeps import SCENARIO, Forked, call, command, start

from dipsim.runs.result import load

REPLICATES = 20


@dataclass
class Tally:
    """What was found after the kills, and everything that should not have been."""

    states: Counter[str] = field(default_factory=Counter)
    fresh: int = 0
    unfinished: int = 0  # files and folders that kills left, all removed by the next command
    faults: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """The summary."""
        states = ", ".join(f"{state} {count}" for state, count in sorted(self.states.items()))
        return [
            f"{self.states.total()} kills ({self.fresh} in processes started from nothing); found then: {states}",
            f"unfinished files that kills left behind, removed by the next command: {self.unfinished}",
            f"faults: {len(self.faults)}",
            *self.faults,
        ]


def arguments(scenario: Path, folder: Path) -> list[object]:
    """The command line of a run."""
    return ["run", scenario, "--replicates", REPLICATES, "--workers", 1, "--out", folder, "--csv", "--quiet"]


def hidden(folder: Path) -> list[Path]:
    """Unfinished files and folders beside a results folder and in it."""
    return [*folder.parent.glob(f".{folder.name}.*"), *folder.rglob(".*")]


def state(folder: Path) -> tuple[str, list[str]]:
    """What a killed run left, in words, and the faults of it."""
    if not folder.exists():
        return "no folder", []
    said: list[str] = []
    try:
        found = load(folder, said.append)
    except Exception as problem:
        return "damaged", [f"{folder.name}: does not load: {problem}"]
    missing = found.missing
    silent = missing and not any("unfinished" in line for line in said)
    lost = (found.cooperation is None) != ("verdict" in missing)
    faults = [f"{folder.name}: does not say what it lacks"] if silent or lost else []
    return (f"without {' and '.join(missing)}" if missing else "whole"), faults


def stored(folder: Path) -> dict[str, Any]:
    """The fingerprint of the tables and the hash of every file."""
    manifest = load(folder).manifest
    return {"tables": manifest["tables_hash"], **manifest["files"]}


def files(folder: Path) -> set[str]:
    """The files of a folder but for its manifest."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} - {"manifest.json"}


def one_kill(scenario: Path, folder: Path, moment: float, fresh: bool, wanted: dict[str, Any], tally: Tally) -> None:
    """Kill one run at a moment, look, give the command again, compare."""
    process = (start if fresh else Forked)(*arguments(scenario, folder))
    until = time.monotonic() + moment
    while time.monotonic() < until and process.poll() is None:
        time.sleep(0.002)
    with suppress(ProcessLookupError):
        os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    found, faults = state(folder)
    tally.states[found] += 1
    tally.fresh += fresh
    tally.unfinished += len(hidden(folder))
    code, _, err = call(*arguments(scenario, folder)) if fresh else command(*arguments(scenario, folder))
    if code:
        faults.append(f"{folder.name}: {found} after {moment:.2f} s; the next command ends with {code}: {err.strip()}")
    elif stored(folder) != wanted or files(folder) | {"tables"} != set(wanted):
        faults.append(f"{folder.name}: {found} after {moment:.2f} s; not the files of the undisturbed run")
    if left := hidden(folder):
        faults.append(f"{folder.name}: unfinished files are left: {[path.name for path in left]}")
    tally.faults += faults
    for fault in faults:
        print(fault, flush=True)


def campaign(kills: int, seed: int, place: Path, every: int) -> Tally:
    """So many kills, every so-manyth of a process started from nothing."""
    draw, tally = np.random.default_rng(seed), Tally()
    scenario = place / "scenario.yaml"
    scenario.write_text(SCENARIO, encoding="utf-8")
    command(*arguments(scenario, place / "warm"))  # compiles, and imports what the copies need
    seconds = []
    for name, begin in (("calm", Forked), ("calm_fresh", start)):
        begun = time.monotonic()
        if begin(*arguments(scenario, place / name)).communicate() and not (place / name).exists():
            raise RuntimeError("the undisturbed run failed")
        seconds.append(time.monotonic() - begun)
    wanted = stored(place / "calm")
    if stored(place / "calm_fresh") != wanted:
        tally.faults.append("two undisturbed runs differ")
    print(f"an undisturbed run takes {seconds[0]:.1f} s, {seconds[1]:.1f} s from nothing", flush=True)
    for number in range(kills):
        fresh = number % every == every - 1
        moment = draw.uniform(0, seconds[fresh])
        one_kill(scenario, place / f"run_{number}", moment, fresh, wanted, tally)
    return tally


def main() -> None:
    """Run the campaign and print what happened."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--fresh", type=int, default=5, help="every so-manyth process is started from nothing")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dipsim_run_kills_") as place:
        tally = campaign(asked.kills, asked.seed, Path(place), asked.fresh)
    print("\n".join([f"seed {asked.seed}", *tally.lines()]))
    sys.exit(bool(tally.faults))


if __name__ == "__main__":
    main()
