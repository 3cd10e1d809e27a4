"""Step 0 and the close of the tick: trust is read from the ledger, accounts decay, evidence is settled.

l[i,j] = sum of baseline terms + sum of accounts,   T = s(l)
account <- account 2^(-dt / half_life),  then the evidence of the tick (MODEL section 3)
"""

from __future__ import annotations

import numpy as np

from dipsim.model import causes, draws, pair
from dipsim.model.declare import PARAMETERS
from dipsim.model.jit import equation, process
from dipsim.model.maths import exp, kept, logistic, normal
from dipsim.model.philox import uniform

INTEROPERABILITY_LIFE = PARAMETERS.add(
    "ledger.interoperability_half_life",
    6.9,
    (0.5, 50),
    unit="years",
    meaning="half-life of interoperability; 0.1 per year",
)
CHANNEL_LIFE = PARAMETERS.add(
    "ledger.channel_half_life", 2.3, (0.2, 50), unit="years", meaning="half-life of channel quality; 0.3 per year"
)
NOTICE_LIFE = PARAMETERS.add("ledger.notice_half_life", 1.0, (0.1, 50), unit="years", meaning="half-life of notice")
DEPENDENCE_LIFE = PARAMETERS.add(
    "ledger.dependence_half_life", 8.0, (0.5, 50), unit="years", meaning="half-life of dependence on a supplier"
)
GROUNDWORK_LIFE = PARAMETERS.add(
    "consequences.groundwork_half_life", 1.0, (0.05, 20), unit="years", meaning="half-life of groundwork"
)
DISRUPTED_LIFE = PARAMETERS.add(
    "crisis.disruption_half_life",
    0.1,
    (0.005, 5),
    unit="years",
    meaning="half-life of what a cyber incident cuts; about five weeks",
)
JOINT_CAP = PARAMETERS.add(
    "ledger.joint_cap",
    1.5,
    (0.1, 1e6),
    unit="log-odds",
    source="assumed, the cap of one cause; Lowy Institute Polls of 2011 to 2025: no partner is trusted by more than "
    "90 %, the closest ally by 36 to 83 %",
    meaning="standing of the other kinds of acts, of one sign, beside which more evidence is no news: it is correlated",
)
NOISE_SIZE = PARAMETERS.add(
    "ledger.unexplained", 0.1, (0, 2), unit="log-odds per sqrt year", meaning="spread of what no cause explains"
)
HALF_LIVES = [
    PARAMETERS.add(
        f"ledger.half_life_{name}",
        value,
        (0.05, 100),
        unit="years",
        meaning=f"half-life of the account {name}",
        source=source,
    )
    for name, value, source in (
        ("reputation", 2.0, "assumed"),
        ("history", 25.0, "assumed"),
        ("intent", 3.0, "assumed"),
        ("incidents", 2.0, "assumed"),
        ("crises_threat", 2.0, "assumed"),
        ("crises_force", 8.0, "assumed"),
        ("crises_war", 12.0, "assumed"),
        ("refusals", 2.0, "assumed"),
        ("betrayals", 8.0, "assumed"),
        ("balance", 2.0, "assumed"),
        ("unexplained", 1.0, "assumed"),
    )
]
CAPS = [
    PARAMETERS.add(f"ledger.cap_{name}", value, (0.05, 1e6), unit="log-odds", meaning=f"cap of the account {name}")
    for name, value in (
        ("reputation", 1.5),
        ("history", causes.HARDLY_CAPPED),
        ("intent", 1.5),
        ("incidents", 1.5),
        ("crises_threat", 1.5),
        ("crises_force", 3.0),
        ("crises_war", 4.0),
        ("refusals", 1.5),
        ("betrayals", 2.5),
        ("balance", 1.5),
        ("unexplained", 1.5),
    )
]
FADING = (
    (pair.INTEROPERABILITY, INTEROPERABILITY_LIFE),
    (pair.CHANNEL, CHANNEL_LIFE),
    (pair.NOTICE, NOTICE_LIFE),
    (pair.DEPENDENCE, DEPENDENCE_LIFE),
    (pair.GROUNDWORK, GROUNDWORK_LIFE),
    (pair.DISRUPTED, DISRUPTED_LIFE),
)

STRETCH = 256  # elements that are summed together


@equation
def room(held, tightness):
    """Share of evidence that is news where other kinds of acts hold ``held`` of its sign; tightness: 1 / joint cap."""
    return min(1.0, max(0.0, 1.0 - held * tightness))


@equation
def settled(account, up, down, cap, room_up, room_down):
    """The account after the evidence of a tick, in log-odds.

    Inward evidence is added; what passes 0 counts as outward; outward total E closes the gap to the cap by
    1 - e^(-E/cap), the exact solution of da = (1 - a/cap) dE, times the room that other kinds of acts leave.
    """
    same = up if account >= 0.0 else down
    against = down if account >= 0.0 else up
    sign = 1.0 if account >= 0.0 else -1.0
    left = abs(account) - against
    outward = same if left >= 0.0 else same + left
    held = max(left, 0.0)
    sign = sign if outward >= 0.0 else -sign
    news = room_up if sign > 0.0 else room_down
    return sign * (held + news * max(0.0, cap - held) * (1.0 - exp(-abs(outward) / cap))) + 0.0  # never -0


@process
def recall(b):
    """Trust from the accounts as they stand (what is recorded), read frozen by all that follows.

    Sums run over stretches of dyads and runs, short enough to stay close to the processor.
    """
    dyad, total = b.dyad, b.acc_flat.shape[1]
    n, runs = dyad.shape[1], dyad.shape[3]
    for start in range(0, total, STRETCH):
        add_up(b, start, min(start + STRETCH, total))
    for i in range(n):
        for j in range(n):
            if i != j:
                for r in range(runs):
                    dyad[pair.TRUST, i, j, r] = logistic(dyad[pair.LOGIT, i, j, r])


@equation
def add_up(b, start, stop):
    """Log-odds and repute from accounts and baseline, for elements ``start`` to ``stop`` of the flat arrays."""
    dyad, acc, base = b.dyad_flat, b.acc_flat, b.base_flat
    for x in range(start, stop):
        dyad[pair.REPUTE, x] = 0.0
        dyad[pair.WARMTH, x] = 0.0
    for c in range(causes.KINDS, acc.shape[0]):
        for x in range(start, stop):
            dyad[pair.REPUTE, x] += acc[c, x]
            dyad[pair.WARMTH, x] += abs(acc[c, x])
    for x in range(start, stop):
        dyad[pair.CHILL, x] = 0.5 * (dyad[pair.WARMTH, x] - dyad[pair.REPUTE, x])
        dyad[pair.WARMTH, x] = 0.5 * (dyad[pair.WARMTH, x] + dyad[pair.REPUTE, x])
    for c in range(causes.HISTORY + 1, causes.KINDS):
        for x in range(start, stop):
            dyad[pair.REPUTE, x] += acc[c, x]
    for x in range(start, stop):
        dyad[pair.LOGIT, x] = dyad[pair.REPUTE, x] + acc[causes.REPUTATION, x] + acc[causes.HISTORY, x]
    for t in range(base.shape[0]):
        for x in range(start, stop):
            dyad[pair.LOGIT, x] += base[t, x]


@process
def fade(b):
    """Stocks of the pair decay by their half-lives; accounts do when the tick is closed."""
    dyad, row = b.dyad, b.row
    n, runs = dyad.shape[1], dyad.shape[3]
    for stock, life in FADING:
        for r in range(runs):
            row[0, r] = kept(b.dt, b.par[life, r])
        for i in range(n):
            for j in range(n):
                for r in range(runs):
                    dyad[stock, i, j, r] *= row[0, r]


@process
def settle(b, tick):
    """Close the tick: accounts decay, then the evidence of the tick is applied once, per sign, corrected for dt."""
    touched = b.touched_flat
    noise(b, tick)
    for c in range(touched.shape[0]):
        fade_account(b, c)
        found = 0
        for x in range(touched.shape[1]):
            found += touched[c, x]
        if found > 0:
            settle_account(b, c)


@equation
def fade_account(b, c):
    """Account c of all dyads decays by its half-life; with a single run, dyads fill the lanes."""
    acc, flat, keep = b.acc, b.acc_flat, b.keep
    if acc.shape[3] == 1:
        for x in range(flat.shape[1]):
            flat[c, x] *= keep[c, 0]
    else:
        for i in range(acc.shape[1]):
            for j in range(acc.shape[2]):
                for r in range(acc.shape[3]):
                    acc[c, i, j, r] *= keep[c, r]


@equation
def settle_account(b, c):
    """Apply the evidence of the tick to account c of all dyads that have any.

    Evidence of one sign from different kinds of acts is correlated too: what others hold leaves less room.
    """
    acc, up, down, gain, cap, touched, dyad, row = b.acc, b.up, b.down, b.gain, b.cap, b.touched, b.dyad, b.row
    runs = acc.shape[3]
    for r in range(runs):
        row[0, r] = 1.0 / b.par[JOINT_CAP, r] if c >= causes.KINDS else 0.0
        row[1, r] = 1.0 / b.keep[c, r]  # own standing as it was when trust was read
    for i in range(acc.shape[1]):
        for j in range(acc.shape[2]):
            if touched[c, i, j]:
                for r in range(runs):
                    own = acc[c, i, j, r] * row[1, r]
                    acc[c, i, j, r] = settled(
                        acc[c, i, j, r],
                        up[c, i, j, r] * gain[c, r],
                        down[c, i, j, r] * gain[c, r],
                        cap[c, r],
                        room(dyad[pair.WARMTH, i, j, r] - max(own, 0.0), row[0, r]),
                        room(dyad[pair.CHILL, i, j, r] - max(-own, 0.0), row[0, r]),
                    )
                for r in range(runs):
                    up[c, i, j, r] = 0.0
                    down[c, i, j, r] = 0.0
                touched[c, i, j] = 0


@process
def noise(b, tick):
    """What no cause explains: a normal draw per linked directed dyad, spread proportional to sqrt(dt)."""
    dyad, key, ids, up, down = b.dyad, b.key, b.ids, b.up, b.down
    n, runs = dyad.shape[1], dyad.shape[3]
    slot, scale = b.slots[draws.NOISE], np.sqrt(b.dt)
    for i in range(n):
        for j in range(n):
            if i == j:
                continue
            for r in range(runs):
                size = b.par[NOISE_SIZE, r] * scale * dyad[pair.LINK, i, j, r]
                e = size * normal(uniform(key[0, r], key[1, r], tick, ids[i], ids[j], slot))
                up[causes.UNEXPLAINED, i, j, r] += max(e, 0.0)
                down[causes.UNEXPLAINED, i, j, r] += max(-e, 0.0)
            b.touched[causes.UNEXPLAINED, i, j] = 1
