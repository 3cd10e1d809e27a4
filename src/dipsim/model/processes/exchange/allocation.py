"""Service: claims are served in the order of value, and every act is charged to all its parties or refused.

A nation never spends money or staff that it has not.
"""

from __future__ import annotations

import numpy as np

from dipsim.kernels.compiler.decorators import equation, process
from dipsim.kernels.numerics.elementary import logistic
from dipsim.kernels.numerics.philox import uniform
from dipsim.kernels.numerics.units import Count, Index, Money, Ratio, Share, Tick
from dipsim.model.processes.domestic.grants import affordable
from dipsim.model.processes.exchange.utility import SHARPNESS, discloses, utility_from_state, utility_of_meeting
from dipsim.model.processes.institutions.instruments import sign
from dipsim.model.processes.trust.evidence import record
from dipsim.model.state import dyads, exchange_kind, nation
from dipsim.model.state.arrays import Block
from dipsim.model.state.events import LogEvent
from dipsim.model.state.exchange_kind import HOSTED, INCIDENT, SANCTION
from dipsim.model.state.indices import EventIndex, KindIndex, MeetingIndex, NationIndex, RunIndex
from dipsim.model.state.random_streams import KindStream
from dipsim.model.state.region_metrics import ACTS, SPENDING
from dipsim.model.state.scratch import ActField, ClaimField


@process
def allocate(b: Block, tick: Tick, r: RunIndex) -> None:
    """Serve the claims of run ``r`` of the block ``b`` in ``tick``, in the order of value, then of slot and ids;
    each act is charged or refused."""
    listed = b.claim
    sort_claims(b, r)
    b.acts[r] = 0
    for q in range(b.claims[r]):
        c, e = np.int64(listed[ClaimField.KIND, q, r]), np.int64(listed[ClaimField.EVENT, q, r])
        i, j = np.int64(listed[ClaimField.FIRST, q, r]), np.int64(listed[ClaimField.SECOND, q, r])
        count = np.int64(listed[ClaimField.COUNT, q, r])
        if b.form[c] == INCIDENT:
            count_acts(b, c, i, j, r, count)
            perform_act(b, tick, c, i, j, r, 1.0 * count, e)
        elif b.form[c] == HOSTED:
            for _ in range(count):
                gather_guests(b, tick, c, i, e, r)
        elif j >= 0:
            paid = pay_alone(b, c, i, r, e) if b.form[c] == SANCTION else pay_pair(b, c, i, j, r, count, e)
            if paid > 0:
                count_acts(b, c, i, j, r, paid)
                perform_act(b, tick, c, i, j, r, 1.0 * paid, e)
                if e < 0 and b.habit_row[c] >= 0:
                    b.habit[b.habit_row[c], i, j, r] = 1.0
            elif e >= 0:
                record(b, r, LogEvent.UNAFFORDABLE, c, i, j, 1.0)
        elif e >= 0:
            gather_dated(b, tick, c, e, r)
        else:
            for _ in range(count):
                gather(b, tick, c, -1 - j, r)


@process
def pay_pair(b: Block, c: KindIndex, i: NationIndex, j: NationIndex, r: RunIndex, count: Count, e: EventIndex) -> Count:
    """Charge up to ``count`` acts of kind ``c`` to both ``i`` and ``j``, one by one, in run ``r`` of the block
    ``b``; returns how many both could pay. ``e`` is the dated entry, -1 for acts that came up."""
    paid = 0
    while paid < count and can_pay(b, c, i, r, e) and can_pay(b, c, j, r, e):
        charge(b, c, i, r)
        charge(b, c, j, r)
        paid += 1
    return paid


@process
def pay_alone(b: Block, c: KindIndex, i: NationIndex, r: RunIndex, e: EventIndex) -> Count:
    """Charge a measure of kind ``c`` to nation ``i``, which imposes it, in run ``r`` of the block ``b``; 1 when it
    could pay, else 0. ``e`` is the dated entry, -1 where there is none."""
    if can_pay(b, c, i, r, e):
        charge(b, c, i, r)
        return 1
    return 0


@process
def sort_claims(b: Block, r: RunIndex) -> None:
    """Sort the claims of run ``r`` of the block ``b`` by descending value; ties by slot of the kind, then ids of the
    parties. A Shell sort."""
    claim = b.claim
    total = b.claims[r]
    gap = 1
    while gap < total // 3:
        gap = 3 * gap + 1
    while gap > 0:
        for x in range(gap, total):
            y = x
            while y >= gap and before(b, r, y, y - gap):
                for field in range(claim.shape[0]):
                    held = claim[field, y, r]
                    claim[field, y, r] = claim[field, y - gap, r]
                    claim[field, y - gap, r] = held
                y -= gap
        gap //= 3


@equation
def before(b: Block, r: RunIndex, x: Index, y: Index) -> bool:
    """Whether claim ``x`` of run ``r`` of the block ``b`` is served before claim ``y`` (both columns of ``claim``)."""
    claim, kind_stream_ids = b.claim, b.kind_stream_ids
    if claim[ClaimField.VALUE, x, r] != claim[ClaimField.VALUE, y, r]:
        return claim[ClaimField.VALUE, x, r] > claim[ClaimField.VALUE, y, r]
    slot_x = kind_stream_ids[np.int64(claim[ClaimField.KIND, x, r]), KindStream.OCCUR]
    slot_y = kind_stream_ids[np.int64(claim[ClaimField.KIND, y, r]), KindStream.OCCUR]
    if slot_x != slot_y:
        return slot_x < slot_y
    if claim[ClaimField.FIRST, x, r] != claim[ClaimField.FIRST, y, r]:
        return claim[ClaimField.FIRST, x, r] < claim[ClaimField.FIRST, y, r]
    if claim[ClaimField.SECOND, x, r] != claim[ClaimField.SECOND, y, r]:
        return claim[ClaimField.SECOND, x, r] < claim[ClaimField.SECOND, y, r]
    return claim[ClaimField.ORDER, x, r] < claim[ClaimField.ORDER, y, r]


@process
def can_pay(b: Block, c: KindIndex, i: NationIndex, r: RunIndex, e: EventIndex) -> bool:
    """Whether ``i`` has money and staff for an act of kind ``c`` in run ``r`` of the block ``b``: the dated entry
    ``e``, or -1 for an act that came up, which may not touch what is set aside. Null acts are free."""
    nat, kind = b.nat, b.kind
    if kind[exchange_kind.MODE, c, r] == exchange_kind.NULL:
        return True
    money = nat[nation.MONEY_ASIDE, i, r] if e < 0 else 0.0
    staff = nat[nation.STAFF_ASIDE, i, r] if e < 0 else 0.0
    return affordable(nat[nation.PURSE, i, r], money, kind[exchange_kind.COST, c, r]) and affordable(
        nat[nation.STAFF_LEFT, i, r], staff, kind[exchange_kind.STAFF_COST, c, r]
    )


@process
def charge(b: Block, c: KindIndex, i: NationIndex, r: RunIndex) -> None:
    """Charge an act of kind ``c`` to the purse and staff of ``i`` in run ``r`` of the block ``b``. Null acts are
    free."""
    nat, kind = b.nat, b.kind
    if kind[exchange_kind.MODE, c, r] == exchange_kind.NULL:
        return
    cost = kind[exchange_kind.COST, c, r]
    nat[nation.PURSE, i, r] -= cost
    nat[nation.STAFF_LEFT, i, r] -= kind[exchange_kind.STAFF_COST, c, r]
    nat[nation.SPENT, i, r] += cost
    b.metrics[SPENDING, r] += cost


@process
def count_acts(b: Block, c: KindIndex, i: NationIndex, j: NationIndex, r: RunIndex, count: Count) -> None:
    """Count ``count`` served acts of kind ``c`` of ``i`` and ``j`` in run ``r`` of the block ``b``; those of a null
    kind are not acts of the region."""
    b.served[c, r] += count
    b.done[c, i, j, r] += count
    b.metrics[ACTS, r] += 0.0 if b.kind[exchange_kind.MODE, c, r] == exchange_kind.NULL else count


@process
def perform_act(
    b: Block, tick: Tick, c: KindIndex, i: NationIndex, j: NationIndex, r: RunIndex, scale: Ratio, e: EventIndex
) -> None:
    """Put served acts of kind ``c`` of ``i`` and ``j`` on the list of run ``r`` of the block ``b`` as one entry of
    their joint ``scale`` (1 is one usual act), unless the kind is null or cost-only; ``e`` is the dated entry, -1 where
    there is none, ``tick`` that of the draws.

    An instrument that is only paid for is signed hollow: in force, kept up, without any effect."""
    kind, size = b.kind, b.dated_size
    mode = kind[exchange_kind.MODE, c, r]
    row = b.standing_row[c]
    if mode == exchange_kind.COST_ONLY and row >= 0 and b.standing[row, i, j, r] == 0.0:
        if b.form[c] == SANCTION:
            b.standing[row, i, j, r], b.hollow[row, i, j, r] = kind[exchange_kind.TERM, c, r], 1.0
        else:
            sign(b, c, i, j, r, 1.0)
    if mode != exchange_kind.ON:
        return
    secret, notified, order = kind[exchange_kind.HIDDEN, c, r], kind[exchange_kind.NOTIFIED, c, r], -1.0
    if kind[exchange_kind.ALARM, c, r] > 0.0 and (discloses(b, c, i, j, r) or discloses(b, c, j, i, r)):
        notified = 1.0
    if e >= 0:
        scale *= size[e, 0, r]
        notified = size[e, 1, r] if size[e, 1, r] >= 0.0 else notified
        secret = size[e, 2, r] if size[e, 2, r] >= 0.0 else secret
        order = size[e, 3, r]
    hidden = 0.0
    if secret > 0.0:
        u = uniform(b.key[0, r], b.key[1, r], tick, b.ids[i], b.ids[j], b.kind_stream_ids[c, KindStream.HIDE])
        hidden = 1.0 if u < secret else 0.0
    b.act[ActField.NOTIFIED, b.acts[r], r] = notified
    enter(b, c, i, j, r, scale, hidden, order)


@process
def enter(
    b: Block, c: KindIndex, i: NationIndex, j: NationIndex, r: RunIndex, scale: Ratio, hidden: Share, order: Money
) -> None:
    """Add an act of kind ``c`` of ``i`` and ``j`` to the list of run ``r`` of the block ``b``, whose notice is on
    the list already: its ``scale`` (1 is one usual act), how far it is ``hidden`` (0 to 1) and the value of its
    ``order`` in money, below 0 where the kind decides."""
    act, a = b.act, b.acts[r]
    act[ActField.KIND, a, r] = c
    act[ActField.FIRST, a, r] = i
    act[ActField.SECOND, a, r] = j
    act[ActField.SCALE, a, r] = scale
    act[ActField.HIDDEN, a, r] = hidden
    act[ActField.ORDER, a, r] = order
    b.acts[r] = a + 1


@process
def gather(b: Block, tick: Tick, c: KindIndex, m: MeetingIndex, r: RunIndex) -> None:
    """Hold the meeting ``m`` of kind ``c`` in ``tick`` of run ``r`` of the block ``b``: each member attends by its
    own wish if it can pay; effects run over attending pairs."""
    key, work = b.key, b.work
    n, o = b.nat.shape[1], b.meeting_org[m]
    for i in range(n):
        work[i, r] = 0.0
        if b.member[o, i, r] > 0.0 and can_pay(b, c, i, r, -1):
            u = uniform(key[0, r], key[1, r], tick, b.org_ids[o], b.ids[i], b.kind_stream_ids[c, KindStream.ATTEND])
            if u < logistic(b.par[SHARPNESS, r] * utility_of_meeting(b, c, o, i, r)):
                work[i, r] = 1.0
    assemble(b, tick, c, r, -1, -1)


@process
def gather_guests(b: Block, tick: Tick, c: KindIndex, host: NationIndex, e: EventIndex, r: RunIndex) -> None:
    """Hold an act of kind ``c`` to which ``host`` invites, in ``tick`` of run ``r`` of the block ``b``: guests come
    by their own wish, or are named where the act is the dated entry ``e`` (-1 where it is not)."""
    work = b.work
    for k in range(b.nat.shape[1]):
        work[k, r] = 0.0
        if k == host:
            comes = True
        elif e >= 0:
            comes = b.dated_party[e, k] > 0
        else:
            comes = b.dyad[dyads.OPPORTUNITY, host, k, r] > 0.0 and accepts(b, tick, c, host, k, r)
        if comes and can_pay(b, c, k, r, e):
            work[k, r] = 1.0
        elif comes and e >= 0:
            record(b, r, LogEvent.UNAFFORDABLE, c, k, k, 1.0)
    if work[host, r] > 0.0:
        assemble(b, tick, c, r, e, host)


@process
def accepts(b: Block, tick: Tick, c: KindIndex, host: NationIndex, k: NationIndex, r: RunIndex) -> bool:
    """Whether nation ``k``, whom the ``host`` can meet, comes to its act of kind ``c`` in ``tick`` of run ``r`` of
    the block ``b``: by its wish and the willingness of both."""
    u = uniform(b.key[0, r], b.key[1, r], tick, b.ids[host], b.ids[k], b.kind_stream_ids[c, KindStream.ATTEND])
    wish = utility_from_state(b, c, k, host, r, host, 0.0)
    willing = b.dyad[dyads.WILLINGNESS, host, k, r] * b.dyad[dyads.WILLINGNESS, k, host, r]
    return u < willing * logistic(b.par[SHARPNESS, r] * wish)


@process
def gather_dated(b: Block, tick: Tick, c: KindIndex, e: EventIndex, r: RunIndex) -> None:
    """Hold the dated act ``e`` of kind ``c`` between several named parties in ``tick`` of run ``r`` of the block
    ``b``: all who can pay take part."""
    work = b.work
    for i in range(b.nat.shape[1]):
        work[i, r] = 0.0
        if b.dated_party[e, i]:
            if can_pay(b, c, i, r, e):
                work[i, r] = 1.0
            else:
                record(b, r, LogEvent.UNAFFORDABLE, c, i, i, 1.0)
    assemble(b, tick, c, r, e, -1)


@process
def assemble(b: Block, tick: Tick, c: KindIndex, r: RunIndex, e: EventIndex, host: NationIndex) -> None:
    """Charge those present (``work`` is 1) and perform an act of kind ``c`` of scale 1 / sqrt(n - 1), in ``tick`` of
    run ``r`` of the block ``b``: between every two of them, or, where there is a ``host`` (-1: none), between it and
    each guest. ``e`` is the dated entry, -1 where there is none."""
    work = b.work
    n, present = b.nat.shape[1], 0.0
    for i in range(n):
        present += work[i, r]
    if present < 2.0:
        return
    scale = 1.0 / np.sqrt(present - 1.0)
    for i in range(n):
        if work[i, r] > 0.0:
            charge(b, c, i, r)
    for i in range(n):
        for j in range(i + 1, n):
            if work[i, r] > 0.0 and work[j, r] > 0.0 and (host < 0 or i == host or j == host):
                count_acts(b, c, i, j, r, 1)
                perform_act(b, tick, c, i, j, r, scale, e)
