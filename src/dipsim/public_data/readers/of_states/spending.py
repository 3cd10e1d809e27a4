"""Military expenditure of states, state-years, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dipsim.public_data.files.data_set import DataSet
from dipsim.public_data.files.folder import Folder
from dipsim.public_data.formulas.prices import factor
from dipsim.public_data.states.numbers import by_name, in_year, tidy, whole

if TYPE_CHECKING:
    import pandas as pd

DATA = DataSet(
    ("sipri_milex_const2021",),
    "SIPRI",
    "SIPRI Military Expenditure Database, constant 2021 USD",
    "sipri.org/databases/milex, the sheet of constant 2021 USD as a table of Country, year, milex_const2021_usdm",
    ("year",),
    ("year", "milex_const2021_usdm"),
    ("Country",),
    states=(),
    key=("Country", "year"),
)


def read(folder: Folder) -> pd.DataFrame:
    """State-years from ``folder`` with ``spending``, in billions of USD of 2023; 0 where a state has no forces."""
    table = folder.need(DATA)
    table = table.assign(ccode=in_year(by_name(table["Country"]), table["year"]))
    folder.report(DATA, "Country", "of unknown states", table["ccode"].isna())
    table = table.assign(spending=table["milex_const2021_usdm"] / 1000.0 * factor(2021)).dropna()
    return tidy(whole(table[["ccode", "year", "spending"]], "ccode", "year"), "ccode", "year")
