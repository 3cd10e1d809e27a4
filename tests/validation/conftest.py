"""A made-up folder of published files in which every figure is known, and small evidence.

Ten states of Europe stand in a row, each with a land border to the next; four states of the Americas share no border.
The first and second of the row, the third and fourth and so on dispute in every third year from 1952, and the one with
the lower code begins. All others are at peace. The codes are those of real states; everything else is made up.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import pytest

from dipsim.public_data.files.folder import Folder
from dipsim.validation.evidence import Evidence
from dipsim.validation.observed import observed
from dipsim.validation.sources import open_sources

REAL = os.environ.get("DIPSIM_DATA", "")
AMERICAS = (2, 20, 40, 41)
EUROPE = (200, 205, 210, 211, 212, 220, 225, 230, 235, 310)
STATES = (*AMERICAS, *EUROPE)
FIRST, LAST = 1946, 2005
NEIGHBOURS = list(pairwise(EUROPE))
QUARRELS = NEIGHBOURS[::2]


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real files; skips where the environment variable DIPSIM_DATA names none."""
    if not REAL:
        pytest.skip("DIPSIM_DATA does not name a folder of published data")
    return Path(REAL)


@pytest.fixture(scope="session")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up folder, shared by all tests: not to be changed."""
    place = tmp_path_factory.mktemp("published")
    for name, lines in files().items():
        (place / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return place


@pytest.fixture
def folder(made_up: Path, tmp_path: Path) -> Path:
    """A copy of the made-up folder that a test may change."""
    return shutil.copytree(made_up, tmp_path / "published")


@pytest.fixture(scope="session")
def sources(made_up: Path) -> Folder:
    """The made-up folder, open; its tables are read once for all tests."""
    return open_sources(made_up)


@pytest.fixture(scope="session")
def decade(sources: Folder) -> Evidence:
    """The made-up evidence of 1981 to 1990."""
    return observed(sources, 1981, 1990)


@pytest.fixture(scope="session")
def eighteen_years(sources: Folder) -> Evidence:
    """The made-up evidence of 1981 to 1998."""
    return observed(sources, 1981, 1998)


def pairs() -> Iterable[tuple[int, int]]:
    return ((one, other) for one in STATES for other in STATES if one < other)


def files() -> dict[str, list[str]]:
    """Lines of every file."""
    years = range(FIRST, LAST + 1)
    disputes = list(enumerate((one, other, year) for one, other in QUARRELS for year in range(1952, LAST + 1, 3)))
    head = "dispnum,ccode1,ccode2,year,gmlmidongoing,gmlmidonset,sidea1,sidea2,orig1,orig2,hostlev,mindur,maxdur"
    onsets = [
        row
        for number, (one, other, year) in disputes
        for row in (
            f"{number},{one},{other},{year},1,1,1,0,1,1,4,30,40",
            f"{number},{other},{one},{year},1,1,0,1,1,1,4,30,40",
        )
    ]
    return {
        "cow_states": ["stateabb,ccode,statenme,styear,stmonth,stday,endyear,endmonth,endday"]
        + [f"S{code},{code},State {code},1900,1,1,2016,12,31" for code in STATES],
        "cow_majors": ["ccode,styear,stmonth,stday,endyear", "200,1900,1,1,2016"],
        "gml_mid_ddydisps": [head, *onsets],
        "gml_mid_disps": ["dispnum,styear,stmon,outcome,settle,fatality,mindur,maxdur,hiact,hostlev,recip"]
        + [f"{number},{year},1,{1 if number == 0 else 5},1,0,30,40,1,4,0" for number, (_, _, year) in disputes],
        "cow_contdir": ["ccode1,ccode2,conttype,stdate,enddate"]
        + [f"{a},{b},1,1920-01-01,2016-12-01" for one, other in NEIGHBOURS for a, b in ((one, other), (other, one))],
        "cow_mindist": ["ccode1,ccode2,year,mindist"]
        + [
            f"{one},{other},{year},{100 * max(0, STATES.index(other) - STATES.index(one) - 1)}"
            for one, other in pairs()
            for year in years
        ],
        "atop_alliance_undirected": [
            "ccode1,ccode2,year,atop_defense,atop_offense,atop_neutral,atop_nonagg,atop_consul",
            *(f"200,211,{year},1,0,0,0,0" for year in years),
        ],
        "cow_nmc": ["ccode,year,milex,milper,irst,pec,tpop,upop,cinc"]
        + [
            f"{code},{year},1,1,1,1,1,1,{0.001 * (1 + place % 10)}"
            for place, code in enumerate(STATES, 6)
            for year in years
        ],
        "cw_democracy": ["ccode,year,euds,aeuds,polity2,v2x_polyarchy"]
        + [f"{code},{year},0,0,{8 if code in (2, 20, 210, 211) else -5},0.5" for code in STATES for year in years],
        "DCAD_v1.0_main": [
            "ccode1,cowName1,ccode2,cowName2,signYear,type,category1,endYearEstimate",
            "205,A,212,B,1985,general,DCA,2010",
            "205,A,212,B,1993,sector,TREX,1996",
            "2,C,20,D,1984,general,DCA,1990",
            "230,E,310,F,2003,general,DCA,2010",
        ],
        "mme_v7_exercise_participants": ["MMEID,Ex_Name,gwcode,country,year"]
        + [f"m{year},x,{code}.0,S,{year}" for year in range(1980, LAST + 1) for code in (220, 230, 40)],
        "sipri_tiv_bilateral": ["supplier,recipient,year,value,supplier_cown,recipient_cown"]
        + [f"S,T,{year},10,225,212" for year in range(1980, 1990)],
    }
