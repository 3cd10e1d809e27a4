"""Evidence per year that the acts, incidents and disputes expected at the start would write, and gains of stocks.

Evidence goes where it goes in a tick (``up`` and ``down``, here per year); most of it through the same functions, as
they are proportional to the scale of an act. ``stock_gain`` [stock, i, j, run] and ``nation_gain`` [stock, i, run]
take the gains of stocks per year.
"""

from __future__ import annotations

from typing import Any

from dipsim.kernels.compiler.decorators import equation, process
from dipsim.kernels.numerics.units import Index, PerYear, Share
from dipsim.model.processes.conflict.crisis import KAPPA_FORCE, KAPPA_THREAT
from dipsim.model.processes.conflict.incidents import CONTACT, reach
from dipsim.model.processes.conflict.war import KAPPA_WAR
from dipsim.model.processes.exchange.act_effects import REVIEW
from dipsim.model.processes.exchange.consequences import (
    ABSORBED,
    LEAK_SIZE,
    MISHAP_SIZE,
    access,
    act_on_trust,
    leak_chance,
)
from dipsim.model.processes.exchange.licence import FORESEEN, expected_licence, likely, weighed_licence
from dipsim.model.processes.exchange.licensing import NEIGHBOURS, REFUSAL, SURPRISE, unexpected
from dipsim.model.processes.exchange.third_party_reactions import DISCOVERED, charge_third_parties
from dipsim.model.processes.exchange.utility import discloses
from dipsim.model.processes.support.neighbours import neighbours
from dipsim.model.processes.trust.evidence import note, open_channel, pair_friction, seen_act
from dipsim.model.processes.trust.reputation import reputation
from dipsim.model.settled_start.stocks import NATIONS, PAIRS, NationStock, PairStock
from dipsim.model.state import dyads, exchange_kind, nation, trust_accounts
from dipsim.model.state.arrays import Block
from dipsim.model.state.exchange_kind import DIRECTED, INCIDENT, SANCTION
from dipsim.model.state.indices import KindIndex, NationIndex, RunIndex
from dipsim.model.state.quantities import PARAMETERS
from dipsim.model.state.trust_accounts import FixedAccount

_LEVELS = "GML MIDs 1946-2010: highest levels threat .018, display .245, force .711, war .026"
SHARE_THREAT = PARAMETERS.add(
    "start.share_threat",
    0.263,
    (0, 1),
    source=_LEVELS,
    grade=1,
    meaning="share of disputes whose highest level is threat or display",
)
SHARE_FORCE = PARAMETERS.add(
    "start.share_force", 0.711, (0, 1), source=_LEVELS, grade=1, meaning="share whose highest level is the use of force"
)
SHARE_WAR = PARAMETERS.add("start.share_war", 0.026, (0, 1), source=_LEVELS, grade=1, meaning="share that becomes war")
LEVELS = (
    (FixedAccount.CRISES_THREAT, KAPPA_THREAT, SHARE_THREAT),
    (FixedAccount.CRISES_FORCE, KAPPA_FORCE, SHARE_FORCE),
    (FixedAccount.CRISES_WAR, KAPPA_WAR, SHARE_WAR),
)


@process
def expected_evidence(b: Block, r: RunIndex) -> None:
    """Write a year's evidence into ``up`` and ``down``, and what stocks gain in it, in run ``r`` of the block ``b``;
    hazards were filled before."""
    clear(b, r)
    reputation(b, 0)
    n = b.nat.shape[1]
    for account in (FixedAccount.REPUTATION, FixedAccount.BALANCE):
        for i in range(n):
            for q in neighbours(b, i):
                j = b.neighbour[q]
                b.evidence_for[account, i, j, r] /= b.dt  # a tick's evidence
                b.evidence_against[account, i, j, r] /= b.dt
    for c in range(b.expected_rate.shape[0]):
        for i in range(n):
            for q in neighbours(b, i):
                j = b.neighbour[q]
                if b.expected_rate[c, i, j, r] > 0.0:
                    acts_of(b, c, i, j, r, b.expected_rate[c, i, j, r])
    for i in range(n):
        for q in neighbours(b, i):
            j = b.neighbour[q]
            in_force_between(b, i, j, r)
            incidents_of(b, i, j, r)
            disputes_of(b, i, j, r)


@process
def clear(b: Block, r: RunIndex) -> None:
    """Set a year's evidence and gains in run ``r`` of the block ``b`` to 0."""
    n = b.nat.shape[1]
    for i in range(n):
        for q in neighbours(b, i):
            j = b.neighbour[q]
            for account in range(b.evidence_for.shape[0]):
                b.evidence_for[account, i, j, r] = b.evidence_against[account, i, j, r] = 0.0
            for stock in range(PAIRS):
                b.stock_gain[stock, i, j, r] = 0.0
        for stock in range(NATIONS):
            b.nation_gain[stock, i, r] = 0.0


@process
def acts_of(
    b: Block,
    c: KindIndex,
    i: NationIndex,
    j: NationIndex,
    r: RunIndex,
    wished: PerYear,
) -> None:
    """Enter a year of acts of kind ``c`` of ``i`` with ``j``, ``wished`` of them per year, in run ``r`` of the block
    ``b`` (E129): the licensed ones take place, the rest is refused."""
    rate: Any = wished  # below the scale of an act that stands for a year of them
    if b.kind[exchange_kind.LICENSED, c, r] > 0.0:
        granted = licensed_share(b, c, i, j, r)
        rate = wished * granted
        refusals_of(b, c, i, j, r, wished - rate)
    act_on_trust(b, c, i, j, r, rate)
    troubles_of(b, c, i, j, r, rate)
    secret, notified = b.kind[exchange_kind.HIDDEN, c, r], b.kind[exchange_kind.NOTIFIED, c, r]
    if b.kind[exchange_kind.ALARM, c, r] > 0.0 and (discloses(b, c, i, j, r) or discloses(b, c, j, i, r)):
        notified = 1.0
    charge_third_parties(b, c, i, j, r, rate * (1.0 - secret), 1.0, notified)
    if secret > 0.0:
        charge_third_parties(b, c, i, j, r, rate * secret, b.par[DISCOVERED, r], 0.0)
    stocks_from(b, c, i, j, r, rate)


@equation
def licensed_share(b: Block, c: KindIndex, i: NationIndex, j: NationIndex, r: RunIndex) -> Share:
    """Share of the acts of kind ``c`` that supplier ``i`` lets pass to ``j``, 0 to 1 (E129), in run ``r`` of the
    block ``b``."""
    return likely(b.dyad[dyads.BLOCKED, i, j, r], b.par[FORESEEN, r], weighed_licence(b, c, i, j, r), 0.0)


@process
def refusals_of(b: Block, c: KindIndex, i: NationIndex, j: NationIndex, r: RunIndex, rate: PerYear) -> None:
    """Enter a year of refusals of kind ``c`` by ``i``, at ``rate`` per year, in run ``r`` of the block ``b`` (E129):
    ``j`` holds them against it, and its requests turn up next door."""
    b.nation_gain[NationStock.UNMET, j, r] += rate
    for q in neighbours(b, j):
        k = b.neighbour[q]
        if k != i:
            b.nation_gain[NationStock.UNMET, k, r] += rate * b.par[NEIGHBOURS, r] * b.dyad[dyads.PROXIMITY, j, k, r]
    felt = unexpected(b.par[SURPRISE, r], expected_licence(b, c, i, j, r)) * b.par[REFUSAL, r]
    note(b, FixedAccount.REFUSALS, j, i, r, rate * felt * seen_act(b, i, j, r))


@process
def troubles_of(b: Block, c: KindIndex, i: NationIndex, j: NationIndex, r: RunIndex, rate: PerYear) -> None:
    """Enter mishaps and leaks in a year of acts of kind ``c`` of ``i`` and ``j``, at ``rate`` per year, by their
    chance, in run ``r`` of the block ``b`` (E129)."""
    nat, kind, par = b.nat, b.kind, b.par
    if kind[exchange_kind.MISHAP, c, r] > 0.0:
        disorder = 1.0 - 0.5 * (nat[nation.COHERENCE, i, r] + nat[nation.COHERENCE, j, r])
        chance = min(1.0, kind[exchange_kind.MISHAP, c, r] * 0.5 * (pair_friction(b, i, j, r) + disorder))
        note(b, FixedAccount.INCIDENTS, i, j, r, rate * chance * par[MISHAP_SIZE, r])
        note(b, FixedAccount.INCIDENTS, j, i, r, rate * chance * par[MISHAP_SIZE, r])
    if kind[exchange_kind.LEAK, c, r] > 0.0:
        by_i, by_j = access(b, i, j, r), access(b, j, i, r)
        size = rate * leak_chance(kind[exchange_kind.LEAK, c, r], by_i, by_j) * par[LEAK_SIZE, r]
        note(b, FixedAccount.INCIDENTS, j, i, r, size * by_i / (by_i + by_j))
        note(b, FixedAccount.INCIDENTS, i, j, r, size * by_j / (by_i + by_j))


@process
def stocks_from(
    b: Block,
    c: KindIndex,
    i: NationIndex,
    j: NationIndex,
    r: RunIndex,
    rate: PerYear,
) -> None:
    """Enter what a year of acts of kind ``c`` of ``i`` and ``j``, at ``rate`` per year, adds to stocks of the pair
    and of its nations, in run ``r`` of the block ``b`` (E130)."""
    k, nat = b.kind, b.nat
    learning = 1.0 + b.par[REVIEW, r] * (nat[nation.ADAPTABILITY, i, r] + nat[nation.ADAPTABILITY, j, r]) * 0.5
    learnt = learning * (1.0 - 0.5 * pair_friction(b, i, j, r))
    gain = rate * min(1.0, learnt * k[exchange_kind.INTEROPERABILITY, c, r])
    add_both(b, PairStock.INTEROPERABILITY, i, j, r, gain)
    add_both(b, PairStock.CHANNEL, i, j, r, rate * k[exchange_kind.CHANNEL, c, r])
    add_both(b, PairStock.GROUNDWORK, i, j, r, rate * k[exchange_kind.GROUNDWORK, c, r])
    b.stock_gain[PairStock.NOTICE, i, j, r] += rate * k[exchange_kind.NOTICE, c, r]
    if b.form[c] == DIRECTED:
        b.stock_gain[PairStock.DEPENDENCE, j, i, r] += rate * k[exchange_kind.DEPENDENCE_GAIN, c, r]
    else:
        b.stock_gain[PairStock.NOTICE, j, i, r] += rate * k[exchange_kind.NOTICE, c, r]
        b.nation_gain[NationStock.INSIGHT, i, r] += rate * k[exchange_kind.INSIGHT_GAIN, c, r]
        b.nation_gain[NationStock.DIGITAL, i, r] += rate * k[exchange_kind.DIGITAL, c, r]
    b.nation_gain[NationStock.INSIGHT, j, r] += rate * k[exchange_kind.INSIGHT_GAIN, c, r]
    b.nation_gain[NationStock.DIGITAL, j, r] += rate * k[exchange_kind.DIGITAL, c, r]


@equation
def add_both(b: Block, stock: Index, i: NationIndex, j: NationIndex, r: RunIndex, gain: PerYear) -> None:
    """Add a ``gain`` per year to a ``stock`` of ``i`` and ``j`` in both directions, in run ``r`` of the block ``b``
    (E130)."""
    b.stock_gain[stock, i, j, r] += gain
    b.stock_gain[stock, j, i, r] += gain


@process
def in_force_between(b: Block, i: NationIndex, j: NationIndex, r: RunIndex) -> None:
    """Enter a year of the instruments in force of ``i`` with ``j`` in run ``r`` of the block ``b`` (E129): evidence
    for trust and, once a pair, the work of standing programmes."""
    for s in range(b.standing.shape[0]):
        c = b.standing_kind[s]
        if b.form[c] != SANCTION and b.standing[s, i, j, r] > 0.0 and b.hollow[s, i, j, r] == 0.0:
            account = trust_accounts.KINDS + trust_accounts.PER_KIND * c
            note(b, account, i, j, r, b.kind[exchange_kind.UPKEEP_EVIDENCE, c, r])
            if i < j and b.kind[exchange_kind.WORK, c, r] > 0.0:
                stocks_from(b, c, i, j, r, b.kind[exchange_kind.WORK, c, r])


@process
def incidents_of(b: Block, i: NationIndex, j: NationIndex, r: RunIndex) -> None:
    """Enter a year of incidents of ``i`` against ``j`` in run ``r`` of the block ``b`` (E129): evidence on both
    sides, and lines that are cut."""
    dyad, kind = b.dyad, b.kind
    stake = b.par[CONTACT, r] + dyad[dyads.DISPUTE, i, j, r]
    exposed = max(b.nat[nation.EMERGING, j, r], b.nat[nation.DIGITAL, j, r]) * dyad[dyads.LINK, i, j, r]
    felt = 1.0 - b.par[ABSORBED, r] * max(open_channel(b, j, i, r), dyad[dyads.NOTICE, i, j, r])
    for c in range(b.form.size):
        if b.form[c] == INCIDENT and kind[exchange_kind.MODE, c, r] == exchange_kind.ON:
            within = reach(kind[exchange_kind.CYBER, c, r], dyad[dyads.PROXIMITY, i, j, r], exposed)
            rate = kind[exchange_kind.RATE, c, r] * within * stake
            account = trust_accounts.KINDS + trust_accounts.PER_KIND * c
            note(b, account, j, i, r, rate * felt * kind[exchange_kind.EVIDENCE, c, r])
            note(b, account, i, j, r, rate * felt * kind[exchange_kind.EVIDENCE_BACK, c, r])
            add_both(b, PairStock.DISRUPTED, i, j, r, rate * kind[exchange_kind.DISRUPTS, c, r])


@process
def disputes_of(b: Block, i: NationIndex, j: NationIndex, r: RunIndex) -> None:
    """Enter a year of disputes of ``i`` and ``j`` by their hazards in run ``r`` of the block ``b`` (E129): each
    counts at its highest level, and i begins its own."""
    hazard = b.dyad[dyads.HAZARD, i, j, r]
    b.nation_gain[NationStock.AGGRESSION, i, r] += hazard
    for account, kappa, share in LEVELS:
        note(b, account, i, j, r, b.par[kappa, r] * b.par[share, r] * (hazard + b.dyad[dyads.HAZARD, j, i, r]))
