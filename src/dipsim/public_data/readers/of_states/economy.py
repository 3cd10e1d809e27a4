"""Gross domestic product of states, state-years."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dipsim.public_data.files.data_set import DataSet
from dipsim.public_data.files.folder import Folder
from dipsim.public_data.formulas.prices import factor
from dipsim.public_data.states.numbers import tidy, whole

if TYPE_CHECKING:
    import pandas as pd

DATA = DataSet(
    ("cw_gdppop",),
    "cw_gdppop",
    "simulated GDP of Fariss and others 2022, anchored on Penn World Table 10.0, as packaged in isard",
    "the R package isard (github.com/svmiller/isard, data/cw_gdppop)",
    ("year",),
    ("ccode", "year", "pwtrgdp"),
    key=("ccode", "year"),
)


def read(folder: Folder) -> pd.DataFrame:
    """State-years from ``folder`` with ``gdp``, in billions of USD of 2023 at purchasing power; rows without a figure
    are left out."""
    table = folder.need(DATA)
    table = table[table["pwtrgdp"] > 0.0]
    table = table.assign(gdp=table["pwtrgdp"] / 1000.0 * factor(2017))[["ccode", "year", "gdp"]]
    return tidy(whole(table, "ccode", "year"), "ccode", "year")
