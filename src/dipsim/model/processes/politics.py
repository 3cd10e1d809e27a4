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

CHANGE_RATE = PARAMETERS.add(
    "politics.government_change",
    0.25,
    (0, 3),
    unit="per year",
    meaning="hazard of a change of government at stability 0",
)
SHIFT = PARAMETERS.add(
    "politics.shift", 0.3, (0, 2), meaning="spread of the shift of a position when a non-democracy changes government"
)
REVOKE = PARAMETERS.add(
    "politics.revoke",
    0.15,
    (0, 1),
    source="sign: Leeds, Mattes and Vogel 2009; size assumed",
    meaning="chance that an instrument is revoked after a change of government in a full autocracy",
)
CANCEL = PARAMETERS.add(
    "politics.cancel", 0.3, (0, 1), meaning="share of undelivered orders cancelled after such a change"
)
DISASTER_RATE = PARAMETERS.add(
    "politics.disaster", 0.05, (0, 5), unit="per year", meaning="rate of natural disasters that open a window"
)
DISASTER_LIFE = PARAMETERS.add(
    "politics.disaster_half_life",
    0.25,
    (0.02, 5),
    unit="years",
    source="Kelman 2006, 2012",
    grade=2,
    meaning="half-life of the window",
)
POWER_RATE = PARAMETERS.add(
    "politics.power_shock", 0.0, (0, 2), unit="per year", meaning="rate of sudden shifts of capability"
)
POWER_SIZE = PARAMETERS.add(
    "politics.power_size", 0.2, (0, 2), meaning="spread of the log change of capability in such a shift"
)
TECHNOLOGY_RATE = PARAMETERS.add(
    "politics.technology_shock", 0.02, (0, 2), unit="per year", meaning="rate of technological leaps"
)
TECHNOLOGY_SIZE = PARAMETERS.add(
    "politics.technology_size", 0.1, (0, 1), meaning="share of the distance to the frontier closed by a leap"
)
DRIFT = PARAMETERS.add(
    "politics.drift", 0.01, (0, 1), unit="per year", meaning="speed at which positions move towards trusted partners"
)
GRAVITY = PARAMETERS.add(
    "politics.gravity",
    0.45,
    (0, 2),
    source="assumed (prototype)",
    meaning="gamma, exponent of economic mass in opportunity",
)
DISTANT = PARAMETERS.add(
    "politics.distant",
    0.05,
    (0, 1),
    source="assumed (prototype)",
    meaning="g0, opportunity of a linked pair out of reach",
)
GDP_REF = PARAMETERS.add(
    "politics.gdp_ref",
    1000.0,
    (1e-3, 1e9),
    unit="bn USD 2023",
    money=True,
    source="convention",
    meaning="gdp of the reference nation",
)
B_CONSTANT = PARAMETERS.add("politics.b_constant", -0.2, (-4, 4), unit="log-odds", meaning="baseline of strangers")
B_INTERESTS = PARAMETERS.add(
    "politics.b_interests",
    1.2,
    (0, 4),
    unit="log-odds",
    source="assumed (prototype)",
    meaning="weight of aligned interests",
)
B_INSTITUTIONS = PARAMETERS.add(
    "politics.b_institutions", 0.3, (0, 2), unit="log-odds", meaning="weight of shared institutions"
)
B_REGIME = PARAMETERS.add("politics.b_regime", 0.5, (0, 2), unit="log-odds", meaning="weight of joint democracy")
B_TRADE = PARAMETERS.add("politics.b_trade", 0.5, (0, 2), unit="log-odds", meaning="weight of trade")
B_CULTURE = PARAMETERS.add(
    "politics.b_culture", 0.3, (0, 2), unit="log-odds", meaning="weight of the culture gap, against trust"
)
B_DISPUTE = PARAMETERS.add(
    "politics.b_dispute",
    1.0,
    (0, 4),
    unit="log-odds",
    source="assumed (prototype)",
    meaning="weight of an open dispute, against trust",
)


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
    nat, par, slots = b.nat, b.par, b.slots
    n, runs = nat.shape[1], nat.shape[2]
    dt = b.dt
    for i in range(n):
        for r in range(runs):
            nat[nation.GDP, i, r] *= exp(nat[nation.GROWTH, i, r] * dt)
            nat[nation.DISASTER, i, r] *= kept(dt, par[DISASTER_LIFE, r])
        for r in range(runs):
            k0, k1, key = b.key[0, r], b.key[1, r], b.ids[i]
            u = uniform(k0, k1, tick, key, key, slots[draws.GOVERNMENT])
            if u < risen(change_hazard(nat[nation.STABILITY, i, r], par[CHANGE_RATE, r]), dt):
                change_government(b, tick, i, r)
            u = uniform(k0, k1, tick, key, key, slots[draws.DISASTER])
            if u < risen(par[DISASTER_RATE, r], dt):
                disaster(b, i, r, 1.0)
            u, v = uniform_pair(k0, k1, tick, key, key, slots[draws.POWER])
            if u < risen(par[POWER_RATE, r], dt):
                power_shock(b, i, r, par[POWER_SIZE, r] * normal(v))
            u = uniform(k0, k1, tick, key, key, slots[draws.TECHNOLOGY])
            if u < risen(par[TECHNOLOGY_RATE, r], dt):
                technology_shock(b, i, r, par[TECHNOLOGY_SIZE, r])


@process
def disaster(b, i, r, size: float):
    """A natural disaster strikes i: opens a window for relief."""
    b.nat[nation.DISASTER, i, r] += size
    record(b, r, L_DISASTER, -1, i, i, size)


@process
def power_shock(b, i, r, size: float):
    """Capability of i jumps by e^size."""
    b.nat[nation.CAPABILITY, i, r] *= exp(size)
    record(b, r, L_POWER, -1, i, i, size)


@process
def technology_shock(b, i, r, size: float):
    """Technology of i closes a share of the distance to the frontier."""
    nat = b.nat
    level = nat[nation.TECHNOLOGY, i, r]
    nat[nation.TECHNOLOGY, i, r] = min(max(level + size * (1.0 - level), 0.0), 1.0)
    record(b, r, L_TECHNOLOGY, -1, i, i, size)


@process
def change_government(b, tick, i, r):
    """A new government: in non-democracies positions shift, instruments may be revoked, orders are cancelled.

    No effect in full democracies (Leeds, Mattes and Vogel 2009); councils protect.
    """
    nat, dyad, par, ids, position, standing = b.nat, b.dyad, b.par, b.ids, b.position, b.standing
    n = nat.shape[1]
    k0, k1, key = b.key[0, r], b.key[1, r], ids[i]
    closed = 1.0 - nat[nation.DEMOCRACY, i, r]
    record(b, r, L_GOVERNMENT, -1, i, i, closed)
    for q in range(position.shape[0]):
        shift = closed * par[SHIFT, r] * normal(uniform(k0, k1, tick, key, key, b.issue_slots[q]))
        position[q, i, r] = min(max(position[q, i, r] + shift, -1.0), 1.0)
    for j in range(n):
        if j == i:
            continue
        exposed = closed * (1.0 - dyad[pair.PROTECTED, i, j, r])
        for s in range(standing.shape[0]):
            c = b.standing_kind[s]
            if standing[s, i, j, r] > 0.0:
                u = uniform(k0, k1, tick, key, ids[j], b.kind_slots[c, draws.REVOKE])
                if u < par[REVOKE, r] * exposed:
                    standing[s, i, j, r] = 0.0
                    standing[s, j, i, r] = 0.0
                    record(b, r, L_REVOKED, c, i, j, exposed)
        left = 1.0 - par[CANCEL, r] * exposed
        dyad[pair.BACKLOG_PAID, i, j, r] *= left
        dyad[pair.BACKLOG_GIVEN, i, j, r] *= left
        dyad[pair.BACKLOG_PAID, j, i, r] *= left
        dyad[pair.BACKLOG_GIVEN, j, i, r] *= left


@process
def drift(b):
    """Positions move towards those of linked partners trusted above one half, weighted by 2 T - 1."""
    nat, dyad, position, row, salience, work = b.nat, b.dyad, b.position, b.row, b.salience, b.work
    n, runs = nat.shape[1], nat.shape[2]
    for q in range(position.shape[0]):
        for i in range(n):
            for r in range(runs):
                row[0, r] = 0.0
                row[1, r] = 0.0
            for j in range(n):
                if j == i:
                    continue
                for r in range(runs):
                    w = dyad[pair.LINK, i, j, r] * salience[q, j, r] * max(0.0, 2.0 * dyad[pair.TRUST, i, j, r] - 1.0)
                    row[0, r] += w
                    row[1, r] += w * (position[q, j, r] - position[q, i, r])
            for r in range(runs):
                pull = row[1, r] / row[0, r] if row[0, r] > 0.0 else 0.0
                work[i, r] = pull * risen(b.par[DRIFT, r], b.dt) if salience[q, i, r] > 0.0 else 0.0
        for i in range(n):
            for r in range(runs):
                position[q, i, r] += work[i, r]


@process
def alignment(b):
    """S of every pair: similarity 1 - |x_i - x_j| averaged over issues with weight times both saliences."""
    nat, dyad, position, row, salience = b.nat, b.dyad, b.position, b.row, b.salience
    n, runs = nat.shape[1], nat.shape[2]
    for i in range(n):
        for j in range(i):
            for r in range(runs):
                row[0, r] = 0.0
                row[1, r] = 0.0
            for q in range(position.shape[0]):
                for r in range(runs):
                    w = salience[q, i, r] * salience[q, j, r]
                    row[0, r] += w
                    row[1, r] += w * (1.0 - abs(position[q, i, r] - position[q, j, r]))
            for r in range(runs):
                s = row[1, r] / row[0, r] if row[0, r] > 0.0 else 0.0
                dyad[pair.ALIGNMENT, i, j, r] = s
                dyad[pair.ALIGNMENT, j, i, r] = s


@process
def shared_institutions(b):
    """Forum quality, protection by councils, and the institutions term of every pair."""
    nat, dyad, base, member, org, org_type, row = b.nat, b.dyad, b.base, b.member, b.org, b.org_type, b.row
    n, runs = nat.shape[1], nat.shape[2]
    for i in range(n):
        for j in range(i):
            for r in range(runs):
                row[0, r] = 0.0
                row[1, r] = 0.0
                row[2, r] = 0.0
                row[3, r] = 1.0 if dyad[pair.PROXIMITY, i, j, r] > 0.0 else 0.0
            for o in range(org.shape[1]):
                meeting = 1.0 if org_type[o] == organisation.FORUM or org_type[o] == organisation.COUNCIL else 0.0
                council = 1.0 if org_type[o] == organisation.COUNCIL else 0.0
                for r in range(runs):
                    quality = member[o, i, r] * member[o, j, r] * org[organisation.QUALITY, o, r]
                    row[3, r] = max(row[3, r], member[o, i, r] * member[o, j, r])
                    row[0, r] += quality
                    row[1, r] = max(row[1, r], meeting * quality)
                    row[2, r] = max(row[2, r], council * quality)
            for r in range(runs):
                term = b.par[B_INSTITUTIONS, r] * row[0, r] / (1.0 + row[0, r])
                base[2, i, j, r] = term
                base[2, j, i, r] = term
                dyad[pair.RELEVANT, i, j, r] = dyad[pair.RELEVANT, j, i, r] = row[3, r]
                dyad[pair.FORUM, i, j, r] = row[1, r]
                dyad[pair.FORUM, j, i, r] = row[1, r]
                dyad[pair.PROTECTED, i, j, r] = row[2, r]
                dyad[pair.PROTECTED, j, i, r] = row[2, r]


@process
def baseline(b):
    """The named baseline terms of trust, and the opportunity of every pair."""
    nat, dyad, par, base = b.nat, b.dyad, b.par, b.base
    n, runs = nat.shape[1], nat.shape[2]
    alignment(b)
    shared_institutions(b)
    for i in range(n):
        for j in range(n):
            if i == j:
                continue
            for r in range(runs):
                base[0, i, j, r] = par[B_CONSTANT, r]
                base[1, i, j, r] = par[B_INTERESTS, r] * dyad[pair.ALIGNMENT, i, j, r]
                base[3, i, j, r] = par[B_REGIME, r] * nat[nation.DEMOCRACY, i, r] * nat[nation.DEMOCRACY, j, r]
                base[4, i, j, r] = par[B_TRADE, r] * dyad[pair.TRADE, i, j, r]
                base[5, i, j, r] = -par[B_CULTURE, r] * dyad[pair.CULTURE_GAP, i, j, r]
                base[6, i, j, r] = -par[B_DISPUTE, r] * dyad[pair.DISPUTE, i, j, r]
            for r in range(runs):
                dyad[pair.OPPORTUNITY, i, j, r] = dyad[pair.LINK, i, j, r] * opportunity(
                    nat[nation.GDP, i, r],
                    nat[nation.GDP, j, r],
                    par[GDP_REF, r],
                    par[GRAVITY, r],
                    par[DISTANT, r],
                    dyad[pair.PROXIMITY, i, j, r],
                )


@process
def grants(b, tick):
    """At the start of each year the diplomacy purse lapses and is granted anew, and staff are free again."""
    nat = b.nat
    n, runs = nat.shape[1], nat.shape[2]
    if np.int64(tick) % b.per_year == 0:
        for i in range(n):
            for r in range(runs):
                grant = nat[nation.DIPLOMACY, i, r] * nat[nation.GDP, i, r]
                nat[nation.LAPSED, i, r] += nat[nation.PURSE, i, r]
                nat[nation.GRANTED, i, r] += grant
                nat[nation.PURSE, i, r] = grant
                nat[nation.SLOTS, i, r] = nat[nation.STAFF, i, r]


@process
def politics(b, tick):
    """Step 1 of the tick."""
    nations(b, tick)
    grants(b, tick)
    drift(b)
    baseline(b)
