"""Pairs of runs at draws: the bits of the scenario at that draw, whatever the blocks, workers and neighbours."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dipsim.runs.batches.points import points
from dipsim.runs.batches.process_pool import processes
from dipsim.runs.errors import UnsettledStart
from dipsim.scenario.draws.draws import applied, from_prior
from dipsim.scenario.load import load, vary
from dipsim.scenario.world.build import build
from dipsim.study.interventions.targets import UnknownTarget, without
from dipsim.study.uncertainty.over_draws import Plan, over_draws
from dipsim.study.verdict import paired_runs as module
from dipsim.study.verdict.verdict import compare

TARGETS = ("cooperation", "joint_exercise", "processes.bill")


@pytest.fixture(scope="module")
def plan() -> Plan:
    return Plan(load("two_blocs", ["time.years=1"]), TARGETS, from_prior(3, 12), 2, 5)


@pytest.fixture(scope="module")
def found(plan: Plan) -> list[module.AtDraw]:
    return list(over_draws(plan))


def test_a_row_is_that_of_the_scenario_at_the_draw(plan: Plan, found: list[module.AtDraw]) -> None:
    assert [at.number for at in found] == list(range(12))
    for number in (0, 9):
        spec = applied(plan.spec, plan.draws.at(number))
        worlds = [build(spec), *(without(spec, name) for name in TARGETS)]
        runs = points(worlds, plan.seed, [plan.replicates(number)] * len(worlds))
        rows = tuple(compare(name, runs[0], gone) for name, gone in zip(TARGETS, runs[1:], strict=True))
        assert found[number].rows == rows


def test_replicates_use_the_draws_in_turn(plan: Plan) -> None:
    assert plan.replicates(3) == [3, 15]
    assert all(plan.draws.number_of(run) == 3 for run in plan.replicates(3))


def test_workers_and_neighbours_change_nothing(plan: Plan, found: list[module.AtDraw]) -> None:
    with processes(2) as pool:
        assert list(over_draws(plan, executor=pool)) == found
    assert list(over_draws(plan, [9, 2])) == [found[9], found[2]]


def test_a_start_that_does_not_settle_is_listed(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    real = module.settled_start
    tries: list[int] = []

    def second_fails(world: object) -> object:
        tries.append(1)
        if len(tries) == 2:
            raise UnsettledStart("the start does not settle: a test")
        return real(world)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "settled_start", second_fails)
    there = list(over_draws(plan, [0, 1, 2]))
    assert [bool(at.rows) for at in there] == [True, False, True]
    assert "does not settle" in there[1].failed


def test_a_cold_start_is_not_settled(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(_: object) -> object:
        raise AssertionError("a cold start needs no settled one")

    monkeypatch.setattr(module, "settled_start", never)
    cold = Plan(vary(plan.spec, ["options.start=cold"]), ("cooperation",), plan.draws, 1, 1)
    (at,) = over_draws(cold, [0])
    assert not at.failed


def test_progress_is_told_and_unknown_targets_are_refused(plan: Plan) -> None:
    told: list[int] = []
    list(over_draws(plan, [0, 1], progress=told.append))
    assert sum(told) == 2 * (len(TARGETS) + 1) * plan.pairs
    with pytest.raises(UnknownTarget):
        list(over_draws(replace(plan, targets=("no_such",)), [0]))


def test_an_override_as_a_target_keeps_the_draw(plan: Plan) -> None:
    """The arm with an override is the scenario at the draw with that override, settled for itself."""
    name = "processes.crisis.motive=0.4"
    (at,) = over_draws(replace(plan, targets=(name,)), [1])
    spec = applied(plan.spec, plan.draws.at(1))
    other = vary(spec, [name])
    assert (
        other.parameters["crisis.alarmed"]
        == spec.parameters["crisis.alarmed"]
        != plan.spec.parameters["crisis.alarmed"]
    )
    runs = points([build(spec), build(other)], plan.seed, [plan.replicates(1)] * 2)
    assert at.rows == (compare(name, *runs),)
