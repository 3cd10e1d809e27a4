"""Step 7 is Richardson's arms race: its equilibrium, its border of stability and its limits, at any length of tick."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from dipsim.model.parameters import NATION
from dipsim.model.processes.domestic.budget import networked
from dipsim.model.state import dyads

TICKS = {"half_month": 24, "month": 12, "quarter": 4, "year": 1}
RICH = {"gdp": 1e6, "burden_max": 1, "diplomacy": 0}  # no ceiling is ever met
TRAITS = {
    "ARL": {"offence": 0.9, "democracy": 0.1, "capability": 50, "g": 3},
    "BOR": {"offence": 0.4, "democracy": 0.6, "capability": 5, "g": 8},
    "CEL": {"offence": 0.7, "democracy": 0.9, "capability": 20, "g": -1},
}
PAIRS = [("ARL", "BOR", 1.0, 0.2), ("ARL", "CEL", 0.5, 0.0), ("BOR", "CEL", 0.8, 0.7)]
LINKS = [{"between": [a, b], "proximity": near, "dispute": d} for a, b, near, d in PAIRS]


def arms_race(quiet: Any, tick: str, response: float, fatigue: float, traits: dict[str, Any], links: list[Any]) -> Any:
    nations = {code: RICH | own for code, own in traits.items()}
    arming = {"response": response, "fatigue": fatigue}
    return quiet(nations, links, time={"years": 200, "tick": tick}, processes={"arming": arming})


@pytest.mark.parametrize("tick", TICKS)
def test_equilibrium_of_three_is_the_linear_solve(run: Any, quiet: Any, tick: str) -> None:
    """Protects `dM/dt = g + k (1 - T) prox o M - f M`: M settles where (f - K) M = g, at any dt, to 1e-9."""
    played = run(arms_race(quiet, tick, 0.5, 1.0, TRAITS, LINKS), 120 * TICKS[tick])
    trust, near = (played.dyad(name)[..., 0] for name in ("trust", "proximity"))
    k = 0.5 * (1 - trust) * near * played.trait("offence")[:, 0]
    expected = np.linalg.solve(1.0 * np.eye(3) - k, [3, 8, -1])
    assert (expected > 0).all()
    assert np.abs(np.linalg.eigvals(k)).max() < 1
    assert played.trait("capability")[:, 0] == pytest.approx(expected, rel=1e-9)
    assert played.trait("spending")[:, 0] == pytest.approx(expected, rel=1e-9), "fatigue is 1: what is lost is spent"


@pytest.mark.parametrize("tick", ["month", "year"])
@pytest.mark.parametrize(("times", "grows"), [(1.0001, True), (1.0, None), (0.9999, False)])
def test_the_border_of_stability_is_where_the_product_of_reactions_is_that_of_fatigue(
    run: Any, quiet: Any, tick: str, times: float, grows: bool | None
) -> None:
    """Protects Richardson's border K_ij K_ji = f^2, which a coarse tick must not move: 0.01 % off it decides."""
    trust = 1 / (1 + math.exp(0.2))
    fatigue = 0.1
    k = times * fatigue / (1 - trust) / 0.72**0.5  # offence .9 and .8, so K_ij K_ji = k^2 (1 - T)^2 .72
    traits = {code: {"offence": o, "democracy": 0, "g": 0} for code, o in (("ARL", 0.9), ("BOR", 0.8))}
    traits["ARL"]["capability"], traits["BOR"]["capability"] = 10 * 0.8**0.5, 10 * 0.9**0.5  # the slow direction
    links = [{"between": ["ARL", "BOR"], "proximity": 1}]
    file = arms_race(quiet, tick, k, fatigue, traits, links)
    early, late = run(file, 10 * TICKS[tick]), run(file, 190 * TICKS[tick])
    growth = late.trait("capability")[:, 0] / early.trait("capability")[:, 0] - 1
    if grows is None:
        assert growth == pytest.approx([0, 0], abs=1e-12)
    else:
        rate = (times - 1) * fatigue
        assert growth == pytest.approx([math.expm1(180 * rate)] * 2, rel=0.06)


def test_trajectory_approaches_the_continuous_one(run: Any, quiet: Any) -> None:
    """Protects the path, not only its end: against the matrix exponential, the error halves with the tick."""
    from scipy.linalg import expm

    errors = []
    for tick in ("quarter", "month", "half_month"):
        played = run(arms_race(quiet, tick, 0.3, 0.2, TRAITS, LINKS), 5 * TICKS[tick])
        trust, near = (played.dyad(name)[..., 0] for name in ("trust", "proximity"))
        k = 0.3 * (1 - trust) * near * played.trait("offence")[:, 0] - 0.2 * np.eye(3)
        rest = np.linalg.solve(k, [-3, -8, 1])
        exact = rest + expm(5 * k) @ (np.array([50, 5, 20]) - rest)
        errors.append(np.abs(played.trait("capability")[:, 0] / exact - 1).max())
    assert errors[0] < 0.03
    assert errors[1] / errors[0] == pytest.approx(1 / 3, rel=0.05)
    assert errors[2] / errors[1] == pytest.approx(1 / 2, rel=0.05)


def test_spending_starts_at_the_burden_and_stock_at_its_steady_state(run: Any, quiet: Any) -> None:
    """Protects the start: g is set so that nothing moves at first, S = burden gdp and M = burden gdp / fatigue."""
    traits = {code: {"burden": b} for code, b in (("ARL", 0.03), ("BOR", 0.015))}
    file = quiet(traits, [{"between": ["ARL", "BOR"], "proximity": 1, "dispute": 0.5}])
    played = run(file, 240)
    assert played.nation("spending")[0, :, 0] == pytest.approx([30, 15], rel=1e-12)
    assert played.nation("capability")[-1, :, 0] == pytest.approx([30 / 0.08, 15 / 0.08], rel=1e-9)


def test_spending_stays_between_zero_and_the_ceiling(run: Any, quiet: Any) -> None:
    """Protects `burden_max` and the floor: no nation arms beyond its means, none has less than nothing."""
    traits = {"ARL": {"capability": 900, "g": 500, "burden_max": 0.1}, "BOR": {"capability": 10, "g": -50}}
    played = run(
        quiet(traits, [{"between": ["ARL", "BOR"], "proximity": 1}], processes={"arming": {"fatigue": 1}}), 600
    )
    assert (played.nation("spending")[:, 0] == 100).all()
    assert (played.nation("spending")[:, 1] == 0).all()
    assert 0 <= played.nation("capability")[-1, 1, 0] < 1e-15


def test_trust_disarms(run: Any, quiet: Any) -> None:
    """Protects the sign of (1 - T): more trust in a strong neighbour, less arms; none out of reach."""
    spent = {}
    for trust in (0.1, 0.5, 0.9):
        traits = {code: {"capability": 100, "g": 1} for code in ("ARL", "BOR")}
        links = [{"between": ["ARL", "BOR"], "proximity": 1, "trust": trust}]
        spent[trust] = float(run(quiet(traits, links), 1).trait("spending")[0, 0])
        assert spent[trust] == pytest.approx(1 + 0.01 * (1 - trust) * 0.5 * 100, rel=1e-12)
    assert spent[0.1] > spent[0.5] > spent[0.9]
    links = [{"between": ["ARL", "BOR"], "proximity": 0, "trust": 0.1}]
    assert float(run(quiet(traits, links), 1).trait("spending")[0, 0]) == 1


def test_agreements_make_dearer_by_a_saturating_share() -> None:
    """Protects `networked` by hand: half of the density is reached at three agreements."""
    assert networked(0.4, 0.0) == 1.0
    assert networked(0.4, 3.0) == pytest.approx(1.2, rel=1e-15)
    assert networked(0.4, 1.0) == pytest.approx(1.1, rel=1e-15)
    assert networked(0.4, 9.0) == pytest.approx(1.3, rel=1e-15)


def test_goods_that_an_embargo_holds_up_take_no_stock_from_others(run: Any, quiet: Any) -> None:
    """Protects the rationing of stock: what is blocked does not leave, so the other buyer gets all that is due."""
    links = [{"between": [a, b], "proximity": 1} for a, b in (("ARL", "BOR"), ("ARL", "CEL"))]
    due, stock = {}, 0.0
    for blocks in (0, 1):
        file = quiet({code: {"capability": 100, "g": 80} for code in ("ARL", "BOR", "CEL")}, links, on=("embargo",))
        file["exchanges"]["embargo"] = {"rate": 0, "blocks": blocks, "cost": 0, "staff": 0, "evidence": 0}
        file["timeline"] = [{"at": "2025-01", "embargo": {"from": "ARL", "to": "CEL"}}]
        file["processes"]["arming"] |= {"stock_share": 0.12, "procurement": 1, "delivery": 1}

        def each(t: int, b: Any) -> None:
            nonlocal stock
            if t == 0:  # the embargo is in force now
                stock = 0.12 * float(b.nat[NATION.row("capability"), 0, 0]) / 12
                b.dyad[dyads.BACKLOG_PAID, 0, 1] = 10.0
                b.dyad[dyads.BACKLOG_PAID, 0, 2] = 100.0

        played = run(file, 2, each=each)
        backlog = played.dyad("backlog_paid")[0, :, 0]
        due[blocks] = (10.0 - backlog[1], 100.0 - backlog[2])
    share = 1 - 0.5 ** (1 / 12)
    assert share * 10 < stock < share * 110
    assert due[1] == (pytest.approx(share * 10, rel=1e-9), 0.0)
    rationed = stock / (share * 110)
    assert due[0] == pytest.approx((share * 10 * rationed, share * 100 * rationed), rel=0.02)
