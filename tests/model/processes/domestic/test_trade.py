"""Trade is cut by war and sanctions, comes back, and makes war dearer."""

# Also tests: scenario/world/trade.py

from __future__ import annotations

from typing import Any

import pytest

from dipsim.model.processes.conflict.war import cost_of_war
from dipsim.model.processes.domestic.trade import allowed, estimated, share_of_gdp, traded
from dipsim.model.state import dyads

TIES = [
    {"between": ["ARL", "BOR"], "proximity": 1, "trade": 0.6},
    {"between": ["ARL", "CEL"], "proximity": 1, "trade": 0.4},
]
CUTS = {"trade": {"cut_by_war": 0.9, "cut_by_sanction": 0.5, "fall_half_life": 0.25, "return_half_life": 3}}


def played(run: Any, quiet: Any, ticks: int, timeline: list[Any] | None = None, edit: Any = None, **more: Any) -> Any:
    nations: dict[str, Any] = {code: {} for code in ("ARL", "BOR", "CEL")}
    file = quiet(nations, TIES, on=("sanction", "embargo"), processes=CUTS | more, timeline=timeline or [])
    for kind in ("sanction", "embargo"):
        file["exchanges"][kind] = {"rate": 0, "term": 1, "readiness": -20, "followed": 0}
    return run(file, ticks, edit=edit).dyad("trade")[..., 0]


@pytest.mark.parametrize(("war", "sanction", "left"), [(0, 0, 0.6), (0.9, 0.5, 0.06), (0, 0.5, 0.3), (1, 0, 0)])
def test_the_larger_cut_counts(war: float, sanction: float, left: float) -> None:
    assert allowed(0.6, war, sanction) == pytest.approx(left)


def test_trade_falls_soon_and_returns_late() -> None:
    assert traded(0.6, 0.3, 0.5, 0.9) == pytest.approx(0.45)
    assert traded(0.3, 0.6, 0.5, 0.9) == pytest.approx(0.33)
    assert traded(0.6, 0.6, 0.5, 0.9) == 0.6


def test_a_sanction_cuts_the_trade_of_its_pair_until_it_is_lifted(run: Any, quiet: Any) -> None:
    """Protects cut, half-lives, and that an embargo, which takes no growth, cuts arms and no trade."""
    timeline = [{"at": "2025-01", "sanction": {"from": "ARL", "to": "BOR"}}]
    timeline += [{"at": "2025-01", "embargo": {"from": "ARL", "to": "CEL"}}]
    for ticks in (1, 4, 7):
        trade = played(run, quiet, ticks, timeline)
        assert trade[0, 1] == trade[1, 0] == pytest.approx(0.3 + 0.3 * 0.5 ** ((ticks - 1) / 3), rel=1e-9)
        assert trade[0, 2] == 0.4
    lifted = [*timeline, {"at": "2025-07", "lift": {"from": "ARL", "to": "BOR"}}]
    bottom = 0.3 + 0.3 * 0.5 ** (5 / 3)
    assert played(run, quiet, 12, lifted)[0, 1] == pytest.approx(0.6 - (0.6 - bottom) * 0.5 ** (6 / 36), rel=1e-9)


def test_war_cuts_the_trade_of_those_who_fight(run: Any, quiet: Any) -> None:
    def fight(b: Any) -> None:
        b.dyad[dyads.RUNG, 0, 1] = b.dyad[dyads.RUNG, 1, 0] = 5.0

    trade = played(run, quiet, 3, edit=fight, crisis={"exit_war": 0})
    assert trade[0, 1] == pytest.approx(0.06 + 0.54 * 0.5, rel=1e-9)
    assert trade[0, 2] == 0.4


def test_without_cuts_trade_stays_as_it_is(run: Any, quiet: Any) -> None:
    """Protects the limit: the very bits of the start."""
    timeline = [{"at": "2025-01", "sanction": {"from": "ARL", "to": "BOR"}}]
    trade = played(run, quiet, 24, timeline, trade={"cut_by_war": 0, "cut_by_sanction": 0})
    assert (trade[0, 1], trade[0, 2], trade[1, 2]) == (0.6, 0.4, 0.0)


def test_trade_with_the_enemy_is_a_cost_of_war() -> None:
    assert cost_of_war(0.05, 0.0, 0.6) == 0.05
    assert cost_of_war(0.05, 0.1, 0.6) == pytest.approx(0.11)


def test_gravity_estimates_what_the_scenario_does_not_give(run: Any, quiet: Any) -> None:
    """Protects the smaller of both shares of gdp, 5 (gdp / 1000) / km^.9 of the smaller partner, and what is given."""
    near = [{"between": ["ARL", "BOR"], "distance": 1000}, {"between": ["ARL", "CEL"], "distance": 1000, "trade": 0}]
    nations = {"ARL": {"gdp": 20000}, "BOR": {"gdp": 4000}, "CEL": {"gdp": 4000}}
    for scale in (0, 5):
        trade = run(quiet(nations, near, processes={"trade": {"estimate": scale}}), 1).dyad("trade")[..., 0]
        assert trade[0, 1] == trade[1, 0] == pytest.approx(scale * 0.005 * 4000 / 1000**0.9)
        assert trade[0, 2] == 0.0
    assert share_of_gdp(5.0, 27000.0, 1000.0, 700.0, 400.0) == pytest.approx(0.37, abs=0.03)
    assert estimated(1e6, 0.1, 0.2) == 1.0
