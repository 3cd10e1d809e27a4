"""Nations that act by the timeline alone, and kinds that stop: both leave the start; a verdict stops a kind just so."""

# Also tests: scenario/world/build.py

from __future__ import annotations

import numpy as np
import pytest

import dipsim.api as api
from dipsim.scenario.load import load, vary
from dipsim.scenario.world.build import build
from dipsim.scenario.yaml.problems import ScenarioError
from dipsim.study.interventions.targets import without

YEARS = "time.years=3"


def final(spec):
    return api.run(spec, replicates=2, seed=4, judge=False)


def test_what_stops_is_what_a_verdict_takes_away():
    spec = load("two_blocs", [YEARS])
    stopped, without_it = build(vary(spec, ["options.stopped=[joint_exercise]"])), without(spec, "joint_exercise")
    assert np.array_equal(stopped.kind, without_it.kind)
    assert np.array_equal(stopped.settled_as.kind, without_it.settled_as.kind)
    assert not np.array_equal(stopped.kind, build(spec).kind)


def test_who_acts_by_hand_does_only_what_the_timeline_says():
    entry = "timeline=[{at: 2025-04, official_visit: {between: [ARL, BOR]}}]"
    spec = load("two_blocs", [YEARS, "options.by_hand=ARL", entry])
    acts = final(spec).exchanges
    own = acts[
        ((acts["initiator"] == "ARL") | (acts["target"] == "ARL")) & ~acts["kind"].isin(["forum", "military_incident"])
    ]
    assert set(own["kind"]) == {"official_visit"}
    assert own.groupby("run")["count"].sum().tolist() == [1, 1]
    assert len(acts) > len(own) + 10


def test_the_start_is_that_of_the_scenario():
    spec = load("two_blocs", [YEARS])
    there = [
        final(vary(spec, sets)).dyads for sets in ([], ["options.by_hand=ARL"], ["options.stopped=official_visit"])
    ]
    first = [
        frame[frame["tick"] == 0].sort_values(["run", "truster", "trustee"])["trust"].to_numpy() for frame in there
    ]
    assert np.array_equal(first[0], first[1])
    assert np.array_equal(first[0], first[2])


def test_who_and_what_must_be_there():
    with pytest.raises(ScenarioError, match="expected a nation of the scenario, found 'ARX'"):
        load("two_blocs", ["options.by_hand=[ARX]"])
    with pytest.raises(ScenarioError, match="'ARL' twice"):
        load("two_blocs", ["options.by_hand=[ARL, ARL]"])
    with pytest.raises(ScenarioError, match="did you mean 'joint_exercise'"):
        load("two_blocs", ["options.stopped=joint_exrcise"])


def test_scenarios_without_these_options_keep_their_hash():
    spec = load("two_blocs")
    assert "by_hand" not in spec.text
    assert (
        vary(spec, ["options.by_hand=[BOR, ARL]"]).hash == vary(spec, ["options.by_hand=[ARL, BOR]"]).hash != spec.hash
    )
    assert load("again", text=vary(spec, ["options.by_hand=ARL"]).text).options.by_hand == ("ARL",)
