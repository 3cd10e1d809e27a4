"""Do several processes at work on one folder of a sweep get in each other's way?

    python campaigns/races.py --rounds 15

Two to four processes are started at once on the same new folder: all with the same command; with shares of the shards;
with a share beside the whole; on a folder with damaged shards; and with two different experiments, of which one must
get the folder and the other must be refused with exit code 4. Every other process must end with 0 and the folder must
have the fingerprint and every value of a sweep that was alone.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from small_sweeps import Forked, Small, command, fingerprint, finished, start, unfinished

from dipsim.sweeps.storage.folder import Folder

SWEEP = Small(256, 8, 1)
KINDS = ("the same command", "shares", "a share and the whole", "damaged shards", "two experiments")
STUCK = 900.0


@dataclass
class Tally:
    """What was run, and everything that should not have happened."""

    kinds: Counter[str] = field(default_factory=Counter)
    processes: int = 0
    faults: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """The summary."""
        kinds = ", ".join(f"{count} of {kind}" for kind, count in sorted(self.kinds.items()))
        head = f"{self.kinds.total()} races of {self.processes} processes: {kinds}"
        return [head, f"faults: {len(self.faults)}", *self.faults]


class Course:
    """Where races are held: two experiments, and the first of them run alone."""

    def __init__(self, place: Path, seed: int) -> None:
        self.place = place
        self.file, self.other = (SWEEP.write(place / f"files_{row}", seed + row) for row in (0, 1))
        self.prints = {}
        for file in (self.file, self.other):
            code, _, err = command(
                "sweep", file, "--out", place / file.parent.name / "alone", "--workers", 1, "--quiet"
            )
            if code:
                raise RuntimeError(err)
            self.prints[file] = fingerprint(file.parent / "alone")

    def race(self, kind: str, folder: Path, luck: np.random.Generator, fresh: bool, tally: Tally) -> None:
        """One race of that kind in a new folder."""
        count, faults = int(luck.integers(2, 5)), tally.faults
        if kind == "damaged shards":
            shutil.copytree(self.file.parent / "alone", folder)
            for name in list(finished(folder))[::2]:
                (folder / "shards" / name).write_bytes(b"")
        begin = start if fresh else Forked
        runners = [begin("sweep", *words, "--workers", 1, "--quiet") for words in self.words(kind, folder, count)]
        said = [runner.communicate(timeout=STUCK)[1].strip() for runner in runners]
        codes = [runner.returncode for runner in runners]
        tally.kinds[kind] += 1
        tally.processes += count
        whole = self.prints[self.file]
        if kind == "two experiments":
            owner = Folder.open(folder).experiment().seed
            mine = [row for row in range(count) if (row % 2 == 0) == (owner == self.seed_of(self.file))]
            whole = self.prints[self.file if 0 in mine else self.other]
            wanted = [0 if row in mine else 4 for row in range(count)]
        else:
            wanted = [0] * count
        if codes != wanted:
            faults.append(f"{folder.name}, {kind}: ended with {codes}, not {wanted}: {said}")
        if kind == "shares" and (code := command("sweep", "merge", folder, "--quiet")[0]):
            faults.append(f"{folder.name}, {kind}: merge ended with {code}")
        if fingerprint(folder) != whole or Folder.open(folder).damaged() or unfinished(folder):
            faults.append(f"{folder.name}, {kind}: not the sweep that was alone")

    def seed_of(self, file: Path) -> int:
        return Folder.open(file.parent / "alone").experiment().seed

    def words(self, kind: str, folder: Path, count: int) -> list[list[object]]:
        """The arguments of each process."""
        one: list[object] = [self.file, "--out", folder]
        if kind == "shares":
            return [[*one, "--shard", f"{row + 1}/{count}"] for row in range(count)]
        if kind == "a share and the whole":
            return [one, *([*one, "--shard", f"{row + 1}/{count}"] for row in range(1, count))]
        if kind == "damaged shards":
            return [["resume", folder]] * count
        if kind == "two experiments":
            return [[self.file if row % 2 == 0 else self.other, "--out", folder] for row in range(count)]
        return [one] * count


def campaign(rounds: int, seed: int, place: Path, fresh: int = 4, quiet: bool = False) -> Tally:
    """So many races, of each kind in turn; in every ``fresh``-th the processes are started from nothing."""
    luck, tally, course = np.random.default_rng(seed), Tally(), Course(place, seed)
    for row in range(rounds):
        course.race(KINDS[row % len(KINDS)], place / f"race_{row}", luck, row % fresh == fresh - 1, tally)
        if not quiet:
            print(f"{tally.kinds.total()} races, {len(tally.faults)} faults", flush=True)
    return tally


def main() -> None:
    """Run the campaign and print what happened."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dipsim_races_") as place:
        tally = campaign(asked.rounds, asked.seed, Path(place))
    print("\n".join([f"seed {asked.seed}", *tally.lines()]))
    sys.exit(bool(tally.faults))


if __name__ == "__main__":
    main()
