"""Known facts in the real files.

They are not part of the project: their folder is named by the environment variable DIPSIM_DATA.
"""

from __future__ import annotations

import math
import os
import time
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from dipsim import public_data
from dipsim.model.state import dyads
from dipsim.public_data import readers
from dipsim.public_data.formulas.treaties import treaties
from dipsim.public_data.scenarios.write import filled
from dipsim.public_data.states import state, states
from dipsim.scenario.load import load
from dipsim.scenario.world.build import build
from dipsim.validation.recognition.known import real_regions

REAL = os.environ.get("DIPSIM_DATA", "")
pytestmark = pytest.mark.skipif(not REAL, reason="DIPSIM_DATA does not name a folder of published data")


@pytest.fixture(scope="module")
def folder() -> public_data.Folder:
    return public_data.open_folder(REAL)


@pytest.fixture(scope="module")
def sets(folder: public_data.Folder) -> dict[str, public_data.RegionalSet]:
    """The regional sets of a hindcast from 1990."""
    return {one.region: one for one in public_data.regional_sets(folder, 1989, states_at=1990)}


def test_codes_and_years_agree_with_the_state_system() -> None:
    """Every year from 1946 to 2016 has the members at its end, and today's states have their names."""
    system = pd.read_csv(next(Path(REAL).glob("cow_states*")))
    ends_late = (system["endmonth"] == 12) & (system["endday"] == 31)
    last = system["endyear"] - (~ends_late).astype(int)
    for year in range(1946, 2017):
        there = set(system[(system["styear"] <= year) & (last >= year)]["ccode"])
        assert {one.ccode for one in public_data.states.members(year)} == there, year
    today = dict(zip(system[last == 2016]["ccode"], system[last == 2016]["statenme"], strict=True))
    renamed = {345: "Yugoslavia"}
    for ccode, name in today.items():
        one = public_data.states.of_number(ccode, 2016)
        assert one is not None
        assert name.casefold() in one.words or renamed.get(ccode) == name, name


def test_spenders_and_voters_are_known() -> None:
    """Every country that SIPRI names is a state of the table, and every voter of 1989 and 2012."""
    words = {word for one in states().values() for word in one.words}
    spending = pd.read_csv(next(Path(REAL).glob("sipri_milex_const2021*")))
    assert set(spending["Country"].str.casefold()) - words == set()
    votes = pd.read_csv(next(Path(REAL).glob("unvoting_idealpoints*")))
    assert set(votes[votes["Year"].isin([1989, 2012])]["CountryAbb"].str.casefold()) - words == set()


def test_every_reader_reads_its_real_file(folder: public_data.Folder) -> None:
    for name in readers.__all__:
        if name != "EVERY":
            assert len(getattr(readers, name).read(folder)) > 10, name


def test_south_china_sea(folder: public_data.Folder) -> None:
    """The same figures as in docs/data.md, where they come from the same data."""
    made = filled("Sea", ["PHL", "CHN", "USA"], folder)
    spec = load("sea.yaml", text=made.text)
    assert made.year == 2019
    growth = {code: nation.growth for code, nation in spec.nations.items()}
    assert growth == {"CHN": 0.035, "PHL": 0.034, "USA": 0.020}
    order = {code: nation.interests["us_order"].position for code, nation in spec.nations.items()}
    assert order == {"CHN": -0.52, "PHL": -0.36, "USA": 1.0}
    spent = {code: nation.burden * nation.gdp for code, nation in spec.nations.items()}
    assert spent == pytest.approx({"CHN": 299.3, "PHL": 5.37, "USA": 875.2}, rel=5e-3)
    relations = {frozenset(r.between): r for r in spec.relations}
    allies = relations[frozenset(("PHL", "USA"))]
    assert allies.pact == ("defence",), "Mutual Defense Treaty of 1951"
    assert "alliance 3210 of 1951" in allies.source
    claimants = relations[frozenset(("CHN", "PHL"))]
    assert (claimants.proximity, claimants.pact) == (0.66, ())
    assert "# Too old for 2019: Arms transfers (TIV), which ends in" in made.text
    assert [source for source in spec.sources if "Arms" in source] == []


def test_alliances_are_those_of_the_dyads(folder: public_data.Folder) -> None:
    """What is drawn from the members is what ATOP's own table of pairs says, for every pair of the larger powers."""
    codes = ("USA", "CAN", "GBR", "FRA", "DEU", "RUS", "CHN", "JPN", "KOR", "AUS", "IND", "BRA", "TUR", "UKR")
    who = [state(code) for code in codes]
    found = treaties(folder, who, dict.fromkeys([one.ccode for one in who], 2018))
    dyads = readers.alliance_years.read(folder)
    allied = set(
        dyads[(dyads["year"] == 2018) & dyads["defence"]][["ccode1", "ccode2"]].itertuples(index=False, name=None)
    )
    for place, one in enumerate(who):
        for other in who[place + 1 :]:
            pair = (min(one.ccode, other.ccode), max(one.ccode, other.ccode))
            ours = any("defence" in each.contents for each in found if one in each.members and other in each.members)
            assert ours == (pair in allied), (one.code, other.code)


def test_regional_sets_of_1990(sets: dict[str, public_data.RegionalSet]) -> None:
    """The 2,691 pairs of the hindcast, their land borders, and the Warsaw Pact and NATO as organisations."""
    sizes = {name: len(one.ccodes) for name, one in sets.items()}
    assert sizes == {"americas": 35, "europe": 29, "africa": 46, "middle_east": 20, "asia": 31}
    assert sum(size * (size - 1) // 2 for size in sizes.values()) == 2691
    europe = sets["europe"].spec
    assert europe.nations["SUN"].name == "Soviet Union"
    assert {"CSK", "YUG", "DEU"} <= set(europe.nations)
    assert not {"FRG", "DDR", "RUS", "CZE"} & set(europe.nations)
    blocs = {one.name: one.members for one in europe.organisations}
    assert {"GBR", "FRA", "DEU", "ITA"} <= set(blocs["ATOP 3180"])
    assert set(blocs["ATOP 3285"]) == {"SUN", "POL", "HUN", "CSK", "BGR", "ROU"}
    relations = {frozenset(r.between): r for one in sets.values() for r in one.spec.relations}
    assert sum(bool(relation.land) for relation in relations.values()) == 219
    assert relations[frozenset(("DEU", "FRA"))].land
    quarrels = [relation for relation in relations.values() if relation.dispute > 0.0]
    assert all(0.0 < relation.claim < relation.dispute for relation in quarrels)
    assert "rival" not in "".join(one.text.split("relations:")[1] for one in sets.values())


def test_the_indices_of_reach_and_of_contact_with_the_stake_predict_as_measured(
    folder: public_data.Folder, sets: dict[str, public_data.RegionalSet]
) -> None:
    """Reach and proximity x (0.2 + stake), the 136 pairs with a dispute in 1991 to 2000: area under the curve 0.854."""
    table = readers.disputes.read(folder)
    table = table[table["onset"] & table["year"].between(1991, 2000) & (table["ccode1"] < table["ccode2"])]
    fought = set(table[["ccode1", "ccode2"]].itertuples(index=False, name=None))
    scores: dict[int, list[float]] = {dyads.REACH: [], dyads.PROXIMITY: []}
    event = []
    for one in sets.values():
        dyad, codes = build(one.spec).dyad, [one.ccodes[code] for code in one.spec.nations]
        first, second = np.triu_indices(len(codes), 1)
        for row, score in scores.items():
            score += (dyad[row, first, second] * (0.2 + dyad[dyads.DISPUTE, first, second])).tolist()
        event += [tuple(sorted((codes[a], codes[b]))) in fought for a, b in zip(first, second, strict=True)]
    hit = np.array(event)
    hits = hit.sum()
    assert (len(hit), hits) == (2691, 136)
    for score in scores.values():
        rank = pd.Series(score).rank().to_numpy()
        area = (rank[hit].sum() - hits * (hits + 1) / 2) / (hits * (len(hit) - hits))
        assert area == pytest.approx(0.854, abs=0.001)


def test_five_sets_take_seconds() -> None:
    """Processor time for a folder that was not read before."""
    begun = time.process_time()
    public_data.regional_sets(REAL, 1979, states_at=1980)
    assert time.process_time() - begun < 15.0


@pytest.mark.parametrize("year", [1969, 1979, 1989])
def test_nothing_after_the_year_moves_a_set(year: int, tmp_path: Path) -> None:
    """The Middle East from the real files, and from files cut after that year: the same text but for file names."""
    whole = public_data.regional_set(REAL, "middle_east", year)
    for data in readers.EVERY:
        path = public_data.open_folder(REAL).files[data.stem]
        table = pd.read_parquet(path) if path.suffix == ".parquet" else pd.read_csv(path, low_memory=False)
        begins = {"yrent", "signYear", "start", "styear", "stdate"} & set(table)
        column = next(iter(begins), "Year" if "Year" in table else "year")
        years = table[column].astype(str).str[:4].astype(float) if column == "stdate" else table[column]
        table[years <= year].to_csv(tmp_path / f"{data.stem}.csv", index=False)
    cut = public_data.regional_set(tmp_path, "middle_east", year)
    assert cut.spec.hash == whole.spec.hash


def test_stake_and_history_of_a_known_pair(sets: dict[str, public_data.RegionalSet]) -> None:
    """Greece and Turkey lie in two regions; India and Pakistan do not: disputes of 1980 to 1989."""
    relations = {frozenset(r.between): r for r in sets["asia"].spec.relations}
    pair = relations[frozenset(("IND", "PAK"))]
    count = round(-2.0 * math.log(1.0 - pair.dispute))
    assert count >= 5
    assert pair.history["IND"] == pair.history["PAK"] < -1.0


def test_shipped_regions_have_the_land_borders_of_the_data(folder: public_data.Folder) -> None:
    """Direct contiguity of type 1 in 2016, the last year; every stake in them is a standing claim with a source."""
    table = readers.contiguity.read(folder)
    table = table[(table["type"] == readers.contiguity.LAND) & (table["last"] == table["last"].max())]
    borders = {frozenset(two) for two in table[["ccode1", "ccode2"]].itertuples(index=False, name=None)}
    for name in real_regions():
        spec = load(name)
        inside = {frozenset(state(code).ccode for code in two) for two in combinations(spec.nations, 2)}
        land = {frozenset(state(code).ccode for code in one.between) for one in spec.relations if one.land}
        assert land == inside & borders, name
        for one in spec.relations:
            if one.dispute:
                assert f"relations.{one.between[0]}-{one.between[1]}.dispute" in spec.evidence, one.between
                assert one.claim is None, "a stake without a claim of its own stands"
