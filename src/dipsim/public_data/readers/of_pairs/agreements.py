"""Defence cooperation agreements, from DCAD, one row per agreement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dipsim.public_data.files.data_set import PAIR, DataSet
from dipsim.public_data.files.folder import Folder
from dipsim.public_data.states.numbers import in_year, ordered, tidy, whole

if TYPE_CHECKING:
    import pandas as pd

DATA = DataSet(
    ("DCAD_v1.0_main", "DCAD-v1.0-main"),
    "DCAD 1.0",
    "Kinne 2020, Defense Cooperation Agreement Dataset 1.0",
    "doi.org/10.1177/0022002719857796 (supplementary data), the file DCAD-v1.0-main.csv",
    ("signYear", "endYearEstimate"),
    (*PAIR, "signYear", "endYearEstimate"),
    ("type", "category1", "DCAid"),
    states=PAIR,
    key=("DCAid",),
    optional=("DCAid",),
)
FIRST, LAST = 1980, 2010  # years of signature that the data cover


def read(folder: Folder) -> pd.DataFrame:
    """Agreements of pairs from ``folder``: years ``signed`` and ``end`` (an estimate), ``general`` (bool), ``category``
    of a sector.

    Before 1980 and after 2010 agreements are unknown, not absent.
    """
    table = folder.need(DATA).rename(columns={"signYear": "signed", "endYearEstimate": "end", "category1": "category"})
    table = table.dropna(subset=["signed", "end"])
    table = table.assign(**{name: in_year(table[name], table["signed"]) for name in PAIR})
    table = ordered(table.assign(general=table["type"] == "general"))
    columns = [*PAIR, "signed", "end", "general", "category"]
    return tidy(whole(table[columns], "signed", "end"), *PAIR, "signed")
