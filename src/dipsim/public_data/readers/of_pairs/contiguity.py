"""Neighbours by land and by water, directed spells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dipsim.public_data.files.data_set import PAIR, DataSet
from dipsim.public_data.files.folder import Folder, year_of
from dipsim.public_data.states.numbers import tidy, whole

if TYPE_CHECKING:
    import pandas as pd

DATA = DataSet(
    ("cow_contdir", "contdir"),
    "COW contiguity",
    "Correlates of War, Direct Contiguity 3.2",
    "correlatesofwar.org/data-sets/direct-contiguity, the file contdir.csv",
    ("enddate",),
    (*PAIR, "conttype"),
    ("stdate", "enddate"),
    states=PAIR,
    key=(*PAIR, "stdate"),
    renames={"statelno": "ccode1", "statehno": "ccode2", "begin": "stdate", "end": "enddate"},
)
LAND = 1


def read(folder: Folder) -> pd.DataFrame:
    """Directed spells from ``folder``, years ``first`` to ``last``; ``type`` is 1 for land, 2 to 5 for up to 12, 24,
    150, 400 miles.

    The publisher's own file has each pair once; both directions are returned all the same.
    """
    import pandas as pd

    table = folder.need(DATA)
    table = table.assign(first=year_of(table["stdate"]), last=year_of(table["enddate"]), type=table["conttype"])
    table = table[["ccode1", "ccode2", "type", "first", "last"]].dropna()
    turned = table.rename(columns={"ccode1": "ccode2", "ccode2": "ccode1"})
    both = pd.concat([table, turned], ignore_index=True).drop_duplicates()
    return tidy(whole(both, *both.columns), "ccode1", "ccode2", "first")
