"""``dipsim verdict``, ``why``, ``plot`` and ``list``."""

# Also tests: cli/commands/list.py, cli/commands/plot.py, cli/commands/verdict.py, cli/commands/why.py,
#   cli/scenario_or_folder.py

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

from dipsim import api
from dipsim.study.verdict.verdict import verdict


def test_verdict_table(dipsim: Any, place: Path) -> None:
    said = dipsim("verdict", "tiny.yaml", "cooperation", "joint_exercise", "-n", 4, "--out", "figures")
    assert said.code == 0
    rows = ("Cooperation as a", "Joint exercise", "Null control", "Cost-only")  # long names go on in the next line
    for word in ("Tiny [bold]place[/bold]", *rows):
        assert word in said.out
    assert {path.name for path in (place / "figures").iterdir()} == {"verdict.png", "verdict.svg"}


def test_verdict_json_is_that_of_python(dipsim: Any) -> None:
    said = json.loads(dipsim("verdict", "tiny.yaml", "joint_exercise", "-n", 4, "-s", 2, "--json").out)
    same = verdict("tiny.yaml", ["joint_exercise"], replicates=4, seed=2)
    assert said == {"format": 1, **json.loads(json.dumps(same.as_dict()))}
    null = said["null"]["effects"]["expected_disputes"]
    assert (null["low"], null["estimate"], null["high"]) == (0, 0, 0)


def test_verdict_of_every_kind(dipsim: Any) -> None:
    rows = json.loads(dipsim("verdict", "two_nations", "-n", 1, "--set", "time.years=0.5", "--json").out)["rows"]
    on = [name for name, kind in api.load_scenario("two_nations").kinds.items() if not kind.is_off]
    assert [row["name"] for row in rows] == ["cooperation", *on]


def test_why_adds_up(dipsim: Any) -> None:
    said = json.loads(dipsim("why", "tiny.yaml", "ARL", "BOR", "--at", "2026-03", "-n", 3, "--json").out)
    assert math.fsum(row["value"] for row in said["accounts"]) == pytest.approx(said["logit"], abs=1e-9)
    assert (said["one"], said["other"], said["date"], said["replicates"]) == ("ARL", "BOR", "2026-03", 3)


def test_why_of_a_folder_takes_seed_and_replicates_from_it(dipsim: Any, results: Path) -> None:
    said = json.loads(dipsim("why", results, "BOR", "ARL", "--run", 2, "--json").out)
    assert (said["replicates"], said["run"]) == (4, 2)
    end = api.load(results).dyads.query("run == 2 and truster == 'BOR'").sort_values("tick").iloc[-1]
    assert said["trust"] == pytest.approx(end["trust"], abs=1e-12)
    told = dipsim("why", results, "BOR", "ARL")
    assert told.code == 0
    assert "Trust of Borovia (BOR) in Arland (ARL) at 2027-01" in told.out
    assert "median of 4" in told.out


def test_plot_draws_again_what_is_stored(dipsim: Any, place: Path, results: Path) -> None:
    said = dipsim("plot", results, "trust_matrix", "--out", "drawn")
    assert said.code == 0
    assert said.out.split() == ["drawn/trust_matrix.png", "drawn/trust_matrix.svg"]
    for name in ("trust_matrix.png", "trust_matrix.svg"):
        assert (place / "drawn" / name).read_bytes() == (results / "figures" / name).read_bytes()


def test_plot_of_a_scenario_runs_it(dipsim: Any, place: Path) -> None:
    assert dipsim("plot", "tiny.yaml", "trust_trajectories", "-n", 2).code == 0
    assert (place / "figures" / "tiny-s1" / "trust_trajectories.png").stat().st_size > 10_000


@pytest.mark.parametrize(
    ("what", "some"),
    [
        ("scenarios", {"scenario": "two_nations", "nations": 2, "years": 8, "title": "Two nations"}),
        ("kinds", {"kind": "hotline"}),
        ("figures", {"figure": "trust_network"}),
        ("postures", {"posture": "hedger"}),
        ("parameters", {"name": "crisis.motive"}),
    ],
)
def test_lists(dipsim: Any, what: str, some: dict[str, str]) -> None:
    rows = json.loads(dipsim("list", what, "--json").out)
    assert any(some.items() <= row.items() for row in rows)
    told = dipsim("list", what)
    assert told.code == 0
    assert next(iter(some.values())) in told.out
    assert max(map(len, told.out.splitlines())) <= 100


def test_one_kind_is_shown_in_full(dipsim: Any) -> None:
    said = dipsim("list", "kinds", "arms_transfer")
    assert said.code == 0
    assert "timeline:\n  - every: year\n    arms_transfer: {from: ARL, to: BOR}\n" in said.out
    assert "half_life" in said.out
    plain = json.loads(dipsim("list", "kinds", "arms_transfer", "--json").out)
    assert {one["number"] for one in plain["numbers"]} >= {"rate", "evidence"}
    wrong = dipsim("list", "kinds", "arms_transfr")
    assert (wrong.code, "did you mean 'arms_transfer'?" in wrong.err) == (2, True)
    assert dipsim("list", "figures", "why").code == 2


def test_plot_draws_for_slides_and_papers(dipsim: Any, place: Path, results: Path) -> None:
    said = dipsim("plot", results, "why", "--size", "column", "--out", "drawn")
    assert said.out.split() == ["drawn/why_column.png", "drawn/why_column.svg"]
    said = dipsim("plot", results, "why", "--size", "6x4.5", "--out", "drawn")
    assert said.out.split() == ["drawn/why_6x4.5.png", "drawn/why_6x4.5.svg"]
    for size, told in (("colum", "no size 'colum'; did you mean 'column'"), ("1x1", "size: expected width and height")):
        said = dipsim("plot", results, "--size", size)
        assert (said.code, told in said.err) == (2, True), said.err


def test_plot_draws_two_results_in_one(dipsim: Any, place: Path, results: Path) -> None:
    assert dipsim("run", "tiny.yaml", "-n", 3, "-s", 8, "--out", "second", "--quiet").code == 0
    said = dipsim("plot", results, "second", "--size", "slide")
    folder = "figures/made-second"
    assert said.out.split() == [f"{folder}/two_results_slide.png", f"{folder}/two_results_slide.svg"]
    said = dipsim("plot", results, "second", "why")
    assert (said.code, "expected two folders of results and no names of figures" in said.err) == (2, True)


def test_plot_animates_what_is_stored(dipsim: Any, place: Path, results: Path) -> None:
    said = dipsim("plot", results, "--animate", "network", "--fps", 20)
    assert (said.code, said.out) == (0, "made_network.gif\n")
    assert (place / "made_network.gif").read_bytes().startswith(b"GIF89a")
    for arguments, told in (
        (("--animate", "map"), "found none of ARL, BOR; add location"),
        (("--animate", "globe"), "no animation 'globe'"),
        (("--animate", "network", "trust_matrix"), "expected no names of figures"),
        (("--fps", 3), "only with --animate"),
    ):
        said = dipsim("plot", results, *arguments)
        assert (said.code, told in said.err) == (2, True), said.err


def test_plot_lists_figures(dipsim: Any) -> None:
    assert dipsim("plot", "--list").out == dipsim("list", "figures").out


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("verdict", "tiny.yaml", "joint_exercis"), "did you mean 'joint_exercise'?"),
        (("why", "tiny.yaml", "ARL", "BRO"), "did you mean 'BOR'?"),
        (("why", "tiny.yaml", "ARL", "Borovia"), "BOR for Borovia"),
        (("why", "tiny.yaml", "ARL", "ARL"), "two different nations"),
        (("why", "tiny.yaml", "ARL", "BOR", "--at", "March"), "expected a month such as 2025-01"),
        (("why", "tiny.yaml", "ARL", "BOR", "--at", "2031-01"), "from 2025-01 to 2027-01"),
        (("plot", "tiny.yaml", "trust_matrx"), "did you mean 'trust_matrix'?"),
        (("plot",), "a folder of results or a scenario"),
        (("list", "kind"), "did you mean 'kinds'?"),
        (("check",), "needs a scenario"),
        (("new", "x", "--nations", "ARL"), "two or more different codes"),
        (("new", "x", "--nations", "A,B"), "expected a code like ARL"),
        (("rnu",), "did you mean 'run'?"),
        (("run", "tiny.yaml", "-n", "0"), "from 1 to 4294967296"),
        (("run", "tiny.yaml", "--seed", "-1"), "from 0 to 4294967295"),
        (("run", "tiny.yaml", "--sed", "1"), "--seed"),
    ],
)
def test_wrong_command_lines(dipsim: Any, arguments: tuple[str, ...], hint: str) -> None:
    said = dipsim(*arguments)
    assert said.code == 2
    assert said.out == ""
    assert hint.casefold() in said.err.casefold()
    assert len(said.err.splitlines()) == 1
    assert said.err.startswith("dipsim: error: ")
