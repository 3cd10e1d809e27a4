"""Step 8, crisis: disputes begin, climb the ladder, draw allies in, settle (MODEL section 5).

    onset[i,j] = prox damp sysm (incident + motive + fear)
"""

from __future__ import annotations

import numpy as np

from dipsim.model import causes, draws, kinds, nation, pair
from dipsim.model.block import L_ABANDONED, L_ACT, L_CLIMBED, L_DISPUTE, L_HONOURED, L_SETTLED, L_WON
from dipsim.model.declare import PARAMETERS
from dipsim.model.jit import equation, process
from dipsim.model.maths import exp, kept, log, logistic, normal, poisson_count, power, risen
from dipsim.model.measures import ACTS, DISPUTES, EXPECTED, FORCE, JOINERS, SHOCK, WARS
from dipsim.model.philox import uniform, uniform_pair
from dipsim.model.processes.consequences import incident
from dipsim.model.processes.diplomacy import INCIDENT
from dipsim.model.processes.evidence import note, record
from dipsim.model.processes.institutions import betray
from dipsim.model.processes.perception import BY_CHANNEL, BY_INSIGHT, HONOUR, SPREAD, spread

A_INCIDENT = PARAMETERS.add("crisis.incident", 0.02, (0, 1), unit="per year", source="assumed (prototype)", meaning="a_n, disputes by accident")
ROUTINE = PARAMETERS.add("crisis.routine", 0.2, (0, 2), source="assumed (prototype)", meaning="n0, friction of neighbours without a dispute")
A_MOTIVE = PARAMETERS.add("crisis.motive", 0.9, (0, 10), unit="per year", source="assumed (prototype .9-1.2)", meaning="a_m, opportunism")
GATE = PARAMETERS.add("crisis.gate", 10.0, (0, 100), source="assumed (prototype 4-20)", meaning="k_p, steepness of the gate of expected success")
A_FEAR = PARAMETERS.add("crisis.fear", 0.12, (0, 5), unit="per year", source="assumed (prototype)", meaning="a_f, security dilemma")
CURVE = PARAMETERS.add("crisis.curve", 1.5, (0.5, 4), source="assumed (prototype 1-2)", meaning="nu, exponent of threat in fear")
PREEMPTION = PARAMETERS.add("crisis.preemption", 1.0, (0, 5), source="assumed (prototype)", meaning="a_pre, how much offence raises fear")
PREVENTION = PARAMETERS.add("crisis.prevention", 2.0, (0, 20), source="assumed (prototype)", meaning="a_prev, how much an adverse shift of power raises fear")
DAMP_CHANNEL = PARAMETERS.add("crisis.damp_channel", 0.6, (0, 5), source="assumed (prototype)", meaning="r_ch, damping by channels")
DAMP_AGREEMENT = PARAMETERS.add("crisis.damp_agreement", 0.3, (0, 5), source="assumed (prototype)", meaning="r_ag, damping by agreements where both trust")
DAMP_ALLIES = PARAMETERS.add("crisis.damp_allies", 0.5, (0, 5), meaning="r_al, restraint by allies")
SHOCK_SIZE = PARAMETERS.add("crisis.shock", 0.8, (0, 2), source="matched to var/mean 4.8 of yearly onsets (GML MID 1946-2010)", grade=3, meaning="log spread of the common shock")
SHOCK_LIFE = PARAMETERS.add("crisis.shock_half_life", 3.0, (0.1, 30), unit="years", source="assumed (prototype)", meaning="half-life of the common shock")
ENTRY_2 = PARAMETERS.add("crisis.entry_threat", 0.1, (0, 1), meaning="share of disputes that enter at rung 2")
ENTRY_3 = PARAMETERS.add("crisis.entry_display", 0.3, (0, 1), meaning="share of disputes that enter at rung 3, the rest at 4")
CLIMB_2 = PARAMETERS.add("crisis.climb_threat", 20.0, (0, 200), unit="per year", meaning="up-rate from threat to display")
CLIMB_3 = PARAMETERS.add("crisis.climb_display", 5.0, (0, 200), unit="per year", meaning="up-rate from display to use of force")
WAR_RATE = PARAMETERS.add("crisis.war", 60.0, (0, 1000), unit="per year", meaning="w0, rate of war per unit of bargaining gap")
EXIT_2 = PARAMETERS.add("crisis.exit_threat", 4.5, (0, 200), unit="per year", meaning="settlement rate at threat")
EXIT_3 = PARAMETERS.add("crisis.exit_display", 9.0, (0, 200), unit="per year", source="level shares .018 .245 .711 .026 and a median of 19-27 days (GML MID 1946-2010)", grade=3, meaning="settlement rate at display")
EXIT_4 = PARAMETERS.add("crisis.exit_force", 8.0, (0, 200), unit="per year", source="assumed (prototype)", meaning="settlement rate at the use of force")
EXIT_5 = PARAMETERS.add("crisis.exit_war", 1.8, (0, 50), unit="per year", source="COW inter-state wars, median 139 days", grade=2, meaning="settlement rate of wars")
HEAT = PARAMETERS.add("crisis.heat", 0.4, (0, 5), source="assumed (prototype)", meaning="how much threat raises up-rates")
DOUBT = PARAMETERS.add("crisis.doubt", 1.0, (0, 10), meaning="how much doubt about the other's strength raises up-rates")
CALM = PARAMETERS.add("crisis.calm", 0.6, (0, 1), source="assumed (prototype)", meaning="share of up-rates that perfect channels take away")
HOTLINE_ANSWER = PARAMETERS.add("crisis.hotline_answer", 0.7, (0, 1), meaning="chance that a hotline call is answered at full trust; falls to half of it at none")
HOTLINE_CALM = PARAMETERS.add("crisis.hotline_calm", 0.5, (0, 1), source="assumed (prototype)", meaning="share of up-rates that an answered call takes away")
MEDIATION = PARAMETERS.add("crisis.mediation", 1.0, (0, 10), meaning="how much the best mutually trusted third party raises settlement")
RECONCILE = PARAMETERS.add("crisis.reconcile", 0.2, (0, 1), meaning="share of the stake that a settlement removes at full trust and channels")
VICTORY = PARAMETERS.add("crisis.victory", 0.7, (0, 1), meaning="share of the stake that a war removes")
WAR_COST = PARAMETERS.add("crisis.war_cost", 0.05, (0, 1), source="assumed; with perception.spread set so that about 2.6 % of disputes become wars (GML MID 1946-2010)", meaning="c, cost of war to each side as a share of the stake")
LOSSES = PARAMETERS.add("crisis.losses", 0.3, (0, 3), unit="per year", meaning="rate at which war destroys capability")
KAPPA_THREAT = PARAMETERS.add("crisis.kappa_threat", -0.5, (-5, 0), unit="log-odds", source="assumed (prototype)", meaning="evidence of a dispute at threat or display")
KAPPA_FORCE = PARAMETERS.add("crisis.kappa_force", -1.2, (-5, 0), unit="log-odds", source="Goldstein -10 x 0.06 x 2", grade=3, meaning="evidence of a use of force")
KAPPA_WAR = PARAMETERS.add("crisis.kappa_war", -2.5, (-8, 0), unit="log-odds", source="assumed (prototype)", meaning="evidence of a war")
ABANDON = PARAMETERS.add("crisis.abandon", -1.5, (-5, 0), unit="log-odds", source="Unciv betrayal weights", grade=3, meaning="evidence of an ally that stays away")

UP_RATES = (CLIMB_2, CLIMB_3)
EXITS = (EXIT_2, EXIT_3, EXIT_4, EXIT_5)


@equation
def incidents(rate, routine, dispute):
    """Disputes by accident, per year: a_n (n0 + d)."""
    return rate * (routine + dispute)


@equation
def motive(rate, revisionism, dispute, gate, success):
    """Disputes by opportunity, per year: a_m r d s(k_p (p - 1/2)); gated by expected success."""
    return rate * revisionism * dispute * logistic(gate * (success - 0.5))


@equation
def fear(rate, threat, curve, preemption, offence_i, offence_j, prevention, shift):
    """Disputes by the security dilemma, per year: a_f H^nu (1 + a_pre (o_i + o_j - 1)) (1 + a_prev shift)."""
    return rate * power(threat, curve) * max(0.0, 1.0 + preemption * (offence_i + offence_j - 1.0)) * (1.0 + prevention * shift)


@equation
def success(own, seen, offensive_help, defensive_help):
    """p, expected success of a challenge: A / (A + D), A = M_i + offensive help, D = M^ + defensive help; parity is 1/2."""
    attack = own + offensive_help
    against = attack + seen + defensive_help
    return attack / against if against > 0.0 else 0.5


@equation
def adverse_shift(other, other_mean, own, own_mean):
    """How much faster the other has grown than oneself against three-year means: max(0, difference of log ratios)."""
    if other <= 0.0 or other_mean <= 0.0 or own <= 0.0 or own_mean <= 0.0:
        return 0.0
    return max(0.0, log(other / other_mean) - log(own / own_mean))


@equation
def damping(r_channel, channel, r_agreement, agreements, trust_ij, trust_ji, r_allies, restraint):
    """damp = exp(- r_ch channel - r_ag agreements min(T_ij, T_ji) - r_al restraint), in 0..1."""
    return exp(-r_channel * channel - r_agreement * agreements * min(trust_ij, trust_ji) - r_allies * restraint)


@equation
def bargaining_gap(claimed, conceded, shift, cost_i, cost_j):
    """What no peaceful division can bridge: max(p by i - p by j, p (1 - p) shift) - c_i - c_j; at most 0 means peace."""
    return max(claimed - conceded, conceded * (1.0 - conceded) * shift) - cost_i - cost_j


@equation
def restrained(b, i, j, r):
    """Restraint of i by its allies: the strongest restraint of an ally that is not j."""
    strongest = 0.0
    for a in range(b.nat.shape[1]):
        if a != i and a != j:
            strongest = max(strongest, b.dyad[pair.RESTRAINT, i, a, r])
    return strongest


@process
def hazards(b):
    """Onset hazard of every directed dyad, before the common shock."""
    nat, dyad, row = b.nat, b.dyad, b.row
    n, runs = nat.shape[1], nat.shape[2]
    for i in range(n):
        for j in range(n):
            if i == j:
                continue
            if not near(b, i, j):
                for r in range(runs):
                    dyad[pair.HAZARD, i, j, r] = 0.0
                continue
            for r in range(runs):
                row[0, r] = restrained(b, i, j, r)
            for r in range(runs):
                dyad[pair.HAZARD, i, j, r] = onset(b, i, j, r, row[0, r])


@equation
def near(b, i, j):
    """Whether i and j are in reach of each other in any run of the block."""
    found = False
    for r in range(b.nat.shape[2]):
        if b.dyad[pair.PROXIMITY, i, j, r] > 0.0:
            found = True
    return found


@equation
def onset(b, i, j, r, restraint):
    """Hazard per year that i challenges j, without the common shock."""
    nat, dyad = b.nat, b.dyad
    p, m = b.par, nat[nation.CAPABILITY, i, r]
    d = dyad[pair.DISPUTE, i, j, r]
    chance = success(m, dyad[pair.SEEN_CAPABILITY, i, j, r], dyad[pair.HELP_OFFENCE, i, j, r], dyad[pair.HELP_DEFENCE, j, i, r])
    shift = adverse_shift(nat[nation.CAPABILITY, j, r], nat[nation.MEAN_CAPABILITY, j, r], m, nat[nation.MEAN_CAPABILITY, i, r])
    roads = incidents(p[A_INCIDENT, r], p[ROUTINE, r], d)
    roads += motive(p[A_MOTIVE, r], nat[nation.REVISIONISM, i, r], d, p[GATE, r], chance)
    roads += fear(
        p[A_FEAR, r],
        dyad[pair.THREAT, i, j, r],
        p[CURVE, r],
        p[PREEMPTION, r],
        nat[nation.OFFENCE, i, r],
        nat[nation.OFFENCE, j, r],
        p[PREVENTION, r],
        shift,
    )
    damp = damping(
        p[DAMP_CHANNEL, r],
        dyad[pair.CHANNEL, i, j, r],
        p[DAMP_AGREEMENT, r],
        dyad[pair.AGREEMENTS, i, j, r],
        dyad[pair.TRUST, i, j, r],
        dyad[pair.TRUST, j, i, r],
        p[DAMP_ALLIES, r],
        restraint,
    )
    return dyad[pair.PROXIMITY, i, j, r] * damp * roads


@process
def common_shock(b, tick):
    """The slow common shock, standardised; ``row[2]`` becomes sysm = exp(size z - size^2 / 2), mean 1."""
    par, glob, key = b.par, b.glob, b.key
    zero = np.uint64(0)
    for r in range(b.nat.shape[2]):
        keep = kept(b.dt, par[SHOCK_LIFE, r])
        z = normal(uniform(key[0, r], key[1, r], tick, zero, zero, b.slots[draws.SHOCK]))
        glob[SHOCK, r] = keep * glob[SHOCK, r] + np.sqrt(max(0.0, 1.0 - keep * keep)) * z
        size = par[SHOCK_SIZE, r]
        b.row[2, r] = exp(size * glob[SHOCK, r] - 0.5 * size * size)


@process
def military_incidents(b, tick):
    """Unplanned incidents between forces in reach: rate prox (n0 + d), absorbed by channels and notice."""
    nat, dyad, kind, form, ids, key = b.nat, b.dyad, b.kind, b.form, b.ids, b.key
    n = nat.shape[1]
    for c in range(form.size):
        if form[c] == INCIDENT:
            for i in range(n):
                for j in range(n):
                    if i != j and near(b, i, j):
                        for r in range(nat.shape[2]):
                            if kind[kinds.MODE, c, r] > 0.0:
                                stake = b.par[ROUTINE, r] + dyad[pair.DISPUTE, i, j, r]
                                hazard = kind[kinds.RATE, c, r] * dyad[pair.PROXIMITY, i, j, r] * stake
                                u = uniform(key[0, r], key[1, r], tick, ids[i], ids[j], b.kind_slots[c, draws.OCCUR])
                                count = poisson_count(u, hazard * b.dt)
                                if count > 0:
                                    happen(b, c, i, j, r, count)


@process
def happen(b, c, i, j, r, count):
    """``count`` incidents of i against j."""
    b.served[c, r] += count
    b.done[c, i, j, r] += count
    if b.kind[kinds.MODE, c, r] == kinds.ON:
        b.glob[ACTS, r] += count
        incident(b, c, i, j, r, np.float64(count))
        record(b, r, L_ACT, c, i, j, count)


@process
def disputes(b, tick):
    """Onsets and the ladder of every pair in reach, several jumps inside the tick where need be."""
    nat, dyad, ids, key, row = b.nat, b.dyad, b.ids, b.key, b.row
    n = nat.shape[1]
    for i in range(n):
        for j in range(i + 1, n):
            if not near(b, i, j):
                continue
            for r in range(nat.shape[2]):
                total = row[2, r] * (dyad[pair.HAZARD, i, j, r] + dyad[pair.HAZARD, j, i, r])
                row[3, r] = total
                row[1, r] = uniform(key[0, r], key[1, r], tick, ids[i], ids[j], b.slots[draws.ONSET])
            for r in range(nat.shape[2]):
                calm = dyad[pair.RUNG, i, j, r] == 0.0
                if calm and row[1, r] < 1.0 - row[3, r] * b.dt:
                    b.glob[EXPECTED, r] += row[3, r] * b.dt
                else:
                    ladder(b, tick, i, j, r, row[3, r], row[1, r])


@process
def ladder(b, tick, i, j, r, hazard, u):
    """A continuous-time chain over one tick: wait, then begin, climb or settle; at most 16 jumps."""
    dyad, ids, key = b.dyad, b.ids, b.key
    left, jump = b.dt, 0
    doubt, answered = certainty(b, tick, i, j, r)
    while jump < draws.JUMPS:
        calm = dyad[pair.RUNG, i, j, r] == 0.0
        climb, settle = (hazard, 0.0) if calm else rates(b, i, j, r, doubt, answered)
        total = climb + settle
        v, w = uniform_pair(key[0, r], key[1, r], tick, ids[i], ids[j], b.slots[draws.JUMP + jump])
        wait = -log(u if calm and jump == 0 else v) / total if total > 0.0 else 2.0 * b.dt
        spent = min(wait, left)
        if calm:
            b.glob[EXPECTED, r] += hazard * spent
        if wait > left:
            break
        left -= wait
        if calm:
            begin(b, tick, i, j, r)
        elif w * total < climb:
            climb_to(b, tick, i, j, r, dyad[pair.RUNG, i, j, r] + 1.0)
        else:
            resolve(b, tick, i, j, r)
        jump += 1


@process
def certainty(b, tick, i, j, r):
    """Mean doubt of the two about each other's strength, and what an answered hotline call leaves of the up-rates."""
    nat, dyad, ids, key = b.nat, b.dyad, b.ids, b.key
    p = b.par
    doubt = 0.0
    for x, y in ((i, j), (j, i)):
        doubt += 0.5 * spread(
            p[SPREAD, r],
            nat[nation.TRANSPARENCY, y, r],
            dyad[pair.CHANNEL, x, y, r],
            nat[nation.INSIGHT, x, r],
            p[BY_CHANNEL, r],
            p[BY_INSIGHT, r],
        )
    left = 1.0
    if dyad[pair.CALLABLE, i, j, r] > 0.0:
        trust = 0.5 * (dyad[pair.TRUST, i, j, r] + dyad[pair.TRUST, j, i, r])
        u = uniform(key[0, r], key[1, r], tick, ids[i], ids[j], b.slots[draws.HOTLINE])
        if u < p[HOTLINE_ANSWER, r] * (0.5 + 0.5 * trust):
            left = 1.0 - p[HOTLINE_CALM, r] * dyad[pair.CALLABLE, i, j, r]
            doubt *= left
    return doubt, left


@process
def rates(b, i, j, r, doubt, answered):
    """Rates per year of climbing one rung and of settling, for a running dispute."""
    dyad = b.dyad
    p, rung = b.par, dyad[pair.RUNG, i, j, r]
    heat = 0.5 * (dyad[pair.THREAT, i, j, r] + dyad[pair.THREAT, j, i, r])
    channel = dyad[pair.CHANNEL, i, j, r]
    climb = answered * (1.0 + p[HEAT, r] * heat) * (1.0 + p[DOUBT, r] * doubt) * (1.0 - p[CALM, r] * channel)
    mediator = 0.0
    for k in range(b.nat.shape[1]):
        if k != i and k != j:
            mediator = max(mediator, min(dyad[pair.TRUST, i, k, r], dyad[pair.TRUST, j, k, r]) * dyad[pair.LINK, i, k, r] * dyad[pair.LINK, j, k, r])
    settle = 1.0 + p[MEDIATION, r] * max(0.0, 2.0 * mediator - 1.0)
    if rung < 2.5:
        return climb * p[CLIMB_2, r], settle * p[EXIT_2, r]
    if rung < 3.5:
        return climb * p[CLIMB_3, r], settle * p[EXIT_3, r]
    if rung < 4.5:
        return answered * p[WAR_RATE, r] * max(0.0, gap(b, i, j, r)), settle * p[EXIT_4, r]
    return 0.0, settle * p[EXIT_5, r]


@process
def gap(b, i, j, r):
    """Bargaining gap of the running dispute, from both sides' estimates that the challenger wins."""
    nat, dyad, par = b.nat, b.dyad, b.par
    if dyad[pair.CHALLENGER, i, j, r] == 0.0:
        i, j = j, i
    m_i, m_j = nat[nation.CAPABILITY, i, r], nat[nation.CAPABILITY, j, r]
    offence, defence = dyad[pair.HELP_OFFENCE, i, j, r], dyad[pair.HELP_DEFENCE, j, i, r]
    claimed = success(m_i, dyad[pair.SEEN_CAPABILITY, i, j, r], offence, defence)
    conceded = success(dyad[pair.SEEN_CAPABILITY, j, i, r], m_j, offence, defence)
    mean_i, mean_j = nat[nation.MEAN_CAPABILITY, i, r], nat[nation.MEAN_CAPABILITY, j, r]
    shift = max(adverse_shift(m_j, mean_j, m_i, mean_i), adverse_shift(m_i, mean_i, m_j, mean_j))
    return bargaining_gap(claimed, conceded, shift, par[WAR_COST, r], par[WAR_COST, r])


@process
def begin(b, tick, i, j, r):
    """A dispute begins: the challenger is drawn by share of hazard, the rung of entry by its share."""
    dyad, par, ids, key = b.dyad, b.par, b.ids, b.key
    u, v = uniform_pair(key[0, r], key[1, r], tick, ids[i], ids[j], b.slots[draws.ENTRY])
    first = dyad[pair.HAZARD, i, j, r]
    by_i = u * (first + dyad[pair.HAZARD, j, i, r]) < first
    dyad[pair.CHALLENGER, i, j, r] = 1.0 if by_i else 0.0
    dyad[pair.CHALLENGER, j, i, r] = 0.0 if by_i else 1.0
    b.nat[nation.AGGRESSION, i if by_i else j, r] += 1.0
    b.glob[DISPUTES, r] += 1.0
    low, middle = par[ENTRY_2, r], par[ENTRY_3, r]
    rung = 2.0 if v < low else (3.0 if v < low + middle else 4.0)
    record(b, r, L_DISPUTE, -1, i if by_i else j, j if by_i else i, rung)
    climb_to(b, tick, i, j, r, rung)


@process
def climb_to(b, tick, i, j, r, rung):
    """The dispute of i and j reaches a rung: both remember it; wars call allies."""
    dyad, par, glob = b.dyad, b.par, b.glob
    before = dyad[pair.RUNG, i, j, r]
    dyad[pair.RUNG, i, j, r] = dyad[pair.RUNG, j, i, r] = rung
    if before > 0.0:
        record(b, r, L_CLIMBED, -1, i, j, rung)
    if before == 0.0 and rung < 4.0:
        remember(b, i, j, r, causes.CRISES_THREAT, par[KAPPA_THREAT, r])
    if rung == 4.0:
        glob[FORCE, r] += 1.0
        remember(b, i, j, r, causes.CRISES_FORCE, par[KAPPA_FORCE, r])
    if rung == 5.0:
        glob[WARS, r] += 1.0
        remember(b, i, j, r, causes.CRISES_WAR, par[KAPPA_WAR, r])
        call_allies(b, tick, i, j, r)


@process
def remember(b, i, j, r, account, size):
    """Both sides write the crisis into their ledger."""
    note(b, account, i, j, r, size)
    note(b, account, j, i, r, size)


@process
def call_allies(b, tick, i, j, r):
    """A war calls the defender's allies in defence and the challenger's in attack: each honours or abandons."""
    dyad = b.dyad
    challenger, defender = (i, j) if dyad[pair.CHALLENGER, i, j, r] > 0.0 else (j, i)
    for k in range(b.nat.shape[1]):
        if k != i and k != j:
            answer(b, tick, k, defender, challenger, r, dyad[pair.COVER_DEFENCE, k, defender, r])
            answer(b, tick, k, challenger, defender, r, dyad[pair.COVER_OFFENCE, k, challenger, r])


@process
def answer(b, tick, k, ally, enemy, r, cover):
    """Ally k joins the war against the enemy, or stays away, which the ally takes as a betrayal."""
    dyad, par, ids, key = b.dyad, b.par, b.ids, b.key
    if cover <= 0.0 or dyad[pair.PLEDGE, k, enemy, r] > 0.0 or dyad[pair.RUNG, k, enemy, r] == 5.0:
        return
    u = uniform(key[0, r], key[1, r], tick, ids[k], ids[ally], b.slots[draws.CALL])
    if u < par[HONOUR, r] * cover:
        b.glob[JOINERS, r] += 1.0
        dyad[pair.RUNG, k, enemy, r] = dyad[pair.RUNG, enemy, k, r] = 5.0
        dyad[pair.CHALLENGER, enemy, k, r], dyad[pair.CHALLENGER, k, enemy, r] = 1.0, 0.0
        remember(b, k, enemy, r, causes.CRISES_WAR, par[KAPPA_WAR, r])
        record(b, r, L_HONOURED, -1, k, ally, cover)
    else:
        betray(b, k, ally, r, par[ABANDON, r])
        record(b, r, L_ABANDONED, -1, k, ally, cover)


@process
def resolve(b, tick, i, j, r):
    """The dispute settles to rung 0; a war is decided by pooled power; the stake falls with trust and channels."""
    nat, dyad, par, ids, key = b.nat, b.dyad, b.par, b.ids, b.key
    rung = dyad[pair.RUNG, i, j, r]
    trust = 0.5 * (dyad[pair.TRUST, i, j, r] + dyad[pair.TRUST, j, i, r])
    share = par[RECONCILE, r] * 0.5 * (trust + dyad[pair.CHANNEL, i, j, r])
    if rung == 5.0:
        share = par[VICTORY, r]
        one, other = (i, j) if dyad[pair.CHALLENGER, i, j, r] > 0.0 else (j, i)
        chance = success(
            nat[nation.CAPABILITY, one, r],
            nat[nation.CAPABILITY, other, r],
            dyad[pair.HELP_OFFENCE, one, other, r],
            dyad[pair.HELP_DEFENCE, other, one, r],
        )
        u = uniform(key[0, r], key[1, r], tick, ids[i], ids[j], b.slots[draws.OUTCOME])
        winner, loser = (one, other) if u < chance else (other, one)
        record(b, r, L_WON, -1, winner, loser, chance)
    stake = dyad[pair.DISPUTE, i, j, r] * (1.0 - share)
    dyad[pair.DISPUTE, i, j, r] = dyad[pair.DISPUTE, j, i, r] = stake
    dyad[pair.RUNG, i, j, r] = dyad[pair.RUNG, j, i, r] = 0.0
    record(b, r, L_SETTLED, -1, i, j, rung)


@process
def war_losses(b):
    """War destroys capability of all who fight."""
    nat = b.nat
    n = nat.shape[1]
    for i in range(n):
        for r in range(nat.shape[2]):
            fighting = False
            for j in range(n):
                if j != i and b.dyad[pair.RUNG, i, j, r] == 5.0:
                    fighting = True
            if fighting:
                nat[nation.CAPABILITY, i, r] *= 1.0 - risen(b.par[LOSSES, r], b.dt)


@process
def crisis(b, tick):
    """Step 8 of the tick."""
    hazards(b)
    common_shock(b, tick)
    military_incidents(b, tick)
    disputes(b, tick)
    war_losses(b)
