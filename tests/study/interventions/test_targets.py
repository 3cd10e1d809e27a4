"""Targets: everything that can be taken away is found by name, taken away whole, and nothing else with it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dipsim.model.state import exchange_kind
from dipsim.scenario.load import load
from dipsim.scenario.world.build import build
from dipsim.study.interventions import targets
from dipsim.study.verdict.verdict import interaction, verdict, width

SHORT = ("time.years=4",)


@pytest.fixture(scope="module")
def spec() -> Any:
    return load("two_blocs", SHORT)


def changed(one: Any, other: Any) -> set[str]:
    """Names of the arrays in which two worlds differ."""
    return {
        name
        for name in one.__dataclass_fields__
        if isinstance(getattr(one, name), np.ndarray)
        and not np.array_equal(getattr(one, name), getattr(other, name), equal_nan=getattr(one, name).dtype.kind == "f")
    }


def test_every_sort_of_target_is_listed_and_can_be_taken_away(spec: Any) -> None:
    """Protects `anything that can be taken away`: each name leads to a world that differs, in the right arrays."""
    whole = build(spec)
    may = {
        "kinds": {"kind"},
        "programmes": {"dated", "dated_size", "dated_party"},
        "organisations": {"org", "meeting_rate"},
        "treaties": {"standing", "dyad"},
        "processes": {"par"},
    }
    for sort, arrays in may.items():
        names = targets.names(spec, sort)
        assert names, sort
        for name in names:
            found = changed(whole, targets.without(spec, name))
            assert found <= arrays, name
            assert found or name == "processes.politics", name
    assert set(targets.names(spec)) >= {"joint_exercise", "timeline.0", "processes.bill"}


def test_a_name_that_is_nothing_is_refused_with_the_nearest(spec: Any) -> None:
    with pytest.raises(targets.UnknownTarget, match=r"did you mean timeline\.0"):
        targets.without(spec, "timeline.00")
    with pytest.raises(targets.UnknownTarget, match="joint_exercise"):
        targets.without(spec, "joint_exercises")


def test_an_organisation_taken_away_leaves_its_members_linked(spec: Any) -> None:
    """Protects the comparison: the same dyads are relevant with and without an organisation."""
    name = targets.names(spec, "organisations")[0]
    whole, without = build(spec), targets.without(spec, name)
    assert (whole.dyad == without.dyad).all()
    assert (whole.member == without.member).all()
    assert not without.org[:, 0].any()


def test_a_verdict_judges_targets_of_all_sorts_and_the_trust_of_a_relation(spec: Any) -> None:
    names = ["timeline.0", targets.names(spec, "organisations")[0], "processes.bill", "nations.ARL.transparency=0.1"]
    found = verdict(spec, names, replicates=8, seed=2, relation=("ARL", "DRA"), controls=False)
    assert [row.name for row in found.rows] == names
    assert all("relation" in row.effects for row in found.rows)
    assert found["processes.bill"].effects["relation"].estimate != 0
    assert found["timeline.0"].title.startswith("Joint exercise")


def test_held_spending_keeps_what_a_kind_costs(spec: Any) -> None:
    """Protects --hold-spending: the arm without the kind still pays for it, so spending hardly differs."""
    freed, held = (
        verdict(spec, ["joint_exercise"], replicates=8, controls=False, hold_spending=hold)["joint_exercise"]
        for hold in (False, True)
    )
    assert abs(held.spent) < 0.3 * freed.spent


def test_precision_doubles_the_runs_until_the_interval_is_narrow(spec: Any) -> None:
    """Protects the looks: replicates are 8 times a power of two, and only as many as the width asks for."""
    wide = verdict(spec, ["joint_exercise"], replicates=8, controls=False)
    assert width(wide["joint_exercise"]) > 0.12
    narrow = verdict(spec, ["joint_exercise"], replicates=8, controls=False, precision=0.12)
    assert width(narrow["joint_exercise"]) <= 0.12
    assert narrow.replicates in (16, 32, 64, 128, 256, 512)
    again = verdict(spec, ["joint_exercise"], replicates=narrow.replicates, controls=False)
    assert again["joint_exercise"].effects == narrow["joint_exercise"].effects, "growing arms gives the runs of one go"


def test_interaction_is_the_difference_of_differences(spec: Any) -> None:
    beside, alone, difference = interaction(spec, "arms_transfer", "timeline.0", replicates=8)
    for outcome in ("expected_disputes", "trust"):
        expected = beside.effects[outcome].estimate - alone.effects[outcome].estimate
        assert difference.effects[outcome].estimate == pytest.approx(expected, abs=1e-12)


def test_several_targets_are_taken_away_together(spec: Any) -> None:
    neither = targets.without_all(spec, ["timeline.0", "timeline.1", "forum"])
    left = build(spec.model_copy(update={"timeline": spec.timeline[2:]}))
    assert np.array_equal(neither.dated, left.dated)
    assert neither.kind[exchange_kind.MODE, neither.kinds.index("forum")] == exchange_kind.OFF
    with pytest.raises(targets.UnknownTarget, match="did you mean forum"):
        targets.without_all(spec, ["timeline.0", "forums"])


def test_without_a_kind_its_mode_alone_changes(spec: Any) -> None:
    world = targets.without(spec, "forum")
    assert (world.kind != build(spec).kind).sum() == 1
    assert world.kind[exchange_kind.MODE, world.kinds.index("forum")] == exchange_kind.OFF


def test_each_row_can_have_its_own_controls(spec: Any) -> None:
    """Protects controls on request: counted only is exactly 0 for every kind, paid only is what the money does."""
    found = verdict(spec, ["joint_exercise", "timeline.0"], replicates=8, controls=False, row_controls=True)
    assert [row.name for row in found.rows][2:] == ["joint_exercise null", "joint_exercise cost-only"]
    assert all(effect.exactly_zero for effect in found["joint_exercise null"].effects.values())
    assert found["joint_exercise cost-only"].title == "Joint exercise, paid only"
    assert found["joint_exercise cost-only"].spent > 0
