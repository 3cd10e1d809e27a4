"""A folder of made-up data in the published formats: a few rows of every data set, about four states of the north."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

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
    "380,375,4,1917-12-06,2016-12-01\n380,385,1,1905-06-07,2016-12-01\n"
    "365,375,1,1917-12-06,1950-01-01\n",
    "atop5_1_member_level.csv": "atopid,member,yrent,moent,yrexit,moexit,phase,defense,offense,neutral,nonagg,consul\n"
    "10,385,1990,1,0,0,0,1,0,0,1,1\n10,380,1995,1,0,0,0,0,0,0,1,1\n11,385,1990,1,2018,1,0,0,1,0,0,0\n"
    "11,380,1990,1,0,0,0,0,1,0,0,0\n12,385,2000,1,0,0,0,0,0,0,1,0\n12,375,2001,1,0,0,0,0,0,0,1,0\n"
    "13,385,2002,1,0,0,0,0,0,1,0,1\n13,375,2002,1,0,0,0,0,0,0,0,0\n13,365,2002,1,0,0,0,0,0,0,0,0\n",
    "atop_alliance_undirected.csv": "ccode1,ccode2,year,atop_defense,atop_offense,atop_neutral,"
    "atop_nonagg,atop_consul\n380,385,2018,1,0,0,1,1\n",
    "DCAD_v1.0_main.csv": "ccode1,cowName1,ccode2,cowName2,signYear,type,category1,endYearEstimate\n"
    "380,SWD,385,NOR,1999,sector,RESEARCH,2010\n380,SWD,385,NOR,2001,sector,TREX,2010\n380,SWD,385,NOR,1990,general,DCA,2004\n"
    "375,FIN,385,NOR,2000,general,DCA,2010\n375,FIN,380,SWD,2000,sector,COMMISSION,2010\n",
    "mme_v7_exercise_participants.csv": "MMEID,gwcode,country,year\nm1,385,Norway,2019\nm1,380,Sweden,2019\n"
    "m2,385,Norway,2012\nm2,380,Sweden,2012\nm2,,Finland,2012\nm3,385,Norway,2005\nm3,375,Finland,2005\n"
    "m3,375,Finland,2005\nm4,,-9,2019\n",
    "sipri_tiv_bilateral.csv": "supplier,recipient,year,value,supplier_cown,recipient_cown\n"
    "Sweden,Norway,2015,30,380,385\nGermany,Norway,2019,70,255,385\nSweden,Norway,2005,900,380,385\n"
    "Unknown,Norway,2019,5,,385\n",
    "cow_igo_ndy.csv": "ccode1,ccode2,year,dyadigos\n380,385,2014,71\n380,385,2013,70\n375,380,2000,60\n",
    "gml_mid_ddydisps.csv": "dispnum,ccode1,ccode2,year,gmlmidongoing,gmlmidonset,hostlev\n"
    + "".join(f"{n},{a},{b},{1995 + n},1,1,{n}\n" for n in (1, 4, 15) for a, b in ((380, 385), (385, 380))).replace(
        ",15\n", ",5\n"
    )
    + "16,380,385,1975,1,1,4\n17,375,380,2000,1,1,3\n17,375,380,2001,1,0,4\n",
    "cow_majors.csv": "ccode,styear,endyear\n365,1816,1917\n365,1922,2016\n",
    "cow_states.csv": "stateabb,ccode,statenme,styear,endyear\nNOR,385,Norway,1905,1940\nNOR,385,Norway,1945,2016\n"
    "SWD,380,Sweden,1816,2016\n",
    "gml_mid_disps.csv": "dispnum,styear,outcome\n1,1996,1\n4,1999,5\n15,2010,4\n",
    "tss_rivalries.csv": "tssr_id,rivalry,ccode1,ccode2,start,end\n1,Finland-Sweden,375,380,1990,2020\n"
    "2,Finland-Norway,375,385,1900,1950\n",
}


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A folder with every data set, each of a few rows."""
    for name, text in TINY.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path
