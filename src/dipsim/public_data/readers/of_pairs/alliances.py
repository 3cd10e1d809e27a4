"""Members of alliances and what each owes, from ATOP."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dipsim.public_data.files.data_set import DataSet
from dipsim.public_data.files.folder import Folder
from dipsim.public_data.states.numbers import tidy, whole
from dipsim.public_data.states.state_table import STILL

if TYPE_CHECKING:
    import pandas as pd

DUTIES = {
    "defense": "defence",
    "offense": "offence",
    "neutral": "neutrality",
    "nonagg": "nonaggression",
    "consul": "consultation",
}
DATA = DataSet(
    ("atop5_1_member_level", "atop5_1m"),
    "ATOP 5.1",
    "Alliance Treaty Obligations and Provisions 5.1, members",
    "atopdata.org, the file atop5_1m.csv",
    ("yrent", "yrexit"),
    ("atopid", "member", "yrent", "yrexit", *DUTIES),
    states=("member",),
)


def read(folder: Folder) -> pd.DataFrame:
    """Memberships from ``folder``: ``atopid``, ``ccode``, years ``entry`` and ``exit`` (9999: in force), and the duties
    as bool."""
    table = folder.need(DATA).rename(columns={"member": "ccode", "yrent": "entry", "yrexit": "exit", **DUTIES})
    table = table.dropna(subset=["atopid", "ccode", "entry"])
    table = table.assign(exit=table["exit"].where(table["exit"] > 0, STILL).fillna(STILL))
    table = table.assign(**{duty: table[duty] > 0 for duty in DUTIES.values()})
    return tidy(whole(table, "atopid", "ccode", "entry", "exit"), "atopid", "ccode", "entry")
