"""One door to all forms of other programs: what is written, where, and that it is written whole."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from dipsim.runs.errors import FolderError
from dipsim.runs.exports import graphs, spreadsheet
from dipsim.runs.result import Result, load
from dipsim.runs.storage import atomic_folder
from dipsim.runs.storage.derived import refuse_sealed
from dipsim.runs.storage.filesystem import Disk, reported
from dipsim.runs.storage.safe_names import slug
from dipsim.scenario.arguments import ArgumentError, one_of

if TYPE_CHECKING:
    import pandas as pd

FORMS = {  # name: what it is
    "gexf": "the network over time for Gephi",
    "graphml": "the network over time for yEd, Cytoscape and igraph",
    "csv": "a folder of tables for Excel and other spreadsheets",
    "xlsx": "one workbook with all tables",
}
GRAPHS = {"gexf": graphs.gexf, "graphml": graphs.graphml}


def export(
    results: Result | str | Path,
    to: str,
    out: str | Path | None = None,
    *,
    replicate: int | None = None,
    codes: bool = False,
    overwrite: bool = False,
) -> Path:
    """Write a result in the form of another program, whole or not at all.

    Parameters
    ----------
    results : Result or path
        A result, or the folder that holds it.
    to : str
        "gexf", "graphml", "csv" or "xlsx".
    out : path, optional
        The file, or the folder of CSV files. Unless given it lies in the current folder, named after the results.
    replicate : int, optional
        One run instead of means over runs; for "gexf" and "graphml".
    codes : bool
        Add ISO 3166 and Correlates of War codes of real states. Needs pycountry.
    overwrite : bool
        Replace a file that is there.

    Returns
    -------
    Path
        What was written.

    Raises
    ------
    UnknownName, ArgumentError
        Another form, a replicate that is not there, a library that is not installed.
    FolderError, StorageError
        The place is taken (exit code 4), the disk refuses (5).

    Examples
    --------
    >>> result = dipsim.run("two_nations", replicates=2, judge=False)
    >>> dipsim.export(result, "gexf").name
    'two_nations.gexf'
    """
    one_of("form", to, FORMS)
    result = load(results) if isinstance(results, str | Path) else results
    if replicate is not None and to not in GRAPHS:
        raise ArgumentError(f"replicate: only for {' and '.join(GRAPHS)}; the tables of {to} hold all runs")
    place = Path(out) if out is not None else _place(result, to)
    _check(place, to, overwrite)
    if to == "csv":
        tables = spreadsheet.tables_of(result, codes)
        _put(place, lambda made: _write_folder(tables, made))
    elif to == "xlsx":
        content = spreadsheet.workbook(spreadsheet.tables_of(result, codes))
        _put(place, lambda made: made.write_bytes(content))
    else:
        network = GRAPHS[to](result, replicate=replicate, codes=codes)
        _put(place, lambda made: made.write_bytes(network))
    return place


def _write_folder(tables: dict[str, pd.DataFrame], made: Path) -> None:
    """Write ``tables`` as CSV files into the new folder ``made``."""
    made.mkdir()
    spreadsheet.write_csvs(tables, made)


def _put(place: Path, write: Callable[[Path], object]) -> None:
    """Let ``write`` make a hidden file or folder beside ``place`` and move it there, or leave nothing behind."""
    made, disk = atomic_folder.hidden(place.absolute()), Disk()
    with reported(place):
        made.parent.mkdir(parents=True, exist_ok=True)
        try:
            write(made)
            disk.move(made, place)
        finally:
            disk.remove(made)


def _place(result: Result, to: str) -> Path:
    name = slug(result.folder.name if result.folder is not None else result.title)
    return Path(f"{name}_csv" if to == "csv" else f"{name}.{to}")


def _check(place: Path, to: str, overwrite: bool) -> None:
    """FolderError where something may not be replaced."""
    refuse_sealed([place])
    if to == "csv":
        if place.exists() and (not place.is_dir() or any(place.iterdir())):
            raise FolderError(f"{place}: expected a new or empty folder, found one that is taken; choose another --out")
        return
    if place.is_dir():
        raise FolderError(f"{place}: expected a file such as {place / f'network.{to}'}, found a folder")
    if place.exists() and not overwrite:
        raise FolderError(f"{place}: already exists; name another with --out, or add --overwrite")
