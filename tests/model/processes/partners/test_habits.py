"""Acts that two decide on anew every year: how often, for how long, and how a region with such habits starts."""

# Also tests: model/processes/partners/claims.py, model/processes/partners/two_wishes.py

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from dipsim.model.processes.partners.habits import chance_again, in_habit, rate_with_habit

TWO = {"ARL": {}, "BOR": {}}
BARE = {
    "readiness": 0,
    "threshold": 0.5,
    "network": 0,
    "cost": 0,
    "staff": 0,
    "evidence": 0,
    "channel": 0,
    "groundwork": 0,
    "autonomy": 0,
    "reassurance": 0,
}
ONLY_TRUST = {
    "diplomacy": {"sharpness": 1000, "interests": 0, "common_threat": 0, "cost": 0, "friction": 0, "foreseen_alarm": 0},
    "consequences": {"kappa_intent": 0},
    "politics": {"b_constant": 0, "b_regime": 0},
    "ledger": {"half_life_history": 100},
}


def visits(quiet: Any, trust: float, rate: float, again: float, start: str = "cold", **rest: Any) -> dict[str, Any]:
    """Two neighbours that visit each other, and wish it for sure above a trust of one half."""
    ties = [{"between": list(TWO), "proximity": 1, "trust": trust}]
    options = {"options": {"start": start}}
    file: dict[str, Any] = quiet(TWO, ties, on=("official_visit",), processes=ONLY_TRUST, **options, **rest)
    file["exchanges"]["official_visit"] = BARE | {"rate": rate, "again": again}
    return file


def yearly(played: Any) -> Any:
    """Visits in every year, [year, run]."""
    acts = played.served("official_visit")
    return acts.reshape(-1, 12, acts.shape[1]).sum(axis=1)


def test_a_chance_of_nothing_leaves_the_rate_as_it_is() -> None:
    """Protects the limit without habits."""
    assert rate_with_habit(0.4, 0.0) == 0.4
    assert in_habit(0.4, 0.0) == pytest.approx(1.0 - math.exp(-0.4))
    assert rate_with_habit(0.0, 0.9) == in_habit(0.0, 0.9) == 0.0


def test_acts_follow_from_renewal() -> None:
    """Protects the closed form: x = rate + x chance e^-rate, and the time within a year of an act is x / rate of it."""
    x = rate_with_habit(0.3, 0.6)
    assert x == pytest.approx(0.3 + x * 0.6 * math.exp(-0.3))
    assert in_habit(0.3, 0.6) == pytest.approx(x * (1.0 - math.exp(-0.3)) / 0.3)


def test_either_can_end_a_habit() -> None:
    """Protects the decision: it takes both, and willingness; the habit adds to both wishes."""
    assert chance_again(0.8, 1.0, 2.0, 50.0, 50.0, 1.0) == pytest.approx(0.8)
    assert chance_again(0.8, 1.0, 2.0, 50.0, -50.0, 1.0) == pytest.approx(0.0, abs=1e-12)
    assert chance_again(0.8, 1.0, 2.0, -2.0, -2.0, 0.5) == pytest.approx(0.8 * 0.25 * 0.5)


def test_acts_are_repeated_as_often_as_renewal_says(run: Any, quiet: Any) -> None:
    """Protects the habit through the whole tick: rate .3, chance .6, 20 years after the first five."""
    acts = yearly(run(visits(quiet, 0.9, 0.3, 0.6), 300, 400))[5:]
    expected = rate_with_habit(0.3, 0.6)
    assert acts.mean() == pytest.approx(expected, rel=0.05)
    assert acts.mean() > 1.5 * 0.3


def test_a_year_with_an_act_is_followed_by_another(run: Any, quiet: Any) -> None:
    """Protects P(again): rare acts are followed by one a year later with the chance of the decision."""
    acts = yearly(run(visits(quiet, 0.9, 0.05, 0.6), 480, 400)) > 0
    last, now = acts[:-1], acts[1:]
    assert now[last].mean() == pytest.approx(0.6 + 0.4 * 0.05, abs=0.05)
    assert now[~last].mean() < 0.08
    none = yearly(run(visits(quiet, 0.9, 0.05, 0.0), 480, 400)) > 0
    assert none[1:][none[:-1]].mean() < 0.12


def test_a_settled_start_has_its_habits(run: Any, quiet: Any) -> None:
    """Protects the start: from the first year on there are as many acts as later, where a cold start has fewer."""
    settled = yearly(run(visits(quiet, 0.9, 0.1, 0.8, "settled"), 36, 3000)).mean(axis=1)
    expected = rate_with_habit(0.1, 0.8)
    assert settled == pytest.approx(np.full(3, expected), rel=0.12)
    assert yearly(run(visits(quiet, 0.9, 0.1, 0.8), 12, 3000)).mean() < 0.5 * expected


def test_a_habit_ends_where_it_is_no_longer_wished(run: Any, quiet: Any) -> None:
    """Protects the decision in the tick: with a wish far below 0 nothing is repeated."""
    file = visits(quiet, 0.9, 0.0, 1.0)
    file["relations"][0]["trust"] = 0.3
    file["processes"]["diplomacy"]["habit"] = 0

    def begin(b: Any) -> None:
        b.habit[:, 0, 1] = 0.5

    assert run(file, 24, 50, edit=begin).served("official_visit").sum() == 0
    file["relations"][0]["trust"] = 0.9
    assert yearly(run(file, 24, 50, edit=begin)).min() == 1


def test_dated_acts_start_no_habit(run: Any, quiet: Any) -> None:
    """Protects dated programmes: they come by their own dates and are not doubled."""
    dated = [{"at": "2025-03", "official_visit": {"between": list(TWO)}}]
    file = visits(quiet, 0.9, 0.0, 1.0, timeline=dated, time={"start": "2025-01", "years": 4})
    assert run(file, 36, 20).served("official_visit").sum() == 20
