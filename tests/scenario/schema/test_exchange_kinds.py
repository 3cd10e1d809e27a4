"""The catalogue of exchange kinds, and what a scenario makes of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from dipsim.model.parameters import NUMBERS
from dipsim.model.state.exchange_kind import FORMS, GROUPS
from dipsim.scenario.load import load
from dipsim.scenario.schema.catalogue import FOLDER, catalogue, read_entry
from dipsim.scenario.yaml.problems import Report

TEXT = "dipsim: 1\ntitle: T\nnations: {AA: {gdp: 1}, BB: {gdp: 1}}\n"


@pytest.mark.parametrize("name", sorted(path.stem for path in FOLDER.glob("*.yaml")))
def test_every_number_has_bounds_source_and_grade(name: str) -> None:
    entry = catalogue()[name]
    assert entry.numbers
    assert entry.about
    for key, figure in entry.numbers.items():
        assert figure.bounds[0] <= figure.value <= figure.bounds[1], key
        assert figure.source, key
        assert figure.grade < 4 or figure.source, key
        assert figure.grade == 4 or not figure.source.startswith("assumed (prototype)") or figure.rivals, key


def test_resolved_kinds_are_complete() -> None:
    for kind in load("x.yaml", text=TEXT).kinds.values():
        assert set(kind.numbers) == set(kind.evidence) == set(NUMBERS.names())
        assert kind.form in FORMS
        assert kind.group in GROUPS
        assert kind.numbers["mode"] == 1


def test_the_ladder_of_thresholds_rises() -> None:
    kinds = load("x.yaml", text=TEXT).kinds
    ladder = [
        "official_visit",
        "forum",
        "joint_exercise",
        "arms_transfer",
        "intelligence_sharing",
    ]
    steps = [kinds[name].numbers["threshold"] for name in ladder]
    assert steps == sorted(set(steps))
    assert kinds["military_aid"].numbers["threshold"] == kinds["arms_transfer"].numbers["threshold"]


def test_a_kind_is_added_from_a_line() -> None:
    spec = load(
        "x.yaml",
        text=TEXT + "exchanges: {port_call: {like: joint_exercise, cost: 0.02, alarm: {value: 0.1, source: me}}}\n",
    )
    call, exercise = spec.kinds["port_call"], spec.kinds["joint_exercise"]
    assert (call.title, call.form, call.scope) == ("Port call", "pair", "exercise")
    assert call.numbers == exercise.numbers | {"cost": 0.02, "alarm": 0.1}
    assert (call.evidence["alarm"].source, call.evidence["cost"].grade) == ("me", 4)
    assert call.evidence["evidence"] == exercise.evidence["evidence"]


def test_a_kind_is_made_from_nothing() -> None:
    spec = load("x.yaml", text=TEXT + "exchanges: {parade: {form: pair, group: coercion, title: A parade, alarm: 1}}\n")
    assert (
        spec.kinds["parade"].title,
        spec.kinds["parade"].numbers["alarm"],
        spec.kinds["parade"].numbers["cost"],
    ) == ("A parade", 1, 0)


def test_chains_of_likes_and_off() -> None:
    two = "two: {like: joint_exercise, alarm: 0.9}"
    text = f"exchanges: {{one: {{like: two, cost: 0.1}}, {two}, joint_exercise: {{staff: 9}}}}\n"
    one = load("x.yaml", text=TEXT + text).kinds["one"].numbers
    assert (one["cost"], one["alarm"], one["staff"]) == (0.1, 0.9, 9)
    kinds = load("x.yaml", text=TEXT + "exchanges: {joint_exercise: off, port_call: {like: joint_exercise}}\n").kinds
    assert (kinds["joint_exercise"].numbers["mode"], kinds["port_call"].numbers["mode"]) == (0, 1)
    assert kinds["joint_exercise"].is_off


def test_a_kind_of_the_catalogue_can_be_made_like_another() -> None:
    kinds = load("x.yaml", text=TEXT + "exchanges: {official_visit: {like: forum, cost: 0.5}}\n").kinds
    assert kinds["official_visit"].numbers == kinds["forum"].numbers | {"cost": 0.5}
    assert kinds["official_visit"].form == "many"


@pytest.mark.parametrize(
    "text",
    [
        "relations: [{between: [AA, BB], pact: offence}]\n",
        "exchanges: {offence_pact: {cost: 0.1}}\n",
        "timeline: [{at: 2026-01, offence_pact: {between: [AA, BB]}}]\n",
        "timeline: [{at: 2026-01, end: {kind: offence_pact, between: [AA, BB]}}]\n",
    ],
)
def test_optional_kinds_come_when_they_are_named(text: str) -> None:
    kinds = load("x.yaml", text=TEXT + text).kinds
    assert kinds["offence_pact"].numbers["cover_offence"] == 1
    assert kinds["offence_pact"].numbers["cover_defence"] == 0
    assert "neutrality_pact" not in kinds


MINE = "kind: mine\ntitle: T\nabout: a\nlike: forum\nnumbers: "


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("kind: other\ntitle: T\nabout: a\nform: pair\ngroup: cooperation\n", "E1501"),
        ("kind: mine\ntitle: T\nabout: a\nform: pair\n", "E1218"),
        (MINE + "{cost: {value: 1, bounds: [2, 3], grade: 4, source: s}}\n", "E1502"),
        (MINE + "{notice: {value: 1, bounds: [0, 3], grade: 4, source: s}}\n", "E1502"),
        (MINE + "{costs: {value: 1, bounds: [0, 3], grade: 4, source: s}}\n", "E1101"),
        (MINE + "{cost: {value: 1, bounds: [0, 3], grade: 4}}\n", "E1102"),
    ],
)
def test_bad_catalogue_files(tmp_path: Path, text: str, code: str) -> None:
    (tmp_path / "mine.yaml").write_text(text)
    report = Report()
    read_entry(tmp_path / "mine.yaml", report)
    assert [problem.code for problem in report.problems] == [code]
