"""Own outcomes: their values are those of the table, wrong ones are refused at their place, sweeps with them go on."""

# Also tests: sweeps/expressions/arithmetic.py

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dipsim.runs.errors import FolderError
from dipsim.scenario.yaml.problems import ScenarioError
from dipsim.sweeps import sweep
from dipsim.sweeps.execution import executors
from dipsim.sweeps.execution.runner import Conductor, share
from dipsim.sweeps.execution.shard import NOBODY, Rows, _one_block
from dipsim.sweeps.experiment import outcomes
from dipsim.sweeps.experiment.experiment import Experiment
from dipsim.sweeps.experiment.load import parse
from dipsim.sweeps.expressions import own_outcomes
from dipsim.sweeps.expressions.arithmetic import value
from dipsim.sweeps.replay import replay
from dipsim.sweeps.storage.folder import Folder, whole_digest
from dipsim.sweeps.storage.merge import merge

TEXT = """\
dipsim: 1
experiment: Own
scenario: two_blocs
set: {time.years: 1}
levers:
  openness: {path: nations.*.transparency, from: 0, to: 1}
design: {latin_hypercube: {points: 100}}
replicates: 2
without: [joint_exercise]
outcomes:
  - expected_disputes
  - expected_force
  - calm: 1 - expected_force / max(observed_disputes, 1)
  - warm: trust.ARL-BOR * 100 - final.tension ** 2
    uneasy: mean(tension > .05) + largest(trust) - first(trust)
  - per_dispute: "expected_force / observed_disputes"
  - observed_disputes
  - trust.ARL-BOR
  - final.tension
trajectories: {every: 1, metrics: [trust, tension]}
analyse:
  - curves: {outcome: calm}
  - features: {outcome: uneasy}
"""
OWN = ["calm", "warm", "uneasy", "per_dispute"]
NAMES = ["force", "observed_disputes", "trust.ARL-BOR", "mean.trust", "acts_per_year.joint_exercise"]
METRICS = ["trust", "tension"]


def make(text: str = TEXT) -> Experiment:
    return parse(text, "e.yaml", None, None)


def calculated(text: str, courses: dict[str, Any] | None = None, **numbers: Any) -> Any:
    """The value of an expression where outcomes and metrics have these values."""
    arrays = {name: np.asarray(numbers.get(name, 2.0), dtype=float) for name in NAMES}
    along = {name: np.asarray(course, dtype=float) for name, course in (courses or {}).items()}
    return value(own_outcomes.parse(text, NAMES, METRICS), arrays, along).tolist()


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> sweep.Sweep:
    return sweep.sweep(make(), tmp_path_factory.mktemp("own") / "whole", workers=1)


def test_own_outcomes_are_their_expressions_on_the_table(finished: sweep.Sweep) -> None:
    runs = pd.read_parquet(finished.folder / "runs.parquet")
    assert runs["error"].isna().all()
    force, disputes = runs["expected_force"], runs["observed_disputes"]
    assert 0 < (disputes == 0).sum() < len(runs), "both cases are there"
    assert runs["calm"].nunique() > 100
    assert runs["calm"].tolist() == (1 - force / disputes.clip(lower=1)).tolist()
    assert runs["warm"].tolist() == (runs["trust.ARL-BOR"] * 100 - runs["final.tension"] ** 2).tolist()
    assert runs["per_dispute"].isna().tolist() == (disputes == 0).tolist(), "a division by zero is missing"
    there = disputes > 0
    assert runs.loc[there, "per_dispute"].tolist() == (force / disputes)[there].tolist()


def test_metrics_are_taken_over_ticks(finished: sweep.Sweep) -> None:
    runs = pd.read_parquet(finished.folder / "runs.parquet").set_index(["point", "replicate", "arm"])["uneasy"]
    courses = pd.read_parquet(finished.folder / "trajectories.parquet")
    for key, course in courses[courses["point"] < 5].groupby(["point", "replicate", "arm"]):
        before = course[course["tick"] < course["tick"].max()]
        expected = (before["tension"] > 0.05).mean() + before["trust"].max() - before["trust"].iloc[0]
        assert runs[key] == pytest.approx(expected, abs=1e-6), "courses are kept in single precision"


def test_analyses_and_tables_know_them(finished: sweep.Sweep) -> None:
    import pyarrow.parquet as pq

    assert {finding.method for finding in finished.findings} == {"curves", "features"}
    meaning = {one.name: one.metadata[b"meaning"] for one in pq.read_schema(finished.folder / "runs.parquet")}
    assert meaning["calm"] == b"calm: 1 - expected_force / max(observed_disputes, 1)"
    points = pd.read_parquet(finished.folder / "points.parquet")
    assert points["calm.without.joint_exercise.se"].notna().all()


@pytest.mark.parametrize("workers", [1, 2])
def test_half_of_it_resumed_is_the_whole(finished: sweep.Sweep, tmp_path: Path, workers: int) -> None:
    request = make()
    folder = sweep.open_folder(request, tmp_path / "parts")
    Conductor(folder, request, executors.inline, only=share("2/2", folder.count)).run()
    again = Folder.open(folder.path)
    assert again.experiment().own == request.own, "the folder alone knows the expressions"
    Conductor(again, again.experiment(), executors.local(workers), workers=workers).run()
    assert whole_digest(again.done()) == finished.manifest["sweep_hash"]
    assert merge(again)["sweep_hash"] == finished.manifest["sweep_hash"]
    for name in ("runs.parquet", "points.parquet"):
        assert (again.path / name).read_bytes() == (finished.folder / name).read_bytes()
    assert sweep.status(again)["runs_done"] == 400
    assert replay(again, 7).point == 1


def test_another_expression_is_another_sweep(finished: sweep.Sweep) -> None:
    other = make(TEXT.replace("max(observed_disputes, 1)", "max(observed_disputes, 2)"))
    with pytest.raises(FolderError, match="own_outcomes is"):
        sweep.open_folder(other, finished.folder)
    assert "own_outcomes" not in sweep.open_folder(_without(), finished.folder.parent / "without").record


def _without() -> Experiment:
    return make(TEXT[: TEXT.index("outcomes:")])


KNOWN = [
    ("1 + 2 * force", 5.0),
    ("-force ** 2", -4.0),
    ("(1 - force) ** 3", -1.0),
    ("force ** -1", 0.5),
    ("force ** .5", math.sqrt(2)),
    ("(force - 2) ** 0", 1.0),
    ("trust.ARL-BOR-force", 0.0),
    ("mean.trust + acts_per_year.joint_exercise", 4.0),
    ("min(force, 1, 3) + max(force, 7)", 8.0),
    ("abs(1 - force * 3) + sqrt(8 * force)", 9.0),
    ("exp(log(force))", 2.0),
    ("(force > 1) + (force >= 2) + (force < 2) + (force <= 2) + (force == 2) + (force != 2)", 4.0),
    ("mean(trust)", 0.4),
    ("total(tension)", 4.0),
    ("largest(trust - tension)", -0.7),
    ("least(trust)", 0.3),
    ("first(tension)", 1.0),
    ("last(trust * 10)", 9.0),
    ("mean(trust < .4) * force", 1.0),
]


@pytest.mark.parametrize(("text", "expected"), KNOWN, ids=[text for text, _ in KNOWN])
def test_arithmetic(text: str, expected: float) -> None:
    """Levels of the last row are those at the end: they count in ``last`` alone."""
    courses = {"trust": [[0.3], [0.5], [0.9]], "tension": [[1.0], [3.0], [9.0]]}
    found = calculated(text, courses)
    assert (found[0] if isinstance(found, list) else found) == pytest.approx(expected, rel=1e-14)


MISSING = ["1 / force", "1 / (1 / force)", "log(force)", "sqrt(force - 1)", "force ** -1", "(force - 1) ** .5",
           "exp(1000 + force)", "0 / force", "mean.trust ** 0", "mean.trust < 1", "max(mean.trust, 1)"]  # fmt: skip


@pytest.mark.parametrize("text", MISSING)
def test_what_has_no_value_is_missing(text: str) -> None:
    assert math.isnan(calculated(text, force=0.0, **{"mean.trust": np.nan}))


def test_ticks_without_a_value_do_not_count() -> None:
    courses = {"trust": [[np.nan, np.nan], [0.5, np.nan], [0.25, np.nan], [0.9, 0.9]]}
    for text, expected in (("mean(trust)", 0.375), ("total(trust)", 0.75), ("least(trust)", 0.25)):
        found = calculated(text, courses)
        assert found[0] == expected
        assert math.isnan(found[1])
    assert calculated("mean(trust < .4)", courses)[0] == 0.5


def test_the_same_bits_alone_and_among_others() -> None:
    draw = np.random.default_rng(1)
    courses, force = draw.random((400, 64)), draw.random(64)
    text = "mean(trust ** .3) + total(exp(trust)) * log(force) ** 2.5"
    whole = calculated(text, {"trust": courses}, force=force)
    alone = [calculated(text, {"trust": courses[:, [one]]}, force=force[[one]])[0] for one in range(64)]
    assert np.array(whole).tobytes() == np.array(alone).tobytes()


def test_a_lost_part_is_a_failure_and_a_missing_value_is_none() -> None:
    request = make()
    found = {name: np.array([1.0]) for name in request.outcomes} | {f"course.{name}": [[1.0]] for name in METRICS}
    for number, expected in ((np.nan, None), (np.inf, "not a finite number: calm")):
        rows = Rows({name: np.full(1, 7.0) for name in request.outcomes}, [None])
        changed = found | {"calm": np.array([number]), NOBODY: np.array([False])}
        _one_block(request, [None], [(0, {}, 0, 0)], rows, [0], lambda *_, new=changed: new)
        assert rows.errors == [expected]


def test_a_part_that_a_run_should_have_makes_the_value_infinite() -> None:
    from dipsim.model.parameters import REGION_METRICS
    from dipsim.runs.batches.block_runner import run_batch
    from dipsim.scenario.world.build import build

    request = make()
    world = build(request.spec)
    record = run_batch([world], 1, [0, 1])
    record.region[3, REGION_METRICS.names().index("tension"), 1] = np.nan
    found = outcomes.table(world, record, OWN, request.own)
    assert np.isfinite(found["uneasy"]).tolist() == [True, False]
    assert np.isinf(found["uneasy"][1])


LINE = "calm: 1 - expected_force / max(observed_disputes, 1)"
REFUSED = [
    (
        "calm: 1 - forse",
        "13:15: error E1717: outcomes.calm: expected an outcome, found 'forse' (did you mean 'force'?)",
    ),
    ("calm: 1 - trust.ARL-BRO", "13:15: error E1717", "did you mean 'trust.ARL-BOR'"),
    ('calm: "1 - forse"', "13:16: error E1717", "found 'forse'"),
    (
        "calm: force + distrust",
        "13:19: error E1717",
        "the metric 'distrust' of every tick",
        "mean.distrust",
    ),
    ("calm: mean(spent)", "13:16: error E1717", "a metric of the region, found 'spent'"),
    ("calm: mean(trust.ARL-BOR)", "13:16: error E1717", "a metric of the region, found 'trust.ARL-BOR'"),
    ("calm: mean(mean(trust))", "13:16: error E1717", "no function over ticks inside of another"),
    ("calm: total(2)", "13:11: error E1717", "a metric of the region in total(...)"),
    ("calm: sqr(force)", "13:11: error E1717", "did you mean 'sqrt'"),
    ("calm: force.__class__", "13:11: error E1717", "found 'force.__class__'"),
    ("calm: 1 + __import__('os')", "13:15: error E1717", "found '__import__'"),
    ("calm: max(force)", "13:11: error E1717", "two values or more in max(...), found 1 (did you mean 'largest'"),
    ("calm: abs(force, 1)", "13:11: error E1717", "one value in abs(...), found 2"),
    ("calm: abs(x=force)", "13:11: error E1717", "values without names in abs(...)"),
    ("calm: max(*force)", "13:11: error E1717", "two values or more"),
    ("calm: force % 2", "13:17: error E1717", "expected +, -, *, / or **, found '%'"),
    ("calm: force // 2", "13:17: error E1717", "expected +, -, *, / or **, found '//'"),
    ("calm: 0 < force < 2", "13:21: error E1717", "one comparison at a time"),
    ("calm: force in war", "13:17: error E1717", "found 'in'"),
    ("calm: force and war", "13:11: error E1717", "numbers, outcomes, + - * / **, comparisons and functions"),
    ("calm: force if war else 1", "13:11: error E1717", "numbers, outcomes"),
    ("calm: force[0]", "13:11: error E1717", "found 'force[0]'"),
    ("calm: 1 - (force", "13:15: error E1717", "an expression such as"),
    ("calm: force +", "error E1717", "an expression such as"),
    ("calm: force + 1_000", "13:19: error E1717", "expected a number, found '1_000' (did you mean '1000'"),
    ("calm: force + 1e999", "13:19: error E1717", "a finite number"),
    ("calm: force + True", "13:19: error E1717", "found 'True'"),
    ("calm: force × 2", "13:17: error E1717", "letters of ASCII"),
    ("calm: 1 + 2", "13:11: error E1717", "an outcome or a metric in the expression"),
    ("calm:", "error E1717", "an expression, found nothing"),
    ("calm: [force]", "13:11: error E1717", "an expression, found a list"),
    (f"calm: {'-' * 60}force", "error E1717", "at most 40 operations inside each other"),
    (f"calm: {'(' * 240}force{')' * 240}", "error E1717", ""),
    (f"calm: force{' + force' * 100}", "error E1717", "at most 500 characters"),
    ("calm: >-\n      1 -\n      forse", "13:11: error E1717: outcomes.calm", "found 'forse'"),
    ("trust: force", "13:5: error E1718: outcomes.trust", "a name that no outcome, metric or function has"),
    ("polarisation: force", "13:5: error E1718: outcomes.polarisation", ""),
    ("mean.calm: force", "13:5: error E1718: outcomes.mean.calm", "a name of letters, digits and _"),
    ("warm: force", "error E1716: outcomes.3", "the outcome 'warm'"),
    ("openness: force", "error E1716: levers.openness", "the outcome 'openness'"),
    ("run: force", "error E1716: outcomes.2", "the column 'run' of the tables"),
]


@pytest.mark.parametrize("case", REFUSED, ids=[case[0][:30] for case in REFUSED])
def test_what_is_refused_and_where(case: tuple[str, ...]) -> None:
    line, *expected = case
    with pytest.raises(ScenarioError) as caught:
        make(TEXT.replace(LINE, line))
    record = str(caught.value).split("\n")
    assert any(all(part in one for part in expected) for one in record), record


def test_own_outcomes_are_in_no_trajectory() -> None:
    with pytest.raises(ScenarioError, match=r"E1707: trajectories.metrics.0: expected a metric of the region"):
        make(TEXT.replace("metrics: [trust, tension]", "metrics: [calm]"))


def test_all_of_them_as_one_mapping() -> None:
    text = "outcomes: {calm: 1 - force, most: 'max(force, war)'}\n"
    request = make(TEXT[: TEXT.index("outcomes:")] + text)
    assert request.outcomes == ("calm", "most")
    assert [one.text for one in request.own] == ["1 - force", "max(force, war)"]
