"""The page of tables says what is declared."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from dipsim.runs.storage.schemas import TABLES

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("result_tables", ROOT / "tools" / "result_tables.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_up_to_date(tool: ModuleType) -> None:
    assert (ROOT / "docs" / "tables.md").read_text(encoding="utf-8") == tool.page(), "run: tools/result_tables.py"


def test_every_table_and_column_is_on_the_page(tool: ModuleType) -> None:
    sections = dict(part.split("`\n", 1) for part in tool.page().split("\n## `")[1:])
    assert list(sections) == list(TABLES)
    for name, table in TABLES.items():
        assert [column.name for column in table.columns if f"| `{column.name}` |" not in sections[name]] == []
