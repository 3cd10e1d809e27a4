"""Sweeps over draws: a run is the run of its draw, however the sweep was computed, and the folder knows its draws."""

# Also tests: sweeps/experiment/drawn_runs.py

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import dipsim
from dipsim.runs.batches.points import points
from dipsim.runs.drawn import drawn_worlds as starts
from dipsim.runs.errors import FolderError, UnsettledStart
from dipsim.scenario.arguments import ArgumentError
from dipsim.scenario.draws.draws import Draws, applied, from_prior
from dipsim.scenario.draws.priors import priors
from dipsim.scenario.draws.table import parse_draws, table_text
from dipsim.scenario.load import vary
from dipsim.scenario.world.build import build
from dipsim.study.interventions.targets import without
from dipsim.sweeps import sweep
from dipsim.sweeps.execution import shard
from dipsim.sweeps.execution.executors import inline
from dipsim.sweeps.execution.resources import plan
from dipsim.sweeps.execution.runner import Conductor
from dipsim.sweeps.experiment.drawn_runs import sentence, with_draws
from dipsim.sweeps.experiment.experiment import Experiment
from dipsim.sweeps.experiment.load import parse
from dipsim.sweeps.replay import replay
from dipsim.sweeps.storage.folder import Folder
from dipsim.sweeps.storage.merge import merge

TEXT = """\
dipsim: 1
experiment: Drawn
scenario: two_blocs
set: {time.years: 0.5}
levers:
  nations.*.transparency: {from: 0, to: 1}
uncertainties:
  processes.crisis.alarmed: {from: 0, to: 1}
design: {latin_hypercube: {points: 40}}
replicates: 4
seed: 7
without: [joint_exercise]
outcomes: [expected_disputes, trust]
"""
DRAWS = from_prior(4, 3)


def make(text: str = TEXT, draws: Draws | None = DRAWS) -> Experiment:
    return with_draws(parse(text, "e.yaml", None, None), draws)


def conduct(place: Path, request: Experiment, **how: Any) -> Folder:
    folder = sweep.open_folder(request, place)
    Conductor(folder, request, inline, **how).run()
    return folder


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    folder = conduct(tmp_path_factory.mktemp("drawn") / "whole", make())
    merge(folder)
    return folder


@pytest.fixture(scope="module")
def runs(whole: Folder) -> pd.DataFrame:
    return pd.read_parquet(whole.path / "runs.parquet")


def test_a_run_is_that_of_its_draw(whole: Folder, runs: pd.DataFrame) -> None:
    """Protects the numbers: factors set what they set, the rest is the draw, both arms start alike."""
    assert runs["draw"].tolist() == [replicate % 3 for replicate in runs["replicate"]]
    experiment = whole.experiment()
    for point in (3, 28):
        for replicate in (0, 2, 3):
            rows = runs[(runs.point == point) & (runs.replicate == replicate)].set_index("arm")
            row = rows.loc["as_is"]
            sets = {name: row[name] for name in ("nations.*.transparency", "processes.crisis.alarmed")}
            spec = applied(vary(experiment.spec, sets), DRAWS.at(replicate % 3))
            assert spec.parameters["crisis.alarmed"] == row["processes.crisis.alarmed"]
            worlds = [build(spec), without(spec, "joint_exercise")]
            here, gone = points(worlds, 7, [[replicate], [replicate]])
            for name in ("expected_disputes", "trust"):
                assert row[name] == getattr(here, name)[0]
                assert rows.loc["without joint_exercise", name] == getattr(gone, name)[0]


def test_a_sweep_that_was_cut_off_goes_on_to_the_same_bits(whole: Folder, tmp_path: Path) -> None:
    """Half is computed, a file is left unfinished, then another process goes on that has nothing but the folder."""
    expected = {number: one.digest for number, one in whole.done().items()}
    folder = conduct(tmp_path / "half", make(), only=[1, 3])
    assert set(folder.done()) == {1, 3}
    (folder.path / "shards" / f".00002.{'0' * 32}.parquet.x.1.a.tmp").write_bytes(b"half")
    again = Folder.open(folder.path)
    Conductor(again, again.experiment(), inline).run()
    assert {number: one.digest for number, one in again.done().items()} == expected
    spread = tmp_path / "spread"
    file = tmp_path / "e.yaml"
    file.write_text(TEXT, encoding="utf-8")
    found = dipsim.sweep(file, spread, parameters="prior:4:3", workers=2)
    assert {number: one.digest for number, one in Folder.open(spread).done().items()} == expected
    assert found.manifest["parameters"]["draw_of_replicate"] == [0, 1, 2, 0]


def test_the_manifest_says_which_and_other_draws_are_refused(whole: Folder) -> None:
    said = json.loads((whole.path / "manifest.json").read_text(encoding="utf-8"))["parameters"]
    assert (said["asked"], said["hash"]) == ("prior:4:3", DRAWS.hash)
    assert said["draw_of_replicate"] == [0, 1, 2, 0]
    assert said["not_settled"] == []
    for other, asked in ((from_prior(5, 3), "draws prior:5:3"), (None, "the defaults")):
        with pytest.raises(FolderError, match=rf"its runs use draws prior:4:3 .*{asked}.*give --parameters as it was"):
            sweep.open_folder(make(draws=other), whole.path)
    assert sweep.open_folder(make(draws=parse_draws(table_text(DRAWS), "a.csv")), whole.path).config == whole.config


def test_a_replayed_run_is_the_run_and_its_folder_has_its_numbers(
    whole: Folder, runs: pd.DataFrame, tmp_path: Path
) -> None:
    one = runs[(runs.replicate == 2) & (runs.arm == "as_is")].iloc[5]
    again = replay(whole, int(one["run"]), tmp_path / "run")
    assert again.result.region.query("tick < 6")["trust"].mean() == pytest.approx(one["trust"], abs=1e-14)
    assert again.result.manifest["draw"] == 2
    fear = "processes.crisis.fear"
    assert again.result.spec.parameters["crisis.fear"] == DRAWS.at(2)[fear]
    assert dipsim.load(tmp_path / "run").spec.parameters["crisis.fear"] == DRAWS.at(2)[fear]


def test_one_draw_at_the_defaults_is_the_sweep_without_draws(tmp_path: Path) -> None:
    defaults = Draws(tuple(priors()), np.array([[one.default for one in priors().values()]]), "the defaults")
    frames = []
    for name, draws in (("drawn", defaults), ("plain", None)):
        folder = conduct(tmp_path / name, make(TEXT.replace("points: 40", "points: 8"), draws))
        merge(folder)
        frames.append(pd.read_parquet(folder.path / "runs.parquet"))
        assert ("draws" in folder.record, "draw" in frames[-1]) == (draws is not None, draws is not None)
    assert frames[0].drop(columns="draw").equals(frames[1])


def test_points_with_random_numbers_of_their_own_have_draws_of_their_own() -> None:
    own = make(TEXT + "common_random_numbers: false\n", from_prior(4, 100))
    assert [own.draw(point, replicate) for point in (0, 1) for replicate in range(4)] == list(range(8))
    assert own.drawn is not None
    assert len(own.drawn.numbers) == 100
    planned = plan(own)
    assert (planned.draws, planned.starts) == (100, 160)
    assert "each run uses one of 100 draws: 160 starts are settled" in planned.lines(1)
    assert plan(make()).starts == 40 * 3
    assert plan(make(draws=None)).starts == 0


def test_draws_that_do_not_settle_are_left_out_and_a_point_without_a_start_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    real, tries = starts.settled_start, list[int]()

    def second_fails(world: Any) -> Any:
        tries.append(1)
        if len(tries) == 2:
            raise UnsettledStart("the start does not settle: a test")
        return real(world)

    monkeypatch.setattr(starts, "settled_start", second_fails)
    request = make(TEXT.replace("points: 40", "points: 8"))
    assert [request.draw(0, replicate) for replicate in range(4)] == [0, 2, 0, 2]
    assert sentence(request) == (
        "each run uses one of 2 draws of prior:4:3; 1 draw left out, since the start does not settle"
    )

    first: list[Any] = []

    def fails_somewhere(world: Any) -> Any:
        first.append(world)
        if world is first[0]:
            raise UnsettledStart("the start does not settle: a test")
        return real(world)

    monkeypatch.setattr(shard, "settled_start", fails_somewhere)
    folder = conduct(tmp_path / "some", request)
    restored = Folder.open(folder.path).experiment()
    assert [restored.draw(0, replicate) for replicate in range(4)] == [0, 2, 0, 2]
    merge(folder)
    failed = json.loads((folder.path / "failed.json").read_text(encoding="utf-8"))
    assert {one["error"] for one in failed} == {"the start does not settle: a test"}
    assert len({one["point"] for one in failed}) == 1
    assert [(one["replicate"], one["arm"], one["draw"]) for one in failed] == [
        (replicate, arm, 0) for replicate in (0, 2) for arm in ("as_is", "without joint_exercise")
    ], "both arms start alike, so neither has a start"


def test_a_factor_called_like_the_column_is_refused() -> None:
    text = TEXT.replace("nations.*.transparency: {", "Draw: {path: nations.*.transparency, ")
    assert make(text, None).drawn is None
    with pytest.raises(ArgumentError, match=r"expected no factor and no outcome called 'draw'.*found 'Draw'"):
        make(text)
