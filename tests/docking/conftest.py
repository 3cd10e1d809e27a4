"""The yardsticks are scripts beside the package; their folder is put on the path for these tests."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType

import pytest

YARDSTICKS = Path(__file__).resolve().parents[2] / "benchmarks" / "yardsticks"


@pytest.fixture(scope="session")
def dock() -> ModuleType:
    """benchmarks/yardsticks/dock.py as a module."""
    pytest.importorskip("mesa")
    if str(YARDSTICKS) not in sys.path:
        sys.path.insert(0, str(YARDSTICKS))
    return importlib.import_module("dock")
