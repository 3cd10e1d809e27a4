"""What does a sweep do on a disk that is full, or that refuses now and then?

    python campaigns/disk_full.py --sizes 40

First a small sweep is run on file systems of so many sizes (tmpfs, in a mount namespace of its own, by ``unshare -rm``;
every fourth is short of inodes instead of bytes), all too small for it. It must end with exit code 5 and one line that
says so; every file that is visible must be whole; after the disk was enlarged, the same command must keep what was
finished and give the fingerprint of a sweep that had room.

Then every n-th creation, write, sync or renaming fails with one of four errors, n growing by one each time, while the
sweep is resumed until it is done. Every refusal must be a StorageError (exit code 5), nothing half-written left behind.
"""

from __future__ import annotations

import argparse
import errno
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from errno import EACCES, EIO, EMFILE, ENOSPC, errorcode
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from small_sweeps import Small, command, fingerprint, finished, unfinished

from dipsim.runs.errors import StorageError
from dipsim.runs.storage.filesystem import Disk
from dipsim.sweeps.execution.executors import inline
from dipsim.sweeps.execution.runner import Conductor
from dipsim.sweeps.experiment.load import read
from dipsim.sweeps.storage.folder import Folder
from dipsim.sweeps.storage.merge import merge
from dipsim.sweeps.sweep import prepare

SWEEP, QUICK = Small(256, 4, 1), Small(96, 8, 1)
ERRORS = (ENOSPC, EIO, EACCES, EMFILE)
ACTS = ("create", "write", "sync", "move")
NTH = (2, 5, 11)
PAGE = 4096
INSIDE = "DIPSIM_CAMPAIGN_INSIDE"


@dataclass
class Tally:
    """What was refused, and everything that should not have happened."""

    sizes: Counter[str] = field(default_factory=Counter)  # by what had been reached when the disk was full
    refused: Counter[str] = field(default_factory=Counter)  # by act and error
    sweeps: int = 0
    faults: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """The summary."""
        return [
            f"{self.sizes.total()} full disks: " + ", ".join(f"{n} {what}" for what, n in sorted(self.sizes.items())),
            f"{self.refused.total()} refusals in {self.sweeps} sweeps: "
            + ", ".join(f"{n} {what}" for what, n in sorted(self.refused.items())),
            f"faults: {len(self.faults)}",
            *self.faults,
        ]


class FailingDisk(Disk):
    """Refuses every n-th time to do one of its acts, n growing by one with each refusal."""

    def __init__(self, act: str, nth: int, error: int) -> None:
        self.act, self.nth, self.error, self.count = act, nth, error, 0

    def _refuse(self, act: str) -> None:
        if act == self.act:
            self.count += 1
            if self.count == self.nth:
                self.count, self.nth = 0, self.nth + 1  # a little more patience, so that the sweep comes to an end
                raise OSError(self.error, os.strerror(self.error))

    def create(self, path: Path) -> BinaryIO:
        self._refuse("create")
        return _Handle(super().create(path), self)  # type: ignore[return-value]

    def sync(self, handle: BinaryIO) -> None:
        self._refuse("sync")
        super().sync(handle)

    def move(self, old: Path, new: Path) -> None:
        self._refuse("move")
        super().move(old, new)


class _Handle:
    """A file whose writing stops half-way when the disk refuses."""

    def __init__(self, file: BinaryIO, disk: FailingDisk) -> None:
        self.file, self.disk = file, disk

    def __enter__(self) -> _Handle:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)

    def write(self, data: bytes) -> int:
        self.file.write(data[: len(data) // 2])
        self.disk._refuse("write")
        return self.file.write(data[len(data) // 2 :])


def mount(place: Path, options: str) -> None:
    """A file system in memory at a place, or another size for the one that is there."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "none", str(place)], check=True)


def half_written(folder: Path) -> list[str]:
    """Files of a sweep's folder that cannot be read, and those that somebody began."""
    import pyarrow.parquet as pq

    found = unfinished(folder)
    if (folder / "sweep.json").exists():
        found += list(Folder.open(folder).damaged())
    for path in folder.glob("*.parquet"):
        try:
            pq.read_table(path, page_checksum_verification=True)
        except Exception:
            found.append(path.name)
    return found


def full_disk(options: str, file: Path, place: Path, whole: tuple[tuple[str, str], int], tally: Tally) -> None:
    """Run into a full disk, enlarge it, go on."""
    place.mkdir(exist_ok=True)
    mount(place, options)
    try:
        folder = place / "swept"
        code, _, err = command("sweep", file, "--out", folder, "--workers", 1, "--quiet")
        there = finished(folder)
        if code != 5 or "No space left on device" not in err or len(err.splitlines()) != 1:
            tally.faults.append(f"{options}: ended with {code}: {err.strip()}")
        if folder.exists() and (names := half_written(folder)):
            tally.faults.append(f"{options}: half-written: {names}")
        reached = (
            "before the first shard" if not there else "between shards" if len(there) < whole[1] else "in the merge"
        )
        tally.sizes[reached] += 1
        mount(place, "remount,size=16m,nr_inodes=1000")
        code, _, err = command("sweep", file, "--out", folder, "--workers", 1, "--quiet")
        if code or fingerprint(folder) != whole[0] or there.items() - finished(folder).items():
            tally.faults.append(f"{options}: ended with {code} when there was room: {err.strip()}")
    finally:
        subprocess.run(["umount", str(place)], check=True)


def full_disks(sizes: int, luck: np.random.Generator, place: Path, tally: Tally) -> None:
    """Full disks of so many sizes."""
    file = SWEEP.write(place / "files", 1)
    roomy = place / "roomy"
    roomy.mkdir()
    mount(roomy, "size=64m")
    code, _, err = command("sweep", file, "--out", roomy / "swept", "--workers", 1, "--quiet")
    if code:
        raise RuntimeError(err)
    files = [path for path in (roomy / "swept").rglob("*") if path.is_file()]
    pages = sum(-(-path.stat().st_size // PAGE) for path in files)
    whole = fingerprint(roomy / "swept"), len(finished(roomy / "swept"))
    for number in range(sizes):
        share = (number + luck.random()) / sizes
        if number % 4 == 3:
            options = f"size=16m,nr_inodes={2 + int(share * len(files))}"
        else:
            options = f"size={max(1, int(share * pages)) * PAGE}"
        full_disk(options, file, place / "tight", whole, tally)
        if number % 10 == 9:
            print(f"{number + 1} sizes, {len(tally.faults)} faults", flush=True)
    subprocess.run(["umount", str(roomy)], check=True)


def constant(experiment: Any, worlds: Sequence[Any], keys: Sequence[int]) -> dict[str, Any]:
    """Outcomes that cost nothing, in place of runs."""
    return {name: np.array(keys, dtype=float) for name in experiment.outcomes}


def refusals(place: Path, nth: Sequence[int], errors: Sequence[int], tally: Tally) -> None:
    """Every act fails with each of the errors every n-th time, until the sweep is done all the same."""
    experiment = read(QUICK.write(place / "refused_files", 1))
    planned = prepare(experiment)
    whole = Folder.make(place / "whole", experiment, *planned)
    Conductor(whole, experiment, inline, simulate=constant).run()
    wanted = merge(whole)["sweep_hash"]
    for act in ACTS:
        print(f"{act}: {tally.refused.total()} refusals so far, {len(tally.faults)} faults", flush=True)
        for error in errors:
            for every in nth:
                path = place / f"{act}_{errorcode[error]}_{every}"
                disk, done = FailingDisk(act, every, error), None
                tally.sweeps += 1
                while done is None:
                    before = finished(path)
                    try:
                        folder = Folder.make(path, experiment, *planned, disk=disk)
                        Conductor(folder, experiment, inline, simulate=constant).run()
                        done = merge(folder)["sweep_hash"]
                    except StorageError as problem:
                        tally.refused[f"{act} {errorcode[error]}"] += 1
                        if os.strerror(error) not in str(problem):
                            tally.faults.append(f"{path.name}: does not say why: {problem}")
                    if names := half_written(path) if path.exists() else []:
                        tally.faults.append(f"{path.name}: half-written: {names}")
                    if before.items() - finished(path).items():
                        tally.faults.append(f"{path.name}: finished shards lost")
                if done != wanted:
                    tally.faults.append(f"{path.name}: another fingerprint")


def campaign(sizes: int, seed: int, place: Path, nth: Sequence[int], errors: Sequence[int]) -> Tally:
    """Both parts; the first only where this process may mount."""
    tally = Tally()
    if os.environ.get(INSIDE):
        full_disks(sizes, np.random.default_rng(seed), place, tally)
    else:
        print("full disks: left out, for nothing can be mounted here")
    refusals(place, nth, errors, tally)
    return tally


def may_mount() -> bool:
    """Whether a mount namespace can be had (Linux)."""
    try:
        return (
            subprocess.run(["unshare", "-rm", "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True).returncode
            == 0
        )
    except OSError:
        return False


def main() -> None:
    """Run the campaign and print what happened."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, default=40)
    parser.add_argument("--nth", type=int, nargs="+", default=NTH)
    parser.add_argument("--errors", type=lambda name: getattr(errno, name), nargs="+", default=ERRORS)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    if not os.environ.get(INSIDE) and may_mount():
        inside = ["unshare", "-rm", sys.executable, *sys.argv]
        sys.exit(subprocess.run(inside, env={**os.environ, INSIDE: "1"}).returncode)
    with tempfile.TemporaryDirectory(prefix="dipsim_disk_") as place:
        tally = campaign(asked.sizes, asked.seed, Path(place), asked.nth, asked.errors)
    print("\n".join([f"seed {asked.seed}", *tally.lines()]))
    sys.exit(bool(tally.faults))


if __name__ == "__main__":
    main()
