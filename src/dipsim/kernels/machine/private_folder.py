"""A folder whose files are run as code: nobody else can put anything into it, and it is held open by a handle.

Every folder on the way to it, from the home directory on (from the root for a place outside), must belong to this user
or to root and be closed to other writers, or be a sticky folder such as ``/tmp``. The way is walked handle by handle
without following links, so nothing can be swapped between the check and the use.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
from pathlib import Path
from typing import Any

HANDLES = os.name == "posix" and {os.open, os.mkdir, os.stat, os.unlink} <= os.supports_dir_fd
FOLDER = getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
STEP = FOLDER | getattr(os, "O_PATH", os.O_RDONLY)  # enough for a folder that one may pass through and not list
FILE = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class NotPrivate(OSError):
    """Somebody else could write to the folder."""


class PrivateFolder:
    """A folder, made if need be; NotPrivate where others can write to it, OSError where it cannot be opened or made."""

    def __init__(self, path: Path, home: Path | None = None) -> None:
        self.path = path if not HANDLES else Path(os.path.realpath(path))
        self.fresh = False  # whether it was made now
        self.handle: int | None = None
        if HANDLES:
            self.handle = self._walk(None if home is None else Path(os.path.realpath(home)))
        else:
            self.fresh = not self.path.exists()
            self.path.mkdir(parents=True, exist_ok=True)

    def _walk(self, home: Path | None) -> int:
        """Open the folder by way of all above it, each checked and made where it is missing."""
        trusted = home if home is not None and self.path.is_relative_to(home) else None
        above, at = os.open(self.path.anchor, STEP), Path(self.path.anchor)
        try:
            for part in self.path.parts[1:]:
                at /= part
                below = self._step(above, part, FOLDER | os.O_RDONLY if at == self.path else STEP)
                os.close(above)
                above = below
                if trusted is None or at.is_relative_to(trusted):
                    _check(os.fstat(above), at, leaf=at == self.path)
        except BaseException:
            os.close(above)
            raise
        return above

    def _step(self, above: int, part: str, flags: int) -> int:
        self.fresh = False
        try:
            return os.open(part, flags, dir_fd=above)
        except FileNotFoundError:
            with contextlib.suppress(FileExistsError):  # made by another process meanwhile
                os.mkdir(part, 0o700, dir_fd=above)
                self.fresh = True
            return os.open(part, flags, dir_fd=above)

    def _at(self, name: str) -> str:
        return name if self.handle is not None else str(self.path / name)

    @property
    def writable(self) -> bool:
        """Whether files can be put into it."""
        return os.access(self._at("."), os.W_OK, dir_fd=self.handle)

    def names(self) -> list[str]:
        """What lies in it, sorted. OSError when it cannot be listed."""
        return sorted(os.listdir(self.path if self.handle is None else self.handle))

    def has(self, name: str) -> bool:
        """Whether there is a file of this name."""
        try:
            return stat.S_ISREG(os.stat(self._at(name), dir_fd=self.handle, follow_symlinks=False).st_mode)
        except OSError:
            return False

    def read(self, name: str) -> bytes:
        """The bytes of the file ``name``. Raises OSError when it is missing, NotPrivate when it belongs neither to this
        user nor to root."""
        with open(os.open(self._at(name), os.O_RDONLY | FILE, dir_fd=self.handle), "rb") as file:
            info = os.fstat(file.fileno())
            if not stat.S_ISREG(info.st_mode) or not _ours(info):
                raise NotPrivate(f"{self.path / name} is no file of this user")
            return file.read()

    def write(self, name: str, data: bytes) -> None:
        """Write ``data`` to the file ``name`` through a temporary file, whole or not at all. Raises OSError when that
        fails."""
        beside = f".{name}-{os.getpid()}"
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | FILE
        both: dict[str, Any] = {"src_dir_fd": self.handle, "dst_dir_fd": self.handle}
        try:
            with open(os.open(self._at(beside), flags, 0o600, dir_fd=self.handle), "wb") as file:
                file.write(data)
            os.replace(self._at(beside), self._at(name), **both)
        except OSError:
            with contextlib.suppress(OSError):
                os.unlink(self._at(beside), dir_fd=self.handle)
            raise

    def remove(self, name: str) -> None:
        """Remove what has this name, a file or a folder, as far as that is possible."""
        with contextlib.suppress(OSError):
            mode = os.stat(self._at(name), dir_fd=self.handle, follow_symlinks=False).st_mode
            if stat.S_ISDIR(mode):
                shutil.rmtree(self._at(name), ignore_errors=True, dir_fd=self.handle)
            else:
                os.unlink(self._at(name), dir_fd=self.handle)

    def used(self) -> None:
        """Set its time to now."""
        with contextlib.suppress(OSError):
            os.utime(self.path if self.handle is None else self.handle)

    def close(self) -> None:
        """Let go of the handle."""
        if self.handle is not None:
            os.close(self.handle)
            self.handle = None


def _ours(info: os.stat_result) -> bool:
    """Whether it belongs to this user, or to root, who can do everything anyway."""
    return not hasattr(os, "getuid") or info.st_uid in (0, os.getuid())


def _check(info: os.stat_result, path: Path, leaf: bool) -> None:
    """NotPrivate where somebody else could write to a folder, or put another one in its place."""
    if not _ours(info):
        raise NotPrivate(f"{path} belongs to another user")
    if info.st_mode & 0o022 and (leaf or not info.st_mode & stat.S_ISVTX):
        raise NotPrivate(f"other users can write to {path}; close it with: chmod go-w {path}")
