"""Budgets: an anchored reaction to what is hostile, and an autonomous part that grows with gdp and drifts.

S_i = g_i (gdp_i / gdp_i(0)) e^(sd (z_i - z_i(0))) / mean + k_i E_i <= burden_max gdp_i,   E_i = sum_j h_ij X_ij
"""

from __future__ import annotations

import numpy as np

from dipsim.kernels.compiler.decorators import equation, process
from dipsim.kernels.numerics.elementary import exp, kept, normal
from dipsim.kernels.numerics.philox import uniform
from dipsim.kernels.numerics.units import Money, Ratio, Share, Tick
from dipsim.model.processes.perception.perception import doubt, exposure, perceived, striking
from dipsim.model.processes.support.neighbours import neighbours
from dipsim.model.state import dyads, nation
from dipsim.model.state.arrays import Block
from dipsim.model.state.indices import NationIndex, RunIndex
from dipsim.model.state.quantities import PARAMETERS
from dipsim.model.state.random_streams import stream

BUDGET_STREAM = stream("arming/budget")
RESPONSE = PARAMETERS.add(
    "arming.response",
    0.01,
    (0, 0.5),
    unit="per year",
    source="assumed (prototype .01-.02)",
    meaning="k_max, largest spending per unit of hostile exposure",
)
ANCHOR = PARAMETERS.add(
    "arming.anchor",
    0.3,
    (0, 1),
    source="assumed (prototype .3-.5)",
    meaning="phi, largest share of the budget at the start that answers threats; 0: no race",
)
THREATS = PARAMETERS.add(
    "arming.threats", 1.0, (0, 1), meaning="share of the reaction that is on, with g as it is; 0: no threat"
)
DRIFT_SIZE = PARAMETERS.add(
    "arming.drift",
    0.61,
    (0, 2),
    source="spread of log changes of military spending: .19, .39, .52, .68 over 1, 5, 10, 20 years (SIPRI 1949-2022)",
    grade=3,
    meaning="stationary log spread of the autonomous part of a budget",
)
DRIFT_LIFE = PARAMETERS.add(
    "arming.drift_half_life",
    14.0,
    (0.5, 100),
    unit="years",
    source="spread of log changes of military spending by length of time (SIPRI 1949-2022)",
    grade=3,
    meaning="half-life of that drift",
)
DENSITY = PARAMETERS.add(
    "arming.density",
    0.0,
    (-1, 1),
    source="contested, see rivals; size assumed",
    grade=2,
    meaning="how much a dense network of agreements raises arming, d / (3 + d) of d agreements",
    rivals=(
        (0.1, "each agreement raises spending (Kinne and Kang 2023; sign only, size assumed)"),
        (-0.1, "dense networks save, by efficiency (Kinne and Kang 2023; sign only, size assumed)"),
    ),
)


@equation
def spending(autonomous: Money, growth: Ratio, reaction: Money, ceiling: Money) -> Money:
    """S, military spending in money per year (E102): g grown with gdp plus the reaction to threats, from 0 to the
    ceiling; ``autonomous`` is g, ``growth`` the factor of gdp, ``reaction`` and ``ceiling`` are money per year."""
    return max(0.0, min(autonomous * growth + reaction, ceiling))


@equation
def networked(density: Ratio, agreements: Ratio) -> Ratio:
    """Factor of spending by the number of agreements: 1 + density d / (3 + d)."""
    return 1.0 + density * agreements / (3.0 + agreements)


@equation
def reaction(response: Ratio, hostility: Share, exposure: Money) -> Money:
    """Richardson's defence term towards one other nation, money per year: k h X; ``response`` is k, ``hostility`` h
    (0 to 1), ``exposure`` X (money)."""
    return response * hostility * exposure


@equation
def answered(anchor: Share, most: Ratio, exposed: Money, budget: Money) -> Share:
    """phi_i, share of the budget at the start that answers threats (E127): min(phi, k_max E / S), 0 without a
    budget; ``anchor`` is phi, ``most`` k_max, ``exposed`` E and ``budget`` S (money)."""
    return min(anchor, most * exposed / budget) if budget > 0.0 else 0.0


@equation
def drifted(size: Ratio, drift: Ratio, start: Ratio, keep: Share) -> Ratio:
    """Factor of the autonomous part of a budget (E101): e^(sd (z - z(0))) over its mean e^(sd^2 (1 - keep));
    ``size`` is sd, ``drift`` z, ``start`` z(0), ``keep`` 2^(-t / half-life)."""
    return exp(size * (drift - start) - size * size * (1.0 - keep))


@equation
def hostile_exposure(b: Block, i: NationIndex, j: NationIndex, r: RunIndex) -> Money:
    """h_ij X_ij, in money, at the start as ``i`` perceives ``j``, with its first error, in run ``r`` of the block
    ``b`` (E127)."""
    dyad, nat = b.dyad, b.nat
    seen = perceived(nat[nation.CAPABILITY, j, r], doubt(b, i, j, r), dyad[dyads.ERROR, i, j, r])
    x = exposure(dyad[dyads.REACH, j, i, r], striking(b, j, r), seen, dyad[dyads.HELP_OFFENCE, j, i, r])
    return dyad[dyads.HOSTILITY, i, j, r] * x


@process
def anchor_budgets(b: Block) -> None:
    """Set k_i and g_i in the block ``b`` so that spending at the start is burden times gdp, unless the scenario gives
    them (else nan) (E127).

    Where k_i is given, the true view counts; else the perceived one, and threats explain no more than the anchor."""
    nat, dyad, par = b.nat, b.dyad, b.par
    n, runs = nat.shape[1], nat.shape[2]
    for i in range(n):
        for r in range(runs):
            clear: Money = 0.0
            felt: Money = 0.0
            for q in neighbours(b, i):
                j = b.neighbour[q]
                clear += dyad[dyads.HOSTILITY, i, j, r] * dyad[dyads.EXPOSURE, i, j, r]
                felt += hostile_exposure(b, i, j, r)
            budget = nat[nation.BURDEN, i, r] * nat[nation.GDP, i, r]
            k, g, answer = nat[nation.RESPONSE, i, r], nat[nation.AUTONOMOUS, i, r], 0.0
            if k != k:
                answer = answered(par[ANCHOR, r], par[RESPONSE, r], felt, budget) * budget
                nat[nation.RESPONSE, i, r] = answer / felt if felt > 0.0 else 0.0
            else:
                answer = k * clear
            if g != g:
                nat[nation.AUTONOMOUS, i, r] = budget - answer


@process
def drift_budgets(b: Block, tick: Tick) -> None:
    """Advance what moves budgets beside threats by one ``tick`` in the block ``b`` (E101): an Ornstein-Uhlenbeck
    process of each nation with variance 1."""
    nat, key = b.nat, b.key
    for r in range(nat.shape[2]):
        keep = kept(b.dt, b.par[DRIFT_LIFE, r])
        fresh = np.sqrt(max(0.0, 1.0 - keep * keep))
        if tick > 0 and b.par[DRIFT_SIZE, r] > 0.0:
            for i in range(nat.shape[1]):
                z = normal(uniform(key[0, r], key[1, r], tick, b.ids[i], b.ids[i], b.stream_ids[BUDGET_STREAM]))
                nat[nation.DRIFT, i, r] = keep * nat[nation.DRIFT, i, r] + fresh * z


@process
def budgets(b: Block, tick: Tick) -> None:
    """Write the spending of every nation in ``tick`` into the block ``b``, from what it sees and how hostile it
    takes others to be."""
    nat, dyad, row, par = b.nat, b.dyad, b.row, b.par
    n, runs = nat.shape[1], nat.shape[2]
    drift_budgets(b, tick)
    years = np.float64(tick) * b.dt
    for r in range(runs):
        row[2, r] = kept(years, par[DRIFT_LIFE, r])
    for i in range(n):
        for r in range(runs):
            row[0, r] = row[1, r] = 0.0
        for q in neighbours(b, i):
            j = b.neighbour[q]
            for r in range(runs):
                row[1, r] += dyad[dyads.AGREEMENTS, i, j, r]
                row[0, r] += reaction(
                    nat[nation.RESPONSE, i, r], dyad[dyads.HOSTILITY, i, j, r], dyad[dyads.EXPOSURE, i, j, r]
                )
        for r in range(runs):
            grown = nat[nation.GDP, i, r] / nat[nation.GDP_START, i, r]
            grown *= drifted(par[DRIFT_SIZE, r], nat[nation.DRIFT, i, r], nat[nation.DRIFT_START, i, r], row[2, r])
            ceiling = nat[nation.BURDEN_MAX, i, r] * nat[nation.GDP, i, r]
            wanted = spending(nat[nation.AUTONOMOUS, i, r], grown, par[THREATS, r] * row[0, r], ceiling)
            s = min(wanted * networked(par[DENSITY, r], row[1, r]), ceiling)
            nat[nation.SPENDING, i, r] = s
            nat[nation.BUDGETED, i, r] += s * b.dt
