"""War by an all-or-nothing demand: a known share of disputes, whatever the balance, and none without uncertainty."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dipsim.model.processes.conflict.demand import best_demand, war_by_demand
from dipsim.model.processes.conflict.war import spared

TWO = ("ARL", "BOR")
AT_FORCE = {"incident": 1.0, "routine": 1.0, "shock": 0.0, "entry_threat": 0.0, "entry_display": 0.0, "war": 0.0}
AT_FORCE |= {"incident_gate": 0.0, "losses": 0.0, "exit_war": 50.0, "exit_force": 200.0}
GRID = (np.arange(400) + 0.5) / 400


def share_of_wars(p: float, b: float, cost: float, most: float, lost: float = 0.0) -> float:
    """Share of the unit square of the two draws that is war."""
    return float(np.mean([[war_by_demand(u, v, p, b, cost, most, lost) for v in GRID] for u in GRID[::20]]))


@pytest.mark.parametrize(("cost", "most"), [(0.1, 0.4), (0.05, 0.2), (0.0, 0.3)])
@pytest.mark.parametrize("p", [0.05, 0.5, 0.85])
def test_the_chance_of_war_does_not_depend_on_the_balance(p: float, cost: float, most: float) -> None:
    """Protects P(war) = b (1 - cA / cbar) / 2: .375 at cA .1, cbar .4; lopsided wars happen."""
    assert share_of_wars(p, 1.0, cost, most) == pytest.approx(0.5 * (1.0 - cost / most), abs=0.003)
    assert share_of_wars(p, 0.3, cost, most) == pytest.approx(0.15 * (1.0 - cost / most), abs=0.003)


def test_who_asks_for_everything_is_refused_less() -> None:
    """Protects the demand's upper end: the whole stake, so that war comes with (1 - p) / cbar."""
    assert best_demand(0.95, 0.1, 0.4) == 1.0
    assert share_of_wars(0.95, 1.0, 0.1, 0.4) == pytest.approx(0.05 / 0.4, abs=0.003)


def test_trade_that_both_would_lose_makes_war_rarer() -> None:
    """Protects P(war) = b ((cbar - cA) / 2 - lost) / cbar, none where they would lose more than war could win."""
    assert share_of_wars(0.5, 1.0, 0.1, 0.4, 0.1) == pytest.approx((0.15 - 0.1) / 0.4, abs=0.003)
    assert share_of_wars(0.5, 1.0, 0.1, 0.4, 0.2) == 0.0


@pytest.mark.parametrize("most", [0.0, 0.05, 0.1])
def test_without_uncertainty_there_is_no_war(most: float) -> None:
    """Protects cbar = 0, and any cbar that the challenger's own cost reaches."""
    assert share_of_wars(0.5, 1.0, 0.1, most) == 0.0


def played(run: Any, quiet: Any, strong: float, **change: Any) -> tuple[float, float]:
    """Wars and uses of force between two nations, the first ``strong`` times as strong, in many runs of 5 years."""
    numbers = AT_FORCE | {"demand": 1.0, "cost_most": 0.4, "war_cost": 0.1} | change.pop("crisis", {})
    nations = {"ARL": {"capability": 100 * strong} | change, "BOR": {"capability": 100} | change}
    relations = [{"between": list(TWO), "land": True, "dispute": 1}]
    found = run(quiet(nations, relations, processes={"crisis": numbers}), 60, 400)
    return float(found.measure("wars").sum()), float(found.measure("force").sum())


@pytest.mark.parametrize("strong", [1.0, 5.0])
def test_wars_of_the_engine(run: Any, quiet: Any, strong: float) -> None:
    """Protects the draws: .375 of disputes at force come to war, between equals and one to five alike."""
    wars, force = played(run, quiet, strong)
    assert force > 1000
    assert wars / force == pytest.approx(0.375, abs=0.03)


def test_limit_and_nuclear_weapons(run: Any, quiet: Any) -> None:
    """Protects the limit b = 0, and that weapons on both sides spare wars, on one side none."""
    assert played(run, quiet, 1.0, crisis={"demand": 0.0})[0] == 0
    assert played(run, quiet, 1.0, crisis={"nuclear_peace": 1.0}, nuclear=1)[0] == 0
    assert played(run, quiet, 1.0, crisis={"nuclear_peace": 1.0})[0] == played(run, quiet, 1.0)[0] > 0
    assert spared(0.8, 1.0, 0.0) == 1.0
    assert spared(0.8, 1.0, 1.0) == pytest.approx(0.2)
    assert spared(0.8, 1.0, 0.5) == pytest.approx(0.6)


@pytest.mark.parametrize(("umbrella", "pact", "spares"), [(1.0, True, True), (0.0, True, False), (1.0, False, False)])
def test_an_ally_s_umbrella(run: Any, quiet: Any, umbrella: float, pact: bool, spares: bool) -> None:
    """Protects extended deterrence: ARL and CEL, the ally of BOR, have weapons; off in the limit, or without a pact."""
    numbers = AT_FORCE | {"demand": 1.0, "cost_most": 0.4, "war_cost": 0.1, "nuclear_peace": 1.0, "umbrella": umbrella}
    numbers |= {"join_force": 0.0, "join_display": 0.0}
    nations = {"ARL": {"capability": 100, "nuclear": 1}, "BOR": {"capability": 100}}
    nations["CEL"] = {"capability": 100, "nuclear": 1}
    relations: list[dict[str, Any]] = [{"between": list(TWO), "land": True, "dispute": 1}]
    relations.append({"between": ["BOR", "CEL"], "proximity": 0} | ({"pact": "defence"} if pact else {}))
    parameters = {"crisis": numbers, "perception": {"honour": 1.0}, "institutions": {"breach": 0.0}}
    wars = run(quiet(nations, relations, processes=parameters), 36, 50).measure("wars").sum()
    assert (wars == 0) == spares
