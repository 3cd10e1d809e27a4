"""Every mechanism and case has a row, every name in a row exists, and first replicates come out as stored."""

# Also tests: runs/metrics.py

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from dipsim.runs import dataframes
from dipsim.runs.batches.block_runner import run_block
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
    rows,
    unknown,
)

ROOT = Path(__file__).resolve().parents[3]
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
    assert list(dict.fromkeys(re.sub("[a-z]$", "", name) for name in rows())) == NAMED


@pytest.mark.parametrize("name", rows())
def test_what_a_row_names_exists(name: str) -> None:
    assert unknown(rows()[name]) == []


def test_names_that_stand_for_nothing_are_noticed() -> None:
    row: Any = rows()["M7"]
    wrong = {
        "where": ("kind.parade", "process.openness"),
        "parameters": ("bill.kappa_owl", "nations.gdp", "parade.cost"),
    }
    changed = row.model_copy(update=wrong | {"scenario": "atlantis", "looks": ("region.trust", "region.truth")})
    assert unknown(changed) == ["kind.parade", "bill.kappa_owl", "parade.cost", "atlantis", "region.truth"]


@pytest.mark.parametrize("group", grouped(rows()), ids=lambda group: "+".join(group))
def test_the_first_replicates_come_out_as_stored(group: dict[str, Row], store: dict[str, Any]) -> None:
    """Protects the page: when the model changes on purpose, run make campaign-mechanisms again."""
    found = {name: measured.hash for name, measured in measure(group, FIRST, store["seed"])}
    assert found == {name: store["rows"][name]["hash"] for name in group}


@pytest.mark.parametrize("name", rows())
def test_what_is_stored_is_what_the_row_asks_for(name: str, store: dict[str, Any]) -> None:
    assert list(store["rows"][name]["effects"]) == list(rows()[name].paths)
    assert store["rows"][name]["pairs"] == rows()[name].replicates


def test_the_page_is_written_from_what_is_stored(script: ModuleType, store: dict[str, Any]) -> None:
    assert script.PAGE.read_text(encoding="utf-8") == script.page(store), "run: python campaigns/mechanisms.py --page"


def test_an_effect_that_holds_0_is_said_to_be_unknown(script: ModuleType) -> None:
    line = script.line("expected_disputes", {"estimate": 0.1, "low": -0.2, "high": 0.4, "base": 2.0}, False)
    assert line == "disputes per decade +0.10 (-0.20 to +0.40; without it 2): cannot be told from 0"
    sure = script.line("region.trust", {"estimate": 0.1, "low": 0.05, "high": 0.15, "base": 0.5}, True)
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
        | {"looks": ("acts.joint_exercise", "region.trust")}
    )
    ((_, measured),) = measure({"M7": row}, 12)
    served = measured.effects["acts.joint_exercise"]
    assert served.base == 0.0
    assert served.low > 0.0
    with_target, without = arms(row)
    asked = (parse("region.trust"),)
    one, other = (read(world, run_block([world], 1, range(12)), asked)[0] for world in (with_target, without))
    assert measured.effects["region.trust"] == effect(asked[0], one, other, 0.3, False)


def test_readings_are_those_of_the_tables() -> None:
    world = build(load("two_blocs", ["time.years=3", "processes.crisis.incident=1"]))
    record = run_block([world], 1, [0, 1], detail=True)
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
