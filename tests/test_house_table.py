"""The table of the code's size and shape counts what it says, and its page is the table of now."""

from __future__ import annotations

import ast
import importlib.util
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SPEC = importlib.util.spec_from_file_location("house_table", ROOT / "tools" / "house_table.py")
assert SPEC is not None
assert SPEC.loader is not None
house_table = importlib.util.module_from_spec(SPEC)
sys.modules[SPEC.name] = house_table  # dataclasses look their module up
SPEC.loader.exec_module(house_table)

CODE = '''
def flat(a, *, b=1, **options):
    """Two lines
    of text."""
    return a if b and options else 0

def deep(self, x):
    for each in x:
        if each:
            pass
        elif x:
            while x:
                pass
'''


@pytest.fixture
def functions() -> list[ast.FunctionDef]:
    return list(house_table.functions(ast.parse(CODE)))


def test_arguments_are_counted_without_self_and_bundles(functions: list[ast.FunctionDef]) -> None:
    assert [house_table.arguments(each) for each in functions] == [["a", "b"], ["x"]]


def test_an_elif_is_not_deeper(functions: list[ast.FunctionDef]) -> None:
    assert [house_table.depth(each.body) for each in functions] == [0, 3]


def test_branches_and_docstrings_are_counted(tmp_path: Path) -> None:
    file = tmp_path / "code.py"
    file.write_text(CODE, encoding="utf-8")
    measures = house_table.Measures()
    measures.add(file)
    assert measures.branches == [1 + 1 + 1, 1 + 4]
    assert (measures.documented, measures.files, measures.lengths) == (2, [13], [4, 7])


def test_a_spread_is_median_ninetieth_percentile_and_largest() -> None:
    assert house_table.spread(list(range(1, 101))) == "51/91/100"
    assert house_table.spread([]) == "0/0/0"


def test_the_page_has_every_package() -> None:
    page = (ROOT / "docs" / "house.md").read_text(encoding="utf-8")
    shown = page.partition(house_table.BEGIN)[2].partition(house_table.END)[0]
    lines = [line.split(" | ") for line in shown.splitlines() if "|" in line][2:]
    packages = house_table.packages()
    assert [line[0].removeprefix("| ") for line in lines] == list(packages)
    small = "kernels/machine"
    found = house_table.row(small, packages[small])
    assert (found[0], found[1]) == (small, str(len(packages[small])))
    assert len(found) == len(lines[0])
