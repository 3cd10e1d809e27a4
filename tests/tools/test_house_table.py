"""The table of the code's measures counts what it says it counts."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

SAMPLE = '''"""A sample."""


def outer(first, second, self=None):
    """Take ``first`` and ``second``; returns their sum."""
    if first:
        for _ in range(2):
            if second and first:
                return 0
    elif second:
        return 1

    def inner(third):
        while third:
            third -= 1

    return first + second  # a comment
'''


@pytest.fixture(scope="module")
def table() -> ModuleType:
    """tools/house_table.py as a module."""
    path = Path(__file__).resolve().parents[2] / "tools" / "house_table.py"
    spec = importlib.util.spec_from_file_location("house_table", path)
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules["house_table"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_sample_is_counted_by_hand(table: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "sample.py").write_text(SAMPLE, encoding="utf-8")
    found = dict(zip(table.HEAD, table.row(tmp_path, "sample"), strict=True))
    assert (found["files"], found["lines"], found["functions"], found["public"]) == ("1", "17", "2", "1")
    assert found["nesting p90/max"].endswith("/3")
    assert found["McCabe med/p90/max"].endswith("/6")  # 1, if, for, if, and, elif
    assert found["args med/p90/max"].endswith("/2")
    assert (found["every argument named %"], found["return said %"], found["shape or unit %"]) == ("100", "100", "0")
    assert found["comment lines %"] == f"{100 / 17:.1f}"
