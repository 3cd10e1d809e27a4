"""Facts of today's states, complete and the same from both sides; scenarios that start from them invent nothing."""

# Also tests: public_data/states/places.py, public_data/scenarios/bare.py, public_data/scenarios/sketch.py

from __future__ import annotations

import math

import pytest

from dipsim.public_data.scenarios.bare import bare
from dipsim.public_data.scenarios.sketch import sketch
from dipsim.public_data.states import states
from dipsim.public_data.states.places import places
from dipsim.public_data.states.state_table import STILL
from dipsim.scenario.load import load
from dipsim.scenario.yaml.problems import ScenarioError

FURTHEST = 6600  # km between capitals of land neighbours: Moscow and Pyongyang
AEGEAN = ["GRC", "TUR", "CYP", "EGY", "ISR"]


def kilometres(one: str, other: str) -> float:
    """Distance of two capitals along the globe."""
    a, b = places()[one], places()[other]
    north = [math.radians(value) for value in (a.latitude, b.latitude)]
    east = math.radians(b.longitude - a.longitude)
    cosine = math.sin(north[0]) * math.sin(north[1]) + math.cos(north[0]) * math.cos(north[1]) * math.cos(east)
    return 6371 * math.acos(min(1.0, cosine))


def test_every_state_of_today_has_a_place() -> None:
    today = {code for code, state in states().items() if state.years[-1][1] == STILL}
    assert set(places()) == today
    for place in places().values():
        assert place.capital
        assert abs(place.latitude) <= 90
        assert abs(place.longitude) <= 180


def test_neighbours_are_mutual_and_no_further_than_they_can_be() -> None:
    for place in places().values():
        for other in place.neighbours:
            assert place.code in places()[other].neighbours
            assert kilometres(place.code, other) < FURTHEST


def test_some_that_are_known() -> None:
    assert places()["CYP"].neighbours == ()
    assert places()["PRT"].neighbours == ("ESP",)
    assert (places()["NOR"].capital, places()["NOR"].neighbours) == ("Oslo", ("FIN", "RUS", "SWE"))
    assert 750 < kilometres("GRC", "TUR") < 900


def filled(codes: list[str]) -> str:
    """The text with the same money for all."""
    text = bare("Aegean", codes)
    return text.replace("    gdp:     ", "    gdp: 100 ").replace("    burden:     ", "    burden: 0.02 ")


def test_money_is_missing_and_named() -> None:
    with pytest.raises(ScenarioError) as caught:
        load("aegean.yaml", text=bare("Aegean", AEGEAN))
    found = {problem.path: problem.found for problem in caught.value.problems}
    assert found == {f"nations.{code}.{key}": "nothing" for code in AEGEAN for key in ("gdp", "burden")}


def test_nothing_is_invented() -> None:
    spec = load("aegean.yaml", text=filled(AEGEAN))
    assert spec.nations["GRC"].name == "Greece"
    assert {frozenset(relation.between) for relation in spec.relations} == {
        frozenset({"GRC", "TUR"}),
        frozenset({"EGY", "ISR"}),
    }
    assert all(relation.land and not relation.pact and relation.dispute == 0 for relation in spec.relations)
    assert all(relation.trust == {} and relation.history == {} for relation in spec.relations)
    assert (spec.timeline, spec.organisations, spec.issues) == ((), (), {})


def test_states_without_a_border_among_them() -> None:
    assert load("x.yaml", text=filled(["GRC", "CHL"])).relations == ()


def test_a_sketch_says_that_it_is_invented() -> None:
    spec = load("x.yaml", text=sketch("Mine", ["ARL", "BOR", "CEL"]))
    assert "invented nations" in (spec.about or "")
    assert spec.nations["ARL"].name == "Arland"
