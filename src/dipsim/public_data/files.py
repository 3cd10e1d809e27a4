"""A folder of published data: which data sets are in it, and their tables, checked against the published columns."""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dipsim.public_data.catalogue import EVERY, DataSet
from dipsim.scenario.yaml.problems import escape, listing, nearest

if TYPE_CHECKING:
    import pandas as pd

ENDINGS = (".csv", ".csv.gz", ".parquet")


class PublishedError(ValueError):
    """A folder, file or code that cannot be used; the text says which, what was expected and what was found."""


@dataclass
class Folder:
    """The data sets of a folder: the file of each, and its table once it was asked for.

    Of tables of pairs only the rows between the states with the numbers ``codes`` are kept.
    """

    path: Path
    files: dict[str, Path]
    codes: frozenset[int] = frozenset()
    _tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    _last: dict[str, int | None] = field(default_factory=dict)

    def table(self, data: DataSet) -> pd.DataFrame | None:
        """The used columns of a data set, numbers as float64, whole years and codes included; None without a file."""
        if data.stem not in self.files:
            return None
        if data.stem not in self._tables:
            table = read(self.files[data.stem], data)
            self._last[data.stem] = _last_year(table, data)
            if data.is_of_pairs:
                table = table[table["ccode1"].isin(self.codes) & table["ccode2"].isin(self.codes)]
            self._tables[data.stem] = table
        return self._tables[data.stem]

    def last(self, data: DataSet) -> int | None:
        """The last year that the file of a data set knows of; None without a file, or when it holds no year."""
        return None if self.table(data) is None else self._last[data.stem]


def _last_year(table: pd.DataFrame, data: DataSet) -> int | None:
    years = [year_of(table[name]).max() if name in data.texts else table[name].max() for name in data.year]
    return max((int(year) for year in years if math.isfinite(year)), default=None)


def year_of(dates: pd.Series[Any]) -> pd.Series[Any]:
    """The years of dates like 1946-07-01, as numbers; NaN for anything else."""
    import pandas as pd

    return pd.to_numeric(dates.str[:4], errors="coerce").astype("float64")


def find(path: Path, codes: Iterable[int]) -> Folder:
    """The data sets of a folder, known by the beginning of the names of their files, for the states with these numbers.

    PublishedError for no folder, a folder without any known file, or two files for one data set.
    """
    if not path.is_dir():
        what = "a file" if path.exists() else "nothing there"
        raise PublishedError(f"--data {escape(str(path), 200)}: expected a folder of published data, found {what}")
    names = sorted(file.name for file in path.iterdir() if file.is_file() and not file.name.startswith("."))
    files: dict[str, Path] = {}
    for data in EVERY:
        hits = [name for name in names if name.startswith(data.stem) and name.endswith(ENDINGS)]
        if len(hits) > 1:
            raise PublishedError(f"{path}: expected one file of {data.name}, found {listing(hits)}")
        if hits:
            files[data.stem] = path / hits[0]
    if not files:
        raise PublishedError(_none_known(path, names))
    return Folder(path, files, frozenset(codes))


def _none_known(path: Path, names: list[str]) -> str:
    stems = [data.stem for data in EVERY]
    found = listing([escape(name, 40) for name in names], 3) if names else "nothing"
    hints = (nearest(name.split(".")[0], stems) for name in names)
    near = next((hint for hint in hints if hint), "")
    meant = f"; did you mean {near}.csv?" if near else ""
    expected = f"files such as {', '.join(stems[:4])} ({listing(ENDINGS)})"
    return f"--data {escape(str(path), 200)}: expected {expected}, found {found}{meant}"


def read(path: Path, data: DataSet) -> pd.DataFrame:
    """The used columns of a file. PublishedError for other columns, for words among numbers, or for a damaged file."""
    try:
        table = _columns(path, data)
    except PublishedError:
        raise
    except (EOFError, ValueError, zlib.error) as problem:
        raise PublishedError(f"{path}: cannot be read: {_words(problem)}") from problem
    except OSError as problem:
        if problem.errno is not None:
            raise
        raise PublishedError(f"{path}: cannot be read: {_words(problem)}") from problem
    for name in data.numbers:
        table[name] = _numbers(table[name], f"{path}: column {name}")
    for name in data.texts:
        table[name] = table[name].astype("string").fillna("")
    return table


def _columns(path: Path, data: DataSet) -> pd.DataFrame:
    """The used columns as they stand. PublishedError when one is missing."""
    import pandas as pd

    header = _header(path)
    if any(name not in header for name in data.columns):
        found = ", ".join(escape(name, 30) for name in header[:12])
        raise PublishedError(f"{path}: expected the columns {', '.join(data.columns)}, found {found}")
    columns: Any = list(data.columns)
    if path.suffix == ".parquet":
        return pd.read_parquet(path, columns=columns)
    return pd.read_csv(path, usecols=columns, low_memory=False)


def _words(problem: Exception) -> str:
    return escape(" ".join(str(problem).split()) or type(problem).__name__, 120)


def _header(path: Path) -> list[str]:
    """Names of the columns of a file."""
    if path.suffix == ".parquet":
        from pyarrow import parquet

        return [str(name) for name in parquet.read_schema(path).names]
    import pandas as pd

    return [str(name) for name in pd.read_csv(path, nrows=0).columns]


def _numbers(column: pd.Series[Any], where: str) -> pd.Series[Any]:
    """The column as float64. PublishedError with the row of the first word that is no number."""
    import pandas as pd

    numbers = pd.to_numeric(column, errors="coerce")
    wrong = numbers.isna() & column.notna()
    if wrong.any():
        row = int(wrong.to_numpy().argmax())
        raise PublishedError(f"{where}: expected numbers, found '{escape(str(column.iloc[row]), 40)}' in row {row + 1}")
    return numbers.astype("float64")
