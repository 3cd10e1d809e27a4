"""What is made from a stored result and kept beside its tables: CSV, figures, answers and report."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from dipsim.report.answers import kept
from dipsim.runs.errors import FolderError
from dipsim.runs.result import ADVICE, REPORT, Result, without_target
from dipsim.runs.storage.derived import derive, refuse_sealed
from dipsim.runs.storage.filesystem import Disk, reported
from dipsim.runs.storage.safe_names import slug
from dipsim.runs.storage.writer import write_csvs

FIGURES = "figures"


def complete(result: Result, request: Mapping[str, bool], say: Callable[[str], None]) -> None:
    """Add CSV, figures and report to the folder of ``result``, where ``request`` names them and they are missing;
    ``say`` tells a user what is done.

    Raises StorageError when the disk refuses; what was stored before is kept.
    """
    folder, requested = _folder(result), without_target(result.manifest, request)
    if "csv" in requested:
        result.manifest = derive(folder, lambda place: write_csvs(folder, place, Disk()))
    if "figures" in requested:
        say("drawing figures and report")

        def make(place: Path) -> None:
            _draw(result, place, None)
            _write_page(result, place)

        result.manifest = derive(folder, make)


def write_report(result: Result) -> Path:
    """Write the report of a stored result anew into its folder. Raises StorageError when the disk refuses."""
    folder = _folder(result)
    result.manifest = derive(folder, lambda place: _write_page(result, place))
    return folder / REPORT


def write_page(
    first: Result, second: Result | None = None, *, out: Path | None = None, overwrite: bool = False
) -> Path:
    """Write the page of one stored result into its folder or to ``out``, or that of two, to ``out`` or here.

    ``first``: the result; ``second``: one to compare it with; ``overwrite``: replace another file at ``out``.

    Returns the file. FolderError (exit code 4) where another file is there and not to be replaced, or where it belongs
    to the sealed files of a folder; StorageError (5) when the disk refuses.
    """
    own = None if first.folder is None else (first.folder / REPORT).resolve()
    if second is None and (out is None or out.resolve() == own):
        return write_report(first)
    names = [slug(result.folder.name if result.folder else result.title) for result in (first, second) if result]
    from dipsim.report.comparison import comparison_page
    from dipsim.report.html import result_page

    path = out or Path(f"{'-and-'.join(names)}.html")
    refuse_sealed([path])
    if path.exists() and not overwrite:
        raise FolderError(f"{path}: already exists; add --overwrite to replace it, or name another file with --out")
    page = result_page.page(first) if second is None else comparison_page.page(first, second)
    with reported(path.parent, "nothing was written"):
        path.write_text(page, encoding="utf-8", newline="\n")
    return path


def keep_advice(result: Result, advice: Any) -> list[Path]:
    """Add a page of advice to the folder of a result, in place of an earlier one about the same, and to its report.

    Returns what was written. Raises StorageError when the disk refuses; what was stored before is kept.
    """
    pages = {page["target"] + page["what"]: page for page in result.advice}
    pages[advice.target + advice.what] = advice.as_dict()
    return _keep(result, ADVICE, json.dumps(pages, sort_keys=True, indent=1) + "\n")


def keep_answer(result: Result, told: dict[str, Any]) -> list[Path]:
    """Add an answer (see ``answers/told.py``) to the folder of a result, and to its report.

    Returns what was written. Raises StorageError when the disk refuses; what was stored before is kept.
    """
    return _keep(result, kept.FILE, kept.with_one_more(result, told))


def _keep(result: Result, name: str, text: str) -> list[Path]:
    """Write a file of answers into the folder of a result, and where there is a report, that anew."""
    folder = _folder(result)
    result.manifest = derive(folder, lambda place: (place / name).write_text(text, encoding="utf-8", newline="\n"))
    written = [folder / name]
    if REPORT in result.manifest["files"]:
        written.append(write_report(result))
    return written


def draw(result: Result, names: Sequence[str] | None = None, size: Any = None) -> list[Path]:
    """Draw the figures ``names`` (by default all usual ones) into the folder of ``result``; returns the paths, PNG and
    SVG.

    ``size`` is that of ``figure_registry.draw``.
    """
    drawn: list[Path] = []
    left = "the figures and tables that were there are kept"
    folder = _folder(result)
    result.manifest = derive(folder, lambda place: drawn.extend(_draw(result, place, names, size)), left=left)
    return [folder / FIGURES / path.name for path in drawn]


def _folder(result: Result) -> Path:
    if result.folder is None:
        raise ValueError("the result has no folder")
    return result.folder


def _draw(result: Result, place: Path, names: Sequence[str] | None, size: Any = None) -> list[Path]:
    from dipsim.report import figure_registry

    return figure_registry.draw(result, place / FIGURES, names, size)


def _write_page(result: Result, place: Path) -> None:
    from dipsim.report.html import result_page

    (place / REPORT).write_text(result_page.page(result), encoding="utf-8", newline="\n")
