"""Every mechanism and case has a row, every name in a row exists, and first replicates come out as stored."""

# Also tests: runs/metrics.py

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from dipsim.runs import dataframes
from dipsim.runs.batches.block_runner import run_batch
from dipsim.runs.metrics import parse, read
from dipsim.scenario.load import load
from dipsim.scenario.world.build import build
from dipsim.study.verdict.mechanisms import (
    FIRST,
    Row,
    arms,
    effect,
    fingerprint,
    grouped,
    measure,
    placed,
    rows,
    unknown,
)

ROOT = Path(__file__).resolve().parents[3]
LARGEST = {"nato_eastern_flank", "france_egypt"}  # regions that take seconds
NAMED = [*(f"M{number}" for number in range(1, 46)), *(f"C{number}" for number in range(1, 8))]


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """campaigns/mechanisms.py as a module."""
    spec = importlib.util.spec_from_file_location("mechanisms_campaign", ROOT / "campaigns" / "mechanisms.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def store(script: ModuleType) -> dict[str, Any]:
    """What the last campaign found."""
    found: dict[str, Any] = script.stored()
    return found


def test_every_mechanism_and_case_has_a_row() -> None:
    named = dict.fromkeys(re.sub("[a-z]$", "", name) for name in rows())
    assert [name for name in named if not name.startswith("N")] == NAMED
    added = [name for name in named if name.startswith("N")]
    assert added == [f"N{number}" for number in range(1, len(added) + 1)]


@pytest.mark.parametrize("name", rows())
def test_a_row_has_three_scenarios_each_with_something_off(name: str) -> None:
    places = rows()[name].places
    assert len(places) == 3
    assert all(place.off or place.without for place in places.values())
    assert len({(place.scenario, str(place.with_), place.off, str(place.without)) for place in places.values()}) == 3


@pytest.mark.parametrize("name", rows())
def test_what_a_row_names_exists(name: str) -> None:
    assert unknown(rows()[name]) == []


def test_names_that_stand_for_nothing_are_noticed() -> None:
    row: Any = rows()["M7"]
    wrong = {
        "where": ("kind.parade", "process.openness"),
        "parameters": ("bill.kappa_owl", "nations.gdp", "parade.cost"),
    }
    looks = ("region.trust", "region.truth")
    changed = row.model_copy(update=wrong | {"scenario": "atlantis", "looks": looks, "elsewhere": {}})
    assert unknown(changed) == ["kind.parade", "bill.kappa_owl", "parade.cost", "region.truth", "atlantis"]
    changed = row.model_copy(update={"off": ("timeline.99", "joint_exercise"), "elsewhere": {}})
    assert unknown(changed) == ["timeline.99"]


def sampled() -> dict[tuple[str, str], Row]:
    """Every row in one of its three scenarios: the first, the second and the third by turns."""
    turns = {name: list(row.places)[number % 3] for number, (name, row) in enumerate(rows().items())}
    return {key: row for key, row in placed(rows()).items() if turns[key[0]] == key[1]}


def marked() -> list[Any]:
    """The groups of rows that are measured together, those in the two largest regions marked as campaign."""
    return [
        pytest.param(
            group,
            id="+".join(name for name, _ in group),
            marks=[pytest.mark.campaign] if {row.scenario for row in group.values()} & LARGEST else [],
        )
        for group in grouped(sampled())
    ]


@pytest.mark.parametrize("group", marked())
def test_the_first_replicates_come_out_as_stored(group: dict[tuple[str, str], Row], store: dict[str, Any]) -> None:
    """Protects the page: when the model changes on purpose, run make campaign-mechanisms again."""
    found = {key: measured.hash for key, measured in measure(group, FIRST, store["seed"])}
    assert found == {(name, place): store["rows"][name][place]["hash"] for name, place in group}


@pytest.mark.parametrize("name", rows())
def test_what_is_stored_is_what_the_row_asks_for(name: str, store: dict[str, Any]) -> None:
    places = rows()[name].places
    assert list(store["rows"][name]) == list(places)
    for place, row in places.items():
        assert list(store["rows"][name][place]["effects"]) == list(row.paths)
        assert store["rows"][name][place]["pairs"] == row.replicates


def test_the_store_has_a_line_for_each_scenario(script: ModuleType, store: dict[str, Any]) -> None:
    text = script.text_of(store)
    assert json.loads(text) == store
    assert script.STORE.read_text(encoding="utf-8") == text
    assert sum(line.startswith('   "') for line in text.splitlines()) == len(placed(rows()))


def test_a_case_takes_away_nothing_of_others() -> None:
    """The switches of C3, C5 and C6 leave the cooperation of third states as it is."""
    for name, mine in (("C3", {"IND"}), ("C5", {"USA", "IND"}), ("C6", {"FRA", "EGY"})):
        row = rows()[name]
        spec = load(row.scenario, row.with_)
        gone = [spec.timeline[int(target.partition(".")[2])] for target in row.off if target.startswith("timeline.")]
        assert gone
        for entry in gone:
            given = entry.args.model_dump()
            parties = set(given.get("between") or (given["from_"], given["to"]))
            assert mine <= parties, (name, entry)
        assert not [target for target in row.off if target == "cooperation" or target in spec.kinds]


def test_summary_tells_signs_apart(script: ModuleType) -> None:
    assert [script.sign_of({"effects": {"expected_disputes": e}}) for e in ([1, 0.5, 2, 3], [-1, -2, -0.5, 3])] == [
        1,
        -1,
    ]
    assert script.sign_of({"effects": {"expected_disputes": [0.1, None, 2, 3]}}) == 0


def test_the_page_is_written_from_what_is_stored(script: ModuleType, store: dict[str, Any]) -> None:
    assert script.PAGE.read_text(encoding="utf-8") == script.page(store), "run: python campaigns/mechanisms.py --page"


def test_an_effect_that_holds_0_is_said_to_be_unknown(script: ModuleType) -> None:
    line = script.line("expected_disputes", [0.1, -0.2, 0.4, 2.0], False)
    assert line == "disputes per decade +0.10 (-0.20 to +0.40; without it 2): cannot be told from 0"
    sure = script.line("region.trust", [0.1, 0.05, 0.15, 0.5], True)
    assert sure == "**trust in the region +0.100 (+0.050 to +0.150; without it 0.5)**"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("force", "chance of a use of force, points"),
        ("region.force", "uses of force per decade"),
        ("expected_force", "expected uses of force per decade"),
        ("acts.joint_exercise", "acts of joint exercise per decade"),
        ("events.signed.hotline", "events 'signed' of hotline per decade"),
        ("nations.capability.EGY", "capability, EGY"),
        ("dyads.channel", "channel, mean of pairs"),
    ],
)
def test_readings_are_put_into_words(script: ModuleType, path: str, said: str) -> None:
    assert script.words(path) == said


def test_fingerprints_see_the_last_bit_and_the_order() -> None:
    ones = np.ones(8)
    assert fingerprint(ones) == fingerprint(list(ones))
    assert fingerprint(ones, ones * 2) != fingerprint(ones * 2, ones)
    assert fingerprint(np.nextafter(ones, 2)) != fingerprint(ones)


def test_a_row_measures_with_minus_without() -> None:
    row = Row.model_validate(
        rows()["M7"].model_dump(by_alias=True)
        | {"scenario": "two_blocs", "with": {"time.years": "3"}, "off": ("joint_exercise",), "without": {}}
        | {"looks": ("acts.joint_exercise", "region.trust"), "elsewhere": {}}
    )
    ((_, measured),) = measure({"M7": row}, 12)
    served = measured.effects["acts.joint_exercise"]
    assert served.base == 0.0
    assert served.low > 0.0
    with_target, without = arms(row)
    asked = (parse("region.trust"),)
    one, other = (read(world, run_batch([world], 1, range(12)), asked)[0] for world in (with_target, without))
    assert measured.effects["region.trust"] == effect(asked[0], one, other, 0.3, False)


def test_readings_are_those_of_the_tables() -> None:
    world = build(load("two_blocs", ["time.years=3", "processes.crisis.incident=1"]))
    record = run_batch([world], 1, [0, 1], detail=True)
    region, stocks = dataframes.region(world, record), dataframes.nations(world, record)
    dyads, events = dataframes.dyads(world, record, record.dyads), dataframes.events(world, record)
    region, stocks = region[region["tick"] < world.ticks], stocks[stocks["tick"] < world.ticks]
    ends = dyads[(dyads["tick"] % 12 == 0) & (dyads["truster"] == "ARL") & (dyads["trustee"] == "BOR")]
    signed = events[(events["event"] == "act") & (events["kind"] == "forum")]
    of = stocks[stocks["nation"] == "ARL"]
    expected = {
        "expected_disputes": region.groupby("run")["expected_disputes"].sum() / 0.3,
        "region.tension": region.groupby("run")["tension"].mean(),
        "region.force": region.groupby("run")["force"].sum(),
        "region.spending": region.groupby("run")["spending"].sum() / 0.3,
        "acts.forum": region.groupby("run")["acts_forum"].sum(),
        "nations.capability": stocks.groupby("run")["capability"].mean(),
        "nations.capability.ARL": of.groupby("run")["capability"].mean(),
        "dyads.trust.ARL-BOR": ends.groupby("run")["trust"].mean(),
        "events.act.forum": signed.groupby("run").size(),
    }
    found = read(world, record, tuple(map(parse, expected)))
    for path, values in zip(expected, found, strict=True):
        assert values == pytest.approx(expected[path].to_numpy(), rel=1e-12), path
        assert values.max() > 0.0, path


@pytest.mark.parametrize("path", ["trust", "region", "region.truth", "region.trust.ARL", "bill.alarm", "acts."])
def test_readings_that_do_not_exist_are_refused(path: str) -> None:
    with pytest.raises(ValueError, match=re.escape(path)):
        parse(path)
