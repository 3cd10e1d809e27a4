"""The five regional sets as files of a folder, made again only when their sources have changed.

Beside the sets lies ``sets_YEAR.json``: the options, the hash of every source file and of dipsim's own formulas, and
the hash of every set as it was written. A set that somebody changed by hand is never written over.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dipsim.public_data.errors import PublishedError
from dipsim.public_data.files.folder import Folder
from dipsim.public_data.opening import open_folder
from dipsim.public_data.scenarios.sets import regional_sets
from dipsim.public_data.states.regions import STARTS

FORMAT = 1
OWN = Path(__file__).parents[1]


class EditedError(PublishedError):
    """A set in the folder is not as it was written."""


@dataclass(frozen=True)
class Shelf:
    """What was done: the files of the sets, whether they were written now, and what a reader must know of each."""

    files: tuple[Path, ...]
    written: bool
    words: tuple[str, ...] = ()


def shelve(data: Path | Folder, out: Path, year: int, states_at: int | None = None, hindsight: bool = False) -> Shelf:
    """Write the five regional sets of a year into a folder, unless they are there and up to date.

    Args:
        data: The folder of published data.
        out: The folder of the sets; it is made where it is missing.
        year, states_at, hindsight: As for ``regional_sets``.

    Returns:
        What was done.

    Raises:
        PublishedError: A folder, file or year that cannot be used.
        EditedError: A file with the name of a set that is not as dipsim wrote it.
        OSError: The disk refuses.
    """
    folder = open_folder(data)
    there = year if states_at is None else states_at
    names = {region: f"{region}_{there}.yaml" for region in STARTS}
    record = out / f"sets_{there}.json"
    made_from = {
        "format": FORMAT,
        "year": year,
        "states_at": there,
        "hindsight": hindsight,
        "formulas": _digest(*sorted((*OWN.rglob("*.py"), *OWN.rglob("*.csv")))),
        "sources": {path.name: _digest(path) for path in sorted(folder.files.values())},
    }
    before = _read(record)
    files = tuple(out / name for name in names.values())
    edited = [path.name for path in files if path.exists() and _digest(path) != before.get("sets", {}).get(path.name)]
    if edited:
        expected = "expected the set as dipsim wrote it, found another file"
        raise EditedError(f"{out / edited[0]}: {expected}; name another folder with --out")
    if before.get("made_from") == made_from and all(path.exists() for path in files):
        return Shelf(files, written=False)
    sets = regional_sets(folder, year, states_at, hindsight)
    out.mkdir(parents=True, exist_ok=True)
    for path, one in zip(files, sets, strict=True):
        path.write_text(one.text, encoding="utf-8", newline="\n")
    hashes = {path.name: _digest(path) for path in files}
    text = json.dumps({"made_from": made_from, "sets": hashes}, indent=1)
    record.write_text(text + "\n", encoding="utf-8", newline="\n")
    words = tuple(f"{one.region}: {word}" for one in sets for word in one.words)
    return Shelf(files, written=True, words=words)


def _read(record: Path) -> dict[str, Any]:
    """What was recorded; nothing where there is no record or it cannot be read."""
    try:
        found = json.loads(record.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _digest(*paths: Path) -> str:
    """BLAKE2b-128 of the contents of files, in hexadecimal."""
    total = hashlib.blake2b(digest_size=16)
    for path in paths:
        total.update(path.read_bytes())
    return total.hexdigest()
