"""Measures: what one nation imposes on another without its consent, such as a sanction or an embargo.

The wish for one is read the other way round: distrust, opposed interests and the target's wrongs speak for it,
dependence on the target against it. Fellow members of an organisation may follow (Brzoska 2008: measures of many bite).
"""

from __future__ import annotations

from dipsim.kernels.compiler.decorators import equation, process
from dipsim.kernels.numerics.elementary import logistic
from dipsim.kernels.numerics.philox import uniform
from dipsim.kernels.numerics.units import Ratio, Share, Tick
from dipsim.model.processes.exchange.utility import SHARPNESS, W_COST, W_INTERESTS, W_TRUST, budget_share
from dipsim.model.processes.support.neighbours import neighbours
from dipsim.model.processes.support.vector_helpers import in_force
from dipsim.model.processes.trust.evidence import note, record, seen_act
from dipsim.model.state import dyads, exchange_kind, nation, organisation, trust_accounts
from dipsim.model.state.arrays import Block
from dipsim.model.state.events import LogEvent
from dipsim.model.state.exchange_kind import SANCTION
from dipsim.model.state.indices import InstrumentIndex, KindIndex, NationIndex, RunIndex
from dipsim.model.state.quantities import PARAMETERS
from dipsim.model.state.random_streams import KindStream

W_DEPENDENT = PARAMETERS.add(
    "coercion.dependence", 2.0, (0, 10), meaning="weight of one's own dependence on the target, against a measure"
)


@equation
def wrongs(aggression: Ratio, diversion: Ratio) -> Share:
    """Wrongs of a nation, 0 to 1 (E60): x / (1 + x), where x is the sum of remembered disputes begun
    (``aggression``) and goods diverted (``diversion``)."""
    return (aggression + diversion) / (1.0 + aggression + diversion)


@equation
def grievance(
    readiness: Ratio, wrong: Ratio, distrust: Ratio, opposition: Ratio, dependence: Ratio, cost: Ratio
) -> Ratio:
    """Wish for a measure, without unit (E61): ``readiness``, ``wrong``, ``distrust`` and ``opposition`` of interests
    speak for it, ``dependence`` and ``cost`` against it; each is weighted already."""
    return readiness + wrong + distrust + opposition - dependence - cost


@process
def utility_of_sanction(b: Block, c: KindIndex, i: NationIndex, j: NationIndex, r: RunIndex) -> Ratio:
    """Wish of ``i`` to impose the measure of kind ``c`` on ``j``, without unit, in run ``r`` of the block ``b``."""
    nat, dyad, kind, p = b.nat, b.dyad, b.kind, b.par
    return grievance(
        kind[exchange_kind.READINESS, c, r],
        kind[exchange_kind.NEED_WRONG, c, r] * wrongs(nat[nation.AGGRESSION, j, r], nat[nation.DIVERSION, j, r]),
        p[W_TRUST, r] * (kind[exchange_kind.THRESHOLD, c, r] - dyad[dyads.TRUST, i, j, r]),
        -p[W_INTERESTS, r] * dyad[dyads.ALIGNMENT, i, j, r],
        p[W_DEPENDENT, r] * dyad[dyads.DEPENDENCE, i, j, r],
        p[W_COST, r] * budget_share(b, c, i, r),
    )


@equation
def news(scale: Ratio, stands: bool) -> Ratio:
    """What is new of a measure of ``scale`` (1 is a usual one): all of it, or what exceeds 1 where one ``stands``."""
    return max(0.0, scale - 1.0) if stands else scale


@process
def impose(b: Block, c: KindIndex, i: NationIndex, j: NationIndex, r: RunIndex, scale: Ratio) -> Ratio:
    """Nation ``i`` imposes the measure of kind ``c`` on ``j`` in run ``r`` of the block ``b`` (E83): it is in force
    for its term, and what is new of its ``scale`` is evidence at the target; returns what is new.

    One that still stands is renewed: that is no new act against the target, except for what widens it.
    """
    s = b.standing_row[c]
    fresh = news(scale, b.standing[s, i, j, r] > 0.0 and b.hollow[s, i, j, r] == 0.0)
    b.standing[s, i, j, r] = b.kind[exchange_kind.TERM, c, r]
    b.hollow[s, i, j, r] = 0.0
    if fresh == 0.0:
        record(b, r, LogEvent.RENEWED, c, i, j, scale)
        return fresh
    note(
        b,
        trust_accounts.KINDS + trust_accounts.PER_KIND * c,
        j,
        i,
        r,
        fresh * b.kind[exchange_kind.EVIDENCE, c, r] * seen_act(b, i, j, r),
    )
    record(b, r, LogEvent.IMPOSED, c, i, j, fresh)
    return fresh


@process
def follow(b: Block, tick: Tick, c: KindIndex, i: NationIndex, j: NationIndex, r: RunIndex) -> None:
    """Let others follow the measure of kind ``c`` of ``i`` against ``j`` in ``tick`` of run ``r`` of the block ``b``
    (E84): fellow members of i in an organisation that j is not in, by trust in i and distrust of j."""
    dyad, member, s = b.dyad, b.member, b.standing_row[c]
    for q in neighbours(b, j):
        k = b.neighbour[q]
        if k == i or dyad[dyads.LINK, k, j, r] == 0.0 or b.standing[s, k, j, r] > 0.0:
            continue
        together = 0.0
        for o in range(b.org.shape[1]):
            fellows = b.org[organisation.IN_FORCE, o, r] * member[o, i, r] * member[o, k, r]
            together = max(together, fellows * (1.0 - member[o, j, r]))
        chance = (
            together
            * b.kind[exchange_kind.FOLLOWED, c, r]
            * dyad[dyads.TRUST, k, i, r]
            * (1.0 - dyad[dyads.TRUST, k, j, r])
        )
        if chance > 0.0:
            u = uniform(b.key[0, r], b.key[1, r], tick, b.ids[k], b.ids[j], b.kind_stream_ids[c, KindStream.ATTEND])
            if u < chance:
                record(b, r, LogEvent.FOLLOWED, c, k, i, chance)
                impose(b, c, k, j, r, 1.0)


@process
def lift(b: Block, i: NationIndex, j: NationIndex, r: RunIndex) -> None:
    """End every measure of ``i`` against ``j`` in run ``r`` of the block ``b``."""
    for s in range(b.standing.shape[0]):
        if b.form[b.standing_kind[s]] == SANCTION:
            b.standing[s, i, j, r] = 0.0
    record(b, r, LogEvent.LIFTED, -1, i, j, 1.0)


@process
def sanctions(b: Block, tick: Tick) -> None:
    """Run down the terms of measures by one ``tick`` in every run of the block ``b``; at the end of its term a
    measure is renewed while it is still wished."""
    standing = b.standing
    n, runs = b.nat.shape[1], b.nat.shape[2]
    for s in range(standing.shape[0]):
        c = b.standing_kind[s]
        if b.form[c] == SANCTION:
            for i in range(n):
                for q in neighbours(b, i):
                    j = b.neighbour[q]
                    for r in range(runs if in_force(b, s, i, j) else 0):
                        if standing[s, i, j, r] > 0.0:
                            standing[s, i, j, r] -= b.dt
                            if standing[s, i, j, r] <= 1e-9:
                                expire(b, tick, s, c, i, j, r)


@process
def expire(b: Block, tick: Tick, s: InstrumentIndex, c: KindIndex, i: NationIndex, j: NationIndex, r: RunIndex) -> None:
    """Renew the measure of kind ``c`` (row ``s`` of ``standing``) of ``i`` against ``j`` by its wish at the end of
    its term, or let it lapse, in ``tick`` of run ``r`` of the block ``b`` (E95)."""
    u = uniform(b.key[0, r], b.key[1, r], tick, b.ids[i], b.ids[j], b.kind_stream_ids[c, KindStream.RENEW])
    wish = b.par[SHARPNESS, r] * utility_of_sanction(b, c, i, j, r)
    kept_up = b.hollow[s, i, j, r] == 0.0 and u < logistic(wish)
    b.standing[s, i, j, r] = b.kind[exchange_kind.TERM, c, r] if kept_up else 0.0
    record(b, r, LogEvent.RENEWED if kept_up else LogEvent.LAPSED, c, i, j, wish)
