"""Onset of disputes: three roads, added and damped together (MODEL section 5).

onset[i,j] = prox damp sysm (incident + motive + fear)
"""

from __future__ import annotations

import numpy as np

from dipsim.kernels.compiler.decorators import equation, process
from dipsim.kernels.numerics.elementary import exp, kept, log, logistic, normal, power
from dipsim.kernels.numerics.philox import uniform
from dipsim.model.processes.perception.perception import striking
from dipsim.model.processes.support.vector_helpers import anywhere
from dipsim.model.processes.trust.evidence import open_channel
from dipsim.model.state import dyads, nation
from dipsim.model.state.quantities import PARAMETERS
from dipsim.model.state.random_streams import stream
from dipsim.model.state.region_metrics import SHOCK

SHOCK_STREAM = stream("crisis/shock")
A_INCIDENT = PARAMETERS.add(
    "crisis.incident", 0.02, (0, 1), unit="per year", source="assumed (prototype)", meaning="a_n, disputes by accident"
)
ROUTINE = PARAMETERS.add(
    "crisis.routine", 0.2, (0, 2), source="assumed (prototype)", meaning="n0, friction of neighbours without a dispute"
)
FALSE_ALARM = PARAMETERS.add(
    "crisis.false_alarm", 1.0, (0, 10), meaning="how much all-emerging forces raise disputes by accident"
)
A_MOTIVE = PARAMETERS.add(
    "crisis.motive", 0.9, (0, 10), unit="per year", source="assumed (prototype .9-1.2)", meaning="a_m, opportunism"
)
GATE = PARAMETERS.add(
    "crisis.gate",
    10.0,
    (0, 100),
    source="assumed (prototype 4-20)",
    meaning="k_p, steepness of the gate of expected success",
)
A_FEAR = PARAMETERS.add(
    "crisis.fear", 0.12, (0, 5), unit="per year", source="assumed (prototype)", meaning="a_f, security dilemma"
)
CURVE = PARAMETERS.add(
    "crisis.curve", 1.5, (0.5, 4), source="assumed (prototype 1-2)", meaning="nu, exponent of threat in fear"
)
PREEMPTION = PARAMETERS.add(
    "crisis.preemption", 1.0, (0, 5), source="assumed (prototype)", meaning="a_pre, how much offence raises fear"
)
PREVENTION = PARAMETERS.add(
    "crisis.prevention",
    2.0,
    (0, 20),
    source="assumed (prototype)",
    meaning="a_prev, how much an adverse shift of power raises fear",
)
DAMP_CHANNEL = PARAMETERS.add(
    "crisis.damp_channel", 0.6, (0, 5), source="assumed (prototype)", meaning="r_ch, damping by channels"
)
DAMP_AGREEMENT = PARAMETERS.add(
    "crisis.damp_agreement",
    0.3,
    (0, 5),
    source="assumed (prototype)",
    meaning="r_ag, damping by agreements where both trust",
)
DAMP_ALLIES = PARAMETERS.add("crisis.damp_allies", 0.5, (0, 5), meaning="r_al, restraint by allies")
LEVERAGE = PARAMETERS.add(
    "crisis.leverage",
    0.5,
    (0, 5),
    source="sign: Kinsella 1998, dependence on a supplier restrains; size assumed",
    grade=2,
    meaning="restraint by a supplier that one depends on, towards whom the supplier trusts",
)
SHOCK_SIZE = PARAMETERS.add(
    "crisis.shock",
    0.8,
    (0, 2),
    source="matched to var/mean 4.8 of yearly onsets (GML MID 1946-2010)",
    grade=3,
    meaning="log spread of the common shock",
)
SHOCK_LIFE = PARAMETERS.add(
    "crisis.shock_half_life",
    3.0,
    (0.1, 30),
    unit="years",
    source="assumed (prototype)",
    meaning="half-life of the common shock",
)


@equation
def incidents(rate, routine, dispute, false_alarm, emerging_i, emerging_j):
    """Disputes by accident, per year: a_n (n0 + d) (1 + a_fa (e_i + e_j) / 2)."""
    return rate * (routine + dispute) * (1.0 + 0.5 * false_alarm * (emerging_i + emerging_j))


@equation
def motive(rate, revisionism, dispute, gate, success):
    """Disputes by opportunity, per year: a_m r d s(k_p (p - 1/2)); gated by expected success."""
    return rate * revisionism * dispute * logistic(gate * (success - 0.5))


@equation
def fear(rate, threat, curve, preemption, offence_i, offence_j, prevention, shift):
    """Disputes by the security dilemma, per year: a_f H^nu (1 + a_pre (o_i + o_j - 1)) (1 + a_prev shift)."""
    return (
        rate
        * power(threat, curve)
        * max(0.0, 1.0 + preemption * (offence_i + offence_j - 1.0))
        * (1.0 + prevention * shift)
    )


@equation
def success(own, seen, offensive_help, defensive_help):
    """p, expected success of a challenge: A / (A + D), A = M_i + offensive help, D = M^ + defensive help."""
    attack = own + offensive_help
    against = attack + seen + defensive_help
    return attack / against if against > 0.0 else 0.5


@equation
def adverse_shift(other, other_mean, own, own_mean):
    """How much faster the other has grown than oneself against three-year means: max(0, difference of log ratios)."""
    if other <= 0.0 or other_mean <= 0.0 or own <= 0.0 or own_mean <= 0.0:
        return 0.0
    return faster(log(other / other_mean), log(own / own_mean))


@equation
def faster(trend_other, trend_own):
    """How much faster the other has grown than oneself, from the logs of capability over its mean."""
    return max(0.0, trend_other - trend_own)


@equation
def damping(r_channel, channel, r_agreement, agreements, trust_ij, trust_ji, r_allies, restraint):
    """damp = exp(- r_ch channel - r_ag agreements min(T_ij, T_ji) - r_al restraint), in 0..1."""
    return exp(-r_channel * channel - r_agreement * agreements * min(trust_ij, trust_ji) - r_allies * restraint)


@equation
def held_back(b, i, a, j, r):
    """Restraint of i towards j by a: as an ally, or as a supplier that i depends on and that trusts j."""
    dyad = b.dyad
    return max(
        dyad[dyads.RESTRAINT, i, a, r],
        b.par[LEVERAGE, r] * dyad[dyads.DEPENDENCE, i, a, r] * dyad[dyads.TRUST, a, j, r],
    )


@process
def hazards(b):
    """Onset hazard of every directed dyad, before the common shock."""
    dyad, row = b.dyad, b.row
    n, runs = dyad.shape[1], dyad.shape[3]
    trends(b)
    for i in range(n):
        leashes = restrainers(b, i)
        for j in range(n):
            if i == j:
                continue
            if not anywhere(b, dyads.PROXIMITY, i, j):
                for r in range(runs):
                    dyad[dyads.HAZARD, i, j, r] = 0.0
                continue
            for r in range(runs):
                row[0, r] = 0.0
            for q in range(leashes):
                a = b.near[q]
                if a != j:
                    for r in range(runs):
                        row[0, r] = max(row[0, r], held_back(b, i, a, j, r))
            for r in range(runs):
                dyad[dyads.HAZARD, i, j, r] = onset(b, i, j, r, row[0, r])


@process
def restrainers(b, i) -> int:
    """List in ``near`` who may restrain i in some run; returns how many."""
    found = 0
    for a in range(b.nat.shape[1]):
        if a != i and (anywhere(b, dyads.RESTRAINT, i, a) or anywhere(b, dyads.DEPENDENCE, i, a)):
            b.near[found] = a
            found += 1
    return found


@process
def trends(b):
    """Log of every nation's capability over its three-year mean, in ``work``; ``next`` is 0 where there is none."""
    nat = b.nat
    for i in range(nat.shape[1]):
        for r in range(nat.shape[2]):
            m, mean = nat[nation.CAPABILITY, i, r], nat[nation.MEAN_CAPABILITY, i, r]
            known = m > 0.0 and mean > 0.0
            b.next[i, r] = 1.0 if known else 0.0
            b.work[i, r] = log(m / mean if known else 1.0)


@equation
def onset(b, i, j, r, restraint):
    """Hazard per year that i challenges j, without the common shock; ``trends`` were filled before."""
    nat, dyad = b.nat, b.dyad
    p, d, known = b.par, dyad[dyads.DISPUTE, i, j, r], nat[nation.KNOWN, i, r]
    chance = success(
        known,
        dyad[dyads.SEEN_CAPABILITY, i, j, r],
        dyad[dyads.HELP_OFFENCE, i, j, r],
        dyad[dyads.HELP_DEFENCE, j, i, r],
    )
    shift = b.next[i, r] * b.next[j, r] * faster(b.work[j, r], b.work[i, r])
    roads = incidents(
        p[A_INCIDENT, r],
        p[ROUTINE, r],
        d,
        p[FALSE_ALARM, r],
        nat[nation.EMERGING, i, r],
        nat[nation.EMERGING, j, r],
    )
    roads += motive(p[A_MOTIVE, r], nat[nation.REVISIONISM, i, r], d, p[GATE, r], chance)
    roads += fear(
        p[A_FEAR, r],
        dyad[dyads.THREAT, i, j, r],
        p[CURVE, r],
        p[PREEMPTION, r],
        striking(b, i, r),
        striking(b, j, r),
        p[PREVENTION, r],
        shift,
    )
    damp = damping(
        p[DAMP_CHANNEL, r],
        open_channel(b, i, j, r),
        p[DAMP_AGREEMENT, r],
        dyad[dyads.AGREEMENTS, i, j, r],
        dyad[dyads.TRUST, i, j, r],
        dyad[dyads.TRUST, j, i, r],
        p[DAMP_ALLIES, r],
        restraint,
    )
    return dyad[dyads.PROXIMITY, i, j, r] * damp * roads


@process
def common_shock(b, tick):
    """The slow common shock, standardised; ``row[2]`` becomes sysm = exp(size z - size^2 / 2), mean 1."""
    par, glob, key = b.par, b.glob, b.key
    zero = np.uint64(0)
    for r in range(b.nat.shape[2]):
        keep = kept(b.dt, par[SHOCK_LIFE, r])
        z = normal(uniform(key[0, r], key[1, r], tick, zero, zero, b.slots[SHOCK_STREAM]))
        glob[SHOCK, r] = keep * glob[SHOCK, r] + np.sqrt(max(0.0, 1.0 - keep * keep)) * z
        size = par[SHOCK_SIZE, r]
        b.row[2, r] = exp(size * glob[SHOCK, r] - 0.5 * size * size)
