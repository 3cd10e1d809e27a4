"""Tables as CSV that a spreadsheet opens without taking text for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dipsim.runs.storage.filesystem import Disk
from dipsim.runs.storage.parquet_writer import HashedFile

if TYPE_CHECKING:
    import pandas as pd

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def harmless(cell: object) -> object:
    """``cell`` with a ``'`` in front where a spreadsheet would take its text for a formula; else unchanged.

    >>> harmless("=1+1"), harmless("ARL"), harmless(-2.5)
    ("'=1+1", 'ARL', -2.5)
    """
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def write_csv(pieces: Iterable[pd.DataFrame], path: Path, disk: Disk | None = None) -> str:
    r"""Write the frames ``pieces`` one after another to the new CSV file ``path`` on ``disk``: UTF-8, a header, ``\n``
    line ends, shortest exact numbers.

    Returns the BLAKE2b-128 of its bytes.
    """
    file = HashedFile(path, disk or Disk())
    try:
        for number, piece in enumerate(pieces):
            text = io.StringIO()
            safe = piece.copy()
            for column in safe.columns:
                if safe[column].dtype.kind not in "biufM":
                    safe[column] = safe[column].astype(object).map(harmless, na_action="ignore")
            form: Any = {"lineterminator": "\n", "quoting": csv.QUOTE_MINIMAL, "date_format": "%Y-%m-%d"}
            safe.to_csv(text, index=False, header=number == 0, **form)
            file.write(text.getvalue().encode())
        return file.finish()
    except BaseException:
        file.mute()
        raise
