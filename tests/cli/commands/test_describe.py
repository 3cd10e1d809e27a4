"""``dipsim describe``, and the last words of a run on the screen and on its page."""

# Also tests: documentation/tick_table.py

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dipsim.documentation import evidence
from dipsim.scenario.load import load


def test_odd_is_printed(dipsim: Any) -> None:
    said = dipsim("describe", "tiny.yaml")
    assert said.code == 0
    assert said.out.startswith("ODD: Tiny [bold]place[/bold]\n")
    for part in ("1 Purpose and patterns", "7 Submodels", "Joint exercise (joint_exercise)", "ARL Arland"):
        assert part in said.out
    assert "not a forecast" in said.out.splitlines()[-1]


def test_overrides_show(dipsim: Any) -> None:
    plain, off = dipsim("describe", "tiny.yaml"), dipsim("describe", "tiny.yaml", "--set", "exchanges.forum=off")
    assert "(forum)" in plain.out
    assert "(forum)" not in off.out


def test_the_tick_is_a_table(dipsim: Any) -> None:
    said = dipsim("describe", "tiny.yaml", "--tick")
    assert said.code == 0
    rows = said.out.splitlines()
    assert rows[0] == "| step | process | reads | writes |"
    assert [row.split("`")[1] for row in rows[2:]][:4] == ["reset", "recall", "fade", "fade_stakes"]
    assert next(row for row in rows if "`perception`" in row).endswith("nat (insight, known) |")


def test_evidence_and_references_in_one_text(dipsim: Any) -> None:
    asked = (("--evidence", "--cite"), ("--evidence",), ("--cite",))
    both, listed, cited = (dipsim("describe", "tiny.yaml", *options).out for options in asked)
    assert "nations.ARL.gdp = 900 bn USD 2023 [4]: assumed (scenario)" in listed
    assert "Grade 4 (assumption): " in listed
    assert "Goldstein" in cited
    assert "nations.ARL.gdp" not in cited
    for text in (both, listed, cited):
        assert text.endswith(f"{evidence.HONEST}\n")
        assert text.count(evidence.HONEST) == text.count("drive this run") == 1
    assert "References: Tiny" in both


def test_json(dipsim: Any, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However narrow the terminal is: JSON is not prose."""
    monkeypatch.setenv("COLUMNS", "40")
    said = json.loads(dipsim("describe", "tiny.yaml", "--json").out)
    found = evidence.drivers(load(place / "tiny.yaml"))
    assert [one["path"] for one in said["numbers"]] == [driver.path for driver in found]
    assert said["count"]["total"] == len(found) == sum(said["count"]["grades"].values())
    assert said["count"]["assumed"] == sum(one["assumed"] for one in said["numbers"])
    assert all(one["checked"] in ("yes", "no") and one["places"] for one in said["references"])
    assert "in" in said["references"][0]


def test_out_writes_a_file_and_never_touches_one(dipsim: Any, place: Path) -> None:
    said = dipsim("describe", "tiny.yaml", "--evidence", "--out", "evidence.txt")
    assert (said.code, said.out) == (0, "wrote evidence.txt\n")
    text = (place / "evidence.txt").read_text(encoding="utf-8")
    assert text == dipsim("describe", "tiny.yaml", "--evidence").out
    again = dipsim("describe", "tiny.yaml", "--out", "evidence.txt")
    assert again.code == 4
    assert again.err == "dipsim: error: evidence.txt: already exists; name another file with --out\n"
    assert (place / "evidence.txt").read_text(encoding="utf-8") == text
    lost = dipsim("describe", "tiny.yaml", "--out", "no/such/folder.txt")
    assert lost.code == 5
    assert len(lost.err.splitlines()) == 1


def test_unknown_scenario(dipsim: Any) -> None:
    said = dipsim("describe", "two_bloc")
    assert said.code == 3
    assert "did you mean 'two_blocs'" in said.err


def test_a_run_ends_with_the_count(dipsim: Any, results: Path) -> None:
    sentence = evidence.count(load(results / "scenario.yaml")).sentence()
    page = " ".join((results / "report.html").read_text(encoding="utf-8").split())
    assert page.partition("<script")[0].endswith(f"<footer><p>{sentence} {evidence.HONEST}</p></footer> ")
    said = dipsim("run", "tiny.yaml", "-n", "2", "--out", "made", "--no-figures")
    told = " ".join(said.out.split("\nNext:")[0].split())
    assert told.endswith(f"{sentence} {evidence.HONEST}")
    assert said.out.count("not a forecast") == 1
    told = json.loads(
        dipsim("run", "tiny.yaml", "-n", "2", "--out", "made", "--no-figures", "--overwrite", "--json").out
    )
    assert told["evidence"]["numbers"] == evidence.count(load(results / "scenario.yaml")).total
