"""Members of the state system, spells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dipsim.public_data.files.data_set import DataSet
from dipsim.public_data.files.folder import Folder
from dipsim.public_data.states.numbers import tidy, whole

if TYPE_CHECKING:
    import pandas as pd

DATA = DataSet(
    ("cow_states", "states2016"),
    "COW states",
    "Correlates of War, State System Membership (version 2016)",
    "correlatesofwar.org/data-sets/state-system-membership, the file states2016.csv",
    ("endyear",),
    ("ccode", "styear", "endyear"),
    key=("ccode", "styear"),
)


def read(folder: Folder) -> pd.DataFrame:
    """Spells of membership from ``folder``: ``ccode``, years ``first`` and ``last``, a year of which a part counts.

    ``states.members(year)`` has the members at the end of a year without any file.
    """
    table = folder.need(DATA).rename(columns={"styear": "first", "endyear": "last"})
    return tidy(whole(table, "ccode", "first", "last"), "ccode", "first")
