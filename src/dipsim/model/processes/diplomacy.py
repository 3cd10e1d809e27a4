"""Step 3, diplomacy: the draws decide which acts come up; those few are served by value, each charged or refused.

Of a Poisson draw only the cases that can be above zero are looked at: as e^-x >= 1 - x and no wish lifts a hazard above
rate * opportunity, an act cannot come up when u < 1 - rate opportunity dt, and nothing else is computed then.
"""

from __future__ import annotations

import numpy as np

from dipsim.model import draws, kinds, nation, pair
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
    D_EVENT,
    D_FIRST,
    D_KIND,
    D_SECOND,
    D_TICK,
    E_ACT,
    L_UNAFFORDABLE,
)
from dipsim.model.jit import equation, process
from dipsim.model.maths import logistic, poisson_count
from dipsim.model.measures import ACTS, SPENDING
from dipsim.model.philox import uniform
from dipsim.model.processes.bill import KAPPA_HELPING, KAPPA_OWN
from dipsim.model.processes.evidence import record
from dipsim.model.processes.wishes import SHARPNESS, act_hazard, foreseen_alarm, wish_of

PAIR, DIRECTED, MANY, STANDING, INCIDENT = range(5)
DATED_FIRST = 1e6  # dated acts are served before those that come up


@process
def come_up(b, tick):
    """Collect as claims the acts of pair, directed and standing kinds that come up in this tick."""
    nat, form, row = b.nat, b.form, b.row
    n, runs = nat.shape[1], nat.shape[2]
    for r in range(runs):
        b.claims[r] = 0
    for i in range(n):
        for j in range(n):
            if i == j or not reachable(b, i, j):
                continue
            for c in range(form.size):
                if (form[c] == DIRECTED or i < j) and form[c] != MANY and form[c] != INCIDENT:
                    if bounded(b, tick, c, i, j):
                        for r in range(runs):
                            if row[1, r] > 1.0 - row[0, r]:
                                propose(b, c, i, j, r, row[1, r])


@equation
def reachable(b, i, j):
    """Whether the pair is linked in any run of the block."""
    found = False
    for r in range(b.nat.shape[2]):
        if b.dyad[pair.OPPORTUNITY, i, j, r] > 0.0:
            found = True
    return found


@equation
def bounded(b, tick, c, i, j):
    """Draw for kind c between i and j in every run; true when an act may have come up in some run."""
    nat, dyad, kind, ids, key, row = b.nat, b.dyad, b.kind, b.ids, b.key, b.row
    candidates = 0
    for r in range(nat.shape[2]):
        on = 1.0 if kind[kinds.MODE, c, r] > 0.0 else 0.0
        both = dyad[pair.WILLINGNESS, i, j, r] * dyad[pair.WILLINGNESS, j, i, r]
        row[0, r] = on * kind[kinds.RATE, c, r] * b.dt * dyad[pair.OPPORTUNITY, i, j, r] * both
        row[1, r] = uniform(key[0, r], key[1, r], tick, ids[i], ids[j], b.kind_slots[c, draws.OCCUR])
    for r in range(nat.shape[2]):
        candidates += 1 if row[1, r] > 1.0 - row[0, r] else 0
    return candidates > 0


@process
def propose(b, c, i, j, r, u):
    """Compute both wishes for a candidate, count the acts of its Poisson draw, and claim them."""
    dyad, par = b.dyad, b.par
    row = b.standing_row[c]
    if row >= 0 and b.standing[row, i, j, r] > 0.0:
        return
    own, helping = par[KAPPA_OWN, r], par[KAPPA_HELPING, r]
    wish_ij = wish_of(b, c, i, j, r, i, j, foreseen_alarm(b, c, i, j, r, own, helping))
    wish_ji = wish_of(b, c, j, i, r, i, j, foreseen_alarm(b, c, j, i, r, own, helping))
    both = dyad[pair.WILLINGNESS, i, j, r] * dyad[pair.WILLINGNESS, j, i, r]
    hazard = act_hazard(b.kind[kinds.RATE, c, r], dyad[pair.OPPORTUNITY, i, j, r], par[SHARPNESS, r], wish_ij, wish_ji, both)
    count = poisson_count(u, hazard * b.dt)
    if row >= 0:
        count = min(count, 1)
    if count > 0:
        claim(b, r, rounded(wish_ij + wish_ji), c, i, j, count, -1)


@equation
def rounded(value):
    """Round to 1e-9, so that the order of service does not hang on the last bit."""
    return np.floor(value * 1e9 + 0.5) * 1e-9


@process
def claim(b, r, value, c, i, j, count, event):
    """Put a claim on the list of run r. ``j`` is -1 - meeting for a many-party act; ``event`` is -1 unless dated."""
    claim, claims = b.claim, b.claims
    q = claims[r]
    claim[C_VALUE, q, r] = value
    claim[C_ORDER, q, r] = q
    claim[C_KIND, q, r] = c
    claim[C_FIRST, q, r] = i
    claim[C_SECOND, q, r] = j
    claim[C_COUNT, q, r] = count
    claim[C_EVENT, q, r] = event
    claims[r] = q + 1


@process
def meetings(b, tick):
    """Claim the meetings that organisations hold: one opportunity draw each."""
    nat, meeting_org = b.nat, b.meeting_org
    n, runs = nat.shape[1], nat.shape[2]
    for m in range(meeting_org.size):
        o, c = meeting_org[m], b.meeting_kind[m]
        for r in range(runs):
            if b.kind[kinds.MODE, c, r] > 0.0:
                key = b.org_ids[o]
                u = uniform(b.key[0, r], b.key[1, r], tick, key, key, b.kind_slots[c, draws.OCCUR])
                count = poisson_count(u, b.meeting_rate[m, r] * b.dt)
                if count > 0:
                    total, members = 0.0, 0.0
                    for i in range(n):
                        if b.member[o, i, r] > 0.0:
                            total += wish_for_meeting(b, c, o, i, r)
                            members += 1.0
                    if members > 1.0:
                        claim(b, r, rounded(2.0 * total / members), c, 0, -1 - m, count, -1)


@process
def wish_for_meeting(b, c, o, i, r):
    """Mean wish of member i to meet the other members of organisation o."""
    total, others = 0.0, 0.0
    for j in range(b.nat.shape[1]):
        if j != i and b.member[o, j, r] > 0.0:
            total += wish_of(b, c, i, j, r, i, j, 0.0)
            others += 1.0
    return total / others if others > 0.0 else -100.0


@process
def programmes(b, tick):
    """Claim the dated acts of this tick; they are served first, and their refusal is an event."""
    dated = b.dated
    for e in range(dated.shape[0]):
        if dated[e, D_TICK] == np.int64(tick) and dated[e, D_EVENT] == E_ACT:
            c = dated[e, D_KIND]
            for r in range(b.nat.shape[2]):
                if b.kind[kinds.MODE, c, r] > 0.0 and b.dated_size[e, 0, r] > 0.0:
                    claim(b, r, DATED_FIRST - e, c, dated[e, D_FIRST], dated[e, D_SECOND], 1, e)


@process
def serve(b, tick, r):
    """Serve the claims of run r in the order of value, then of slot and ids; charge or refuse each act."""
    claim = b.claim
    sort_claims(b, r)
    b.acts[r] = 0
    for q in range(b.claims[r]):
        for _ in range(np.int64(claim[C_COUNT, q, r])):
            c, e = np.int64(claim[C_KIND, q, r]), np.int64(claim[C_EVENT, q, r])
            i, j = np.int64(claim[C_FIRST, q, r]), np.int64(claim[C_SECOND, q, r])
            if b.form[c] == INCIDENT:
                perform(b, tick, c, i, j, r, 1.0, e)
            elif e >= 0 and j < 0:
                gather_dated(b, tick, c, e, r)
            elif j < 0:
                gather(b, tick, c, -1 - j, r)
            elif charged(b, c, i, r, True) and charged(b, c, j, r, True):
                charged(b, c, i, r, False)
                charged(b, c, j, r, False)
                perform(b, tick, c, i, j, r, 1.0, e)
            elif e >= 0:
                record(b, r, L_UNAFFORDABLE, c, i, j, 1.0)


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
def charged(b, c, i, r, only_ask):
    """Whether i can pay an act of kind c; charges it unless only asked. Null acts are free, incidents are not planned."""
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
def perform(b, tick, c, i, j, r, scale, e):
    """Put a served act on the list of run r, unless its kind is null or cost-only."""
    kind, act, acts, dated_size, ids, key = b.kind, b.act, b.acts, b.dated_size, b.ids, b.key
    b.served[c, r] += 1.0
    b.glob[ACTS, r] += 0.0 if kind[kinds.MODE, c, r] == kinds.NULL else 1.0
    b.done[c, i, j, r] += 1.0
    if kind[kinds.MODE, c, r] == kinds.ON:
        secret, notified = kind[kinds.HIDDEN, c, r], kind[kinds.NOTIFIED, c, r]
        if e >= 0:
            scale *= dated_size[e, 0, r]
            notified = dated_size[e, 1, r] if dated_size[e, 1, r] >= 0.0 else notified
            secret = dated_size[e, 2, r] if dated_size[e, 2, r] >= 0.0 else secret
        u = uniform(key[0, r], key[1, r], tick, ids[i], ids[j], b.kind_slots[c, draws.HIDE])
        a = acts[r]
        act[A_KIND, a, r] = c
        act[A_FIRST, a, r] = i
        act[A_SECOND, a, r] = j
        act[A_SCALE, a, r] = scale
        act[A_NOTIFIED, a, r] = notified
        act[A_HIDDEN, a, r] = 1.0 if u < secret else 0.0
        acts[r] = a + 1


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
                perform(b, tick, c, i, j, r, scale, e)


@process
def diplomacy(b, tick):
    """Step 3 of the tick."""
    come_up(b, tick)
    meetings(b, tick)
    programmes(b, tick)
    for r in range(b.nat.shape[2]):
        serve(b, tick, r)
