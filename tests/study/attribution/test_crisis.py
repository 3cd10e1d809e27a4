"""Why this crisis: the terms are those of the engine to the bit, and the crisis that is explained did happen."""

# Also tests: runs/batches/event_trace.py, study/attribution/bargain.py, study/attribution/crisis_text.py,
#   study/attribution/hazard.py, study/attribution/select_crisis.py

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest

from dipsim.model.processes.conflict import war
from dipsim.model.state import dyads
from dipsim.model.state.events import LOG
from dipsim.model.tick import advance
from dipsim.runs.batches.block_builder import make
from dipsim.runs.batches.block_runner import run_batch
from dipsim.runs.batches.event_trace import Lane, unread, watch
from dipsim.runs.dataframes import events
from dipsim.scenario.load import load
from dipsim.scenario.world.build import build
from dipsim.study.attribution import crisis_text
from dipsim.study.attribution.bargain import bargain
from dipsim.study.attribution.crisis import crisis, survey
from dipsim.study.attribution.hazard import held, moment
from dipsim.study.attribution.select_crisis import Asked, NoCrisis, choose

ROUGH = ("time.years=4", "processes.crisis.incident=0.2")


@pytest.fixture(scope="module")
def spec() -> Any:
    return load("two_blocs", ROUGH)


@pytest.fixture(scope="module")
def found(spec: Any) -> Any:
    return crisis(spec, replicates=16, seed=3)


def played(world: Any, run: int, ticks: int) -> Any:
    """The block of one run after so many ticks, as the engine leaves it."""
    b = make([world], 3, [run])
    advance(b, 0, *unread(world, ticks, 1))
    return b


@pytest.mark.parametrize(("run", "tick"), [(0, 0), (1, 20), (5, 47)])
def test_terms_add_up_to_the_hazard_of_the_engine(spec: Any, run: int, tick: int) -> None:
    """Protects the terms: reach x kind x damp x (incident + motive + fear) is HAZARD to the bit, for every pair."""
    world = build(spec)
    hazard = played(world, run, tick + 1).dyad[dyads.HAZARD, ..., 0]
    block, _ = held(world, 3, run, tick)
    assert (block.dyad[dyads.HAZARD, ..., 0] == hazard).all(), "holding the tick still changed a hazard"
    for i, j in ((0, 3), (1, 4), (2, 5), (2, 6), (0, 1)):
        terms = moment(world, 3, run, tick, i, j)
        assert [side.hazard for side in terms.sides] == [hazard[i, j], hazard[j, i]]
        for side in terms.sides:
            whole = side.reach * side.kind * side.damp * sum(road.rate for road in side.roads)
            assert whole == pytest.approx(side.hazard, rel=1e-12)
            assert math.prod(side.damped_by.values()) == pytest.approx(side.damp, rel=1e-12)
            assert sum(road.share for road in side.roads) == pytest.approx(1)


def test_nothing_that_follows_onset_in_the_tick_is_taken_for_a_term() -> None:
    """Protects the same in ticks in which disputes settle, wars destroy, and provocations raise stakes or cut lines."""
    sets = ("time.years=6", "processes.perception.spread=1.5", "nations.*.transparency=0", "catalogue=full")
    world = build(load("two_blocs", (*sets, "processes.crisis.incident=0.3")))
    runs = watch([Lane(world, run) for run in range(2)], 3)
    settled, climbed, act = (LOG.index(name) for name in ("settled", "climbed", "act"))
    provocations = [world.kinds.index(kind) for kind in ("provocation", "cyber_incident")]
    checked = {"settled": 0, "war": 0, "provocation": 0}
    for run, one in enumerate(runs):
        block, last = make([world], 3, [run]), 0
        for tick, event, kind, i, j, value in one.events.astype(int):
            names = {settled: "settled", climbed: "war" if value == 5 else ""}
            provoked = event == act and kind in provocations
            name = "provocation" if provoked else names.get(event, "")
            if not name or checked[name] >= 4 or tick < last:
                continue
            advance(block, last, *unread(world, tick + 1 - last, 1))
            last = tick + 1
            terms = moment(world, 3, run, tick, i, j)
            hazard = block.dyad[dyads.HAZARD, ..., 0]
            assert [side.hazard for side in terms.sides] == [hazard[i, j], hazard[j, i]], name
            checked[name] += 1
    assert min(checked.values()) > 0


def test_factors_of_a_road_multiply_to_its_rate(found: Any) -> None:
    left_out = {"chance of success", "threat", "shift of power"}  # told beside the factor that they enter
    for side in found.moment.sides:
        for road in side.roads:
            product = math.prod(value for name, value in road.factors.items() if name not in left_out)
            assert product == pytest.approx(road.rate, rel=1e-9)


def test_the_ledgers_are_those_of_trust(found: Any) -> None:
    """Protects the ledger beside the terms: its sum is the log-odds of the trust that the hazard used."""
    for side, ledger in zip(found.moment.sides, found.moment.ledgers, strict=True):
        assert 1 / (1 + math.exp(-sum(ledger.values()))) == pytest.approx(side.trust, abs=1e-9)


def test_the_crisis_happened_and_its_chance_is_that_of_the_tick(spec: Any, found: Any) -> None:
    world = build(spec)
    happened = events(world, run_batch([world], 3, [found.run], detail=True))
    both = happened["initiator"].isin([found.one, found.other]) & happened["target"].isin([found.one, found.other])
    begun = happened[both & (happened["event"] == "dispute") & (happened["date"] == found.begun)]
    assert begun["initiator"].tolist() == [found.one]
    steps = happened[both & happened["event"].isin(["dispute", "climbed"]) & (happened["date"] <= found.date)]
    assert steps["value"].max() >= 4
    assert found.chance == pytest.approx(1 - math.exp(-found.moment.total / 12))
    assert found.ladder[0][0] == found.begun


def test_known_strength_changes_nothing_where_it_is_known(spec: Any) -> None:
    """Protects perfect information: with no misperception the hazard and the chances are exactly the same."""
    open_eyes = load("two_blocs", (*ROUGH, "processes.perception.spread=0", "relations.ARL-BOR.pact=[offence]"))
    world = build(open_eyes)
    for i, j in ((0, 3), (3, 0), (1, 4), (2, 6)):  # ARL and BOR help each other in attack, so that is in the threat
        assert all(side.informed == side.hazard for side in moment(world, 3, 0, 1, i, j).sides)
    found = crisis(open_eyes, replicates=8, seed=3)
    for side in found.moment.sides:
        assert side.seen == side.true
        assert side.informed == side.hazard
    assert found.informed.region.effects["expected_disputes"].exactly_zero
    assert found.informed.force.exactly_zero
    doubtful = crisis(spec, replicates=8, seed=3)
    assert doubtful.informed.region.effects["expected_disputes"].estimate != 0
    assert any(side.informed != side.hazard for side in doubtful.moment.sides)


def test_the_informed_chance_is_that_of_the_other_world(spec: Any, found: Any) -> None:
    """Protects the pair's chances: counted by hand in runs of the two worlds."""
    counts = []
    for sets in (ROUGH, (*ROUGH, "processes.perception.spread=0")):
        world = build(load("two_blocs", sets))
        i, j = (world.codes.index(code) for code in (found.one, found.other))
        runs = watch([Lane(world, r) for r in range(16)], 3)
        rungs = [one.events[np.isin(one.events[:, 1], [25, 26])] for one in runs]
        hits = [((r[:, 3:5] == [i, j]).all(1) | (r[:, 3:5] == [j, i]).all(1)) & (r[:, 5] >= 4) for r in rungs]
        counts.append(sum(hit.any() for hit in hits) / 16)
    assert (found.informed.force.base + found.informed.force.estimate, found.informed.force.base) == pytest.approx(
        counts
    )


def test_the_gap_of_a_war_is_that_of_the_engine() -> None:
    rule = ("processes.crisis.war=60", "processes.crisis.demand=0", "processes.crisis.brief_force=0")
    spec = load("two_blocs", ("time.years=10", "processes.perception.spread=1.5", "nations.*.transparency=0", *rule))
    found = crisis(spec, level="war", replicates=8, seed=3, informed=False)
    world = build(spec)
    assert found.bargain is not None
    assert found.bargain.gap > 0
    tick = next(t for t in range(world.ticks) if f"{2025 + t // 12}-{t % 12 + 1:02d}" == found.date)
    i, j = world.codes.index(found.one), world.codes.index(found.other)
    block, _ = held(world, 3, found.run, tick)
    block.dyad[dyads.CHALLENGER, i, j, 0], block.dyad[dyads.CHALLENGER, j, i, 0] = 1.0, 0.0
    assert war.gap(block, i, j, 0) == found.bargain.gap == bargain(world, 3, found.run, tick, tick, (i, j)).gap
    assert found.bargain.demand is None
    assert "the gap was" in " ".join(crisis_text.crisis(found))


def test_the_demand_of_a_war_is_that_of_the_engine() -> None:
    """Protects the reason that is told: what was asked for, and a target that would rather fight."""
    rule = ("processes.crisis.war=0", "processes.crisis.demand=1")
    found = crisis(load("two_blocs", ("time.years=10", *rule)), level="war", replicates=8, seed=3, informed=False)
    assert found.bargain is not None
    assert found.bargain.rate == 0.0
    assert found.bargain.demand is not None
    assert found.bargain.cost is not None
    assert 0.0 <= found.bargain.cost < found.bargain.demand - found.bargain.claimed
    assert "a demand was refused" in " ".join(crisis_text.crisis(found))


def test_the_middle_run_is_chosen_and_what_is_asked_for_is_found(spec: Any) -> None:
    world = build(spec)
    watched = survey(world, 3, 16, None)
    middle = choose(spec, world, Asked(), watched)
    firsts = sorted(
        choose(spec, world, Asked(run=run), watched).tick for run in range(16) if _has(spec, world, run, watched)
    )
    assert middle.tick == firsts[(len(firsts) - 1) // 2]
    assert middle.runs_with == len(firsts)
    pair = world.codes[middle.target], world.codes[middle.challenger]
    again = crisis(spec, *pair, run=middle.run, level="dispute", replicates=2, seed=3, informed=False)
    assert {again.one, again.other} == set(pair)
    dated = crisis(spec, *pair, date=again.begun, run=middle.run, level="dispute", replicates=1, seed=3, informed=False)
    assert dated.date == again.begun
    assert (dated.run, dated.median) == (middle.run, False)


def _has(spec: Any, world: Any, run: int, watched: Any) -> bool:
    try:
        choose(spec, world, Asked(run=run), watched)
    except NoCrisis:
        return False
    return True


def test_what_is_not_there_is_said(spec: Any) -> None:
    with pytest.raises(NoCrisis, match="none of 2 runs has a war between ARL and BOR"):
        crisis(spec, "ARL", "BOR", level="war", replicates=2, seed=3, informed=False)
    with pytest.raises(ValueError, match="no level 'quarrel'; there are dispute"):
        crisis(spec, level="quarrel", replicates=1)
    with pytest.raises(ValueError, match="expected a month from"):
        crisis(spec, date="2040-01", replicates=1)
    with pytest.raises(KeyError, match="XXX"):
        crisis(spec, "ARL", "XXX", replicates=1)


def test_the_answer_is_words_and_plain_data(found: Any) -> None:
    said = str(found)
    assert f"{found.one} challenged {found.other} in {found.begun}" in said
    assert "perfect information" in said
    plain = json.loads(json.dumps(found.as_dict()))
    assert plain["moment"]["total"] == found.moment.total
    assert {road["name"] for road in plain["moment"]["sides"][0]["roads"]} == {"incident", "motive", "fear"}
    assert plain["before"]
    assert all({found.one, found.other} & {each["one"], each["other"]} for each in plain["before"])
