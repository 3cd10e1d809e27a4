"""Land borders and distances of pairs: kept with the scenario and in the world, without effect on any number yet."""

# Also tests: scenario/world/build.py, scenario/world/reach.py, scenario/yaml/problems.py

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from dipsim.documentation.evidence import drivers
from dipsim.model.state import dyads
from dipsim.scenario.load import load
from dipsim.scenario.world.build import build
from dipsim.scenario.yaml.problems import ScenarioError

TEXT = """\
dipsim: 1
title: Three
nations: {AA: {gdp: 1}, BB: {gdp: 2}, CC: {gdp: 3}}
relations:
  - {between: [BB, AA], proximity: 0.9, LAND}
  - {between: [BB, CC], proximity: 0.5, distance: 800}
"""
GIVEN = "land: true, distance: {value: 0, source: a map, year: 1989}, shared_organisations: 23"


def written(said: str) -> str:
    return TEXT.replace("LAND", said) if said else TEXT.replace(", LAND", "")


def test_land_and_distance_are_carried_into_the_world() -> None:
    spec = load("three.yaml", text=written(GIVEN))
    world = build(spec)
    a, b, c = (world.codes.index(code) for code in ("AA", "BB", "CC"))
    assert world.land[b, a]
    assert np.array_equal(np.argwhere(world.land), sorted([[a, b], [b, a]]))
    assert (world.distance[a, b], world.distance[b, a], world.distance[c, b]) == (0.0, 0.0, 800.0)
    assert np.isnan(world.distance[a, c])
    assert spec.evidence["relations.AA-BB.distance"].source == "a map"
    assert spec.relations[0].shared_organisations == 23.0


def test_written_down_and_read_again_they_are_the_same() -> None:
    spec = load("three.yaml", text=written(GIVEN))
    again = load("again.yaml", text=spec.text)
    assert again.text == spec.text
    assert again.hash == spec.hash
    assert "land: true" in spec.text


def test_a_file_without_the_keys_says_nothing_of_them() -> None:
    assert "land" not in load("three.yaml", text=written("")).text
    world = build(load("three.yaml", text=written("land: false")))
    assert not world.land.any()


def test_they_change_reach_and_no_other_number() -> None:
    one, other = (build(load("three.yaml", text=written(said))) for said in ("", GIVEN))
    for field in dataclasses.fields(one):
        if field.name not in ("land", "distance", "dyad"):
            np.testing.assert_equal(getattr(one, field.name), getattr(other, field.name), field.name)
    same = np.array([row != dyads.REACH for row in range(len(one.dyad))])
    np.testing.assert_equal(one.dyad[same], other.dyad[same])
    assert (one.dyad[dyads.REACH] != other.dyad[dyads.REACH]).any()
    counted = {driver.path for driver in drivers(load("three.yaml", text=written(GIVEN)))}
    assert not any("shared" in path for path in counted if path.startswith("relations."))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("distance: 30000", "between 0 and 20040"),
        ("distance: -9", "between 0 and 20040"),
        ("land: 1", "true or false"),
        ("shared_organisations: -1", "between 0 and 1000"),
    ],
)
def test_impossible_geography_is_refused(said: str, expected: str) -> None:
    with pytest.raises(ScenarioError, match=expected):
        load("three.yaml", text=written(said))
