"""The command line of advice: a page on screen, as Markdown and JSON, and in the report of a folder."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from dipsim import api

LITTLE = ("--draws", 3, "--numbers", 1, "--flips", 0, "-n", 6, "--set", "time.years=1")


def test_the_page_is_printed(dipsim: Any) -> None:
    said = dipsim("advise", "two_blocs", "timeline.0", *LITTLE)
    assert said.code == 0
    first = " ".join(said.out.partition("\nAnswer\n")[0].split())
    assert first == "Joint exercise of ARL, BOR, CEL, every year: should it be done? (Two blocs and a neutral)"
    for heading in ("Answer", "Whose trust rises, whose falls", "What would turn it"):
        assert f"\n{heading}\n" in said.out


@pytest.mark.parametrize("width", [60, pytest.param(80, marks=pytest.mark.campaign)])
def test_the_page_fits_the_screen(dipsim: Any, monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    said = dipsim("advise", "two_blocs", "timeline.0", "--no-alternatives", *LITTLE)
    assert max(map(len, said.out.splitlines())) <= width


def test_markdown_and_json_hold_the_same_sentences(dipsim: Any) -> None:
    act = "{every: month, joint_exercise: {between: [ARL, GAL]}}"
    marked = dipsim("advise", "two_blocs", "--add", act, "--no-alternatives", "--markdown", *LITTLE).out
    plain = json.loads(dipsim("advise", "two_blocs", "--add", act, "--no-alternatives", "--json", *LITTLE).out)
    assert marked.startswith("# Joint exercise of ARL, GAL, every month\n")
    assert plain["target"] == "timeline.2"
    for sentences in plain["page"].values():
        assert all(f"- {sentence}\n" in marked for sentence in sentences)


def test_advice_about_a_folder_goes_into_its_report(dipsim: Any, place: Path, results: Path) -> None:
    folder = shutil.copytree(results, place / "mine")
    few = ("--draws", 2, "--numbers", 0, "--flips", 0, "--no-alternatives")
    assert dipsim("advise", folder, "forum", *few).code == 0
    found = api.load(folder)
    assert [page["target"] for page in found.advice] == ["forum"]
    assert dipsim("advise", folder, "joint_exercise", *few).code == 0
    assert [page["target"] for page in api.load(folder).advice] == ["forum", "joint_exercise"]
    report = folder / "report.html"
    if report.exists():
        assert "Forum: should it be kept?" in report.read_text(encoding="utf-8")
    assert api.load(folder).missing == found.missing


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ((), "expected WHAT is to be judged, such as timeline.0, or an act with --add ENTRY"),
        (("forum", "--add", "{at: 2025-06, forum: {between: [ARL, BOR]}}"), "expected WHAT is to be judged"),
        (("joint_exercis",), "did you mean 'joint_exercise'?"),
        (("--add", "forum"), "expected an entry of a timeline"),
        (("forum", "--set", "nations.ARL.gdp={value: 5, source: placeholder}"), "no advice from placeholders"),
    ],
)
def test_what_cannot_be_advised_on_is_refused(dipsim: Any, given: tuple[Any, ...], told: str) -> None:
    said = dipsim("advise", "two_blocs", *given)
    assert said.code == 2
    assert told in said.err
    assert said.out == ""


def test_a_new_scenario_is_no_ground_for_advice(dipsim: Any, place: Path) -> None:
    """Protects whoever changes nothing: what 'dipsim new' writes can be run, and gives no advice."""
    assert dipsim("new", "mine").code == 0
    said = dipsim("advise", "mine.yaml", "timeline.0", *LITTLE)
    assert said.code == 2
    assert "no advice from placeholders: nations.ARL.burden, nations.ARL.gdp," in said.err
    text = (place / "mine.yaml").read_text(encoding="utf-8")
    (place / "mine.yaml").write_text(text.replace("source: placeholder", "source: my estimate"), encoding="utf-8")
    said = dipsim("advise", "mine.yaml", "timeline.0", *LITTLE)
    assert said.code == 0, said.err
    assert "It never happens in the time of the scenario" in said.out, "it begins in the second year"
    assert "It costs nothing, so nothing was compared at its cost." in said.out


@pytest.mark.parametrize("command", [("verdict",), ("flip", "nations.*.transparency"), ("map",)])
def test_other_questions_judge_an_added_act_too(dipsim: Any, place: Path, command: tuple[str, ...]) -> None:
    name, *rest = command
    act = "{every: month, joint_exercise: {between: [ARL, GAL]}}"
    more = ("--grid", 2, "--refine", 0, "--panels", "one") if name == "map" else ()
    said = dipsim(name, "two_blocs", *rest, "--add", act, "-n", 2, "--set", "time.years=1", "--json", *more)
    assert said.code == 0, said.err
    answer = json.loads(said.out)
    assert (answer["rows"][0]["name"] if name == "verdict" else answer["target"]) == "timeline.2"
