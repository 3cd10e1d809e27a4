"""Closed forms of trust, its tipping and its blocs, through the whole compiled tick (docs/known_answers.md)."""

# Also tests: model/processes/trust/reputation.py, model/state/dyads.py

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from dipsim.model.state import dyads

TWO = ("ARL", "BOR")
THREE = (*TWO, "CEL")
INDIFFERENT = {"b_constant": 0, "b_regime": 0}  # trust rests at one half where nothing else is said


# Kydd: cooperate iff t >= t* = (P - S) / ((R - T) + (P - S)); Bayes: t' = t / (t + (1 - t) q)

ONLY_TRUST = {
    "diplomacy": {"sharpness": 1000, "interests": 0, "common_threat": 0, "cost": 0, "friction": 0, "foreseen_alarm": 0},
    "consequences": {"kappa_intent": 0},
    "politics": INDIFFERENT,
    "ledger": {"half_life_history": 100, "joint_cap": 1e6},
    "evidence": {"typical": 1},
}
BARE = {
    "readiness": 0,
    "network": 0,
    "cost": 0,
    "staff": 0,
    "evidence": 0,
    "channel": 0,
    "autonomy": 0,
    "groundwork": 0,
}
OPEN = {"transparency": 1, "coherence": 1}  # an act is seen whole


@pytest.mark.parametrize("payoffs", [(4, 3, 2, 1), (5, 4.5, 2, 0)], ids=["t* .5", "t* .8"])
def test_cooperation_begins_at_kydds_threshold(run: Any, quiet: Any, payoffs: tuple[float, ...]) -> None:
    """R > T > P > S of an assurance game give t*; with a sharp choice acts begin exactly there."""
    r, t, p, s = payoffs
    threshold = (p - s) / ((r - t) + (p - s))
    served = []
    for trust in (threshold - 0.01, threshold + 0.01):
        ties = [{"between": list(TWO), "proximity": 1, "trust": trust}]
        file = quiet({code: {} for code in TWO}, ties, on=("official_visit",), processes=ONLY_TRUST)
        file["exchanges"]["official_visit"] = BARE | {"rate": 6, "threshold": threshold}
        served.append(run(file, 36, 50).served("official_visit").sum())
    assert served[0] == 0
    assert served[1] == pytest.approx(6 * 3 * 50, rel=0.15)


def signalled(quiet: Any, q: float, threshold: float = 0.5) -> Any:
    """A file in which trust is .3 and one dated visit is a signal that an untrustworthy state sends with chance q.

    Its evidence is that which leaves ln(1/q) in the account under the cap. Exercises begin at the threshold.
    """
    cap = 20.0
    evidence = -cap * math.log(1 - math.log(1 / q) / cap)
    ties = [{"between": list(TWO), "proximity": 1, "trust": 0.3}]
    visit = [{"at": "2025-02", "official_visit": {"between": list(TWO)}}]
    kinds = ("official_visit", "joint_exercise")
    file = quiet(dict.fromkeys(TWO, OPEN), ties, on=kinds, processes=ONLY_TRUST, timeline=visit)
    file["exchanges"]["official_visit"] = BARE | {"rate": 0, "evidence": evidence, "cap": cap, "half_life": 50}
    file["exchanges"]["joint_exercise"] = BARE | {"rate": 6, "threshold": threshold, "interoperability": 0, "mishap": 0}
    return file


@pytest.mark.parametrize(("q", "after"), [(1.0, 0.3), (0.5, 0.461538), (0.25, 0.631579), (0.1, 0.810811)])
def test_a_signal_reassures_as_bayes_says(run: Any, quiet: Any, q: float, after: float) -> None:
    """t = .3 becomes t / (t + (1 - t) q)."""
    trust: dict[int, float] = {}
    file = signalled(quiet, q, threshold=0.95)
    run(file, 3, 1, each=lambda t, b: trust.update({t: float(b.dyad[dyads.TRUST, 0, 1, 0])}))
    assert trust[1] == pytest.approx(0.3, abs=1e-3)
    assert trust[2] == pytest.approx(after, abs=1e-3)


@pytest.mark.parametrize(("q", "begins"), [(0.42, True), (0.44, False)])
def test_a_signal_opens_cooperation_only_if_it_is_costly_enough(run: Any, quiet: Any, q: float, begins: bool) -> None:
    """t* = .5 is passed iff q < t (1 - t*) / (t* (1 - t)) = .4286."""
    assert (run(signalled(quiet, q), 6, 50).served("joint_exercise").sum() > 0) == begins


# Hysteresis: dx/dt = -x + tanh(K (x + h)). Two friends weigh a third: x = 2 T - 1 = tanh(l / 2), l = b + a,
# da/dt = -d a + balance x, so K = balance / (2 d) and h = b / (2 K)

HALF_LIFE = 0.5  # of the balance account, years
DECAY = math.log(2) / HALF_LIFE


def friends_and_a_third(quiet: Any, gain: float, baselines: list[tuple[int, float]]) -> Any:
    """A file in which the baseline b of two friends towards a third is 1 at first, then as listed from a year on."""
    stake = {year: (1.0 - b) / 4.0 for year, b in baselines}  # baseline = constant - 4 dispute
    against = [["ARL", "CEL"], ["BOR", "CEL"]]
    entries = [
        {"at": f"{2000 + year}-01", "dispute": {"between": two, "to": d}}
        for year, d in stake.items()
        for two in against
    ]
    politics = {"b_constant": 1, "b_dispute": 4, "b_interests": 4, "b_trade": 2, "b_regime": 2}
    processes = {"reputation": {"balance": 2 * gain * DECAY}, "politics": politics}
    processes |= {"ledger": {"half_life_balance": HALF_LIFE, "cap_balance": 1e6}}
    nations = {code: {"interests": {"order": 1}, "democracy": 1} for code in TWO} | {"CEL": {"democracy": 0}}
    relations = [{"between": list(TWO), "trade": 1}, *({"between": two} for two in against)]
    time = {"start": "2000-01", "years": 200}
    return quiet(nations, relations, processes=processes, issues={"order": 1}, time=time, timeline=entries)


def trust_in_the_third(run: Any, file: Any, years: int) -> Callable[[int], float]:
    """x = 2 T - 1 of ARL about CEL in the first month of a year."""
    seen: list[float] = []
    run(file, 12 * years, 1, each=lambda t, b: seen.append(2 * float(b.dyad[dyads.TRUST, 0, 2, 0]) - 1))
    return lambda year: seen[12 * year]


@pytest.mark.parametrize(("gain", "expected"), [(0.8, 0.0), (1.2, 0.65857), (1.5, 0.85856)])
def test_trust_under_balance_rests_where_the_equation_says(run: Any, quiet: Any, gain: float, expected: float) -> None:
    """x = tanh(K x) at h = 0: one point for K <= 1, and the upper of two for K > 1 when it comes from above."""
    rest = trust_in_the_third(run, friends_and_a_third(quiet, gain, [(20, 0.0)]), 80)(79)
    assert rest == pytest.approx(expected, abs=5e-4)


def fold(gain: float) -> float:
    """|b| at which trust jumps: 2 K h_c, h_c = sqrt(1 - 1/K) - artanh(sqrt(1 - 1/K)) / K."""
    x = math.sqrt(1 - 1 / gain)
    return 2 * gain * (x - math.atanh(x) / gain)


def test_trust_jumps_at_the_fold_and_not_back_at_the_same_place(run: Any, quiet: Any) -> None:
    """K = 1.5, h_c = .13836: 4 % short of the fold trust holds, 4 % beyond it collapses, and it comes back only beyond
    the fold on the other side."""
    critical = fold(1.5)
    assert critical == pytest.approx(2 * 1.5 * 0.13836, abs=3e-5)
    steps = [(10, -0.96), (60, -1.04), (110, -0.96), (120, 0.96), (150, 1.04)]
    file = friends_and_a_third(quiet, 1.5, [(year, share * critical) for year, share in steps])
    at = trust_in_the_third(run, file, 200)
    assert at(59) > 0.5, "short of the fold"
    assert at(109) < -0.5, "beyond it"
    assert at(119) < -0.5, "back at the first place, and no way back"
    assert at(149) < -0.5
    assert at(199) > 0.5, "beyond the other fold"


# Structural balance: dX/dt = X^2 (Marvel, Kleinberg, Kleinberg and Strogatz 2011), here without the diagonal and with
# saturation: dl_ij/dt = balance mean_k x_ik x_kj, x = tanh(l / 2)


def feelings(quiet: Any, codes: tuple[str, ...], x: Any, tick: str = "month") -> Any:
    """A file in which nations trust each other by x = 2 T - 1 and nothing acts but the balance force."""
    relations = [
        {"between": [codes[i], codes[j]], "trust": float(0.5 + 0.5 * x[i][j])}
        for i, j in itertools.combinations(range(len(codes)), 2)
    ]
    processes = {"reputation": {"balance": 5}, "politics": INDIFFERENT}
    processes |= {"ledger": {"half_life_balance": 100, "half_life_history": 100, "cap_balance": 1e6}}
    return quiet({code: {} for code in codes}, relations, processes=processes, time={"years": 50, "tick": tick})


EXAMPLE = [[0, 0.5, -0.3], [0.5, 0, -0.2], [-0.3, -0.2, 0]]


def test_three_nations_follow_the_equation_of_balance(run: Any, quiet: Any) -> None:
    """X12 = .5, X13 = -.3, X23 = -.2: the error against the integrated equation halves with the tick and vanishes in
    the limit; ln cosh(l/2) of any two pairs keep their difference, but for the slow forgetting."""
    from scipy.integrate import solve_ivp

    decay, start = math.log(2) / 100, [2 * math.atanh(v) for v in (0.5, -0.3, -0.2)]

    def slope(_: float, held: Any) -> Any:
        x = np.tanh(held / 2)
        return 5 * np.array([x[1] * x[2], x[0] * x[2], x[0] * x[1]]) - decay * held

    exact = solve_ivp(slope, (0, 1.5), start, rtol=1e-10, atol=1e-12).y[:, -1]
    month, half = (
        run(feelings(quiet, THREE, EXAMPLE, tick), int(1.5 * per_year) + 1).dyad("logit")[*np.triu_indices(3, 1), 0]
        for tick, per_year in (("month", 12), ("half_month", 24))
    )
    assert (half - exact) / (month - exact) == pytest.approx(0.5, abs=0.03)
    assert 2 * half - month == pytest.approx(exact, abs=0.02)
    before, after = (np.log(np.cosh(np.array(one) / 2)) for one in (start, exact))
    assert np.diff(after) == pytest.approx(np.diff(before), abs=0.02)
    assert after.min() > before.min() + 0.3, "feelings have grown strong"


def test_factions_are_the_signs_of_the_leading_eigenvector(run: Any, quiet: Any) -> None:
    """The example splits {1, 2} from {3}, and so do 12 worlds of six nations with a clear leading eigenvector."""
    played = run(feelings(quiet, THREE, EXAMPLE), 240)
    assert (np.sign(played.dyad("logit")[..., 0][np.triu_indices(3, 1)]) == [1, -1, -1]).all()
    draw, codes = np.random.default_rng(4), (*THREE, "DRA", "EST", "FEL")
    for _ in range(12):
        side = np.array([1.0, *draw.choice([-1.0, 1.0], 5)])
        noise = draw.normal(0, 0.08, (6, 6))
        x = 0.15 * np.outer(side, side) + (noise + noise.T) / 2
        np.fill_diagonal(x, 0)
        leading = np.linalg.eigh(x)[1][:, -1]
        end = np.sign(run(feelings(quiet, codes, x.tolist()), 360).dyad("logit")[..., 0])
        i, j = np.triu_indices(6, 1)
        assert (end[i, j] == np.sign(np.outer(leading, leading))[i, j]).all()
