"""Coverage of what pairs left out did, on made-up draws whose counts are known."""

from __future__ import annotations

import numpy as np
import pytest

from dipsim.validation.calibration import held_out, posterior, surrogate
from dipsim.validation.calibration.halves import CELLS, COUNTS, HALF
from dipsim.validation.calibration.posterior import Training
from dipsim.validation.calibration.targets import columns

CELLS_OF_BOTH = 2 * len(CELLS) * len(COUNTS)


@pytest.fixture(autouse=True)
def few_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Short chains and straight lines: two numbers, whose draws lie on lines."""
    monkeypatch.setattr(surrogate, "FORMS", surrogate.FORMS[:2])
    monkeypatch.setattr(posterior, "CHAINS", 20)
    monkeypatch.setattr(posterior, "STEPS", 800)
    monkeypatch.setattr(posterior, "BURN", 200)


def known() -> Training:
    """Draws of two numbers: the first moves the root of every count, 4 in the middle; runs scatter by .3."""
    draw = np.random.default_rng(1)
    z = draw.standard_normal((100, 2))
    moments = np.tile(-2.0 + 0.5 * z[:, :1], (1, len(columns(HALF))))
    counts = np.tile(4.0 + 0.5 * z[:, :1], (1, CELLS_OF_BOTH))
    means = np.hstack([moments, counts]) + 0.05 * draw.standard_normal((100, moments.shape[1] + counts.shape[1]))
    return Training(z, means, 0.09 * np.eye(means.shape[1]), 2)


def record(root: float) -> np.ndarray:
    """Moments in the middle of the prior, and the same root for every count."""
    return np.hstack([np.full(len(columns(HALF)), -2.0), np.full(CELLS_OF_BOTH, root)])


def test_counts_as_the_model_has_them_are_covered_and_others_are_not() -> None:
    """Protects coverage: counts of 4 squared are inside nearly everywhere, counts of 9 squared nowhere."""
    found = held_out.coverage(known(), record(4.0), 1)
    assert found.cells == CELLS_OF_BOTH
    assert found.inside[0.9] == CELLS_OF_BOTH
    assert found.observed == pytest.approx(2 * len(CELLS) * (16 - 0.5), abs=2 * len(CELLS))
    assert found.low < found.observed < found.high
    assert held_out.coverage(known(), record(9.0), 1).inside[0.9] == 0
