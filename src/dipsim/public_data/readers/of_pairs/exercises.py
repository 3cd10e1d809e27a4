"""Multinational military exercises: every pair of participants of every exercise, undirected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dipsim.public_data.files.data_set import PAIR, DataSet
from dipsim.public_data.files.folder import Folder
from dipsim.public_data.states.numbers import by_name, in_year, tidy, whole

if TYPE_CHECKING:
    import pandas as pd

DATA = DataSet(
    ("mme_v7_exercise_participants", "mme-v7-long"),
    "MME 7",
    "D'Orazio and Galambos, Multinational Military Exercises 7",
    "the R package troopdata (github.com/meflynn/troopdata, data-raw/mme-v7-long.csv)",
    ("year",),
    ("gwcode", "year"),
    ("MMEID", "country"),
    states=(),
    key=("MMEID", "gwcode"),
    repeats=True,
)
FIRST = 1980  # first year that the data cover


def participants(folder: Folder, names: bool = True) -> pd.DataFrame:
    """Participations from ``folder``: ``exercise``, ``ccode``, ``year``, each once; participants that are no state are
    left out.

    Small states have no number in the file. With ``names`` they count by their name, without they are left out.
    """
    table = folder.need(DATA).rename(columns={"MMEID": "exercise"})
    number = table["gwcode"].fillna(by_name(table["country"])) if names else table["gwcode"]
    if names:
        folder.report(DATA, "country", "of unknown states", number.isna())
    table = table.assign(ccode=in_year(number, table["year"]))[["exercise", "ccode", "year"]].dropna()
    return whole(table.drop_duplicates(["exercise", "ccode"]), "ccode", "year")


def read(folder: Folder, names: bool = True) -> pd.DataFrame:
    """Pairs of participants from ``folder``: ``exercise``, ``ccode1``, ``ccode2``, ``year``, and the number of
    ``participants``.

    ``names`` is as for ``participants``.
    """
    table = participants(folder, names)
    table = table.assign(participants=table.groupby("exercise")["ccode"].transform("size"))
    both = table.merge(table[["exercise", "ccode"]], on="exercise", suffixes=("1", "2"))
    both = both[both["ccode1"] < both["ccode2"]]
    return tidy(both[["exercise", *PAIR, "year", "participants"]], *PAIR, "year", "exercise")
