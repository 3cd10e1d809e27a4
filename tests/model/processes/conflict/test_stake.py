"""The stake lives: it falls towards the claim, and disputes raise it."""

from __future__ import annotations

from typing import Any

import pytest

from dipsim.model.processes.conflict.stake import faded, raised_by_dispute
from dipsim.model.state import dyads

TWO = ["ARL", "BOR"]
LIVING = {"stake_half_life": 5, "stake_rise": 0.39}


def stakes(run: Any, quiet: Any, ticks: int, relation: dict[str, Any], crisis: dict[str, float], **how: Any) -> float:
    nations = {code: {} for code in TWO}
    file = quiet(nations, [{"between": TWO, "land": True} | relation], processes={"crisis": crisis}, **how)
    return float(run(file, ticks).dyad("dispute")[0, 1, 0])


@pytest.mark.parametrize("tick", ["month", "half_month", "year"])
def test_the_stake_halves_its_way_to_the_claim(run: Any, quiet: Any, tick: str) -> None:
    """Protects d <- f + (d - f) 2^(-dt / 5y): after five years half way, at any length of tick."""
    per_year = {"month": 12, "half_month": 24, "year": 1}[tick]
    how: dict[str, Any] = {"time": {"years": 200, "tick": tick}}
    assert stakes(run, quiet, 5 * per_year, {"dispute": 0.8, "claim": 0.2}, LIVING, **how) == pytest.approx(0.5)
    assert stakes(run, quiet, 10 * per_year, {"dispute": 0.8, "claim": 0}, LIVING, **how) == pytest.approx(0.2)
    assert stakes(run, quiet, 10 * per_year, {"dispute": 0.8}, LIVING, **how) == pytest.approx(0.8), "it is a claim"


def test_the_limit_is_a_stake_that_stays(run: Any, quiet: Any) -> None:
    """Protects the limit: with an endless half-life a stake without a claim does not move in fifty years."""
    assert stakes(run, quiet, 600, {"dispute": 0.8, "claim": 0}, {}) == pytest.approx(0.8, rel=1e-7)


def ended(run: Any, quiet: Any, rise: float, reconcile: float) -> float:
    """The stake after a dispute at force that ends in the first tick."""

    def at_force(b: Any) -> None:
        b.dyad[dyads.RUNG, 0, 1] = b.dyad[dyads.RUNG, 1, 0] = 4

    crisis = {"stake_rise": rise, "reconcile": reconcile, "exit_force": 200, "war": 0}
    relations = [{"between": TWO, "land": True, "dispute": 0.5, "trust": 0.4}]
    played = run(quiet({code: {} for code in TWO}, relations, processes={"crisis": crisis}), 2, edit=at_force)
    assert played.dyad("rung")[0, 1, 0] == 0
    return float(played.dyad("dispute")[0, 1, 0])


def test_a_dispute_that_ends_raises_the_stake_and_reconciliation_lowers_it(run: Any, quiet: Any) -> None:
    """Protects d <- (d + rise (1 - d)) (1 - share), and its limit: rise 0 leaves reconciliation alone."""
    assert ended(run, quiet, 0.39, 0.0) == pytest.approx(0.695)
    assert ended(run, quiet, 0.0, 0.2) == pytest.approx(0.5 * (1 - 0.2 * 0.5 * 0.4), abs=2e-3)
    assert ended(run, quiet, 0.39, 0.2) == pytest.approx(0.695 * (1 - 0.2 * 0.5 * 0.4), abs=2e-3)


def test_a_dated_stake_is_a_claim(run: Any, quiet: Any) -> None:
    """Protects the event `dispute`: what it sets stays."""
    event = [{"at": "2025-02", "dispute": {"between": TWO, "to": 0.6}}]
    found = stakes(run, quiet, 120, {"dispute": 0.1}, LIVING, time={"start": "2025-01", "years": 20}, timeline=event)
    assert found == pytest.approx(0.6)


def test_disputes_recur(run: Any, quiet: Any) -> None:
    """Protects recurrence: with a living stake an onset follows an onset more often than without."""
    again = {}
    for rise in (0.0, 0.39):
        crisis = {"incident": 0.4, "routine": 0.056, "stake_half_life": 5, "stake_rise": rise}
        relations = [{"between": TWO, "land": True}]
        begun = run(quiet({code: {} for code in TWO}, relations, processes={"crisis": crisis}), 240, 400).measure(
            "observed_disputes"
        )
        yearly = begun.reshape(20, 12, -1).sum(axis=1) > 0
        again[rise] = (yearly[1:] & yearly[:-1]).sum() / yearly[:-1].sum()
    assert again[0.39] > 2 * again[0.0]


def test_equations_by_hand() -> None:
    assert faded(0.8, 0.2, 0.5) == pytest.approx(0.5)
    assert raised_by_dispute(0.5, 0.39, 0.1) == pytest.approx(0.695 * 0.9)
