"""Licences: who asks, what a refusal costs, and what comes late."""

from __future__ import annotations

import math
from typing import Any

import pytest

from dipsim.model.processes.exchange.licence import likely
from dipsim.model.processes.exchange.licensing import unexpected
from dipsim.model.processes.exchange.utility import prospect

TWO = ("BUY", "SEL")


def asking(run: Any, quiet: Any, trust: float, licensing: dict[str, float], ticks: int, runs: int, **kind: Any) -> Any:
    """BUY may ask SEL for arms; the score of the licence is ``leaning`` alone."""
    score = {"economy": 0, "alignment": 0, "trust": 0, "aggression": 0, "instability": 0, "open_dispute": 0}
    still = {"diverted": 0, "screening": 0, "diversion": 0, "neighbours": 0}
    nations = {code: {"gdp": 1000, "diplomacy": 0.01, "industry": 0.5} for code in TWO}
    relations = [{"between": list(TWO), "proximity": 1, "trust": trust}]
    arms = {"rate": 6, "readiness": 2, "price": 1, "cost": 0, "staff": 0} | kind
    processes = {"licensing": score | still | licensing, "diplomacy": {"licence": 1.0}}
    file = quiet(nations, relations, on=("arms_transfer",), exchanges={"arms_transfer": arms}, processes=processes)
    return run(file, ticks, runs, detail=True)


def test_nobody_asks_where_no_licence_is_to_be_had(run: Any, quiet: Any) -> None:
    """Protects the chance of a licence in the wish of who asks: it asks often where it is sure, hardly where not."""
    asked = {}
    for leaning in (2.0, -2.0):
        played = asking(run, quiet, 0.6, {"leaning": leaning}, 24, 50)
        asked[leaning] = played.served("arms_transfer").sum()
    assert asked[2.0] > 300
    assert asked[-2.0] < 0.01 * asked[2.0]


def test_the_limit_asks_whatever_the_chance(run: Any, quiet: Any) -> None:
    """Protects the limit: with weight 0 the licence plays no part in the wish."""
    found = []
    for leaning in (2.0, -2.0):
        score = {"economy": 0, "alignment": 0, "trust": 0, "instability": 0, "open_dispute": 0, "screening": 0}
        nations = {code: {"gdp": 1000, "diplomacy": 0.01} for code in TWO}
        relations = [{"between": list(TWO), "proximity": 1, "trust": 0.6}]
        arms = {"arms_transfer": {"rate": 6, "readiness": 2, "cost": 0, "staff": 0, "need_unmet": 0, "dependence": 0}}
        processes = {"licensing": score | {"leaning": leaning, "refusal": 0}, "diplomacy": {"licence": 0.0}}
        file = quiet(nations, relations, on=("arms_transfer",), exchanges=arms, processes=processes)
        found.append(int(run(file, 1, 200).served("arms_transfer").sum()))
    assert found[0] == found[1] > 20


def test_a_refusal_harms_in_proportion_to_how_unexpected_it_was(run: Any, quiet: Any) -> None:
    """Protects surprise: the same refusals weigh by the chance that a licence had; in the limit all weigh alike."""
    weight = {}
    for surprise in (0.0, 1.0):
        how = {"leaning": -0.05, "foreseen": 8.0, "surprise": surprise, "grey": 0, "refusal": -0.01}
        played = asking(run, quiet, 0.6, how, 1, 400)
        refused = played.served("arms_transfer")[0] == 1
        assert refused.sum() > 20
        weight[surprise] = float(played.account("refusals")[0, 1, refused].mean())
    chance = 1 / (1 + math.exp(0.4))
    assert weight[1.0] / weight[0.0] == pytest.approx(chance, rel=5e-3)


def test_what_is_put_off_comes_later_or_lapses(run: Any, quiet: Any) -> None:
    """Protects delay: with a score in the grey zone nothing is lost; it comes at the rate of decision."""
    how = {"leaning": 0.1, "grey": 0.2, "decision": 6.0, "refusal": 0}
    played = asking(run, quiet, 0.6, how, 120, 40)
    asked, granted = played.served("arms_transfer").sum(), played.trait("received").sum()
    assert asked > 200
    assert granted > 0
    assert played.block.waiting.sum() < 0.1 * asked


def test_nothing_comes_back_in_the_limit(run: Any, quiet: Any) -> None:
    """Protects the limit: with decision 0 what is put off waits for ever."""
    how = {"leaning": 0.1, "grey": 0.2, "decision": 0.0, "refusal": 0}
    played = asking(run, quiet, 0.6, how, 60, 20)
    assert played.trait("received").sum() == 0
    assert played.block.waiting.sum() == pytest.approx(played.served("arms_transfer").sum())


def test_equations_by_hand() -> None:
    assert likely(0.5, 8.0, 0.1, -0.1) == pytest.approx(0.25)
    assert unexpected(1.0, 0.3) == pytest.approx(0.3)
    assert unexpected(0.0, 0.3) == 1.0
    assert prospect(2.0, 0.5) == pytest.approx(-2 * math.log(2))
    assert prospect(1.0, 0.0) == pytest.approx(math.log(1e-9))
