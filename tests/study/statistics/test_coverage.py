"""The intervals hold what they promise under the stopping rule: a small version of campaigns/interval_coverage.py."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def coverage() -> ModuleType:
    path = Path(__file__).parents[3] / "campaigns" / "interval_coverage.py"
    spec = importlib.util.spec_from_file_location("coverage_campaign", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("base", ["rare", "common"])
def test_intervals_hold_and_words_are_not_said_of_nothing(coverage: ModuleType, base: str) -> None:
    """Protects the promise of 95 %: 300 cases allow three standard errors below 93 and above 5 %."""
    known = coverage.campaign(300, coverage.BASES[base], null=False, seed=11)
    assert known["both"] > 0.93 - 3 * 0.0147
    assert known["pairs"] > 60, "the stopping rule went on for some"
    nothing = coverage.campaign(300, coverage.BASES[base], null=True, seed=12)
    assert nothing["words"] < 0.05 + 3 * 0.0126
    assert known["words"] > 0.5, "and something is said where there is something"
