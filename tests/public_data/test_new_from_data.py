"""Scenarios filled from published data: formulas on made-up files in the published formats, known facts in real ones.

The real files are not part of the project: their folder is named by the environment variable DIPSIM_DATA.
"""

from __future__ import annotations

import gzip
import math
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dipsim.public_data import nations, pairs
from dipsim.public_data.catalogue import DEMOCRACY, EVERY
from dipsim.public_data.figures import Figure
from dipsim.public_data.files import Folder, PublishedError, find
from dipsim.public_data.prices import INDEX, factor
from dipsim.public_data.states import state, states
from dipsim.public_data.treaties import treaties
from dipsim.public_data.write import Filled, filled
from dipsim.scenario.load import load

REAL = os.environ.get("DIPSIM_DATA", "")
real = pytest.mark.skipif(not REAL, reason="DIPSIM_DATA does not name a folder of published data")

# Norway 385, Sweden 380, Finland 375, Russia 365; every value is made up.
TINY = {
    "cw_gdppop_1946_2019.csv": "ccode,year,mrgdppc,pwtrgdp\n"
    + "".join(f"{code},{2000 + t},1,{1e6 * math.exp(0.05 * t)}\n" for code in (385, 380, 375) for t in range(20)),
    "sipri_milex_const2021_1949_2022.csv": "Country,year,milex_const2021_usdm\nNorway,2018,10000\nNorway,2019,20000\n"
    "Sweden,2019,0\nFinland,2012,9999\n",
    "cow_nmc.csv": "ccode,year,milex,milper\n385,2019,1,1\n375,2017,5000000,1\n",
    "cw_democracy.csv": "ccode,year,euds,polity2,v2x_polyarchy\n385,2019,2,10,0.9\n"
    "385,2021,2,10,0.5\n380,2010,2,10,0.8\n"
    "375,2008,2,10,0.7\n",
    "unvoting_idealpoints_1946_2012.csv": "Year,CountryAbb,CountryName,idealpoint\n2012,NOR,Norway,1.0\n"
    "2012,SWD,Sweden,0\n2012,RUS,Russia,-1\n2012,USA,United States,3\n2011,FIN,Finland,2\n",
    "cow_mindist.csv": "ccode1,ccode2,year,mindist\n380,385,2019,0\n375,385,2018,750\n375,380,2000,10\n",
    "cow_contdir.csv": "ccode1,ccode2,conttype,stdate,enddate\n375,380,4,1917-12-06,2016-12-01\n"
    "380,375,4,1917-12-06,2016-12-01\n"
    "365,375,1,1917-12-06,1950-01-01\n",
    "atop5_1_member_level.csv": "atopid,member,yrent,moent,yrexit,moexit,phase,defense,offense,neutral,nonagg,consul\n"
    "10,385,1990,1,0,0,0,1,0,0,1,1\n10,380,1995,1,0,0,0,0,0,0,1,1\n11,385,1990,1,2018,1,0,0,1,0,0,0\n"
    "11,380,1990,1,0,0,0,0,1,0,0,0\n12,385,2000,1,0,0,0,0,0,0,1,0\n12,375,2001,1,0,0,0,0,0,0,1,0\n"
    "13,385,2002,1,0,0,0,0,0,1,0,1\n13,375,2002,1,0,0,0,0,0,0,0,0\n13,365,2002,1,0,0,0,0,0,0,0,0\n",
    "DCAD_v1.0_main.csv": "ccode1,cowName1,ccode2,cowName2,signYear,type,category1,endYearEstimate\n"
    "380,SWD,385,NOR,1999,sector,RESEARCH,2010\n380,SWD,385,NOR,2001,sector,TREX,2010\n380,SWD,385,NOR,1990,general,DCA,2004\n"
    "375,FIN,385,NOR,2000,general,DCA,2010\n375,FIN,380,SWD,2000,sector,COMMISSION,2010\n",
    "gml_mid_ddydisps.csv": "dispnum,ccode1,ccode2,year,gmlmidongoing,gmlmidonset\n"
    + "".join(f"{n},{a},{b},{1995 + n},1,1\n" for n in (1, 2, 15) for a, b in ((380, 385), (385, 380)))
    + "16,380,385,1980,1,1\n17,375,380,2000,1,1\n17,375,380,2001,1,0\n",
    "tss_rivalries.csv": "tssr_id,rivalry,ccode1,ccode2,start,end\n1,Finland-Sweden,375,380,1990,2020\n"
    "2,Finland-Norway,375,385,1900,1950\n",
    "sipri_tiv_bilateral.csv": "supplier,recipient,year,value,supplier_cown,recipient_cown\n"
    "Sweden,Norway,2015,30,380,385\nGermany,Norway,2019,70,255,385\nSweden,Norway,2005,900,380,385\n",
}


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A folder with every data set, each of a few rows."""
    for name, text in TINY.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def opened(folder: Path) -> Folder:
    return find(folder, (state(code).ccode for code in ("NOR", "SWE", "FIN", "RUS")))


def told(folder: Path, codes: str = "NOR,SWE,FIN", year: int | None = 2019) -> tuple[Filled, Any]:
    """The scenario, and what the loader makes of it."""
    made = filled("North", codes.split(","), folder, year)
    return made, load("north.yaml", text=made.text)


def test_tiny_files_cover_every_data_set(tiny: Path) -> None:
    assert len(opened(tiny).files) == len(EVERY) == len(TINY)


def test_money_is_of_2023(tiny: Path) -> None:
    """A trillion dollars of 2017 and of 2021, by US consumer prices."""
    folder = opened(tiny)
    gdp = nations.gdp(folder, state("NOR"), 2000)
    assert gdp.value == pytest.approx(1000 * 304.702 / 245.120, rel=1e-3)
    assert (gdp.source, gdp.year, gdp.grade) == ("cw_gdppop (PWT 10.0) at purchasing power", 2000, 3)
    size = nations.gdp(folder, state("NOR"), 2019)
    burden = nations.burden(folder, state("NOR"), 2019, size)
    assert burden.value * size.value == pytest.approx(20 * 304.702 / 270.970, rel=5e-3)
    assert burden.source.startswith("SIPRI 2019")
    assert len(INDEX) == 45
    assert factor(2023) == 1.0


def test_spending_falls_back_and_may_be_zero(tiny: Path) -> None:
    folder = opened(tiny)
    size = nations.gdp(folder, state("FIN"), 2019)
    burden = nations.burden(folder, state("FIN"), 2019, size)
    assert (burden.source, burden.year) == ("NMC 7.0 2017 over cw_gdppop 2019", 2017)
    assert burden.value * size.value == pytest.approx(5 * 304.702 / 245.120, rel=5e-3)
    sweden = nations.burden(folder, state("SWE"), 2019, size)
    assert (sweden.value, sweden.is_sourced) == (0.0, True)
    assert nations.burden(folder, state("FIN"), 2022, size).note == "none from 2019 to 2022 in SIPRI"


def test_growth_is_half_the_trend_plus_one_per_cent(tiny: Path) -> None:
    assert nations.growth(opened(tiny), state("NOR"), 2019).value == pytest.approx(0.5 * 0.05 + 0.01)
    assert not nations.growth(opened(tiny), state("NOR"), 2009).is_sourced, "1999 is not in the data"


def test_what_is_too_old_or_later_is_a_gap(tiny: Path) -> None:
    folder = opened(tiny)
    assert nations.democracy(folder, state("NOR"), 2019) == Figure(0.9, "V-Dem polyarchy", 2019, 3)
    assert nations.democracy(folder, state("SWE"), 2019).year == 2010
    assert nations.democracy(folder, state("FIN"), 2019).note == "none from 2009 to 2019 in V-Dem"
    del folder.files[DEMOCRACY.stem]
    assert nations.democracy(folder, state("NOR"), 2019).note == "no file cw_democracy"


def test_place_between_the_poles_of_the_vote(tiny: Path) -> None:
    folder = opened(tiny)
    places = [nations.position(folder, state(code), 2019) for code in ("RUS", "NOR", "USA")]
    assert [place.value for place in places if place] == [-1.0, 0.0, 1.0]
    sweden = nations.position(folder, state("SWE"), 2015)
    assert sweden == Figure(-0.5, "UN ideal points, 0.000 on a scale from -1.000 to 3.000", 2012, 3)
    finland = nations.position(folder, state("FIN"), 2019)
    assert finland is not None
    assert not finland.is_sourced


@pytest.mark.parametrize(
    ("one", "other", "value", "source"),
    [
        ("NOR", "SWE", 1.0, "CShapes 2.0, the territories touch"),
        ("FIN", "NOR", round(math.exp(-0.5), 2), "CShapes 2.0, 750 km"),
        ("SWE", "FIN", round(math.exp(-150 * 1.852 / 1500), 2), "COW contiguity, at most 150 miles of water"),
        ("FIN", "RUS", pairs.FAR, ""),
    ],
)
def test_proximity(tiny: Path, one: str, other: str, value: float, source: str) -> None:
    """By distance; where that is too old by water; where a border ended, assumed."""
    figure = pairs.proximity(opened(tiny), state(one), state(other), 2019)
    assert (figure.value, figure.source) == (value, source)


def test_out_of_reach_is_zero(tiny: Path) -> None:
    (tiny / "cow_mindist.csv").write_text("ccode1,ccode2,year,mindist\n380,385,2019,4600\n", encoding="utf-8")
    figure = pairs.proximity(opened(tiny), state("NOR"), state("SWE"), 2019)
    assert (figure.value, figure.source) == (0.0, "CShapes 2.0, 4600 km, out of reach")


def test_dispute_is_an_assumed_step(tiny: Path) -> None:
    """A dispute that both directions list counts once; those before the twenty years do not."""
    folder = opened(tiny)
    norway_sweden = pairs.dispute(folder, state("NOR"), state("SWE"), 2019)
    assert norway_sweden == Figure(0.5, note="3 disputes 1991-2010 (GML), no strategic rivals in 2019 (TSS)")
    assert pairs.dispute(folder, state("NOR"), state("SWE"), 1998).value == 0.5
    rivals = pairs.dispute(folder, state("FIN"), state("SWE"), 2019)
    assert rivals == Figure(0.5, note="1 dispute 1991-2010 (GML), strategic rivals in 2019 (TSS)")
    assert pairs.dispute(folder, state("FIN"), state("NOR"), 2019).value == 0.0


def test_treaties_in_force(tiny: Path) -> None:
    """What either owes counts; who left is out; nonaggression alone has no contents; neutrality keeps consultation."""
    folder = opened(tiny)
    (alliance,) = treaties(folder, state("SWE"), state("NOR"), 2019)
    assert (alliance.number, alliance.since, alliance.members, alliance.contents) == (10, 1995, 2, ("defence",))
    assert [t.number for t in treaties(folder, state("SWE"), state("NOR"), 2017)] == [10, 11]
    declared, neutral = treaties(folder, state("FIN"), state("NOR"), 2019)
    assert (declared.contents, neutral.contents) == ((), ("neutrality", "consultation"))
    assert neutral.name == "ATOP 5.1, alliance 13 of 2002, 3 members"
    assert treaties(folder, state("SWE"), state("NOR"), 2029) == ()


def test_agreements_in_force(tiny: Path) -> None:
    folder = opened(tiny)
    norway, sweden, finland = (state(code) for code in ("NOR", "SWE", "FIN"))
    assert pairs.agreements(folder, norway, sweden, 2019) == (("exercise", "technology"), (1999, 2001))
    assert pairs.agreements(folder, norway, sweden, 2003)[0] == ("general",)
    assert pairs.agreements(folder, norway, finland, 2019) == (("general",), (2000,))
    assert pairs.agreements(folder, norway, finland, 1999) == ((), ())
    assert pairs.agreements(folder, sweden, finland, 2019) == ((), ())
    assert pairs.agreements(folder, norway, finland, 2021) == ((), ())


def test_dependence_is_a_share_of_imports(tiny: Path) -> None:
    folder = opened(tiny)
    share = pairs.dependence(folder, state("NOR"), state("SWE"), 2019)
    assert share == Figure(0.3, "Arms transfers (TIV), share of imports 2010-2019", 2019, 3)
    assert pairs.dependence(folder, state("SWE"), state("NOR"), 2019) is None
    assert pairs.dependence(folder, state("NOR"), state("SWE"), 2023) is None


def test_file_says_what_is_sourced(tiny: Path) -> None:
    """Every sourced number is evidence for the loader, and every other one is followed by the word assumed."""
    made, spec = told(tiny)
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
    assert relations[frozenset(("NOR", "SWE"))].pact == ("defence",)
    assert relations[frozenset(("NOR", "SWE"))].agreements == ("exercise", "technology")
    assert "ATOP 5.1, alliance 10 of 1995; DCAD 1.0, signed 1999 and 2001" in made.text
    assert "left out as declaratory: ATOP 5.1, alliance 12 of 2001" in made.text


def test_year_is_the_last_with_data_for_all(tiny: Path) -> None:
    """Finland's regime ends in 2008, more than ten years before Norway's: a gap that holds nobody back."""
    assert nations.last_common_year(opened(tiny), [state("NOR"), state("FIN")]) == (2017, "FIN")
    assert nations.last_common_year(opened(tiny), [state("NOR")]) == (2019, "")
    made, _ = told(tiny, "NOR,FIN", None)
    assert (made.year, made.limit) == (2017, "FIN")
    assert "those of FIN end there" in made.text


def test_one_file_is_enough(tmp_path: Path) -> None:
    """Without a file every figure of it is assumed, and without votes there is no issue."""
    (tmp_path / "cw_democracy.csv").write_text(TINY["cw_democracy.csv"], encoding="utf-8")
    made, spec = told(tmp_path)
    assert made.sourced == len(spec.evidence) == 2
    assert dict(spec.issues) == {}
    assert len(spec.sources) == 1
    assert "# No file of: cw_gdppop, sipri_milex_const2021, cow_nmc" in made.text
    assert "# assumed: no file cw_gdppop" in made.text


def test_heavy_spender_may_go_on(tiny: Path) -> None:
    rows = "Country,year,milex_const2021_usdm\nNorway,2019,600000\n"
    (tiny / "sipri_milex_const2021_1949_2022.csv").write_text(rows, encoding="utf-8")
    _, spec = told(tiny)
    norway = spec.nations["NOR"]
    assert 0.12 < norway.burden < norway.burden_max


@pytest.mark.parametrize("ending", [".csv.gz", ".parquet"])
def test_other_formats_read_the_same(tiny: Path, ending: str) -> None:
    before = told(tiny)[0]
    for file in [*tiny.iterdir()]:
        if ending == ".parquet":
            pd.read_csv(file).to_parquet(file.with_suffix(ending))
        else:
            file.with_name(file.name + ".gz").write_bytes(gzip.compress(file.read_bytes()))
        file.unlink()
    after = told(tiny)[0]
    assert after.text == before.text.replace(".csv,", f"{ending},")


def spoilt(name: str, content: bytes) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        for old in folder.glob(f"{name.split('.')[0]}*"):
            old.unlink()
        (folder / name).write_bytes(content)

    return spoil


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (spoilt("cow_nmc.csv", b"code,yr\n1,2\n"), "expected the columns ccode, year, milex, found code, yr"),
        (
            spoilt("cow_nmc.csv", b"ccode,year,milex\n385,2019,1\n380,2019,much\n"),
            "column milex: expected numbers, found 'much' in row 2",
        ),
        (spoilt("cow_nmc.csv", b""), "cow_nmc.csv: cannot be read"),
        (spoilt("cow_nmc.csv", b"ccode,year,milex\n\xff\xfe,1,2\n"), "cow_nmc.csv: cannot be read"),
        (spoilt("cow_nmc.csv.gz", b"not packed"), "cow_nmc.csv.gz: cannot be read"),
        (spoilt("cow_nmc.csv.gz", gzip.compress(b"ccode,year,milex\n" + bytes(range(256)))[:100]), "cannot be read"),
        (spoilt("cow_mindist.parquet", b"PAR1 not"), "cow_mindist.parquet: cannot be read"),
        (
            lambda folder: (folder / "cow_nmc_2.csv").write_text("x"),
            "one file of NMC 7.0, found cow_nmc.csv or cow_nmc_2.csv",
        ),
    ],
)
def test_file_that_is_not_as_published(tiny: Path, spoil: Callable[[Path], Any], said: str) -> None:
    spoil(tiny)
    with pytest.raises(PublishedError) as caught:
        told(tiny)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("word", "meant"),
    [("PHI", "PHL"), ("germany", "DEU"), ("GFR", "DEU"), ("usa", "USA"), ("Côte", "CIV"), ("NORR", "NOR")],
)
def test_nearest_state(word: str, meant: str) -> None:
    with pytest.raises(PublishedError, match=f"did you mean {meant}"):
        state(word)


def test_table_of_states() -> None:
    """Codes of both sides are different, and no word stands for two states."""
    table = states()
    assert len(table) == len({one.ccode for one in table.values()}) == 195
    words = [word for one in table.values() for word in one.words]
    assert len(words) == len(set(words))
    assert (table["DEU"].ccode, table["TWN"].ccode, table["SRB"].ccode) == (255, 713, 345)


@real
def test_codes_agree_with_the_state_system() -> None:
    system = pd.read_csv(Path(REAL) / "cow_states.csv")
    members = system[system["endyear"] == system["endyear"].max()]
    names = dict(zip(members["ccode"].tolist(), members["statenme"].tolist(), strict=True))
    assert {one.ccode for one in states().values()} == set(names)
    assert [one.iso for one in states().values() if names[one.ccode].casefold() not in one.words] == []


@real
def test_real_spenders_and_voters_are_known() -> None:
    """Every country that SIPRI names is a state of the table, and every voter of 2012."""
    words = {word for one in states().values() for word in one.words}
    spending = pd.read_csv(next(Path(REAL).glob("sipri_milex_const2021*")))
    assert set(spending["Country"].str.casefold()) - words == set()
    votes = pd.read_csv(next(Path(REAL).glob("unvoting_idealpoints*")))
    assert set(votes[votes["Year"] == 2012]["CountryAbb"].str.casefold()) - words == set()


@real
def test_real_south_china_sea() -> None:
    """The same figures as in docs/data.md, where they come from the same data."""
    made, spec = told(Path(REAL), "PHL,CHN,USA", None)
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
    assert "dispute: 0.5          # assumed: 3 disputes 1981-2000 (GML)" in made.text


@real
def test_real_alliances_are_those_of_the_dyads() -> None:
    """What is drawn from the members is what ATOP's own table of pairs says, for every pair of the larger powers."""
    codes = ("USA", "CAN", "GBR", "FRA", "DEU", "RUS", "CHN", "JPN", "KOR", "AUS", "IND", "BRA", "TUR", "UKR")
    dyads = pd.read_csv(next(Path(REAL).glob("atop_alliance_undirected*")))
    dyads = dyads[dyads["year"] == 2018].set_index(["ccode1", "ccode2"])["atop_defense"]
    folder = find(Path(REAL), (state(code).ccode for code in codes))
    for place, one in enumerate(codes):
        for other in codes[place + 1 :]:
            pair = tuple(sorted((state(one).ccode, state(other).ccode)))
            found = any("defence" in treaty.contents for treaty in treaties(folder, state(one), state(other), 2018))
            assert found == bool(dyads.get(pair, 0)), (one, other)
