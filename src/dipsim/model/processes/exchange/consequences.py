"""Step 5, consequences: what each served act does to its parties, and the third-party bill.

evidence = kappa scale costliness observed fit,   kappa = lambda / typical(observed fit)
"""

from __future__ import annotations

import numpy as np

from dipsim.kernels.compiler.decorators import equation, process
from dipsim.kernels.numerics.elementary import risen
from dipsim.kernels.numerics.philox import uniform, uniform_pair
from dipsim.kernels.numerics.units import LogOdds, Ratio, Share, Tick
from dipsim.model.processes.exchange.act_effects import act_on_pair, raised
from dipsim.model.processes.exchange.sanctions import follow, impose
from dipsim.model.processes.exchange.third_party_reactions import DISCOVERED, charge_third_parties
from dipsim.model.processes.institutions.instruments import sign
from dipsim.model.processes.perception.misjudgement import REFERENCE, shown_intent
from dipsim.model.processes.support.neighbours import neighbours
from dipsim.model.processes.trust.evidence import (
    MIXED_SIGNALS,
    SEEN_FLOOR,
    note,
    observed,
    open_channel,
    pair_friction,
    record,
    seen_act,
)
from dipsim.model.state import dyads, exchange_kind, nation, trust_accounts
from dipsim.model.state.arrays import Block
from dipsim.model.state.events import LogEvent
from dipsim.model.state.exchange_kind import DIRECTED, INCIDENT, SANCTION, STANDING
from dipsim.model.state.indices import ActIndex, KindIndex, NationIndex, RunIndex
from dipsim.model.state.quantities import PARAMETERS
from dipsim.model.state.random_streams import KindStream
from dipsim.model.state.scratch import ActField
from dipsim.model.state.trust_accounts import FixedAccount

KAPPA_INTENT = PARAMETERS.add(
    "consequences.kappa_intent", 0.1, (0, 2), unit="log-odds", meaning="evidence about intent that an act reveals"
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
def intent_shown(kappa: LogOdds, seen: Ratio, reference: Ratio, revisionism: Ratio) -> LogOdds:
    """Evidence that an act gives about its author's intent, in log-odds (E71): ``kappa`` (log-odds) times how much
    of it is ``seen`` (0 to 1) times ``reference`` minus ``revisionism``; negative for an open revisionist."""
    return kappa * seen * (reference - revisionism)


@process
def act_on_trust(b: Block, c: KindIndex, i: NationIndex, j: NationIndex, r: RunIndex, scale: Ratio) -> None:
    """Enter the evidence of an act of kind ``c`` of ``i`` and ``j`` into the trust of both, in run ``r`` of the block
    ``b`` (E26): as a partner, and about intent. ``scale`` is 1 for one usual act.

    A kind with a basis is evidence only to whom the other is trusted enough already (Kelman 2006, 2012)."""
    kind, trust = b.kind, b.dyad
    account, basis = trust_accounts.KINDS + trust_accounts.PER_KIND * c, kind[exchange_kind.BASIS, c, r]
    size = scale * kind[exchange_kind.COSTLINESS, c, r]
    back = kind[exchange_kind.EVIDENCE_BACK, c, r] if b.form[c] == DIRECTED else kind[exchange_kind.EVIDENCE, c, r]
    if trust[dyads.TRUST, j, i, r] >= basis:
        note(b, account, j, i, r, kind[exchange_kind.EVIDENCE, c, r] * size * seen_act(b, i, j, r))
    if trust[dyads.TRUST, i, j, r] >= basis:
        note(b, account, i, j, r, back * size * seen_act(b, j, i, r))
    show_intent(b, i, j, r, scale)
    show_intent(b, j, i, r, scale)


@process
def show_intent(b: Block, i: NationIndex, j: NationIndex, r: RunIndex, scale: Ratio) -> None:
    """Enter what an act of ``i`` of size ``scale`` shows ``j`` about i's intent, in run ``r`` of the block ``b``."""
    nat = b.nat
    p = b.par
    seen = observed(nat[nation.TRANSPARENCY, i, r], nat[nation.COHERENCE, i, r], p[SEEN_FLOOR, r], p[MIXED_SIGNALS, r])
    note(
        b,
        FixedAccount.INTENT,
        j,
        i,
        r,
        scale * intent_shown(p[KAPPA_INTENT, r], seen, p[REFERENCE, r], shown_intent(b, i, j, r)),
    )


@process
def go_wrong(b: Block, tick: Tick, c: KindIndex, i: NationIndex, j: NationIndex, r: RunIndex, scale: Ratio) -> None:
    """Draw whether a joint act of kind ``c`` of ``i`` and ``j`` ends in an incident or leaks, which is a breach of
    trust in hindsight (E79), in ``tick`` of run ``r`` of the block ``b``; ``scale`` is 1 for one usual act."""
    nat, par, kind, ids, key, kind_stream_ids = b.nat, b.par, b.kind, b.ids, b.key, b.kind_stream_ids
    k0, k1 = key[0, r], key[1, r]
    if kind[exchange_kind.MISHAP, c, r] > 0.0:
        disorder = 1.0 - 0.5 * (nat[nation.COHERENCE, i, r] + nat[nation.COHERENCE, j, r])
        chance = kind[exchange_kind.MISHAP, c, r] * 0.5 * (pair_friction(b, i, j, r) + disorder)
        if uniform(k0, k1, tick, ids[i], ids[j], kind_stream_ids[c, KindStream.MISHAP]) < chance:
            note(b, FixedAccount.INCIDENTS, i, j, r, scale * par[MISHAP_SIZE, r])
            note(b, FixedAccount.INCIDENTS, j, i, r, scale * par[MISHAP_SIZE, r])
            record(b, r, LogEvent.MISHAP, c, i, j, scale)
    if kind[exchange_kind.LEAK, c, r] > 0.0:
        u, v = uniform_pair(k0, k1, tick, ids[i], ids[j], kind_stream_ids[c, KindStream.LEAK])
        by_i, by_j = access(b, i, j, r), access(b, j, i, r)
        if u < leak_chance(kind[exchange_kind.LEAK, c, r], by_i, by_j):
            leaker, owner = (i, j) if v * (by_i + by_j) < by_i else (j, i)
            note(b, FixedAccount.INCIDENTS, owner, leaker, r, scale * par[LEAK_SIZE, r])
            inform(b, c, leaker, owner, r, scale)
            record(b, r, LogEvent.LEAKED, c, leaker, owner, scale)


@equation
def leak_chance(leak: Share, access_i: Ratio, access_j: Ratio) -> Share:
    """Chance that what two nations shared leaks, 0 to 1 (E81): ``leak``, the chance of the kind, times the mean of
    ``access_i`` and ``access_j``, the access that others have to either (1 or more)."""
    return min(1.0, leak * 0.5 * (access_i + access_j))


@process
def access(b: Block, i: NationIndex, owner: NationIndex, r: RunIndex) -> Ratio:
    """Access of others to what ``i`` knows of ``owner``, 1 or more (E80): 1 plus i's channels to those whom the
    owner distrusts, in run ``r`` of the block ``b``."""
    total = 1.0
    for q in neighbours(b, i):
        k = b.neighbour[q]
        if k != owner:
            total += open_channel(b, i, k, r) * (1.0 - b.dyad[dyads.TRUST, owner, k, r])
    return total


@process
def inform(b: Block, c: KindIndex, leaker: NationIndex, owner: NationIndex, r: RunIndex, scale: Ratio) -> None:
    """What leaked from an act of kind ``c`` and size ``scale`` reaches others through their channels to the
    ``leaker`` and raises their insight (E81); the ``owner`` learns nothing new. In run ``r`` of the block ``b``."""
    nat = b.nat
    for q in neighbours(b, leaker):
        k = b.neighbour[q]
        if k != owner:
            gain = min(1.0, scale * b.kind[exchange_kind.INSIGHT_GAIN, c, r] * open_channel(b, leaker, k, r))
            nat[nation.INSIGHT, k, r] = raised(nat[nation.INSIGHT, k, r], gain, 1.0)


@process
def incident(b: Block, c: KindIndex, i: NationIndex, j: NationIndex, r: RunIndex, scale: Ratio) -> None:
    """Apply an incident of kind ``c`` of ``i`` against ``j`` in run ``r`` of the block ``b`` (E82): it lowers trust,
    raises the stake and cuts lines; channels and notice absorb some of it. ``scale`` is 1 for one incident."""
    dyad, kind = b.dyad, b.kind
    absorbed = b.par[ABSORBED, r] * max(open_channel(b, j, i, r), dyad[dyads.NOTICE, i, j, r])
    felt = scale * (1.0 - absorbed)
    stake = raised(dyad[dyads.DISPUTE, i, j, r], min(1.0, felt * kind[exchange_kind.STAKE, c, r]), 1.0)
    dyad[dyads.DISPUTE, i, j, r] = dyad[dyads.DISPUTE, j, i, r] = stake
    cut = raised(dyad[dyads.DISRUPTED, i, j, r], min(1.0, scale * kind[exchange_kind.DISRUPTS, c, r]), 1.0)
    dyad[dyads.DISRUPTED, i, j, r] = dyad[dyads.DISRUPTED, j, i, r] = cut
    note(
        b,
        trust_accounts.KINDS + trust_accounts.PER_KIND * c,
        j,
        i,
        r,
        scale * (1.0 - absorbed) * kind[exchange_kind.EVIDENCE, c, r],
    )
    note(
        b,
        trust_accounts.KINDS + trust_accounts.PER_KIND * c,
        i,
        j,
        r,
        scale * (1.0 - absorbed) * kind[exchange_kind.EVIDENCE_BACK, c, r],
    )


@process
def take_effect(b: Block, tick: Tick, a: ActIndex, r: RunIndex) -> None:
    """Apply all consequences of act ``a`` on the list of run ``r`` of the block ``b``, in ``tick``."""
    act, form = b.act, b.form
    c, i, j = (
        np.int64(act[ActField.KIND, a, r]),
        np.int64(act[ActField.FIRST, a, r]),
        np.int64(act[ActField.SECOND, a, r]),
    )
    if c < 0:
        return
    scale, secret = act[ActField.SCALE, a, r], act[ActField.HIDDEN, a, r] > 0.0
    record(b, r, LogEvent.HIDDEN_ACT if secret else LogEvent.ACT, c, i, j, scale)
    if form[c] == INCIDENT:
        incident(b, c, i, j, r, scale)
        return
    if form[c] == SANCTION:
        if impose(b, c, i, j, r, scale) > 0.0:
            follow(b, tick, c, i, j, r)
        return
    b.tried[c, i, r] = b.tried[c, j, r] = 1.0
    act_on_trust(b, c, i, j, r, scale)
    act_on_pair(b, c, i, j, r, scale, act[ActField.ORDER, a, r])
    go_wrong(b, tick, c, i, j, r, scale)
    if form[c] == STANDING:
        sign(b, c, i, j, r, 0.0)
    if secret:
        b.hidden[c, i, j, r] += scale
    else:
        charge_third_parties(b, c, i, j, r, scale, 1.0, act[ActField.NOTIFIED, a, r])


@process
def discoveries(b: Block, tick: Tick) -> None:
    """Draw which hidden acts are discovered in ``tick``, in every run of the block ``b`` (E88): those of a pair and
    kind come out all at once, and then alarm more than open ones."""
    nat, par, hidden, ids, key = b.nat, b.par, b.hidden, b.ids, b.key
    n, runs = nat.shape[1], nat.shape[2]
    for c in range(b.form.size):
        for i in range(n):
            for q in neighbours(b, i):
                j = b.neighbour[q]
                for r in range(runs):
                    if hidden[c, i, j, r] > 0.0:
                        u = uniform(
                            key[0, r], key[1, r], tick, ids[i], ids[j], b.kind_stream_ids[c, KindStream.DISCOVER]
                        )
                        if u < risen(par[DISCOVERY, r], b.dt):
                            charge_third_parties(b, c, i, j, r, hidden[c, i, j, r], par[DISCOVERED, r], 0.0)
                            record(b, r, LogEvent.DISCOVERED, c, i, j, hidden[c, i, j, r])
                            hidden[c, i, j, r] = 0.0


@process(
    reads=(
        "act acts bill evidence_against evidence_for form hidden hollow ids key kind kind_stream_ids logged member org "
        "par scope standing standing_row dyad(alignment backlog_given backlog_paid channel cover_defence culture_gap "
        "dependence dispute disrupted forum groundwork intent_error interoperability link notice proximity "
        "standards_gap suspicion trust) nat(adaptability capability coherence digital diplomats disaster emerging "
        "feigning industry insight revisionism soldiers spending stability technology transparency)"
    ),
    writes=(
        "tried bill evidence_against evidence_for hidden hollow log logged standing touched dyad(backlog_given "
        "backlog_paid channel culture_gap dependence dispute disrupted groundwork interoperability link notice "
        "scopes standards_gap) nat(coherence digital diplomats disaster emerging industry insight soldiers stability "
        "technology)"
    ),
)
def consequences(b: Block, tick: Tick) -> None:
    """Step 5 of the ``tick`` in every run of the block ``b``: effects of acts, and discoveries."""
    for r in range(b.nat.shape[2]):
        for a in range(b.acts[r]):
            take_effect(b, tick, a, r)
    if b.hidden.shape[0] > 0:
        discoveries(b, tick)
