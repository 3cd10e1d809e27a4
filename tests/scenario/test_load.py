"""What a checked scenario holds: canonical, complete, and the same however the file is written."""

# Also tests: scenario/checks/warnings.py, scenario/overrides.py, scenario/postures.py,
#   scenario/world/geography.py

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dipsim.model.state.nation import TRAITS
from dipsim.scenario import locate
from dipsim.scenario.load import load, vary
from dipsim.scenario.postures import postures
from dipsim.scenario.schema.spec import Spec
from dipsim.scenario.world.geography import distance, proximities, proximity

ONE = """\
dipsim: 1
title: One way to write it
about: some words
issues: {sea: 1, border: 0.7}
nations:
  NO: {gdp: 500, name: NO, interests: {sea: 0.8, border: {position: -0.2, salience: 0.5}}}
  SE: {gdp: {value: 600, source: a bank, year: 2024, grade: 1}, burden: 2e-2}
  FI: {gdp: 300, id: AAA}
relations:
  - {between: [SE, NO], proximity: 0.9, trust: {SE: 0.7, NO: 0.6}, pact: [offence, defence]}
  - {between: [FI, SE], history: 1, notice: {FI: 0.5}, hotline: true}
organisations:
  - {name: Zed, kind: forum, members: [SE, NO], meets: 2}
  - {name: Alpha, kind: alliance, members: [NO, SE], holds: {joint_exercise: 1}}
exchanges: {port_call: {like: joint_exercise, cost: 0.02}, hotline: off}
timeline:
  - {at: 2026-01, government_change: "NO"}
  - {every: 2 years, port_call: {between: [NO, SE], notified: true}}
"""
TWO = """\
# another way to write the same
title: 'Another title'
"dipsim": 1
timeline:
  - every: 2 years
    port_call:
      notified: 1
      between: [NO, SE]
  - {government_change: {nation: NO}, at: "2026-01"}
exchanges:
  hotline: 'off'
  port_call: {cost: 2e-2, like: joint_exercise, title: Port call}
organisations:
  - {members: [NO, SE], kind: alliance, name: Alpha, holds: {joint_exercise: 1.0}}
  - {name: "Zed", members: [SE, NO], meets: 2.0, kind: forum, source: hearsay}
relations:
  - {between: [SE, FI], hotline: true, history: {FI: 1, SE: 1.0}, notice: {FI: .5}}
  - {pact: [defence, offence], between: [NO, SE], trust: {NO: 0.60, SE: 0.7}, proximity: 0.9}
nations:
  FI: {id: AAA, gdp: 3e2}
  SE: {burden: 0.02, gdp: 600}
  NO: {interests: {border: {salience: 0.5, position: -0.2}, sea: 0.8}, gdp: +500}
issues: {border: 0.7, sea: 1}
expect:
  - {verdict: cooperation, is: stabilises}
"""


@pytest.fixture(scope="module")
def spec() -> Spec:
    return load("one.yaml", text=ONE)


def test_order_quoting_comments_and_notes_do_not_change_the_hash(spec: Spec) -> None:
    other = load("two.yaml", text=TWO)
    assert other.hash == spec.hash
    assert other.text != spec.text  # titles and sources are kept
    assert load("one.yaml", ["nations.NO.gdp=501"], ONE).hash != spec.hash
    assert load("one.yaml", ["processes.crisis.motive=0.1"], ONE).hash != spec.hash
    assert load("one.yaml", ["exchanges.port_call.alarm=0.1"], ONE).hash != spec.hash


def test_norway_is_text(spec: Spec) -> None:
    assert "NO" in spec.nations
    assert spec.nations["NO"].name == "NO"
    assert spec.timeline[0].args.nation == "NO"  # type: ignore[attr-defined]


def test_order_is_that_of_ids_and_names(spec: Spec) -> None:
    assert list(spec.nations) == ["FI", "NO", "SE"]
    assert [one.between for one in spec.relations] == [("FI", "SE"), ("NO", "SE")]
    assert [one.name for one in spec.organisations] == ["Alpha", "Zed"]
    assert spec.organisations[0].members == ("NO", "SE")
    assert list(spec.kinds) == sorted(spec.kinds)


def test_everything_is_filled_in(spec: Spec) -> None:
    fin, nor = spec.nations["FI"], spec.nations["NO"]
    assert (fin.id, fin.name, nor.id) == ("AAA", "FI", "NO")
    assert nor.interests["sea"].salience == 1
    assert all(isinstance(fin.trait(name), float) for name in TRAITS)
    assert fin.g is None
    relation = spec.relations[0]
    assert relation.history == {"FI": 1.0, "SE": 1.0}
    assert relation.notice == {"FI": 0.5}
    assert relation.trust == {}
    assert spec.relations[1].trust == {"NO": 0.6, "SE": 0.7}
    assert spec.relations[1].pact == ("defence", "offence")
    assert spec.parameters["crisis.motive"] > 0


def test_evidence_is_kept_by_path(spec: Spec) -> None:
    evidence = spec.evidence["nations.SE.gdp"]
    assert (evidence.source, evidence.year, evidence.grade) == ("a bank", 2024, 1)
    assert evidence.low < 600 < evidence.high
    assert list(spec.evidence) == ["nations.SE.gdp"]


@pytest.mark.parametrize("name", ["one", *locate.names()])
def test_canonical_text_loads_back_to_itself(name: str) -> None:
    spec = load("one.yaml", text=ONE) if name == "one" else load(name)
    again = load("again.yaml", text=spec.text)
    assert again.text == spec.text
    assert again.hash == spec.hash
    assert again.evidence == spec.evidence
    assert again.kinds == spec.kinds


def test_frozen(spec: Spec) -> None:
    with pytest.raises(ValueError, match="frozen"):
        spec.title = "other"
    with pytest.raises(ValueError, match="frozen"):
        spec.nations["NO"].gdp = 1.0


def test_vary_changes_one_thing(spec: Spec) -> None:
    other = vary(spec, {"nations.*.transparency": 0.9, "timeline.1.port_call.scale": 2})
    assert {nation.transparency for nation in other.nations.values()} == {0.9}
    assert other.timeline[1].args.scale == 2  # type: ignore[attr-defined]
    assert vary(spec, ()).hash == spec.hash


def test_sources_survive_where_both_directions_are_equal() -> None:
    text = (
        "dipsim: 1\ntitle: T\nnations: {AA: {gdp: 1}, BB: {gdp: 1}}\nrelations:\n  - {between: [AA, BB], trust: %s}\n"
    )
    for trust in ("{value: 0.5, source: s}", "{AA: {value: 0.5, source: s}, BB: 0.5}"):
        spec = load("x.yaml", text=text % trust)
        assert len(spec.evidence) == 1
        assert spec.relations[0].trust == {"AA": 0.5, "BB": 0.5}
        assert load("x.yaml", text=spec.text).evidence == spec.evidence


def test_money_unit_scales_the_catalogue() -> None:
    plain = load("two_blocs")
    scaled = load(
        "two_blocs", ["money.per_billion=1024", *(f"nations.{c}.gdp={n.gdp * 1024}" for c, n in plain.nations.items())]
    )
    for name, kind in plain.kinds.items():
        assert scaled.kinds[name].numbers["cost"] == 1024 * kind.numbers["cost"]
        assert scaled.kinds[name].numbers["evidence"] == kind.numbers["evidence"]
    with pytest.raises(ValueError, match="E1106"):
        load("two_blocs", ["money.per_billion=1e-9"])  # the figures of the file are then far too large


def test_postures_give_what_a_nation_leaves_open() -> None:
    text = "dipsim: 1\ntitle: T\nnations: {AA: {gdp: 1, posture: %s, offence: 0.11}}\n"
    assert len(postures()) >= 10
    for name, traits in postures().items():
        nation = load("x.yaml", text=text % name).nations["AA"]
        assert nation.offence == 0.11
        for trait in set(traits) - {"offence"}:
            assert getattr(nation, trait) == float(str(traits[trait])), (name, trait)


PLACES = """\
dipsim: 1
title: T
nations:
  AA: {gdp: 1, location: [52.5, 13.4]}
  BB: {gdp: 1, location: [48.9, 2.35]}
  CC: {gdp: 1}
"""


def test_proximity_comes_from_locations_unless_listed() -> None:
    assert proximities(load("x.yaml", text=PLACES)) == {("AA", "BB"): 0.558}
    listed = load(
        "x.yaml",
        text=PLACES + "relations:\n  - {between: [BB, AA], dispute: 0.1}\n  - {between: [AA, CC], proximity: 0.3}\n",
    )
    assert [one.proximity for one in listed.relations] == [0.558, 0.3]
    assert proximities(listed) == {("AA", "BB"): 0.558, ("AA", "CC"): 0.3}


@given(*[st.tuples(st.floats(-90, 90), st.floats(-180, 180))] * 2)
@settings(max_examples=200)
def test_distance_is_symmetric_and_bounded(here: tuple[float, float], there: tuple[float, float]) -> None:
    assert 0 <= distance(here, there) <= 20016
    assert proximity(here, there) == proximity(there, here)
    assert proximity(here, here) == 1


def test_warnings_tell_what_cannot_matter() -> None:
    text = PLACES + (
        "issues: {sea: 1}\n"
        "organisations:\n  - {name: O, kind: forum, members: [AA, BB], cap: 1, content: defence}\n"
        "exchanges:\n  hotline: off\n  joint_exercise: {term: 5, price: 0.5}\n"
        "relations:\n  - {between: [AA, BB], hotline: true}\n"
        "timeline:\n  - {at: 2300-01, government_change: AA}\n"
        "  - {every: month, from: 2026-01, government_change: AA}\n"
        "time: {tick: quarter}\n"
    )
    codes = [(problem.code, problem.path) for problem in load("x.yaml", text=text).warnings]
    assert sorted(codes) == [
        ("W1601", "exchanges.joint_exercise.price"),
        ("W1601", "exchanges.joint_exercise.term"),
        ("W1601", "organisations.O.cap"),
        ("W1601", "organisations.O.content"),
        ("W1602", "exchanges.hotline"),
        ("W1603", "nations.CC"),
        ("W1605", "issues.sea"),
        ("W1606", "timeline.1.every"),
        ("W1607", "timeline.0.at"),
    ]
    mixed = load("x.yaml", text=PLACES.replace("AA: {", "AA: {name: \u0410rland, "))
    assert [problem.code for problem in mixed.warnings] == ["W1604", "W1603"]
