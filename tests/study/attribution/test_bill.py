"""The third-party bill: sums are those of the evidence, points are what stands of it, programmes are paired."""

# Also tests: runs/dataframes.py

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from matplotlib.text import Text

from dipsim.api import run
from dipsim.report.figures.bill import figure
from dipsim.runs import dataframes
from dipsim.runs.batches.block_runner import run_batch
from dipsim.scenario.load import load
from dipsim.scenario.world.build import build
from dipsim.study.attribution.bill import bill

SHORT = ("time.years=2",)


@pytest.fixture(scope="module")
def spec() -> Any:
    return load("two_blocs", SHORT)


@pytest.fixture(scope="module")
def found(spec: Any) -> Any:
    return bill(spec, replicates=12, seed=3)


def test_evidence_is_that_of_the_recorded_runs(spec: Any, found: Any) -> None:
    """Protects the sums: alarm and reassurance a year are the bill of the same runs, counted from their tables."""
    world = build(spec)
    table = dataframes.bill_detail(world, run_batch([world], 3, range(12), detail=True))
    sums = table.groupby(["kind", "observer", "initiator"])[["alarm", "reassurance"]].sum() / 12 / 2
    for line in found.lines:
        for entry in line.entries:
            alarm, reassurance = sums.loc[(line.name, entry.observer, entry.initiator)]
            assert entry.alarm.mean == pytest.approx(alarm, abs=1e-12)
            assert entry.reassurance.mean == pytest.approx(reassurance, abs=1e-12)
            assert entry.net.mean == pytest.approx(alarm + reassurance, abs=1e-12)
        whole = sums.loc[line.name].sum()
        assert line.whole.alarm.mean == pytest.approx(whole["alarm"], abs=1e-12)
        assert line.whole.net.low <= line.whole.net.mean <= line.whole.net.high
    assert len(sums) == sum(len(line.entries) for line in found.lines)


def test_points_are_trust_with_minus_trust_without(spec: Any) -> None:
    """Protects the points: from the ledger of a run at its two year ends, by hand."""
    world = build(spec)
    record = run_batch([world], 3, [5], detail=True)
    terms = np.stack([values[..., 0] for tick, values in record.ledger if tick > 0])  # [2, cause, i, j]
    names = dataframes.causes(world)
    kind = [names.index("alarm: joint_exercise"), names.index("reassurance: joint_exercise")]
    logit = terms.sum(axis=1)

    def points(without: list[int]) -> Any:
        less = logit - terms[:, without].sum(axis=1)
        return 100 * (1 / (1 + np.exp(-logit)) - 1 / (1 + np.exp(-less))).mean(axis=0)

    ours = bill(load("two_blocs", SHORT), ["joint_exercise"], replicates=6, seed=3)
    five = bill(load("two_blocs", SHORT), ["joint_exercise"], replicates=5, seed=3)
    codes = world.codes
    last = {(e.observer, e.initiator): e for e in ours["joint_exercise"].entries}
    rest = {(e.observer, e.initiator): e for e in five["joint_exercise"].entries}
    for pair in (("DRA", "ARL"), ("GAL", "BOR"), ("CEL", "ARL")):
        i, j = (codes.index(code) for code in pair)
        for name, without in (("points", kind), ("alarm_points", kind[:1]), ("reassurance_points", kind[1:])):
            of_run = 6 * getattr(last[pair], name).mean - 5 * getattr(rest[pair], name).mean
            assert of_run == pytest.approx(points(without)[i, j], abs=1e-9), (pair, name)


def test_signs_are_those_of_the_bill(found: Any) -> None:
    for line in (*found.lines, found.whole):
        for entry in line.entries:
            assert entry.alarm.mean <= 0 <= entry.reassurance.mean
            assert entry.alarm_points.mean <= 0 <= entry.reassurance_points.mean
            assert entry.observer != entry.initiator
    worst = found["joint_exercise"].worst()
    blocs = {"ARL": 0, "BOR": 0, "CEL": 0, "DRA": 1, "EST": 1, "FEL": 1, "GAL": 2}
    assert blocs[worst.observer] != blocs[worst.initiator]


def test_an_open_region_alarms_nobody() -> None:
    """Protects a known answer: full transparency leaves no alarm at all (MODEL: open = 1)."""
    seen = bill(load("two_blocs", (*SHORT, "nations.*.transparency=1")), replicates=6, seed=3)
    assert seen.whole.whole.alarm.mean == 0
    assert seen.whole.whole.reassurance.mean > 0
    assert all(entry.alarm.mean == 0 for line in seen.lines for entry in line.entries)


def test_a_programme_is_billed_by_the_runs_without_it(spec: Any) -> None:
    """Protects the paired bill: a programme is alarm about those in it; one that never acts costs exactly nothing."""
    line = bill(spec, ["timeline.0"], replicates=12, seed=3)["timeline.0"]
    own = {entry.initiator: entry.alarm.mean for entry in line.entries if entry.observer == "DRA"}
    assert own["ARL"] < -0.01
    assert line.whole.alarm.high < 0
    without = load("two_blocs", (*SHORT, "exchanges.joint_exercise=off"))
    nothing = bill(without, ["timeline.0"], replicates=6, seed=3)["timeline.0"]
    assert nothing.entries == ()
    assert nothing.whole.net == nothing.whole.points == (0, 0, 0)


def test_a_kind_that_is_off_has_no_line(spec: Any) -> None:
    without_target = bill(load("two_blocs", (*SHORT, "exchanges.arms_transfer=off")), replicates=4, seed=3)
    with pytest.raises(KeyError):
        without_target["arms_transfer"]
    with pytest.raises(KeyError):
        bill(spec, ["arms_transfr"], replicates=2)
    with pytest.raises(ValueError, match="expected at least one kind or target"):
        bill(spec, [], replicates=2)


def test_nobody_watches_two_nations() -> None:
    alone = bill(load("two_nations", SHORT), replicates=2, seed=1)
    assert alone.lines == ()
    assert alone.whole.whole.points == (0, 0, 0)


def test_the_same_for_any_block_and_words_and_plain_data(spec: Any, found: Any) -> None:
    again = bill(spec, replicates=12, seed=3, workers=1)
    assert again == found
    plain = json.loads(json.dumps(found.as_dict()))
    assert plain["lines"][0]["region"]["points"]["mean"] == found.lines[0].whole.points.mean
    assert "the mean trust of third parties" in str(found)
    assert found.lines[0].title in str(found)


def test_a_run_keeps_the_same_bill(spec: Any, found: Any) -> None:
    """Protects one truth per folder: table and figure of a run say what the question says, of all its runs."""
    result = run(spec, replicates=12, seed=3, judge=False)
    keys = ["observer", "initiator"]
    for line in (*found.lines, found.whole):
        rows = result.bill[result.bill["kind"] == line.name]
        sums = rows.groupby(keys, observed=True)[["alarm", "reassurance", "points"]].sum() / 12
        for entry in line.entries:
            pair = (entry.observer, entry.initiator)  # a pair without a row got nothing
            alarm, reassurance, points = sums.loc[pair] if pair in sums.index else (0.0, 0.0, 0.0)
            assert entry.alarm_points.mean == pytest.approx(alarm, abs=1e-9)
            assert entry.reassurance_points.mean == pytest.approx(reassurance, abs=1e-9)
            assert entry.points.mean == pytest.approx(points, abs=1e-9)
    drawn, asked = figure(result), figure(result, found)
    said = [[text.get_text() for text in one.findobj(Text) if text.get_text()] for one in (drawn, asked)]
    assert said[0] == said[1]
    worst = found.whole.worst()
    assert f"({worst.points.mean:+.1f} points)" in " ".join(said[0]).replace("\n", " ")
