"""A seat: what comes up is what the model would have done, wishes are sums of terms, and what is played replays."""

# Also tests: runs/stepwise/wish.py

from __future__ import annotations

import math

import numpy as np
import pytest

from dipsim.runs.stepwise.seat import Proposal, take_seat
from dipsim.runs.stepwise.stepwise_run import StepwiseRun
from dipsim.scenario.load import load, vary


@pytest.fixture(scope="module")
def base():
    return load("two_blocs", ["time.years=3"])


def seated(base, code="ARL", seed=1):
    return take_seat(base, code, seed)


def test_what_comes_up_is_what_the_nation_does_by_itself(base):
    seat, free = seated(base), StepwiseRun(base)
    first = {(one.kind, one.first, one.second) for one in seat.proposals()}
    done = {event[1:4] for event in free.step().events if event.name == "act" and seat.row in event[2:4]}
    assert first
    assert first <= done
    assert {kind for kind, _, _ in done - first} <= {"forum", "military_incident"}


def test_nothing_comes_up_by_itself(base):
    seat = seated(base)
    for _ in range(12):
        events = seat.run.step().events
        own = {event.kind for event in events if event.name == "act" and seat.row in event[2:4]}
        assert own <= {"forum", "military_incident", "joint_exercise"}  # joint exercises stand in the timeline


@pytest.mark.parametrize("kind", ["joint_exercise", "arms_transfer", "alliance_pact", "official_visit"])
def test_a_wish_is_the_sum_of_its_terms(base, kind):
    seat = seated(base)
    for other in ("BOR", "DRA"):
        for wish in seat.weigh(seat.proposed(kind, other)):
            assert math.isclose(sum(wish.terms.values()), wish.value, abs_tol=1e-9)
            assert math.isclose(wish.chance, 1.0 / (1.0 + math.exp(-wish.net)), rel_tol=1e-6)
            assert wish.net <= wish.value
    one, other = (seat.weigh(seat.proposed("official_visit", code))[0].terms["trust"] for code in ("BOR", "DRA"))
    assert one > other  # the ally is trusted more than the rival


def test_foreseen_alarm_is_the_sum_over_third_parties(base):
    seat = seated(vary(base, ["nations.*.foresight=1"]))
    wish = seat.weigh(seat.proposed("alliance_pact", "CEL"))[0]
    assert math.isclose(wish.terms.get("alarm of others", 0.0), -sum(wish.alarmed.values()), abs_tol=1e-9)
    assert len(wish.alarmed) == 5


def test_answers_follow_their_chance_and_stay(base):
    answers = {seed: seated(base, seed=seed) for seed in range(1, 41)}
    friendly = [seat.agrees(seat.proposed("official_visit", "BOR")) for seat in answers.values()]
    hostile = [seat.agrees(seat.proposed("alliance_pact", "DRA")) for seat in answers.values()]
    assert sum(friendly) > 30
    assert sum(hostile) < 10
    assert friendly == [seat.agrees(seat.proposed("official_visit", "BOR")) for seat in answers.values()]


def test_advisers_foresee_by_the_model(base):
    seat = seated(base)
    seen = seat.foresee(seat.proposed("bilateral_agreement", "DRA"))
    assert seen.effects == seat.foresee(seat.proposed("bilateral_agreement", "DRA")).effects
    mean, error = seen.effects["their trust in us"]
    assert mean > 3 * error > 0
    assert seen.by_nation[seat.run.world.codes.index("DRA")] == pytest.approx(seen.effects["threat they see in us"][0])
    assert seat.run.tick == 0


def test_what_is_played_can_be_replayed(base):
    seat, done = seated(base), []
    for _ in range(18):
        entries = [entry for one in seat.proposals()[::2] for entry in seat.entries(one)]
        if seat.run.tick == 4:
            entries += seat.entries(seat.proposed("arms_transfer", "BOR"))
            entries += seat.entries(Proposal("official_visit", 0, 1, count=2))
        done += entries
        last = seat.run.step(entries)
    again = StepwiseRun(load("again", text=seat.run.spec.model_copy(update={"timeline": (*base.timeline, *done)}).text))
    steps = [again.step() for _ in range(18)]
    assert np.array_equal(steps[-1].trust, last.trust)
    assert steps[-1].events == last.events
    assert len(done) > 6


def test_what_cannot_be_proposed_is_refused(base):
    seat = seated(base)
    with pytest.raises(KeyError, match="did you mean 'joint_exercise'"):
        seat.proposed("joint_exercse", "BOR")
    with pytest.raises(KeyError, match="no nation 'XXX'"):
        seat.proposed("joint_exercise", "XXX")
    with pytest.raises(ValueError, match="another nation than ARL"):
        seat.proposed("joint_exercise", "ARL")
    with pytest.raises(KeyError, match="no kind 'forum'"):
        seat.proposed("forum", "BOR")
    with pytest.raises(ValueError, match="half a month"):
        seated(load("two_blocs", ["time.tick=half_month"]))
    assert seat.proposed("arms_transfer", "BOR", receives=True).second == seat.row
    assert seat.in_force(Proposal("alliance_pact", 0, 1)) == bool(seat.run.block.standing[0, 0, 1, 0] > 0)
