"""What commands that ask a question share: options, settings of the runs, answers."""

# Also tests: cli/options.py

from __future__ import annotations

import inspect
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Annotated, Any

import pytest
import typer

from dipsim.cli import options
from dipsim.cli.errors import UsageError
from dipsim.cli.study_command import SHARED, Study, study_command, usage_errors

Years = Annotated[int, typer.Option("--years")]


def made(**settings: Any) -> tuple[Any, list[Any]]:
    """A command with an option of its own, and what it was called with."""
    calls: list[Any] = []

    @study_command(**settings)
    def command(study: Study, years: Years = 3) -> None:
        """Ask."""
        calls.append((study, years))

    return command, calls


def test_a_command_has_its_own_options_before_the_shared_ones() -> None:
    command, _ = made()
    names = list(inspect.signature(command).parameters)
    assert names == ["scenario", "years", *(name for name in SHARED if name != "out")]
    assert command.__doc__ == "Ask."


def test_a_figure_adds_out_and_an_omitted_option_is_absent() -> None:
    command, _ = made(figure=True, omit=("workers",))
    names = set(inspect.signature(command).parameters)
    assert "out" in names
    assert "workers" not in names


def test_a_study_has_the_scenario_and_the_runs_asked_for(place: Path) -> None:
    command, calls = made()
    command(scenario="tiny.yaml", replicates=5, seed=2, workers=None, sets=["time.years=1"], json=True, quiet=False,
            debug=False, years=4)  # fmt: skip
    study, years = calls[0]
    assert (study.spec.time.years, study.replicates, study.seed, study.json, years) == (1, 5, 2, True, 4)


def test_an_option_of_the_command_replaces_the_shared_one(place: Path) -> None:
    calls: list[Any] = []

    @study_command()
    def command(study: Study, replicates: Annotated[int, options.replicates("Pairs.", 2)] = 48) -> None:
        calls.append((study.replicates, replicates))

    assert inspect.signature(command).parameters["replicates"].default == 48
    command(scenario="tiny.yaml", replicates=6, seed=None, workers=None, sets=None, json=False, quiet=True, debug=False)
    assert calls == [(6, 6)]


def test_an_answer_is_json_or_text(capsys: pytest.CaptureFixture[str]) -> None:
    answer = SimpleNamespace(as_dict=lambda: {"b": float("nan"), "a": 1})
    Study(None, 1, 1, json=True).show(answer, str)
    assert json.loads(capsys.readouterr().out) == {"format": 1, "a": 1, "b": None}
    Study(None, 1, 1, json=True).show([answer, answer], str)
    assert len(json.loads(capsys.readouterr().out)) == 2
    Study(None, 1, 1).show(answer, lambda found: "in words")
    assert capsys.readouterr().out == "in words\n"


def test_an_expected_error_becomes_one_of_usage_with_advice() -> None:
    with pytest.raises(UsageError, match="no such crisis; try another"), usage_errors(ValueError, "try another"):
        raise ValueError("no such crisis")
    with pytest.raises(KeyError), usage_errors(ValueError):
        raise KeyError("other")


def test_a_figure_is_written_only_where_a_folder_is_named(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Study(None, 1, 1).draw("bill", bill=None)
    assert capsys.readouterr().err == ""
