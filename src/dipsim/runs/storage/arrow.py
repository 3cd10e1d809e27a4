"""Between pandas frames and Arrow tables, the same way whether a result stays in memory or goes to the disk.

A frame comes back with text of few values (codes, kinds, causes) as ``category`` with sorted categories, dates as
timestamps, counts as int32 and everything else as float64 with NaN where nothing was recorded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dipsim.runs.storage.schemas import MONEY, TABLES

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


def to_arrow(name: str, frame: pd.DataFrame, money: str = MONEY) -> pa.Table:
    """The frame as an Arrow table in the declared order and types of table ``name``; amounts in units of ``money``.

    Raises ValueError for a missing or unknown column, a value that does not fit its type (2.5 in a count) and an
    empty cell where none may be.
    """
    import pyarrow as pa

    schema = TABLES[name].schema(map(str, frame.columns), money)
    arrays = []
    for field in schema:
        try:
            array = _array(frame[field.name], field.type)
        except (pa.ArrowInvalid, pa.ArrowTypeError) as problem:
            raise ValueError(f"table {name}: column {field.name}: {problem}") from None
        if array.null_count and not field.nullable:
            raise ValueError(f"table {name}: column {field.name}: {array.null_count} empty cells")
        arrays.append(array)
    return pa.Table.from_arrays(arrays, schema=schema)


def _array(series: pd.Series[Any], kind: pa.DataType) -> pa.Array:
    """One column as an Arrow array of type ``kind``; NaN becomes null."""
    import pyarrow as pa

    if hasattr(series, "cat"):
        made = pa.array(series.array, from_pandas=True)
        dictionary = made.dictionary.cast(pa.string())
        return pa.DictionaryArray.from_arrays(made.indices, dictionary).cast(kind)
    made = pa.array(series, type=kind, from_pandas=True)
    return made.combine_chunks() if isinstance(made, pa.ChunkedArray) else made


def to_pandas(name: str, table: pa.Table) -> pd.DataFrame:
    """The Arrow ``table`` called ``name`` as a frame; categories are sorted, so that equal content gives equal
    frames."""
    import pyarrow as pa
    import pyarrow.compute as pc

    declared = TABLES[name]
    for index, field in enumerate(table.schema):
        if declared.column(field.name).kind == "category" and not pa.types.is_dictionary(field.type):
            table = table.set_column(index, field.name, pc.dictionary_encode(table[field.name]))
    frame: pd.DataFrame = table.unify_dictionaries().to_pandas()
    for column in frame.columns:
        if hasattr(frame[column], "cat"):
            categories = sorted(map(str, frame[column].cat.categories))
            frame[column] = frame[column].cat.set_categories(categories)
    return frame


def empty(name: str) -> pd.DataFrame:
    """Table ``name`` with its fixed columns and no rows."""
    import pandas as pd

    return pd.DataFrame({column.name: pd.Series([], dtype=object) for column in TABLES[name].columns})
