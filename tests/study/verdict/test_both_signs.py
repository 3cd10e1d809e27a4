"""Small versions of campaigns/both_signs.py: its space leads somewhere, and what it picks from what it tried."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from dipsim.scenario.load import load
from dipsim.study.interventions.targets import chosen
from dipsim.study.verdict.decision import Effect
from dipsim.study.verdict.verdict import verdict

CAMPAIGNS = Path(__file__).resolve().parents[3] / "campaigns"
SETTING = ("as it is", "as it is", "as it is", "as it is")


@pytest.fixture(scope="module")
def campaigns() -> Iterator[dict[str, ModuleType]]:
    """The scripts as modules; they can import each other while they are used."""
    found: dict[str, ModuleType] = {}
    for name in (
        "paired",
        "both_signs_numbers",
        "both_signs_space",
        "both_signs_tables",
        "both_signs",
        "both_signs_reasons",
    ):
        spec = importlib.util.spec_from_file_location(name, CAMPAIGNS / f"{name}.py")
        assert spec is not None
        assert spec.loader is not None
        found[name] = sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(found[name])
    yield found
    for name in found:
        del sys.modules[name]


def tried(campaigns: Any, share: float, setting: tuple[str, ...], region: str = "us_india", half: float = 0.1) -> Any:
    """A made-up result of joint exercises: a share of a base of 10, give or take ``half``."""
    disputes = Effect(10 * share, 10 * share - half, 10 * share + half, 10.0)
    return campaigns["both_signs_space"].Tried(
        region, "joint_exercise", setting, 16, disputes, Effect(0, -0.1, 0.1, 5.0)
    )


@pytest.mark.parametrize("all_regions", [False, pytest.param(True, marks=pytest.mark.campaign)])
def test_every_level_of_a_region_is_a_scenario_and_every_target_is_in_it(campaigns: Any, all_regions: bool) -> None:
    space = campaigns["both_signs_space"]
    regions = space.regions()
    for region in regions.values() if all_regions else [regions["us_south_korea"]]:
        for factor in space.FACTORS:
            for level in region.levels(factor):
                setting = tuple(level if one == factor else space.AS_IS for one in space.FACTORS)
                spec = load(region.scenario, region.sets(setting))
                assert [chosen(spec, target) for target in region.targets.values()] == [
                    [target] for target in region.targets.values()
                ]
        assert set(region.targets) <= set(space.NEED)


def test_every_combination_of_levels_is_tried(campaigns: Any) -> None:
    region = campaigns["both_signs_space"].regions()["us_south_korea"]
    settings = list(region.settings())
    assert len(settings) == len(set(settings)) == 4 * 3 * 4 * 7
    assert region.sets(SETTING) == list(region.given)
    bold = region.sets(("North Korea bold", *SETTING[1:]))
    assert load(region.scenario, bold).nations["PRK"].revisionism == 0.9


def test_the_ends_of_numbers_are_the_bounds_of_the_catalogue(campaigns: Any) -> None:
    targets = {"arms_transfer": "arms_transfer", "control_regime": "organisations.X"}
    best = campaigns["both_signs_space"].ends(targets, ["at its best"])["at its best"]
    arms = "alarm: 0, rate: 1, evidence: 0.5, reassurance: 2, delivery: 0.06, technology: 0.02, interoperability: 0.05"
    assert best == (
        f"exchanges.arms_transfer={{{arms}}}",
        "processes.crisis.alarmed=0",
        "processes.perception.embolden=0",
    )
    targets = {"joint_exercise": "joint_exercise", "control_regime": "organisations.X"}
    ends = campaigns["both_signs_space"].ends(targets, ["alarm low", "alarm high"])
    assert list(ends) == ["as it is", "alarm low", "alarm high"]
    assert ends["alarm high"] == (
        "exchanges.joint_exercise={alarm: 1.2, rate: 5}",
        "processes.crisis.alarmed=1",
        "processes.perception.embolden=1",
    )


def test_a_regime_is_added_to_the_organisations_that_are_there(campaigns: Any) -> None:
    override = campaigns["both_signs_space"].regime("us_india", "Supply Accord", "USA FRA")
    before, after = load("us_india").organisations, load("us_india", [override]).organisations
    assert {one.name: (one.members, one.quality, one.meets) for one in after} == {
        one.name: (one.members, one.quality, one.meets) for one in before
    } | {"Supply Accord": (("FRA", "USA"), after[-1].quality, after[-1].meets)}


def test_effects_are_those_of_a_verdict(campaigns: Any) -> None:
    space, script = campaigns["both_signs_space"], campaigns["both_signs"]
    nothing = {space.AS_IS: ()}
    region = space.Region("two_nations", {"joint_exercise": "joint_exercise"}, nothing, nothing, numbers=())
    (one,) = script.measure("two_nations", region, SETTING, ["joint_exercise"], 6, 3)
    row = verdict("two_nations", "joint_exercise", replicates=6, seed=3, controls=False)["joint_exercise"]
    assert one.disputes == row.effects["expected_disputes"]
    assert one.force == row.effects["expected_force"]
    assert one.word == row.word


def test_what_is_left_with_bad_luck(campaigns: Any) -> None:
    assert tried(campaigns, 0.05, SETTING).nearest == pytest.approx(0.04)
    assert tried(campaigns, -0.05, SETTING).nearest == pytest.approx(-0.04)
    assert tried(campaigns, 0.005, SETTING).nearest == 0


def test_pairs_with_own_numbers_and_few_differences_come_first(campaigns: Any) -> None:
    closed, open_ = (*SETTING[:2], "closed", SETTING[3]), (*SETTING[:2], "open", SETTING[3])
    far = ("all content", "much at stake", *SETTING[2:])
    high = (*SETTING[:3], "alarm high")
    up, down = tried(campaigns, 0.06, closed), tried(campaigns, -0.05, open_)
    others = [
        tried(campaigns, -0.2, far),  # stronger, but two more factors differ
        tried(campaigns, 0.3, high),  # stronger, but by the numbers
        tried(campaigns, 0.02, open_),  # too small to count
        tried(campaigns, -0.5, SETTING, "us_south_korea"),  # another region
    ]
    pairs = campaigns["both_signs"].choose([*others, down, up], "joint_exercise")
    assert pairs[0] == (up, down)
    assert campaigns["both_signs_space"].differing(*pairs[0]) == ["agreements"]
    assert len(pairs) == 2
    assert not set(pairs[0]) & set(pairs[1])
    assert campaigns["both_signs"].choose([up, others[3]], "joint_exercise") == []


def test_a_setting_that_is_not_clear_is_tried_last_and_only_after_a_closer_look(campaigns: Any) -> None:
    space, choose = campaigns["both_signs_space"], campaigns["both_signs"].choose
    up, weak = tried(campaigns, 0.06, SETTING), tried(campaigns, -0.05, ("all content", *SETTING[1:]), half=0.9)
    looked = space.Tried(weak.region, weak.kind, weak.setting, 64, weak.disputes, weak.force)
    assert choose([up, weak], "joint_exercise", clear=False) == []
    assert choose([up, looked], "joint_exercise", clear=False) == [(up, looked)]
    assert choose([up, looked], "joint_exercise") == []
    down = tried(campaigns, -0.05, ("all content", "much at stake", *SETTING[2:]))
    assert choose([up, looked, down], "joint_exercise", clear=False)[0] == (up, down)


def test_the_settings_nearest_to_a_missing_sign_are_looked_at_again(campaigns: Any, monkeypatch: Any) -> None:
    script = campaigns["both_signs"]
    up, weak = tried(campaigns, 0.06, SETTING), tried(campaigns, -0.02, ("all content", *SETTING[1:]), half=0.5)
    looked = []
    monkeypatch.setattr(script, "measure", lambda *given, **how: looked.append((given[2], how["pairs"])) or [])
    assert list(script.closer(["us_india"], ["joint_exercise"], [up, weak], True)) == []
    assert looked == [(weak.setting, 64)]
    again = campaigns["both_signs_space"].Tried(up.region, up.kind, weak.setting, 64, up.disputes, up.force)
    assert script.latest([up, weak, again]) == [up, again]


def test_without_a_pair_the_best_of_each_sign_is_confirmed(campaigns: Any) -> None:
    up, more = tried(campaigns, 0.06, SETTING), tried(campaigns, 0.1, ("all content", *SETTING[1:]))
    found = campaigns["both_signs"].singles([up, more, tried(campaigns, -0.005, SETTING)], "joint_exercise")
    assert found == [more]
    high = tried(campaigns, 0.2, (*SETTING[:3], "alarm high"))
    assert campaigns["both_signs"].singles([up, more, high], "joint_exercise") == [more, high]


@pytest.mark.campaign
def test_the_page_is_written_from_what_is_stored(campaigns: Any) -> None:
    script, tables = campaigns["both_signs"], campaigns["both_signs_tables"]
    screened = script.latest(script.read_table(script.TABLE))
    found = script.from_data(json.loads(script.STORE.read_text(encoding="utf-8")))
    assert list(found) == list(campaigns["both_signs_space"].NEED)
    page = script.PAGE.read_text(encoding="utf-8")
    for text in (tables.counts(screened), tables.confirmed(found), tables.by_level(screened), tables.overrides(found)):
        assert text in page, "run: python campaigns/both_signs.py --page"


def test_what_is_said_to_hold_holds_in_the_store(campaigns: Any) -> None:
    """The headlines of the page: both signs of five kinds, confirmed on another seed with 400 pairs."""
    script, holds = campaigns["both_signs"], campaigns["both_signs_space"].holds
    found = script.from_data(json.loads(script.STORE.read_text(encoding="utf-8")))
    for kind in ("joint_exercise", "arms_transfer", "alliance_pact", "technology_transfer", "exhibition"):
        assert any(len(group) == 2 and holds(group, kind) for group in found[kind])
    assert {one.pairs for groups in found.values() for group in groups for one in group} == {400}


def test_parts_that_are_switched_off_exist_and_stand_beside_what_was_confirmed(campaigns: Any) -> None:
    script, reasons = campaigns["both_signs"], campaigns["both_signs_reasons"]
    found = reasons.stored()
    asked = [(said, *about) for *about, parts in reasons.REASONS for said in (reasons.WHOLE, *parts)]
    assert [(said, one.kind, one.region, one.setting) for said, one in found] == asked
    groups = script.from_data(json.loads(script.STORE.read_text(encoding="utf-8"))).values()
    confirmed = [one for listed in groups for group in listed for one in group]
    assert all(one in confirmed for said, one in found if said == reasons.WHOLE)
    assert reasons.table(found) in script.PAGE.read_text(encoding="utf-8"), (
        "run: python campaigns/both_signs_reasons.py --page"
    )


def test_a_part_is_off_in_both_arms(campaigns: Any, monkeypatch: Any) -> None:
    """Nothing is left of exercises that come up for nobody, and all of them where an empty part is off."""
    reasons, script = campaigns["both_signs_reasons"], campaigns["both_signs"]
    monkeypatch.setitem(reasons.CONFIRM, "pairs", 4)
    about = ("joint_exercise", "us_india", SETTING)
    gone = reasons.without(*about, "exchanges.joint_exercise.rate=0")
    (whole,) = script.measure("us_india", reasons.regions()["us_india"], SETTING, ["joint_exercise"], 4, 2)
    assert abs(gone.disputes.estimate) < abs(whole.disputes.estimate)
    assert reasons.without(*about, "") == whole


def test_both_signs_hold_only_where_they_differ_and_are_large_enough(campaigns: Any) -> None:
    holds = campaigns["both_signs_space"].holds
    up, down = tried(campaigns, 0.06, SETTING), tried(campaigns, -0.05, SETTING)
    assert holds([up, down], "joint_exercise")
    assert not holds([up, up], "joint_exercise")
    assert not holds([up, tried(campaigns, -0.02, SETTING)], "joint_exercise")
    assert holds([up, tried(campaigns, -0.02, SETTING)], "exhibition")
    assert not holds([up, tried(campaigns, -0.04, SETTING, half=0.5)], "joint_exercise")


def test_the_table_holds_what_was_tried_and_comes_back(campaigns: Any, tmp_path: Path) -> None:
    space, script = campaigns["both_signs_space"], campaigns["both_signs"]
    one = tried(campaigns, 0.06, SETTING)
    assert space.tried_from([str(cell) for cell in one.row()]) == one
    found = {"joint_exercise": [[one, one]], "exhibition": [[one], [one]], "arms_transfer": []}
    assert script.from_data(json.loads(script.text_of(found))) == found
    assert len(script.HEAD) == len(one.row())
    assert script.read_table(tmp_path / "none.csv") == []


def test_tables_count_what_was_tried(campaigns: Any) -> None:
    screened = [tried(campaigns, share, SETTING) for share in (0.06, 0.02, -0.04, 0.0)]
    assert campaigns["both_signs_tables"].counts(screened).splitlines()[2] == (
        "| joint exercise | us_india | 4 | 2 (1) | 1 (1) | -4.0 to +6.0 % |"
    )
    text = campaigns["both_signs_tables"].confirmed({"joint_exercise": [screened[::2]]})
    assert "| joint exercise | us_india | as it is | +6.0 % (+5.0 to +7.0) | 10 | escalates |" in text
