"""The private compile cache: one folder per version, processor and source, one file per kernel, each with its checksum.

The files hold machine code, so the folder and all above it must be closed to other users. Every file is checked when
the process starts; a damaged one is removed and compiled again. A folder that cannot be written to is read.
``DIPSIM_CACHE=off`` compiles in memory only.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import importlib.metadata
import json
import os
import platform
import re
import sys
import time
from pathlib import Path
from typing import NamedTuple

from dipsim.kernels.compiler import schema
from dipsim.kernels.machine.private_folder import PrivateFolder

SUFFIX, DIGEST = ".kernel", 16
KEPT, DAYS = 32, 30  # caches of other versions that are kept, and for how long after their last use
_LEAF = re.compile(r"[a-z]+-?\d+-\w+-\w+-[0-9a-f]{8}-[0-9a-f]{16}")
_SAME_CODE = re.compile(  # variables of numba that change what it says or how it runs, not the code that it makes
    r"NUMBA_(NUM_THREADS|THREADING_LAYER\w*|CACHE_\w+|DEBUG_CACHE|COLOR_SCHEME|WARNINGS|DISABLE_PERFORMANCE_WARNINGS"
    r"|DISABLE_ERROR_MESSAGE_HIGHLIGHTING|FULL_TRACEBACKS|SHOW_HELP|DUMP_\w+|TRACE|GDB_BINARY|CUDA_\w+)"
)
_found: dict[str, Code] = {}  # what was sound when the process started
_healed = False
_folder: PrivateFolder | None = None
_why = ""  # why there is no folder, or none to write to
_tables: str | None = None  # the tables of the model that the folder is for, None before it was opened


class Code(NamedTuple):
    """A compiled kernel: the name of its function, the kernels that it calls, its object code."""

    function: str
    calls: list[str]
    machine: bytes


@functools.cache
def source_hash() -> str:
    """BLAKE2b of every source file of kernels and model, so that a changed equation never meets old code."""
    digest = hashlib.blake2b(digest_size=8)
    package = Path(__file__).resolve().parents[2]
    for path in (*sorted((package / "kernels").rglob("*.py")), *sorted((package / "model").rglob("*.py"))):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _code() -> str:
    """Hash of what kernels are made of: the sources, and the rows of the model's tables, which are baked in."""
    return hashlib.blake2b(f"{source_hash()} {_tables}".encode(), digest_size=8).hexdigest()


def _open() -> None:
    """Open the cache at first use, when the tables of the model are complete, and anew when another model came in."""
    if _tables != schema.baked():
        prepare()


def _home() -> Path:
    """The folder of all caches. RuntimeError where the user has no home directory."""
    given = os.environ.get("DIPSIM_CACHE") or os.environ.get("XDG_CACHE_HOME")
    return Path(given) / "dipsim" if given else Path.home() / ".cache" / "dipsim"


def _machine() -> str:
    """Hash of the processor, its features as chosen, and the compiler: its versions and what changes its code."""
    text = [
        f"{name}={os.environ[name]}"
        for name in sorted(os.environ)
        if name.startswith("NUMBA_") and not _SAME_CODE.fullmatch(name)
    ]
    with contextlib.suppress(OSError, ValueError):  # numba reads its settings from the current folder as well
        text.append(Path(".numba_config.yaml").read_text(encoding="utf-8"))
    text += [platform.processor(), *(importlib.metadata.version(name) for name in ("numba", "llvmlite", "numpy"))]
    info = Path("/proc/cpuinfo")
    if info.exists():
        text += [
            line for line in info.read_text().splitlines() if line.startswith(("flags", "Features", "model name"))
        ][:2]
    return hashlib.blake2b("\n".join(text).encode(), digest_size=4).hexdigest()


def prepare() -> Path | None:
    """Open and check the cache folder; ``None`` when none is safe. Reads and checks what lies in it."""
    global _folder, _healed, _why, _tables
    _folder, _why, _tables = None, "", schema.baked()
    if os.environ.get("DIPSIM_CACHE") == "off":
        _why = "DIPSIM_CACHE is off"
        return None
    tag = f"{sys.implementation.cache_tag}-{platform.system()}-{platform.machine()}-{_machine()}-{_code()}"
    try:
        home = _home().absolute()
        folder = PrivateFolder(home / tag, _user_home())
        names = folder.names()
    except (OSError, RuntimeError) as problem:
        _why = str(problem) if isinstance(problem, RuntimeError) or not problem.strerror else _said(problem)
        return None
    _folder = folder
    if not folder.writable:
        _why = f"{folder.path} cannot be written to"
    for name in names:
        if name.endswith(SUFFIX):
            code = _read(name)
            if code is None:
                folder.remove(name)
                _healed = True
            else:
                _found[name.removesuffix(SUFFIX)] = code
    folder.used()
    if folder.fresh:
        _remove_old(folder.path.parent)
    return folder.path


def _user_home() -> Path | None:
    try:
        return Path.home()
    except RuntimeError:
        return None


def _said(problem: OSError) -> str:
    return f"{problem.filename}: {problem.strerror}" if problem.filename else str(problem.strerror)


def _remove_old(home: Path) -> None:
    """Remove caches of other versions that have not been used for long, and those that are too many."""
    with contextlib.suppress(OSError):
        place = PrivateFolder(home, _user_home())
        try:
            used = {name: (home / name).lstat().st_mtime for name in place.names() if _LEAF.fullmatch(name)}
            newest = sorted(used, key=lambda name: -used[name])
            since = time.time() - DAYS * 86400
            for row, name in enumerate(newest):
                if row > KEPT or (row and used[name] < since):
                    place.remove(name)
        finally:
            place.close()


def _read(name: str) -> Code | None:
    """What a file holds, ``None`` when it is damaged or not there."""
    if _folder is None:
        return None
    try:
        data = _folder.read(name)
        if hashlib.blake2b(data[DIGEST:], digest_size=DIGEST).digest() != data[:DIGEST]:
            return None
        head, _, machine = data[DIGEST:].partition(b"\n")
        function, calls = json.loads(head)
    except (OSError, ValueError):
        return None
    return Code(function, calls, machine)


def has(name: str) -> bool:
    """Whether the kernel of this ``name`` (symbol and hash of its source) is in the cache, in memory or on disk."""
    _open()
    return name in _found or (_folder is not None and _folder.has(name + SUFFIX))


def read(name: str) -> Code | None:
    """The kernel stored under ``name``, or ``None`` when it is missing or damaged."""
    _open()
    return _found.get(name) or _read(name + SUFFIX)


def write(name: str, code: Code) -> None:
    """Store the machine ``code`` of a kernel under ``name``, whole or not at all; if the disk refuses, it stays in
    memory."""
    _open()
    _found[name] = code
    if _folder is None:
        return
    data = json.dumps([code.function, code.calls]).encode() + b"\n" + code.machine
    with contextlib.suppress(OSError):
        _folder.write(name + SUFFIX, hashlib.blake2b(data, digest_size=DIGEST).digest() + data)


def usable() -> bool:
    """Whether kernels are kept on disk."""
    _open()
    return _folder is not None and not _why


def why_not() -> str:
    """Why kernels are not kept on disk, empty where they are."""
    _open()
    return _why


def healed() -> bool:
    """Whether damaged files were found and removed when the cache was opened."""
    _open()
    return _healed
