"""Acts that are added: the base is the scenario as it is, and every question judges them like entries it could drop."""

from __future__ import annotations

import pytest

from dipsim.scenario.arguments import ArgumentError
from dipsim.scenario.load import load
from dipsim.scenario.world.build import build
from dipsim.scenario.yaml.problems import ScenarioError
from dipsim.study.interventions.additions import one_added, with_added
from dipsim.study.interventions.agreement_levels import Level
from dipsim.study.interventions.targets import without
from dipsim.study.sensitivity.flip import flip
from dipsim.study.sensitivity.map import sign_map
from dipsim.study.verdict.verdict import verdict

SHORT = ("time.years=2",)
ACT = "{every: month, joint_exercise: {between: [ARL, GAL]}}"


def test_without_what_was_added_the_scenario_is_as_it_was() -> None:
    spec = load("two_blocs", SHORT)
    more, (name,) = with_added(spec, ACT)
    assert name == f"timeline.{len(spec.timeline)}"
    assert len(more.timeline) == len(spec.timeline) + 1
    before, after = build(spec), without(more, name)
    for field, value in vars(before).items():
        if field != "settled_as":
            assert repr(getattr(after, field)) == repr(value), field
    assert repr(after.settled_as) == repr(build(more)), "both arms start with the accounts of the scenario as given"


def test_verdict_of_an_addition_is_that_of_the_same_scenario_written_out() -> None:
    spec = load("two_blocs", SHORT)
    more, (name,) = with_added(spec, ACT)
    how = {"replicates": 6, "controls": False}
    added, written = verdict(spec, add=ACT, **how), verdict(more, [name], **how)
    assert added.rows == written.rows
    assert not added.rows[0].effects["trust"].exactly_zero
    assert added.rows[0].label == "Joint exercise of ARL, GAL, every month"


def test_several_additions_are_each_judged_beside_the_others_and_the_named() -> None:
    found = verdict("two_blocs", ["forum"], add=[ACT, ACT], replicates=2, controls=False, sets=SHORT)
    assert [row.name for row in found.rows] == ["timeline.2", "timeline.3", "forum"]


def test_flip_and_map_judge_an_addition() -> None:
    how = {"replicates": 2, "sets": SHORT, "add": ACT}
    assert flip("two_blocs", "nations.*.transparency", scan=2, **how).target == "timeline.2"
    drawn = sign_map("two_blocs", panels=[Level("the scenario")], grid=2, refine=0, **how)
    assert (drawn.target, drawn.target_title) == ("timeline.2", "Joint exercise of ARL, GAL, every month")
    assert one_added(load("two_blocs"), "forum", None)[1] == "forum"


def test_an_optional_kind_comes_up_only_where_it_is_added() -> None:
    spec = load("two_blocs", SHORT)
    assert "staff_talks" not in spec.kinds
    more, _ = with_added(spec, "{at: 2025-06, staff_talks: {between: [ARL, BOR]}}")
    assert more.kinds["staff_talks"].numbers["rate"] == 0.0


@pytest.mark.parametrize("text", ["joint_exercise", "[1]", "{", "", "{}"])
def test_a_text_that_is_no_entry_is_refused(text: str) -> None:
    with pytest.raises(ArgumentError, match="expected an entry of a timeline such as"):
        with_added(load("two_blocs"), text or "''")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{every: year, joint_exercse: {between: [ARL, GAL]}}", "--add:1:1: error E1202: joint_exercse:"),
        ("{every: year, joint_exercise: {between: [ARL, GA]}}", "joint_exercise.between.1: expected a nation"),
        ("{joint_exercise: {between: [ARL, GAL]}}", "added act: expected at or every"),
    ],
)
def test_a_wrong_entry_is_told_as_what_was_added(text: str, told: str) -> None:
    with pytest.raises(ScenarioError) as problem:
        with_added(load("two_blocs"), text)
    assert told in str(problem.value)
