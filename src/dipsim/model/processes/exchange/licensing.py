"""Step 4, licensing: arms and technology pass the supplier's licence; refusal and delay are visible negative acts.

What is put off comes later or lapses. What a licence is weighed by stands in ``licence``.
"""

from __future__ import annotations

import numpy as np

from dipsim.kernels.compiler.decorators import equation, process
from dipsim.kernels.numerics.elementary import SLACK, happens, kept, normal, risen
from dipsim.kernels.numerics.philox import uniform, uniform_pair
from dipsim.kernels.numerics.units import PerYear, Ratio, Share, Tick
from dipsim.model.processes.exchange.allocation import enter
from dipsim.model.processes.exchange.licence import SCREENING, expected_licence, weighed_licence
from dipsim.model.processes.support.neighbours import neighbours
from dipsim.model.processes.support.vector_helpers import anywhere
from dipsim.model.processes.trust.evidence import note, record, seen_act
from dipsim.model.state import dyads, exchange_kind, nation
from dipsim.model.state.arrays import Block
from dipsim.model.state.events import LogEvent
from dipsim.model.state.indices import ActIndex, KindIndex, NationIndex, RunIndex
from dipsim.model.state.quantities import PARAMETERS
from dipsim.model.state.random_streams import KindStream, stream
from dipsim.model.state.scratch import ActField
from dipsim.model.state.trust_accounts import FixedAccount

DIVERSION_STREAM = stream("licensing/diversion")
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
DECISION = PARAMETERS.add(
    "licensing.decision",
    1.0,
    (0, 50),
    unit="per year",
    meaning="rate at which a licence that was put off is decided: it comes, or the request lapses",
)
SURPRISE = PARAMETERS.add(
    "licensing.surprise", 1.0, (0, 1), meaning="share of the evidence of a refusal that goes with how unexpected it was"
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
def unexpected(surprise: Share, chance: Share) -> Share:
    """Share of a refusal's evidence that is felt: 1 - surprise (1 - expected chance of the licence)."""
    return 1.0 - surprise * (1.0 - chance)


@process
def decide(b: Block, tick: Tick, c: KindIndex, i: NationIndex, j: NationIndex, r: RunIndex) -> Ratio:
    """Score of the licence of kind ``c`` that supplier ``i`` weighs for recipient ``j`` in ``tick`` of run ``r`` of
    the block ``b``, with its error of screening; -1 where a measure stops it."""
    ids, key = b.ids, b.key
    u, v = uniform_pair(key[0, r], key[1, r], tick, ids[i], ids[j], b.kind_stream_ids[c, KindStream.LICENSE])
    if v < b.dyad[dyads.BLOCKED, i, j, r]:
        return -1.0
    error = b.par[SCREENING, r] * (1.0 - b.nat[nation.LICENSING, i, r]) * normal(u)
    return weighed_licence(b, c, i, j, r) + error


@process
def diversions(b: Block, tick: Tick) -> None:
    """Draw the diversions of running deliveries to a neighbour in ``tick`` of every run of the block ``b`` (E70):
    less likely when monitored, likelier where demand was refused."""
    n, runs = b.nat.shape[1], b.nat.shape[2]
    for r in range(runs):
        b.row[0, r] = 0.0
    for k in range(n):
        for r in range(runs):
            b.row[0, r] = max(b.row[0, r], b.nat[nation.UNMET, k, r])
    for i in range(n):
        for q in neighbours(b, i):
            j = b.neighbour[q]
            if anywhere(b, dyads.BACKLOG_PAID, i, j):
                diversions_between(b, tick, i, j)


@process
def diversions_between(b: Block, tick: Tick, i: NationIndex, j: NationIndex) -> None:
    """Draw the diversions of what ``i`` delivers to ``j`` in ``tick``, in every run of the block ``b``: all draws
    first, then those few that can count. ``row[0]`` is the largest refused demand, which gives the largest hazard."""
    nat, ids, key, par, row = b.nat, b.ids, b.key, b.par, b.row
    for r in range(key.shape[1]):
        u, v = uniform_pair(key[0, r], key[1, r], tick, ids[i], ids[j], b.stream_ids[DIVERSION_STREAM])
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
def diversion_hazard(rate: PerYear, monitoring: Share, stability: Share, smuggling: Ratio, pull: Ratio) -> PerYear:
    """Hazard per year that an order is diverted (E70): ``rate`` (per year), less by the ``monitoring`` of the
    supplier and the ``stability`` of the recipient (both 0 to 1), more by ``smuggling`` times ``pull``, the refused
    demand next door times proximity."""
    return rate * (1.0 - monitoring) * (2.0 - 2.0 * stability) * (1.0 + smuggling * pull)


@process
def destination(b: Block, i: NationIndex, j: NationIndex, r: RunIndex) -> tuple[float, float]:
    """Neighbour of ``j`` to which goods of ``i`` would be diverted (its row, -1 for none) and its pull, the refused
    demand next door (E69), in run ``r`` of the block ``b``."""
    dyad, best, pull, taker = b.dyad, 0.0, 0.0, -1.0
    for q in neighbours(b, j):
        k = b.neighbour[q]
        if k != i:
            demand = dyad[dyads.PROXIMITY, j, k, r] * b.nat[nation.UNMET, k, r]
            attraction = demand + 0.1 * dyad[dyads.PROXIMITY, j, k, r] * dyad[dyads.TRUST, j, k, r]
            if attraction > best:
                best, pull, taker = attraction, demand, np.float64(k)
    return taker, pull


@process
def divert(b: Block, i: NationIndex, j: NationIndex, taker: NationIndex, r: RunIndex, detected: bool) -> None:
    """Nation ``j`` passes part of an order of supplier ``i`` on to the neighbour ``taker`` in run ``r`` of the block
    ``b``; where that is ``detected`` the order ends, and i holds it against j as a betrayal."""
    dyad, par = b.dyad, b.par
    record(b, r, LogEvent.DIVERTED, -1, j, taker, 1.0 if detected else 0.0)
    if detected:
        dyad[dyads.BACKLOG_PAID, i, j, r] = 0.0
        b.nat[nation.DIVERSION, j, r] += 1.0
        note(b, FixedAccount.BETRAYALS, i, j, r, par[BETRAYAL, r])
    else:
        dyad[dyads.BACKLOG_GIVEN, j, taker, r] += par[DIVERTED_SHARE, r] * dyad[dyads.BACKLOG_PAID, i, j, r]


@process
def refuse(b: Block, c: KindIndex, i: NationIndex, j: NationIndex, r: RunIndex, share: Share) -> None:
    """Supplier ``i`` refuses a request of kind ``c`` of ``j`` (``share`` 1) or delays it (less), in run ``r`` of the
    block ``b``: it is held against i, more so the less it was expected. The request stays with j, and some of it
    turns up next door."""
    nat = b.nat
    nat[nation.UNMET, j, r] += share
    for q in neighbours(b, j):
        k = b.neighbour[q]
        if k != i:
            nat[nation.UNMET, k, r] += share * b.par[NEIGHBOURS, r] * b.dyad[dyads.PROXIMITY, j, k, r]
    felt = unexpected(b.par[SURPRISE, r], expected_licence(b, c, i, j, r)) * b.par[REFUSAL, r]
    note(b, FixedAccount.REFUSALS, j, i, r, share * felt * seen_act(b, i, j, r))


@process
def put_off(b: Block, a: ActIndex, c: KindIndex, i: NationIndex, j: NationIndex, r: RunIndex) -> None:
    """Move act ``a``, of kind ``c`` of supplier ``i`` for ``j``, from the list of run ``r`` of the block ``b`` to
    those that wait for a licence."""
    row, act = b.licensed_row[c], b.act
    b.waiting[row, i, j, r] += act[ActField.SCALE, a, r]
    b.waiting_order[row, i, j, r] += max(0.0, act[ActField.ORDER, a, r])
    refuse(b, c, i, j, r, b.par[DELAY_SHARE, r])
    record(b, r, LogEvent.DELAYED_LICENCE, c, i, j, b.par[DELAY_SHARE, r])


@process
def come_back(b: Block, tick: Tick) -> None:
    """Decide requests that wait once more in ``tick``, at a rate, in every run of the block ``b`` (E68): they are
    granted, or they lapse, which is held against the supplier."""
    n, runs = b.nat.shape[1], b.nat.shape[2]
    for c in range(b.form.size):
        row = b.licensed_row[c]
        if row >= 0:
            for i in range(n):
                for q in neighbours(b, i):
                    j = b.neighbour[q]
                    for r in range(runs):
                        if b.waiting[row, i, j, r] > 0.0:
                            decide_again(b, tick, c, i, j, r)


@process
def decide_again(b: Block, tick: Tick, c: KindIndex, i: NationIndex, j: NationIndex, r: RunIndex) -> None:
    """Decide the waiting requests of kind ``c`` of ``j`` to supplier ``i``, if it comes to that in ``tick`` of run
    ``r`` of the block ``b``."""
    key, row = b.key, b.licensed_row[c]
    u = uniform(key[0, r], key[1, r], tick, b.ids[i], b.ids[j], b.kind_stream_ids[c, KindStream.DECIDE])
    if not happens(u, b.par[DECISION, r], b.dt):
        return
    scale, order = b.waiting[row, i, j, r], b.waiting_order[row, i, j, r]
    b.waiting[row, i, j, r] = b.waiting_order[row, i, j, r] = 0.0
    if decide(b, tick, c, i, j, r) > 0.0:
        b.act[ActField.NOTIFIED, b.acts[r], r] = b.kind[exchange_kind.NOTIFIED, c, r]
        enter(b, c, i, j, r, scale, 0.0, order if order > 0.0 else -1.0)
    else:
        refuse(b, c, i, j, r, 1.0 - b.par[DELAY_SHARE, r])
        record(b, r, LogEvent.REFUSED_LICENCE, c, i, j, 1.0 - b.par[DELAY_SHARE, r])


@process(
    reads=(
        "accounts act acts evidence_against ids key kind kind_stream_ids licensed_row logged member org org_type "
        "par stream_ids waiting waiting_order dyad(agreements alignment backlog_given backlog_paid blocked "
        "cover_defence culture_gap dispute link proximity standards_gap trust) nat(aggression coherence "
        "diversion industry licensing "
        "monitoring stability transparency unmet yielded)"
    ),
    writes=(
        "act acts evidence_against log logged touched waiting waiting_order dyad(backlog_given backlog_paid) "
        "nat(aggression diversion unmet yielded)"
    ),
)
def licensing(b: Block, tick: Tick) -> None:
    """Step 4 of the ``tick`` in every run of the block ``b``: decide the licensed acts; those refused or put off
    leave the list of acts."""
    nat, par, act = b.nat, b.par, b.act
    n, runs = nat.shape[1], nat.shape[2]
    for r in range(runs):
        b.row[0, r] = kept(b.dt, par[RECORD_LIFE, r])
        b.row[1, r] = kept(b.dt, par[REQUEST_LIFE, r])
    for k in range(n):
        for r in range(runs):
            nat[nation.AGGRESSION, k, r] *= b.row[0, r]
            nat[nation.YIELDED, k, r] *= b.row[0, r]
            nat[nation.DIVERSION, k, r] *= b.row[0, r]
            nat[nation.UNMET, k, r] *= b.row[1, r]
    for r in range(runs):
        for a in range(b.acts[r]):
            c, i, j = (
                np.int64(act[ActField.KIND, a, r]),
                np.int64(act[ActField.FIRST, a, r]),
                np.int64(act[ActField.SECOND, a, r]),
            )
            if b.kind[exchange_kind.LICENSED, c, r] > 0.0:
                score = decide(b, tick, c, i, j, r)
                if score <= par[GREY, r]:
                    act[ActField.KIND, a, r] = -1.0
                if score <= 0.0:
                    refuse(b, c, i, j, r, 1.0)
                    record(b, r, LogEvent.REFUSED_LICENCE, c, i, j, 1.0)
                elif score <= par[GREY, r]:
                    put_off(b, a, c, i, j, r)
    come_back(b, tick)
    diversions(b, tick)
