"""Calling the command line in this process, and scenarios so small that a run takes a moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from dipsim.cli import app

TINY = """\
dipsim: 1
title: "Tiny [bold]place[/bold]"
time: {start: 2025-01, years: 2}
nations:
  ARL: {name: Arland, gdp: 900, burden: 0.03, transparency: 0.4}
  BOR: {name: Borovia, gdp: 700, burden: 0.03, transparency: 0.4}
relations:
  - {between: [ARL, BOR], proximity: 1, dispute: 0.6, trust: 0.3}
timeline:
  - {every: quarter, joint_exercise: {between: [ARL, BOR]}}
"""


@dataclass(frozen=True)
class Said:
    """What a command left: exit code, standard output and standard error."""

    code: int
    out: str
    err: str


@pytest.fixture(scope="session")
def tiny() -> str:
    """The text of ``tiny.yaml``."""
    return TINY


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder with ``tiny.yaml`` in it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tiny.yaml").write_text(TINY, encoding="utf-8")
    return tmp_path


@pytest.fixture
def dipsim(place: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """The command line, run in the working folder."""

    def call(*arguments: object) -> Said:
        capsys.readouterr()
        code = app.run([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return call


@pytest.fixture(scope="session")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A results folder of the tiny scenario, made once; not to be changed."""
    folder = tmp_path_factory.mktemp("results")
    scenario = folder / "tiny.yaml"
    scenario.write_text(TINY, encoding="utf-8")
    assert app.run(["run", str(scenario), "-n", "4", "-s", "7", "--out", str(folder / "made"), "--quiet"]) == 0
    return folder / "made"
