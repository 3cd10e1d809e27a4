"""Verdicts: the null is exactly 0, taking away nothing changes nothing, why adds up."""

# Also tests: study/attribution/why.py

from __future__ import annotations

import numpy as np
import pytest

from dipsim.scenario.load import load
from dipsim.study.attribution.why import why
from dipsim.study.verdict.verdict import from_dict, verdict

SHORT = ("time.years=3",)


@pytest.fixture(scope="module")
def judged():
    return verdict(load("two_blocs", SHORT), ["cooperation", "joint_exercise"], replicates=24, seed=3)


def test_null_is_exactly_zero(judged):
    assert all(effect.exactly_zero and effect.estimate == 0.0 for effect in judged.null.effects.values())
    assert judged.null.word == "no_noticeable_effect"


def test_cooperation_and_its_cost_are_not_zero(judged):
    assert judged["cooperation"].effects["trust"].estimate != 0.0
    assert judged.cost_only.effects["trust"].estimate != judged["cooperation"].effects["trust"].estimate
    assert judged["cooperation"].spent > 0.0


def test_pairing_pays(judged):
    """Differences of paired runs vary less than differences of unrelated runs, for a small intervention."""
    spec = load("two_blocs", SHORT)
    from dipsim.scenario.world.build import build
    from dipsim.study.interventions.targets import with_mode
    from dipsim.study.verdict.verdict import Arms

    world = build(spec)
    arms = Arms(3, 24, 1)
    with_target, without_target = arms(world), arms(with_mode(world, ["joint_research"], "off"))
    paired = np.var(with_target.expected_disputes - without_target.expected_disputes)
    unpaired = np.var(with_target.expected_disputes - np.roll(without_target.expected_disputes, 1))
    assert paired < unpaired / 5


def test_a_kind_that_is_off_already_has_no_effect():
    spec = load("two_blocs", (*SHORT, "exchanges.joint_research=off"))
    row = verdict(spec, ["joint_research"], replicates=8, seed=3, controls=False)["joint_research"]
    assert all(effect.exactly_zero for effect in row.effects.values())


def test_verdict_survives_json(judged):
    assert from_dict(judged.as_dict()) == judged


def test_unknown_kind_is_a_key_error():
    with pytest.raises(KeyError, match="joint_exrcise"):
        verdict(load("two_blocs", SHORT), ["joint_exrcise"], replicates=4)


@pytest.mark.parametrize("date", ["2025-01", "2026-06", None])
def test_why_adds_up(date):
    found = why("two_blocs", "ARL", "DRA", date=date, replicates=6, seed=3, sets=SHORT)
    assert abs(found.accounts["value"].sum() - found.logit) < 1e-9
    assert abs(np.log(found.trust / (1 - found.trust)) - found.logit) < 1e-9
    assert (found.bill["alarm"] <= 0).all()
    assert (found.bill["reassurance"] >= 0).all()


def test_from_the_beginning_the_arm_settles_for_itself() -> None:
    """What was never there left no habits: another start, and another effect than what goes at the first tick."""
    spec = load("two_blocs", ["time.years=2"])
    goes = verdict(spec, ["joint_exercise"], replicates=4, controls=False)
    never = verdict(spec, ["joint_exercise"], replicates=4, controls=False, from_the_beginning=True)
    assert goes["joint_exercise"].effects["trust"].estimate != never["joint_exercise"].effects["trust"].estimate
