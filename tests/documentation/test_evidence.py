"""Every number has a source or is called assumed, every work has a reference, and the ODD text follows the model."""

# Also tests: documentation/bibliography.py, documentation/evidence_table.py, documentation/introspection.py,
#   documentation/odd/concepts.py, documentation/odd/details.py, documentation/odd/overview.py,
#   documentation/odd/page.py, documentation/odd/submodels.py

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from dipsim.documentation import bibliography, evidence, evidence_table, introspection, odd
from dipsim.model.parameters import DYAD, NATION, NUMBERS, ORGANISATION, PARAMETERS
from dipsim.scenario.load import load, vary
from dipsim.scenario.locate import names
from dipsim.scenario.schema.catalogue import catalogue

SMALL = """\
dipsim: 1
title: Small
money: {per_billion: 1000, unit: mn USD 2023}
time: {start: 2025-01, years: 2}
issues: {order: 2}
nations:
  ARL: {gdp: {value: 900000, source: World Bank, year: 2023, grade: 2}, location: [50, 10], posture: hedger,
        foresight: 0}
  BOR: {gdp: {value: 700000, source: "recalled, unchecked", grade: 2}, location: [50, 12], interests: {order: 0}}
  CEL: {gdp: {value: 5, source: assumed}}
relations:
  - {between: [ARL, CEL], proximity: 1, trust: {ARL: {value: 0.4, source: a poll, grade: 3}, CEL: 0.5}, channel: 0}
organisations:
  - {name: Forum of Three, kind: forum, members: [ARL, BOR, CEL], meets: 2, source: a treaty}
exchanges:
  joint_exercise: {alarm: {value: 0.6, source: "Kinne 2018: a size", grade: 2}, rate: 2}
processes:
  crisis: {motive: 1.5, fear: {value: 0.2, source: Morrow 1991, grade: 3}}
timeline:
  - {at: 2025-06, joint_exercise: {between: [ARL, BOR], scale: {value: 2.5, source: a press release}}}
expect:
  - {outcome: trust, above: 0.1, below: 0.9}
"""


@pytest.fixture(scope="module")
def small() -> Any:
    """Three nations with sourced, recalled, assumed and computed numbers, money in millions."""
    return load("small.yaml", text=SMALL)


@pytest.fixture(scope="module")
def told(small: Any) -> dict[str, evidence.Driver]:
    """Its numbers by path."""
    return {driver.path: driver for driver in evidence.drivers(small)}


def texts() -> Iterator[str]:
    """Every source text of the model, the catalogue and the shipped scenarios."""
    for table in (NATION, DYAD, ORGANISATION, NUMBERS, PARAMETERS):
        for quantity in table:
            yield from (quantity.source, *(source for _, source in quantity.rivals))
    for entry in catalogue().values():
        for figure in entry.numbers.values():
            yield from (figure.source, *(rival.source for rival in figure.rivals))
    for module in introspection.submodels():
        yield module.text
    for name in names():
        yield from (text for _, text in bibliography.sources(load(name)))


@pytest.mark.parametrize("name", names())
def test_no_number_without_source_or_the_word_assumed(name: str) -> None:
    found = evidence.drivers(load(name))
    assert found
    for driver in found:
        word = driver.source.casefold()
        assert word.strip(), driver.path
        assert driver.grade in evidence.GRADES, driver.path
        if driver.assumed:
            assert "assumed" in word or driver.recalled, driver
        else:
            assert not word.startswith(("assumed", "recalled")), driver
    assert len({driver.path for driver in found}) == len(found)


def test_every_author_and_year_has_a_reference() -> None:
    assert bibliography.unresolved(texts()) == []


def test_references_are_found_by_one_key_each() -> None:
    references = bibliography.library().references
    assert len({one.key for one in references}) == len(references)
    for one in references:
        keys = bibliography.citations(one.key)
        assert keys or one.names, f"{one.key}: neither an author and a year nor a name"
        assert all(bibliography.find(key) is one for key in keys)
        assert all(one in bibliography.cited(name) for name in one.names), one.key


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Kuo & Blankenship 2022: restrain", ["Kuo and Blankenship 2022"]),
        ("Leeds, Mattes & Vogel 2009, 1919-2001", ["Leeds, Mattes and Vogel 2009"]),
        ("sign: D'Orazio 2012; van Bergeijk 2012", ["D'Orazio 2012", "van Bergeijk 2012"]),
        ("Kelman 2006, 2012 and Thurner et al. 2019", ["Kelman 2006", "Kelman 2012", "Thurner et al. 2019"]),
        ("Security Treaty 1960, GML MIDs 1946-2010, November 2023, Balikatan 2024", []),
    ],
)
def test_author_and_year_are_told_from_treaties_and_dates(text: str, found: list[str]) -> None:
    assert [str(one) for one in bibliography.citations(text)] == found


def test_unknown_works_are_noticed() -> None:
    assert bibliography.unresolved(["Nobody & Noone 1999: a finding", "Kinne 2018"]) == ["Nobody and Noone 1999"]


def test_numbers_carry_value_unit_and_evidence(told: dict[str, evidence.Driver]) -> None:
    gdp = told["nations.ARL.gdp"]
    assert (gdp.value, gdp.unit, gdp.source, gdp.grade, gdp.year) == (9e5, "mn USD 2023", "World Bank", 2, 2023)
    assert told["nations.CEL.gdp"].grade == 4, "a source that says assumed is an assumption, whatever its grade"
    assert told["nations.BOR.gdp"].recalled
    assert told["nations.BOR.gdp"].grade == 4
    assert told["nations.ARL.foresight"].source == "assumed (scenario)"
    assert told["nations.BOR.foresight"].source == "assumed (default)"
    assert told["relations.ARL-CEL.trust.ARL"].grade == 3
    assert told["relations.ARL-CEL.trust.CEL"].assumed
    assert told["relations.ARL-BOR.proximity"].source == evidence.COMPUTED
    assert told["nations.BOR.interests.order.position"].value == 0
    assert told["issues.order"].value == 2
    assert told["timeline.0.joint_exercise.scale"].source == "a press release"
    assert told["organisations.Forum of Three.meets"].value == 2
    assert told["exchanges.joint_exercise.alarm"].source == "Kinne 2018: a size"
    assert told["exchanges.joint_exercise.rate"].source == "assumed (scenario)"
    assert told["exchanges.joint_exercise.cost"].unit == "mn USD 2023 per act"
    assert told["processes.crisis.fear"].grade == 3
    assert told["processes.crisis.motive"].source == "assumed (scenario)"
    assert "relations.ARL-CEL.channel" not in told, "a default of 0 stands for none"


def test_rival_readings_go_with_the_number_they_rival(small: Any, told: dict[str, evidence.Driver]) -> None:
    given = catalogue()["joint_exercise"].numbers["evidence"]
    assert given.rivals
    assert told["exchanges.joint_exercise.evidence"].rivals == tuple((one.value, one.source) for one in given.rivals)
    assert told["exchanges.joint_exercise.alarm"].rivals == (), "the scenario gives a number of its own"
    copied = SMALL.replace("exchanges:\n", "exchanges:\n  drill: {like: joint_exercise}\n")
    drill = {one.path: one for one in evidence.drivers(load("copied.yaml", text=copied))}["exchanges.drill.evidence"]
    assert len(drill.rivals) == len(given.rivals)
    assert f"rival reading {given.rivals[0].value:g}:" in evidence_table.evidence(small)


def test_posture_is_named_as_the_source(small: Any, told: dict[str, evidence.Driver]) -> None:
    given = [driver for path, driver in told.items() if path.startswith("nations.ARL.") and "posture" in driver.source]
    assert given
    assert all(driver.source == "assumed (posture hedger)" for driver in given)


def test_count_is_the_same_after_the_scenario_is_written_down(small: Any) -> None:
    again = load("again.yaml", text=small.text)
    assert evidence.count(again) == evidence.count(small)
    assert evidence.count(small).recalled == 1
    assert evidence.count(small).total == len(evidence.drivers(small))


def test_notes_from_memory_are_listed(small: Any) -> None:
    text = SMALL.replace("source: a treaty", "source: 'a treaty (recalled, unchecked)'")
    listed = evidence_table.evidence(load("noted.yaml", text=text))
    assert "notes on facts that are recalled, unchecked: 1" in listed
    assert "  - organisations.Forum of Three: a treaty (recalled, unchecked)" in listed
    assert "notes on facts" not in evidence_table.evidence(small)


def test_kinds_that_are_off_have_no_numbers(small: Any) -> None:
    off = vary(small, ["exchanges.hotline=off"])
    assert any(driver.path.startswith("exchanges.hotline.") for driver in evidence.drivers(small))
    assert not any(driver.path.startswith("exchanges.hotline.") for driver in evidence.drivers(off))
    assert evidence.count(off).total < evidence.count(small).total


def test_the_sentence_of_the_count() -> None:
    many, one = evidence.Count((1, 10, 20, 381), 2), evidence.Count((0, 1, 0, 0), 0)
    start, end = "412 numbers drive this run: ", "31 sourced with grade 1-3, 381 assumed (2 recalled, unchecked)."
    assert many.sentence() == start + end
    assert one.sentence().startswith("1 number drives this run: 1 sourced")
    assert one.sentence().endswith("0 assumed (none recalled, unchecked).")


def test_works_follow_the_kinds_in_play(small: Any) -> None:
    assert "exchanges.joint_exercise.alarm" in bibliography.works(small)["Kinne 2018"]
    assert "exchanges.joint_exercise.evidence" in bibliography.works(small)["Goldstein 1992"]
    visits = SMALL.replace("joint_exercise", "official_visit").replace(
        "exchanges:\n", "exchanges:\n  joint_exercise: off\n"
    )
    gone = bibliography.works(load("gone.yaml", text=visits))
    assert not any("joint_exercise" in place for places in gone.values() for place in places)


@pytest.mark.parametrize("name", names())
def test_texts_fit_a_page(name: str) -> None:
    spec = load(name)
    for text in (odd.text(spec), evidence_table.evidence(spec), evidence_table.references(spec)):
        assert max(map(len, text.splitlines())) <= 100
        told = " ".join(text.split())
        assert told.count(evidence.HONEST) == 1
        assert told.endswith(evidence.HONEST)
        assert evidence.count(spec).sentence() in told


def test_odd_has_the_seven_sections(small: Any) -> None:
    text = odd.text(small)
    titles = ("Purpose and patterns", "Entities, state variables and scales", "Process overview and scheduling",
              "Design concepts", "Initialisation", "Input data", "Submodels")  # fmt: skip
    places = [text.index(f"\n{number} {title}\n") for number, title in enumerate(titles, start=1)]
    assert places == sorted(places)
    for concept in ("Emergence", "Sensing", "Stochasticity", "Collectives", "Observation"):
        assert f" {concept}\n" in text
    told = " ".join(text.split())
    assert "trust above 0.1 below 0.9" in told
    assert "2025-06: joint exercise (between ARL, BOR, scale 2.5)" in told
    assert "Forum of Three" in told


def test_odd_tells_what_runs(small: Any) -> None:
    text = " ".join(odd.text(small).split())
    for quantity in PARAMETERS:
        assert f"{quantity.name} =" in text
    for table in (NATION, DYAD):
        assert all(quantity.meaning in text for quantity in table)
    for module in introspection.PROCESSES.rglob("*.py"):
        if module.stem != "__init__":
            assert f" {module.stem.replace('_', ' ').capitalize()}" in text
    steps = [step.function for step in introspection.schedule()]
    source = introspection.TICK.read_text(encoding="utf-8")
    assert steps == sorted(steps, key=lambda step: source.index(f"        {step}(b"))
    assert "recall" in steps
    assert "crisis" in steps


def test_odd_follows_the_kinds(small: Any) -> None:
    new = SMALL.replace(
        "exchanges:\n", "exchanges:\n  cyber_centre: {like: joint_research, title: Joint cyber centre, rate: 0.7}\n"
    )
    added, off = odd.text(load("new.yaml", text=new)), odd.text(vary(small, ["exchanges.hotline=off"]))
    plain = odd.text(small)
    assert "Joint cyber centre (cyber_centre)" in added
    assert "Joint cyber centre" not in plain
    assert "(hotline)" in plain
    assert "(hotline)" not in off
    assert "Switched off: hotline." in off


def test_the_tick_is_read_from_its_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = introspection.TICK.read_text(encoding="utf-8")
    changed = tmp_path / "tick.py"
    changed.write_text(source.replace("        reset(b)\n", "", 1), encoding="utf-8")
    before = [step.function for step in introspection.schedule()]
    monkeypatch.setattr(introspection, "TICK", changed)
    introspection.schedule.cache_clear()
    try:
        assert [step.function for step in introspection.schedule()] == [step for step in before if step != "reset"]
    finally:
        introspection.schedule.cache_clear()


def test_reports_end_with_the_count(small: Any) -> None:
    from io import StringIO

    from dipsim.report import console
    from dipsim.report.html import result_page

    result = SimpleNamespace(spec=small, manifest={}, tables={}, runs=0, cooperation=None)
    stream = StringIO()
    console.summary(result, stream=stream)
    end = f"{evidence.count(small).sentence()} {evidence.HONEST}"
    for text in (stream.getvalue(), result_page.page(result).split("</p></footer>")[0]):
        told = " ".join(text.split())
        assert told.endswith(end)
        assert told.casefold().count("a thinking aid, not a forecast") == 1
