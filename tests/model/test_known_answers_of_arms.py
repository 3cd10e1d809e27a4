"""Closed forms of arming and war, through the whole compiled tick from a scenario file (docs/known_answers.md).

Rates of a textbook case are scaled by a constant where the bounds of a parameter ask for it: time then runs by the same
factor, and levels stay what they are.
"""

# Also tests: model/state/nation.py

from __future__ import annotations

import math
from typing import Any

import pytest

from dipsim.model.state import dyads, nation
from dipsim.model.state.arrays import Block

TWO = ("ARL", "BOR")
INDIFFERENT = {"b_constant": 0, "b_regime": 0}  # trust rests at one half where nothing else is said


# Richardson: dx/dt = k y - f x + g,  dy/dt = l x - f y + h; K_ij = response (1 - T) prox o_j with T = 1/2


def richardson(
    quiet: Any,
    reactions: tuple[float, float],
    fatigue: float,
    g: tuple[float, float],
    start: tuple[float, float],
    tick: str,
) -> Any:
    """An arms race with reactions k of ARL and l of BOR, equal fatigue, autonomous arming g, and starting stocks."""
    response = 0.5
    offence = [
        reaction / (response * 0.5) for reaction in (reactions[1], reactions[0])
    ]  # k is what BOR's arms do to ARL
    nations = {
        code: {"gdp": 1e6, "burden_max": 1, "diplomacy": 0, "offence": o, "g": own, "capability": m}
        for code, o, own, m in zip(TWO, offence, g, start, strict=True)
    }
    processes = {"arming": {"response": response, "fatigue": fatigue}, "politics": INDIFFERENT}
    links = [{"between": list(TWO), "proximity": 1}]
    return quiet(nations, links, time={"years": 200, "tick": tick}, processes=processes)


def stocks(run: Any, file: Any, years: float, per_year: int) -> Any:
    return run(file, int(years * per_year)).trait("capability")[:, 0]


@pytest.mark.parametrize(
    ("reactions", "fatigue", "g", "expected"),
    [
        ((0.1, 0.1), 0.2, (0.3, 0.3), (3.0, 3.0)),
        ((0.225, 0.15), 0.25, (0.25, 0.125), (1.45 / 0.46, 1.1 / 0.46)),
    ],
    ids=["k = l = 1, a = b = 2, g = h = 3", "k .9, l .6, a = b = 1, g 1, h .5"],
)
@pytest.mark.parametrize("tick", ["month", "year"])
def test_richardson_settles_where_the_equations_meet(
    run: Any, quiet: Any, reactions: Any, fatigue: float, g: Any, expected: Any, tick: str
) -> None:
    """x* = (b g + k h) / (ab - kl), y* = (a h + l g) / (ab - kl), at any length of the tick."""
    file = richardson(quiet, reactions, fatigue, g, (0.5, 5.0), tick)
    found = stocks(run, file, 200, {"month": 12, "year": 1}[tick])
    assert found == pytest.approx(expected, rel=1e-5)


RUNAWAY = {"reactions": (0.2, 0.1), "fatigue": 0.1, "g": (-0.1, -0.1)}  # k 2, l 1, a = b = 1, g = h = -1, by a tenth
SPLIT = {"reactions": (0.2, 0.2), "fatigue": 0.1, "g": (-0.1, -0.1)}  # k = l = 2, a = b = 1, g = h = -1, by a tenth


def in_the_limit(run: Any, quiet: Any, case: dict[str, Any], start: tuple[float, float]) -> Any:
    """Stocks after 40 years, four of the textbook's units of time, extrapolated from two lengths of tick to none."""
    month, half = (
        stocks(run, richardson(quiet, **case, start=start, tick=tick), 40, per_year)
        for tick, per_year in (("month", 12), ("half_month", 24))
    )
    assert month == pytest.approx(half, rel=0.02), "already close"
    return 2 * half - month


def test_richardson_runs_away_from_the_saddle(run: Any, quiet: Any) -> None:
    """ab - kl = -1: from (3, 3) above the saddle (3, 2) to (6.70717, 4.62143) at t = 4; on the saddle nothing moves."""
    assert in_the_limit(run, quiet, RUNAWAY, (3.0, 3.0)) == pytest.approx([6.70717, 4.62143], rel=2e-4)
    rest = stocks(run, richardson(quiet, **RUNAWAY, start=(3.0, 2.0), tick="month"), 40, 12)
    assert rest == pytest.approx([3, 2], rel=1e-10)


def test_richardson_disarms_to_zero_and_not_below(run: Any, quiet: Any) -> None:
    """Saddle (1, 1): above it x = 1 + .1 e^t. Below it x = 1 - .1 e^t until spending, which is never negative, is 0 at
    x = 1/2, and then x = e^-(t - ln 5) / 2, where the equations without a floor give -4.46 at t = 4."""
    assert in_the_limit(run, quiet, SPLIT, (1.1, 1.1)) == pytest.approx([1 + 0.1 * math.exp(4)] * 2, rel=5e-4)
    below = in_the_limit(run, quiet, SPLIT, (0.9, 0.9))
    assert below == pytest.approx([0.5 * math.exp(-(4 - math.log(5)))] * 2, rel=2e-3)
    assert 1 - 0.1 * math.exp(4) < -4.4


# Powell: with complete information two states fight over a shift of power iff p (1 - p) shift > c_i + c_j

SHARP = {  # one lasting dispute at the use of force, which becomes war at once where a bargaining gap opens
    "crisis": {"incident": 1, "routine": 2, "entry_threat": 0, "entry_display": 0, "exit_force": 0, "war": 1000}
    | {"war_cost": 0.05},
    "perception": {"spread": 0},
    "arming": {"response": 0},
}


def wars(run: Any, quiet: Any, shocks: list[tuple[int, float]]) -> int:
    """Wars in 100 runs of two equal states of which one is strengthened by log changes in given years."""
    timeline = [{"at": f"{2025 + year}-01", "power_shock": {"nation": "ARL", "size": size}} for year, size in shocks]
    relations = [{"between": list(TWO), "proximity": 1, "dispute": 1}]
    time = {"start": "2025-01", "years": 30, "tick": "half_month"}
    file = quiet({code: {} for code in TWO}, relations, processes=SHARP, timeline=timeline, time=time)
    return int(run(file, 30 * 24, 100).measure("wars").sum())


def gap_after(size: float) -> float:
    """p (1 - p) shift - 2 c at the end of the half-month of a shock, when M and its three-year mean have moved."""
    dt, wear, memory = 1 / 24, 0.08, 3.0
    m = 1 + math.expm1(size) * math.exp(-wear * dt)
    mean = 1 + (m - 1) * -math.expm1(-dt / memory)
    p = m / (1 + m)
    return p * (1 - p) * math.log(m / mean) - 0.1


def border() -> float:
    """The shock at which the gap is 0, by bisection."""
    low, high = 0.2, 0.8
    for _ in range(60):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if gap_after(middle) < 0 else (low, middle)
    return low


def test_a_shift_of_power_brings_war_exactly_beyond_the_costs(run: Any, quiet: Any) -> None:
    """A shock of ln(M) at parity: none at 98 % of the border, wars at 104 %."""
    assert 0.42 < border() < 0.45
    assert wars(run, quiet, [(5, 0.98 * border())]) == 0
    assert wars(run, quiet, [(5, 1.04 * border())]) > 5


def test_the_same_shift_spread_over_years_brings_none(run: Any, quiet: Any) -> None:
    """Powell 2006: what shifts power fast is fought over, what shifts it slowly is not."""
    assert wars(run, quiet, [(5, 1.0)]) > 50
    assert wars(run, quiet, [(5 + 4 * k, 0.2) for k in range(5)]) == 0


def test_war_wears_both_sides_down_alike(run: Any, quiet: Any) -> None:
    """What takes the place of Lanchester's law: in war both lose a constant share a year, so that their ratio stays and
    M = M0 e^(-losses t) where nobody arms."""
    losses = 0.3
    nations = {code: {"capability": m, "g": 0, "burden": 0} for code, m in zip(TWO, (150, 100), strict=True)}
    crisis = SHARP["crisis"] | {"losses": losses, "exit_war": 0}
    processes = SHARP | {"crisis": crisis, "arming": {"response": 0, "fatigue": 0.005}}
    timeline = [{"at": "2035-01", "power_shock": {"nation": "ARL", "size": 1.5}}]
    relations = [{"between": list(TWO), "proximity": 1, "dispute": 1}]
    file = quiet(nations, relations, processes=processes, timeline=timeline, time={"start": "2025-01", "years": 30})
    at: dict[int, Any] = {}

    def each(t: int, b: Block) -> None:
        at[t] = (b.dyad[dyads.RUNG, 0, 1, 0], b.nat[:, :, 0].copy())

    played = run(file, 300, 1, each=each)
    assert played.measure("wars").sum() == 1
    early, late = (at[t][1][nation.CAPABILITY] for t in (240, 299))
    assert at[240][0] == at[299][0] == 5
    assert late / early == pytest.approx([math.exp(-(losses + 0.005) * 59 / 12)] * 2, rel=1e-9)
