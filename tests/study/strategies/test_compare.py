"""Strategies: the same money for each, the nations they are meant for, what they mean for a nation, and regret."""

# Also tests: study/sensitivity/assumed_ranges.py, study/strategies/budget.py, study/strategies/definition.py,
#   study/strategies/national_outcomes.py, study/strategies/recommendation_text.py

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from legibility import faults

import dipsim
from dipsim.model.processes.exchange.third_party_reactions import KAPPA_HELPING, KAPPA_OWN
from dipsim.model.processes.exchange.utility import (
    W_GAINS,
    foreseen_alarm,
    utility_from_state,
    utility_net_of_rival_gain,
)
from dipsim.model.state import dyads
from dipsim.runs.batches.block_builder import make
from dipsim.runs.batches.points import points
from dipsim.runs.errors import UnsettledStart
from dipsim.scenario.load import load, vary
from dipsim.scenario.world.build import build
from dipsim.scenario.yaml.problems import ScenarioError
from dipsim.study.sensitivity import assumed_ranges
from dipsim.study.strategies import budget, definition
from dipsim.study.strategies.budget import Impossible
from dipsim.study.strategies.compare import Comparison, Regret, compare
from dipsim.study.strategies.definition import REFERENCE, circle, read
from dipsim.study.strategies.national_outcomes import accounts, arm_of, autonomy, fulfilled

THREE = """\
dipsim: 1
title: Two partners and a rival
time: {start: 2025-01, years: 3}
nations:
  ARL: {name: Arland, gdp: 900, growth: 0, industry: 0.6, sovereignty: 0.5}
  BOR: {name: Borovia, gdp: 900, growth: 0, industry: 0.2}
  CEL: {name: Celmar, gdp: 900, growth: 0, revisionism: 0.5}
relations:
  - {between: [ARL, BOR], proximity: 0.8, pact: defence, dependence: {ARL: 0.2, BOR: 0}}
  - {between: [ARL, CEL], proximity: 1, dispute: 0.5}
  - {between: [BOR, CEL], proximity: 0.5, dispute: 0.2}
"""
CALM = (  # nothing comes up by itself, nothing is broken, budgets are steady, and there are no disputes
    "processes.crisis.incident=0",
    "processes.crisis.motive=0",
    "processes.crisis.fear=0",
    "exchanges.*.rate=0",
    "processes.institutions.breach=0",
    "processes.arming.response=0",
    "processes.arming.drift=0",
    "processes.politics.government_change=0",
    "processes.politics.elections=0",
)


@pytest.fixture(scope="module")
def spec(tmp_path_factory: pytest.TempPathFactory) -> Any:
    path = tmp_path_factory.mktemp("three") / "three.yaml"
    path.write_text(THREE, encoding="utf-8")
    return load(path)


@pytest.fixture(scope="module")
def found(spec: Any) -> Comparison:
    return compare(spec, "ARL", replicates=8, draws=2, workers=1)


def planned(spec: Any, code: str, cost: float) -> tuple[Any, dict[str, Any]]:
    base = budget.ready(spec, read(spec))
    around = circle(base, build(base), code)
    return base, {name: budget.plan(base, around, name, one, cost) for name, one in read(base).items()}


@pytest.mark.parametrize("size", ["slide", "column"])
def test_its_figure_can_be_read(found: Comparison, size: str) -> None:
    drawn = dipsim.plot(found, size=size)
    assert faults(drawn, {"slide": 14.0, "column": 6.0}[size]) == []


def test_allies_rivals_and_others_are_those_of_the_rule(spec: Any) -> None:
    around = circle(spec, build(spec), "ARL")
    assert (around.allies, around.rivals, around.others) == (("BOR",), ("CEL",), ())
    west = load("two_blocs")
    around = circle(west, build(west), "ARL")
    assert (set(around.allies), around.rivals, around.others) == ({"BOR", "CEL"}, ("DRA", "EST", "FEL"), ("GAL",))
    neutral = circle(west, build(west), "GAL")  # no pact: its most trusted neighbour without a dispute
    assert set(neutral.rivals) == {"CEL", "FEL"}
    assert len(neutral.allies) == 1
    assert len(neutral.others) == definition.MOST


def test_the_plan_costs_the_money_to_within_one_cheapest_act(spec: Any) -> None:
    money = 0.05
    base, plans = planned(spec, "ARL", money)
    for name, one in plans.items():
        cheapest = min([base.kinds[kind].numbers["cost"] for kind in one.acts], default=0.0)
        assert abs(one.cost - money) <= 0.5 * cheapest / spec.time.years + 1e-12, name


def test_what_is_measured_is_what_was_planned_where_nothing_else_happens(spec: Any) -> None:
    """Protects against unequal cost: money that is not spent, counted twice, or crowded out."""
    base, plans = planned(vary(spec, CALM), "ARL", 0.05)
    arms = [arm_of(base), *(arm_of(one.spec, one.arms) for one in plans.values())]
    nothing, *others = accounts(arms, 0, 1, 4, gains=False)
    for (name, one), account in zip(plans.items(), others, strict=True):
        more = account.spent - nothing.spent + (account.defence - nothing.defence if one.arms else 0.0)
        assert more == pytest.approx(np.full(4, one.cost), abs=1e-9), name
    assert plans["arm_alone"].arms == 0.05


def test_instruments_that_are_in_force_are_not_signed_again(spec: Any) -> None:
    _, plans = planned(spec, "ARL", 0.05)
    assert "alliance_pact" not in plans["deter"].acts
    _, without = planned(vary(spec, ["relations.ARL-BOR.pact=[]"]), "ARL", 0.05)
    assert without["deter"].acts["alliance_pact"] == pytest.approx(1 / 3)


def test_the_supplier_is_who_makes_more_arms(spec: Any) -> None:
    for code, giver in (("ARL", "ARL"), ("BOR", "ARL")):
        _, plans = planned(spec, code, 0.05)
        acts = [entry.args for entry in plans["deter"].spec.timeline if entry.event == "arms_transfer"]
        assert acts
        assert {act.from_ for act in acts} == {giver}


def test_doing_nothing_is_the_scenario_bit_by_bit(spec: Any, found: Comparison) -> None:
    """The kinds that strategies bring along must not come up by themselves in any arm."""
    plain = points([build(spec)], 1, 8)[0]
    first = found[REFERENCE]
    assert first.level("expected_disputes") == plain.expected_disputes.mean()
    assert first.level("trust") == plain.trust.mean()
    assert all(effect.exactly_zero for effect in first.effects.values())


def test_strategies_do_something(found: Comparison) -> None:
    assert {row.name for row in found.rows} == {REFERENCE, *read(load("two_blocs"))}
    assert found["reassure"].effects["trust_in"].rises
    assert found["deter"].effects["revenue"].estimate > 0.0
    defence = found["arm_alone"].effects["defence"]  # budgets drift, so a run spends more or less than the plan
    assert defence.low < found.cost < defence.high


def test_autonomy_is_the_formula(spec: Any) -> None:
    spec = vary(spec, ["options.start=cold"])  # dependence as given: habits keep up a little more
    arm = arm_of(spec)
    b = make([arm.world], 1, [0])
    bound = spec.kinds["alliance_pact"].numbers["autonomy"]
    assert bound > 0.0
    assert autonomy(b, 0, arm.bonds)[0] == pytest.approx((1 - 0.2) / (1 + 0.5 * bound * 0.5))
    assert autonomy(b, 2, arm.bonds)[0] == 1.0
    council = {"name": "Common Council", "kind": "alliance", "members": ["ARL", "CEL"]}
    arm = arm_of(vary(spec, [f"organisations=[{json.dumps(council)}]"]))
    assert autonomy(make([arm.world], 1, [0]), 2, arm.bonds)[0] == pytest.approx(1 / (1 + 0.5 * bound * 0.5))


def test_gain_is_the_wish_of_either_side_for_what_was_served(spec: Any) -> None:
    b = make([build(spec)], 1, [0, 1])
    visit, sale = (list(spec.kinds).index(kind) for kind in ("official_visit", "arms_transfer"))
    gain = np.zeros((2, 3, 2))
    b.done[visit, 0, 2, 0] = 3.0
    b.done[sale, 1, 0, 1] = 1.0  # from BOR to ARL
    fulfilled(b, 0, gain)
    own, other = (utility_from_state(b, visit, i, j, 0, j, 0.0) for i, j in ((0, 2), (2, 0)))
    weight = b.par[W_GAINS, 0]
    assert gain[:, 2, 0] == pytest.approx(
        [3 * utility_net_of_rival_gain(own, other, weight), 3 * utility_net_of_rival_gain(other, own, weight)]
    )
    assert gain[0, 1, 1] != 0.0
    alarm = [foreseen_alarm(b, sale, i, j, 1, *_kappas(b)) for i, j in ((0, 1), (1, 0))]
    buys = utility_from_state(b, sale, 0, 1, 1, 1, alarm[0])
    sells = utility_from_state(b, sale, 1, 0, 1, 1, alarm[1])
    assert gain[:, 1, 1] == pytest.approx(
        [utility_net_of_rival_gain(buys, sells, weight), utility_net_of_rival_gain(sells, buys, weight)]
    )
    assert gain[:, 1, 0].tolist() == gain[:, 2, 1].tolist() == [0.0, 0.0]


def _kappas(b: Any) -> tuple[float, float]:
    return float(b.par[KAPPA_OWN, 0]), float(b.par[KAPPA_HELPING, 0])


def test_regret_by_hand() -> None:
    regret = Regret(("a", "b", "c"), ("one", "two"), np.array([[4.0, 4.0], [3.0, 4.5], [5.0, 3.0]]))
    assert regret.largest == {"a": 1.0, "b": 1.5, "c": 2.0}
    assert regret.best == {"a": 0, "b": 1, "c": 1}
    assert regret.minimax == "a"


def test_a_reading_is_run_as_if_the_scenario_said_so(spec: Any, found: Comparison) -> None:
    assert found.readings is not None
    place = next(n for n, text in enumerate(found.readings.worlds) if text.startswith("processes.bill.allied"))
    path = found.readings.worlds[place].split(" (")[0].replace(" ", "")
    again = compare(vary(spec, [path]), "ARL", cost=found.cost, replicates=8, draws=0, readings=False, workers=1)
    same = pytest.approx([row.level("expected_disputes") for row in again.rows], rel=1e-12)
    assert found.readings.expected_disputes[:, place].tolist() == same
    assert found.readings.expected_disputes[:, place].tolist() != found.readings.expected_disputes[:, 0].tolist()


def test_draws_without_a_settled_start_are_passed_over(spec: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    three = assumed_ranges.drawn(spec, 3, 1)
    asked: list[Any] = []

    def unsettled(every: int) -> None:
        def start(world: Any) -> None:
            asked.append(world)
            if len(asked) % every == 0:
                raise UnsettledStart("it moves")

        asked.clear()
        monkeypatch.setattr(assumed_ranges, "settled_start", start)

    unsettled(2)
    kept = assumed_ranges.drawn(spec, 2, 1)
    assert [one.parameters for one in kept] == [three[0].parameters, three[2].parameters]
    unsettled(1)
    with pytest.raises(UnsettledStart, match=r"expected 2 draws .* among 8, found 0"):
        assumed_ranges.drawn(spec, 2, 1)
    cold = vary(spec, ["options.start=cold"])
    assert len(assumed_ranges.drawn(cold, 2, 1)) == 2


def test_draws_change_what_is_assumed_and_nothing_else(spec: Any) -> None:
    ranges = {one.path: one for one in assumed_ranges.uncertain(spec)}
    assert "processes.crisis.motive" in ranges
    yardstick = (".cost", ".upkeep", ".staff")
    assert not [path for path in ranges if path.startswith("exchanges.") and path.endswith(yardstick)]
    assert "exchanges.forum.cap" not in {
        one.path for one in assumed_ranges.uncertain(vary(spec, ["exchanges.forum.cap=1"]))
    }
    first, second = assumed_ranges.drawn(spec, 2, 1)
    assert first.parameters == assumed_ranges.drawn(spec, 1, 1)[0].parameters
    assert first.parameters != second.parameters
    for name, value in first.parameters.items():
        one = ranges.get(f"processes.{name}")
        assert one.low <= value <= one.high if one else value == spec.parameters[name], name
    for kind in spec.kinds:
        for number, value in first.kinds[kind].numbers.items():
            one = ranges.get(f"exchanges.{kind}.{number}")
            assert one.low <= value <= one.high if one else value == spec.kinds[kind].numbers[number], (kind, number)


def test_what_has_no_place_here_is_said(spec: Any) -> None:
    lonely = vary(spec, ["relations.ARL-CEL.dispute=0", "relations.ARL-CEL.trust=0.9", "exchanges.forum=off"])
    _, plans = planned(lonely, "ARL", 0.05)
    assert plans["reassure"] is None  # no rival to reassure, and no forum
    assert "Forum is switched off in this scenario" in " ".join(plans["integrate"].notes)
    done = compare(lonely, "ARL", replicates=2, draws=0, readings=False, workers=1)
    assert "Reassure has nothing that can be done here" in done.notes


def test_instruments_that_cost_more_than_there_is_are_refused(spec: Any) -> None:
    with pytest.raises(Impossible, match="instruments of 'reassure' alone cost"):
        planned(spec, "ARL", 0.001)


def test_a_nation_without_money_or_neighbours_is_refused(spec: Any) -> None:
    with pytest.raises(KeyError):
        compare(spec, "XYZ")
    with pytest.raises(Impossible, match="linked to no other nation"):
        compare(load("far.yaml", text=THREE.replace("relations:", "  DIS: {gdp: 100}\nrelations:")), "DIS")


def test_the_usual_cost_is_a_tenth_of_the_grant_unless_instruments_ask_for_more(spec: Any) -> None:
    base, _ = planned(spec, "ARL", 0.05)
    around = circle(base, build(base), "ARL")
    assert budget.usual_cost(base, around, read(base)) == pytest.approx(0.1 * 0.0005 * 900)
    poor = vary(base, ["nations.ARL.diplomacy=0"])
    dear = budget.usual_cost(poor, around, read(base))
    assert all(budget.plan(poor, around, name, one, dear) for name, one in read(base).items())
    alone = {"arm_alone": read(base)["arm_alone"]}
    with pytest.raises(Impossible, match="a cost is needed"):
        budget.usual_cost(poor, around, alone)


def test_own_file(spec: Any, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    bold = "bold: {title: Be bold, shift: {transparency: 9}, defence: 0.5, programmes: [{kind: forum, with: everyone}]}"
    path.write_text(f"dipsim: 1\nstrategies:\n  {bold}\n", encoding="utf-8")
    done = compare(spec, "ARL", path, cost=0.04, replicates=2, draws=0, readings=False, workers=1)
    assert [row.name for row in done.rows] == [REFERENCE, "bold"]
    assert done["bold"].arms == 0.02
    assert done["bold"].acts["forum"] == pytest.approx(10)
    base = budget.ready(spec, read(spec, path))
    plan = budget.plan(base, done.circle, "bold", read(spec, path)["bold"], 0.04)
    assert plan is not None
    assert plan.spec.nations["ARL"].transparency == 1.0


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{title: T, programmes: [{kind: official_vist, with: rivals}]}", "E1202.*did you mean 'official_visit'"),
        ("{title: T, programmes: [{kind: sanction, with: rivals}]}", "E1215.*a kind of form measure"),
        ("{title: T, programmes: [{kind: forum, with: rival}]}", "E1109.*did you mean 'rivals'"),
        ("{title: T, programmes: [{kind: forum, with: rivals, weigth: 2}]}", "E1101.*did you mean 'weight'"),
        ("{title: T, shift: {transparancy: 0.2}}", "E1101.*did you mean 'transparency'"),
        ("{title: T, defence: 2}", "E1106"),
        ("{about: T}", "E1102"),
    ],
)
def test_a_wrong_file_is_answered_with_line_and_nearest_word(spec: Any, tmp_path: Path, line: str, said: str) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text(f"dipsim: 1\nstrategies:\n  talk: {line}\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match=rf"wrong\.yaml:3:\d+: error {said}"):
        read(spec, path)


def test_the_reserved_name_and_an_empty_file_are_refused(spec: Any, tmp_path: Path) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text("dipsim: 1\nstrategies: {do_nothing: {title: T}}\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match="E1111"):
        read(spec, path)
    path.write_text("dipsim: 1\nstrategies: {}\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match="E1114"):
        read(spec, path)


def test_the_conclusion_says_who_is_best_and_how_often(found: Comparison) -> None:
    best = found.by("expected_disputes", lowest=True)[0]
    assert found.draws is not None
    text = str(found)
    assert text.startswith("For Arland at ")
    assert f"'{best.title}' leaves the fewest disputes" in text
    assert f"Under {found.draws.best[best.name]} of 2 draws" in text
    unsure = found.closest.high >= 0.0
    assert ("cannot tell it from" in text) == unsure
    assert json.loads(json.dumps(found.as_dict()))["sentence"] == text


def test_threats_are_read_before_anything_is_drawn(spec: Any) -> None:
    """The rule for rivals reads the region at the start, which no seed changes."""
    worlds = [make([build(spec)], seed, [0]).dyad[[dyads.TRUST, dyads.THREAT]] for seed in (1, 2)]
    assert np.array_equal(*worlds)
