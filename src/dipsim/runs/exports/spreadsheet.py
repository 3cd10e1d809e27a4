"""Tables of a result for spreadsheets: CSV that Excel opens by a double click, or one workbook."""

from __future__ import annotations

from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dipsim.runs.storage.csv_writer import harmless
from dipsim.scenario.arguments import ArgumentError

if TYPE_CHECKING:
    import pandas as pd

    from dipsim.runs.result import Result

LARGEST = 1_048_576  # rows of a sheet of Excel, the header among them
MISSING = "xlsx: expected openpyxl, not installed; pip install 'dipsim[sheets]' brings it"
KEYS = "country_codes"


def csv_text(frame: pd.DataFrame) -> bytes:
    """The table ``frame`` as CSV for Excel: UTF-8 with byte order mark, one header row, ISO dates, no cell that is a
    formula."""
    form: Any = {"lineterminator": "\r\n", "date_format": "%Y-%m-%d"}
    text: str = safe(frame).to_csv(index=False, **form)
    return text.encode("utf-8-sig")


def safe(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with a ``'`` before every text that a spreadsheet would take for a formula."""
    out = frame.copy()
    for column in out.columns:
        if out[column].dtype.kind not in "biufM":
            out[column] = out[column].astype(object).map(harmless, na_action="ignore")
    return out


def write_csvs(tables: dict[str, pd.DataFrame], folder: Path) -> None:
    """Write every table in ``tables`` (name to frame) into ``folder``, each as ``NAME.csv``."""
    for name, frame in tables.items():
        (folder / f"{name}.csv").write_bytes(csv_text(frame))


def workbook(tables: dict[str, pd.DataFrame]) -> bytes:
    """Every table in ``tables`` (name to frame) as a sheet of one workbook. Raises ArgumentError without openpyxl, or
    for a table that no sheet can hold."""
    if find_spec("openpyxl") is None:
        raise ArgumentError(MISSING)
    import pandas as pd

    long = {name: len(frame) for name, frame in tables.items() if len(frame) >= LARGEST}
    if long:
        listed = ", ".join(f"{name} ({rows:,} rows)" for name, rows in long.items())
        raise ArgumentError(f"xlsx: expected tables of at most {LARGEST - 1:,} rows, found {listed}; use --to csv")
    file = BytesIO()
    with pd.ExcelWriter(file, engine="openpyxl", datetime_format="YYYY-MM-DD") as writer:
        for name, frame in tables.items():
            safe(frame).to_excel(writer, sheet_name=name[:31], index=False, freeze_panes=(1, 0))
    return file.getvalue()


def tables_of(result: Result, codes: bool) -> dict[str, pd.DataFrame]:
    """The tables of a result that have rows, with ``codes`` also that of the codes of real states."""
    tables = {name: frame for name, frame in result.tables.items() if not frame.empty}
    if codes:
        from dipsim.runs.exports.country_codes import country_codes

        year = int(str(result.spec.time.start)[:4])
        tables[KEYS] = country_codes(result.spec.nations, year)
    return tables
