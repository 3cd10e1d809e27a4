"""A verdict over draws: what it says, its JSON, its table, and what it refuses."""

# Also tests: report/answers/over_draws_table.py

from __future__ import annotations

import io
import json
from dataclasses import replace

import numpy as np
import pytest

import dipsim
from dipsim.report.answers.over_draws_table import over_draws_table
from dipsim.scenario.draws.draws import Draws
from dipsim.scenario.draws.table import DrawsError
from dipsim.study.statistics.smooth_regression import FEWEST
from dipsim.study.uncertainty import verdict_over_draws as module
from dipsim.study.uncertainty.over_draws import AtDraw, Plan
from dipsim.study.uncertainty.verdict_over_draws import VerdictOverDraws, verdict_over_draws
from dipsim.study.verdict.decision import WORDS, Effect, judge

ALARMED = "processes.crisis.alarmed"
TABLE = Draws((ALARMED, "processes.crisis.fear"), np.random.default_rng(1).random((60, 2)), "a test")


def by_alarm(plan: Plan, **_: object) -> list[AtDraw]:
    """Escalates where r_a is above a half, else stabilises; draw 7 does not settle."""
    found = []
    for number in range(len(plan.draws)):
        effect = 4.0 * (plan.draws.at(number)[ALARMED] - 0.5)
        small = Effect(0.0, -0.001, 0.001, 10.0)
        effects = {"expected_disputes": Effect(effect, effect - 0.01, effect + 0.01, 1.0), "expected_force": small}
        row = judge("cooperation", effects, plan.pairs)
        found.append(AtDraw(number, (), "no settled start") if number == 7 else AtDraw(number, (row,)))
    return found


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> VerdictOverDraws:
    monkeypatch.setattr(module, "over_draws", by_alarm)
    return verdict_over_draws("two_nations", parameters=TABLE, replicates=8)


def test_the_number_that_decides_is_found_and_the_study_that_would_pin_it(found: VerdictOverDraws) -> None:
    one = found["cooperation"]
    assert one.knowing is not None
    assert one.knowing.numbers[0].path == ALARMED
    assert [worth.path for worth in one.knowing.clear] == [ALARMED]
    said = str(one)
    assert said.startswith("Cooperation as a whole, 59 draws: ")
    assert f"one number alone: {ALARMED}" in said
    plain = json.loads(json.dumps(found.as_dict()))
    first = plain["targets"][0]["knowing"]["numbers"][0]
    assert first["path"] == ALARMED
    assert "exercise" in first["study"]
    assert plain["parameters"] == {"asked": "a test", "hash": TABLE.hash, "draws": 60}
    assert len(plain["targets"][0]["rows"]) == 59


def test_a_draw_that_does_not_settle_is_listed(found: VerdictOverDraws) -> None:
    assert found.failed == {7: "no settled start"}
    assert "1 draw without a settled start, left out: 7." in str(found)
    assert found.replicates == 59 * 8
    assert 7 not in found["cooperation"].numbers


def test_shares_are_those_of_the_draws(found: VerdictOverDraws) -> None:
    kept = np.delete(TABLE.column(ALARMED), 7)
    frame = found.to_frame()
    assert frame.escalates[0] == pytest.approx(np.mean(4 * (kept - 0.5) - 0.01 > 0.05))
    assert sum(frame[word][0] for word in WORDS) == pytest.approx(1.0)
    assert frame.expected_disputes[0] == pytest.approx(np.mean(4 * (kept - 0.5)))


def test_the_screen_says_words_and_what_to_measure(found: VerdictOverDraws) -> None:
    out = io.StringIO()
    over_draws_table(found, out)
    said = out.getvalue()
    assert "8 pairs of runs at each of 60 draws of a test" in said
    assert "escalates" in said
    assert ALARMED in said
    assert "as by chance" in said  # the other number
    assert "Left out, since the start does not settle: draws 7." in said


def test_where_nothing_stands_out_the_screen_says_so(found: VerdictOverDraws) -> None:
    one = found["cooperation"]
    assert one.knowing is not None
    dull = replace(one, knowing=replace(one.knowing, floor=1.0))
    out = io.StringIO()
    over_draws_table(replace(found, found=(dull,), failed={}), out)
    assert "no single number is worth knowing more than by chance" in out.getvalue()
    assert "no single number is worth more than chance gives" in str(dull)


def test_few_draws_say_nothing_of_numbers() -> None:
    found = dipsim.verdict_over_draws(
        "two_nations", ["joint_exercise", "timeline.0"], "prior:1:3", replicates=2, sets="time.years=1"
    )
    assert len(TABLE) >= FEWEST > 3
    assert [one.knowing for one in found.found] == [None, None]
    assert found["timeline.0"].shares.title != "timeline.0"
    with pytest.raises(KeyError):
        found["forum"]


def test_pairs_at_each_draw_are_32_unless_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "over_draws", by_alarm)
    assert verdict_over_draws("two_nations", parameters=TABLE).pairs == 32


def test_draws_that_are_not_there_are_refused() -> None:
    with pytest.raises(DrawsError, match="no such file"):
        verdict_over_draws("two_nations", parameters="no_such.csv")
