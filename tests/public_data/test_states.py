"""The table of states: codes of today and of states that are gone, and what a code means in a year."""

# Also tests: public_data/errors.py, public_data/states/regions.py, public_data/states/state_table.py

from __future__ import annotations

import pytest

from dipsim.public_data.errors import PublishedError
from dipsim.public_data.states.regions import dyad_years, region, states_of
from dipsim.public_data.states.state_table import at_end_of, members, of_number, state, states


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("PHI", "PHL"), ("germany", "DEU"), ("GFR", "DEU"), ("usa", "USA"), ("Côte", "CIV"), ("NORR", "NOR"),
        ("GDR", "DDR"), ("Soviet Union", "SUN"), ("Czechoslovakia", "CSK"),
    ],
)  # fmt: skip
def test_wrong_code_says_which_may_be_meant(word: str, meant: str) -> None:
    with pytest.raises(PublishedError, match=f"did you mean .*{meant}"):
        state(word)


def test_nonsense_is_no_state() -> None:
    with pytest.raises(PublishedError, match="expected an ISO 3166 alpha-3 code such as NOR"):
        state("Qqqqq")


def test_no_number_stands_for_two_states_in_one_year() -> None:
    for year in (1900, 1939, 1950, 1989, 1990, 1991, 1992, 2005, 2006, 2020):
        numbers = [one.ccode for one in members(year)]
        assert len(numbers) == len(set(numbers)), year
    assert len(members(2016)) == 195
    assert len({one.code for one in states().values()}) == len(states())


@pytest.mark.parametrize(
    ("ccode", "year", "code"),
    [
        (365, 1920, "RUS"), (365, 1989, "SUN"), (365, 1991, "RUS"), (345, 1985, "YUG"), (345, 1995, "SCG"),
        (345, 2010, "SRB"), (260, 1989, "FRG"), (255, 1990, "DEU"), (265, 1989, "DDR"), (315, 1992, "CSK"),
        (816, 1970, "VDR"), (816, 1980, "VNM"), (817, 1970, "RVN"), (678, 1989, "YAR"), (680, 1989, "YMD"),
        (679, 1990, "YEM"), (511, 1963, "ZAN"),
    ],
)  # fmt: skip
def test_a_number_is_the_state_of_its_time(ccode: int, year: int, code: str) -> None:
    found = of_number(ccode, year)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    ("ccode", "year"), [(255, 1985), (260, 1990), (265, 1990), (316, 1992), (679, 1989), (2, 1800)]
)
def test_a_state_that_is_not_there_has_no_number(ccode: int, year: int) -> None:
    assert of_number(ccode, year) is None


@pytest.mark.parametrize(
    ("code", "year", "then"), [("SRB", 1985, "YUG"), ("RUS", 1985, "SUN"), ("DEU", 1985, "FRG"), ("VNM", 1970, "VDR")]
)
def test_a_code_of_today_means_the_state_of_then_and_says_so(code: str, year: int, then: str) -> None:
    found, said = at_end_of(code, year)
    assert found.code == then
    assert said == f"{code} at the end of {year} was {found.name}: its figures stand under the code {then}"
    assert at_end_of(then, year) == (found, "")


@pytest.mark.parametrize(
    ("code", "year", "said"),
    [
        ("SUN", 2010, "SUN (Soviet Union) was gone by the end of 2010; did you mean RUS, "),
        ("DDR", 2010, "DDR (East Germany) was gone by the end of 2010; did you mean DEU?"),
        ("CSK", 2000, "did you mean CZE or SVK?"),
        ("YUG", 2010, "did you mean SRB, "),
        ("SVK", 1985, "SVK (Slovakia) was no member of the state system at the end of 1985; did you mean CSK?"),
        ("YEM", 1985, "did you mean YAR or YMD?"),
        ("HRV", 1985, "did you mean YUG?"),
        ("NAM", 1985, "NAM (Namibia) was no member of the state system at the end of 1985"),
    ],
)
def test_a_state_of_another_time_is_refused_with_the_one_of_that_time(code: str, year: int, said: str) -> None:
    with pytest.raises(PublishedError) as caught:
        at_end_of(code, year)
    assert said in str(caught.value)


def test_figures_of_another_territory_are_not_its_own() -> None:
    assert state("RUS").own_since(2010) == 1991
    assert state("PAK").own_since(2010) == 1972
    assert state("PAK").own_since(1965) == 1947
    assert state("ETH").own_since(2010) == 1993


@pytest.mark.parametrize(
    ("year", "sizes"), [(1989, (35, 29, 45, 21, 31)), (1990, (35, 29, 46, 20, 31)), (1980, (32, 29, 45, 21, 29))]
)
def test_regions_have_the_states_of_the_year(year: int, sizes: tuple[int, ...]) -> None:
    names = ("americas", "europe", "africa", "middle_east", "asia")
    assert tuple(len(states_of(name, year)) for name in names) == sizes


def test_same_region_pairs_of_1990_are_those_of_the_hindcast() -> None:
    table = dyad_years(1990, 1990)
    assert len(table) == 2691
    assert (table["ccode1"] < table["ccode2"]).all()
    assert table["region"].value_counts().to_dict()["africa"] == 46 * 45 // 2
    assert len(dyad_years(1990, 1990, same_region=False)) == 161 * 160 // 2


def test_region_borders() -> None:
    assert [region(code) for code in (2, 199, 200, 399, 400, 599, 600, 699, 700, 990)] == [
        name for name in ("americas", "europe", "africa", "middle_east", "asia") for _ in range(2)
    ]


@pytest.mark.parametrize(("name", "said"), [("europa", "did you mean 'europe'"), ("moon", "expected americas, europe")])
def test_unknown_region_is_refused(name: str, said: str) -> None:
    with pytest.raises(PublishedError, match=said):
        states_of(name, 1990)
