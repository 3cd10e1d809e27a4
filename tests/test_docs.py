"""docs/model.md says what the code says: tables, numbers of equations, names of functions, evidence of declarations."""

# Also tests: model/state/quantities.py

from __future__ import annotations

import ast
import importlib.util
import math
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from dipsim.model.parameters import NATION, NUMBERS, ORGANISATION, PARAMETERS, REGION_METRICS
from dipsim.model.state.nation import TRAITS
from dipsim.model.state.quantities import Quantity
from dipsim.scenario.schema.catalogue import catalogue

ROOT = Path(__file__).resolve().parents[1]
MODEL = ROOT / "src" / "dipsim" / "model"
PAGE = (ROOT / "docs" / "model.md").read_text(encoding="utf-8")
SET_BY_USERS = [*map(NATION.__getitem__, TRAITS), *PARAMETERS, *NUMBERS, *ORGANISATION]


@pytest.fixture(scope="module")
def tables() -> ModuleType:
    """tools/docs_tables.py as a module."""
    spec = importlib.util.spec_from_file_location("tables", ROOT / "tools" / "docs_tables.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def equations(page: str) -> list[int]:
    """Numbers of the equations in the order in which the page defines them."""
    blocks = re.findall(r"^```text\n(.*?)^```$", page, re.M | re.S)
    return [int(number) for block in blocks for number in re.findall(r"^E(\d+)\b", block, re.M)]


def equation_functions() -> Iterator[str]:
    """Every function of the model that is decorated with ``@equation``."""
    for path in sorted(MODEL.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and "equation" in map(ast.unparse, node.decorator_list):
                yield node.name


def functions_in_brackets(page: str) -> set[str]:
    """Names that the equations give in brackets at the end of a line, without the module they may stand in."""
    blocks = re.findall(r"^```text\n(.*?)^```$", page, re.M | re.S)
    found = [name for block in blocks for name in re.findall(r" {4}\(((?:[a-z0-9_.]+(?:, )?)+)\)$", block, re.M)]
    return {name.strip().rpartition(".")[2] for names in found for name in names.split(",")}


def all_functions() -> set[str]:
    """Every function of the package."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in (ROOT / "src" / "dipsim").rglob("*.py"))
    return {node.name for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def faults(source: str, grade: int, low: float, high: float) -> list[str]:
    """What is wrong with the evidence of a number."""
    wrong = [] if math.isfinite(low) and math.isfinite(high) and low <= high else ["bounds"]
    wrong += [] if source.strip() else ["source"]
    wrong += [] if grade in (1, 2, 3, 4) else ["grade"]
    return wrong + (["assumed, but not of grade 4"] if source.startswith("assumed") and grade != 4 else [])


def test_tables_say_what_the_code_says(tables: ModuleType) -> None:
    assert tables.filled(PAGE) == PAGE, "run: python tools/docs_tables.py"


def test_a_changed_table_is_noticed(tables: ModuleType) -> None:
    changed = PAGE.replace("| `crisis.motive` |", "| `crisis.motif` |")
    assert changed != PAGE
    assert tables.filled(changed) == PAGE


def test_every_table_is_on_the_page(tables: ModuleType) -> None:
    places = re.findall(r"<!-- table: ([a-z ]+) -->", PAGE)
    wanted = {*tables.TABLES, *(q.name.partition(".")[0] for q in PARAMETERS)}
    named = [name for place in places for name in place.split()]
    assert sorted(named) == sorted(wanted)


def test_equations_are_numbered_without_gap() -> None:
    numbers = equations(PAGE)
    assert len(numbers) > 50
    assert numbers == list(range(1, len(numbers) + 1))


def test_equations_that_are_mentioned_exist() -> None:
    last = max(equations(PAGE))
    assert [number for number in re.findall(r"\bE(\d+)\b", PAGE) if not 1 <= int(number) <= last] == []


def test_every_equation_of_the_code_is_named() -> None:
    names = set(equation_functions())
    assert {"motive", "settled", "threat"} <= names
    assert sorted(name for name in names if not re.search(rf"\b{name}\b", PAGE)) == []


def test_functions_that_the_equations_name_exist() -> None:
    named = functions_in_brackets(PAGE)
    assert {"motive", "proximity", "spread"} <= named
    assert sorted(named - all_functions()) == []
    assert functions_in_brackets("```text\nE1    x = y    (nowhere, model.gone)\n```") == {"nowhere", "gone"}


@pytest.mark.parametrize("quantity", SET_BY_USERS, ids=lambda q: str(q.name))
def test_declared_numbers_have_their_evidence(quantity: Quantity) -> None:
    assert quantity.meaning.strip()
    assert quantity.unit.strip()
    assert faults(quantity.source, quantity.grade, quantity.low, quantity.high) == []


def test_measures_have_a_meaning_and_a_unit() -> None:
    assert [q.name for q in REGION_METRICS if not (q.meaning.strip() and q.unit.strip())] == []


@pytest.mark.parametrize("kind", catalogue())
def test_numbers_of_the_catalogue_have_their_evidence(kind: str) -> None:
    numbers = catalogue()[kind].numbers
    assert {name: wrong for name, f in numbers.items() if (wrong := faults(f.source, f.grade, *f.bounds))} == {}


def test_faults_are_noticed() -> None:
    assert faults("assumed", 2, 0, 1) == ["assumed, but not of grade 4"]
    assert faults("", 5, 0, math.inf) == ["bounds", "source", "grade"]
    assert faults("Walt 1987", 2, 0, 1) == []
