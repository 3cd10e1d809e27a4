"""``dipsim new --data``: what it writes, what it says, and how it refuses."""

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
    assert said.out.startswith("wrote north.yaml: figures of 2019, 7 sourced and 17 assumed\n")
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
        (("--year", "2019"), "needs --data"),
        (("--data", "other"), "expected the columns ccode1, ccode2, year, mindist, found a, b"),
    ],
)
def test_refusals_write_nothing(dipsim: Any, place: Path, data: Path, arguments: tuple[str, ...], hint: str) -> None:
    for name in ("empty", "misnamed", "other"):
        (place / name).mkdir()
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
