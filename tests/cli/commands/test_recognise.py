"""``dipsim recognise``: what it prints, and what it says of what it cannot use."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any


def test_recognise_prints_text_json_and_markdown(dipsim: Callable[..., Any]) -> None:
    said = dipsim("recognise", "tiny.yaml", "-n", 4, "-q")
    assert said.code == 0
    assert said.out.startswith("Recognition of Tiny [bold]place[/bold]: 4 runs of 2 years, seed 1\n")
    assert "WHOM NATIONS FEAR" in said.out
    asked = dipsim("recognise", "tiny.yaml", "-n", 4, "--json")
    data = json.loads(asked.out)
    assert data["replicates"] == 4
    assert data["sentence"] in said.out
    page = dipsim("recognise", "tiny.yaml", "-n", 4, "-q", "--markdown")
    assert "| check | found | expected | verdict | source of the expectation |" in page.out


def test_recognise_says_what_is_wrong(dipsim: Callable[..., Any], place: Path) -> None:
    assert dipsim("recognise", "tiny.yaml", "--json", "--markdown").code == 2
    (place / "empty").mkdir()
    said = dipsim("recognise", "tiny.yaml", "-n", 1, "-q", "--data", "empty")
    assert said.code == 2
    assert "expected nations with codes of real states such as NOR, found ARL, BOR" in said.err
    said = dipsim("recognise", "us_india", "-n", 1, "-q", "--data", "empty")
    assert said.code == 2
    assert "--data empty: expected files such as" in said.err
    short = dipsim("recognise", "tiny.yaml", "-q", "--set", "time.years=0.5")
    assert short.code == 2
    assert "expected a scenario of at least one year, found 0.5 years" in short.err


def test_recognise_reads_real_disputes(dipsim: Callable[..., Any], place: Path) -> None:
    folder = place / "data"
    folder.mkdir()
    rows = ["dispnum,ccode1,ccode2,year,gmlmidongoing,gmlmidonset"]
    rows += [
        f"{n},{a},{b},{year},1,1" for n, year in ((1, 1985), (2, 1990), (3, 1960)) for a, b in ((710, 750), (750, 710))
    ]
    rows += ["4,710,750,1992,1,0", "5,750,770,1999,1,1"]
    (folder / "gml_mid_ddydisps.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    said = dipsim("recognise", "us_india", "-n", 8, "--json", "--data", "data")
    assert said.code == 0
    sections = {section["name"]: section for section in json.loads(said.out)["sections"]}
    record = {row["pair"]: row["in the record"] for row in sections["record"]["table"]}
    assert record["China and India"] == "1.0", "two disputes begun in the twenty years"
    assert record["India and Pakistan"] == "0.5"
