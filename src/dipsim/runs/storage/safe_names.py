"""Names of files and folders that are safe everywhere, made from text that may say anything."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from dipsim.runs.errors import FolderError

LONGEST = 60
SPELT = {  # letters that do not come apart into one of a to z and a mark
    "\u00e6": "ae",
    "\u0153": "oe",
    "\u00f8": "o",
    "\u0142": "l",
    "\u0111": "d",
    "\u00f0": "d",
    "\u00fe": "th",
    "\u0131": "i",
    "\u0127": "h",
    "\u0167": "t",
    "\u014b": "ng",
}
RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}


def slug(text: str) -> str:
    """A file name made of ``text``: small letters, digits, ``_`` and ``-``, at most 60 long, never empty, never a
    device's name.

    >>> slug("South China Sea"), slug("../../etc/passwd"), slug("CON")
    ('south_china_sea', 'etc_passwd', 'con_')
    """
    spelt = "".join(SPELT.get(letter, letter) for letter in text.casefold())
    plain = unicodedata.normalize("NFKD", spelt).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9_-]+", "_", plain).strip("_-")[:LONGEST].rstrip("_-")
    if not name:
        return f"unnamed_{_mark(text)}" if text else "unnamed"
    return f"{name}_" if name in RESERVED else name


def slugs(texts: Iterable[str]) -> dict[str, str]:
    """A different file name for each different one of ``texts``; where two would be equal, all but the first get a
    mark."""
    taken: set[str] = set()
    names: dict[str, str] = {}
    for text in texts:
        if text in names:
            continue
        name = slug(text)
        if name in taken:
            name = f"{name[: LONGEST - 9]}_{_mark(text)}"
        taken.add(name)
        names[text] = name
    return names


def _mark(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()


def inside(folder: Path, name: str) -> Path:
    """The path of ``name`` in ``folder``; ValueError when it leads out of it by ``..``, a root, a drive or a link."""
    root = os.path.realpath(folder)
    path = os.path.realpath(os.path.join(root, name))
    odd = not name or "\\" in name or ":" in name or "\0" in name or os.path.isabs(name) or ".." in Path(name).parts
    if odd or path == root or os.path.commonpath([root, path]) != root:
        raise ValueError(f"{name!r} does not name a file inside {folder}")
    return Path(folder) / name


def confined(folder: Path, name: str) -> Path:
    """The path of ``name`` in ``folder``, to be written to; FolderError where a link leads out of the folder."""
    try:
        return inside(folder, name)
    except ValueError:
        raise FolderError(f"{Path(folder) / name}: a link leads out of the results folder; remove it") from None
