"""Service: claims are served in the order of value, and every act is charged to all its parties or refused.

A nation never spends money or staff that it has not.
"""

from __future__ import annotations

import numpy as np

from dipsim.model import draws, kinds, nation
from dipsim.model.block import (
    A_FIRST,
    A_HIDDEN,
    A_KIND,
    A_NOTIFIED,
    A_SCALE,
    A_SECOND,
    C_COUNT,
    C_EVENT,
    C_FIRST,
    C_KIND,
    C_ORDER,
    C_SECOND,
    C_VALUE,
    L_UNAFFORDABLE,
)
from dipsim.model.jit import equation, process
from dipsim.model.kinds import INCIDENT, STANDING
from dipsim.model.maths import logistic
from dipsim.model.measures import ACTS, SPENDING
from dipsim.model.philox import uniform
from dipsim.model.processes.evidence import record
from dipsim.model.processes.instruments import sign
from dipsim.model.processes.wishes import SHARPNESS, wish_for_meeting


@process
def serve(b, tick, r):
    """Serve the claims of run r in the order of value, then of slot and ids; charge or refuse each act."""
    listed = b.claim
    sort_claims(b, r)
    b.acts[r] = 0
    for q in range(b.claims[r]):
        c, e = np.int64(listed[C_KIND, q, r]), np.int64(listed[C_EVENT, q, r])
        i, j = np.int64(listed[C_FIRST, q, r]), np.int64(listed[C_SECOND, q, r])
        count = np.int64(listed[C_COUNT, q, r])
        if b.form[c] == INCIDENT:
            perform(b, tick, c, i, j, r, count, 1.0, e)
        elif j >= 0:
            paid = pay_pair(b, c, i, j, r, count)
            if paid > 0:
                perform(b, tick, c, i, j, r, paid, 1.0, e)
            elif e >= 0:
                record(b, r, L_UNAFFORDABLE, c, i, j, 1.0)
        elif e >= 0:
            gather_dated(b, tick, c, e, r)
        else:
            for _ in range(count):
                gather(b, tick, c, -1 - j, r)


@process
def pay_pair(b, c, i, j, r, count) -> int:
    """Charge up to ``count`` acts to both parties, one by one; returns how many both could pay."""
    paid = 0
    while paid < count and charged(b, c, i, r, True) and charged(b, c, j, r, True):
        charged(b, c, i, r, False)
        charged(b, c, j, r, False)
        paid += 1
    return paid


@process
def sort_claims(b, r):
    """Shell sort by descending value; ties by slot of the kind, then ids of the parties."""
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
def before(b, r, x, y):
    """Whether claim x is to be served before claim y."""
    claim, kind_slots = b.claim, b.kind_slots
    if claim[C_VALUE, x, r] != claim[C_VALUE, y, r]:
        return claim[C_VALUE, x, r] > claim[C_VALUE, y, r]
    slot_x = kind_slots[np.int64(claim[C_KIND, x, r]), draws.OCCUR]
    slot_y = kind_slots[np.int64(claim[C_KIND, y, r]), draws.OCCUR]
    if slot_x != slot_y:
        return slot_x < slot_y
    if claim[C_FIRST, x, r] != claim[C_FIRST, y, r]:
        return claim[C_FIRST, x, r] < claim[C_FIRST, y, r]
    if claim[C_SECOND, x, r] != claim[C_SECOND, y, r]:
        return claim[C_SECOND, x, r] < claim[C_SECOND, y, r]
    return claim[C_ORDER, x, r] < claim[C_ORDER, y, r]


@process
def charged(b, c, i, r, only_ask: bool) -> bool:
    """Whether i can pay an act of kind c; charges it unless only asked. Null acts are free."""
    nat, kind = b.nat, b.kind
    if kind[kinds.MODE, c, r] == kinds.NULL:
        return True
    cost, staff = kind[kinds.COST, c, r], kind[kinds.STAFF_COST, c, r]
    able = nat[nation.PURSE, i, r] >= cost and nat[nation.SLOTS, i, r] >= staff
    if able and not only_ask:
        nat[nation.PURSE, i, r] -= cost
        nat[nation.SLOTS, i, r] -= staff
        nat[nation.SPENT, i, r] += cost
        b.glob[SPENDING, r] += cost
    return able


@process
def perform(b, tick, c, i, j, r, count, scale: float, e):
    """Put ``count`` served acts on the list of run r as one entry, unless the kind is null or cost-only.

    An instrument that is only paid for is signed hollow: in force, kept up, without meaning.
    """
    kind, size = b.kind, b.dated_size
    mode = kind[kinds.MODE, c, r]
    b.served[c, r] += count
    b.done[c, i, j, r] += count
    b.glob[ACTS, r] += 0.0 if mode == kinds.NULL else count
    if mode == kinds.COST_ONLY and b.form[c] == STANDING and b.standing[b.standing_row[c], i, j, r] == 0.0:
        sign(b, c, i, j, r, 1.0)
    if mode != kinds.ON:
        return
    secret, notified, scale = kind[kinds.HIDDEN, c, r], kind[kinds.NOTIFIED, c, r], scale * count
    if e >= 0:
        scale *= size[e, 0, r]
        notified = size[e, 1, r] if size[e, 1, r] >= 0.0 else notified
        secret = size[e, 2, r] if size[e, 2, r] >= 0.0 else secret
    u = uniform(b.key[0, r], b.key[1, r], tick, b.ids[i], b.ids[j], b.kind_slots[c, draws.HIDE])
    enter(b, c, i, j, r, scale, notified, 1.0 if u < secret else 0.0)


@process
def enter(b, c, i, j, r, scale: float, notified: float, hidden: float):
    """Add an entry to the list of acts of run r."""
    act, a = b.act, b.acts[r]
    act[A_KIND, a, r] = c
    act[A_FIRST, a, r] = i
    act[A_SECOND, a, r] = j
    act[A_SCALE, a, r] = scale
    act[A_NOTIFIED, a, r] = notified
    act[A_HIDDEN, a, r] = hidden
    b.acts[r] = a + 1


@process
def gather(b, tick, c, m, r):
    """A meeting: each member attends by its own wish if it can pay; effects run over attending pairs."""
    key, work = b.key, b.work
    n, o = b.nat.shape[1], b.meeting_org[m]
    for i in range(n):
        work[i, r] = 0.0
        if b.member[o, i, r] > 0.0 and charged(b, c, i, r, True):
            u = uniform(key[0, r], key[1, r], tick, b.org_ids[o], b.ids[i], b.kind_slots[c, draws.ATTEND])
            if u < logistic(b.par[SHARPNESS, r] * wish_for_meeting(b, c, o, i, r)):
                work[i, r] = 1.0
    assemble(b, tick, c, r, -1)


@process
def gather_dated(b, tick, c, e, r):
    """A dated act of several named parties: all who can pay take part."""
    work = b.work
    for i in range(b.nat.shape[1]):
        work[i, r] = 0.0
        if b.dated_party[e, i]:
            if charged(b, c, i, r, True):
                work[i, r] = 1.0
            else:
                record(b, r, L_UNAFFORDABLE, c, i, i, 1.0)
    assemble(b, tick, c, r, e)


@process
def assemble(b, tick, c, r, e):
    """Charge those present (``work`` is 1) and perform the act between every two of them, scale / sqrt(n - 1)."""
    work = b.work
    n, present = b.nat.shape[1], 0.0
    for i in range(n):
        present += work[i, r]
    if present < 2.0:
        return
    scale = 1.0 / np.sqrt(present - 1.0)
    for i in range(n):
        if work[i, r] > 0.0:
            charged(b, c, i, r, False)
    for i in range(n):
        for j in range(i + 1, n):
            if work[i, r] > 0.0 and work[j, r] > 0.0:
                perform(b, tick, c, i, j, r, 1, scale, e)
