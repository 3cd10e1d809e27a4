"""A run stepped from outside has the bits of the engine, and acts ordered on the way are those of a timeline."""

from __future__ import annotations

import numpy as np
import pytest

import dipsim.api as api
from dipsim.runs.stepwise.stepwise_run import ROOM, StepwiseRun
from dipsim.scenario.load import load, vary
from dipsim.scenario.schema.events import Act, Entry

YEARS = "time.years=2"


@pytest.fixture(scope="module")
def spec():
    return load("two_blocs", [YEARS])


def visit(at, one="ARL", other="BOR"):
    return Entry.model_construct(at=at, official_visit=Act.model_construct(between=(one, other)))


def test_same_bits_as_the_engine(spec):
    table = api.run(spec, replicates=3, seed=5, judge=False).region
    rows = table[table["run"] == 2].sort_values("tick")
    run = StepwiseRun(spec, seed=5, replicate=2)
    steps = [run.step() for _ in range(24)]
    for metric in ("trust", "tension", "expected_disputes", "rung"):
        assert [step.region[metric] for step in steps] == rows[metric].to_list()[:24]
    assert run.look().region["trust"] == rows["trust"].to_list()[24]
    assert not run.running
    with pytest.raises(ValueError, match="the run ended"):
        run.step()


def test_a_look_and_a_fork_do_not_touch_the_run(spec):
    run, twin = StepwiseRun(spec), StepwiseRun(spec)
    for _ in range(5):
        run.step()
        twin.step()
    run.look()
    other = run.fork(replicate=9)
    for _ in range(5):
        other.step()
    assert (run.tick, other.tick) == (5, 10)
    assert np.array_equal(run.step().trust, twin.step().trust)
    assert not np.array_equal(other.look().trust, run.look().trust)


def test_ordered_acts_are_those_of_a_timeline(spec):
    base = vary(spec, ["timeline=[{at: 2025-03, official_visit: {between: [BOR, CEL]}}]"])
    orders = {2: [visit("2025-03"), visit("2025-03", "DRA", "EST")], 5: [visit("2025-06")]}
    run = StepwiseRun(base, seed=2)
    live = [run.step(orders.get(tick, ())) for tick in range(12)]
    entries = [entry for given in orders.values() for entry in given]
    written = load("written", text=base.model_copy(update={"timeline": (*base.timeline, *entries)}).text)
    again = StepwiseRun(written, seed=2)
    for step in live:
        other = again.step()
        assert step.events == other.events
        assert np.array_equal(step.trust, other.trust)
    assert ("act", "official_visit") in {event[:2] for event in live[5].events}


def test_a_tick_has_room_for_so_many_acts(spec):
    with pytest.raises(ValueError, match=f"at most {ROOM} dated acts"):
        StepwiseRun(spec).step([visit("2025-01")] * (ROOM + 1))
