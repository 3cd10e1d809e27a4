"""Rival readings: every contested number that drives a scenario is asked about, and only those."""

from __future__ import annotations

from typing import Any

import pytest

from dipsim.scenario.load import load, vary
from dipsim.study.sensitivity.rivals import Rivals, readings, rivals
from dipsim.study.verdict.decision import Effect, judge

SHORT = ("time.years=3",)


@pytest.fixture(scope="module")
def found() -> Rivals:
    return rivals(load("two_blocs", SHORT), ["joint_exercise"], replicates=6, workers=1)[0]


def test_contested_signs_of_the_literature_are_among_the_readings() -> None:
    paths = {reading.path for reading in readings(load("two_blocs", ("catalogue=full",)))}
    assert paths >= {
        "",
        "exchanges.joint_exercise.alarm",
        "exchanges.alliance_pact.alarm",
        "exchanges.arms_transfer.alarm",
        "exchanges.forum.evidence",
        "processes.bill.allied",
        "processes.perception.honour",
        "processes.politics.leverage",
        "processes.arming.density",
    }


def test_a_number_that_the_scenario_sets_or_a_kind_that_is_off_is_not_contested() -> None:
    spec = load("two_blocs", ("exchanges.joint_exercise=off", "processes.bill.allied=0.7"))
    paths = {reading.path for reading in readings(spec)}
    assert not [
        path for path in paths if path.startswith("exchanges.joint_exercise") or path == "processes.bill.allied"
    ]


def test_every_reading_is_run_as_if_the_scenario_said_so(found: Rivals) -> None:
    """Protects against a reading that is listed and not applied: one row is computed again by hand."""
    place = next(n for n, reading in enumerate(found.readings) if reading.path == "exchanges.joint_exercise.alarm")
    reading = found.readings[place]
    spec = vary(load("two_blocs", SHORT), [f"{reading.path}={reading.value}"])
    again = rivals(spec, ["joint_exercise"], replicates=6, workers=1)[0]
    assert again.rows[0].effects == found.rows[place].effects
    assert found.rows[place].effects != found.rows[0].effects


def row(estimate: float) -> Any:
    effect = Effect(estimate, estimate - 0.1, estimate + 0.1, 4.0)
    return judge("x", {"expected_disputes": effect, "expected_force": Effect(0.0, -0.3, 0.3, 0.5)}, 10)


def test_the_sentence_says_on_what_the_verdict_hinges() -> None:
    listed = tuple(readings(load("two_blocs"))[:3])
    hinging = Rivals("x", "The thing", listed, (row(-1.0), row(2.0), row(-0.8)))
    assert str(hinging).startswith("The thing: 'stabilises' holds under 2 of 3 readings. It hinges on: escalates with")
    assert [reading for reading, _ in hinging.hinges] == [listed[1]]
    steady = Rivals("x", "The thing", listed, (row(-1.0), row(-2.0), row(-0.8)))
    assert "holds under 3 of 3 readings. What moves it most is" in str(steady)
    assert steady.widest[0] == listed[1]
