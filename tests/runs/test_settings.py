"""Settings of a question: what is given, what is the default, what is refused."""

# Also tests: runs/resources.py

from __future__ import annotations

from pathlib import Path

import pytest

from dipsim.runs import resources
from dipsim.runs.settings import RunOptions, RunSettings, prepare
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
    with pytest.raises(TypeError, match="unexpected keyword 'wokers'; expected one of progress, replicates, seed"):
        prepare("absent", wrong)


def test_workers_are_those_given_or_grow_with_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    spec = load("two_nations")
    monkeypatch.setattr("dipsim.runs.settings.usual_workers", lambda seconds: seconds)
    seconds = resources.check(spec, 10, "final", 1).seconds
    assert RunSettings(10).workers_for(spec, 3) == pytest.approx(3 * seconds)
    assert RunSettings(10, workers=7).workers_for(spec, 3) == 7
