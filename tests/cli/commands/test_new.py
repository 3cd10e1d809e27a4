"""``dipsim new --data``: what it writes, what it says, and how it refuses."""

# Also tests: runs/new_scenario.py

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dipsim import api

GDP = "ccode,year,pwtrgdp\n" + "".join(
    f"{code},{year},{500000 + 10000 * (year - 2000)}\n" for code in (385, 380) for year in range(2000, 2020)
)
SPENDING = "Country,year,milex_const2021_usdm\nNorway,2019,8000\nSweden,2019,7000\n"
DISTANCE = "ccode1,ccode2,year,mindist\n380,385,2019,0\n"
NORTH = ("new", "North", "--nations", "NOR,SWE", "--data", "data")


@pytest.fixture
def data(place: Path) -> Path:
    """A folder of made-up data in the working folder."""
    folder = place / "data"
    folder.mkdir()
    for name, text in (("cw_gdppop", GDP), ("sipri_milex_const2021", SPENDING), ("cow_mindist", DISTANCE)):
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def test_written_scenario_checks_and_runs(dipsim: Any, place: Path, data: Path) -> None:
    said = dipsim(*NORTH)
    assert said.code == 0, said.err
    assert said.out.startswith("wrote north.yaml: figures of 2019, 8 sourced and 17 assumed\n")
    assert dipsim("check", "north.yaml").code == 0
    spec = api.load_scenario("north.yaml")
    assert spec.warnings == ()
    assert spec.relations[0].proximity == 1.0
    assert dipsim("run", "north.yaml", "-n", "2", "--set", "time.years=1", "--out", "made", "--quiet").code == 0


def test_year_can_be_chosen(dipsim: Any, place: Path, data: Path) -> None:
    assert "figures of 2021" in dipsim(*NORTH, "--year", "2021").out
    assert api.load_scenario("north.yaml").time.start == "2022-01"


def test_same_data_same_file(dipsim: Any, place: Path, data: Path) -> None:
    dipsim(*NORTH)
    dipsim(*NORTH, "--out", "again.yaml")
    assert (place / "again.yaml").read_bytes() == (place / "north.yaml").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("--data", "nowhere"), "--data nowhere: expected a folder of published data, found nothing there"),
        (("--data", "tiny.yaml"), "found a file"),
        (("--data", "empty"), "expected files such as cw_gdppop"),
        (("--data", "misnamed"), "found cow_mindst.csv; did you mean cow_mindist.csv?"),
        (("--data", "data", "--nations", "NOR,SWD"), "no state 'SWD'; did you mean SWE?"),
        (("--data", "data", "--nations", "NOR,ARL"), "no state 'ARL'"),
        (("--data", "data", "--nations", "NOR"), "two or more different codes"),
        (("--data", "data", "--year", "19"), "from 1816 to 2200"),
        (("--year", "2019"), "needs --data FOLDER"),
        (("--data", "data", "--region", "europe"), "--region: expected a region or --nations, found both"),
        (("--data", "data", "--states-at", "2019"), "--states-at: needs --year"),
        (("--data", "data", "--year", "2019", "--states-at", "2018"), "expected 2019 (--year) or later, found 2018"),
        (
            ("--data", "data", "--nations", "SUN,NOR", "--year", "2010"),
            "SUN (Soviet Union) was gone by the end of 2010",
        ),
        (("--data", "twice"), "cw_gdppop.csv: expected one row of ccode 385, year 2000, found rows 1 and 41"),
        (("--data", "other"), "expected the columns ccode1, ccode2, year, mindist, found a, b"),
    ],
)
def test_refusals_write_nothing(dipsim: Any, place: Path, data: Path, arguments: tuple[str, ...], hint: str) -> None:
    for name in ("empty", "misnamed", "other", "twice"):
        (place / name).mkdir()
    (place / "twice" / "cw_gdppop.csv").write_text(GDP + "385,2000,1\n", encoding="utf-8")
    (place / "misnamed" / "cow_mindst.csv").write_text(DISTANCE, encoding="utf-8")
    (place / "other" / "cow_mindist.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    (place / "other" / "cw_gdppop.csv").write_text(GDP, encoding="utf-8")
    said = dipsim("new", "x", "--nations", "NOR,SWE", *arguments)
    assert said.code == 2
    assert said.out == ""
    assert hint in said.err
    assert len(said.err.splitlines()) == 1
    assert not (place / "x.yaml").exists()


def test_existing_file_is_not_touched(dipsim: Any, place: Path, data: Path, tiny: str) -> None:
    assert dipsim(*NORTH, "--out", "tiny.yaml").code == 4
    assert (place / "tiny.yaml").read_text(encoding="utf-8") == tiny


def test_a_region_has_every_state_of_its_year(dipsim: Any, place: Path, data: Path) -> None:
    said = dipsim("new", "--region", "europe", "--data", "data", "--year", "2005")
    assert said.code == 0, said.err
    assert said.out.startswith("wrote europe_2005.yaml: figures of 2005, ")
    assert "note: SCG (Serbia and Montenegro) has the number 345 since 1992" in said.out
    spec = api.load_scenario("europe_2005.yaml")
    assert len(spec.nations) == 46
    assert spec.title == "Europe, end of 2005"
    assert spec.nations["NOR"].gdp > 600


def test_states_may_be_those_of_a_later_year(dipsim: Any, place: Path, data: Path) -> None:
    """Montenegro is there in 2006; the figures are those of 2005, and 2006 for itself; the scenario begins in 2007."""
    said = dipsim("new", "E", "--region", "europe", "--data", "data", "--year", "2005", "--states-at", "2006")
    assert "note: MNE (Montenegro) appeared in 2006: its figures are those of 2006" in said.out
    spec = api.load_scenario("e.yaml")
    assert "SCG" not in spec.nations
    assert spec.time.start == "2007-01"
    assert spec.evidence["nations.NOR.gdp"].year == 2005


def test_region_needs_data_and_year(dipsim: Any, place: Path, data: Path) -> None:
    assert "--region: needs --data" in dipsim("new", "--region", "asia").err
    assert "--region: needs --year" in dipsim("new", "--region", "asia", "--data", "data").err
    assert "expected a NAME" in dipsim("new").err
    assert "did you mean 'europe'" in dipsim("new", "--region", "europa", "--data", "data", "--year", "2005").err


def test_five_sets_are_made_once(dipsim: Any, place: Path, data: Path) -> None:
    """The second call finds them up to date; a changed source makes them anew; a set changed by hand is kept."""
    five = ("new", "--region", "all", "--data", "data", "--year", "2005", "--out", "sets")
    said = dipsim(*five)
    assert said.code == 0, said.err
    names = [f"{name}_2005.yaml" for name in ("africa", "americas", "asia", "europe", "middle_east")]
    assert sorted(path.name for path in (place / "sets").iterdir()) == [*names, "sets_2005.json"]
    assert dipsim(*five).out == "sets: 5 sets are up to date\n"
    with (data / "cw_gdppop.csv").open("a", encoding="utf-8") as file:
        file.write("390,2005,400000\n")
    assert dipsim(*five).out.startswith(f"wrote {Path('sets', 'americas_2005.yaml')}\n")
    assert api.load_scenario("sets/europe_2005.yaml").nations["DNK"].gdp == 497.2
    edited = place / "sets" / "asia_2005.yaml"
    edited.write_text(edited.read_text(encoding="utf-8") + "# mine\n", encoding="utf-8")
    said = dipsim(*five)
    assert said.code == 4
    assert "expected the set as dipsim wrote it, found another file" in said.err
    assert edited.read_text(encoding="utf-8").endswith("# mine\n")


def test_real_nations_get_facts_and_no_money(dipsim: Any, place: Path) -> None:
    said = dipsim("new", "Aegean", "--nations", "GRC,TUR,CYP")
    assert said.code == 0
    assert "fill in gdp and burden of 3 nations" in said.out
    assert "Run it" not in said.out
    said = dipsim("check", "aegean.yaml")
    assert said.code == 3
    assert "nations.GRC.gdp: expected a number" in said.err
    assert dipsim("run", "aegean.yaml").code == 3
    text = (place / "aegean.yaml").read_text(encoding="utf-8")
    assert "location: [37.98, 23.73]" in text
    assert not [line for line in text.splitlines() if "pact" in line and not line.startswith("#")]


def test_states_and_invented_nations_do_not_mix(dipsim: Any, place: Path) -> None:
    said = dipsim("new", "x", "--nations", "GRC,XYZ")
    assert said.code == 2
    assert "GRC is Greece, and XYZ is no state of today" in said.err
    assert dipsim("new", "x", "--nations", "GRC,XYZ", "--fictional").code == 0
    assert "every number assumed" in dipsim("new", "y", "--nations", "ABC,DEF").out
    assert dipsim("check", "y.yaml").code == 0


def test_letters_of_a_title_are_spelt_in_the_name_of_the_file(dipsim: Any, place: Path) -> None:
    dipsim("new", "\u00c6gean \U0001f30a \u0141\u00f3d\u017a Stra\u00dfe", "--nations", "ABC,DEF")
    assert (place / "aegean_lodz_strasse.yaml").is_file()
