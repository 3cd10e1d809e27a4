"""A folder appears whole or not at all: it is made beside its place under a hidden name, then moved there in one step.

The hidden name ``.<name>.<host>.<process>.<random>.tmp`` tells whose it is. What a killed process left behind is
removed by the next one that writes to the same place; a replaced folder is kept as ``.old`` until the new one stands.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import socket
from pathlib import Path

from dipsim.runs.errors import FolderError
from dipsim.runs.storage import manifest
from dipsim.runs.storage.filesystem import Disk
from dipsim.runs.storage.safe_names import slug
from dipsim.runs.storage.schemas import TABLES

OURS = {manifest.NAME, "scenario.yaml", "verdict.json", "advice.json", "answers.json", "report.html", "figures"}
OURS |= {f"{name}.{kind}" for name in TABLES for kind in ("parquet", "csv")}
UNFINISHED = re.compile(r"\..*\.tmp(\.\w+)?")  # a derived file whose writer was killed


def check_place(folder: Path, overwrite: bool) -> None:
    """FolderError unless a new results folder may take this place.

    It may where nothing is, in an empty folder, and, with ``overwrite``, instead of a results folder of dipsim in
    which nobody has put anything else.
    """
    if folder.is_symlink():
        raise FolderError(f"{folder}: is a link; name the folder itself")
    if not folder.exists():
        return
    if not folder.is_dir():
        raise FolderError(f"{folder}: is a file, not a folder")
    if not any(folder.iterdir()):
        return
    there = manifest.read(folder)
    if not overwrite:
        what = f"{there.get('title')!r}, seed {there.get('seed')}, replicates {there.get('replicates')}"
        made = f"made {there.get('created')} by dipsim {there['dipsim']}, model {there.get('model', 'unknown')}, "
        made += f"configuration {there['config_hash']}"
        raise FolderError(f"{folder}: already holds results ({what}, {made}); choose another folder or overwrite")
    found = {entry.name for entry in folder.iterdir() if not UNFINISHED.fullmatch(entry.name)}
    strange = sorted(found - OURS - {Path(name).parts[0] for name in there["files"]})
    if strange:
        raise FolderError(f"{folder}: will not be replaced, for it also holds {', '.join(map(repr, strange[:10]))}")


def hidden(folder: Path, ending: str = "tmp") -> Path:
    """A path beside ``folder`` that nobody else uses, with this ``ending``."""
    return folder.parent / f".{folder.name}.{_host()}.{os.getpid()}.{secrets.token_hex(4)}.{ending}"


def _host() -> str:
    return slug(socket.gethostname())


def clear_leftovers(folder: Path, disk: Disk) -> None:
    """Remove from ``disk`` what dead processes of this host left beside ``folder``; restore an orphaned old folder."""
    start = f".{folder.name}.{_host()}."
    for path in sorted(folder.parent.glob(f"{_literal(start)}*")):
        parts = path.name.removeprefix(start).split(".")
        if len(parts) != 3 or not parts[0].isdigit() or _runs(int(parts[0])):
            continue
        if parts[2] == "old" and not folder.exists():
            disk.move(path, folder)
        elif parts[2] in ("tmp", "old"):
            disk.remove(path)


def _literal(name: str) -> str:
    """``name`` as a glob pattern that matches only itself."""
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in name)


def _runs(process: int) -> bool:
    """Whether a process of this host runs; where that cannot be asked safely (Windows), True."""
    if os.name != "posix":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def put_in_place(made: Path, folder: Path, overwrite: bool, disk: Disk) -> None:
    """Move the finished folder ``made`` to ``folder`` on ``disk``, where ``overwrite`` allows replacing results; if
    that fails, what was there before is restored.

    Raises FolderError where another process has put its results there meanwhile.
    """
    check_place(folder, overwrite)
    old = None
    if folder.exists() and any(folder.iterdir()):
        old = hidden(folder, "old")
        disk.move(folder, old)
    elif folder.exists():
        folder.rmdir()
    try:
        disk.move(made, folder)
        disk.sync_folder(folder.parent)
    except BaseException as problem:
        if not made.exists():
            disk.move(folder, made)
        elif folder.exists():
            raise FolderError(f"{folder}: another process has put its results there meanwhile") from problem
        if old is not None:
            disk.move(old, folder)
        raise
    if old is not None:
        disk.remove(old)


def make_parents(folder: Path, disk: Disk) -> list[Path]:
    """Make the missing folders above ``folder`` on ``disk``; returns them from the outermost in."""
    missing = [parent for parent in folder.parents if not parent.exists()]
    made: list[Path] = []
    try:
        for parent in reversed(missing):
            made.append(parent)  # before it is there: a signal may come in between
            disk.make_folder(parent)
    except OSError:
        drop_parents(made[:-1])
        raise
    except BaseException:
        drop_parents(made)
        raise
    return made


def drop_parents(made: list[Path]) -> None:
    """Remove folders that ``make_parents`` made, where they are still empty."""
    for parent in reversed(made):
        with contextlib.suppress(OSError):
            parent.rmdir()
