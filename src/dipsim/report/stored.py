"""What is made from a stored result and kept beside its tables: CSV, figures and report."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from dipsim.runs.result import ADVICE, REPORT, Result, without_target
from dipsim.runs.storage.derived import derive
from dipsim.runs.storage.filesystem import Disk
from dipsim.runs.storage.writer import write_csvs

FIGURES = "figures"


def complete(result: Result, request: Mapping[str, bool], say: Callable[[str], None]) -> None:
    """Add CSV, figures and report to the folder of a result, where ``asked`` names them and they are not there yet.

    Raises StorageError when the disk refuses; what was stored before is kept.
    """
    if result.folder is None:
        raise ValueError("the result has no folder")
    folder, requested = result.folder, without_target(result.manifest, request)
    if "csv" in requested:
        result.manifest = derive(folder, lambda place: write_csvs(folder, place, Disk()))
    if "figures" in requested:
        from dipsim.report.html import result_page

        say("drawing figures and report")

        def make(place: Path) -> None:
            _draw(result, place, None)
            (place / result_page.NAME).write_text(result_page.page(result), encoding="utf-8", newline="\n")

        result.manifest = derive(folder, make)


def keep_advice(result: Result, advice: Any) -> list[Path]:
    """Add a page of advice to the folder of a result, in place of an earlier one about the same, and to its report.

    Returns what was written. Raises StorageError when the disk refuses; what was stored before is kept.
    """
    if result.folder is None:
        raise ValueError("the result has no folder")
    folder = result.folder
    pages = {page["target"] + page["what"]: page for page in result.advice}
    pages[advice.target + advice.what] = advice.as_dict()
    text = json.dumps(pages, sort_keys=True, indent=1) + "\n"
    result.manifest = derive(folder, lambda place: (place / ADVICE).write_text(text, encoding="utf-8", newline="\n"))
    written = [folder / ADVICE]
    if REPORT in result.manifest["files"]:
        from dipsim.report.html import result_page

        def make(place: Path) -> None:
            (place / REPORT).write_text(result_page.page(result), encoding="utf-8", newline="\n")

        result.manifest = derive(folder, make)
        written.append(folder / REPORT)
    return written


def draw(result: Result, names: Sequence[str] | None = None) -> list[Path]:
    """Draw the named figures (default all usual ones) into the folder of a result; returns the paths, PNG and SVG."""
    if result.folder is None:
        raise ValueError("the result has no folder")
    drawn: list[Path] = []
    left = "the figures and tables that were there are kept"
    folder = result.folder
    result.manifest = derive(folder, lambda place: drawn.extend(_draw(result, place, names)), left=left)
    return [folder / FIGURES / path.name for path in drawn]


def _draw(result: Result, place: Path, names: Sequence[str] | None) -> list[Path]:
    from dipsim.report import figure_registry

    return figure_registry.draw(result, place / FIGURES, names)
