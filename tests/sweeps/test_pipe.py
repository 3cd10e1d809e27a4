"""From an experiment to tables: the same numbers however the sweep was computed, and known answers through the pipe."""

# Also tests: sweeps/execution/sharding.py, sweeps/experiment/outcomes.py, sweeps/replay.py,
#   sweeps/storage/merge.py

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dipsim.runs.batches.block_runner import run_batch
from dipsim.runs.errors import FolderError
from dipsim.scenario.world.build import World
from dipsim.sweeps import sweep
from dipsim.sweeps.execution.executors import inline
from dipsim.sweeps.execution.runner import Conductor, share
from dipsim.sweeps.execution.sharding import run_at, run_number, shards
from dipsim.sweeps.experiment import outcomes
from dipsim.sweeps.experiment.experiment import Experiment
from dipsim.sweeps.experiment.load import parse
from dipsim.sweeps.experiment.world_factory import Worlds
from dipsim.sweeps.replay import replay
from dipsim.sweeps.storage.folder import Folder
from dipsim.sweeps.storage.merge import load, merge
from dipsim.sweeps.storage.results import label

ROOT = Path(__file__).resolve().parents[2]
TEXT = """\
dipsim: 1
experiment: Pipe
scenario: two_nations
set: {time.years: 1}
levers:
  nations.ARL.transparency: {from: 0, to: 1}
  nations.BOR.transparency: {from: 0, to: 1}
uncertainties:
  nations.ARL.revisionism: {from: 0, to: 1}
design: {DESIGN}
replicates: 2
without: [joint_exercise]
outcomes: [expected_disputes, trust, trust.ARL-BOR, acts_per_year.joint_exercise, largest.tension]
trajectories: {every: 6, metrics: [trust]}
"""


def make(design: str = "latin_hypercube: {points: 100}", more: str = "") -> Experiment:
    return parse(TEXT.replace("DESIGN", design) + more, "e.yaml", None, None)


def conduct(folder: Folder, request: Experiment, **how: Any) -> Any:
    return Conductor(folder, request, inline, **how).run()


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> sweep.Sweep:
    return sweep.sweep(make(), tmp_path_factory.mktemp("sweep") / "whole", workers=1)


def test_the_example_of_the_guide_runs(tmp_path: Path) -> None:
    """docs/sweeps.md shows a file; with fewer points it is swept and analysed."""
    page = (ROOT / "docs" / "sweeps.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"^```yaml\n(.*?)^```$", page, re.M | re.S)
    request = parse(shown.replace("points: 2000", "points: 64"), "e.yaml", None, None)
    assert request.runs == 64 * 2 * 2
    said: list[str] = []
    found = sweep.sweep(request, tmp_path / "swept", workers=1, say=said.append)
    assert found.complete
    assert {finding.method for finding in found.findings} == {"curves", "prim"}, said
    runs = found.runs
    share = 1 - runs["expected_force"] / runs["expected_disputes"].clip(lower=0.01)
    assert runs["calm_share"].tolist() == share.tolist()
    assert (runs["warmth_lost"] >= 0).all()


def test_runs_are_those_of_the_engine(finished: sweep.Sweep) -> None:
    """Point 57 in both arms, computed by itself, gives the numbers that the sweep has."""
    folder, request = Folder.open(finished.folder), finished.experiment
    values = Conductor(folder, request, inline)
    values.points, _ = folder.design()
    frame = finished.runs.set_index(["point", "replicate", "arm"]).sort_index()
    for arm in request.arms:
        world = Worlds(request).built(values.values(57), arm)
        record = run_batch([world], request.seed, [0, 1])
        table = outcomes.table(world, record, request.outcomes)
        for replicate in (0, 1):
            found = frame.loc[(57, replicate, label(arm))]
            assert [found[name] for name in request.outcomes] == [table[name][replicate] for name in request.outcomes]
    assert frame.loc[(57, 0, "without joint_exercise")]["acts_per_year.joint_exercise"] == 0.0
    assert frame.loc[(57, 0, "as_is")]["acts_per_year.joint_exercise"] > 0.0


def test_tables_are_tidy_and_open_everywhere(finished: sweep.Sweep) -> None:
    import duckdb
    import pandas as pd
    import polars as pl

    path = finished.folder / "runs.parquet"
    frame = pd.read_parquet(path)
    assert len(frame) == 100 * 2 * 2 == finished.manifest["runs"]
    assert sorted(frame["run"]) == list(range(400))
    assert frame["error"].isna().all()
    other = pl.read_parquet(path)
    third = duckdb.sql(f"select * from '{path}'").df()
    for column in ("run", "nations.ARL.transparency", "trust", "trust.ARL-BOR"):
        assert other[column].to_numpy().tobytes() == frame[column].to_numpy().tobytes()
        assert third[column].to_numpy().tobytes() == frame[column].to_numpy().tobytes()
    import pyarrow.parquet as pq

    meaning = {field.name: (field.metadata or {}).get(b"meaning") for field in pq.read_schema(path)}
    assert meaning["trust.ARL-BOR"] == b"trust of ARL in BOR"
    points = pd.read_parquet(finished.folder / "points.parquet")
    mean = frame[(frame["point"] == 3) & (frame["arm"] == "as_is")]["trust"].mean()
    assert points.loc[3, "trust"] == pytest.approx(mean, abs=1e-15)
    paired = frame[frame["point"] == 3].pivot(index="replicate", columns="arm", values="trust")
    change = (paired["as_is"] - paired["without joint_exercise"]).mean()
    assert points.loc[3, "trust.without.joint_exercise"] == pytest.approx(change, abs=1e-15)
    courses = pd.read_parquet(finished.folder / "trajectories.parquet")
    assert courses["tick"].unique().tolist() == [0, 6, 12]
    assert courses["date"].dt.strftime("%Y-%m-%d").unique().tolist() == ["2025-01-01", "2025-07-01", "2026-01-01"]
    assert len(courses) == 400 * 3
    assert set(courses["arm"]) == set(frame["arm"]) == {"as_is", "without joint_exercise"}
    assert finished.manifest["arms"] == ["as_is", "without joint_exercise"]


def test_half_a_sweep_resumed_is_the_whole_one(finished: sweep.Sweep, tmp_path: Path) -> None:
    """Shares, in any order, with a part done twice, give the fingerprint of one go; half of it is an even sample."""
    request = make()
    folder = sweep.open_folder(request, tmp_path / "parts")
    half = conduct(folder, request, only=share("2/2", folder.count))
    assert half.runs_done == pytest.approx(half.runs / 2, abs=64)
    again = sweep.open_folder(make(), tmp_path / "parts")
    rest = conduct(again, request)
    assert rest.runs_done == rest.runs
    assert merge(again)["sweep_hash"] == finished.manifest["sweep_hash"]


def test_a_point_with_many_replicates_is_cut(tmp_path: Path) -> None:
    request = parse(
        TEXT.replace("DESIGN", "one_at_a_time: {levels: 2}").replace("replicates: 2", "replicates: 300"),
        "e",
        None,
        None,
    )
    parts = shards(request, np.arange(request.points))
    assert all(len(shard) == 1 for shard in parts)
    lanes = sorted((part.point, r) for shard in parts for part in shard for r in range(part.first, part.last))
    assert lanes == [(point, r) for point in range(request.points) for r in range(300)]


def test_run_numbers_go_both_ways() -> None:
    request = make()
    for run in (0, 1, 2, 5, 399):
        assert run_number(request, *run_at(request, run)) == run
    with pytest.raises(ValueError, match="numbered from 0 to 399"):
        run_at(request, 400)


def test_a_folder_belongs_to_one_experiment(finished: sweep.Sweep, tmp_path: Path) -> None:
    other = parse(TEXT.replace("DESIGN", "latin_hypercube: {points: 100}"), "e.yaml", {"seed": 2}, None)
    with pytest.raises(FolderError, match="seed is 1 there and 2 here") as caught:
        sweep.open_folder(other, finished.folder)
    assert caught.value.exit_code == 4
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(FolderError, match=r"not the folder of a sweep.*'mine.txt'"):
        sweep.open_folder(make(), tmp_path)
    words = parse(
        TEXT.replace("DESIGN", "latin_hypercube: {points: 100}").replace("Pipe", "Other words"), "e", None, None
    )
    assert sweep.open_folder(words, finished.folder).config == finished.manifest["config_hash"], (
        "words decide no number"
    )


def test_common_random_numbers_can_be_turned_off(tmp_path: Path) -> None:
    """With them two points of the same values are the same run; without, their luck differs."""
    points = "list: {points: [" + ", ".join(["{nations.A.transparency: 0.5}"] * 2) + "]}"
    text = TEXT[: TEXT.index("levers")] + "levers: {nations.A.transparency: {from: 0, to: 1}}\nreplicates: 2\n"
    text = text.replace("two_nations", "two_blocs").replace(".A.", ".ARL.")
    text += f"design: {{{points.replace('.A.', '.ARL.')}}}\n"
    found = {}
    for crn in ("true", "false"):
        request = parse(text + f"common_random_numbers: {crn}\n", "e", None, None)
        runs = sweep.sweep(request, tmp_path / crn, workers=1).runs.set_index(["point", "replicate"])[
            "expected_disputes"
        ]
        found[crn] = runs
    assert found["true"][0].tolist() == found["true"][1].tolist()
    assert not set(found["false"][0]) & set(found["false"][1])


def test_replay_is_the_run(finished: sweep.Sweep) -> None:
    row, arms = finished.runs.iloc[101], [label(arm) for arm in finished.experiment.arms]
    number = run_number(finished.experiment, row["point"], row["replicate"], arms.index(row["arm"]))
    again = replay(Folder.open(finished.folder), number)
    assert (again.point, again.replicate, again.arm) == (row["point"], row["replicate"], row["arm"])
    region = again.result.region
    assert region[region["tick"] < 12]["trust"].mean() == pytest.approx(row["trust"], abs=1e-14)


def ishigami(experiment: Experiment, worlds: Sequence[World], keys: Sequence[int]) -> dict[str, Any]:
    """The Ishigami function of three numbers of the worlds, a = 7 and b = 0.1, instead of the runs."""
    from dipsim.model.parameters import NATION

    open_, revisionism = (NATION.names().index(name) for name in ("transparency", "revisionism"))
    shares = [(w.nat[open_, 0], w.nat[open_, 1], w.nat[revisionism, 0]) for w in worlds]
    x = math.pi * (2.0 * np.array(shares) - 1.0)
    value = np.sin(x[:, 0]) + 7.0 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])
    return dict.fromkeys(experiment.outcomes, value)


def test_sobol_indices_of_a_known_function_through_the_pipe(tmp_path: Path) -> None:
    """Ishigami and Homma (1990): first-order indices 0.3139, 0.4424 and 0; totals 0.5576, 0.4424, 0.2437."""
    text = TEXT.replace("DESIGN", "sobol: {base: 2048}").replace("replicates: 2\nwithout: [joint_exercise]\n", "")
    text = text.replace(
        "trajectories: {every: 6, metrics: [trust]}\n", "analyse: [{sobol: {outcome: expected_disputes}}]\n"
    )
    request = parse(text, "e.yaml", None, None)
    folder = sweep.open_folder(request, tmp_path / "ishigami")
    conduct(folder, request, simulate=ishigami)
    _, (finding,) = sweep.analyse(folder)
    table = next(iter(finding.tables.values())).set_index("factor")
    names = [factor.name for factor in request.factors]
    first = table.loc[names].filter(regex="^(first|S1)$").to_numpy().ravel()
    total = table.loc[names].filter(regex="^(total|ST)$").to_numpy().ravel()
    assert first == pytest.approx([0.3139, 0.4424, 0.0], abs=0.02)
    assert total == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.02)


def fails_where_open(experiment: Experiment, worlds: Sequence[World], keys: Sequence[int]) -> dict[str, Any]:
    """Raises for worlds in which ARL is very open, gives NaN where it is very closed."""
    if any(world.nat[6, 0] > 0.9 for world in worlds):
        raise FloatingPointError("too open")
    closed = np.array([np.nan if world.nat[6, 0] < 0.1 else 1.0 for world in worlds])
    return dict.fromkeys(experiment.outcomes, closed) | {"course.trust": np.ones((len(worlds), 3))}


def test_a_run_that_fails_is_written_down_and_the_rest_go_on(tmp_path: Path) -> None:
    request = make()
    folder = sweep.open_folder(request, tmp_path / "failing")
    progress = conduct(folder, request, simulate=fails_where_open)
    manifest = merge(folder)
    failed = json.loads((folder.path / "failed.json").read_text(encoding="utf-8"))
    assert progress.failed == manifest["failed"] == len(failed) == 2 * 10 * 4
    for one in failed:
        openness = one["values"]["nations.ARL.transparency"]
        assert openness > 0.9 or openness < 0.1
        assert one["error"].startswith("FloatingPointError: too open" if openness > 0.9 else "not a finite number")
        assert one["seed"] == 1
    swept = load(folder)
    assert len(swept.missing) == 20
    assert swept.mean("trust").tolist() == [1.0] * 80


def test_a_sweep_that_is_cut_short_says_what_there_is(tmp_path: Path) -> None:
    request = make()
    found = sweep.sweep(request, tmp_path / "short", workers=1, seconds=1e-9)
    assert not found.complete
    assert found.progress.runs_done == 0
    assert sweep.status(Folder.open(found.folder))["shards_done"] == 0


@pytest.mark.parametrize("name", ["shards", "failed"])
def test_nothing_is_written_through_a_link_out_of_the_folder(tmp_path: Path, name: str) -> None:
    folder = sweep.open_folder(make(), tmp_path / "swept")
    (tmp_path / "elsewhere").mkdir()
    place = folder.path / name
    if place.exists():
        place.rmdir()
    place.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(FolderError, match="a link leads out of the results folder"):
        folder.put(0, b"data") if name == "shards" else folder.fail(0, "reason")
    assert not list((tmp_path / "elsewhere").iterdir())
