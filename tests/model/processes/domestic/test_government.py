"""A change of government: what it moves in an autocracy and in a democracy, and what others then hold of the state."""

from __future__ import annotations

from math import log
from typing import Any

import numpy as np
import pytest

from dipsim.model.processes.domestic.government import change_hazard, turn

THREE = ("ARL", "BOR", "CEL")
TIES = [{"between": [a, b], "proximity": 1} for a, b in (("ARL", "BOR"), ("ARL", "CEL"), ("BOR", "CEL"))]
ISSUE = {"seas": {"position": 0.0, "salience": 1.0}}


def file(quiet: Any, democracy: float, change: bool = True, **politics: float) -> Any:
    """Three nations; the government of the first changes in the first month. Only what ``politics`` sets is left on."""
    nations = {code: {"interests": ISSUE, "revisionism": 0.5} for code in THREE}
    nations["ARL"]["democracy"] = democracy
    timeline = [{"at": "2025-01", "government_change": "ARL"}] if change else []
    values = {"shift": 0, "revoke": 0, "cancel": 0} | politics
    wide = {"ledger": {"cap_government": 1e6}}
    return quiet(nations, TIES, processes={"politics": values} | wide, timeline=timeline) | {"issues": {"seas": 1.0}}


@pytest.mark.parametrize(("democracy", "democratic", "share"), [(0, 0, 1), (1, 0, 0), (1, 0.6, 0.6), (0.5, 0.6, 0.8)])
def test_how_far_a_new_government_may_turn(democracy: float, democratic: float, share: float) -> None:
    assert turn(democracy, democratic) == pytest.approx(share)


def test_elections_change_governments_where_they_are_held() -> None:
    assert change_hazard(0.8, 0.25, 1.0, 0.15) == pytest.approx(0.2)
    assert change_hazard(0.8, 0.25, 0.0, 0.15) == change_hazard(0.8, 0.25, 1.0, 0.0) == pytest.approx(0.05)


@pytest.mark.parametrize(("democratic", "spread"), [(0.0, 0.0), (0.5, 0.05), (1.0, 0.1)])
def test_positions_and_intent_of_a_democracy_turn_by_its_share(
    run: Any, quiet: Any, democratic: float, spread: float
) -> None:
    """Protects the limit (a full democracy turns by nothing) and the size of what it turns by."""
    played = run(file(quiet, 1.0, shift=0.1, intent_shift=0.1, democratic=democratic), 1, 600)
    moved = (played.block.position[0, 0], played.trait("revisionism")[0] - 0.5)
    for values in moved:
        assert values.mean() == pytest.approx(0.0, abs=4 * spread / 600**0.5 + 1e-12)
        assert values.std() == pytest.approx(spread, rel=0.12, abs=1e-12)
    if democratic:
        assert abs(np.corrcoef(*moved)[0, 1]) < 0.2
    assert not played.block.position[0, 1:].any()


def test_all_who_are_linked_think_alike_of_a_new_government(run: Any, quiet: Any) -> None:
    """Protects the account: one draw of spread s per change, the same at both others, nothing towards these two."""
    played = run(file(quiet, 1.0, image=0.5), 1, 600)
    government = played.account("government")
    assert np.array_equal(government[1, 0], government[2, 0])
    assert government[1, 0].std() == pytest.approx(0.5, rel=0.15)
    assert abs(government[1, 0].mean()) < 0.1
    assert not government[0].any()
    assert not government[1, 2].any()
    assert not run(file(quiet, 1.0, change=False, image=0.5), 1, 600).account("government").any()
    assert not run(file(quiet, 1.0), 1, 10).account("government").any()


def test_the_account_varies_by_rate_size_and_half_life(run: Any, quiet: Any) -> None:
    """Protects the stationary variance c s^2 H / (2 ln 2): changes at rate c, each of spread s, with half-life H."""
    rate, size, life = 0.8, 0.3, 1.0
    scenario = file(quiet, 1.0, change=False, image=size, elections=rate)
    scenario["processes"]["ledger"] |= {"half_life_government": life}
    government = run(scenario, 120, 600).account("government")[1, 0]
    assert government.var() == pytest.approx(rate * size**2 * life / (2 * log(2)), rel=0.25)
