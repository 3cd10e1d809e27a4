"""Step 3, diplomacy: the draws decide which acts come up; those few are served by value, each charged or refused.

Of a Poisson draw only the cases that can be above zero are looked at: as e^-x >= 1 - x and no wish lifts a hazard above
rate * opportunity, an act cannot come up when u < 1 - rate opportunity dt, and nothing else is computed then.
"""

from __future__ import annotations

import numpy as np

from dipsim.model import draws, kinds, pair
from dipsim.model.block import (
    C_COUNT,
    C_EVENT,
    C_FIRST,
    C_GAIN,
    C_GAIN_OTHER,
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
)
from dipsim.model.jit import equation, process
from dipsim.model.kinds import DIRECTED, HOSTED, MEASURE, PAIR, STANDING
from dipsim.model.maths import SLACK, logistic, poisson_count
from dipsim.model.philox import uniform
from dipsim.model.processes.bill import KAPPA_HELPING, KAPPA_OWN
from dipsim.model.processes.coercion import wish_against
from dipsim.model.processes.evidence import anywhere
from dipsim.model.processes.service import serve
from dipsim.model.processes.wishes import (
    SHARPNESS,
    W_GAINS,
    act_hazard,
    foreseen_alarm,
    weighed,
    wish_for_meeting,
    wish_of,
    wish_to_host,
)

DATED_FIRST = 1e6  # dated acts are served before those that come up


@process
def come_up(b, tick):
    """Collect as claims the acts of two nations, and the measures of one, that come up in this tick."""
    nat, form, row = b.nat, b.form, b.row
    n, runs = nat.shape[1], nat.shape[2]
    for r in range(runs):
        b.claims[r] = 0
    for i in range(n):
        for j in range(n):
            if i == j or not anywhere(b, pair.OPPORTUNITY, i, j):
                continue
            for c in range(form.size):
                if form[c] == DIRECTED or form[c] == MEASURE or (i < j and (form[c] == PAIR or form[c] == STANDING)):
                    if bounded(b, tick, c, i, j):
                        for r in range(runs):
                            if row[1, r] > 1.0 - row[0, r]:
                                if form[c] == MEASURE:
                                    resolve_on(b, c, i, j, r, row[1, r])
                                else:
                                    propose(b, c, i, j, r, row[1, r])


@equation
def bounded(b, tick, c, i, j):
    """Draw for kind c between i and j in every run; true when an act may have come up in some run."""
    nat, dyad, kind, ids, key, row = b.nat, b.dyad, b.kind, b.ids, b.key, b.row
    bound, candidates = 0.0, 0
    for r in range(nat.shape[2]):
        on = 1.0 if kind[kinds.MODE, c, r] > 0.0 else 0.0
        both = dyad[pair.WILLINGNESS, i, j, r] * dyad[pair.WILLINGNESS, j, i, r]
        both = 1.0 if b.form[c] == MEASURE else both
        row[0, r] = on * kind[kinds.RATE, c, r] * b.dt * dyad[pair.OPPORTUNITY, i, j, r] * both
        bound += row[0, r]
    if bound == 0.0:
        return False
    for r in range(nat.shape[2]):
        row[1, r] = uniform(key[0, r], key[1, r], tick, ids[i], ids[j], b.kind_slots[c, draws.OCCUR])
        candidates += 1 if row[1, r] > 1.0 - row[0, r] else 0
    return candidates > 0


@process
def propose(b, c, i, j, r, u: float):
    """Compute both wishes for a candidate, count the acts of its Poisson draw, and claim them."""
    dyad, par = b.dyad, b.par
    row = b.standing_row[c]
    if row >= 0 and b.standing[row, i, j, r] > 0.0:
        return
    own, helping, directed = par[KAPPA_OWN, r], par[KAPPA_HELPING, r], b.form[c] == DIRECTED
    rate, opportunity, sharpness = b.kind[kinds.RATE, c, r], dyad[pair.OPPORTUNITY, i, j, r], par[SHARPNESS, r]
    both = dyad[pair.WILLINGNESS, i, j, r] * dyad[pair.WILLINGNESS, j, i, r]
    wish_ij = wish_of(
        b, c, i, j, r, i if directed else j, j if directed else i, foreseen_alarm(b, c, i, j, r, own, helping)
    )
    most = rate * opportunity * logistic(sharpness * wish_ij) * both * b.dt
    if u < 1.0 - most - SLACK:  # however much the other wishes it
        return
    wish_ji = wish_of(b, c, j, i, r, i, j, foreseen_alarm(b, c, j, i, r, own, helping))
    first, second = weighed(wish_ij, wish_ji, par[W_GAINS, r]), weighed(wish_ji, wish_ij, par[W_GAINS, r])
    hazard = act_hazard(rate, opportunity, sharpness, first, second, both)
    count = poisson_count(u, hazard * b.dt)
    if row >= 0:
        count = min(count, 1)
    if count > 0:
        claim(b, r, rounded(first + second), c, i, j, count, -1)
        b.claim[C_GAIN, b.claims[r] - 1, r] = first
        b.claim[C_GAIN_OTHER, b.claims[r] - 1, r] = second


@process
def resolve_on(b, c, i, j, r, u: float):
    """Claim a measure of i against j, unless it is in force: nobody asks the target."""
    if b.standing[b.standing_row[c], i, j, r] > 0.0:
        return
    wish = wish_against(b, c, i, j, r)
    hazard = b.kind[kinds.RATE, c, r] * b.dyad[pair.OPPORTUNITY, i, j, r] * logistic(b.par[SHARPNESS, r] * wish)
    if poisson_count(u, hazard * b.dt) > 0:
        claim(b, r, rounded(wish), c, i, j, 1, -1)


@equation
def rounded(value):
    """Round to 1e-9, so that the order of service does not hang on the last bit."""
    return np.floor(value * 1e9 + 0.5) * 1e-9


@process
def claim(b, r, value: float, c, i, j, count, event):
    """Put a claim on the list of run r; ``event`` is -1 unless dated.

    ``j`` is -1 - meeting for a meeting of an organisation, and ``i`` itself for an act that i hosts.
    """
    claim, claims = b.claim, b.claims
    q = claims[r]
    claim[C_VALUE, q, r] = value
    claim[C_ORDER, q, r] = q
    claim[C_KIND, q, r] = c
    claim[C_FIRST, q, r] = i
    claim[C_SECOND, q, r] = j
    claim[C_COUNT, q, r] = count
    claim[C_EVENT, q, r] = event
    claim[C_GAIN, q, r] = 0.0
    claim[C_GAIN_OTHER, q, r] = 0.0
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
def invitations(b, tick):
    """Claim what nations host, such as exhibitions: one opportunity draw each, by the wish of the host."""
    for c in range(b.form.size):
        if b.form[c] == HOSTED:
            for i in range(b.nat.shape[1]):
                for r in range(b.nat.shape[2]):
                    most = b.kind[kinds.RATE, c, r] * b.dt
                    if most > 0.0 and b.kind[kinds.MODE, c, r] > 0.0:
                        u = uniform(b.key[0, r], b.key[1, r], tick, b.ids[i], b.ids[i], b.kind_slots[c, draws.OCCUR])
                        if u > 1.0 - most - SLACK:
                            wish = wish_to_host(b, c, i, r)
                            count = poisson_count(u, most * logistic(b.par[SHARPNESS, r] * wish))
                            if count > 0:
                                claim(b, r, rounded(2.0 * wish), c, i, i, count, -1)


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
def diplomacy(b, tick):
    """Step 3 of the tick."""
    come_up(b, tick)
    meetings(b, tick)
    invitations(b, tick)
    programmes(b, tick)
    for r in range(b.nat.shape[2]):
        serve(b, tick, r)
