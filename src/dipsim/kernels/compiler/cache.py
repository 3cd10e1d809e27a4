"""The private compile cache: one folder per version, processor and source, one file per kernel, each with its checksum.

The files hold machine code, so the folder must belong to the user and be closed to others. Every file is checked when
the process starts; a damaged one is removed and compiled again. ``DIPSIM_CACHE=off`` compiles in memory only.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
import json
import os
import platform
import stat
import sys
from pathlib import Path
from typing import NamedTuple

SUFFIX, DIGEST = ".kernel", 16
_found: dict[str, Code] = {}  # what was sound when the process started
_healed = False
_folder: Path | None = None


class Code(NamedTuple):
    """A compiled kernel: the name of its function, the kernels that it calls, its object code."""

    function: str
    calls: list[str]
    machine: bytes


@functools.cache
def source_hash() -> str:
    """BLAKE2b of every source file of the model, so that a changed equation never meets old code."""
    digest = hashlib.blake2b(digest_size=8)
    package = Path(__file__).resolve().parents[2]
    for path in (*sorted((package / "kernels").rglob("*.py")), *sorted((package / "model").rglob("*.py"))):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _home() -> Path:
    given = os.environ.get("DIPSIM_CACHE") or os.environ.get("XDG_CACHE_HOME")
    return Path(given) / "dipsim" if given else Path.home() / ".cache" / "dipsim"


def _machine() -> str:
    """Processor, its features as chosen, and versions of the compiler."""
    text = [os.environ.get(name, "") for name in sorted(os.environ) if name.startswith("NUMBA_")]
    text += [platform.processor(), *(importlib.metadata.version(name) for name in ("numba", "llvmlite", "numpy"))]
    info = Path("/proc/cpuinfo")
    if info.exists():
        text += [
            line for line in info.read_text().splitlines() if line.startswith(("flags", "Features", "model name"))
        ][:2]
    return hashlib.blake2b("\n".join(text).encode(), digest_size=4).hexdigest()


def _private(folder: Path) -> bool:
    """Whether the folder is a real directory of this user that nobody else can write to."""
    info = os.lstat(folder)
    mine = not hasattr(os, "getuid") or info.st_uid == os.getuid()
    return stat.S_ISDIR(info.st_mode) and mine and not info.st_mode & 0o022


def prepare() -> Path | None:
    """Choose and check the cache folder; ``None`` when nothing safe is writable. Reads and checks what lies in it."""
    global _folder, _healed
    if os.environ.get("DIPSIM_CACHE") == "off":
        return None
    tag = f"{sys.implementation.cache_tag}-{platform.system()}-{platform.machine()}-{_machine()}-{source_hash()}"
    try:
        folder = _home() / tag
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _private(folder):
            return None
        probe = folder / f".probe-{os.getpid()}"
        probe.touch()
        probe.unlink()
        _folder = folder
        for path in sorted(folder.glob(f"*{SUFFIX}")):
            code = _read(path)
            if code is None:
                path.unlink(missing_ok=True)
                _healed = True
            else:
                _found[path.name.removesuffix(SUFFIX)] = code
    except OSError:
        _folder = None
        _found.clear()
    return _folder


def _read(path: Path) -> Code | None:
    """What a file holds, ``None`` when it is damaged."""
    try:
        data = path.read_bytes()
        if hashlib.blake2b(data[DIGEST:], digest_size=DIGEST).digest() != data[:DIGEST]:
            return None
        head, _, machine = data[DIGEST:].partition(b"\n")
        function, calls = json.loads(head)
    except (OSError, ValueError):
        return None
    return Code(function, calls, machine)


def has(name: str) -> bool:
    """Whether a kernel lies in the cache."""
    return name in _found or (_folder is not None and (_folder / (name + SUFFIX)).exists())


def read(name: str) -> Code | None:
    """A kernel from the cache, ``None`` when it is not there or damaged."""
    if name in _found or _folder is None:
        return _found.get(name)
    return _read(_folder / (name + SUFFIX))


def write(name: str, code: Code) -> None:
    """Put a kernel into the cache, whole or not at all; where that fails, it stays in memory."""
    _found[name] = code
    if _folder is None:
        return
    data = json.dumps([code.function, code.calls]).encode() + b"\n" + code.machine
    beside = _folder / f".{name}-{os.getpid()}"
    try:
        beside.write_bytes(hashlib.blake2b(data, digest_size=DIGEST).digest() + data)
        os.replace(beside, _folder / (name + SUFFIX))
    except OSError:
        beside.unlink(missing_ok=True)


def usable() -> bool:
    """Whether kernels are kept on disk."""
    return _folder is not None


def warm(name: str = "dipsim.model.tick.advance") -> bool:
    """Whether the tick lies compiled in the cache."""
    return has(name)


def healed() -> bool:
    """Whether damaged files were found and removed when this process started."""
    return _healed
