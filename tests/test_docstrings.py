"""What docstrings promise: in the public interface everything, elsewhere at least at the level that was reached."""

from __future__ import annotations

import ast
import doctest
import inspect
import re
import textwrap
from pathlib import Path
from typing import Any

import contracts
import pytest

import dipsim
from dipsim.runs.mesa_adapter import DiplomacyModel, Nation
from dipsim.runs.result import Result
from dipsim.runs.stepwise.seat import Seat
from dipsim.runs.stepwise.stepwise_run import StepwiseRun

WITHOUT_EXAMPLE = {"replay", "sweep"}  # they need an experiment file; docs/sweeps.md shows and tests one
SLOW = {"advise"}
CLASSES = (Result, Seat, StepwiseRun, DiplomacyModel, Nation)  # of docs/python.md
LEAST = {"arguments": 0.95, "errors": 0.95}  # share of public functions that name every one; may only rise
LEAST_OF_MODEL = 0.9  # share of the functions of the model that name every argument; may only rise
MODEL_PAGE = contracts.SOURCE.parents[1] / "docs" / "model.md"


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


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_methods_of_the_interface_name_arguments_and_errors(kind: type) -> None:
    tree = ast.parse(textwrap.dedent(inspect.getsource(kind)))
    methods = list(contracts.public(tree.body))
    assert methods
    assert {name: contracts.unnamed(node) for name, node in methods if contracts.unnamed(node)} == {}
    assert {name: contracts.silent(node) for name, node in methods if contracts.silent(node)} == {}


def test_most_public_functions_name_arguments_and_errors() -> None:
    counted = contracts.count()["dipsim"]
    assert counted["functions"] > 2000
    assert counted["named"] / counted["arguments"] >= LEAST["arguments"]
    assert counted["told"] / counted["raise"] >= LEAST["errors"]


def test_the_model_names_its_arguments() -> None:
    counted = contracts.count()["model"]
    assert counted["arguments"] > 400
    assert counted["named"] / counted["arguments"] >= LEAST_OF_MODEL


def test_equations_named_in_docstrings_are_those_of_the_page() -> None:
    """Protects "(E113)": the text of that equation on the page of the model names the function."""
    page = re.split(r"^(E\d+) ", MODEL_PAGE.read_text(encoding="utf-8"), flags=re.M)
    texts = dict(zip(page[1::2], page[2::2], strict=True))
    wrong, seen = [], 0
    for path, name, node in contracts.functions(contracts.SOURCE / "model"):
        for number in re.findall(r"\bE\d+\b", ast.get_docstring(node) or ""):
            seen += 1
            if not re.search(rf"\b{node.name}\b", texts.get(number, "")):
                wrong.append(f"{path.name}::{name}: {number}")
    assert seen > 200
    assert wrong == []


def test_a_name_that_is_left_out_is_noticed() -> None:
    code = '''
class Shelf:
    def put(self, book, at, *more, _quiet=False):
        """Put a book at ``at``. Raises KeyError."""
        if at:
            raise ValueError(at)
        def inner():
            raise OSError
    def take(self, i):
        """Take i books."""
    def _hidden(self, x): ...
'''
    found = dict(contracts.public(ast.parse(code).body))
    assert list(found) == ["Shelf.put", "Shelf.take"]
    assert contracts.unnamed(found["Shelf.put"]) == ["more"]
    assert contracts.silent(found["Shelf.put"]) == {"ValueError"}
    assert contracts.unnamed(found["Shelf.take"]) == ["i"]
