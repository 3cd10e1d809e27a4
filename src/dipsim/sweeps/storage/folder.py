"""The folder of a sweep: done means a shard file that verifies, and nothing else is remembered.

    sweep.json            what decides every number, and its hash; the folder belongs to it alone
    design.parquet        the points and the order of running
    shards/00012.<hash>.parquet   results of one shard; the hash in its name is that of its bytes
    failed/00012.json     a shard whose worker died again and again
    runs.parquet ...      made from the shards by ``merge``, at any time anew

Shards are written to a temporary name, read back, flushed with fsync and renamed. As they are deterministic, two
processes may compute the same one: both write the same bytes.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dipsim.runs.errors import FolderError, StorageError, VerificationError
from dipsim.runs.storage import atomic_folder
from dipsim.runs.storage.filesystem import Disk
from dipsim.runs.storage.manifest import listing
from dipsim.runs.storage.safe_names import confined
from dipsim.sweeps.execution.shard import verified
from dipsim.sweeps.experiment.design import Ints, Table
from dipsim.sweeps.experiment.experiment import Experiment
from dipsim.sweeps.storage import sealed_setup
from dipsim.sweeps.storage import setup_record as setups

SETUP, DESIGN, SHARDS, FAILED = "sweep.json", "design.parquet", "shards", "failed"
CORRUPT = ".corrupt"
ABANDONED = 86_400.0  # seconds after which an unfinished file of another host is nobody's
NAME = re.compile(r"(\d{5,})\.([0-9a-f]{32})\.parquet")
UNFINISHED = re.compile(r"\..*\.tmp")


@dataclass(frozen=True)
class Stored:
    """A shard file that verifies: its number, path, the fingerprint of what it says, how many of its runs failed."""

    shard: int
    path: Path
    digest: str
    failed: int


class Folder:
    """A sweep's folder, opened or made. Raises FolderError (exit code 4) where it belongs to something else."""

    def __init__(self, path: Path, record: dict[str, Any], disk: Disk | None = None) -> None:
        self.path, self.record, self.disk = path, record, disk or Disk()

    @classmethod
    def open(cls, path: str | Path, disk: Disk | None = None) -> Folder:
        """The folder at ``path`` of a sweep that was begun, on ``disk``. Raises FolderError, VerificationError."""
        place = Path(path).absolute()
        file = place / SETUP
        if not place.is_dir():
            raise FolderError(f"{place}: expected the folder of a sweep, found no such folder")
        if not file.is_file() or file.is_symlink():
            raise FolderError(f"{place}: not the folder of a sweep (no {SETUP}); it holds: {listing(place)}")
        try:
            return cls(place, sealed_setup.unseal(file.read_bytes()), disk)
        except ValueError as problem:
            raise VerificationError(f"{file}: {problem}") from None

    @classmethod
    def make(
        cls, path: str | Path, experiment: Experiment, points: Table, order: Ints, shards: int, disk: Disk | None = None
    ) -> Folder:
        """The folder at ``path`` of ``experiment``, made where nothing is yet, else opened if it is the same
        experiment's.

        Raises FolderError where the path is a link or a file, or belongs to another experiment.

        ``points`` of the design, the ``order`` of running and the number of ``shards`` are stored in it; ``disk``: for
        tests that let it fail.

        Of several processes that make it at once the first decides whose it is: ``sweep.json`` is put there once.
        """
        place, disk = Path(path).absolute(), disk or Disk()
        record = setups.setup(experiment, points, order, shards)
        if place.is_symlink():
            raise FolderError(f"{place}: is a link; name the folder itself")
        if place.exists() and not place.is_dir():
            raise FolderError(f"{place}: is a file, not a folder")
        if not place.is_dir() or all(UNFINISHED.fullmatch(entry.name) for entry in place.iterdir()):
            made = cls(place, record, disk)
            with reported(place), contextlib.suppress(FileExistsError):
                place.mkdir(parents=True, exist_ok=True)
                made._put(SETUP, sealed_setup.seal(record), sealed_setup.link)
                made._put(DESIGN, sealed_setup.design_bytes(points, order, made.config))
        return cls.open(place, disk).require_same_setup(record)

    def require_same_setup(self, record: dict[str, Any]) -> Folder:
        """This folder, if it belongs to the setup ``record``; titles and analyses that changed since are taken over.
        Raises FolderError if it does not."""
        if record["config_hash"] != self.record["config_hash"]:
            raise FolderError(f"{self.path}: {setups.refusal(record, self.record)}; or choose another folder")
        if record["experiment"] != self.record["experiment"]:
            self.record = {**self.record, "experiment": record["experiment"], "title": record["title"]}
            self.write(SETUP, sealed_setup.seal(self.record))
        return self

    @property
    def config(self) -> str:
        return str(self.record["config_hash"])

    @property
    def begun(self) -> bool:
        """Whether any shard was ever stored."""
        return (self.path / SHARDS).is_dir()

    @property
    def setup_text(self) -> str:
        return setups.text(self.record)

    @property
    def count(self) -> int:
        """How many shards the sweep has."""
        return int(self.record["shards"])

    def experiment(self) -> Experiment:
        """The experiment that the folder holds."""
        return setups.experiment_of(self.setup_text)

    def design(self, mend: bool = False) -> tuple[Table, Ints]:
        """The points and the order of running, as they were frozen. Raises VerificationError where they changed.

        Where the file is missing they are made again; with ``mend`` also where it is damaged, and it is written anew.
        """
        file = self.path / DESIGN
        try:
            found = sealed_setup.read_design(file)
            damage = "was changed after it was written"
        except Exception as problem:
            found, damage = None, f"cannot be read: {problem}"
        if found is not None and setups.design_hash(*found) == self.record["design_hash"]:
            return found
        if mend or not file.exists():
            found = sealed_setup.make_design(self.experiment())
            if setups.design_hash(*found) == self.record["design_hash"]:
                if mend:
                    self.write(DESIGN, sealed_setup.design_bytes(*found, self.config))
                return found
            damage = f"{damage}; this version would choose other points"
        raise VerificationError(f"{file}: {damage}")

    def put(self, shard: int, data: bytes) -> Path:
        """Store ``data`` as the ``shard`` of that number. Raises StorageError when the disk refuses; nothing
        half-written is left behind."""
        name = f"{shard:05d}.{_hash(data)}.parquet"
        with reported(self.path):
            (self.path / SHARDS).mkdir(exist_ok=True)
            path = self._put(f"{SHARDS}/{name}", data)
        with contextlib.suppress(OSError):
            (self.path / FAILED / f"{shard:05d}.json").unlink(missing_ok=True)
        return path

    def fail(self, shard: int, why: str) -> None:
        """Record that the worker of ``shard`` died again and again, and ``why``."""
        with reported(self.path):
            (self.path / FAILED).mkdir(exist_ok=True)
            self._put(f"{FAILED}/{shard:05d}.json", sealed_setup.seal_failure(shard, why))

    def write(self, name: str, data: bytes) -> Path:
        """Put ``data``, made from the shards, into the folder as the file ``name``, whole or not at all. Raises
        StorageError."""
        with reported(self.path):
            return self._put(name, data)

    def _put(self, name: str, data: bytes, place: Callable[[Path, Path], None] | None = None) -> Path:
        """Write a file beside its place, read it again, bring it to the medium and rename it."""
        path = confined(self.path, name)
        fresh = atomic_folder.hidden(path)
        try:
            with self.disk.create(fresh) as handle:
                handle.write(data)
                self.disk.sync(handle)
            if fresh.read_bytes() != data:
                raise StorageError(f"{path}: what was written reads back differently")
            (place or self.disk.move)(fresh, path)
        except BaseException:
            with contextlib.suppress(OSError):
                self.disk.remove(fresh)
            raise
        self.disk.sync_folder(path.parent)
        return path

    def clear(self) -> None:
        """Remove unfinished files of processes of this host that no longer run, and of other hosts after a day."""
        for place in (self.path, self.path / SHARDS, self.path / FAILED):
            for entry in _entries(place):
                parts = entry.name.rsplit(".", 4)
                if UNFINISHED.fullmatch(entry.name) and len(parts) == 5:
                    atomic_folder.clear_leftovers(place / parts[0].removeprefix("."), self.disk)
                    with contextlib.suppress(FileNotFoundError):
                        if time.time() - entry.stat().st_mtime > ABANDONED:
                            self.disk.remove(entry)

    def done(self, quarantine: bool = True) -> dict[int, Stored]:
        """Every shard that verifies; with ``quarantine`` a file that does not is set aside as ``.corrupt``, to be
        computed again."""
        found: dict[int, Stored] = {}
        for entry in _entries(self.path / SHARDS):
            named = NAME.fullmatch(entry.name)
            if named is None:
                continue
            stored = self.check(entry, int(named[1]))
            if isinstance(stored, Stored):
                found.setdefault(stored.shard, stored)
            elif quarantine:
                with contextlib.suppress(OSError):
                    self.disk.move(entry, entry.with_name(entry.name + CORRUPT))
        return found

    def damaged(self) -> dict[str, str]:
        """Files of shards, done or given up, that do not verify, with the reason; one set aside until it is redone."""
        failed = [entry for entry in _entries(self.path / FAILED) if entry.suffix == ".json"]
        found = {
            entry.name: "differs from what was written" for entry in failed if sealed_setup.read_failure(entry) is None
        }
        aside, sound = {}, set()
        for entry in _entries(self.path / SHARDS):
            named = NAME.fullmatch(entry.name.removesuffix(CORRUPT))
            if named is None:
                continue
            shard = int(named[1])
            if entry.name.endswith(CORRUPT):
                aside[entry.name] = shard
            elif isinstance(why := self.check(entry, shard), str):
                found[entry.name] = why
            else:
                sound.add(shard)
        return found | {name: "was set aside" for name, shard in aside.items() if shard not in sound}

    def check(self, path: Path, shard: int) -> Stored | str:
        """The ``shard`` in the file ``path``, or why it is none: bytes, configuration, number, rows and fingerprint
        must agree."""
        if path.is_symlink() or not path.is_file():
            return "is not a plain file"
        if not 0 <= shard < self.count:
            return f"the sweep has no shard {shard}"
        try:
            data = path.read_bytes()
        except OSError as problem:
            return f"cannot be read: {problem.strerror}"
        if _hash(data) != path.name.split(".")[1]:
            return "differs from what was written"
        found = verified(data, self.config, shard)
        return found if isinstance(found, str) else Stored(shard, path, *found)

    def failures(self) -> dict[int, str]:
        """Shards whose worker died again and again, with the reason."""
        read = (sealed_setup.read_failure(entry) for entry in _entries(self.path / FAILED))
        return dict(one for one in read if one is not None)

    def forget(self, shard: int) -> None:
        """Let a shard be computed again."""
        for entry in _entries(self.path / SHARDS):
            named = NAME.fullmatch(entry.name)
            if named is not None and int(named[1]) == shard:
                self.disk.remove(entry)
        (self.path / FAILED / f"{shard:05d}.json").unlink(missing_ok=True)


def whole_digest(stored: dict[int, Stored]) -> str:
    """One fingerprint of a sweep: of the content of its shards ``stored``, in their order."""
    record = "\n".join(f"{shard}:{stored[shard].digest}" for shard in sorted(stored))
    return hashlib.blake2b(record.encode(), digest_size=16).hexdigest()


def _hash(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def _entries(place: Path) -> list[Path]:
    return sorted(place.iterdir(), key=lambda entry: entry.name) if place.is_dir() else []


@contextlib.contextmanager
def reported(path: Path) -> Iterator[None]:
    """Turn an error of the operating system into a StorageError that names ``path``."""
    try:
        yield
    except OSError as problem:
        where = os.path.relpath(problem.filename, path) if problem.filename else ""
        raise StorageError(
            f"{path}: {problem.strerror or problem}{f' ({where})' if where else ''}; finished shards are kept"
        ) from problem
