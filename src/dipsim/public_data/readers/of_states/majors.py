"""Major powers, spells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dipsim.public_data.files.data_set import DataSet
from dipsim.public_data.files.folder import Folder
from dipsim.public_data.states.numbers import tidy, whole

if TYPE_CHECKING:
    import pandas as pd

DATA = DataSet(
    ("cow_majors", "majors"),
    "COW majors",
    "Correlates of War, State System Membership (version 2016), major powers",
    "correlatesofwar.org/data-sets/state-system-membership, the file majors2016.csv",
    ("endyear",),
    ("ccode", "styear", "endyear"),
    key=("ccode", "styear"),
)


def read(folder: Folder) -> pd.DataFrame:
    """Spells as a major power from ``folder``: ``ccode``, years ``first`` and ``last``."""
    table = folder.need(DATA).rename(columns={"styear": "first", "endyear": "last"})
    return tidy(whole(table, "ccode", "first", "last"), "ccode", "first")
