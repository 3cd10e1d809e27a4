"""Made-up sweeps for the tests of analyses, and small real ones."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="session")
def made_up() -> ModuleType:
    """The module that makes sweeps with known answers."""
    spec = importlib.util.spec_from_file_location("sweeps_made_up", Path(__file__).with_name("made_up.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def small_sweeps() -> ModuleType:
    """The module with which the campaigns make and start small sweeps."""
    place = Path(__file__).resolve().parents[2] / "campaigns" / "small_sweeps.py"
    spec = importlib.util.spec_from_file_location("small_sweeps", place)
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules["small_sweeps"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
