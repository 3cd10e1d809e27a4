"""Effects over pairs of runs, with the interval that suits the outcome."""

from __future__ import annotations

import numpy as np
import pytest

from dipsim.study.statistics import paired_intervals
from dipsim.study.verdict.paired_runs import NobodyThere, Pair, interval


def test_pairs_without_a_difference_are_no_losses_of_force() -> None:
    """Protects the counts of both kinds of discordant pair: two gained, one lost, seven alike."""
    differences = np.array([1.0, 1, -1, 0, 0, 0, 0, 0, 0, 0])
    found = interval("force", differences, 0.95)
    with_target, without_target = np.zeros(10), np.zeros(10)
    with_target[[0, 1]] = 1
    without_target[2] = 1
    assert found.estimate == pytest.approx(0.1)
    assert found == paired_intervals.paired_proportion(with_target, without_target, identical=False, level=0.95)
    alike = interval("force", np.zeros(10), 0.95)
    assert alike.estimate == 0.0
    assert alike.low == -alike.high


def test_a_level_of_nobody_has_no_effect() -> None:
    from types import SimpleNamespace

    some, none = SimpleNamespace(trust=np.array([0.5, 0.6])), SimpleNamespace(trust=np.array([0.5, np.nan]))
    assert Pair("x", some, some).difference("trust").tolist() == [0.0, 0.0]  # type: ignore[arg-type]
    with pytest.raises(NobodyThere, match="no mean trust of the region"):
        Pair("x", some, none).difference("trust")  # type: ignore[arg-type]
