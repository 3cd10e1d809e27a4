"""Flip points: known answers in a world small enough for algebra (docs/flip.md), and none, one and several are said."""

# Also tests: study/statistics/sign_change.py

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dipsim.scenario.load import load
from dipsim.scenario.parameter_axis import PathNotNumeric, parameter_axis
from dipsim.scenario.schema.spec import Spec
from dipsim.study.interventions.targets import UnknownTarget
from dipsim.study.sensitivity.flip import Flip, FlipPoint, flip, from_dict
from dipsim.study.statistics import sign_change
from dipsim.study.verdict.paired_runs import interval

WORLD = Path(__file__).with_name("partners_and_rival.yaml")
OPEN, SEEN, WEIGHT, NEAR = 0.2, 0.9, 1.2, 0.8  # numbers of that file; SEEN is 1 - mixed_signals (1 - coherence)
EVIDENCE, TYPICAL, FLOOR, R0, KAPPA_INTENT = 0.44, 0.567, 0.4, 0.5, 1.0
KAPPA_OWN, KAPPA_HELPING, OFFENCE, STRENGTH, LATENT = 1.5, 0.5, 0.5, 250.0, 20.0
LIFE, LIFE_INTENT, CAP, DT = 2.0, 3.0, 1.5, 1 / 12


def three(*sets: str) -> Spec:
    """ARL and BOR hold one exercise in the first of two months, CEL looks on; all are alike and trust by one half."""
    return load(WORLD, sets)


def entered(evidence: float, life: float) -> float:
    """What an empty account holds after evidence: corrected for the tick, saturated at the cap."""
    x = math.log(2) * DT / life
    return CAP * (1 - math.exp(-evidence * (1 - math.exp(-x)) / x / CAP))


def needed(account: float, life: float) -> float:
    """The evidence that an empty account needs to hold ``account``: the inverse of ``entered``, odd in its sign."""
    x = math.log(2) * DT / life
    return math.copysign(-CAP * math.log(1 - abs(account) / CAP) * x / (1 - math.exp(-x)), account)


PERCEIVED = (FLOOR + (1 - FLOOR) * OPEN) * SEEN  # how much of an act is observed
THREAT = NEAR * OFFENCE * STRENGTH / (NEAR * OFFENCE * STRENGTH + STRENGTH + LATENT)  # H at trust one half
KAPPA = KAPPA_OWN + KAPPA_HELPING
GAIN = EVIDENCE * PERCEIVED / TYPICAL


def by_transparency() -> float:
    """Gain and alarm are both linear in transparency."""
    gain, alarm = EVIDENCE * SEEN / TYPICAL, WEIGHT * KAPPA * THREAT
    return (alarm - gain * FLOOR) / (alarm + gain * (1 - FLOOR))


def by_nearness() -> float:
    """The proximity at which the threat is as large as alarm and gain balance."""
    h = GAIN / (WEIGHT * (1 - OPEN) * KAPPA)
    return h * (1 + LATENT / STRENGTH) / (OFFENCE * (1 - h))


def by_intent() -> float:
    """What acts say about intent must make up for what alarm exceeds the gain by."""
    alarm = WEIGHT * (1 - OPEN) * KAPPA * THREAT
    missing = entered(alarm, LIFE) - entered(GAIN, LIFE)
    return R0 - needed(missing, LIFE_INTENT) / (KAPPA_INTENT * PERCEIVED)


ANSWERS = {
    "nations.*.transparency": by_transparency(),
    "nations.*.revisionism": by_intent(),
    "relations.*.proximity": by_nearness(),
    "organisations.Forum.quality": 1 - GAIN / (WEIGHT * KAPPA * THREAT),
    "exchanges.joint_exercise.defensive": 1 - GAIN / (WEIGHT * (1 - OPEN) * KAPPA * THREAT),
    "exchanges.joint_exercise.alarm": GAIN / ((1 - OPEN) * KAPPA * THREAT),
}
RISES = {"nations.*.revisionism", "relations.*.proximity", "exchanges.joint_exercise.alarm"}  # more of it: less trust


@pytest.mark.parametrize("path", ANSWERS)
def test_flip_point_is_that_of_the_algebra(path: str) -> None:
    """Protects the alarm condition: intent, context and agreements each turn the sign where docs/flip.md says."""
    found = flip(three(), path, "timeline.0", outcome="trust", replicates=2, workers=1)
    assert len(found.flips) == 1, str(found)
    at, width = found.flips[0], found.high - found.low
    assert at.low <= ANSWERS[path] <= at.high
    assert at.high - at.low <= 1.001 * sign_change.TOLERANCE * width
    assert at.value == pytest.approx(ANSWERS[path], abs=1e-4 * width)
    assert at.above == ("lowers trust" if path in RISES else "raises trust")


@pytest.mark.parametrize("seed", [1, 2])
def test_flip_point_under_noise_holds_the_answer(seed: int) -> None:
    """Noise is symmetric about trust one half and moves no flip point; the wider interval holds the answer."""
    world, path = three("processes.ledger.unexplained=1"), "exchanges.joint_exercise.defensive"
    how = {"low": 0, "high": 0.6, "replicates": 64, "seed": seed, "workers": 1}
    noisy = flip(world, path, "timeline.0", outcome="trust", **how).flips
    assert len(noisy) == 1
    assert noisy[0].low <= ANSWERS[path] <= noisy[0].high
    assert 0.002 < noisy[0].high - noisy[0].low < 0.3


def test_disputes_turn_where_trust_does() -> None:
    """With fear as the only road, linear in threat, and all equally near, disputes follow mean distrust."""
    afraid = three(*(f"processes.crisis.{name}" for name in ("fear=0.01", "curve=1", "prevention=0")))
    found = flip(afraid, "exchanges.joint_exercise.defensive", "timeline.0", replicates=2, workers=1)
    assert [(at.below, at.above) for at in found.flips] == [("raises disputes", "lowers disputes")]
    assert found.flips[0].value == pytest.approx(ANSWERS["exchanges.joint_exercise.defensive"], abs=2e-3)
    assert (found.signs[0], found.signs[-1]) == (1, -1)
    assert {row.word for row in found.rows} == {"no_noticeable_effect"}, "far too small for a word of direction"


@pytest.fixture(scope="module")
def found() -> Flip:
    return flip(three(), "nations.*.transparency", "timeline.0", outcome="trust", replicates=2, workers=1)


def test_the_answer_is_a_sentence_and_survives_json(found: Flip) -> None:
    assert str(found).startswith("Joint exercise of ARL, BOR, of 2025-01 lowers trust where nations.*.transparency is")
    assert "The scenario itself stands at 0.2." in str(found)
    assert from_dict(json.loads(json.dumps(found.as_dict()))) == found


def test_none_is_said_with_the_sign_everywhere() -> None:
    none = flip(three(), "nations.*.transparency", "timeline.0", outcome="trust", low=0.7, replicates=2, workers=1)
    assert none.flips == ()
    assert "has no flip point in nations.*.transparency between 0.7 and 1: it raises trust throughout" in str(none)
    nothing = flip(three(), "nations.*.transparency", "forum", replicates=2, workers=1)
    assert "it changes nothing anywhere" in str(nothing)


def test_several_are_said(found: Flip) -> None:
    one = found.flips[0]
    twice = Flip(**{**vars(found), "flips": (one, FlipPoint(0.9, 0.8, 1.0, one.above, one.below))})
    assert "turns 2 times as nations.*.transparency rises: from" in str(twice)
    assert "at 0.9 (95 % interval 0.8 to 1)" in str(twice)


def test_what_cannot_be_asked_is_refused() -> None:
    with pytest.raises(UnknownTarget, match="forum"):
        flip(three(), "nations.*.transparency", "forun")
    with pytest.raises(ValueError, match="expected_disputes, expected_force, force, tension, trust"):
        flip(three(), "nations.*.transparency", outcome="peace")
    with pytest.raises(PathNotNumeric, match=r"with known bounds$"):
        flip(three(), "time.years")
    with pytest.raises(PathNotNumeric, match=r"did you mean nations\.\*\.transparency\?"):
        flip(three(), "nations.*.transparancy")
    with pytest.raises(PathNotNumeric, match=r"did you mean processes\.crisis\.fear\?"):
        flip(three(), "processes.crisis.fera")
    with pytest.raises(PathNotNumeric, match="from 1 to 0"):
        flip(three(), "nations.*.transparency", low=1, high=0)


def made(zero: float, slope: float, runs: int, luck: int) -> Any:
    """A paired effect ``slope (x - zero)`` under luck that every point shares, luck that varies along x, and noise."""
    draw = np.random.default_rng(luck)
    shared, waves, phases = draw.normal(size=runs), draw.normal(size=(runs, 6)), draw.uniform(0, 6.3, size=(runs, 6))

    def measure(shares: Sequence[float]) -> list[Any]:
        rough = [0.5 * (waves * np.sin(7 * x * np.arange(1, 7) + phases)).sum(axis=1) for x in shares]
        noise = [0.3 * np.random.default_rng([luck, int(1e9 * x)]).normal(size=runs) for x in shares]
        return [slope * (x - zero) + 0.5 * shared + r + e for x, r, e in zip(shares, rough, noise, strict=True)]

    return measure


def judge(found: Any, level: float) -> Any:
    return interval("expected_disputes", found, level)


@pytest.mark.parametrize(("slope", "runs"), [(5.0, 50), (20.0, 100)])
def test_intervals_hold_the_truth(slope: float, runs: int) -> None:
    """Protects the 95 %: over 120 made-up effects of known root at least 92 % of intervals hold it (sd 2 %)."""
    zeros = np.random.default_rng(5).uniform(0.25, 0.75, size=120)
    roots = [sign_change.search(made(zero, slope, runs, luck), judge, 9)[1] for luck, zero in enumerate(zeros)]
    assert all(len(found) == 1 for found in roots)
    held = [found[0].low <= zero <= found[0].high for found, zero in zip(roots, zeros, strict=True)]
    assert np.mean(held) >= 0.92
    assert np.mean([found[0].high - found[0].low for found in roots]) < 0.2


def test_no_effect_has_no_flip_point() -> None:
    """Protects against claims from luck: of 200 effects that are 0 throughout at most 2.5 % show a change of sign."""
    claimed = [bool(sign_change.search(made(0.0, 0.0, 50, luck), judge, 9)[1]) for luck in range(200)]
    assert np.mean(claimed) <= 0.025


def test_several_roots_are_found() -> None:
    def wave(shares: Sequence[float]) -> list[Any]:
        return [np.cos(2 * np.pi * x) + np.array([-1e-9, 0, 1e-9]) for x in shares]

    roots = sign_change.search(wave, judge, 9)[1]
    assert [found.before for found in roots] == [1, -1]
    assert [found.at for found in roots] == pytest.approx([0.25, 0.75], abs=1e-3)


def test_dials() -> None:
    """Protects ranges and values: bounds as declared, of the catalogue for kinds, and scaling within the bounds."""
    spec = load("two_blocs")
    assert (parameter_axis(spec, "nations.*.revisionism").low, parameter_axis(spec, "nations.*.revisionism").here) == (
        0,
        0.15,
    )
    assert (
        parameter_axis(spec, "exchanges.joint_exercise.alarm").high,
        parameter_axis(spec, "exchanges.*.alarm").high,
    ) == (1.2, 20)
    assert (
        parameter_axis(spec, "relations.DRA-ARL.dispute").here
        == parameter_axis(spec, "relations.ARL-DRA.dispute").here
        == 0.5
    )
    assert parameter_axis(spec, "relations.ARL-DRA.trust").low == 0.01
    gdp = parameter_axis(spec, "nations.ARL.gdp")
    assert (gdp.low, gdp.value(0.5), gdp.high) == (120, 6060, 12000)
    wide = parameter_axis(spec, "nations.ARL.gdp", 1, 1e6)
    assert [wide.value(share) for share in (0, 0.5, 1)] == pytest.approx([1, 1000, 1e6])
    stakes = parameter_axis(spec, "scale:relations.*.dispute")
    assert (stakes.low, stakes.high, stakes.here) == (0, 2, 1)
    doubled = stakes.at(spec, 2.5).relations
    assert [r.dispute for r in doubled] == [min(1.0, 2.5 * r.dispute) for r in spec.relations]
    assert {r.dispute for r in doubled} == {0, 0.25, 0.5, 1.0}
