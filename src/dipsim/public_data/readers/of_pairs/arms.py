"""Transfers of major arms, directed supplier-recipient-years."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dipsim.public_data.files.data_set import DataSet
from dipsim.public_data.files.folder import Folder
from dipsim.public_data.states.numbers import in_year, tidy, whole

if TYPE_CHECKING:
    import pandas as pd

DATA = DataSet(
    ("sipri_tiv_bilateral", "sipri-exports-processed"),
    "Arms transfers (TIV)",
    "SIPRI Arms Transfers Database, trend-indicator values by supplier and recipient",
    "sipri.org/databases/armstransfers, as the table sipri-exports-processed.csv of 360info",
    ("year",),
    ("supplier_cown", "recipient_cown", "year", "value"),
    states=("supplier_cown", "recipient_cown"),
)


def read(folder: Folder) -> pd.DataFrame:
    """Directed dyad-years from ``folder``, ``supplier`` to ``recipient``, with ``tiv`` in millions of trend-indicator
    values."""
    table = folder.need(DATA)
    for name, column in (("supplier", "supplier_cown"), ("recipient", "recipient_cown")):
        table = table.assign(**{name: in_year(table[column], table["year"])})
    table = table.groupby(["supplier", "recipient", "year"], as_index=False).agg({"value": "sum"})
    table = table.rename(columns={"value": "tiv"})
    return tidy(whole(table, "supplier", "recipient", "year"), "supplier", "recipient", "year")
