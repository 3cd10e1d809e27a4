"""Files made from the tables (verdict, figures, report, CSV): put beside them whole, and sealed in the manifest.

They are written into a hidden folder, flushed with fsync, moved into place, then listed with their hashes. A file
that changes is taken off the list before it is moved, so that a process killed at any moment leaves a folder in which
every listed file is as it was written; what is not listed yet is made again.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from dipsim.runs.errors import FolderError, VerificationError
from dipsim.runs.storage import atomic_folder
from dipsim.runs.storage import manifest as manifests
from dipsim.runs.storage.filesystem import Disk, reported
from dipsim.runs.storage.safe_names import inside

STAGE = "derived"  # begins the name of the hidden folder
KEPT = "what was stored before is kept; to complete the folder give the same command again"


def derive(
    folder: Path,
    make: Callable[[Path], object],
    *,
    kind: str = "run",
    left: str = KEPT,
    anew: Callable[[], Mapping[str, Any]] | None = None,
    disk: Disk | None = None,
) -> dict[str, Any]:
    """Add files to the results ``folder`` of this ``kind``, or replace derived ones; returns the manifest that lists
    them. ``disk``: for tests that let it fail.

    ``make`` writes them into the empty folder that it is given, under the names that they get in ``folder``; ``left``
    says what is there when the disk refuses. Tables and the scenario are never replaced (ValueError), unless ``anew``
    gives the manifest that takes the place of the one that was there, asked for when all is made. Raises FolderError
    where a link is in the way, StorageError, VerificationError, and whatever ``make`` raises.
    """
    disk = disk or Disk()
    before = manifests.read(folder, kind) if anew is None else _before(folder, kind)
    with reported(folder, left):
        clear(folder, disk)
        stage = atomic_folder.hidden(folder / STAGE)
        try:
            disk.make_folder(stage)
            make(stage)
            fresh = _entries(stage, disk)
            _check(folder, {"files": {}} if anew is not None else before, fresh)
            listed = {name: entry for name, entry in before["files"].items() if fresh.get(name, entry) == entry}
            if len(listed) < len(before["files"]):
                _list(folder, {**before, "files": listed}, stage, disk)
            for name in fresh:
                _move(stage / name, folder / name, disk)
            for place in sorted({(folder / name).parent for name in fresh}):
                disk.sync_folder(place)
            after = {**before, "files": listed} if anew is None else anew()
            return _list(folder, {**after, "files": {**after["files"], **fresh}}, stage, disk)
        finally:
            disk.remove(stage)


def _before(folder: Path, kind: str) -> dict[str, Any]:
    """The manifest that is to be replaced, as if there were none where it is damaged."""
    try:
        return manifests.read(folder, kind)
    except (FolderError, VerificationError):
        return {"files": {}}


def clear(folder: Path, disk: Disk | None = None) -> None:
    """Remove from ``disk`` what killed processes of this host left in the results ``folder``."""
    disk = disk or Disk()
    atomic_folder.clear_leftovers(folder / STAGE, disk)
    figures = folder / "figures"
    for path in sorted(figures.glob(".*.tmp")) if figures.is_dir() and not figures.is_symlink() else []:
        disk.remove(path)


def refuse_sealed(paths: Iterable[Path]) -> None:
    """FolderError (exit code 4) where one of the paths names a file that the manifest of a folder above it lists."""
    for path in paths:
        for folder in list(path.absolute().parents)[:2]:
            if not (folder / manifests.NAME).is_file():
                continue
            try:
                listed = json.loads((folder / manifests.NAME).read_bytes())["files"]
            except (ValueError, KeyError, TypeError, RecursionError):
                continue  # not ours
            if path.absolute().relative_to(folder).as_posix() in listed:
                raise FolderError(f"{path}: is part of the results in {folder}; name another folder with --out")


def _entries(stage: Path, disk: Disk) -> dict[str, dict[str, Any]]:
    """What the manifest will list of the files in the hidden folder, each flushed with fsync."""
    found = {}
    for path in sorted(stage.rglob("*")):
        if path.is_file():
            with open(path, "rb+") as handle:
                disk.sync(handle)
            found[path.relative_to(stage).as_posix()] = manifests.entry(path)
    return found


def _check(folder: Path, manifest: Mapping[str, Any], fresh: Mapping[str, Any]) -> None:
    for name in fresh:
        if name == manifests.NAME or manifests.is_table(manifest, name):
            raise ValueError(f"{folder}: {name} is part of the results and is not rewritten")
        try:
            path = inside(folder, name)
        except ValueError:
            raise FolderError(f"{folder / name}: leads out of the folder by a link") from None
        if path.is_symlink():
            raise FolderError(f"{path}: is a link")


def _move(made: Path, path: Path, disk: Disk) -> None:
    if not path.parent.is_dir():
        with contextlib.suppress(FileExistsError):  # another process made it meanwhile
            disk.make_folder(path.parent)
        disk.sync_folder(path.parent.parent)
    disk.move(made, path)


def _list(folder: Path, manifest: Mapping[str, Any], stage: Path, disk: Disk) -> dict[str, Any]:
    """Put a manifest in the place of the one before; returns it as it is read again."""
    fresh = stage / manifests.NAME
    with disk.create(fresh) as handle:
        handle.write(manifests.text(manifest).encode())
        disk.sync(handle)
    disk.move(fresh, folder / manifests.NAME)
    disk.sync_folder(folder)
    return manifests.read(folder, manifest.get("kind", "run"))
