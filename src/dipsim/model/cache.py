"""The private compile cache: one folder per version, processor and source; checked before use, healed when damaged.

numba's cache files are pickles without a checksum, so the folder must belong to the user, be closed to others, and
hold exactly what was last sealed: every file's BLAKE2b is kept in ``seal.json``. Anything else is removed and compiled
again. ``DIPSIM_CACHE=off`` compiles in memory only.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import shutil
import stat
import sys
from pathlib import Path

_folder: Path | None = None
_healed = False


def source_hash() -> str:
    """BLAKE2b of every source file of the model, so that a changed equation never meets old code."""
    digest = hashlib.blake2b(digest_size=8)
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _home() -> Path:
    given = os.environ.get("DIPSIM_CACHE") or os.environ.get("XDG_CACHE_HOME")
    return Path(given) / "dipsim" if given else Path.home() / ".cache" / "dipsim"


def _cpu() -> str:
    text = os.environ.get("NUMBA_CPU_NAME", "") + os.environ.get("NUMBA_CPU_FEATURES", "") + platform.processor()
    info = Path("/proc/cpuinfo")
    if info.exists():
        text += next((line for line in info.read_text().splitlines() if line.startswith(("flags", "Features"))), "")
    return hashlib.blake2b(text.encode(), digest_size=4).hexdigest()


def _private(folder: Path) -> bool:
    """Whether the folder is a real directory of this user that nobody else can write to."""
    info = os.lstat(folder)
    mine = not hasattr(os, "getuid") or info.st_uid == os.getuid()
    return stat.S_ISDIR(info.st_mode) and mine and not info.st_mode & 0o022


def prepare() -> Path | None:
    """Choose, check and heal the cache folder before numba is imported; ``None`` when nothing safe is writable."""
    global _folder
    if os.environ.get("DIPSIM_CACHE") == "off":
        return None
    tag = f"{sys.implementation.cache_tag}-{platform.system()}-{platform.machine()}-{_cpu()}-{source_hash()}"
    try:
        folder = _home() / tag
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _private(folder):
            return None
        probe = folder / f".probe-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError:
        return None
    _heal(folder)
    os.environ["NUMBA_CACHE_DIR"] = str(folder)
    _folder = folder
    return folder


def usable() -> bool:
    """Whether kernels may be cached on disk."""
    return _folder is not None


def warm() -> bool:
    """Whether compiled kernels of this very version lie sealed in the cache."""
    return _folder is not None and (_folder / "seal.json").exists()


def healed() -> bool:
    """Whether a damaged cache was found and removed when this process started."""
    return _healed


def seal() -> None:
    """Write down the BLAKE2b of every cache file; called once kernels have been compiled."""
    if _folder is None:
        return
    try:
        sums = _sums(_folder)
        beside = _folder / f".seal-{os.getpid()}"
        beside.write_text(json.dumps(sums, sort_keys=True))
        os.replace(beside, _folder / "seal.json")
    except OSError:
        pass  # a cache that cannot be sealed is compiled again next time


def _sums(folder: Path) -> dict[str, str]:
    files = sorted(p for p in folder.rglob("*.nb?") if p.is_file())
    return {str(p.relative_to(folder)): hashlib.blake2b(p.read_bytes(), digest_size=16).hexdigest() for p in files}


def _heal(folder: Path) -> None:
    """Empty the folder unless every file in it matches the seal."""
    global _healed
    try:
        sealed = json.loads((folder / "seal.json").read_text())
        sound = sealed == _sums(folder)
    except FileNotFoundError:
        sound = not _sums(folder)
    except (OSError, ValueError):
        sound = False
    if not sound:
        _healed = True
        for entry in folder.iterdir():
            if entry.is_dir():
                shutil.rmtree(entry, ignore_errors=True)
            else:
                entry.unlink(missing_ok=True)
