"""National Material Capabilities, state-years."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dipsim.public_data.files.data_set import DataSet
from dipsim.public_data.files.folder import Folder
from dipsim.public_data.formulas.prices import INDEX, factor
from dipsim.public_data.states.numbers import tidy, whole

if TYPE_CHECKING:
    import pandas as pd

DATA = DataSet(
    ("cow_nmc", "NMC"),
    "NMC 7.0",
    "Correlates of War, National Material Capabilities 7.0, milex in current USD",
    "correlatesofwar.org/data-sets/national-material-capabilities",
    ("year",),
    ("ccode", "year", "milex", "milper", "cinc"),
    key=("ccode", "year"),
    optional=("milper", "cinc"),
)


def read(folder: Folder) -> pd.DataFrame:
    """State-years from ``folder`` with ``milex`` in billions of USD of 2023 (from 1946 on), ``milper`` in thousands,
    and ``cinc``."""
    table = folder.need(DATA)
    dollars = table["year"].map({year: factor(year) for year in INDEX})
    table = table.assign(milex=table["milex"] / 1e6 * dollars)
    return tidy(whole(table, "ccode", "year"), "ccode", "year")
