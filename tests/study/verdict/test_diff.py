"""What differs between two scenarios: everything that can change a number, nothing else, and what it does."""

# Also tests: scenario/flatten.py

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from dipsim.runs.batches.points import points
from dipsim.scenario.load import load, vary
from dipsim.scenario.world.build import build
from dipsim.study.verdict.diff import diff, differences

SHORT = ("time.years=3",)


def told(first: Any, second: Any) -> set[tuple[str, Any, Any]]:
    return {(one.path, one.first, one.second) for one in differences(first, second)}


@pytest.fixture(scope="module")
def spec() -> Any:
    return load("two_blocs", SHORT)


def test_a_scenario_does_not_differ_from_itself(spec: Any) -> None:
    found = diff(spec, spec, replicates=2, workers=1)
    assert found.differences == ()
    assert all(effect.exactly_zero for effect in found.row.effects.values())
    assert "the same in everything" in str(found)


@pytest.mark.parametrize(
    "same",
    [
        ["title=Another title", "nations.ARL.name=Anywhere"],
        ["nations.ARL.growth=0.02"],  # the default, written out
        ["exchanges.forum.rate=0"],
    ],
)
def test_what_changes_no_number_is_no_difference(spec: Any, same: list[str]) -> None:
    assert told(spec, vary(spec, same)) == set()


@pytest.mark.parametrize(
    ("change", "path", "first", "second"),
    [
        ("nations.ARL.revisionism=0.3", "nations.ARL.revisionism", 0.15, 0.3),
        ("nations.GAL.interests.order=0.4", "nations.GAL.order", 0.0, 0.4),
        ("relations.ARL-DRA.dispute=0.7", "relations.ARL-DRA.dispute", 0.5, 0.7),
        ("relations.ARL-BOR.pact=[]", "relations.ARL-BOR.pact", ("defence",), ()),
        ("organisations.Regional Forum.quality=0.9", "organisations.Regional Forum.quality", 0.5, 0.9),
        ("exchanges.joint_exercise.alarm=0.2", "exchanges.joint_exercise.alarm", 0.4, 0.2),
        ("exchanges.hotline=off", "exchanges.hotline", "on", "off"),
        ("processes.crisis.shock=0.5", "processes.crisis.shock", 0.6, 0.5),
        ("time.years=4", "time.years", 3.0, 4.0),
        ("issues.order=2", "issues.order", 1.0, 2.0),
        ("options.start=cold", "options.start", "settled", "cold"),
    ],
)
def test_each_change_is_told_alone(spec: Any, change: str, path: str, first: Any, second: Any) -> None:
    """Protects against a section that is not compared, and against one change told as many."""
    assert told(spec, vary(spec, [change])) == {(path, first, second)}
    assert told(vary(spec, [change]), spec) == {(path, second, first)}
    assert vary(spec, [change]).hash != spec.hash


def test_a_new_relation_is_compared_with_what_a_pair_is_unless_it_is_listed() -> None:
    bare = load("two_blocs", [*SHORT, "nations.ARL.location=[10, 10]", "nations.CEL.location=[10, 11]"])
    listed = vary(bare, ["relations=[{between: [ARL, CEL], dispute: 0.4}]"])
    none = vary(bare, ["relations=[]"])
    assert told(none, listed) == {
        ("relations.ARL-CEL.listed", False, True),
        ("relations.ARL-CEL.dispute", 0.0, 0.4),
    }


def test_the_unit_of_money_is_no_difference_in_money(spec: Any) -> None:
    text = "nations.*.gdp=1000"
    billions, millions = vary(spec, [text]), vary(spec, ["nations.*.gdp=1000000", "money={per_billion: 1000}"])
    assert {path for path, _, _ in told(billions, millions)} == {"money.unit"}


def test_the_timeline_is_compared_whatever_its_order(spec: Any) -> None:
    entries = [
        "{every: year, from: 2025-03, joint_exercise: {between: [DRA, EST, FEL]}}",
        "{every: year, from: 2025-03, joint_exercise: {between: [ARL, BOR, CEL]}}",
    ]
    assert told(spec, vary(spec, [f"timeline=[{', '.join(entries)}]"])) == set()
    one = vary(spec, [f"timeline=[{entries[0]}]"])
    assert told(spec, one) == {("timeline.0 (every year from 2025-03)", "joint exercise, between ARL, BOR, CEL", None)}
    twice = vary(spec, [f"timeline=[{', '.join([*entries, entries[0]])}]"])
    assert [(first, second) for _, first, second in told(spec, twice)] == [
        (None, "joint exercise, between DRA, EST, FEL")
    ]


def test_what_only_one_has_is_one_line(spec: Any) -> None:
    """A kind or a nation that the other lacks would else fill the page; what the scenario says of the kind stays."""
    more = vary(spec, ["exchanges.staff_talks.rate=1"])
    assert told(spec, more) == {("exchanges.staff_talks", None, "on"), ("exchanges.staff_talks.rate", None, 1.0)}
    south, west = load("south_china_sea"), load("two_blocs")
    paths = [one.path for one in differences(west, south) if one.group in ("nations", "relations")]
    assert sorted(paths) == sorted(f"nations.{code}" for code in {*south.nations} | {*west.nations})


def test_every_difference_says_what_its_number_means(spec: Any) -> None:
    changed = vary(spec, ["nations.ARL.revisionism=0.3", "relations.ARL-DRA.dispute=0.7", "processes.crisis.shock=0.5"])
    assert [bool(one.meaning) for one in differences(spec, changed)] == [True] * 3


def test_outcomes_are_paired_on_the_same_draws(spec: Any) -> None:
    other = vary(spec, ["nations.*.transparency=0.9"])
    found = diff(spec, other, replicates=6, seed=3, workers=1)
    first, second = points([build(spec), build(other)], 3, 6)
    assert found.row.effects["expected_disputes"].estimate == pytest.approx(
        np.mean(second.expected_disputes - first.expected_disputes)
    )
    assert found.row.effects["expected_disputes"].base == pytest.approx(first.expected_disputes.mean())
    assert found.notes == ()
    assert json.loads(json.dumps(found.as_dict()))["sentence"] == str(found)


def test_what_limits_the_pairing_is_said(spec: Any) -> None:
    nations = ", ".join(f"{code}: {{gdp: 500}}" for code in ("ARL", "BOR", "XYZ"))
    other = load("two_blocs", [*SHORT, f"nations={{{nations}}}", "relations=[]", "organisations=[]", "timeline=[]"])
    notes = " ".join(diff(spec, other, replicates=2, workers=1).notes)
    assert "the draws of 2 of 8 nations pair" in notes
    later = vary(spec, ["time.start=2026-01", "time.years=2", "timeline=[]"])
    notes = " ".join(diff(spec, later, replicates=2, workers=1).notes)
    assert "start at different dates" in notes
    assert "differ in length" in notes
