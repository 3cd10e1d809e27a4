"""Every public function has numpydoc: each parameter, what comes back, and an example that runs."""

from __future__ import annotations

import doctest
import inspect
import re
from pathlib import Path
from typing import Any

import pytest

import dipsim

WITHOUT_EXAMPLE = {"replay", "sweep"}  # they need an experiment file; docs/sweeps.md shows and tests one
SLOW = {"advise"}


def section(text: str, name: str) -> str:
    """The lines of a section, empty where there is none."""
    found = re.search(rf"^{name}\n-+\n(.*?)(?=^\w[\w ]*\n-+\n|\Z)", text, re.M | re.S)
    return found[1] if found else ""


@pytest.mark.parametrize("name", sorted(dipsim.PUBLIC))
def test_parameters_and_returns_are_told(name: str) -> None:
    function: Any = getattr(dipsim, name)
    text = inspect.getdoc(function) or ""
    told = section(text, "Parameters")
    heads = [line.partition(":")[0] for line in told.split("\n") if line[:1].strip()]
    words = {word.strip(" *") for head in heads for word in head.split(",")}
    assert set(inspect.signature(function).parameters) <= words
    assert section(text, "Returns").strip()


@pytest.mark.parametrize("name", [name for name in dipsim.PUBLIC if name not in SLOW | WITHOUT_EXAMPLE])
def test_the_example_runs(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    function: Any = getattr(dipsim, name)
    test = doctest.DocTestParser().get_doctest(inspect.getdoc(function) or "", {"dipsim": dipsim}, name, None, None)
    assert test.examples, "no example"
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.IGNORE_EXCEPTION_DETAIL)
    said: list[str] = []
    runner.run(test, out=said.append)
    assert runner.failures == 0, "".join(said)


@pytest.mark.parametrize("name", ["to_networkx"])
def test_examples_of_a_result(name: str) -> None:
    from dipsim.runs.result import Result

    text = inspect.getdoc(getattr(Result, name)) or ""
    test = doctest.DocTestParser().get_doctest(text, {"dipsim": dipsim}, name, None, None)
    assert test.examples
    runner = doctest.DocTestRunner()
    said: list[str] = []
    runner.run(test, out=said.append)
    assert runner.failures == 0, "".join(said)
