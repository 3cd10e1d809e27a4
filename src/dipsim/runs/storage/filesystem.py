"""The few things a results folder asks of the disk, so that a test can put a failing disk in their place."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from dipsim.runs.errors import StorageError

WINDOWS_BUSY = (5, 32, 33)  # access denied, sharing violation, lock violation: a virus scanner is reading
PIECE = 1 << 20


class Disk:
    """The real disk."""

    def make_folder(self, path: Path) -> None:
        """Make the one new folder ``path``; its parent must exist."""
        path.mkdir()

    def create(self, path: Path) -> BinaryIO:
        """Open the new file ``path`` for writing; FileExistsError when it exists already."""
        return open(path, "xb")

    def sync(self, handle: BinaryIO) -> None:
        """Bring what was written to ``handle`` onto the medium."""
        handle.flush()
        os.fsync(handle.fileno())

    def sync_folder(self, path: Path) -> None:
        """Flush the entries of the folder ``path`` to the medium; Windows has no such call and needs none."""
        if os.name != "posix":
            return
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def move(self, old: Path, new: Path) -> None:
        """Rename ``old`` to ``new`` in one step; retries for some 1.5 s where another process holds the file open."""
        for wait in (0.05, 0.1, 0.2, 0.4, 0.8, None):
            try:
                os.replace(old, new)
                return
            except PermissionError as problem:
                if wait is None or getattr(problem, "winerror", None) not in WINDOWS_BUSY:
                    raise
                time.sleep(wait)

    def remove(self, path: Path) -> None:
        """Remove the file or the whole folder ``path``, as far as possible."""
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def file_hash(path: Path) -> str:
    """BLAKE2b-128 of the bytes of the file ``path``, 32 hexadecimal digits."""
    running = hashlib.blake2b(digest_size=16)
    with open(path, "rb") as handle:
        while piece := handle.read(PIECE):
            running.update(piece)
    return running.hexdigest()


@contextlib.contextmanager
def reported(path: Path, left: str = "nothing was left behind") -> Iterator[None]:
    """Turn an error of the operating system into a StorageError that names ``path`` and says what is ``left``."""
    try:
        yield
    except OSError as problem:
        raise StorageError(f"{path}: {problem.strerror or problem}; {left}") from problem
