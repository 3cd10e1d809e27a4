"""Does a sweep survive kill -9, of itself, of its workers, of both, at any moment?

    python campaigns/kills.py --kills 200

Small sweeps are run through the command line with one and two workers. Half of the kills come at a moment drawn evenly
over the time that the sweep takes undisturbed, half shortly after a drawn number of shards has come in. Whenever the
process itself was killed the sweep is resumed, until it is done. Most processes are copies of one in which everything
is imported already, so that kills fall on the work; every so many (``--fresh``) are started from nothing.

Checked are: no finished shard is ever lost or changed; the fingerprint of the sweep and every value of its table are
those of an undisturbed run; no process outlives its parent; no unfinished file is left when the sweep is done; every
shard verifies.
"""

from __future__ import annotations

import argparse
import os
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from small_sweeps import (
    SMALL,
    Forked,
    Small,
    command,
    command_of,
    fingerprint,
    finished,
    marked,
    start,
    unfinished,
    wait_for_none,
    workers,
)

from dipsim.sweeps.storage.folder import Folder

Process = subprocess.Popen[str] | Forked
VICTIMS = ("parent", "worker", "both")
WORKER_KILLS = 2  # in the life of a parent: a shard that loses more workers is rightly given up
KILLS_OF_A_SWEEP = 12
PATIENCE = 15.0  # seconds within which orphans must be gone
STUCK = 600.0  # seconds after which a process is said to hang


@dataclass
class Tally:
    """What happened, and everything that should not have."""

    kills: Counter[str] = field(default_factory=Counter)
    fresh: int = 0  # kills in processes that were started from nothing
    sweeps: int = 0
    lives: int = 0
    resumed: int = 0
    half_written: int = 0  # unfinished files that kills left, all removed by the resume
    longest_orphan: float = 0.0
    faults: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """The summary."""
        kills = ", ".join(f"{count} of {victim}" for victim, count in sorted(self.kills.items()))
        return [
            f"{self.kills.total()} kills ({kills}) over {self.sweeps} sweeps, resumed {self.resumed} times",
            f"{self.fresh} of them in processes started from nothing, the others in copies of a warm one",
            f"unfinished files that kills left behind, removed by the resume: {self.half_written}",
            f"longest time that a worker outlived its parent: {self.longest_orphan:.2f} s",
            f"faults: {len(self.faults)}",
            *self.faults,
        ]


@dataclass
class Reference:
    """A sweep run undisturbed: its file, its fingerprints and the seconds it took."""

    small: Small
    file: Path
    prints: tuple[str, str]
    seconds: float
    shards: int


def undisturbed(small: Small, place: Path, seed: int) -> Reference:
    """Run a sweep to its end in peace."""
    file, begun = small.write(place, seed), time.monotonic()
    code, _, err = command("sweep", file, "--out", place / "whole", "--workers", small.workers, "--quiet")
    if code:
        raise RuntimeError(f"the undisturbed sweep ended with {code}: {err}")
    taken = time.monotonic() - begun
    return Reference(small, file, fingerprint(place / "whole"), taken, len(finished(place / "whole")))


class Torment:
    """One sweep in a folder of its own, killed again and again until it is done."""

    def __init__(
        self, calm: Reference, folder: Path, luck: np.random.Generator, tally: Tally, kills: int, fresh: int
    ) -> None:
        self.calm, self.folder, self.luck, self.tally, self.left, self.every = calm, folder, luck, tally, kills, fresh
        self.mark = secrets.token_hex(8)

    def fault(self, text: str) -> None:
        self.tally.faults.append(f"{self.folder.name} ({self.calm.small.workers} workers): {text}")
        print(self.tally.faults[-1], flush=True)

    def run(self) -> int:
        """Begin, kill, resume, until the sweep is done; returns the kills."""
        kills = self.left
        self.tally.sweeps += 1
        while not self.life():
            self.tally.resumed += 1
        there = Folder.open(self.folder)
        if fingerprint(self.folder) != self.calm.prints:
            self.fault("another fingerprint than the undisturbed sweep")
        if there.damaged() or len(there.done(quarantine=False)) != self.calm.shards:
            self.fault("not every shard verifies")
        if names := unfinished(self.folder):
            self.fault(f"unfinished files after the sweep was done: {names}")
        if left := marked(self.mark):
            self.fault(f"processes still run: {left}")
        return kills - self.left

    def life(self) -> bool:
        """One process from its start to its end; True when it came to its end by itself."""
        before, spared = finished(self.folder), WORKER_KILLS
        verb = (
            ["resume", self.folder] if before and self.luck.random() < 0.5 else [self.calm.file, "--out", self.folder]
        )
        self.fresh = self.tally.lives % self.every == 0
        self.tally.lives += 1
        begin = start if self.fresh else Forked
        process = begin("sweep", *verb, "--workers", self.calm.small.workers, "--quiet", mark=self.mark)
        while self.left and self.wait_for_moment(process, len(before)):
            victim = str(self.luck.choice(VICTIMS))
            hit = workers(self.mark)
            if not hit or (victim == "worker" and not spared):
                victim = "parent"
            self.kill(victim, process, hit)
            self.check_kept(before)
            if victim != "worker":
                process.communicate()
                self.check_after_death()
                return False
            spared -= 1
            before = finished(self.folder)
        with suppress(subprocess.TimeoutExpired):
            _, err = process.communicate(timeout=STUCK)
            if process.returncode:
                self.fault(f"exit code {process.returncode}: {err.strip()}")
            self.check_kept(before)
            return process.returncode == 0 or self.give_up()
        self.fault("hangs")
        process.kill()
        return self.give_up()

    def give_up(self) -> bool:
        raise RuntimeError("\n".join(self.tally.lines()))

    def wait_for_moment(self, process: Process, before: int) -> bool:
        """Sleep until the drawn moment; False when the process ended before."""
        wanted, until = 10**9, time.monotonic() + self.luck.uniform(0, self.calm.seconds)
        if self.luck.random() < 0.5:
            wanted, until = before + int(self.luck.integers(1, 6)), float("inf")
        while time.monotonic() < until and process.poll() is None:
            if len(list((self.folder / "shards").glob("[0-9]*.parquet"))) >= wanted:
                until, wanted = time.monotonic() + self.luck.uniform(0, 0.1), 10**9
            time.sleep(0.002)
        return process.poll() is None

    def kill(self, victim: str, process: Process, hit: list[int]) -> None:
        pids = [] if victim == "parent" else [int(self.luck.choice(hit))]
        pids += [] if victim == "worker" else [process.pid]
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.tally.kills[victim] += 1
        self.tally.fresh += self.fresh
        self.left -= 1

    def check_kept(self, before: dict[str, str]) -> None:
        now = finished(self.folder)
        if lost := [name for name, said in before.items() if now.get(name) != said]:
            self.fault(f"finished shards lost or changed: {lost}")

    def check_after_death(self) -> None:
        seconds = wait_for_none(self.mark, PATIENCE)
        if seconds == float("inf"):
            left = [command_of(pid) for pid in marked(self.mark)]
            self.fault(f"processes outlived their parent: {left}")
        self.tally.longest_orphan = max(self.tally.longest_orphan, seconds)
        self.tally.half_written += len(unfinished(self.folder)) if self.folder.exists() else 0


def campaign(
    kills: int, seed: int, place: Path, small: tuple[Small, ...] = SMALL, fresh: int = 4, quiet: bool = False
) -> Tally:
    """So many kills, spread over the small sweeps in turn; every ``fresh``-th process is started from nothing."""
    luck, tally, number = np.random.default_rng(seed), Tally(), 0
    calm = [undisturbed(one, place / f"calm_{row}", seed + row) for row, one in enumerate(small)]
    while tally.kills.total() < kills:
        most = min(KILLS_OF_A_SWEEP, kills - tally.kills.total())
        Torment(calm[number % len(calm)], place / f"sweep_{number}", luck, tally, most, fresh).run()
        number += 1
        if not quiet:
            print(f"{tally.kills.total()} kills {dict(tally.kills)}, {len(tally.faults)} faults", flush=True)
    return tally


def main() -> None:
    """Run the campaign and print what happened."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--fresh", type=int, default=4, help="every so-manyth process is started from nothing")
    parser.add_argument("--small", type=int, nargs="+", default=range(len(SMALL)), help="which of the small sweeps")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dipsim_kills_") as place:
        tally = campaign(asked.kills, asked.seed, Path(place), tuple(SMALL[row] for row in asked.small), asked.fresh)
    print("\n".join([f"seed {asked.seed}", *tally.lines()]))
    sys.exit(bool(tally.faults))


if __name__ == "__main__":
    main()
