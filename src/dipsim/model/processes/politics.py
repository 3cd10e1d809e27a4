"""Step 1, politics: growth, government change, disasters, shocks, drift of interests; then the baseline of trust.

Baseline terms of trust move only here.
"""

from __future__ import annotations

import numpy as np

from dipsim.model import draws, nation, organisation, pair
from dipsim.model.block import L_DISASTER, L_GOVERNMENT, L_POWER, L_REVOKED, L_TECHNOLOGY
from dipsim.model.declare import PARAMETERS
from dipsim.model.jit import equation, process
from dipsim.model.maths import exp, kept, normal, power, risen
from dipsim.model.philox import uniform, uniform_pair
from dipsim.model.processes.evidence import record

CHANGE_RATE = PARAMETERS.add("politics.government_change", 0.25, (0, 3), unit="per year", meaning="hazard of a change of government at stability 0")
SHIFT = PARAMETERS.add("politics.shift", 0.3, (0, 2), meaning="spread of the shift of a position when a non-democracy changes government")
REVOKE = PARAMETERS.add("politics.revoke", 0.15, (0, 1), source="sign: Leeds, Mattes and Vogel 2009; size assumed", meaning="chance that an instrument is revoked after a change of government in a full autocracy")
CANCEL = PARAMETERS.add("politics.cancel", 0.3, (0, 1), meaning="share of undelivered orders cancelled after such a change")
DISASTER_RATE = PARAMETERS.add("politics.disaster", 0.05, (0, 5), unit="per year", meaning="rate of natural disasters that open a window")
DISASTER_LIFE = PARAMETERS.add("politics.disaster_half_life", 0.25, (0.02, 5), unit="years", source="Kelman 2006, 2012", grade=2, meaning="half-life of the window")
POWER_RATE = PARAMETERS.add("politics.power_shock", 0.0, (0, 2), unit="per year", meaning="rate of sudden shifts of capability")
POWER_SIZE = PARAMETERS.add("politics.power_size", 0.2, (0, 2), meaning="spread of the log change of capability in such a shift")
TECHNOLOGY_RATE = PARAMETERS.add("politics.technology_shock", 0.02, (0, 2), unit="per year", meaning="rate of technological leaps")
TECHNOLOGY_SIZE = PARAMETERS.add("politics.technology_size", 0.1, (0, 1), meaning="share of the distance to the frontier closed by a leap")
DRIFT = PARAMETERS.add("politics.drift", 0.01, (0, 1), unit="per year", meaning="speed at which positions move towards trusted partners")
GRAVITY = PARAMETERS.add("politics.gravity", 0.45, (0, 2), source="assumed (prototype)", meaning="gamma, exponent of economic mass in opportunity")
DISTANT = PARAMETERS.add("politics.distant", 0.05, (0, 1), source="assumed (prototype)", meaning="g0, opportunity of a linked pair out of reach")
GDP_REF = PARAMETERS.add("politics.gdp_ref", 1000.0, (1e-3, 1e9), unit="bn USD 2023", money=True, source="convention", meaning="gdp of the reference nation")
B_CONSTANT = PARAMETERS.add("politics.b_constant", -0.2, (-4, 4), unit="log-odds", meaning="baseline of strangers")
B_INTERESTS = PARAMETERS.add("politics.b_interests", 1.2, (0, 4), unit="log-odds", source="assumed (prototype)", meaning="weight of aligned interests")
B_INSTITUTIONS = PARAMETERS.add("politics.b_institutions", 0.3, (0, 2), unit="log-odds", meaning="weight of shared institutions")
B_REGIME = PARAMETERS.add("politics.b_regime", 0.5, (0, 2), unit="log-odds", meaning="weight of joint democracy")
B_TRADE = PARAMETERS.add("politics.b_trade", 0.5, (0, 2), unit="log-odds", meaning="weight of trade")
B_CULTURE = PARAMETERS.add("politics.b_culture", 0.3, (0, 2), unit="log-odds", meaning="weight of the culture gap, against trust")
B_DISPUTE = PARAMETERS.add("politics.b_dispute", 1.0, (0, 4), unit="log-odds", source="assumed (prototype)", meaning="weight of an open dispute, against trust")


@equation
def opportunity(gdp_i, gdp_j, gdp_ref, gamma, distant, proximity):
    """Gravity of a linked pair: (gdp_i gdp_j / gdp_ref^2)^gamma (g0 + (1 - g0) prox), dimensionless."""
    return power((gdp_i / gdp_ref) * (gdp_j / gdp_ref), gamma) * (distant + (1.0 - distant) * proximity)


@equation
def change_hazard(stability, rate):
    """Hazard of a change of government per year."""
    return rate * (1.0 - stability)


@process
def nations(b, tick):
    """Growth, disasters, power and technology shocks, change of government, the year's grant."""
    n, runs = b.nat.shape[1], b.nat.shape[2]
    dt = b.dt
    for i in range(n):
        for r in range(runs):
            b.nat[nation.GDP, i, r] *= exp(b.nat[nation.GROWTH, i, r] * dt)
            b.nat[nation.DISASTER, i, r] *= kept(dt, b.par[DISASTER_LIFE, r])
        for r in range(runs):
            k0, k1, key = b.key[0, r], b.key[1, r], b.ids[i]
            u = uniform(k0, k1, tick, key, key, b.slots[draws.GOVERNMENT])
            if u < risen(change_hazard(b.nat[nation.STABILITY, i, r], b.par[CHANGE_RATE, r]), dt):
                change_government(b, tick, i, r)
            u = uniform(k0, k1, tick, key, key, b.slots[draws.DISASTER])
            if u < risen(b.par[DISASTER_RATE, r], dt):
                disaster(b, i, r, 1.0)
            u, v = uniform_pair(k0, k1, tick, key, key, b.slots[draws.POWER])
            if u < risen(b.par[POWER_RATE, r], dt):
                power_shock(b, i, r, b.par[POWER_SIZE, r] * normal(v))
            u = uniform(k0, k1, tick, key, key, b.slots[draws.TECHNOLOGY])
            if u < risen(b.par[TECHNOLOGY_RATE, r], dt):
                technology_shock(b, i, r, b.par[TECHNOLOGY_SIZE, r])


@equation
def disaster(b, i, r, size):
    """A natural disaster strikes i: opens a window for relief."""
    b.nat[nation.DISASTER, i, r] += size
    record(b, r, L_DISASTER, -1, i, i, size)


@equation
def power_shock(b, i, r, size):
    """Capability of i jumps by e^size."""
    b.nat[nation.CAPABILITY, i, r] *= exp(size)
    record(b, r, L_POWER, -1, i, i, size)


@equation
def technology_shock(b, i, r, size):
    """Technology of i closes a share of the distance to the frontier."""
    b.nat[nation.TECHNOLOGY, i, r] += size * (1.0 - b.nat[nation.TECHNOLOGY, i, r])
    record(b, r, L_TECHNOLOGY, -1, i, i, size)


@process
def change_government(b, tick, i, r):
    """A new government: in non-democracies positions shift, instruments may be revoked, orders are cancelled.

    No effect in full democracies (Leeds, Mattes and Vogel 2009); councils protect.
    """
    n = b.nat.shape[1]
    k0, k1, key = b.key[0, r], b.key[1, r], b.ids[i]
    closed = 1.0 - b.nat[nation.DEMOCRACY, i, r]
    record(b, r, L_GOVERNMENT, -1, i, i, closed)
    for q in range(b.position.shape[0]):
        shift = closed * b.par[SHIFT, r] * normal(uniform(k0, k1, tick, key, key, b.issue_slots[q]))
        b.position[q, i, r] = min(max(b.position[q, i, r] + shift, -1.0), 1.0)
    for j in range(n):
        if j == i:
            continue
        exposed = closed * (1.0 - b.dyad[pair.PROTECTED, i, j, r])
        for s in range(b.standing.shape[0]):
            c = b.standing_kind[s]
            if b.standing[s, i, j, r] > 0.0:
                u = uniform(k0, k1, tick, key, b.ids[j], b.kind_slots[c, draws.REVOKE])
                if u < b.par[REVOKE, r] * exposed:
                    b.standing[s, i, j, r] = 0.0
                    b.standing[s, j, i, r] = 0.0
                    record(b, r, L_REVOKED, c, i, j, exposed)
        left = 1.0 - b.par[CANCEL, r] * exposed
        b.dyad[pair.BACKLOG_PAID, i, j, r] *= left
        b.dyad[pair.BACKLOG_GIVEN, i, j, r] *= left
        b.dyad[pair.BACKLOG_PAID, j, i, r] *= left
        b.dyad[pair.BACKLOG_GIVEN, j, i, r] *= left


@process
def drift(b):
    """Positions move towards those of linked partners trusted above one half, weighted by 2 T - 1."""
    n, runs = b.nat.shape[1], b.nat.shape[2]
    for q in range(b.position.shape[0]):
        for i in range(n):
            for r in range(runs):
                b.row[0, r] = 0.0
                b.row[1, r] = 0.0
            for j in range(n):
                if j == i:
                    continue
                for r in range(runs):
                    w = b.dyad[pair.LINK, i, j, r] * b.salience[q, j, r] * max(0.0, 2.0 * b.dyad[pair.TRUST, i, j, r] - 1.0)
                    b.row[0, r] += w
                    b.row[1, r] += w * (b.position[q, j, r] - b.position[q, i, r])
            for r in range(runs):
                pull = b.row[1, r] / b.row[0, r] if b.row[0, r] > 0.0 else 0.0
                b.work[i, r] = pull * risen(b.par[DRIFT, r], b.dt) if b.salience[q, i, r] > 0.0 else 0.0
        for i in range(n):
            for r in range(runs):
                b.position[q, i, r] += b.work[i, r]


@process
def alignment(b):
    """S of every pair: similarity 1 - |x_i - x_j| averaged over issues with weight times both saliences."""
    n, runs = b.nat.shape[1], b.nat.shape[2]
    for i in range(n):
        for j in range(i):
            for r in range(runs):
                b.row[0, r] = 0.0
                b.row[1, r] = 0.0
            for q in range(b.position.shape[0]):
                for r in range(runs):
                    w = b.salience[q, i, r] * b.salience[q, j, r]
                    b.row[0, r] += w
                    b.row[1, r] += w * (1.0 - abs(b.position[q, i, r] - b.position[q, j, r]))
            for r in range(runs):
                s = b.row[1, r] / b.row[0, r] if b.row[0, r] > 0.0 else 0.0
                b.dyad[pair.ALIGNMENT, i, j, r] = s
                b.dyad[pair.ALIGNMENT, j, i, r] = s


@process
def shared_institutions(b):
    """Forum quality, protection by councils, and the institutions term of every pair."""
    n, runs = b.nat.shape[1], b.nat.shape[2]
    for i in range(n):
        for j in range(i):
            for r in range(runs):
                b.row[0, r] = 0.0
                b.row[1, r] = 0.0
                b.row[2, r] = 0.0
                b.row[3, r] = 1.0 if b.dyad[pair.PROXIMITY, i, j, r] > 0.0 else 0.0
            for o in range(b.org.shape[1]):
                meeting = 1.0 if b.org_type[o] == organisation.FORUM or b.org_type[o] == organisation.COUNCIL else 0.0
                council = 1.0 if b.org_type[o] == organisation.COUNCIL else 0.0
                for r in range(runs):
                    quality = b.member[o, i, r] * b.member[o, j, r] * b.org[organisation.QUALITY, o, r]
                    b.row[3, r] = max(b.row[3, r], b.member[o, i, r] * b.member[o, j, r])
                    b.row[0, r] += quality
                    b.row[1, r] = max(b.row[1, r], meeting * quality)
                    b.row[2, r] = max(b.row[2, r], council * quality)
            for r in range(runs):
                term = b.par[B_INSTITUTIONS, r] * b.row[0, r] / (1.0 + b.row[0, r])
                b.base[2, i, j, r] = term
                b.base[2, j, i, r] = term
                b.dyad[pair.RELEVANT, i, j, r] = b.dyad[pair.RELEVANT, j, i, r] = b.row[3, r]
                b.dyad[pair.FORUM, i, j, r] = b.row[1, r]
                b.dyad[pair.FORUM, j, i, r] = b.row[1, r]
                b.dyad[pair.PROTECTED, i, j, r] = b.row[2, r]
                b.dyad[pair.PROTECTED, j, i, r] = b.row[2, r]


@process
def baseline(b):
    """The named baseline terms of trust, and the opportunity of every pair."""
    n, runs = b.nat.shape[1], b.nat.shape[2]
    alignment(b)
    shared_institutions(b)
    for i in range(n):
        for j in range(n):
            if i == j:
                continue
            for r in range(runs):
                b.base[0, i, j, r] = b.par[B_CONSTANT, r]
                b.base[1, i, j, r] = b.par[B_INTERESTS, r] * b.dyad[pair.ALIGNMENT, i, j, r]
                b.base[3, i, j, r] = b.par[B_REGIME, r] * b.nat[nation.DEMOCRACY, i, r] * b.nat[nation.DEMOCRACY, j, r]
                b.base[4, i, j, r] = b.par[B_TRADE, r] * b.dyad[pair.TRADE, i, j, r]
                b.base[5, i, j, r] = -b.par[B_CULTURE, r] * b.dyad[pair.CULTURE_GAP, i, j, r]
                b.base[6, i, j, r] = -b.par[B_DISPUTE, r] * b.dyad[pair.DISPUTE, i, j, r]
            for r in range(runs):
                b.dyad[pair.OPPORTUNITY, i, j, r] = b.dyad[pair.LINK, i, j, r] * opportunity(
                    b.nat[nation.GDP, i, r],
                    b.nat[nation.GDP, j, r],
                    b.par[GDP_REF, r],
                    b.par[GRAVITY, r],
                    b.par[DISTANT, r],
                    b.dyad[pair.PROXIMITY, i, j, r],
                )


@process
def grants(b, tick):
    """At the start of each year the diplomacy purse lapses and is granted anew, and staff are free again."""
    n, runs = b.nat.shape[1], b.nat.shape[2]
    if np.int64(tick) % b.per_year == 0:
        for i in range(n):
            for r in range(runs):
                grant = b.nat[nation.DIPLOMACY, i, r] * b.nat[nation.GDP, i, r]
                b.nat[nation.LAPSED, i, r] += b.nat[nation.PURSE, i, r]
                b.nat[nation.GRANTED, i, r] += grant
                b.nat[nation.PURSE, i, r] = grant
                b.nat[nation.SLOTS, i, r] = b.nat[nation.STAFF, i, r]


@process
def politics(b, tick):
    """Step 1 of the tick."""
    nations(b, tick)
    grants(b, tick)
    drift(b)
    baseline(b)
