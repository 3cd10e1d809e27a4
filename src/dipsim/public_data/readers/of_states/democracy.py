"""Regimes of states, state-years: Polity and V-Dem polyarchy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dipsim.public_data.files.data_set import DataSet
from dipsim.public_data.files.folder import Folder
from dipsim.public_data.states.numbers import tidy, whole

if TYPE_CHECKING:
    import pandas as pd

DATA = DataSet(
    ("cw_democracy", "V-Dem-CY"),
    "V-Dem",
    "V-Dem polyarchy (v2x_polyarchy) as packaged in isard",
    "the R package isard (github.com/svmiller/isard, data/cw_democracy), or v-dem.net, country-year core",
    ("year",),
    ("ccode", "year", "v2x_polyarchy", "polity2"),
    key=("ccode", "year"),
    renames={"COWcode": "ccode", "e_polity2": "polity2"},
    optional=("polity2",),
    signed=("polity2",),
)
LOWEST = -10.0  # of Polity; below are codes for interruption, interregnum and transition


def read(folder: Folder) -> pd.DataFrame:
    """State-years from ``folder`` with ``polyarchy`` (V-Dem, 0 to 1) and ``polity`` (-10 to 10), NaN where unknown."""
    table = folder.need(DATA)
    polity = table["polity2"].where(table["polity2"] >= LOWEST)
    table = table.assign(polity=polity, polyarchy=table["v2x_polyarchy"])
    return tidy(whole(table[["ccode", "year", "polity", "polyarchy"]], "ccode", "year"), "ccode", "year")
