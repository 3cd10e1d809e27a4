"""Answers are kept with a result and told on its page: words, table, chart."""

# Also tests: report/answers/kept.py, report/sections/asked.py, report/stored.py

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

import dipsim
from dipsim.report import stored
from dipsim.report.answers import kept
from dipsim.report.answers.told import tell
from dipsim.report.sections import asked
from dipsim.study.sensitivity.flip import Flip, FlipPoint
from dipsim.study.verdict.verdict_table import Verdict

ABOUT: dict[str, Any] = {"replicates": 40, "seed": 7, "title": "Two blocs"}


@pytest.fixture(scope="module")
def verdict(synthetic: Any) -> Verdict:
    rows = synthetic.rows()
    return Verdict(tuple(rows[:3]), rows[4], None, **ABOUT)


def test_a_verdict_is_a_row_and_an_interval_for_each(verdict: Verdict) -> None:
    told = tell("verdict", "verdict joint_exercise", verdict)
    json.dumps(told, allow_nan=False)
    assert [row[:2] for row in told["table"]["rows"]] == [
        [row.title, row.shown] for row in (*verdict.rows, verdict.null)
    ]
    disputes = told["chart"]["panels"][0]["rows"]
    assert disputes[0][2:] == pytest.approx([-0.62, -0.77, -0.47])
    assert told["words"] == [str(row) for row in verdict.rows]


def test_a_flip_is_a_curve_with_its_points_in_order(synthetic: Any) -> None:
    rows = (synthetic.row("forum", 0.4, 0.0), synthetic.row("forum", -0.4, 0.0, math.inf))
    place: dict[str, Any] = {"path": "nations.*.revisionism", "low": 0.0, "high": 1.0, "wide": False, "here": 0.5}
    about: dict[str, Any] = {"target": "forum", "target_title": "forum", "outcome": "expected_disputes"}
    turn = FlipPoint(0.6, 0.5, 0.7, "lowers", "raises")
    found = Flip(**place, **about, values=(0.8, 0.2), signs=(1, 0), rows=rows, flips=(turn,), **ABOUT)
    chart = tell("flip", "flip nations.*.revisionism", found)["chart"]
    assert [point[0] for point in chart["points"]] == [0.2, 0.8]
    assert chart["points"][0][2:] == [None, None]
    assert chart["flips"] == [[0.6, 0.5, 0.7]]


def test_a_part_says_what_was_asked(verdict: Verdict) -> None:
    part = asked.answer("asked1", tell("verdict", "verdict joint_exercise", verdict))
    assert "Asked: dipsim verdict joint_exercise; 40 replicates, seed 7." in part.html
    assert 'data-chart="asked1"' in part.html
    assert part.data["type"] == "intervals"


def test_answers_are_kept_sealed_and_told_on_the_page(verdict: Verdict, tmp_path: Path) -> None:
    how: dict[str, Any] = {"replicates": 2, "judge": False, "sets": ["time.years=2"]}
    result = dipsim.run("two_nations", out=tmp_path / "kept", **how)
    assert kept.read(result) == []
    path = stored.write_report(result)
    before = path.read_text(encoding="utf-8")
    for _ in range(2):  # the second takes the place of the first
        written = stored.keep_answer(result, tell("verdict", "verdict forum", verdict))
    assert [one.name for one in written] == ["answers.json", "report.html"]
    again = dipsim.load(tmp_path / "kept")
    assert [one["asked"] for one in kept.read(again)] == ["verdict forum"]
    assert "Asked: dipsim verdict forum" in path.read_text(encoding="utf-8")
    assert "Asked: dipsim verdict forum" not in before
    assert {"answers.json", "report.html"} <= set(again.manifest["files"])


def test_a_folder_with_answers_can_be_replaced(verdict: Verdict, tmp_path: Path) -> None:
    how: dict[str, Any] = {"replicates": 2, "judge": False, "sets": ["time.years=1"], "out": tmp_path / "kept"}
    result = dipsim.run("two_nations", **how)
    stored.keep_answer(result, tell("verdict", "verdict forum", verdict))
    again = dipsim.run("two_nations", overwrite=True, **(how | {"replicates": 3}))
    assert kept.read(again) == []
    assert not (tmp_path / "kept" / "answers.json").exists()
