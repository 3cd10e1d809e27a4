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


@pytest.mark.parametrize("base", ["rare", "few", "common"])
def test_intervals_hold_and_words_are_seldom_false(coverage: ModuleType, base: str) -> None:
    """Protects the promise of 95 %: 300 cases allow three standard errors below 90 % for both and above 5 %."""
    known = coverage.campaign(300, coverage.BASES[base], "any effect", seed=11)
    assert min(known["disputes"], known["force"]) > 0.95 - 3 * 0.0126
    assert known["both"] > 0.90 - 3 * 0.0173
    assert known["pairs"] > 60, "the stopping rule went on for some"
    assert known["false"] < 0.05
    assert known["direction"] > 0.5 or base != "common", "and something is said where there is something"
    assert known["no_noticeable_effect"] > 0.9 or base != "rare"
    edge = coverage.campaign(300, coverage.BASES[base], "at the margin", seed=12)
    assert edge["false"] < 0.05 + 3 * 0.0126
    assert edge["no_noticeable_effect"] < 0.05 + 3 * 0.0126
    nothing = coverage.campaign(300, coverage.BASES[base], "no effect", seed=13)
    assert nothing["direction"] < 0.01
    assert nothing["false"] < 0.10 + 3 * 0.0173


def test_what_makes_a_word_false(coverage: ModuleType) -> None:
    """Protects the measure itself, on words and truths that are plain."""
    truth = coverage.Case((1.0, 1.0), (-0.2, 0.01), 0.1).truth
    assert not coverage.is_false("stabilises", -1, truth)
    assert not coverage.is_false("probably_small", -1, truth)
    assert not coverage.is_false("cannot_tell", 0, truth)
    for word in ("escalates", "mixed", "no_noticeable_effect"):  # nothing rises beyond the margin of .05
        assert coverage.is_false(word, 0, truth)
    nothing = coverage.Case((1.0, 1.0), (0.0, 0.0), 0.1).truth
    assert coverage.is_false("probably_small", 1, nothing)
    assert not coverage.is_false("no_noticeable_effect", 0, nothing)
