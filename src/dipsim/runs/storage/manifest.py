"""The manifest of a results folder: what was run, with what, and how each stored file can be checked."""

from __future__ import annotations

import hashlib
import json
import platform
import stat
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from dipsim.runs.errors import FolderError, VerificationError
from dipsim.runs.storage.filesystem import file_hash
from dipsim.runs.storage.safe_names import inside

NAME = "manifest.json"
SCHEMA = 1  # of the tables and of the manifest itself
NEEDED = ("dipsim", "schema", "title", "seed", "replicates", "ticks")
LIBRARIES = ("numpy", "numba", "scipy", "pandas", "pyarrow", "mesa")


def describe(
    *,
    title: str,
    config_hash: str,
    seed: int,
    replicates: int,
    ticks: int,
    stream: int,
    detail_runs: list[int] | None = None,
    more: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """What a manifest says of a run before any file is written; ``more`` adds entries of the caller's own.

    ``stream`` is the version of the random stream: results of different stream versions cannot be compared bit by bit.
    """
    return {
        **(more or {}),
        "dipsim": _version("dipsim") or "unknown",
        "schema": SCHEMA,
        "stream": stream,
        "title": title,
        "config_hash": config_hash,
        "seed": seed,
        "replicates": replicates,
        "ticks": ticks,
        "detail_runs": list(detail_runs or []),
        "versions": {"python": platform.python_version(), **{name: _version(name) for name in LIBRARIES}},
        "platform": f"{platform.system()} {platform.machine()}",
    }


def _version(name: str) -> str | None:
    """Version of an installed distribution; dipsim used from a checkout says it itself."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        import sys

        return getattr(sys.modules.get(name), "__version__", None)


def seal(manifest: Mapping[str, Any]) -> str:
    """BLAKE2b-128 of everything in the manifest but the time it was made and the seal itself."""
    said = {key: value for key, value in manifest.items() if key not in ("created", "seal")}
    return hashlib.blake2b(json.dumps(said, sort_keys=True).encode(), digest_size=16).hexdigest()


def text(manifest: Mapping[str, Any]) -> str:
    """The manifest as it is stored, with the time and a seal; ValueError when it lacks what ``describe`` puts in."""
    if missing := [key for key in NEEDED if key not in manifest]:
        raise ValueError(f"the manifest does not say {', '.join(missing)}")
    stamped = {**manifest, "created": datetime.now(UTC).isoformat(timespec="seconds")}
    return json.dumps({**stamped, "seal": seal(stamped)}, sort_keys=True, indent=1, allow_nan=False) + "\n"


def read(folder: Path) -> dict[str, Any]:
    """The manifest of a results folder.

    Raises FolderError where there is none or where a newer dipsim wrote it, VerificationError where it was changed.
    """
    path = folder / NAME
    if not folder.is_dir():
        raise FolderError(f"{folder}: there is no such results folder")
    if not path.is_file() or path.is_symlink():
        raise FolderError(f"{folder}: not a results folder of dipsim (no {NAME}); it holds: {listing(folder)}")
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as problem:
        raise VerificationError(f"{path}: cannot be read: {problem}") from None
    if not isinstance(manifest, dict) or "dipsim" not in manifest:
        raise FolderError(f"{path}: not a manifest of dipsim")
    if not isinstance(manifest.get("schema"), int) or manifest["schema"] > SCHEMA:
        raise FolderError(f"{folder}: written by dipsim {manifest['dipsim']}, whose tables this version cannot read")
    if manifest.get("seal") != seal(manifest):
        raise VerificationError(f"{path}: was changed after it was written")
    return manifest


def listing(folder: Path, most: int = 10) -> str:
    """What lies in a folder, shortened, for a message."""
    names = sorted(entry.name for entry in folder.iterdir())
    shown = ", ".join(map(repr, names[:most])) or "nothing"
    return shown + (f" and {len(names) - most} more" if len(names) > most else "")


def verify(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Check every listed file, bytes first, then rows; VerificationError names the first that is not as written."""
    for name, entry in manifest["files"].items():
        try:
            path = inside(folder, name)
            status = path.lstat()
        except (ValueError, OSError):
            raise VerificationError(f"{folder}: {name} is listed in {NAME} but is not there") from None
        if not stat.S_ISREG(status.st_mode):
            raise VerificationError(f"{path}: is not a plain file")
        if file_hash(path) != entry["blake2b"]:
            raise VerificationError(f"{path}: differs from what was written")
        if entry["rows"] is not None and rows(path) != entry["rows"]:
            raise VerificationError(f"{path}: does not hold {entry['rows']} rows")


def rows(path: Path) -> int:
    """Number of rows of a Parquet file."""
    import pyarrow.parquet as pq

    return int(pq.read_metadata(path).num_rows)
