"""A folder of published data: which data sets are in it, and their tables, checked against the published columns."""

from __future__ import annotations

import math
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dipsim.public_data.errors import PublishedError
from dipsim.public_data.files import checks
from dipsim.public_data.files.data_set import DataSet
from dipsim.scenario.yaml.problems import escape, listing

if TYPE_CHECKING:
    import pandas as pd

ENDINGS = (".csv", ".csv.gz", ".parquet")


@dataclass
class Folder:
    """The data sets of a folder: the file of each by its stem, and its table once it was asked for.

    ``notes`` says what was left out of the tables that were read, by file and row.
    """

    path: Path
    files: dict[str, Path]
    notes: dict[str, list[str]] = field(default_factory=dict)
    _tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    _made: dict[Any, Any] = field(default_factory=dict)

    def __contains__(self, data: DataSet) -> bool:
        return data.stem in self.files

    def table(self, data: DataSet) -> pd.DataFrame | None:
        """The used columns of a data set under their usual names, numbers as float64; None without a file."""
        if data not in self:
            return None
        if data.stem not in self._tables:
            self._tables[data.stem], self.notes[data.stem] = read(self.files[data.stem], data)
        return self._tables[data.stem]

    def need(self, data: DataSet) -> pd.DataFrame:
        """The table of a data set. PublishedError without a file, with where to get it."""
        table = self.table(data)
        if table is None:
            expected = f"a file {data.stem}* ({listing(ENDINGS)})"
            raise PublishedError(f"{self.path}: expected {expected}, found none; get it from {data.origin}")
        return table

    def last(self, data: DataSet) -> int | None:
        """The last year that the file of a data set knows of; None without a file, or when it holds no year."""
        table = self.table(data)
        if table is None:
            return None
        found: int | None = self.once((data.stem, "last"), lambda: _last_year(table, data))
        return found

    def report(self, data: DataSet, name: str, what: str, left_out: pd.Series[Any]) -> None:
        """Note once for the data set ``data`` that the rows marked in ``left_out`` are not used, because of what
        (``what``) the column ``name`` holds."""
        if left_out.any():
            note = f"{self.files[data.stem].name}: {checks.rows_left_out(self.need(data), name, what, left_out)}"
            if note not in self.notes[data.stem]:
                self.notes[data.stem].append(note)

    def once(self, key: Any, make: Any) -> Any:
        """What ``make`` returns, made once per folder and key."""
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]


def _last_year(table: pd.DataFrame, data: DataSet) -> int | None:
    years = [year_of(table[name]).max() if name in data.texts else table[name].max() for name in data.years]
    return max((int(year) for year in years if math.isfinite(year)), default=None)


def year_of(dates: pd.Series[Any]) -> pd.Series[Any]:
    """The years of dates like 1946-07-01 or 194607, as numbers; NaN for anything else."""
    import pandas as pd

    return pd.to_numeric(dates.str[:4], errors="coerce").astype("float64")


def read(path: Path, data: DataSet) -> tuple[pd.DataFrame, list[str]]:
    """The columns in use of the file ``path`` of the data set ``data``, and notes on what was left out.

    Raises:
        PublishedError: Other columns, words among numbers, impossible numbers, repeated rows, or a damaged file.
    """
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
    for name in data.texts:
        table[name] = table[name].astype("string").fillna("") if name in table else ""
    for name in data.numbers:
        table[name] = checks.numbers(table[name], f"{path}: column {name}", name in data.signed)
    return checks.rows(table, path, data)


def _columns(path: Path, data: DataSet) -> pd.DataFrame:
    """The used columns under their usual names. PublishedError when one is missing."""
    import numpy as np
    import pandas as pd

    header = _header(path)
    usual = {name: data.renames.get(name, name) for name in header}
    found = set(usual.values())
    if not set(data.needed) <= found:
        shown = ", ".join(escape(name, 30) for name in header[:12])
        raise PublishedError(f"{path}: expected the columns {', '.join(data.needed)}, found {shown}")
    columns: Any = [name for name in header if usual[name] in data.columns]
    if path.suffix == ".parquet":
        table = pd.read_parquet(path, columns=columns)
    else:
        table = pd.read_csv(path, usecols=columns, low_memory=False)
    table = table.rename(columns=usual)
    for name in data.optional:
        if name not in table:
            table[name] = np.nan
    return table


def _words(problem: Exception) -> str:
    return escape(" ".join(str(problem).split()) or type(problem).__name__, 120)


def _header(path: Path) -> list[str]:
    """Names of the columns of a file."""
    if path.suffix == ".parquet":
        from pyarrow import parquet

        return [str(name) for name in parquet.read_schema(path).names]
    import pandas as pd

    return [str(name) for name in pd.read_csv(path, nrows=0).columns]
