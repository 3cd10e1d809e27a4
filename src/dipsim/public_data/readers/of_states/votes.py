"""Ideal points of states in the votes of the General Assembly of the United Nations, state-years."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dipsim.public_data.files.data_set import DataSet
from dipsim.public_data.files.folder import Folder
from dipsim.public_data.states.numbers import by_name, in_year, tidy, whole

if TYPE_CHECKING:
    import pandas as pd

DATA = DataSet(
    ("unvoting_idealpoints", "unvoting"),
    "UN ideal points",
    "Bailey, Strezhnev and Voeten, UN General Assembly ideal points",
    "doi.org/10.7910/DVN/LEJUQZ, as the table unvoting.csv of the package qss",
    ("Year",),
    ("Year", "idealpoint"),
    ("CountryAbb",),
    states=(),
    key=("CountryAbb", "Year"),
    signed=("idealpoint",),
    repeats=True,
)


def read(folder: Folder) -> pd.DataFrame:
    """State-years from ``folder`` with ``ideal_point``; a state with two rows in a year has none in it."""
    table = folder.need(DATA).rename(columns={"Year": "year", "idealpoint": "ideal_point"})
    table = table.assign(ccode=in_year(by_name(table["CountryAbb"]), table["year"]))
    folder.report(DATA, "CountryAbb", "of unknown states", table["ccode"].isna())
    table = table.dropna()
    table = table[~table.duplicated(["ccode", "year"], keep=False)]
    return tidy(whole(table[["ccode", "year", "ideal_point"]], "ccode", "year"), "ccode", "year")
