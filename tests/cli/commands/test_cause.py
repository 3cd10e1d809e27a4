"""``dipsim bill``, ``crisis`` and ``cause``, and the figure of ``why``."""

# Also tests: cli/commands/bill.py, cli/commands/crisis.py

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dipsim.scenario.load import load
from dipsim.study.attribution.bill import bill
from dipsim.study.attribution.cause import cause
from dipsim.study.attribution.crisis import crisis

SHORT = ("--set", "time.years=2", "--set", "processes.crisis.incident=0.3", "-n", 6, "-s", 2)
SETS = ("time.years=2", "processes.crisis.incident=0.3")


@pytest.fixture(scope="module")
def spec() -> Any:
    return load("two_blocs", SETS)


def as_json(found: Any) -> Any:
    return {"format": 1, **json.loads(json.dumps(found.as_dict()))}


def test_bill_json_is_that_of_python(dipsim: Any, spec: Any) -> None:
    said = json.loads(dipsim("bill", "two_blocs", "joint_exercise", "timeline.0", *SHORT, "--json").out)
    assert said == as_json(bill(spec, ["joint_exercise", "timeline.0"], replicates=6, seed=2))


def test_bill_prints_a_table_and_draws(dipsim: Any, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    said = dipsim("bill", "two_blocs", *SHORT, "--out", "figures")
    assert said.code == 0
    for word in ("Joint exercise", "All acts together", "most alarmed", "points of trust"):
        assert word in said.out
    assert max(map(len, said.out.splitlines())) <= 120
    assert {path.name for path in (place / "figures").iterdir()} == {"bill.png", "bill.svg"}


def test_crisis_json_is_that_of_python(dipsim: Any, spec: Any) -> None:
    said = json.loads(dipsim("crisis", "two_blocs", "CEL", "FEL", "--level", "dispute", *SHORT, "--json").out)
    assert said == as_json(crisis(spec, "CEL", "FEL", level="dispute", replicates=6, seed=2))


def test_crisis_is_told_and_drawn(dipsim: Any, place: Path) -> None:
    said = dipsim("crisis", "two_blocs", *SHORT, "--out", "figures", "--no-informed")
    assert said.code == 0
    for word in ("A use of force of", "challenged", "incident", "motive", "fear", "common shock", "before"):
        assert word in said.out
    assert "perfect information" not in said.out
    assert {path.name for path in (place / "figures").iterdir()} == {"crisis.png", "crisis.svg"}


def test_cause_json_is_that_of_python(dipsim: Any, spec: Any) -> None:
    asked = ("cause", "two_blocs", "--level", "dispute", "--window", 3, "--among", "acts,timeline", *SHORT)
    said = json.loads(dipsim(*asked, "--json").out)
    how: dict[str, Any] = {"window": 3, "among": ("timeline", "acts"), "replicates": 6, "seed": 2}
    assert said == as_json(cause(spec, level="dispute", **how))
    told = dipsim(*asked)
    assert told.code == 0
    assert "A dispute of" in told.out


def test_why_draws_causes_over_time(dipsim: Any, place: Path) -> None:
    said = dipsim("why", "tiny.yaml", "ARL", "BOR", "-n", 3, "--out", "figures")
    assert said.code == 0
    assert {path.name for path in (place / "figures").iterdir()} == {"why.png", "why.svg"}


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("bill", "tiny.yaml", "joint_exercis"), "did you mean 'joint_exercise'?"),
        (("crisis", "tiny.yaml", "ARL"), "expected two nations or none, found one"),
        (("crisis", "tiny.yaml", "ARL", "BRO"), "did you mean 'BOR'?"),
        (("crisis", "tiny.yaml", "--level", "wars"), "did you mean 'war'?"),
        (("crisis", "tiny.yaml", "--date", "2031-01"), "expected a month from 2025-01 to 2027-01, found '2031-01'"),
        (
            ("crisis", "tiny.yaml", "--level", "war", "--set", "processes.perception.spread=0", "-n", "2"),
            "none of 2 runs",
        ),
        (("cause", "tiny.yaml", "--date", "soon"), "date: expected a month such as 2025-01, found 'soon'"),
        (("cause", "tiny.yaml", "--among", "act"), "did you mean 'acts'?"),
        (("cause", "tiny.yaml", "--window", "-1"), "from 0 to 1200"),
    ],
)
def test_wrong_command_lines(dipsim: Any, arguments: tuple[str, ...], hint: str) -> None:
    said = dipsim(*arguments)
    assert said.code == 2
    assert said.out == ""
    assert hint.casefold() in said.err.casefold()
    assert len(said.err.splitlines()) == 1
