"""Budgets: anchored at the start, moved by threats, growth and a drift of their own."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from dipsim.model.processes.domestic.budget import answered, drifted

TWO = ("ARL", "BOR")
LINK = {"between": list(TWO), "land": True, "trust": 0.2, "dispute": 0.5}
NEW = {"anchor": 0.3, "response": 0.01, "drift": 0}


def budgets(run: Any, quiet: Any, arming: dict[str, float], ticks: int = 1, runs: int = 1, **traits: Any) -> Any:
    """ARL small beside BOR; k is left to the model."""
    own = {"ARL": {"gdp": 50, "burden": 0.02}, "BOR": {"gdp": 2000, "burden": 0.04}}
    nations = {code: own[code] | {"k": None} | traits.get(code, {}) for code in TWO}
    file = quiet(nations, [LINK], processes={"arming": NEW | arming})
    for node in file["nations"].values():
        if node["k"] is None:
            del node["k"]
    return run(file, ticks, runs)


def test_the_answer_to_threats_is_anchored(run: Any, quiet: Any) -> None:
    """Protects phi_i = min(phi, k_max E / S): a third of the small budget, what k_max allows of the large one."""
    played = budgets(run, quiet, {})
    x, h = (played.dyad(name)[..., 0] for name in ("exposure", "hostility"))
    k, g, s = (played.trait(name)[:, 0] for name in ("k", "g", "spending"))
    assert s == pytest.approx([1, 80], rel=1e-12)
    assert g == pytest.approx([0.7, 80 - 0.01 * h[1, 0] * x[1, 0]], rel=1e-12)
    assert k == pytest.approx([0.3 / (h[0, 1] * x[0, 1]), 0.01], rel=1e-12)


@pytest.mark.parametrize("spread", [0.0, 0.9])
def test_spending_starts_at_the_burden_in_every_run(run: Any, quiet: Any, spread: float) -> None:
    """Protects the anchor on the view with errors: no run starts with a budget that its first error made."""
    nations = {code: {"gdp": 1000, "burden": 0.02, "transparency": 0} for code in TWO}
    file = quiet(nations, [LINK], processes={"arming": NEW, "perception": {"spread": spread, "half_life": 50}})
    for node in file["nations"].values():
        del node["k"]
    spent = run(file, 1, 500).trait("spending")[0]
    assert spent.mean() == pytest.approx(20, rel=0.002)
    assert spent.std() < 0.3


def test_a_growing_rival_raises_spending_and_an_anchor_of_0_does_not_see_it(run: Any, quiet: Any) -> None:
    """Protects *no race*: with anchor 0 spending grows with gdp alone; with it, a rival's growth raises it."""
    rival = {"BOR": {"growth": 0.05}}
    race, none = (budgets(run, quiet, {"anchor": phi}, 120, **rival).trait("spending")[0, 0] for phi in (0.3, 0.0))
    assert none == pytest.approx(1, rel=1e-12)
    assert 1.03 < race < 1.3


def test_no_threat_keeps_g(run: Any, quiet: Any) -> None:
    """Protects *no threat*: the reaction goes and the autonomous part stays as it was anchored."""
    played = budgets(run, quiet, {"threats": 0})
    assert played.trait("spending")[0, 0] == pytest.approx(0.7, rel=1e-12)
    assert played.trait("g")[0, 0] == pytest.approx(0.7, rel=1e-12)


def test_no_state_halves_its_budget_for_want_of_a_threat(run: Any, quiet: Any) -> None:
    """Protects the floor (1 - phi) S: where the rival disarms, seven tenths are left."""
    spent = budgets(run, quiet, {}, 600, BOR={"growth": -0.3}).trait("spending")[0, 0]
    assert spent == pytest.approx(0.7, rel=0.02)


@pytest.mark.parametrize(("years", "size"), [(1, 0.19), (5, 0.40), (10, 0.54), (20, 0.68)])
def test_the_drift_of_budgets_has_the_spread_of_the_data(run: Any, quiet: Any, years: int, size: float) -> None:
    """Protects z: the spread of log changes over 1 to 20 years, with sd .61; their expected factor is taken out."""
    played = budgets(run, quiet, {"drift": 0.61, "anchor": 0}, 12 * years + 1, 3000, ARL={"burden_max": 1})
    change = np.log(played.nation("spending")[-1, 0] / played.nation("spending")[0, 0])
    assert change.std() == pytest.approx(size, rel=0.05)
    assert np.exp(change).mean() == pytest.approx(1, abs=4 * np.exp(change).std() / math.sqrt(3000))


def test_drift_agrees_at_months_and_half_months() -> None:
    """Protects the factor that is taken out: it depends on the time since the start and not on the tick."""
    assert drifted(0.6, 1.0, 1.0, 1.0) == 1.0
    assert drifted(0.6, 1.5, 1.0, 0.5) == pytest.approx(math.exp(0.3 - 0.36 * 0.5))


def test_equations_by_hand() -> None:
    assert answered(0.3, 0.01, 10.0, 1.0) == pytest.approx(0.1)
    assert answered(0.3, 0.01, 1000.0, 1.0) == 0.3
    assert answered(0.3, 0.01, 1000.0, 0.0) == 0.0
