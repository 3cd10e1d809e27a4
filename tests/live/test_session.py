"""A session: the bits of the engine, changes that are done anew, two lines on one luck, a seat, and what is saved."""

# Also tests: live/desk.py, live/frames.py, live/sliders.py, live/limits.py

from __future__ import annotations

import json
import math

import pytest

import dipsim.api as api
from dipsim.live import limits
from dipsim.live.session import Session, opened
from dipsim.live.sliders import FIRST, sliders
from dipsim.report.event_sentences import RUNGS
from dipsim.scenario.load import load, vary
from dipsim.scenario.yaml.problems import ScenarioError


@pytest.fixture(scope="module")
def spec():
    return load("two_blocs", ["time.years=3"])


def trust(told):
    return [frame["region"]["trust"] for frame in told["frames"]]


def by_engine(spec, run=0, seed=1):
    table = api.run(spec, replicates=run + 1, seed=seed, judge=False).region
    return [round(value, 6) for value in table[table["run"] == run].sort_values("tick")["trust"]]


def test_the_page_shows_the_run_of_the_engine(spec):
    session = Session(spec, seed=3, replicate=1)
    assert session.opening()["frames"] == []
    told = [session.step(5), session.step(7)]
    assert trust(told[0]) + trust(told[1]) == by_engine(spec, 1, 3)[:12]
    assert told[1]["frames"][-1]["date"] == "2025-12"
    assert session.opening()["now"]["region"]["trust"] == by_engine(spec, 1, 3)[12]
    last = session.step(240)
    assert (last["tick"], last["running"], len(last["frames"])) == (36, False, 24)
    json.dumps(session.opening(), allow_nan=False)


def test_every_dispute_has_its_rung_even_if_it_is_over_within_the_month():
    session = Session(load("south_china_sea"), seed=3)
    names = dict(zip(session.run.world.codes, range(40), strict=False))
    begun = 0
    for told in session.step(120)["frames"]:
        rungs = {(i, j): rung for i, j, rung in told["rungs"]}
        for event in told["events"]:
            if " challenges " in event["sentence"]:
                word, begun = event["sentence"].rpartition(": ")[2], begun + 1
                assert rungs[tuple(sorted(names[code] for code in event["parties"]))] >= RUNGS.index(word)
    assert begun > 10


def test_a_turned_number_does_the_run_anew_to_the_same_month(spec):
    session = Session(spec)
    before = trust(session.step(10))
    told = session.change({"nations.*.transparency": 0.9}, [])
    assert told["tick"] == 10
    assert trust(told) == by_engine(vary(spec, ["nations.*.transparency=0.9"]))[:10] != before
    assert [frame["twin"]["region"]["trust"] for frame in told["frames"]] == before
    told = session.change({}, [])
    assert trust(told) == before
    assert "twin" not in told["frames"][0]


def test_what_is_switched_off_stops_and_the_other_line_has_it(spec):
    session = Session(spec)
    session.step(12)
    told = session.change({}, ["joint_exercise"])
    assert [frame["twin"]["region"]["trust"] for frame in told["frames"]] == by_engine(spec)[:12]
    without = vary(spec, ["options.stopped=joint_exercise"])
    assert trust(told) == by_engine(without)[:12]
    assert trust(told)[0] == by_engine(spec)[0]
    saved = opened(session.save()["text"])
    assert saved.hash == without.hash
    assert by_engine(saved)[:12] == trust(told)


def test_a_seat_is_played_saved_and_replayed(spec):
    session = Session(spec, seed=2)
    told = session.take_seat("ARL")
    accepted, frames = 0, []
    for month in range(14):
        desk = told["desk"]
        chosen = [paper["number"] for paper in desk["papers"][:1]]
        if month == 3:
            told = session.ask(month, "official_visit", "BOR", False)
            own = told["desk"]["papers"][-1]
            assert own["own"]
            chosen += [own["number"]] if own["agreed"] else []
        accepted += len(chosen)
        told = session.decide(month, chosen)
        frames += told["frames"]
    assert accepted > 4
    text = session.save()["text"]
    played = load("played", text=text)
    assert played.time.ticks == 14
    assert played.options.by_hand == ("ARL",)
    assert len(played.timeline) == len(spec.timeline) + accepted
    assert played.warnings == ()
    assert by_engine(played, seed=2)[:14] == [frame["region"]["trust"] for frame in frames]
    assert [frame["twin"]["region"]["trust"] for frame in frames] == by_engine(spec, seed=2)[:14]
    again = Session(opened(text), seed=2)
    assert [one["events"] for one in again.step(14)["frames"]] == [one["events"] for one in frames]
    assert len(session.reset()["frames"]) == 0
    played_on = Session(vary(played, ["time.years=3"]), seed=2)
    assert played_on.take_seat("ARL")["desk"]["papers"]  # comes up again, beside what is dated
    assert "Played in the seat of ARL" in played.about


def test_papers_say_what_both_sides_make_of_it(spec):
    session = Session(spec)
    papers = session.take_seat("ARL")["desk"]["papers"]
    assert papers
    for paper in papers:
        for side in (paper["ours"], paper["theirs"]):
            assert math.isclose(sum(term["value"] for term in side["terms"]), side["value"], abs_tol=1e-9)
            assert 0 < side["chance"] < 1
        assert paper["title"].endswith(paper["other"])
    seen = session.foresee(0, 0)
    assert {one["name"] for one in seen["effects"]} >= {"their trust in us", "threat they see in us"}
    assert session.opening()["tick"] == 0


def test_what_a_seat_cannot_do_is_refused(spec):
    session = Session(spec)
    with pytest.raises(ValueError, match="no nation's seat is taken"):
        session.decide(0, [])
    session.take_seat("ARL")
    with pytest.raises(ValueError, match="month by month"):
        session.step(1)
    with pytest.raises(ValueError, match="fixed while a seat is taken"):
        session.change({}, [])
    with pytest.raises(ValueError, match="tick 0 comes next"):
        session.decide(3, [])
    with pytest.raises(ValueError, match="whole number from 0"):
        session.decide(0, [99])
    told = session.ask(0, "alliance_pact", "DRA", False)
    assert not told["desk"]["papers"][-1]["agreed"]
    with pytest.raises(ValueError, match="declined"):
        session.decide(0, [len(told["desk"]["papers"]) - 1])
    with pytest.raises(ValueError, match="is on the desk already"):
        session.ask(0, "alliance_pact", "DRA", False)
    with pytest.raises(ValueError, match="in force already"):
        session.ask(0, "alliance_pact", "BOR", False)
    with pytest.raises(KeyError, match="no nation 'XXX'"):
        session.take_seat("XXX")
    assert session.take_seat(None)["desk"] is None


def test_every_slider_can_be_turned_to_both_ends(spec):
    found = sliders(spec)
    assert set(FIRST) <= set(found)
    chosen = [*FIRST, "nations.ARL.burden", "exchanges.joint_exercise.rate", "exchanges.joint_exercise.alarm"]
    for path in chosen:
        for value in (found[path].low, found[path].high):
            vary(spec, {path: value})
    assert all(one.low <= one.value <= one.high and one.meaning and one.grade in (1, 2, 3, 4) for one in found.values())
    assert found["nations.*.gdp"].mixed or found["nations.*.gdp"].value == spec.nations["ARL"].gdp


def test_wrong_changes_change_nothing(spec):
    session = Session(spec)
    for sets, off, words in (
        ({"nations.*.transparency": 2}, [], "expected a number from 0 to 1, found 2"),
        ({"nations.*.transparency": True}, [], "found True"),
        ({"nations.*.trnsparency": 0.5}, [], "did you mean 'nations.*.transparency'"),
        ({"title": 1}, [], "no number 'title'"),
        ({}, ["joint_exrcise"], "did you mean 'joint_exercise'"),
        ({}, "joint_exercise", "expected a list of kinds"),
        ([], [], "numbers by path"),
    ):
        with pytest.raises((ValueError, KeyError), match=words.replace("*", r"\*")):
            session.change(sets, off)
    assert session.sets == {}
    assert session.off == []
    for count in (0, limits.STEPS + 1, "1", None, True):
        with pytest.raises(ValueError, match="whole number from 1"):
            session.step(count)


def test_a_page_opens_scenarios_in_one_piece_only(spec):
    assert opened(spec.text).hash == spec.hash
    for text in ("dipsim: 1\ntitle: x\nbase: ../secret\nnations: {}\n", "relations: {from: /etc/passwd}\n"):
        with pytest.raises(ValueError, match="in one piece"):
            opened(text)
    with pytest.raises(ScenarioError):
        opened("dipsim: 1\ntitle: [\n")
    with pytest.raises(ScenarioError):
        opened("")


def test_regions_that_are_too_large_are_refused():
    nations = ", ".join(f"N{row:02d}: {{gdp: 100}}" for row in range(limits.NATIONS + 1))
    with pytest.raises(ValueError, match="at most 40 nations"):
        Session(load("large", text=f"dipsim: 1\ntitle: large\nnations: {{{nations}}}\n"))


def test_nations_with_locations_are_on_a_map():
    scene = Session(load("south_china_sea")).opening()["scene"]
    places = dict(zip(scene["codes"], scene["map"], strict=True))
    assert scene["crowded"]  # with the United States on it
    assert all(0 <= value <= 1 for place in places.values() for value in place)
    assert places["CHN"][1] < places["IDN"][1] if "IDN" in places else places["CHN"][1] < places["PHL"][1]
    assert places["CHN"][0] < places["USA"][0]  # across the Pacific
    scene = Session(load("two_blocs")).opening()["scene"]
    assert (scene["map"], len(scene["ring"])) == (None, 7)


@pytest.mark.parametrize("name", ["us_south_korea", "france_egypt", "control_collapse"])
def test_what_is_played_anywhere_is_a_sound_scenario(name):
    """The file has no date after its end and shows what was played, in regions whose timelines differ."""
    session, played = Session(load(name), seed=2), []
    told = session.take_seat(next(iter(session.base.nations)))
    for month in range(7):
        told = session.decide(month, [paper["number"] for paper in told["desk"]["papers"]])
        played += told["frames"]
    saved = opened(session.save()["text"])
    assert [str(one) for one in saved.warnings if one.code in ("W1607", "W1608")] == []
    assert saved.time.ticks == 7
    again = Session(saved, seed=2).step(7)["frames"]
    assert [(one["trust"], one["events"]) for one in again] == [(one["trust"], one["events"]) for one in played]
