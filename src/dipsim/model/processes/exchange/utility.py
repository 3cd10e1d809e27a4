"""How much a nation wishes an act, and the terms of that wish (MODEL section 4, step 3).

wish_ij = w0 + wS S + wC C + wT (T_ij - m) + need + revenue + wA agreements + wI interoperability + network + tie
          - wM cost / annual budget - wV autonomy sovereignty - wF friction - rivalry - foresight * foreseen alarm
"""

from __future__ import annotations

import numpy as np

from dipsim.kernels.compiler.decorators import equation, process
from dipsim.kernels.numerics.elementary import log, logistic
from dipsim.kernels.numerics.units import PerYear, Ratio, Share
from dipsim.model.processes.exchange.licence import expected_licence
from dipsim.model.processes.exchange.third_party_reactions import ALLIED, KAPPA_HELPING, KAPPA_OWN
from dipsim.model.processes.exchange.third_party_terms import alarmed, survey
from dipsim.model.processes.partners.ties import tie_of
from dipsim.model.processes.support.neighbours import neighbours
from dipsim.model.processes.trust.baseline import GDP_REF
from dipsim.model.processes.trust.evidence import pair_friction
from dipsim.model.state import dyads, exchange_kind, nation
from dipsim.model.state.arrays import Block
from dipsim.model.state.exchange_kind import DIRECTED
from dipsim.model.state.indices import KindIndex, NationIndex, OrganisationIndex, RunIndex
from dipsim.model.state.quantities import PARAMETERS
from dipsim.model.state.scratch import ThirdPartyTerm

W_INTERESTS = PARAMETERS.add(
    "diplomacy.interests", 1.0, (0, 5), source="assumed (prototype .8-2)", meaning="wS, weight of aligned interests"
)
W_COMMON_THREAT = PARAMETERS.add(
    "diplomacy.common_threat", 1.0, (0, 10), source="assumed", meaning="wC, weight of a common threat"
)
W_TRUST = PARAMETERS.add(
    "diplomacy.trust",
    1.5,
    (0, 20),
    source="assumed: more than 1.5 makes cooperation look protective by selection (adjusted odds ratios of a dispute)",
    meaning="wT, weight of trust above the threshold of the kind",
)
W_AGREEMENTS = PARAMETERS.add(
    "diplomacy.agreements",
    0.5,
    (0, 5),
    source="sign: Kinne 2018; size assumed",
    meaning="wA, weight of an agreement that covers the kind",
)
W_INTEROPERABILITY = PARAMETERS.add("diplomacy.interoperability", 0.5, (0, 5), meaning="wI, weight of interoperability")
W_COST = PARAMETERS.add(
    "diplomacy.cost", 2.0, (0, 50), meaning="wM, weight of the cost as a share of the annual budget"
)
W_FRICTION = PARAMETERS.add("diplomacy.friction", 1.0, (0, 5), meaning="wF, weight of friction")
W_ALARM = PARAMETERS.add("diplomacy.foreseen_alarm", 1.0, (0, 10), meaning="weight of foreseen alarm, times foresight")
W_AUTONOMY = PARAMETERS.add(
    "diplomacy.autonomy",
    1.0,
    (0, 10),
    source="Morrow 1991: security is paid for with autonomy (size assumed)",
    grade=2,
    meaning="weight of the loss of freedom of action, times sovereignty",
)
W_GAINS = PARAMETERS.add(
    "diplomacy.relative_gains",
    0.25,
    (0, 5),
    source="sign: Kinne 2018, asymmetry of gain hinders agreements; size assumed",
    grade=3,
    meaning="weight of the other's greater gain, against",
)
SECRECY = PARAMETERS.add(
    "diplomacy.secrecy",
    0.25,
    (0, 1e6),
    meaning="what showing an act in advance costs an actor that feels no threat; more by the worst threat it feels",
)
W_LICENCE = PARAMETERS.add(
    "diplomacy.licence",
    1.0,
    (0, 5),
    meaning="weight of the log of the expected chance of a licence in the wish of who asks for it",
)
SHARPNESS = PARAMETERS.add("diplomacy.sharpness", 1.0, (0.1, 1000), meaning="steepness of the choice")
GDP_LATENT = PARAMETERS.add(
    "diplomacy.budget_floor",
    1e-6,
    (1e-9, 1),
    unit="of gdp_ref",
    source="convention",
    meaning="smallest budget that a cost is compared with",
)


@equation
def wish(
    readiness: Ratio,
    interests: Ratio,
    threat: Ratio,
    trust: Ratio,
    need: Ratio,
    ties: Ratio,
    burden: Ratio,
    alarm: Ratio,
) -> Ratio:
    """Wish for an act, without unit (E48): ``readiness``, ``interests``, ``threat``, ``trust``, ``need`` and
    ``ties`` minus ``burden`` and ``alarm``; each is weighted already."""
    return readiness + interests + threat + trust + need + ties - burden - alarm


@equation
def utility_net_of_rival_gain(own: Ratio, other: Ratio, weight: Ratio) -> Ratio:
    """Wish after looking at what the other gains: own - weight max(0, other - own)."""
    return own - weight * max(0.0, other - own)


@equation
def shown(foresight: Share, alarm: Ratio, secrecy: Ratio, threat: Ratio) -> bool:
    """Whether an actor notifies its act (E64): ``foresight`` (0 to 1) times the ``alarm`` it foresees outweighs
    ``secrecy`` times 1 plus the worst ``threat``."""
    return foresight * alarm > secrecy * (1.0 + threat)


@equation
def prospect(weight: Ratio, chance: Share) -> Ratio:
    """What the chance of a licence adds to a wish: weight log(chance), never above 0; chance held at 1e-9 at least."""
    return weight * log(max(chance, 1e-9))


@equation
def act_hazard(
    rate: PerYear, opportunity: Ratio, sharpness: Ratio, wish_ij: Ratio, wish_ji: Ratio, willingness: Share
) -> PerYear:
    """Hazard of an act per year (E57): ``rate`` (per year) times ``opportunity``, times the chance that both want
    it, from ``wish_ij`` and ``wish_ji`` with the ``sharpness`` of choice, times the ``willingness`` of both (0 to
    1)."""
    return rate * opportunity * logistic(sharpness * wish_ij) * logistic(sharpness * wish_ji) * willingness


@equation
def covered(b: Block, c: KindIndex, i: NationIndex, j: NationIndex, r: RunIndex) -> Share:
    """1 where an agreement of ``i`` and ``j`` in run ``r`` of ``b`` covers the scope of kind ``c``, else 0 (E98)."""
    scope = b.scope
    if scope[c] < 0:
        return 0.0
    bits = np.int64(b.dyad[dyads.SCOPES, i, j, r])
    return np.float64((bits >> scope[c]) & np.int64(1))


@process
def foreseen_alarm(
    b: Block, c: KindIndex, i: NationIndex, j: NationIndex, r: RunIndex, own: Ratio, helping: Ratio
) -> Ratio:
    """Alarm that ``i`` foresees at an act of kind ``c`` with ``j`` (E55), over all third parties, in run ``r`` of
    the block ``b``; ``own`` and ``helping`` weigh the strength that i shows and its help for a rival (log-odds)."""
    kind = b.kind
    total: Ratio = 0.0
    if kind[exchange_kind.ALARM, c, r] * (1.0 - kind[exchange_kind.DEFENSIVE, c, r]) == 0.0:
        return 0.0
    for q in neighbours(b, i):
        k = b.neighbour[q]
        if k != j:
            total += alarmed(b, i, j, k, r, kind[exchange_kind.NOTIFIED, c, r], own, helping)
    return by_kind(b, c, i, j, r, total)


@equation
def by_kind(b: Block, c: KindIndex, i: NationIndex, j: NationIndex, r: RunIndex, total: Ratio) -> Ratio:
    """Alarm that ``i`` foresees at an act of kind ``c`` with ``j``, in run ``r`` of the block ``b`` (E55), from the
    ``total`` per unit of alarm of a kind; it counts less between treaty allies."""
    total *= b.dyad[dyads.FORESEEN, i, j, r]
    total *= b.par[ALLIED, r] if b.dyad[dyads.COVER_DEFENCE, i, j, r] > 0.0 else 1.0
    return b.kind[exchange_kind.ALARM, c, r] * (1.0 - b.kind[exchange_kind.DEFENSIVE, c, r]) * total


@equation
def alarm_of(b: Block, c: KindIndex, i: NationIndex, j: NationIndex, r: RunIndex, unnotified: Ratio) -> Ratio:
    """Alarm that ``i`` foresees at an act of kind ``c`` with ``j``, in run ``r`` of the block ``b`` (E55), where the
    sum for acts without notice (``unnotified``) is known; notice below i's transparency adds nothing."""
    if b.kind[exchange_kind.NOTIFIED, c, r] > b.nat[nation.TRANSPARENCY, i, r]:
        return foreseen_alarm(b, c, i, j, r, b.par[KAPPA_OWN, r], b.par[KAPPA_HELPING, r])
    return by_kind(b, c, i, j, r, unnotified)


@equation
def need(
    b: Block,
    c: KindIndex,
    i: NationIndex,
    j: NationIndex,
    r: RunIndex,
    receiver: NationIndex,
    giver: NationIndex,
    worst: Ratio,
) -> Ratio:
    """Need of an act of kind ``c`` of ``i`` with ``j``, without unit (E50), in run ``r`` of the block ``b``: threats
    (``worst`` that the ``receiver`` sees), disasters, refused requests, and the industry of the ``giver``."""
    nat, dyad, kind = b.nat, b.dyad, b.kind
    among = np.sqrt(dyad[dyads.MENACE, i, j, r] * dyad[dyads.MENACE, j, i, r])
    total = kind[exchange_kind.NEED_PAIR, c, r] * among
    total += kind[exchange_kind.NEED_THREAT, c, r] * worst
    total += kind[exchange_kind.NEED_DISASTER, c, r] * nat[nation.DISASTER, receiver, r]
    total += kind[exchange_kind.NEED_UNMET, c, r] * nat[nation.UNMET, receiver, r]
    return total + kind[exchange_kind.REVENUE_WISH, c, r] * nat[nation.INDUSTRY, giver, r]


@equation
def budget_share(b: Block, c: KindIndex, i: NationIndex, r: RunIndex) -> Ratio:
    """Cost of an act of kind ``c`` as a share of the yearly diplomacy budget of ``i`` (E54), run ``r`` of block
    ``b``."""
    nat, p = b.nat, b.par
    budget = nat[nation.DIPLOMACY, i, r] * nat[nation.GDP, i, r]
    return b.kind[exchange_kind.COST, c, r] / max(budget, p[GDP_LATENT, r] * p[GDP_REF, r])


@process
def discloses(b: Block, c: KindIndex, i: NationIndex, j: NationIndex, r: RunIndex) -> bool:
    """Whether ``i`` shows its act of kind ``c`` with ``j`` in advance, in run ``r`` of the block ``b`` (E64)."""
    alarm = foreseen_alarm(b, c, i, j, r, b.par[KAPPA_OWN, r], b.par[KAPPA_HELPING, r])
    if not shown(b.nat[nation.FORESIGHT, i, r], alarm, b.par[SECRECY, r], 0.0):
        return False
    survey(b, i, j, r, r + 1)
    return shown(
        b.nat[nation.FORESIGHT, i, r], alarm, b.par[SECRECY, r], b.third_party_terms[ThirdPartyTerm.WORST_THREAT, r]
    )


@process
def utility_from_state(
    b: Block, c: KindIndex, i: NationIndex, j: NationIndex, r: RunIndex, giver: NationIndex, alarm: Ratio
) -> Ratio:
    """Wish of ``i`` for an act of kind ``c`` with ``j``, without unit, from the state of run ``r`` of the block
    ``b``; ``giver`` is which of the two gives what is given, ``alarm`` what i foresees."""
    survey(b, i, j, r, r + 1)
    return utility_from_terms(b, c, i, j, r, giver, alarm, False)


@equation
def utility_from_terms(
    b: Block, c: KindIndex, i: NationIndex, j: NationIndex, r: RunIndex, giver: NationIndex, alarm: Ratio, second: bool
) -> Ratio:
    """Wish of ``i`` for an act of kind ``c`` with ``j``, without unit (E56), from the surveyed terms of third
    parties in run ``r`` of ``b``; ``giver`` gives what is given, i foresees ``alarm`` and was ``second`` in the
    survey or not."""
    nat, dyad, kind = b.nat, b.dyad, b.kind
    p, g = b.par, b.third_party_terms
    receiver = j if giver == i else i
    worst = g[ThirdPartyTerm.WORST_THREAT_OTHER, r] if (receiver == i) == second else g[ThirdPartyTerm.WORST_THREAT, r]
    network = g[ThirdPartyTerm.NETWORK_OTHER, r] if second else g[ThirdPartyTerm.NETWORK, r]
    trust = p[W_TRUST, r] * (dyad[dyads.TRUST, i, j, r] - kind[exchange_kind.THRESHOLD, c, r])
    ties = (
        p[W_AGREEMENTS, r] * covered(b, c, i, j, r) + p[W_INTEROPERABILITY, r] * dyad[dyads.INTEROPERABILITY, i, j, r]
    )
    ties += kind[exchange_kind.NEED_GROUNDWORK, c, r] * dyad[dyads.GROUNDWORK, i, j, r]
    if kind[exchange_kind.LICENSED, c, r] > 0.0 and b.form[c] == DIRECTED and receiver == i:
        ties += prospect(p[W_LICENCE, r], expected_licence(b, c, giver, i, r))
    ties += kind[exchange_kind.NETWORK, c, r] * network
    ties += kind[exchange_kind.TIE, c, r] * tie_of(b, i, j, r, g[ThirdPartyTerm.COMMON_ALLY, r])
    burden = (
        p[W_COST, r] * budget_share(b, c, i, r)
        + p[W_AUTONOMY, r] * kind[exchange_kind.AUTONOMY, c, r] * nat[nation.SOVEREIGNTY, i, r]
        + p[W_FRICTION, r] * pair_friction(b, i, j, r)
        + kind[exchange_kind.RIVALRY, c, r] * dyad[dyads.DISPUTE, i, j, r]
    )
    return wish(
        kind[exchange_kind.READINESS, c, r] + b.learnt[c, i, r],
        p[W_INTERESTS, r] * dyad[dyads.ALIGNMENT, i, j, r],
        p[W_COMMON_THREAT, r] * g[ThirdPartyTerm.COMMON_THREAT, r],
        trust,
        need(b, c, i, j, r, receiver, giver, worst),
        ties,
        burden,
        p[W_ALARM, r] * nat[nation.FORESIGHT, i, r] * alarm,
    )


@process
def utility_of_hosting(b: Block, c: KindIndex, i: NationIndex, r: RunIndex) -> Ratio:
    """Mean wish of ``i``, without unit, to receive those it can invite to an act of kind ``c`` (E59), in run ``r``
    of the block ``b``: all whom it has an opportunity to meet; -100 where there are none."""
    total: Ratio = 0.0
    guests = 0.0
    for q in neighbours(b, i):
        j = b.neighbour[q]
        if b.dyad[dyads.OPPORTUNITY, i, j, r] > 0.0:
            total += utility_from_state(b, c, i, j, r, i, 0.0)
            guests += 1.0
    return total / guests if guests > 0.0 else -100.0


@process
def utility_of_meeting(b: Block, c: KindIndex, o: OrganisationIndex, i: NationIndex, r: RunIndex) -> Ratio:
    """Mean wish of ``i``, without unit, to meet the other members of organisation ``o`` in an act of kind ``c``, in
    run ``r`` of the block ``b``; -100 where there are none."""
    total: Ratio = 0.0
    others = 0.0
    for j in range(b.nat.shape[1]):
        if j != i and b.member[o, j, r] > 0.0:
            total += utility_from_state(b, c, i, j, r, j, 0.0)
            others += 1.0
    return total / others if others > 0.0 else -100.0
