"""What is kept of every run: causes that add up to the change of trust, and crises from before the start apart."""

from __future__ import annotations

import numpy as np
import pytest

from dipsim.model.state.trust_accounts import BASELINE
from dipsim.runs.batches import kept_accounts
from dipsim.runs.batches.block_runner import run_batch
from dipsim.scenario.load import load
from dipsim.scenario.world.build import build


def test_shares_add_up_and_follow_the_steps() -> None:
    start = np.array([[0.0, 1.0, 0.5], [0.5, -1.0, 0.0]])
    end = np.array([[2.0, 0.5, 0.0], [0.0, -0.5, 0.5]])
    found = kept_accounts.shares(start, end)
    before, after = (kept_accounts.logistic(part.sum(axis=0)) for part in (start, end))
    assert found.sum(axis=0) == pytest.approx(100 * (after - before), abs=1e-12)
    assert found[0, 0] / found[1, 0] == pytest.approx(2.0 / -0.5)
    assert found[:, 1] == pytest.approx([-12.5, 12.5]), "where the whole does not move, by the slope of trust there"


@pytest.mark.parametrize("changes", [["time.years=2"], ["time.years=2", "processes.crisis.motive=0"]])
def test_crises_before_the_start_fade_by_their_half_life(changes: list[str]) -> None:
    spec = load("two_blocs", changes)
    world = build(spec)
    kept = run_batch([world], 1, range(4), accounts=True).kept
    assert kept is not None
    rows = [len(BASELINE) + int(account) for account in kept_accounts.CRISES]
    lives = [spec.parameters[f"ledger.half_life_crises_{level}"] for level in ("threat", "force", "war")]
    assert (kept.start[rows] == 0.0).all(), "at the start all of it lies before the start"
    assert (kept.start[-3:] < 0.0).any()
    for place, life in enumerate(lives):
        assert kept.end[-3 + place] == pytest.approx(kept.start[-3 + place] * 0.5 ** (2 / life), rel=1e-9)


def test_points_are_the_mean_of_year_ends() -> None:
    """By hand from the ledger of the same runs, which is kept at the start of each year and at the end."""
    world = build(load("two_blocs", ["time.years=3"]))
    kept = run_batch([world], 1, range(3), accounts=True).kept
    looks = [terms for tick, terms in run_batch([world], 1, range(3), detail=True).ledger if tick > 0]
    assert kept is not None
    assert len(looks) == 3
    names = [*(f"baseline: {term}" for term in BASELINE), *world.accounts]
    row, kind = names.index("alarm: joint_exercise"), world.kinds.index("joint_exercise")
    points = [
        kept_accounts.logistic(terms.sum(axis=0)) - kept_accounts.logistic(terms.sum(axis=0) - terms[row])
        for terms in looks
    ]
    assert kept.points[0, kind] == pytest.approx(100 * np.mean(points, axis=0), abs=1e-12)
    assert np.abs(kept.points[0, kind]).max() > 0.1
