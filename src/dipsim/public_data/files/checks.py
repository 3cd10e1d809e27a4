"""What every published table must hold: numbers that can be, codes for missing taken as missing, each row once.

Rows are counted from 1 below the line of names, as a spreadsheet without that line counts them.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from dipsim.public_data.errors import PublishedError
from dipsim.public_data.files.data_set import DataSet
from dipsim.public_data.states.state_table import numbers as state_numbers
from dipsim.scenario.yaml.problems import escape

if TYPE_CHECKING:
    import pandas as pd

MISSING = (-7, -8, -9, -66, -77, -88, -99, -999, -9999)  # codes of the Correlates of War and Polity for "not known"


def numbers(column: pd.Series[Any], where: str, signed: bool) -> pd.Series[Any]:
    """The column as float64, codes for missing as NaN.

    Args:
        column: The column as it was read.
        where: File and column, for the error.
        signed: Whether numbers below 0 are possible; then no code is taken for missing.

    Raises:
        PublishedError: A word, or a number below 0 that is no code for missing; with its row.
    """
    import pandas as pd

    found = pd.to_numeric(column, errors="coerce").astype("float64")
    wrong = found.isna() & column.notna()
    if wrong.any():
        raise _refusal(column, wrong, where, "numbers")
    if signed:
        return found
    found = found.mask(found.isin(MISSING))
    wrong = found < 0
    if wrong.any():
        raise _refusal(column, wrong, where, "numbers of at least 0, or -9, -88 and the like for missing")
    return found


def _refusal(column: pd.Series[Any], wrong: pd.Series[Any], where: str, expected: str) -> PublishedError:
    row = int(wrong.to_numpy().argmax())
    return PublishedError(f"{where}: expected {expected}, found '{escape(str(column.iloc[row]), 40)}' in row {row + 1}")


def rows(table: pd.DataFrame, path: Path, data: DataSet) -> tuple[pd.DataFrame, list[str]]:
    """The usable rows of ``table``, read from ``path`` as the data set ``data``, and a note for each reason why rows
    were left out.

    Raises:
        PublishedError: Two rows about the same thing, with both rows.
    """
    notes = []
    for name in data.states:
        for what in ("without a state", "of unknown states"):
            nameless = table[name].isna()
            left_out = nameless if what == "without a state" else ~table[name].isin(state_numbers())
            if left_out.any():
                notes.append(f"{path.name}: {rows_left_out(table, name, what, left_out)}")
                table = table[~left_out]
    key = table[list(data.key)]
    repeated = key.duplicated() & key.notna().all(axis=1) & (key != "").all(axis=1)
    if data.key and repeated.any():
        first, second = _both(table, data, repeated)
        if not data.repeats:
            what = ", ".join(f"{name} {_plain(table.loc[second, name])}" for name in data.key)
            raise PublishedError(f"{path}: expected one row of {what}, found rows {first + 1} and {second + 1}")
        count = int(repeated.sum())
        notes.append(f"{path.name}: {count} repeated rows, the first in row {second + 1}, as row {first + 1}")
    return table, notes


def rows_left_out(table: pd.DataFrame, name: str, what: str, left_out: pd.Series[Any]) -> str:
    """The note that the rows marked in ``left_out`` are not used: their number, the reason ``what``, and the first of
    them by its value in the column ``name`` of ``table``."""
    row = int(left_out.to_numpy().argmax())
    count, shown = int(left_out.sum()), _plain(table[name].iloc[row])
    return f"{count} rows {what} in {name} left out, the first with {shown} in row {int(table.index[row]) + 1}"


def _both(table: pd.DataFrame, data: DataSet, repeated: pd.Series[Any]) -> tuple[int, int]:
    """The indexes of the first repeated row and of the one that it repeats."""
    second: Any = table.index[int(repeated.to_numpy().argmax())]
    same = (table[list(data.key)] == table.loc[second, list(data.key)]).all(axis=1)
    return int(table.index[int(same.to_numpy().argmax())]), int(second)


def _plain(value: Any) -> str:
    return escape(f"{value:g}" if isinstance(value, float) else str(value), 40)
