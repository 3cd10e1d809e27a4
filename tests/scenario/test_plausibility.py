"""What is valid and hardly meant is doubted, each with its own rule; what is ordinary is not."""

# Also tests: scenario/checks/plausibility.py, scenario/checks/habits.py

from __future__ import annotations

import re

import pytest

from dipsim.scenario.load import load
from dipsim.scenario.yaml.problems import ScenarioError

TEXT = """\
dipsim: 1
title: x
nations:
  ARL: {{gdp: {gdp}, burden: 0.032}}
  BOR: {{gdp: 1000, burden: 0.02}}
relations:
  - {{between: [ARL, BOR], proximity: 1{relation}}}
timeline:
  - {{{entry}}}
"""
VISIT = "every: year, official_visit: {between: [ARL, BOR]}"


def codes(gdp: str = "238", relation: str = "", entry: str = VISIT) -> list[tuple[str, str]]:
    """Code and found of the doubts about a scenario with one odd thing."""
    text = TEXT.format(gdp=gdp, relation=relation, entry=entry)
    return [(one.code, one.found) for one in load("x.yaml", text=text).warnings]


def test_an_ordinary_scenario_is_not_doubted() -> None:
    assert codes() == []
    assert codes(relation=", pact: defence, trust: 0.7") == []
    assert codes(relation=", dispute: 0.6, trust: 0.3") == []
    assert codes(entry="at: 2026-01, arms_transfer: {from: BOR, to: ARL, value: 15}") == []


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"gdp": "238000"}, ("W1610", "238000")),
        (
            {"entry": "at: 2026-01, arms_transfer: {from: BOR, to: ARL, value: 250}"},
            ("W1611", "250, 32.8 budgets"),
        ),
        ({"relation": ", pact: defence, trust: {ARL: 0.1, BOR: 0.8}"}, ("W1612", "0.1")),
        ({"relation": ", pact: [offence], dispute: 0.6"}, ("W1612", "0.6")),
        ({"relation": ", dispute: 0.6, trust: 0.9"}, ("W1612", "0.9")),
        (
            {"relation": ", trust: 0.05", "entry": "every: year, joint_exercise: {between: [ARL, BOR]}"},
            ("W1613", "0.05"),
        ),
        ({"gdp": "50", "entry": "every: month, joint_exercise: {between: [ARL, BOR]}"}, ("W1614", "0.048")),
    ],
)
def test_each_doubt(change: dict[str, str], found: tuple[str, str]) -> None:
    assert codes(**change) == [found]


def test_a_sale_in_indicator_values_is_doubted_too() -> None:
    found = codes(entry="at: 2026-01, arms_transfer: {from: BOR, to: ARL, tiv: 500000}")
    assert [code for code, _ in found] == ["W1611"]


NO_ACTS = tuple(f"exchanges.{name}.rate=0" for name, kind in load("two_blocs").kinds.items() if kind.numbers["rate"])
NO_DISPUTES = ("processes.crisis.incident=0", "processes.crisis.motive=0", "processes.crisis.fear=0")


def unsettled(start: str, *sets: str, relation: str = "", more: str = "") -> list[str]:
    """What is found where the start is doubted."""
    text = TEXT.format(gdp=900, relation=relation, entry=VISIT) + f"options: {{start: {start}}}\n{more}"
    return [one.found for one in load("x.yaml", list(sets), text).warnings if one.code == "W1615"]


@pytest.mark.parametrize("start", ["cold", "crises"])
def test_a_start_without_habits_is_doubted_where_acts_come_up_by_themselves(start: str) -> None:
    (found,) = unsettled(start)
    assert re.fullmatch(rf"{start}, where these go on by themselves: [A-Z][a-z ]+ and \d+ more", found)
    assert unsettled("settled") == []
    one = unsettled(start, *NO_ACTS, *NO_DISPUTES, "exchanges.official_visit.rate=1")
    assert one == [f"{start}, where these go on by themselves: Official visit"]


def test_a_start_is_not_doubted_where_nothing_comes_up_by_itself() -> None:
    still = (*NO_ACTS, *NO_DISPUTES)
    assert unsettled("cold", *still) == []
    assert unsettled("cold", *NO_DISPUTES, "exchanges.military_incident=off", relation=", willingness: 0") == []


def test_what_goes_on_without_a_proposal_counts_too() -> None:
    still = (*NO_ACTS, *NO_DISPUTES)
    words = "cold, where these go on by themselves: "
    assert unsettled("cold", *NO_ACTS) == [words + "disputes"]
    assert unsettled("crises", *NO_ACTS) == []  # such a start knows the disputes
    assert unsettled("cold", *NO_DISPUTES, relation=", willingness: 0") == [words + "Military incident"]
    assert unsettled("cold", *still, relation=", pact: defence") == [words + "Defence pact"]
    spent = "exchanges.alliance_pact.upkeep_evidence=0"
    assert unsettled("cold", *still, spent, relation=", pact: defence") == []
    forum = "organisations: [{name: F, kind: forum, members: [ARL, BOR], meets: 2}]\n"
    assert unsettled("cold", *still, more=forum) == [words + "Forum"]


def problem(text: str) -> str:
    """The first problem of a scenario, from its code on."""
    with pytest.raises(ScenarioError) as caught:
        load("x.yaml", text=text)
    return str(caught.value.problems[0])


HEAD = "dipsim: 1\ntitle: x\nnations:\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (HEAD + "  ARL: {gdp: 9, burden: 3.2}\n", "0 and 0.5 (a share), found '3.2' (did you mean '0.032'?)"),
        (HEAD + "  ARL: {gdp: 9, transparency: 60}\n", "(a share), found '60' (did you mean '0.6'?)"),
        (HEAD + "  ARL: {gdp: 238000000000}\n", "(billions of USD), found '238000000000' (did you mean '238'?)"),
        (HEAD + "  ARL: {gdp: 1,108}\n", "expected a number without commas (gdp: 1108), found '108'"),
        (HEAD + "  ARL: {gdp: 9, quux: 1}\n", "expected a known key (adaptability, burden, "),
        (
            HEAD + "  ARL: {gdp: 9\n  BOR: {gdp: 4}\n",
            "x.yaml:4:8: error E1008: scenario: expected valid YAML: a comma, or",
        ),
        ('dipsim: 1\ntitle: "x\nnations: {}\n', "x.yaml:2:8: error E1008: scenario: expected valid YAML: the quote"),
        (
            "dipsim: 1\nabout: [a, b\ntitle: x\n",
            "x.yaml:2:8: error E1008: scenario: expected valid YAML: a comma, or",
        ),
        (
            HEAD + "  ARL:\n    gdp: 9\n    burden 0.02\n    g: 1\n",
            "x.yaml:6:5: error E1008: scenario: expected valid",
        ),
        (
            "dipsim: 1\ntime:\n  years 4\n  start: 2025-01\n",
            "x.yaml:4:8: error E1008: scenario: expected valid YAML (",
        ),
    ],
)
def test_hints_say_what_may_have_been_meant_and_where(text: str, words: str) -> None:
    assert words in problem(text)


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        ("ARL.transparency", "nations.ARL.transparency"),
        ("transparency", "nations.*.transparency"),
        ("ARL-BOR.trust", "relations.ARL-BOR.trust"),
        ("nation.ARL.gdp", "nations.ARL.gdp"),
        ("crisis.motive", "processes.crisis.motive"),
    ],
)
def test_an_override_without_its_section_is_told_where_it_belongs(path: str, meant: str) -> None:
    with pytest.raises(ScenarioError, match=re.escape(f"did you mean '{meant}'")):
        load("two_nations", [f"{path}=0.5"])


def test_hidden_may_be_said_like_notified() -> None:
    entry = "every: year, joint_exercise: {between: [ARL, BOR], hidden: true, notified: false}"
    spec = load("x.yaml", text=TEXT.format(gdp=900, relation="", entry=entry))
    assert (spec.timeline[0].args.hidden, spec.timeline[0].args.notified) == (1.0, 0.0)
