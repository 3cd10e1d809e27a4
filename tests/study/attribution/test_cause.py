"""The minimal cause: found where it is known, 1-minimal by brute force, and struck for real."""

# Also tests: study/attribution/removable_events.py, study/attribution/structural_conditions.py,
#   study/statistics/delta_debugging.py

from __future__ import annotations

import itertools
import json
from typing import Any

import numpy as np
import pytest

from dipsim.model.state import dyads
from dipsim.model.state.events import LogEvent
from dipsim.model.tick import advance
from dipsim.runs.batches.block_builder import make
from dipsim.runs.batches.block_runner import run_batch
from dipsim.runs.batches.event_trace import KIND, TICK, Watched, unread, watch
from dipsim.scenario.load import load
from dipsim.scenario.world.build import build
from dipsim.study.attribution import structural_conditions
from dipsim.study.attribution.cause import _Search, cause
from dipsim.study.attribution.crisis import survey
from dipsim.study.attribution.removable_events import EVENTS, SORTS, Strike, Unit, lane, units
from dipsim.study.attribution.select_crisis import Asked, choose
from dipsim.study.interventions import targets
from dipsim.study.statistics.delta_debugging import minimal, starts

# Two informed rivals who quarrel all the time: without a shift of power no bargain fails (Fearon), so no war. The
# rule of war is the rival reading by which it comes where the two judge their chances differently, and not by a demand.
RIVALS = """\
dipsim: 1
title: A shift of power
time: {start: 2025-01, years: 4}
nations:
  ARL: {gdp: 1000, growth: 0, transparency: 0.9, democracy: 1}
  BOR: {gdp: 1000, growth: 0, transparency: 0.9, democracy: 1}
relations: [{between: [ARL, BOR], proximity: 1, dispute: 0.9, trust: 0.4}]
processes:
  perception: {spread: 0}
  politics: {government_change: 0, elections: 0, disaster: 0.5, technology_shock: 0, power_shock: 0}
  crisis: {war: 60, demand: 0, incident: 1, routine: 2, shock: 0, entry_threat: 0, entry_display: 0, exit_force: 0.5,
           brief_force: 0, reconcile: 0, calm: 0, trade_at_stake: 0}
  arming: {response: 0}
options: {start: cold}
timeline:
  - {at: 2025-03, official_visit: {between: [ARL, BOR]}}
  - {every: year, from: 2025-02, joint_exercise: {between: [ARL, BOR]}}
  - {at: 2027-01, power_shock: {nation: ARL, size: 1.2}}
  - {at: 2026-06, technology_shock: {nation: BOR, size: 0.1}}
  - {at: 2026-09, disaster: {nation: BOR, size: 1}}
"""


@pytest.fixture(scope="module")
def rivals() -> Any:
    return load("rivals.yaml", (), RIVALS)


@pytest.fixture(scope="module")
def found(rivals: Any) -> Any:
    return cause(rivals, level="war", replicates=12, seed=1)


def searched(spec: Any, asked: Asked, among: tuple[str, ...] = EVENTS, seed: int = 1) -> Any:
    """The search for the cause of a crisis, nothing asked yet."""
    world = build(spec)
    watched = survey(world, seed, 12, None)
    return _Search(spec, world, choose(spec, world, asked, watched), watched, seed, among, 12)


def test_the_shift_of_power_is_the_cause_of_the_war(found: Any) -> None:
    """Protects the known answer: of all that happened, the one dated shock; without it there is never a war."""
    assert [unit.name for unit in found.found] == ["timeline.2"]
    assert "power shock of ARL, of 2027-01" in str(found)
    assert sum(found.candidates.values()) > 10
    assert found.again.cases == found.again.prevented == found.again.present > 3
    assert found.again.chance.base == 0
    assert found.again.chance.low > 0
    assert found.by_chance == 0
    assert found.drawn > 10


def test_it_is_minimal_by_brute_force(rivals: Any) -> None:
    """Protects 1-minimality on the real engine: every one of 64 subsets is struck; those with the shock prevent."""
    search = searched(rivals, Asked("war"))
    names = [place for place, unit in enumerate(search.there) if unit.sort == "timeline"][:5]
    names.append(next(place for place, unit in enumerate(search.there) if unit.sort == "acts"))
    shock = next(place for place, unit in enumerate(search.there) if unit.name == "timeline.2")
    sets = [frozenset(s) for size in range(len(names) + 1) for s in itertools.combinations(names, size)]
    assert search.prevents(sets) == [shock in each for each in sets]
    assert minimal(names, search.prevents) == [shock]


def test_two_shocks_of_which_either_would_do_are_both_in_the_set() -> None:
    """Protects a cause of two: each shock alone brings war at once, so only without both there is none."""
    twice = RIVALS.replace("size: 1.2}}", "size: 1.2}}\n  - {at: 2027-01, power_shock: {nation: BOR, size: -1.2}}")
    found = cause(load("rivals.yaml", (), twice), level="war", replicates=8, seed=1, among=("timeline",))
    search = searched(load("rivals.yaml", (), twice), Asked("war"), ("timeline",))
    every = list(search.there)
    chosen = frozenset(every.index(unit) for unit in found.found)
    subsets = [frozenset(s) for size in range(len(chosen)) for s in itertools.combinations(sorted(chosen), size)]
    assert len(chosen) == 2
    assert search.prevents([chosen]) == [True]
    assert not any(search.prevents(subsets))


def test_the_window_is_kept_on_both_sides(rivals: Any) -> None:
    """Protects what counts as prevented: nothing within 12 months before or after, whatever comes later."""
    search = searched(rivals, Asked("war"))
    i, j = search.pair
    for away, out in ((0, False), (12, False), (13, True), (-12, False), (-13, True)):
        war = np.array([[search.case.tick + away, LogEvent.CLIMBED, -1, j, i, 5.0]])
        assert search.stays_out(Watched(war, np.zeros((0, 0))), search.case.tick) == out
    other = np.array([[search.case.tick, LogEvent.CLIMBED, -1, i, j, 4.0]])
    assert search.stays_out(Watched(other, np.zeros((0, 0))), search.case.tick)


@pytest.mark.parametrize("seed", range(8))
def test_delta_debugging_is_one_minimal(seed: int) -> None:
    """Protects ddmin itself on made-up questions, monotone and not: the set does it, and none with one fewer does."""
    draw = np.random.default_rng(seed)
    needed = frozenset(int(x) for x in draw.choice(40, draw.integers(1, 6), replace=False))
    harmful = int(draw.integers(0, 40))

    def monotone(sets: Any) -> list[bool]:
        return [needed <= each for each in sets]

    def spoilt(sets: Any) -> list[bool]:
        return [needed <= each and (harmful not in each or len(each) > 20) for each in sets]

    assert frozenset(minimal(range(40), monotone)) == needed
    for ask in (monotone, spoilt):
        if ask([frozenset(range(40))])[0]:
            got = frozenset(minimal(range(40), ask))
            assert ask([got]) == [True]
            assert not any(ask([got - {x} for x in got]))


def test_where_to_start_from() -> None:
    """Protects the order: everything, then a sort, then single things, then nothing."""
    groups = [[0, 1], [2, 3], []]
    assert starts(groups, lambda sets: [len(s) == 4 for s in sets]) == [0, 1, 2, 3]
    assert starts(groups, lambda sets: [s == {2, 3} for s in sets]) == [2, 3]
    assert starts(groups, lambda sets: [s == {1} for s in sets]) == [1]
    assert starts(groups, lambda sets: [False for _ in sets]) == []
    assert starts([[]], lambda sets: [True for _ in sets]) == []


@pytest.fixture(scope="module")
def blocs() -> Any:
    return load("two_blocs", ("time.years=3",))


def all_units(spec: Any, sorts: tuple[str, ...] = SORTS) -> Any:
    world = build(spec)
    one = survey(world, 2, 1, None)[0]
    return world, one, units(spec, world, one.events, (0, 3), world.ticks, -1, sorts)


def test_what_is_struck_does_not_happen_and_nothing_moves_before_it(blocs: Any) -> None:
    """Protects `removal is real`: no act of the unit in its months, and the same bits up to the first of them."""
    world, as_is, found = all_units(blocs, ("acts", "incidents", "chance", "disputes"))
    cache: dict[object, Any] = {}
    chosen = [item for item in found.items() if item[1].first > 3]
    assert {unit.sort for unit, _ in chosen} >= {"acts", "chance"}
    runs = watch([lane(blocs, world, 0, [strike], cache) for _, strike in chosen], 2)
    for (unit, strike), run in zip(chosen, runs, strict=True):
        assert (run.region[: strike.first] == as_is.region[: strike.first]).all(), unit
        before = as_is.events[as_is.events[:, TICK] < strike.first]
        assert (run.events[: len(before)] == before).all(), unit
        again = units(blocs, world, run.events, (0, 3), world.ticks, -1, (unit.sort,))
        ticks = {edit.tick for edit in strike.edits}
        left = {edit.tick for edit in again[unit].edits} if unit in again else set()
        assert not ticks & left, unit


def test_what_is_dated_is_struck_as_an_entry_not_as_an_act(blocs: Any) -> None:
    """Protects against counting twice: the yearly exercise of 2025-03 is no spontaneous act of that month."""
    world, one, found = all_units(blocs)
    exercise = world.kinds.index("joint_exercise")
    happened = one.events[(one.events[:, KIND] == exercise) & (one.events[:, TICK] == 2)]
    assert len(happened) >= 3
    for unit, strike in found.items():
        if unit.sort == "acts" and unit.name == "joint_exercise" and set(unit.who) <= {"ARL", "BOR", "CEL"}:
            assert 2 not in {edit.tick for edit in strike.edits}


def test_an_entry_struck_is_the_world_without_it(blocs: Any, rivals: Any) -> None:
    """Protects rows put off for good: the same bits as the scenario without that entry, for acts and other events."""
    for spec in (blocs, rivals):
        world = build(spec)
        one = survey(world, 2, 1, None)[0]
        cache: dict[object, Any] = {}
        for unit, strike in units(spec, world, one.events, (0, 1), world.ticks, -1, ("timeline",)).items():
            struck = watch([lane(spec, world, 0, [strike], cache)], 2)[0].region
            gone = run_batch([targets.without(spec, unit.name)], 2, [0]).region[: world.ticks, :, 0]
            assert (struck == gone).all(), unit


def test_without_all_conditions_there_is_no_hazard(blocs: Any) -> None:
    """Protects the last resort: how things stood always holds a cause, as nothing is left without all of it."""
    world = build(blocs)
    names = structural_conditions.conditions(world, 0, 3)
    assert len(names) == 6
    bare = world
    for name in names:
        bare = structural_conditions.without(bare, name)
    b = make([bare], 2, [0])
    advance(b, 0, *unread(bare, 24, 1))
    assert b.dyad[dyads.HAZARD, 0, 3, 0] == b.dyad[dyads.HAZARD, 3, 0, 0] == 0


def test_targets_struck_together_are_all_gone(blocs: Any) -> None:
    """Protects merged worlds: two treaties and a condition taken away at once."""
    world, _, found = all_units(blocs)
    treaties = [(unit, strike) for unit, strike in found.items() if unit.sort == "treaties"][:2]
    stake = found[Unit("conditions", "stake.ARL-DRA")]
    merged = lane(blocs, world, 0, [stake, *(strike for _, strike in treaties)], {}).world
    alone = [targets.without(blocs, unit.name) for unit, _ in treaties]
    assert merged.dyad[dyads.DISPUTE, 0, 3] == 0
    assert (merged.standing == np.minimum(alone[0].standing, alone[1].standing)).all()
    assert not (merged.standing == world.standing).all()


def test_where_events_do_not_explain_it_how_things_stood_does() -> None:
    """Protects the second question: with no event to strike, a condition is found, and it says so."""
    calm = RIVALS[: RIVALS.index("timeline:")]
    found = cause(load("calm.yaml", (), calm), replicates=6, seed=1, among=("timeline",))
    assert {unit.sort for unit in found.found} == {"conditions"}
    assert found.candidates["conditions"] >= 2
    assert json.loads(json.dumps(found.as_dict()))["found"][0]["text"]


def test_the_answer_is_words_and_plain_data(found: Any) -> None:
    plain = json.loads(json.dumps(found.as_dict()))
    assert plain["found"][0]["name"] == "timeline.2"
    words = ("Other sets may prevent it as well", "with the same random numbers", "prevents that in", "Over all runs")
    for said in words:
        assert said in str(found)


def test_nothing_struck_changes_nothing(blocs: Any) -> None:
    world = build(blocs)
    one, other = watch([lane(blocs, world, 1, [], {}), lane(blocs, world, 1, [Strike()], {})], 2)
    assert (one.region == other.region).all()
    assert (one.events == other.events).all()
