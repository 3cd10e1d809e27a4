"""Which published files the rods need, and their tables."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from dipsim.public_data import readers
from dipsim.public_data.errors import PublishedError
from dipsim.public_data.files.data_set import DataSet
from dipsim.public_data.files.folder import Folder
from dipsim.public_data.opening import open_folder
from dipsim.scenario.yaml.problems import escape, listing

if TYPE_CHECKING:
    import pandas as pd

# readers of the files that the rods need, with the columns that they need of those that a file may lack
NEEDED: dict[ModuleType, tuple[str, ...]] = {
    readers.membership: (),
    readers.majors: (),
    readers.disputes: ("side1", "originator1", "originator2", "hostility", "mindur"),
    readers.outcomes: (),
    readers.contiguity: (),
    readers.distance: (),
    readers.alliance_years: (),
    readers.capability: ("cinc",),
    readers.democracy: ("polity",),
}
WELCOME: tuple[ModuleType, ...] = (
    readers.agreements,
    readers.exercises,
    readers.arms,
    readers.rivalries,
    readers.spending,
)


def open_sources(path: Path) -> Folder:
    """The published data in a folder.

    Args:
        path: The folder.

    Returns:
        The open folder. Tables are read when they are asked for.

    Raises:
        PublishedError: No folder, or data sets that are needed and missing: all of them, and where to get each.
    """
    folder = open_folder(path)
    missing = [reader.DATA for reader in NEEDED if reader.DATA not in folder]
    if missing:
        wanted = "; ".join(f"{data.stem}.csv ({data.title}) from {data.origin}" for data in missing)
        raise PublishedError(f"--data {escape(str(path), 200)}: expected also {wanted}")
    return folder


def read(folder: Folder, reader: ModuleType) -> pd.DataFrame:
    """What a reader of ``public_data.readers`` finds in the folder, read once. Not to be changed in place.

    Raises:
        PublishedError: No such file, a damaged file, or a file without a column that the rods need.
    """
    found: pd.DataFrame = folder.once((reader.DATA.stem, "tidy"), lambda: _read(folder, reader))
    return found


def _read(folder: Folder, reader: ModuleType) -> Any:
    found = reader.read(folder)
    lacking = [name for name in NEEDED.get(reader, ()) if found[name].isna().all()]
    if lacking:
        data: DataSet = reader.DATA
        raise PublishedError(
            f"{folder.files[data.stem]}: expected figures of {listing(lacking)}, found none; "
            f"get the whole file from {data.origin}"
        )
    return found


def last_dispute(folder: Folder) -> int:
    """The last year with a dispute in the data in ``folder``."""
    return int(read(folder, readers.disputes)["year"].max())


def files(folder: Folder) -> tuple[str, ...]:
    """The names of the files in ``folder`` that the comparisons read."""
    return tuple(folder.files[reader.DATA.stem].name for reader in (*NEEDED, *WELCOME) if reader.DATA in folder)
