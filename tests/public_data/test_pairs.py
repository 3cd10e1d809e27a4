"""What stands between two states: geography, disputes, treaties, agreements, exercises, arms."""

# Also tests: public_data/formulas/conflict.py, public_data/formulas/cooperation.py,
#   public_data/formulas/figures.py, public_data/formulas/geography.py,
#   public_data/formulas/treaties.py, public_data/scenarios/pairs.py

from __future__ import annotations

import math
from pathlib import Path

import pytest

from dipsim.public_data import open_folder
from dipsim.public_data.formulas.figures import Figure
from dipsim.public_data.formulas.geography import FAR
from dipsim.public_data.formulas.treaties import Treaty, treaties
from dipsim.public_data.scenarios.pairs import Pair, pairs
from dipsim.public_data.states.state_table import state


def among(folder: Path, year: int, hindsight: bool = False, codes: str = "NOR SWE FIN RUS") -> dict[str, Pair]:
    """Every pair of the states, by their codes in alphabetical order."""
    opened, who = open_folder(folder), [state(code) for code in codes.split()]
    years = dict.fromkeys([one.ccode for one in who], year)
    every = pairs(opened, who, years, year, treaties(opened, who, years), hindsight)
    return {"-".join(sorted((two.one.code, two.other.code))): two for two in every}


def in_force(folder: Path, year: int, codes: str = "NOR SWE FIN") -> list[Treaty]:
    who = [state(code) for code in codes.split()]
    return treaties(open_folder(folder), who, dict.fromkeys([one.ccode for one in who], year))


@pytest.mark.parametrize(
    ("pair", "value", "source"),
    [
        ("NOR-SWE", 1.0, "CShapes 2.0, the territories touch"),
        ("FIN-NOR", round(math.exp(-0.5), 2), "CShapes 2.0, 750 km"),
        ("FIN-SWE", round(math.exp(-150 * 1.852 / 1500), 2), "COW contiguity, at most 150 miles of water"),
        ("FIN-RUS", FAR, ""),
    ],
)
def test_proximity(tiny: Path, pair: str, value: float, source: str) -> None:
    """By distance; where that is too old by water; where a border ended, assumed."""
    figure = among(tiny, 2019)[pair].proximity
    assert (figure.value, figure.source) == (value, source)


def test_land_and_distance_stand_beside_proximity(tiny: Path) -> None:
    found = among(tiny, 2019)
    assert (found["NOR-SWE"].land, found["FIN-SWE"].land, found["FIN-RUS"].land) == (True, False, False)
    assert found["FIN-NOR"].distance == Figure(750.0, "CShapes 2.0", 2018, 3)
    assert found["FIN-SWE"].distance is None, "that of 2000 is too old"
    (tiny / "cow_contdir.csv").unlink()
    assert among(tiny, 2019)["NOR-SWE"].land is None, "without the file nothing is known"


def test_out_of_reach_is_zero(tiny: Path) -> None:
    (tiny / "cow_mindist.csv").write_text("ccode1,ccode2,year,mindist\n380,385,2019,4600\n", encoding="utf-8")
    figure = among(tiny, 2019)["NOR-SWE"].proximity
    assert (figure.value, figure.source) == (0.0, "CShapes 2.0, 4600 km, out of reach")


def test_a_new_state_has_the_first_distance_after_it_appeared(tiny: Path) -> None:
    """Latvia is new in 1991; for states that were there before, a later distance is not read."""
    rows = "ccode1,ccode2,year,mindist\n367,385,1993,700\n367,385,1994,701\n380,385,1993,0\n"
    (tiny / "cow_mindist.csv").write_text(rows, encoding="utf-8")
    found = among(tiny, 1991, codes="NOR SWE LVA")
    assert found["LVA-NOR"].distance == Figure(700.0, "CShapes 2.0, the first on record", 1993, 3)
    assert found["NOR-SWE"].distance is None


def test_stake_is_one_minus_exp_of_half_the_disputes_of_ten_years(tiny: Path) -> None:
    """A dispute that both directions list counts once; those before the ten years do not."""
    stake = among(tiny, 2005)["NOR-SWE"].dispute
    assert stake == Figure(round(1 - math.exp(-1), 3), note="2 disputes 1996-2005 (GML)")
    assert among(tiny, 2010)["NOR-SWE"].dispute.value == round(1 - math.exp(-0.5), 3)
    assert among(tiny, 2019)["FIN-NOR"].dispute == Figure(0.0, note="0 disputes 2001-2010 (GML)")


def test_a_standing_claim_is_three_tenths_of_the_stake(tiny: Path) -> None:
    found = among(tiny, 2005)
    assert found["NOR-SWE"].claim == Figure(round(0.3 * found["NOR-SWE"].dispute.value, 3), note="0.3 of the stake")
    assert found["FIN-NOR"].claim is None, "there is no stake"


def test_rivalries_count_only_when_hindsight_is_asked_for(tiny: Path) -> None:
    assert among(tiny, 2019)["FIN-SWE"].dispute.value == 0.0
    rivals = among(tiny, 2019, hindsight=True)["FIN-SWE"].dispute
    assert rivals == Figure(0.5, note="0 disputes 2001-2010 (GML), strategic rivals (TSS)")
    assert among(tiny, 2019, hindsight=True)["FIN-NOR"].dispute.value == 0.0, "that rivalry ended in 1950"


def test_history_is_the_models_own_evidence_faded_by_its_own_half_lives(tiny: Path) -> None:
    """A threat of 1996, a use of force of 1999, a war of 2010; the use of force of 1975 is forgotten."""
    at_2010 = among(tiny, 2010)["NOR-SWE"].history
    expected = -0.5 * 2 ** (-14 / 2) - 1.2 * 2 ** (-11 / 8) - 2.5
    assert at_2010 is not None
    assert at_2010.value == pytest.approx(expected, abs=1e-3)
    assert at_2010.source == "GML, disputes of 1996, 1999, 2010"
    finland = among(tiny, 2005)["FIN-SWE"].history
    assert finland is not None
    assert finland.value == pytest.approx(-0.5 * 2 ** (-5 / 2), abs=1e-3), "the force of 2001 is the same dispute's"


def test_treaties_in_force(tiny: Path) -> None:
    """What either owes counts; who left is out; nonaggression alone has no contents; neutrality keeps consultation."""
    (alliance,) = [treaty for treaty in in_force(tiny, 2019, "NOR SWE") if treaty.contents]
    assert (alliance.number, alliance.since, alliance.size, alliance.contents) == (10, 1995, 2, ("defence",))
    assert [treaty.number for treaty in in_force(tiny, 2017, "NOR SWE")] == [10, 11]
    declared, neutral = in_force(tiny, 2019, "NOR FIN")
    assert (declared.contents, neutral.contents) == ((), ("neutrality", "consultation"))
    assert neutral.name == "ATOP 5.1, alliance 13 of 2002, 3 members"
    assert (declared.is_bilateral, neutral.is_bilateral) == (True, False)
    assert in_force(tiny, 2029) == []


def test_agreements_in_force(tiny: Path) -> None:
    def held(year: int, pair: str) -> tuple[tuple[str, ...], tuple[int, ...]]:
        found = among(tiny, year)[pair]
        return found.agreements, found.signed

    assert held(2019, "NOR-SWE") == (("exercise", "technology"), (1999, 2001))
    assert held(2003, "NOR-SWE")[0] == ("general",)
    assert held(2019, "FIN-NOR") == (("general",), (2000,))
    assert held(1999, "FIN-NOR") == ((), ())
    assert held(2019, "FIN-SWE") == ((), ())
    assert held(2021, "FIN-NOR") == ((), ())


def test_exercises_leave_interoperability_as_in_the_model(tiny: Path) -> None:
    """Two exercises of Norway and Sweden, seven years apart; each closes 0.08 of the gap, the first has faded since."""
    found = among(tiny, 2019)
    assert found["NOR-SWE"].interoperability == Figure(
        round(1 - (1 - 0.08 * 2 ** (-7 / 6.9)) * 0.92, 3), "MME 7, 2 exercises in 10 years", 2019, 3
    )
    assert found["FIN-NOR"].interoperability is not None, "Finland took part without a number"
    assert among(tiny, 2002)["NOR-SWE"].interoperability is None
    assert among(tiny, 2029)["NOR-SWE"].interoperability is not None
    assert among(tiny, 2030)["NOR-SWE"].interoperability is None, "the data end more than ten years before"


def test_dependence_is_a_share_of_imports(tiny: Path) -> None:
    share = Figure(0.3, "Arms transfers (TIV), share of imports 2010-2019", 2019, 3)
    assert among(tiny, 2019)["NOR-SWE"].dependence == {"NOR": share}
    assert among(tiny, 2023)["NOR-SWE"].dependence == {}


def test_shared_organisations_are_those_of_the_last_year_on_record(tiny: Path) -> None:
    assert among(tiny, 2019)["NOR-SWE"].shared_organisations == Figure(71.0, "COW IGO", 2014, 3)
    assert among(tiny, 2019)["FIN-SWE"].shared_organisations is None


def test_a_pair_out_of_reach_with_nothing_between_it_is_not_listed(tiny: Path) -> None:
    (tiny / "cow_mindist.csv").write_text(
        "ccode1,ccode2,year,mindist\n365,380,2019,2900\n365,385,2019,2100\n", encoding="utf-8"
    )
    found = among(tiny, 2019)
    assert not found["RUS-SWE"].is_listed
    assert found["NOR-RUS"].is_listed
