"""Settings of a question: what is given, what is the default, what is refused."""

# Also tests: runs/resources.py, runs/batches/run_counter.py

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dipsim import api
from dipsim.runs import resources
from dipsim.runs.errors import FolderError
from dipsim.runs.settings import RunOptions, RunSettings, prepare
from dipsim.scenario.arguments import ArgumentError
from dipsim.scenario.load import load
from dipsim.scenario.yaml.problems import ScenarioError


def test_defaults_are_those_of_the_question() -> None:
    _, settings = prepare("two_nations", {}, replicates=48)
    assert settings == RunSettings(48, 1, None, None)
    _, settings = prepare("two_nations", {"replicates": 3, "seed": 9, "workers": 2})
    assert settings == RunSettings(3, 9, 2, None)


def test_a_scenario_is_a_name_a_file_or_a_loaded_one(tmp_path: Path) -> None:
    named, _ = prepare("two_nations", {"sets": ["time.years=2"]})
    loaded, _ = prepare(load("two_nations"), {"sets": ["time.years=2"]})
    assert named.time.years == loaded.time.years == 2
    assert named.hash == loaded.hash
    same = load("two_nations")
    assert prepare(same, {})[0] is same
    with pytest.raises(ScenarioError):
        prepare(tmp_path / "absent.yaml", {})


def test_an_unknown_keyword_is_refused_with_the_known_ones() -> None:
    wrong: RunOptions = {"wokers": 1}  # type: ignore[typeddict-unknown-key]
    with pytest.raises(TypeError, match="unexpected keyword 'wokers'; expected one of anyway, progress, replicates"):
        prepare("absent", wrong)


def test_workers_are_those_given_or_grow_with_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    spec = load("two_nations")
    monkeypatch.setattr("dipsim.runs.settings.usual_workers", lambda seconds: seconds)
    seconds = resources.check(spec, 10, "final", 1).seconds
    assert RunSettings(10).workers_for(spec, 3) == pytest.approx(3 * seconds)
    assert RunSettings(10, workers=7).workers_for(spec, 3) == 7


def test_a_result_and_its_folder_stand_for_scenario_replicates_and_seed(tmp_path: Path) -> None:
    made = api.run("two_nations", replicates=3, seed=7, judge=False, out=tmp_path / "made")
    for given in (made, made.folder, str(made.folder), api.load(tmp_path / "made")):
        spec, settings = prepare(given, {})
        assert (spec.hash, settings.replicates, settings.seed) == (made.spec.hash, 3, 7)
    spec, settings = prepare(made, {"replicates": 2, "sets": "nations.*.transparency=0.9"})
    assert (settings.replicates, settings.seed) == (2, 7)
    assert {nation.transparency for nation in spec.nations.values()} == {0.9}
    made.manifest["without"] = ["joint_exercise"]
    with pytest.raises(ArgumentError, match="a run without joint_exercise and cannot be analysed"):
        prepare(made, {})


def test_a_folder_of_another_model_is_refused_unless_asked_anyway() -> None:
    made = api.run("two_nations", replicates=1, judge=False)
    made.manifest["model"] = "another"
    with pytest.raises(FolderError, match="anyway=True"):
        prepare(made, {})
    assert prepare(made, {"anyway": True})[0].hash == made.spec.hash


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"seed": -1}, "seed: expected a whole number from 0 to 4294967295, found -1"),
        ({"seed": 1.5}, "found 1.5"),
        ({"seed": True}, "found True"),
        ({"replicates": 0}, "replicates: expected a whole number from 1"),
        ({"replicates": 2.5}, "found 2.5"),
        ({"workers": 0}, "workers: expected a whole number from 1"),
    ],
)
def test_numbers_that_are_refused(wrong: Any, words: str) -> None:
    with pytest.raises(ArgumentError, match=words):
        prepare("two_nations", wrong)


def test_progress_on_request_counts_the_runs(capsys: pytest.CaptureFixture[str]) -> None:
    settings = prepare("two_nations", {"progress": True})[1]
    assert settings.progress is not None
    settings.progress(3)
    settings.progress(4)
    del settings
    assert capsys.readouterr().err.split("\r")[-1].startswith("7 runs done, ")
    assert prepare("two_nations", {"progress": False})[1].progress is None
