"""Step 4, licensing: arms and technology pass the supplier's licence; refusal and delay are visible negative acts.

granted when  l0 + economy + alignment + trust - weight (1 + regime) risk + screening error > 0
"""

from __future__ import annotations

import numpy as np

from dipsim.kernels.compiler.decorators import equation, process
from dipsim.kernels.numerics.elementary import SLACK, kept, normal, risen
from dipsim.kernels.numerics.philox import uniform_pair
from dipsim.model.processes.support.vector_helpers import anywhere
from dipsim.model.processes.trust.evidence import note, record, seen_act
from dipsim.model.state import dyads, exchange_kind, nation, organisation
from dipsim.model.state.events import LogEvent
from dipsim.model.state.quantities import PARAMETERS
from dipsim.model.state.random_streams import KindStream, stream
from dipsim.model.state.scratch import ActField
from dipsim.model.state.trust_accounts import FixedAccount

DIVERSION_STREAM = stream("licensing/diversion")
LEANING = PARAMETERS.add("licensing.leaning", 0.5, (-5, 5), meaning="l0, leaning towards a licence")
ECONOMY = PARAMETERS.add("licensing.economy", 0.5, (0, 5), meaning="weight of the supplier's industry")
ALIGNED = PARAMETERS.add("licensing.alignment", 1.0, (0, 5), meaning="weight of aligned interests")
TRUSTED = PARAMETERS.add("licensing.trust", 1.0, (0, 5), meaning="weight of trust above one half")
AGGRESSION = PARAMETERS.add(
    "licensing.aggression", 1.0, (0, 5), meaning="weight of the recipient's recent aggression in risk"
)
INSTABILITY = PARAMETERS.add(
    "licensing.instability", 0.5, (0, 5), meaning="weight of the recipient's instability in risk"
)
OPEN_DISPUTE = PARAMETERS.add(
    "licensing.open_dispute", 0.5, (0, 5), meaning="weight of the recipient's worst open dispute in risk"
)
DIVERTED = PARAMETERS.add("licensing.diverted", 1.0, (0, 5), meaning="weight of detected diversions in risk")
REGIME = PARAMETERS.add(
    "licensing.regime",
    1.0,
    (0, 5),
    source="sign: Brzoska 2008; size assumed",
    meaning="how much more a regime member weighs risk at full coverage of suppliers",
)
SCREENING = PARAMETERS.add("licensing.screening", 0.5, (0, 5), meaning="spread of the screening error at accuracy 0")
REFUSAL = PARAMETERS.add(
    "licensing.refusal",
    -0.48,
    (-3, 0),
    unit="log-odds",
    source="Goldstein reject -4.0 x 0.06 x 2",
    grade=3,
    meaning="evidence of a refused licence",
)
GREY = PARAMETERS.add(
    "licensing.grey", 0.2, (0, 5), meaning="score up to which a licence is put off rather than granted at once"
)
DELAY_SHARE = PARAMETERS.add(
    "licensing.delay_share", 0.25, (0, 1), meaning="evidence of a delay as a share of that of a refusal"
)
NEIGHBOURS = PARAMETERS.add(
    "licensing.neighbours",
    0.3,
    (0, 1),
    source="sign: imports rise in the neighbourhood of states under embargo (EJIR 2021); size assumed",
    grade=2,
    meaning="share of a refused request that turns up in the demand of each neighbour, times proximity",
)
SMUGGLING = PARAMETERS.add(
    "licensing.smuggling",
    2.0,
    (0, 20),
    meaning="how much refused requests of neighbours raise the hazard of diversion to them",
)
REQUEST_LIFE = PARAMETERS.add(
    "licensing.request_half_life",
    1.0,
    (0.1, 20),
    unit="years",
    meaning="half-life of a refused request, which reroutes demand",
)
RECORD_LIFE = PARAMETERS.add(
    "licensing.record_half_life",
    5.0,
    (0.5, 50),
    unit="years",
    meaning="half-life of the memory of aggression and diversion",
)
DIVERSION = PARAMETERS.add(
    "licensing.diversion",
    0.05,
    (0, 1),
    unit="per year",
    meaning="hazard of diversion while deliveries run, without monitoring or stability",
)
BETRAYAL = PARAMETERS.add(
    "licensing.betrayal",
    -1.5,
    (-5, 0),
    unit="log-odds",
    source="Unciv betrayal weights; field notes",
    grade=3,
    meaning="evidence of a detected diversion",
)
DIVERTED_SHARE = PARAMETERS.add(
    "licensing.diverted_share", 0.3, (0, 1), meaning="share of the undelivered order that is passed on in a diversion"
)


@equation
def risk(aggression, instability, dispute, diversion, w_aggression, w_instability, w_dispute, w_diversion):
    """Risk that a supplier sees in a recipient, dimensionless."""
    return (
        w_aggression * aggression / (1.0 + aggression)
        + w_instability * instability
        + w_dispute * dispute
        + w_diversion * diversion / (1.0 + diversion)
    )


@equation
def licence_score(leaning, economy, alignment, trust, weight, regime, risk, error):
    """Above 0 the licence is granted."""
    return leaning + economy + alignment + trust - weight * (1.0 + regime) * risk + error


@process
def coverage(b, i, j, r) -> float:
    """Coverage of the control regimes that i belongs to: their share of the industry that is linked to recipient j."""
    nat, member = b.nat, b.member
    n, best = nat.shape[1], 0.0
    for o in range(b.org.shape[1]):
        if b.org_type[o] == organisation.CONTROL_REGIME and member[o, i, r] > 0.0:
            inside, everybody = 0.0, 0.0
            for s in range(n):
                industry = nat[nation.INDUSTRY, s, r] * b.dyad[dyads.LINK, s, j, r]
                everybody += industry
                inside += industry * member[o, s, r]
            inside *= b.org[organisation.IN_FORCE, o, r]
            best = max(best, inside / everybody if everybody > 0.0 else 0.0)
    return best


@process
def decide(b, tick, c, i, j, r) -> float:
    """Score of the licence of kind c that supplier i weighs for recipient j; what a measure stops scores -1."""
    nat, dyad, ids, key = b.nat, b.dyad, b.ids, b.key
    p, worst = b.par, 0.0
    for k in range(nat.shape[1]):
        if k != j and k != i:
            worst = max(worst, dyad[dyads.DISPUTE, j, k, r])
    danger = risk(
        nat[nation.AGGRESSION, j, r],
        1.0 - nat[nation.STABILITY, j, r],
        worst,
        nat[nation.DIVERSION, j, r],
        p[AGGRESSION, r],
        p[INSTABILITY, r],
        p[OPEN_DISPUTE, r],
        p[DIVERTED, r],
    )
    u, v = uniform_pair(key[0, r], key[1, r], tick, ids[i], ids[j], b.kind_slots[c, KindStream.LICENSE])
    if v < dyad[dyads.BLOCKED, i, j, r]:
        return -1.0
    return licence_score(
        p[LEANING, r],
        p[ECONOMY, r] * nat[nation.INDUSTRY, i, r],
        p[ALIGNED, r] * dyad[dyads.ALIGNMENT, i, j, r],
        p[TRUSTED, r] * (dyad[dyads.TRUST, i, j, r] - 0.5),
        b.kind[exchange_kind.RISK_WEIGHT, c, r],
        p[REGIME, r] * coverage(b, i, j, r),
        danger,
        p[SCREENING, r] * (1.0 - nat[nation.LICENSING, i, r]) * normal(u),
    )


@process
def diversions(b, tick):
    """Diversion of running deliveries to a neighbour: less likely when monitored, likelier where demand was refused."""
    n, runs = b.nat.shape[1], b.nat.shape[2]
    for r in range(runs):
        b.row[0, r] = 0.0
    for k in range(n):
        for r in range(runs):
            b.row[0, r] = max(b.row[0, r], b.nat[nation.UNMET, k, r])
    for i in range(n):
        for j in range(n):
            if anywhere(b, dyads.BACKLOG_PAID, i, j):
                diversions_between(b, tick, i, j)


@process
def diversions_between(b, tick, i, j):
    """Diversions of what i delivers to j: all draws first, then those few that can count.

    ``row[0]`` is the largest refused demand, with which the hazard would be largest.
    """
    nat, ids, key, par, row = b.nat, b.ids, b.key, b.par, b.row
    for r in range(key.shape[1]):
        u, v = uniform_pair(key[0, r], key[1, r], tick, ids[i], ids[j], b.slots[DIVERSION_STREAM])
        row[1, r] = u
        row[2, r] = v
    for r in range(key.shape[1]):
        if b.dyad[dyads.BACKLOG_PAID, i, j, r] > 0.0:
            care, calm = nat[nation.MONITORING, i, r], nat[nation.STABILITY, j, r]
            most = diversion_hazard(par[DIVERSION, r], care, calm, par[SMUGGLING, r], row[0, r])
            if row[1, r] < most * b.dt + SLACK:
                taker, pull = destination(b, i, j, r)
                hazard = diversion_hazard(par[DIVERSION, r], care, calm, par[SMUGGLING, r], pull)
                if taker >= 0.0 and row[1, r] < risen(hazard, b.dt):
                    divert(b, i, j, np.int64(taker), r, row[2, r] < care)


@equation
def diversion_hazard(rate, monitoring, stability, smuggling, pull):
    """Hazard per year that an order is diverted; ``pull`` is the refused demand next door times proximity."""
    return rate * (1.0 - monitoring) * (2.0 - 2.0 * stability) * (1.0 + smuggling * pull)


@process
def destination(b, i, j, r) -> tuple[float, float]:
    """The neighbour of j that goods of i would go on to, -1 for none, and its pull: refused demand next door."""
    dyad, best, pull, taker = b.dyad, 0.0, 0.0, -1.0
    for k in range(b.nat.shape[1]):
        if k != i and k != j:
            demand = dyad[dyads.PROXIMITY, j, k, r] * b.nat[nation.UNMET, k, r]
            attraction = demand + 0.1 * dyad[dyads.PROXIMITY, j, k, r] * dyad[dyads.TRUST, j, k, r]
            if attraction > best:
                best, pull, taker = attraction, demand, np.float64(k)
    return taker, pull


@process
def divert(b, i, j, taker, r, detected: bool):
    """j passes part of an order of supplier i on to a neighbour; when it is found out, the order ends: a betrayal."""
    dyad, par = b.dyad, b.par
    record(b, r, LogEvent.DIVERTED, -1, j, taker, 1.0 if detected else 0.0)
    if detected:
        dyad[dyads.BACKLOG_PAID, i, j, r] = 0.0
        b.nat[nation.DIVERSION, j, r] += 1.0
        note(b, FixedAccount.BETRAYALS, i, j, r, par[BETRAYAL, r])
    else:
        dyad[dyads.BACKLOG_GIVEN, j, taker, r] += par[DIVERTED_SHARE, r] * dyad[dyads.BACKLOG_PAID, i, j, r]


@process
def refuse(b, a, c, i, j, r, share: float):
    """Strike act a off: a refusal (share 1) or delay is held against i; the request stays, and spreads next door."""
    nat = b.nat
    b.act[ActField.KIND, a, r] = -1.0
    nat[nation.UNMET, j, r] += share
    for k in range(nat.shape[1]):
        if k != i and k != j:
            nat[nation.UNMET, k, r] += share * b.par[NEIGHBOURS, r] * b.dyad[dyads.PROXIMITY, j, k, r]
    note(b, FixedAccount.REFUSALS, j, i, r, share * b.par[REFUSAL, r] * seen_act(b, i, j, r))
    record(b, r, LogEvent.REFUSED_LICENCE if share == 1.0 else LogEvent.DELAYED_LICENCE, c, i, j, share)


@process
def licensing(b, tick):
    """Step 4 of the tick: decide the licensed acts; a refused or delayed one is struck off the list of acts."""
    nat, par, act = b.nat, b.par, b.act
    n, runs = nat.shape[1], nat.shape[2]
    for r in range(runs):
        b.row[0, r] = kept(b.dt, par[RECORD_LIFE, r])
        b.row[1, r] = kept(b.dt, par[REQUEST_LIFE, r])
    for i in range(n):
        for r in range(runs):
            nat[nation.AGGRESSION, i, r] *= b.row[0, r]
            nat[nation.DIVERSION, i, r] *= b.row[0, r]
            nat[nation.UNMET, i, r] *= b.row[1, r]
    for r in range(runs):
        for a in range(b.acts[r]):
            c, i, j = (
                np.int64(act[ActField.KIND, a, r]),
                np.int64(act[ActField.FIRST, a, r]),
                np.int64(act[ActField.SECOND, a, r]),
            )
            if b.kind[exchange_kind.LICENSED, c, r] > 0.0:
                score = decide(b, tick, c, i, j, r)
                if score <= 0.0:
                    refuse(b, a, c, i, j, r, 1.0)
                elif score <= par[GREY, r]:
                    refuse(b, a, c, i, j, r, par[DELAY_SHARE, r])
    diversions(b, tick)
