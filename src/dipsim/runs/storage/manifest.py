"""The manifest of a results folder: what was run, with what, and how each stored file can be checked."""

from __future__ import annotations

import hashlib
import json
import platform
import stat
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from dipsim.runs.errors import FolderError, VerificationError
from dipsim.runs.storage.filesystem import file_hash
from dipsim.runs.storage.safe_names import inside

NAME = "manifest.json"
SCHEMA = 1  # of the tables and of the manifest itself
LONGEST = 1 << 26  # bytes of a manifest, far above any that is real
NEEDED = {"dipsim": str, "schema": int, "title": str, "seed": int, "replicates": int, "ticks": int}
STORED = {"config_hash": str, "files": dict}  # what the manifest of a folder says beside
LIBRARIES = ("numpy", "numba", "scipy", "pandas", "pyarrow", "mesa")


def describe(
    *,
    title: str,
    config_hash: str,
    seed: int,
    replicates: int,
    ticks: int,
    stream: int,
    model: str,
    more: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """What a manifest says of a run before any file is written; ``more`` adds entries of the caller's own, such as
    ``detail_runs``, the numbers of the runs that are kept tick by tick.

    ``title``, ``config_hash``, ``seed``, ``replicates`` and ``ticks`` identify the runs.

    ``stream`` is the version of the random stream: results of different stream versions cannot be compared bit by bit.
    ``model`` is the hash of the equations (``dipsim.runs.model_hash``).
    """
    return {
        "detail_runs": [],
        **(more or {}),
        "dipsim": _version("dipsim") or "unknown",
        "schema": SCHEMA,
        "stream": stream,
        "model": model,
        "title": title,
        "config_hash": config_hash,
        "seed": seed,
        "replicates": replicates,
        "ticks": ticks,
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
    """BLAKE2b-128 of everything in the manifest but the seal itself."""
    statement = {key: value for key, value in manifest.items() if key != "seal"}
    return hashlib.blake2b(json.dumps(statement, sort_keys=True).encode(), digest_size=16).hexdigest()


def text(manifest: Mapping[str, Any]) -> str:
    """The manifest as it is stored, sealed; it keeps the time at which it was first made, or gets the time of now.

    ValueError when it lacks what ``describe`` puts in.
    """
    if missing := [key for key in NEEDED if key not in manifest]:
        raise ValueError(f"the manifest does not say {', '.join(missing)}")
    stamped = {"created": datetime.now(UTC).isoformat(timespec="seconds"), **manifest}
    return _rendered({**stamped, "seal": seal(stamped)})


def _rendered(manifest: Mapping[str, Any]) -> str:
    return json.dumps(manifest, sort_keys=True, indent=1, allow_nan=False) + "\n"


def read(folder: Path, kind: str = "run") -> dict[str, Any]:
    """The manifest of a results folder, or of the folder of a sweep with ``kind="sweep"``.

    Raises FolderError where there is none, where it is of the other kind or where a newer dipsim wrote it,
    VerificationError where it was changed or damaged.
    """
    path = folder / NAME
    if not folder.is_dir():
        raise FolderError(f"{folder}: expected a results folder, found no such folder")
    if not path.is_file() or path.is_symlink():
        raise FolderError(f"{folder}: not a results folder of dipsim (no {NAME}); it holds: {listing(folder)}")
    if path.stat().st_size > LONGEST:
        raise VerificationError(f"{path}: cannot be read: expected at most {LONGEST:,} bytes")
    data = path.read_bytes()
    try:
        manifest = json.loads(data.decode())
    except (ValueError, RecursionError) as problem:
        raise VerificationError(f"{path}: cannot be read: {problem}") from None
    if not isinstance(manifest, dict) or "dipsim" not in manifest:
        raise FolderError(f"{path}: not a manifest of dipsim")
    if not isinstance(manifest.get("schema"), int) or manifest["schema"] > SCHEMA:
        raise FolderError(f"{folder}: written by dipsim {manifest['dipsim']}, whose tables this version cannot read")
    if manifest.get("seal") != seal(manifest) or _rendered(manifest).encode() != data:
        raise VerificationError(f"{path}: was changed after it was written")
    if manifest.get("kind", "run") != kind:
        other = "of a sweep; ask with 'dipsim sweep' and 'dipsim replay'" if kind == "run" else "of one scenario"
        raise FolderError(f"{folder}: holds the results {other}")
    _check_shape(path, manifest)
    return manifest


def _check_shape(path: Path, manifest: Mapping[str, Any]) -> None:
    """VerificationError unless everything that is read later is there, of the right type."""
    try:
        demand_types(manifest, {**NEEDED, **STORED})
    except ValueError as problem:
        raise VerificationError(f"{path}: {problem}") from None
    for name, entry in manifest["files"].items():
        rows = entry.get("rows") if isinstance(entry, dict) else entry
        if not isinstance(entry, dict) or not isinstance(entry.get("blake2b"), str) or not isinstance(rows, int | None):
            raise VerificationError(f"{path}: expected rows and hash of {name}, found {entry!r:.60}")
    for name, requested in (("detail_runs", int), ("without", str)):
        listed = manifest.get(name, [])
        if not isinstance(listed, list) or not all(isinstance(one, requested) for one in listed):
            raise VerificationError(f"{path}: expected {name} as a list, found {listed!r:.60}")


def demand_types(statement: Mapping[str, Any], requested: Mapping[str, type]) -> None:
    """Raise ValueError unless ``statement`` has every entry in ``requested`` with its type."""
    for name, kind in requested.items():
        if not isinstance(statement.get(name), kind):
            raise ValueError(f"expected {name} as {kind.__name__}, found {statement.get(name)!r:.60}")


def listing(folder: Path, most: int = 10) -> str:
    """The first ``most`` names in ``folder``, for a message."""
    names = sorted(entry.name for entry in folder.iterdir())
    shown = ", ".join(map(repr, names[:most])) or "nothing"
    return shown + (f" and {len(names) - most} more" if len(names) > most else "")


def verify(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Check every file of ``folder`` listed in ``manifest``, bytes first, then rows. Raises VerificationError, which
    names the first that differs."""
    for name, why in damages(folder, manifest):
        raise VerificationError(f"{folder / name}: {why}")


def damages(folder: Path, manifest: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Every file of ``folder`` listed in ``manifest`` that differs from what was written, with what is wrong."""
    for name, entry in manifest["files"].items():
        try:
            path = inside(folder, name)
            status = path.lstat()
        except (ValueError, OSError):
            yield name, f"is listed in {NAME} but is not there"
            continue
        if not stat.S_ISREG(status.st_mode):
            yield name, "is not a plain file"
        elif file_hash(path) != entry["blake2b"]:
            yield name, "differs from what was written"
        elif entry["rows"] is not None and rows(path) != entry["rows"]:
            yield name, f"does not hold {entry['rows']} rows"


def is_table(manifest: Mapping[str, Any], name: str) -> bool:
    """Whether the file ``name`` listed in ``manifest`` was there before any derived one: a table, or the scenario."""
    entry = manifest["files"].get(name)
    return entry is not None and (entry["rows"] is not None or name == "scenario.yaml")


def entry(path: Path) -> dict[str, Any]:
    """What the manifest lists of the file ``path`` that is no table."""
    return {"rows": None, "blake2b": file_hash(path)}


def content(folder: Path, manifest: Mapping[str, Any], name: str) -> bytes:
    """The bytes of the file ``name`` of ``folder``, checked against ``manifest``. Raises VerificationError where they
    differ."""
    try:
        data = inside(folder, name).read_bytes()
    except (ValueError, FileNotFoundError):
        raise VerificationError(f"{folder / name}: is listed in {NAME} but is not there") from None
    if hashlib.blake2b(data, digest_size=16).hexdigest() != manifest["files"][name]["blake2b"]:
        raise VerificationError(f"{folder / name}: differs from what was written")
    return data


def rows(path: Path) -> int:
    """Number of rows of the Parquet file ``path``."""
    import pyarrow.parquet as pq

    return int(pq.read_metadata(path).num_rows)
