"""Figures of nations: formulas on made-up files in the published formats."""

# Also tests: public_data/formulas/prices.py, public_data/formulas/weapons.py

from __future__ import annotations

from pathlib import Path

import pytest

from dipsim.public_data import open_folder
from dipsim.public_data.formulas import nations
from dipsim.public_data.formulas.figures import Figure
from dipsim.public_data.formulas.prices import INDEX, factor
from dipsim.public_data.formulas.weapons import nuclear
from dipsim.public_data.readers import democracy
from dipsim.public_data.states.state_table import members, state
from dipsim.scenario.load import load
from dipsim.validation.recognition.known import real_regions


def test_money_is_of_2023(tiny: Path) -> None:
    """A trillion dollars of 2017 and of 2021, by US consumer prices."""
    folder = open_folder(tiny)
    gdp = nations.gdp(folder, state("NOR"), 2000)
    assert gdp.value == pytest.approx(1000 * 304.702 / 245.120, rel=1e-3)
    assert (gdp.source, gdp.year, gdp.grade) == ("cw_gdppop (PWT 10.0) at purchasing power", 2000, 3)
    size = nations.gdp(folder, state("NOR"), 2019)
    burden = nations.burden(folder, state("NOR"), 2019, size)
    assert burden.value * size.value == pytest.approx(20 * 304.702 / 270.970, rel=5e-3)
    assert burden.source.startswith("SIPRI 2019")


def test_prices_reach_from_1946_to_2023() -> None:
    assert (min(INDEX), max(INDEX), len(INDEX)) == (1946, 2023, 78)
    assert factor(2023) == 1.0
    assert list(INDEX.values())[3:] == sorted(INDEX.values())[3:] or factor(1970) > factor(1980)
    assert factor(1970) == pytest.approx(304.702 / 38.8)


def test_spending_falls_back_and_may_be_zero(tiny: Path) -> None:
    folder = open_folder(tiny)
    size = nations.gdp(folder, state("FIN"), 2019)
    burden = nations.burden(folder, state("FIN"), 2019, size)
    assert (burden.source, burden.year) == ("NMC 7.0 2017 over cw_gdppop 2019", 2017)
    assert burden.value * size.value == pytest.approx(5 * 304.702 / 245.120, rel=5e-3)
    sweden = nations.burden(folder, state("SWE"), 2019, size)
    assert (sweden.value, sweden.is_sourced) == (0.0, True)
    assert nations.burden(folder, state("FIN"), 2022, size).note == "none from 2019 to 2022 in SIPRI"


def test_growth_is_half_the_trend_plus_one_per_cent(tiny: Path) -> None:
    assert nations.growth(open_folder(tiny), state("NOR"), 2019).value == pytest.approx(0.5 * 0.05 + 0.01)
    assert not nations.growth(open_folder(tiny), state("NOR"), 2009).is_sourced, "1999 is not in the data"


def test_what_is_too_old_or_later_is_a_gap(tiny: Path) -> None:
    folder = open_folder(tiny)
    assert nations.polyarchy(folder, state("NOR"), 2019) == Figure(0.9, "V-Dem polyarchy", 2019, 3)
    assert nations.polyarchy(folder, state("SWE"), 2019).year == 2010
    assert nations.polyarchy(folder, state("FIN"), 2019).note == "none from 2009 to 2019 in V-Dem"
    del folder.files[democracy.DATA.stem]
    assert nations.polyarchy(folder, state("NOR"), 2019).note == "no file cw_democracy"


def test_place_between_the_poles_of_the_vote(tiny: Path) -> None:
    folder = open_folder(tiny)
    places = [nations.position(folder, state(code), 2019) for code in ("RUS", "NOR", "USA")]
    assert [place.value for place in places if place] == [-1.0, 0.0, 1.0]
    sweden = nations.position(folder, state("SWE"), 2015)
    assert sweden == Figure(-0.5, "UN ideal points, 0.000 on a scale from -1.000 to 3.000", 2012, 3)
    finland = nations.position(folder, state("FIN"), 2019)
    assert finland is not None
    assert not finland.is_sourced


def test_a_successor_has_no_figures_of_its_predecessor(tmp_path: Path) -> None:
    """365 is the Soviet Union to 1990; its gdp is nobody's after that, and Russia's trend begins with Russia."""
    rows = "".join(f"365,{year},{1e6 if year < 1991 else 5e5}\n" for year in range(1975, 2005))
    (tmp_path / "cw_gdppop.csv").write_text("ccode,year,pwtrgdp\n" + rows, encoding="utf-8")
    folder = open_folder(tmp_path)
    assert nations.gdp(folder, state("SUN"), 1989).value == pytest.approx(1243.0)
    assert nations.growth(folder, state("SUN"), 1989).is_sourced
    assert nations.gdp(folder, state("RUS"), 1992).value == pytest.approx(621.5, rel=1e-3)
    assert not nations.growth(folder, state("RUS"), 1999).is_sourced, "1989 was the Soviet Union"
    assert nations.growth(folder, state("RUS"), 2002).value == pytest.approx(0.01)
    assert max(nations.series(folder, nations.economy.DATA, "gdp", state("SUN"))) == 1990


@pytest.mark.parametrize(
    ("year", "codes"),
    [
        (1944, ""),
        (1949, "USA SUN"),
        (1966, "USA GBR FRA SUN CHN"),
        (1980, "USA GBR FRA SUN ZAF ISR CHN"),
        (1991, "USA GBR FRA RUS ISR CHN IND PAK"),
        (2006, "USA GBR FRA RUS ISR CHN PRK IND PAK"),
    ],
)
def test_holders_of_nuclear_weapons(year: int, codes: str) -> None:
    """From the year of the first test or, where there was none, of the coding; South Africa gave its own up."""
    assert [one.code for one in members(year) if nuclear(one, year)] == codes.split()


@pytest.mark.parametrize("name", real_regions())
def test_shipped_regions_have_the_holders_of_their_first_year(name: str) -> None:
    spec = load(name)
    held = {code for code in spec.nations if nuclear(state(code), int(spec.time.start[:4]))}
    assert {code for code, nation in spec.nations.items() if nation.nuclear} == held


def test_only_holders_have_the_trait(tiny: Path) -> None:
    folder = open_folder(tiny)
    assert nations.traits(folder, state("GBR"), 1952)["nuclear"].value == 1.0
    assert "nuclear" not in nations.traits(folder, state("GBR"), 1951)
