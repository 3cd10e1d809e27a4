"""No treaty in force at the start of a scenario from data lapses because a member cannot pay for it."""

# Also tests: public_data/scenarios/upkeep.py

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest

import dipsim
from dipsim import public_data
from dipsim.public_data.states import members
from dipsim.scenario.load import load
from dipsim.scenario.schema.spec import Spec

YEAR = 1989


@pytest.fixture
def region(tmp_path: Path) -> public_data.RegionalSet:
    """The Middle East of 1989 with made-up figures: tiny states, many treaties of two and two of all."""
    codes = [one.ccode for one in members(YEAR) if 600 <= one.ccode < 700]
    gdp = [f"{code},{YEAR},{200 * (1 + place)}" for place, code in enumerate(codes)]
    pacts = [f"{100 + n},{code},1950,0,1,0,0,0,0" for n, pair in enumerate(combinations(codes[:6], 2)) for code in pair]
    leagues = [f"{league},{code},1980,0,1,0,0,0,0" for league in (1, 2) for code in codes]
    agreements = [f"{a},{b},1985,general,DCA,2010,d{a}-{b}" for a, b in combinations(codes, 2)]
    for name, header, rows in (
        ("cw_gdppop", "ccode,year,pwtrgdp", gdp),
        ("atop5_1m", "atopid,member,yrent,yrexit,defense,offense,neutral,nonagg,consul", [*pacts, *leagues]),
        ("DCAD-v1.0-main", "ccode1,ccode2,signYear,type,category1,endYearEstimate,DCAid", agreements),
    ):
        (tmp_path / f"{name}.csv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return public_data.regional_set(tmp_path, "middle_east", YEAR)


def lost_in_a_year(spec: Spec) -> int:
    """Treaties that lapse, and memberships that end, in the first year of two runs."""
    result = dipsim.run(spec, replicates=2, seed=3, sets=["time.years=1"], judge=False)
    return int(result.events["event"].isin(["lapsed", "left"]).sum())


def test_no_treaty_in_force_lapses_in_the_first_year(region: public_data.RegionalSet) -> None:
    assert len(region.spec.organisations) == 2
    assert sum(bool(relation.pact) for relation in region.spec.relations) == 15
    assert sum(bool(relation.agreements) for relation in region.spec.relations) == 210
    assert lost_in_a_year(region.spec) == 0


def test_at_a_sum_for_every_party_many_would(region: public_data.RegionalSet) -> None:
    """The same scenario with the sums of large states: what the first test would miss is there to be seen."""
    sums = "alliance_pact: {upkeep: 0.005}, bilateral_agreement: {upkeep: 0.001}"
    assert "exchanges:" not in region.text
    assert lost_in_a_year(load("sums.yaml", text=f"{region.text}\nexchanges: {{{sums}}}\n")) > 100


def test_all_treaties_together_take_at_most_half_of_the_purse(region: public_data.RegionalSet) -> None:
    spec = region.spec
    for code, nation in spec.nations.items():
        own = [relation for relation in spec.relations if code in relation.between]
        share = sum(spec.kinds["alliance_pact"].numbers["upkeep_share"] for relation in own if relation.pact)
        share += sum(
            spec.kinds["bilateral_agreement"].numbers["upkeep_share"] for relation in own if relation.agreements
        )
        cost = share * nation.gdp + sum(one.upkeep for one in spec.organisations if code in one.members)
        assert cost <= 0.5 * nation.diplomacy * nation.gdp * 1.05, code
