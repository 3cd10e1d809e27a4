"""The length of the tick is a choice of precision, not of the model: rates are per year, memories have half-lives."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

REPLICATES = 200
PER_YEAR = {"half_month": 24, "month": 12, "quarter": 4, "year": 1}
COUNTS = ("observed_disputes", "expected_disputes", "force", "acts", "spending")
STATES = ("trust", "tension", "burden", "agreements", "polarisation")
EXCHANGES = ("official_visit", "joint_exercise", "forum", "arms_transfer", "military_incident", "notification")


def outcomes(run: Any, tick: str) -> dict[str, Any]:
    """What ten years of two blocs come to, one value per replicate."""
    played = run("two_blocs", 10 * PER_YEAR[tick], REPLICATES, sets=(f"time.tick={tick}",))
    apart = ~np.eye(len(played.world.codes), dtype=bool)
    found = {name: played.measure(name).sum(axis=0) for name in COUNTS}
    found |= {name: played.measure(name)[-1] for name in STATES}
    found |= {name: played.served(name).sum(axis=0) for name in EXCHANGES}
    found |= {name: played.dyad(name)[apart].mean(axis=0) for name in ("channel", "interoperability", "dispute")}
    found |= {
        f"account {name}": played.account(name)[apart].mean(axis=0) for name in ("intent", "crises_force", "reputation")
    }
    return found


@pytest.fixture(scope="module")
def monthly(run: Any) -> dict[str, Any]:
    return outcomes(run, "month")


@pytest.mark.parametrize(
    ("tick", "tolerance"),
    [("half_month", 0.0), ("quarter", 0.04), ("year", 0.15)],
    ids=["half_month", "quarter", "year"],
)
def test_means_do_not_hinge_on_the_tick(run: Any, monthly: dict[str, Any], tick: str, tolerance: float) -> None:
    """Protects the conversion of rates, half-lives and evidence: month and half-month agree within error.

    Means over replicates may be 4 standard errors of their difference apart; a quarter adds 4 %, a year 15 %.
    """
    other = outcomes(run, tick)
    for name, values in monthly.items():
        gap = float(other[name].mean() - values.mean())
        error = math.sqrt((values.var() + other[name].var()) / REPLICATES)
        assert abs(gap) <= 4 * error + tolerance * abs(float(values.mean())), f"{name}: {gap:+.4f} +- {error:.4f}"
