"""Tolerances, the table beside the data, and the command."""

# Also tests: cli/commands/patterns.py, validation/driver.py, validation/pair_years.py,
#   validation/pattern_table.py, validation/pattern_text.py, validation/simulated.py,
#   validation/tolerances.py

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from dipsim.cli import app
from dipsim.scenario.load import load
from dipsim.scenario.world.build import build
from dipsim.validation import facts, pattern_text
from dipsim.validation.evidence import Evidence
from dipsim.validation.facts.regressions import estimates
from dipsim.validation.pattern_table import compare, grouped
from dipsim.validation.simulated import of_scenario, simulated
from dipsim.validation.tolerances import Pattern, every

TWELVE = {"1", "2", "5", "7", "8", "9", "11", "12", "17", "18", "20", "22"}


def pattern(rule: str, bound: object) -> Pattern:
    return Pattern("x", "x", "1", rule, bound, "made up", False)


@pytest.mark.parametrize(
    ("rule", "bound", "data", "simulated", "word"),
    [
        ("factor", 1.5, 100, 149, "holds"),
        ("factor", 1.5, 100, 66, "breach"),
        ("factor", 1.5, 0, 1, "not seen"),
        ("within", 0.1, 0.3, 0.39, "holds"),
        ("within", 0.1, 0.3, 0.41, "breach"),
        ("between", [0.2, 0.4], 9, 0.3, "holds"),
        ("between", [0.2, 0.4], 0.3, 0.5, "breach"),
        ("least", 3, 12, 3, "holds"),
        ("least", 3, 12, 2.9, "breach"),
        ("most", 0.04, 0, 0.05, "breach"),
        ("within", 0.1, 0.3, math.nan, "not seen"),
        ("none", True, 1, 2, "shown"),
    ],
)
def test_a_rule_judges_the_simulated_value(rule: str, bound: object, data: float, simulated: float, word: str) -> None:
    assert pattern(rule, bound).judge(data, simulated) == word


def test_every_pattern_has_a_reason_a_heading_and_a_value(eighteen_years: Evidence) -> None:
    data = eighteen_years
    seen = facts.view(data)
    measured = {**facts.measure(data, seen), **estimates(seen)}
    assert set(every()) <= set(measured)
    assert all(one.reason and one.title for one in every().values())
    assert {one.fact for one in every().values() if one.twelve} == TWELVE
    assert sum(len(rows) for _, rows in grouped(compare(data))) == len(every())


def test_the_data_hold_against_themselves(eighteen_years: Evidence) -> None:
    rows = compare(eighteen_years, eighteen_years).rows
    judged = [row for row in rows if row.pattern.rule in ("factor", "within") and row.data == row.data and row.data > 0]
    assert len(judged) > 15
    assert all(row.word == "holds" for row in judged)


def test_a_breach_is_listed_and_fails_its_pattern(eighteen_years: Evidence) -> None:
    data = eighteen_years
    calm = data.same_region()
    calm.dyads.loc[calm.dyads["first"] < 212, "onset"] = 0
    table = compare(data, calm)
    assert "onset.land" in [row.pattern.name for row in table.breaches]
    assert table.twelve["1"] is False
    said = pattern_text.text(table)
    assert "breach" in said
    assert "Of the twelve patterns" in said
    assert "associations" in said
    assert max(map(len, said.splitlines())) <= 80
    assert "**breach**" in pattern_text.markdown(table)


def test_runs_come_in_the_shape_of_the_data_and_agree_with_the_tables_of_a_run() -> None:
    import dipsim

    spec = load("two_blocs")
    world = build(spec)
    found = simulated([of_scenario("two_blocs", world)], replicates=3, seed=5, years=4)
    n = len(world.codes)
    assert found.runs == 3
    assert len(found.dyads) == 3 * 4 * n * (n - 1) // 2
    assert len(found.spending) == 3 * 4 * n
    region = dipsim.run(spec, replicates=3, seed=5, judge=False).region
    first = region[region["tick"] < 4 * world.per_year]
    begun = found.dyads["begun_forth"] + found.dyads["begun_back"]
    assert begun.groupby(found.dyads["run"]).sum().tolist() == first.groupby("run")["observed_disputes"].sum().tolist()
    assert len(found.disputes) == first["observed_disputes"].sum() > 0
    assert found.disputes["share"].between(0, 1).all()
    exercises = first.groupby("run")["acts_joint_exercise"].sum()
    assert found.dyads.groupby("run")["exercise"].sum().tolist() == exercises.tolist()


def test_the_command_prints_a_table_beside_the_data(made_up: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call = ["patterns", "two_blocs", "--data", str(made_up), "--years", "1981-1998", "-n", "2", "--quiet"]
    assert app.run([*call, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["patterns"]["onset.land"]["data"] == pytest.approx(1851.85, abs=0.01)
    assert set(found["twelve"]) == TWELVE


@pytest.mark.parametrize("command", ["patterns", "hindcast"])
def test_a_missing_library_is_named_with_what_brings_it(
    made_up: Path, command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert app.run([command, "--data", str(made_up)]) == 2
    assert "pip install 'dipsim[validation]'" in capsys.readouterr().err


@pytest.mark.parametrize(("years", "code"), [("1998-1981", 2), ("eighties", 2), ("1990-2100", 2)])
def test_years_that_make_no_window_are_refused(
    made_up: Path, years: str, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert app.run(["patterns", "--data", str(made_up), "--years", years]) == code
    assert "expected" in capsys.readouterr().err
