"""The tables that the readers return: tidy, with numbers that stood for the state in that year."""

# Also tests: public_data/files/checks.py, public_data/files/data_set.py, public_data/files/folder.py,
#   public_data/opening.py, public_data/readers/of_pairs/agreements.py,
#   public_data/readers/of_pairs/alliance_years.py, public_data/readers/of_pairs/alliances.py,
#   public_data/readers/of_pairs/arms.py, public_data/readers/of_pairs/contiguity.py,
#   public_data/readers/of_pairs/disputes.py, public_data/readers/of_pairs/distance.py,
#   public_data/readers/of_pairs/exercises.py, public_data/readers/of_pairs/organisations.py,
#   public_data/readers/of_pairs/outcomes.py, public_data/readers/of_pairs/rivalries.py,
#   public_data/readers/of_states/capability.py, public_data/readers/of_states/democracy.py,
#   public_data/readers/of_states/economy.py, public_data/readers/of_states/majors.py,
#   public_data/readers/of_states/membership.py, public_data/readers/of_states/spending.py,
#   public_data/readers/of_states/votes.py, public_data/states/numbers.py

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from dipsim.public_data import open_folder, readers
from dipsim.public_data.states.numbers import by_name, in_year

STATES = ("economy", "spending", "capability", "democracy", "votes")
UNDIRECTED = ("distance", "alliance_years", "agreements", "exercises", "organisations", "rivalries")
DIRECTED = ("contiguity", "disputes")


@pytest.mark.parametrize("name", STATES)
def test_state_years_are_one_row_each(tiny: Path, name: str) -> None:
    table = getattr(readers, name).read(open_folder(tiny))
    assert len(table) > 0
    assert table.dtypes[["ccode", "year"]].tolist() == ["int64", "int64"]
    assert not table.duplicated(["ccode", "year"]).any()
    assert table.index.tolist() == list(range(len(table)))


@pytest.mark.parametrize("name", UNDIRECTED)
def test_undirected_pairs_have_the_lower_number_first(tiny: Path, name: str) -> None:
    table = getattr(readers, name).read(open_folder(tiny))
    assert len(table) > 0
    assert table.dtypes[["ccode1", "ccode2"]].tolist() == ["int64", "int64"]
    assert (table["ccode1"] < table["ccode2"]).all()


@pytest.mark.parametrize("name", DIRECTED)
def test_directed_pairs_have_both_directions(tiny: Path, name: str) -> None:
    table = getattr(readers, name).read(open_folder(tiny))
    forth = set(zip(table["ccode1"], table["ccode2"], strict=True))
    named = {(a, b) for a, b in forth if {a, b} != {375, 380}}
    assert {(b, a) for a, b in named} == named


def test_what_each_pair_table_says(tiny: Path) -> None:
    folder = open_folder(tiny)
    assert readers.distance.read(folder)["km"].tolist() == [10.0, 750.0, 0.0]
    land = readers.contiguity.read(folder).query("type == 1")
    assert sorted(zip(land["ccode1"], land["ccode2"], strict=True)) == [(365, 375), (375, 365), (380, 385), (385, 380)]
    assert land["first"].tolist() == [1917, 1917, 1905, 1905]
    members = readers.alliances.read(folder).query("atopid == 11")
    assert members["exit"].tolist() == [9999, 2018]
    assert members["offence"].tolist() == [True, True]
    assert not members["neutrality"].any()
    assert readers.alliance_years.read(folder)["defence"].tolist() == [True]
    assert readers.agreements.read(folder).query("general")["signed"].tolist() == [2000, 1990]
    disputes = readers.disputes.read(folder)
    assert disputes["onset"].sum() == 8
    assert disputes["hostility"].max() == 5.0
    assert disputes["fatality"].isna().all(), "a column that the file lacks is unknown"
    assert readers.organisations.read(folder)["shared"].tolist() == [60, 70, 71]
    assert readers.rivalries.read(folder)["last"].tolist() == [2020, 1950]


def test_arms_are_summed_and_nameless_suppliers_left_out(tiny: Path) -> None:
    table = readers.arms.read(open_folder(tiny))
    assert table[["supplier", "recipient", "year", "tiv"]].to_numpy().tolist() == [
        [255.0, 385.0, 2019.0, 70.0],
        [380.0, 385.0, 2005.0, 900.0],
        [380.0, 385.0, 2015.0, 30.0],
    ]


def test_exercises_are_pairs_of_participants_each_once(tiny: Path) -> None:
    table = readers.exercises.read(open_folder(tiny))
    assert table.groupby("exercise").size().to_dict() == {"m1": 1, "m2": 3, "m3": 1}
    assert table.query("exercise == 'm2'")["participants"].tolist() == [3, 3, 3]


def test_majors_are_spells(tiny: Path) -> None:
    assert readers.majors.read(open_folder(tiny))[["first", "last"]].to_numpy().tolist() == [[1816, 1917], [1922, 2016]]


def test_two_votes_of_one_state_are_none(tiny: Path) -> None:
    with (tiny / "unvoting_idealpoints_1946_2012.csv").open("a", encoding="utf-8") as file:
        file.write("2012,SWD,Sweden,1\n2012,XYZ,Nowhere,1\n")
    folder = open_folder(tiny)
    table = readers.votes.read(folder)
    assert 380 not in table.query("year == 2012")["ccode"].tolist()
    notes = " ".join(folder.notes["unvoting_idealpoints"])
    assert "of unknown states in CountryAbb left out, the first with XYZ in row 7" in notes


@pytest.mark.parametrize(
    ("number", "year", "then"),
    [
        (255, 1985, 260), (260, 1985, 260), (260, 1995, 255), (255, 1995, 255), (255, 1930, 255), (678, 1985, 678),
        (678, 1995, 679), (679, 1985, 678), (316, 1992, 315), (316, 1993, 316), (340, 2000, 345), (365, 1985, 365),
    ],
)  # fmt: skip
def test_numbers_of_other_systems_become_those_of_the_year(number: int, year: int, then: int) -> None:
    assert in_year(pd.Series([float(number)]), pd.Series([year])).tolist() == [float(then)]


def test_names_become_numbers() -> None:
    names = pd.Series(["Norway", " norway", "Soviet Union", "East Germany (GDR)", "Czechoslovakia", "Nowhere"])
    assert by_name(names).fillna(-1).tolist() == [385, 385, 365, 265, 315, -1]


def test_members_and_outcomes_are_those_of_the_files(tiny: Path) -> None:
    folder = open_folder(tiny)
    spells = readers.membership.read(folder)
    assert spells[spells["ccode"] == 385][["first", "last"]].to_numpy().tolist() == [[1905, 1940], [1945, 2016]]
    assert readers.outcomes.read(folder)["decided"].tolist() == [True, False, True]


def test_participants_without_a_number_count_by_name_only_where_asked(tiny: Path) -> None:
    folder = open_folder(tiny)
    by_name, numbered = readers.exercises.read(folder), readers.exercises.read(folder, names=False)
    assert len(by_name[by_name["exercise"] == "m2"]) == 3  # Finland is in the file by name alone
    assert len(numbered[numbered["exercise"] == "m2"]) == 1
