"""Made-up results, made once."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest


def _synthetic() -> ModuleType:
    spec = importlib.util.spec_from_file_location("view_synthetic", Path(__file__).with_name("synthetic.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


made = _synthetic()


@pytest.fixture(scope="session")
def synthetic() -> ModuleType:
    """The module that makes results."""
    return made


@pytest.fixture(scope="session")
def result() -> Any:
    """40 runs of 20 years in a region of seven nations."""
    return made.result()


@pytest.fixture(scope="session")
def hostile() -> Any:
    """A short result whose title and names try to break out of every place they are written to."""
    return made.result(runs=6, ticks=36, names=made.HOSTILE, title="</script> $x^{$ {0} %s [/b] \U0001f680 " + "W" * 40)
