"""Step 2: how far off a nation's view of another's strength is, and what it makes of it."""

# Also tests: model/processes/support/normal_draws.py

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from dipsim.model.state import dyads

TWO = ("ARL", "BOR")
NEAR = {"between": list(TWO), "proximity": 1}
FOGGY = {"perception": {"spread": 0.8}, "arming": {"response": 0.0}}


def seen(run: Any, quiet: Any, replicates: int, ticks: int = 1, transparency: float = 0, **relation: Any) -> Any:
    """The log of perceived over true capability of BOR, as ARL sees it, [R]."""
    nations = {code: {"transparency": transparency} for code in TWO}
    played = run(quiet(nations, [NEAR | relation], processes=FOGGY), ticks, replicates)
    return np.log(played.dyad("seen_capability")[0, 1] / played.trait("capability")[1])


@pytest.mark.parametrize("ticks", [1, 120])
def test_views_are_right_on_average(run: Any, quiet: Any, ticks: int) -> None:
    """Protects M^ = M exp(nu - var/2): unbiased, spread .8 for the opaque, from the first month and ever after."""
    views = seen(run, quiet, 4000, ticks)
    assert views.std() == pytest.approx(0.8, rel=0.05)
    error = np.exp(views).std() / math.sqrt(4000)
    assert np.exp(views).mean() == pytest.approx(1, abs=4 * error)


@pytest.mark.parametrize(
    ("change", "left"),
    [({"transparency": 0.5}, 0.5), ({"transparency": 1}, 0.0), ({"channel": 0.6}, 1 - 0.5 * 0.6 * 0.97)],
    ids=["transparency", "open book", "channels"],
)
def test_openness_and_channels_clear_the_view(run: Any, quiet: Any, change: dict[str, float], left: float) -> None:
    """Protects what shrinks errors: transparency to nothing at 1, channels by half at 1 (they fade 3 % in a month)."""
    assert seen(run, quiet, 2000, **change).std() == pytest.approx(0.8 * left, rel=0.06, abs=1e-12)


def test_errors_last_two_years(run: Any, quiet: Any) -> None:
    """Protects the half-life of an error: correlation 1/2 after two years, 1/4 after four."""
    views: dict[int, Any] = {}
    file = quiet({key: {} for key in TWO}, [NEAR], processes=FOGGY)
    run(file, 49, 4000, each=lambda t, b: views.update({t: b.dyad[dyads.ERROR, 0, 1].copy()}) if t % 24 == 0 else None)
    assert np.corrcoef(views[0], views[24])[0, 1] == pytest.approx(0.5, abs=0.05)
    assert np.corrcoef(views[0], views[48])[0, 1] == pytest.approx(0.25, abs=0.06)


def test_arming_starts_at_the_burden_on_average(run: Any, quiet: Any) -> None:
    """Protects `S_i(0) = burden gdp` under uncertainty: first errors must not move the mean of spending."""
    processes = {"perception": {"spread": 1.0}, "arming": {"response": 0.1}}
    nations = {key: {"transparency": 0, "burden": 0.02} for key in TWO}
    spent = run(quiet(nations, [NEAR | {"trust": 0.2}], processes=processes), 1, 4000).trait("spending")[0]
    assert spent.mean() == pytest.approx(20, abs=4 * spent.std() / math.sqrt(4000))


def test_threat_is_walts(run: Any, quiet: Any) -> None:
    """Protects H = 2 (1 - T) X / (X + M + m0 gdp), X = prox o M: power, nearness, offence and intent."""
    nations = {"ARL": {"capability": 50}, "BOR": {"capability": 200, "offence": 0.7}}
    h = float(run(quiet(nations, [NEAR | {"proximity": 0.6, "trust": 0.3}]), 1).dyad("threat")[0, 1, 0])
    x = 0.6 * 0.7 * 200
    assert h == pytest.approx(2 * 0.7 * x / (x + 50 + 20), rel=1e-12)


def test_shared_intelligence_clears_the_view_of_third_parties(run: Any, quiet: Any) -> None:
    """Protects intelligence sharing: after a year of it ARL errs less about CEL, whom it never talks to."""
    spreads = {}
    for rate in (0, 6):
        relations = [NEAR | {"trust": 0.9}, {"between": ["ARL", "CEL"], "proximity": 1, "trust": 0.2}]
        nations = {key: {"transparency": 0, "diplomacy": 0.01} for key in (*TWO, "CEL")}
        file = quiet(nations, relations, on=("intelligence_sharing",), processes=FOGGY)
        file["exchanges"]["intelligence_sharing"] = {"rate": rate, "readiness": 5, "leak": 0}
        played = run(file, 12, 500)
        views = np.log(played.dyad("seen_capability")[0, 2] / played.trait("capability")[2])
        spreads[rate] = float(views.std())
        assert (played.acts.sum() > 0) == (rate > 0)
    assert spreads[6] < 0.85 * spreads[0]


@pytest.mark.parametrize("pooling", [0.0, 0.5, 1.0])
def test_interoperability_helps_only_where_a_pledge_stands(run: Any, quiet: Any, pooling: float) -> None:
    """Protects E44: q (1 - s + s I) M from an ally, and nothing from whoever only works well together."""
    help_ = {}
    for pact in ([], ["defence"]):
        for interoperability in (0.0, 0.6):
            tie = {"between": ["ARL", "CEL"], "pact": pact, "interoperability": interoperability}
            numbers = {"honour": 0.8, "pooling": pooling}
            nations = {code: {"capability": 100} for code in (*TWO, "CEL")}
            processes = {"perception": numbers, "ledger": {"interoperability_half_life": 50}}
            played = run(quiet(nations, [NEAR | {"trust": 0.2}, tie], processes=processes), 1)
            left = interoperability * 2 ** (-1 / 600)  # it fades before it is read
            help_[bool(pact), interoperability] = float(played.dyad("help_defence")[0, 1, 0])
            if pact:
                expected = 0.8 * (1 - pooling + pooling * left) * 100
                assert help_[True, interoperability] == pytest.approx(expected, rel=1e-9)
    assert help_[False, 0.0] == help_[False, 0.6] == 0.0
