"""Step 5, consequences: what each served act does to its parties, and the third-party bill.

evidence = kappa scale costliness observed fit,   kappa = lambda / typical(observed fit)
"""

from __future__ import annotations

import numpy as np

from dipsim.model import causes, draws, kinds, nation, pair
from dipsim.model.block import (
    A_FIRST,
    A_HIDDEN,
    A_KIND,
    A_NOTIFIED,
    A_SCALE,
    A_SECOND,
    L_ACT,
    L_DISCOVERED,
    L_HIDDEN_ACT,
    L_LEAKED,
    L_MISHAP,
)
from dipsim.model.declare import PARAMETERS
from dipsim.model.jit import equation, process
from dipsim.model.kinds import DIRECTED, INCIDENT, STANDING
from dipsim.model.maths import risen
from dipsim.model.philox import uniform, uniform_pair
from dipsim.model.processes.bill import DISCOVERED, charge_third_parties
from dipsim.model.processes.evidence import MIXED_SIGNALS, SEEN_FLOOR, note, observed, pair_friction, record, seen_act
from dipsim.model.processes.instruments import sign

KAPPA_INTENT = PARAMETERS.add(
    "consequences.kappa_intent", 0.1, (0, 2), unit="log-odds", meaning="evidence about intent that an act reveals"
)
REFERENCE = PARAMETERS.add("consequences.r0", 0.3, (0, 1), meaning="r0, revisionism at which contact reveals nothing")
REVIEW = PARAMETERS.add(
    "consequences.review", 0.5, (0, 2), meaning="how much after-action review raises gains at full adaptability"
)
DISCOVERY = PARAMETERS.add(
    "consequences.discovery", 0.5, (0, 12), unit="per year", meaning="hazard that a hidden act is discovered"
)
MISHAP_SIZE = PARAMETERS.add(
    "consequences.mishap",
    -0.24,
    (-3, 0),
    unit="log-odds",
    source="Goldstein criticise -2.0 x 0.06 x 2",
    grade=3,
    meaning="evidence of a joint act gone wrong",
)
LEAK_SIZE = PARAMETERS.add(
    "consequences.leak", -0.3, (-3, 0), unit="log-odds", meaning="evidence of shared intelligence that leaked"
)
ABSORBED = PARAMETERS.add(
    "consequences.absorbed", 0.6, (0, 1), meaning="share of an incident that channels and notice absorb"
)


@equation
def intent_shown(kappa, seen, reference, revisionism):
    """Evidence that an act gives about its author's intent, log-odds: negative for an open revisionist."""
    return kappa * seen * (reference - revisionism)


@equation
def raised(stock, gain, ceiling):
    """A stock after a gain that closes part of its gap to the ceiling."""
    return stock + gain * max(0.0, ceiling - stock)


@process
def act_on_trust(b, c, i, j, r, scale: float):
    """Partner evidence and what the act reveals about intent, for both parties."""
    kind = b.kind
    account = causes.KINDS + 3 * c
    size = scale * kind[kinds.COSTLINESS, c, r]
    back = kind[kinds.EVIDENCE_BACK, c, r] if b.form[c] == DIRECTED else kind[kinds.EVIDENCE, c, r]
    note(b, account, j, i, r, kind[kinds.EVIDENCE, c, r] * size * seen_act(b, i, j, r))
    note(b, account, i, j, r, back * size * seen_act(b, j, i, r))
    show_intent(b, i, j, r, scale)
    show_intent(b, j, i, r, scale)


@process
def show_intent(b, i, j, r, scale: float):
    """Every observed act reveals its author i to j."""
    nat = b.nat
    p = b.par
    seen = observed(nat[nation.TRANSPARENCY, i, r], nat[nation.COHERENCE, i, r], p[SEEN_FLOOR, r], p[MIXED_SIGNALS, r])
    note(
        b,
        causes.INTENT,
        j,
        i,
        r,
        scale * intent_shown(p[KAPPA_INTENT, r], seen, p[REFERENCE, r], nat[nation.REVISIONISM, i, r]),
    )


@process
def act_on_pair(b, c, i, j, r, scale: float):
    """Interoperability, channels, notice, wear of friction, dependence, technology, insight."""
    nat = b.nat
    k, d = b.kind, b.dyad
    learning = 1.0 + b.par[REVIEW, r] * (nat[nation.ADAPTABILITY, i, r] + nat[nation.ADAPTABILITY, j, r]) * 0.5
    gain = scale * learning * (1.0 - 0.5 * pair_friction(b, i, j, r))
    ceiling = 1.0 - d[pair.STANDARDS_GAP, i, j, r]
    interop = raised(d[pair.INTEROPERABILITY, i, j, r], min(1.0, gain * k[kinds.INTEROPERABILITY, c, r]), ceiling)
    channel = raised(d[pair.CHANNEL, i, j, r], min(1.0, scale * k[kinds.CHANNEL, c, r]), 1.0)
    culture = d[pair.CULTURE_GAP, i, j, r] * (1.0 - min(1.0, gain * k[kinds.WEAR_CULTURE, c, r]))
    standards = d[pair.STANDARDS_GAP, i, j, r] * (1.0 - min(1.0, gain * k[kinds.WEAR_STANDARDS, c, r]))
    notice = min(1.0, scale * k[kinds.NOTICE, c, r])
    d[pair.INTEROPERABILITY, i, j, r] = d[pair.INTEROPERABILITY, j, i, r] = interop
    d[pair.CHANNEL, i, j, r] = d[pair.CHANNEL, j, i, r] = channel
    d[pair.CULTURE_GAP, i, j, r] = d[pair.CULTURE_GAP, j, i, r] = culture
    d[pair.STANDARDS_GAP, i, j, r] = d[pair.STANDARDS_GAP, j, i, r] = standards
    d[pair.NOTICE, i, j, r] = raised(d[pair.NOTICE, i, j, r], notice, 1.0)
    if b.form[c] == DIRECTED:
        dependence = min(1.0, scale * k[kinds.DEPENDENCE_GAIN, c, r])
        d[pair.DEPENDENCE, j, i, r] = raised(d[pair.DEPENDENCE, j, i, r], dependence, 1.0)
    else:
        d[pair.NOTICE, j, i, r] = raised(d[pair.NOTICE, j, i, r], notice, 1.0)
    act_on_nations(b, c, i, j, r, scale)


@process
def act_on_nations(b, c, i, j, r, scale: float):
    """Insight for both (for the receiver of a directed act), technology for whoever is behind, orders for delivery."""
    nat, dyad, form = b.nat, b.dyad, b.form
    k = b.kind
    insight, technology = (
        min(1.0, scale * k[kinds.INSIGHT_GAIN, c, r]),
        min(1.0, scale * k[kinds.TECHNOLOGY_GAIN, c, r]),
    )
    nat[nation.INSIGHT, j, r] = raised(nat[nation.INSIGHT, j, r], insight, 1.0)
    if form[c] != DIRECTED:
        nat[nation.INSIGHT, i, r] = raised(nat[nation.INSIGHT, i, r], insight, 1.0)
    if technology > 0.0:
        ahead = max(nat[nation.TECHNOLOGY, i, r], nat[nation.TECHNOLOGY, j, r])
        for x in (i, j):
            if form[c] != DIRECTED or x == j:
                level = raised(nat[nation.TECHNOLOGY, x, r], technology, ahead)
                nat[nation.TECHNOLOGY, x, r] = raised(level, 0.1 * technology, 1.0)
    size = scale * k[kinds.DELIVERY, c, r] * np.sqrt(nat[nation.CAPABILITY, i, r] * nat[nation.CAPABILITY, j, r])
    if size > 0.0:
        dyad[pair.BACKLOG_PAID, i, j, r] += k[kinds.PRICE, c, r] * size
        dyad[pair.BACKLOG_GIVEN, i, j, r] += (1.0 - k[kinds.PRICE, c, r]) * size


@process
def go_wrong(b, tick, c, i, j, r, scale: float):
    """A joint act may end in an incident; shared intelligence may leak, in hindsight a breach of trust."""
    nat, par, kind, ids, key, kind_slots = b.nat, b.par, b.kind, b.ids, b.key, b.kind_slots
    k0, k1 = key[0, r], key[1, r]
    if kind[kinds.MISHAP, c, r] > 0.0:
        disorder = 1.0 - 0.5 * (nat[nation.COHERENCE, i, r] + nat[nation.COHERENCE, j, r])
        chance = kind[kinds.MISHAP, c, r] * 0.5 * (pair_friction(b, i, j, r) + disorder)
        if uniform(k0, k1, tick, ids[i], ids[j], kind_slots[c, draws.MISHAP]) < chance:
            note(b, causes.INCIDENTS, i, j, r, scale * par[MISHAP_SIZE, r])
            note(b, causes.INCIDENTS, j, i, r, scale * par[MISHAP_SIZE, r])
            record(b, r, L_MISHAP, c, i, j, scale)
    if kind[kinds.LEAK, c, r] > 0.0:
        u, v = uniform_pair(k0, k1, tick, ids[i], ids[j], kind_slots[c, draws.LEAK])
        if u < kind[kinds.LEAK, c, r]:
            leaker, owner = (i, j) if v < 0.5 else (j, i)
            note(b, causes.INCIDENTS, owner, leaker, r, scale * par[LEAK_SIZE, r])
            record(b, r, L_LEAKED, c, leaker, owner, scale)


@process
def incident(b, c, i, j, r, scale: float):
    """An incident of i against j: lowers j's trust, less so where channels and notice absorb it."""
    dyad, kind = b.dyad, b.kind
    absorbed = b.par[ABSORBED, r] * max(dyad[pair.CHANNEL, j, i, r], dyad[pair.NOTICE, i, j, r])
    note(b, causes.KINDS + 3 * c, j, i, r, scale * (1.0 - absorbed) * kind[kinds.EVIDENCE, c, r])
    note(b, causes.KINDS + 3 * c, i, j, r, scale * (1.0 - absorbed) * kind[kinds.EVIDENCE_BACK, c, r])


@process
def take_effect(b, tick, a, r):
    """All consequences of act a of run r."""
    act, form = b.act, b.form
    c, i, j = np.int64(act[A_KIND, a, r]), np.int64(act[A_FIRST, a, r]), np.int64(act[A_SECOND, a, r])
    if c < 0:
        return
    scale, secret = act[A_SCALE, a, r], act[A_HIDDEN, a, r] > 0.0
    record(b, r, L_HIDDEN_ACT if secret else L_ACT, c, i, j, scale)
    if form[c] == INCIDENT:
        incident(b, c, i, j, r, scale)
        return
    act_on_trust(b, c, i, j, r, scale)
    act_on_pair(b, c, i, j, r, scale)
    go_wrong(b, tick, c, i, j, r, scale)
    if form[c] == STANDING:
        sign(b, c, i, j, r, 0.0)
    if secret:
        b.hidden[c, i, j, r] += scale
    else:
        charge_third_parties(b, c, i, j, r, scale, 1.0, act[A_NOTIFIED, a, r])


@process
def discoveries(b, tick):
    """Hidden acts of a pair are discovered by all at once, and then seen as worse than they were."""
    nat, par, hidden, ids, key = b.nat, b.par, b.hidden, b.ids, b.key
    n, runs = nat.shape[1], nat.shape[2]
    for c in range(b.form.size):
        for i in range(n):
            for j in range(n):
                for r in range(runs):
                    if hidden[c, i, j, r] > 0.0:
                        u = uniform(key[0, r], key[1, r], tick, ids[i], ids[j], b.kind_slots[c, draws.DISCOVER])
                        if u < risen(par[DISCOVERY, r], b.dt):
                            charge_third_parties(b, c, i, j, r, hidden[c, i, j, r], par[DISCOVERED, r], 0.0)
                            record(b, r, L_DISCOVERED, c, i, j, hidden[c, i, j, r])
                            hidden[c, i, j, r] = 0.0


@process
def consequences(b, tick):
    """Step 5 of the tick."""
    for r in range(b.nat.shape[2]):
        for a in range(b.acts[r]):
            take_effect(b, tick, a, r)
    if b.hidden.shape[0] > 0:
        discoveries(b, tick)
