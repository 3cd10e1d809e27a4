"""A made-up folder of published files in which every figure is known, and small evidence.

Ten states of Europe (codes 200 to 209) stand in a row, each with a land border to the next; four states of the Americas
(1 to 4) share no border. Pairs of neighbours whose lower code is even dispute in every third year from 1952, the lower
code begins. All others are at peace.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import pytest

REAL = os.environ.get("DIPSIM_DATA", "")
STATES = [*range(1, 5), *range(200, 210)]
FIRST, LAST = 1946, 2005
QUARRELS = [(code, code + 1) for code in range(200, 209, 2)]


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real files; skips where the environment variable DIPSIM_DATA names none."""
    if not REAL:
        pytest.skip("DIPSIM_DATA does not name a folder of published data")
    return Path(REAL)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The made-up folder."""
    place = tmp_path / "published"
    place.mkdir()
    for name, lines in files().items():
        (place / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return place


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
        + [
            f"{a},{b},1,1920-01-01,2016-12-01"
            for code in range(200, 209)
            for a, b in ((code, code + 1), (code + 1, code))
        ],
        "cow_mindist": ["ccode1,ccode2,year,mindist"]
        + [f"{one},{other},{year},{100 * max(0, other - one - 1)}" for one, other in pairs() for year in years],
        "atop_alliance_undirected": [
            "ccode1,ccode2,year,atop_defense,atop_offense,atop_neutral,atop_nonagg,atop_consul",
            *(f"200,203,{year},1,0,0,0,0" for year in years),
        ],
        "cow_nmc": ["ccode,year,milex,milper,irst,pec,tpop,upop,cinc"]
        + [f"{code},{year},1,1,1,1,1,1,{0.001 * (1 + code % 10)}" for code in STATES for year in years],
        "cw_democracy": ["ccode,year,euds,aeuds,polity2,v2x_polyarchy"]
        + [f"{code},{year},0,0,{8 if code in (1, 2, 202, 203) else -5},0.5" for code in STATES for year in years],
        "DCAD_v1.0_main": [
            "ccode1,cowName1,ccode2,cowName2,signYear,type,category1,endYearEstimate",
            "201,A,204,B,1985,general,DCA,2010",
            "201,A,204,B,1993,sector,TREX,1996",
            "1,C,2,D,1984,general,DCA,1990",
            "207,E,209,F,2003,general,DCA,2010",
        ],
        "mme_v7_exercise_participants": ["MMEID,Ex_Name,gwcode,country,year"]
        + [f"m{year},x,{code}.0,S,{year}" for year in range(1980, LAST + 1) for code in (205, 207, 3)],
        "sipri_tiv_bilateral": ["supplier,recipient,year,value,supplier_cown,recipient_cown"]
        + [f"S,T,{year},10,206,204" for year in range(1980, 1990)],
    }
