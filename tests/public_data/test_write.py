"""The text of a scenario filled from published data: what is sourced, what is assumed, what is said of the rest."""

# Also tests: public_data/formulas/nations.py, public_data/scenarios/shelf.py

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dipsim.public_data import open_folder
from dipsim.public_data.formulas import nations
from dipsim.public_data.scenarios.write import Filled, filled
from dipsim.public_data.states.state_table import state
from dipsim.scenario.load import load


def made_of(folder: Path, codes: str = "NOR,SWE,FIN", year: int | None = 2019, **how: Any) -> tuple[Filled, Any]:
    """The scenario, and what the loader makes of it."""
    made = filled("North", codes.split(","), folder, year, **how)
    return made, load("north.yaml", text=made.text)


def test_file_says_what_is_sourced(tiny: Path) -> None:
    """Every sourced number is evidence for the loader, and every other one is followed by the word assumed."""
    made, spec = made_of(tiny)
    assert spec.warnings == ()
    assert len(spec.evidence) == made.sourced == made.text.count("{value: ")
    plain = [line for line in made.text.splitlines() if "# assumed" in line and not line.startswith("#")]
    assert len(plain) == made.assumed
    assert f"Of {made.sourced + made.assumed} numbers {made.sourced} are sourced" in made.text
    assert spec.time.start == "2020-01"
    assert spec.nations["NOR"].name == "Norway"
    assert spec.evidence["nations.NOR.democracy"].source == "V-Dem polyarchy"
    assert spec.evidence["relations.NOR-SWE.dependence.NOR"].year == 2019
    relations = {frozenset(r.between): r for r in spec.relations}
    neighbours = relations[frozenset(("NOR", "SWE"))]
    assert neighbours.pact == ("defence",)
    assert neighbours.agreements == ("exercise", "technology")
    assert (neighbours.land, neighbours.distance, neighbours.shared_organisations) == (True, 0.0, 71.0)
    assert {nation.region for nation in spec.nations.values()} == {"europe"}
    assert neighbours.history["NOR"] == neighbours.history["SWE"] < -1.5
    assert "ATOP 5.1, alliance 10 of 1995; DCAD 1.0, signed 1999 and 2001" in made.text
    assert "left out as declaratory: ATOP 5.1, alliance 12 of 2001" in made.text


def test_a_treaty_of_several_is_an_organisation(tiny: Path) -> None:
    _, spec = made_of(tiny)
    (alliance,) = spec.organisations
    assert (alliance.kind, alliance.content, alliance.members) == ("alliance", "neutrality", ("FIN", "NOR"))
    assert alliance.source == "ATOP 5.1, alliance 13 of 2002, 3 members"
    assert "content: neutrality  # also consultation" in made_of(tiny)[0].text
    assert all("neutrality" not in relation.pact for relation in spec.relations)


def test_the_stake_falls_to_a_claim_and_holders_of_nuclear_weapons_are_marked(tiny: Path) -> None:
    made, spec = made_of(tiny, "NOR,SWE,GBR", 2005)
    (quarrel,) = [relation for relation in spec.relations if relation.dispute > 0.0]
    assert quarrel.claim == pytest.approx(0.3 * quarrel.dispute, abs=1e-3)
    assert [code for code, nation in spec.nations.items() if nation.nuclear] == ["GBR"]
    assert spec.evidence["nations.GBR.nuclear"].year == 1952
    assert made.text.count("    claim: ") == 1


def test_nations_of_different_parts_of_the_world_have_their_regions(tmp_path: Path) -> None:
    (tmp_path / "cw_gdppop.csv").write_text("ccode,year,pwtrgdp\n385,2015,9000\n740,2015,9000\n", encoding="utf-8")
    _, spec = made_of(tmp_path, "NOR,JPN", 2015)
    assert {code: nation.region for code, nation in spec.nations.items()} == {"NOR": "europe", "JPN": "asia"}


def test_dues_of_an_alliance_are_a_share_of_the_gdp_of_the_poorest_member(tiny: Path) -> None:
    rows = "ccode,year,pwtrgdp\n385,2019,1000000\n380,2019,1000\n375,2019,500000\n"
    (tiny / "cw_gdppop_1946_2019.csv").write_text(rows, encoding="utf-8")
    _, spec = made_of(tiny)
    assert spec.organisations[0].upkeep == pytest.approx(1e-5 * 621.5, rel=0.05)


def test_nothing_later_than_the_year_is_read(tiny: Path) -> None:
    """Rows of later years, in every file, leave the scenario as it was, to the letter."""
    before = made_of(tiny, year=2010)[0].text
    later = {
        "cw_gdppop_1946_2019.csv": "385,2022,1,5\n",
        "cow_nmc.csv": "385,2022,9,9\n",
        "cw_democracy.csv": "385,2022,2,10,0.1\n",
        "unvoting_idealpoints_1946_2012.csv": "2015,NOR,Norway,-3\n2015,USA,USA,3\n",
        "cow_mindist.csv": "380,385,2021,900\n",
        "cow_contdir.csv": "375,385,1,2016-01-01,2016-12-01\n",
        "atop5_1_member_level.csv": "99,385,2016,1,0,0,0,1,0,0,0,1\n99,375,2016,1,0,0,0,1,0,0,0,1\n",
        "DCAD_v1.0_main.csv": "375,FIN,380,SWD,2012,general,DCA,2020\n",
        "mme_v7_exercise_participants.csv": "m9,385,Norway,2020\nm9,375,Finland,2020\n",
        "sipri_tiv_bilateral.csv": "Sweden,Norway,2020,9999,380,385\n",
        "cow_igo_ndy.csv": "380,385,2020,99\n",
        "gml_mid_ddydisps.csv": "77,375,385,2014,1,1,5\n77,385,375,2014,1,1,5\n",
        "sipri_milex_const2021_1949_2022.csv": "Norway,2022,1\n",
    }
    for name, rows in later.items():
        with (tiny / name).open("a", encoding="utf-8") as file:
            file.write(rows)
    assert made_of(tiny, year=2010)[0].text == before


def test_year_is_the_last_with_data_for_all(tiny: Path) -> None:
    """Finland's regime ends in 2008, more than ten years before Norway's: a gap that holds nobody back."""
    folder = open_folder(tiny)
    assert nations.last_common_year(folder, [state("NOR"), state("FIN")]) == (2017, "FIN")
    assert nations.last_common_year(folder, [state("NOR")]) == (2019, "")
    made, _ = made_of(tiny, "NOR,FIN", None)
    assert (made.year, made.limit) == (2017, "FIN")
    assert "those of FIN end there" in made.text


def test_a_state_that_is_gone_ends_the_common_years(tmp_path: Path) -> None:
    rows = "".join(f"{code},{year},9000\n" for code in (345, 339) for year in range(1980, 2020))
    (tmp_path / "cw_gdppop.csv").write_text("ccode,year,pwtrgdp\n" + rows, encoding="utf-8")
    made, spec = made_of(tmp_path, "YUG,ALB", None)
    assert (made.year, made.limit) == (1991, "YUG")
    assert spec.nations["YUG"].name == "Yugoslavia"


def test_the_year_of_the_states_is_said_where_it_is_another(tiny: Path) -> None:
    made, spec = made_of(tiny, year=2018, states_at=2019)
    assert "# The nations are those that existed at the end of 2019." in made.text
    assert spec.time.start == "2020-01"
    assert "existed at the end" not in made_of(tiny)[0].text


def test_one_file_is_enough(tiny: Path) -> None:
    """Without a file every figure of it is assumed, and without votes there is no issue."""
    for file in tiny.iterdir():
        if file.name != "cw_democracy.csv":
            file.unlink()
    made, spec = made_of(tiny)
    assert made.sourced == len(spec.evidence) == 2
    assert dict(spec.issues) == {}
    assert len(spec.sources) == 1
    assert "# No file of: cw_gdppop, sipri_milex_const2021, cow_nmc" in made.text
    assert "# assumed: no file cw_gdppop" in made.text


def test_spending_alone_makes_a_scenario_with_everything_assumed(tmp_path: Path) -> None:
    rows = "Country,year,milex_const2021_usdm\nAlbania,2015,200\nGreece,2015,5000\n"
    (tmp_path / "sipri_milex_const2021.csv").write_text(rows, encoding="utf-8")
    made, spec = made_of(tmp_path, "ALB,GRC", 2015)
    assert made.sourced == len(spec.evidence) == 0
    assert spec.sources == ()
    assert made.text.count("# assumed: no gdp to divide by") == 2


def test_a_state_of_then_stands_under_its_own_name(tmp_path: Path) -> None:
    """Yugoslavia and West Germany in 1985, whether they are asked for by their own code or by one of today."""
    rows = "ccode,year,pwtrgdp\n345,1985,95000\n339,1985,8100\n260,1985,1600000\n"
    (tmp_path / "cw_gdppop.csv").write_text(rows, encoding="utf-8")
    made, spec = made_of(tmp_path, "SRB,ALB,DEU", 1985)
    assert {code: nation.name for code, nation in spec.nations.items()} == {
        "YUG": "Yugoslavia", "ALB": "Albania", "FRG": "West Germany",
    }  # fmt: skip
    assert spec.nations["FRG"].gdp == pytest.approx(1989.0, rel=1e-3)
    assert "# SRB at the end of 1985 was Yugoslavia: its figures stand under the code YUG." in made.text
    assert made.words[1] == "DEU at the end of 1985 was West Germany: its figures stand under the code FRG"
    assert made.ccodes == {"YUG": 345, "ALB": 339, "FRG": 260}


def test_what_the_data_do_not_cover_is_said(tiny: Path) -> None:
    """Agreements and exercises before 1980 are unknown, not absent; after the end of a file they are too old."""
    assert "# Unknown before 1980: DCAD 1.0.\n# Unknown before 1980: MME 7." in made_of(tiny, year=1975)[0].text
    assert "Unknown before" not in made_of(tiny, year=1985)[0].text
    assert "# Too old for 2030: MME 7, which ends in 2019." in made_of(tiny, year=2030)[0].text


def test_a_shared_number_is_said(tmp_path: Path) -> None:
    rows = "ccode,year,pwtrgdp\n365,1995,95000\n375,1995,8100\n"
    (tmp_path / "cw_gdppop.csv").write_text(rows, encoding="utf-8")
    made, _ = made_of(tmp_path, "RUS,FIN", 1995)
    assert made.words[0].startswith("RUS (Russia) has the number 365 since 1991: disputes, treaties, agreements")


def test_rows_that_were_left_out_are_said_by_file_and_row(tiny: Path) -> None:
    with (tiny / "cow_nmc.csv").open("a", encoding="utf-8") as file:
        file.write("999,2019,1,1\n")
    text = made_of(tiny)[0].text
    assert "# cow_nmc.csv: 1 rows of unknown states in ccode left out, the first with 999 in row 3." in text
    assert (
        "# sipri_tiv_bilateral.csv: 1 rows without a state in supplier_cown left out, the first with nan in row 4."
        in text
    )
    assert "# mme_v7_exercise_participants.csv: 1 repeated rows, the first in row 8, as row 7." in text
    assert (
        "# mme_v7_exercise_participants.csv: 1 rows of unknown states in country left out, the first with -9 in row 9."
        in text
    )


def test_heavy_spender_may_go_on(tiny: Path) -> None:
    rows = "Country,year,milex_const2021_usdm\nNorway,2019,600000\n"
    (tiny / "sipri_milex_const2021_1949_2022.csv").write_text(rows, encoding="utf-8")
    _, spec = made_of(tiny)
    norway = spec.nations["NOR"]
    assert 0.12 < norway.burden < norway.burden_max


@pytest.mark.parametrize("ending", [".csv.gz", ".parquet"])
def test_other_formats_read_the_same(tiny: Path, ending: str) -> None:
    before = made_of(tiny)[0]
    for file in [*tiny.iterdir()]:
        if ending == ".parquet":
            pd.read_csv(file).to_parquet(file.with_suffix(ending))
        else:
            file.with_name(file.name + ".gz").write_bytes(gzip.compress(file.read_bytes()))
        file.unlink()
    after = made_of(tiny)[0]
    assert after.text == re.sub(r"\.csv(?=[,:])", ending, before.text)
