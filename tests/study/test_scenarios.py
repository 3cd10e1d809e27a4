"""Every shipped scenario loads without a warning, runs, and bears out what it claims under ``expect:``."""

# Also tests: study/verdict/expectations.py

from __future__ import annotations

from typing import Any

import pytest

from dipsim.runs.batches.ensemble import ensemble
from dipsim.runs.outcomes import join, outcomes
from dipsim.scenario.load import load
from dipsim.scenario.locate import names
from dipsim.scenario.world.build import build
from dipsim.study.verdict import expectations

CLAIMING = [name for name in names() if load(name).expect]
LARGE = [
    "france_egypt",
    "india_africa",
    "indian_ocean_symposium",
    "nato_eastern_flank",
    "us_india",
    "us_philippines",
    "us_south_korea",
]  # regions of real nations, whose claims take seconds each: those are held by the campaign
# A sign turns by what their ``with:`` changes.
TURNING = ["aid_with_a_rival", "exercise_hidden_or_notified", "pact_with_restraint"]


DOUBTED = {  # plans of shipped scenarios that are doubted, and rightly: the small parties cannot pay them
    "india_africa": [
        ("W1611", "timeline.10.arms_transfer.value"),
        ("W1614", "timeline.15.joint_exercise"),
    ],
    "nato_eastern_flank": [
        ("W1611", "timeline.12.military_aid.value"),
        ("W1611", "timeline.13.military_aid.value"),
    ],
}


@pytest.mark.parametrize("name", names())
def test_it_loads_without_a_warning_but_for_plans_that_are_known_to_be_too_large(name: str) -> None:
    assert [(one.code, one.path) for one in load(name).warnings] == DOUBTED.get(name, [])


def long(many: list[str]) -> list[Any]:
    """The names, those of large regions marked as campaign."""
    return [pytest.param(name, marks=pytest.mark.campaign) if name in LARGE else name for name in many]


@pytest.mark.parametrize("name", long(CLAIMING))
def test_it_keeps_its_claims(name: str) -> None:
    """The same claims, replicates and seed as ``dipsim check NAME --run``."""
    found = expectations.evaluate(load(name), seed=expectations.SEED, workers=1)
    assert [f"{claim.text}: found {claim.found}" for claim in found if not claim.ok] == []


def test_large_regions_are_among_those_that_claim() -> None:
    assert set(LARGE) < set(CLAIMING)


@pytest.mark.parametrize("name", names())
def test_it_runs(name: str) -> None:
    found = join(list(ensemble(build(load(name)), 1, range(2), outcomes)))
    assert found.expected_disputes.shape == (2,)
    assert (found.expected_disputes > 0.0).all() or name == "two_nations"  # which has nothing to quarrel about


@pytest.mark.parametrize("name", TURNING)
def test_both_sides_of_a_turn_are_claimed(name: str) -> None:
    """The claims about one kind say both "stabilises" and "escalates", without a change of the model's parameters."""
    claims = [claim for claim in load(name).expect if claim.verdict]
    said = {(one.verdict, one.is_) for one in claims if not any(path.startswith("processes.") for path in one.with_)}
    kinds = {kind for kind, _ in said}
    assert any({(kind, "stabilises"), (kind, "escalates")} <= said for kind in kinds)
