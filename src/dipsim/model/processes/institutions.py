"""Step 6, institutions: the life of what was founded: terms, renewal, lapse, breach, upkeep, admission, caps.

What pacts and agreements mean for a pair (covers, pledges, restraint, scopes) is derived here from what is in force.
"""

from __future__ import annotations

import numpy as np

from dipsim.model import causes, draws, kinds, nation, organisation, pair
from dipsim.model.block import L_ADMITTED, L_BREACHED, L_CHEATED, L_LAPSED, L_RENEWED, L_SIGNED
from dipsim.model.declare import PARAMETERS
from dipsim.model.jit import equation, process
from dipsim.model.maths import logistic, risen
from dipsim.model.measures import SPENDING
from dipsim.model.philox import uniform
from dipsim.model.processes.evidence import MIXED_SIGNALS, SEEN_FLOOR, note, observed, record

RENEWAL = PARAMETERS.add(
    "institutions.renewal", 6.0, (0, 50), meaning="steepness of renewal in mean trust above the threshold of the kind"
)
BREACH = PARAMETERS.add(
    "institutions.breach",
    0.02,
    (0, 1),
    unit="per year",
    meaning="hazard of a breach by a full revisionist that distrusts the other",
)
BREACH_SIZE = PARAMETERS.add(
    "institutions.betrayal",
    -1.5,
    (-5, 0),
    unit="log-odds",
    source="Unciv betrayal weights -40 victim, -20 observers",
    grade=3,
    meaning="evidence of a breach at the victim",
)
BREACH_SEEN = PARAMETERS.add(
    "institutions.betrayal_seen",
    0.5,
    (0, 1),
    source="Unciv betrayal weights -40 victim, -20 observers",
    grade=3,
    meaning="share of that evidence at linked observers",
)
COUNCIL_SLOWS = PARAMETERS.add(
    "institutions.council", 0.5, (0, 1), meaning="share of lapse and breach that a council of quality 1 prevents"
)
ADMIT_TRUST = PARAMETERS.add(
    "institutions.admission_trust",
    0.6,
    (0, 1),
    meaning="mean trust of the members at which an applicant has an even chance",
)
ADMIT_SHARPNESS = PARAMETERS.add(
    "institutions.admission_sharpness", 12.0, (0, 100), meaning="steepness of admission in trust"
)
CHEAT = PARAMETERS.add(
    "institutions.cheating",
    0.8,
    (0, 1),
    meaning="chance per year that a full revisionist above its cap cheats where nobody verifies",
)
ALL_SCOPES = float((1 << len(kinds.SCOPES)) - 1)
GENERAL = -2  # scope of an agreement that covers every scope


@equation
def renewal_chance(steepness, trust_ij, trust_ji, threshold):
    """Chance that an instrument is renewed at the end of its term."""
    return logistic(steepness * (0.5 * (trust_ij + trust_ji) - threshold) + 1.0)


@equation
def breach_hazard(rate, revisionism, trust):
    """Hazard per year that a party breaks an instrument in force."""
    return rate * revisionism * 2.0 * (1.0 - trust)


@equation
def cheating_chance(most, revisionism, verification):
    """Chance that a member above its cap cheats in a year: intent, less where it would be found out."""
    return most * revisionism * (1.0 - verification)


@process
def sign(b, c, i, j, r, hollow: float):
    """Put an instrument in force for its term, and link the two; a hollow one (1.0) costs and means nothing."""
    dyad, kind, standing = b.dyad, b.kind, b.standing
    row = b.standing_row[c]
    standing[row, i, j, r] = standing[row, j, i, r] = kind[kinds.TERM, c, r]
    b.hollow[row, i, j, r] = b.hollow[row, j, i, r] = hollow
    if hollow == 0.0:
        dyad[pair.LINK, i, j, r] = dyad[pair.LINK, j, i, r] = 1.0
    if b.scope[c] == GENERAL and hollow == 0.0:
        dyad[pair.SCOPES, i, j, r] = ALL_SCOPES
        dyad[pair.SCOPES, j, i, r] = ALL_SCOPES
    record(b, r, L_SIGNED, c, i, j, kind[kinds.TERM, c, r])


@process
def end(b, s, i, j, r):
    """Take an instrument out of force."""
    standing = b.standing
    standing[s, i, j, r] = 0.0
    standing[s, j, i, r] = 0.0


@process
def betray(b, i, j, r, size: float):
    """i broke its word to j: evidence at j and, smaller, at every linked observer."""
    nat = b.nat
    p = b.par
    note(b, causes.BETRAYALS, j, i, r, size)
    seen = observed(nat[nation.TRANSPARENCY, i, r], nat[nation.COHERENCE, i, r], p[SEEN_FLOOR, r], p[MIXED_SIGNALS, r])
    for k in range(nat.shape[1]):
        if k != i and k != j:
            note(b, causes.BETRAYALS, k, i, r, size * p[BREACH_SEEN, r] * seen * b.dyad[pair.LINK, k, i, r])


@process
def covers(b):
    """What is in force between two nations, as the strongest of its instruments and common alliances."""
    nat, dyad, kind, member, org, standing = b.nat, b.dyad, b.kind, b.member, b.org, b.standing
    n, runs = nat.shape[1], nat.shape[2]
    for i in range(n):
        for j in range(n):
            if i == j:
                continue
            for derived in (
                pair.COVER_DEFENCE,
                pair.COVER_OFFENCE,
                pair.PLEDGE,
                pair.RESTRAINT,
                pair.AGREEMENTS,
                pair.CALLABLE,
            ):
                for r in range(runs):
                    dyad[derived, i, j, r] = 0.0
            for s in range(standing.shape[0]):
                c = b.standing_kind[s]
                general = 1.0 if b.scope[c] == GENERAL else 0.0
                for r in range(runs):
                    force = 1.0 - b.hollow[s, i, j, r] if standing[s, i, j, r] > 0.0 else 0.0
                    strengthen(b, pair.COVER_DEFENCE, i, j, r, force * kind[kinds.COVER_DEFENCE, c, r])
                    strengthen(b, pair.COVER_OFFENCE, i, j, r, force * kind[kinds.COVER_OFFENCE, c, r])
                    strengthen(b, pair.PLEDGE, i, j, r, force * kind[kinds.PLEDGE, c, r])
                    strengthen(b, pair.RESTRAINT, i, j, r, force * kind[kinds.RESTRAINT, c, r])
                    strengthen(b, pair.CALLABLE, i, j, r, force * kind[kinds.HOTLINE, c, r])
                    strengthen(b, pair.AGREEMENTS, i, j, r, force * general)
            for o in range(org.shape[1]):
                if b.org_type[o] == organisation.ALLIANCE:
                    for r in range(runs):
                        both = member[o, i, r] * member[o, j, r]
                        strengthen(b, pair.COVER_DEFENCE, i, j, r, both * org[organisation.COVER_DEFENCE, o, r])
                        strengthen(b, pair.COVER_OFFENCE, i, j, r, both * org[organisation.COVER_OFFENCE, o, r])
                        strengthen(b, pair.PLEDGE, i, j, r, both * org[organisation.PLEDGE, o, r])
                        strengthen(b, pair.RESTRAINT, i, j, r, both * org[organisation.RESTRAINT, o, r])
            for r in range(runs):
                dyad[pair.SCOPES, i, j, r] *= dyad[pair.AGREEMENTS, i, j, r]


@equation
def strengthen(b, row, i, j, r, value):
    """Raise a derived quantity of the pair to ``value`` if it is lower."""
    dyad = b.dyad
    dyad[row, i, j, r] = max(dyad[row, i, j, r], value)


@process
def instruments(b, tick):
    """Terms run down; at their end instruments are renewed or lapse; upkeep is paid; some are breached."""
    nat, standing = b.nat, b.standing
    n, runs = nat.shape[1], nat.shape[2]
    for s in range(standing.shape[0]):
        c = b.standing_kind[s]
        for i in range(n):
            for j in range(i + 1, n):
                for r in range(runs):
                    if standing[s, i, j, r] > 0.0:
                        age(b, tick, s, c, i, j, r)


@process
def age(b, tick, s, c, i, j, r):
    """One instrument in force: evidence, upkeep, end of term, breach by either side."""
    dyad, par, kind, ids, key, standing = b.dyad, b.par, b.kind, b.ids, b.key, b.standing
    held = 1.0 - par[COUNCIL_SLOWS, r] * dyad[pair.PROTECTED, i, j, r]
    evidence = kind[kinds.UPKEEP_EVIDENCE, c, r] * b.dt * (1.0 - b.hollow[s, i, j, r])
    note(b, causes.KINDS + 3 * c, i, j, r, evidence)
    note(b, causes.KINDS + 3 * c, j, i, r, evidence)
    left = standing[s, i, j, r] - b.dt
    standing[s, i, j, r] = left
    standing[s, j, i, r] = left
    if not (upkept(b, tick, i, r, kind[kinds.UPKEEP, c, r]) and upkept(b, tick, j, r, kind[kinds.UPKEEP, c, r])):
        end(b, s, i, j, r)
        record(b, r, L_LAPSED, c, i, j, 0.0)
    elif left <= 1e-9:
        u = uniform(key[0, r], key[1, r], tick, ids[i], ids[j], b.kind_slots[c, draws.RENEW])
        chance = renewal_chance(
            par[RENEWAL, r], dyad[pair.TRUST, i, j, r], dyad[pair.TRUST, j, i, r], kind[kinds.THRESHOLD, c, r]
        )
        if u < 1.0 - held * (1.0 - chance):
            standing[s, i, j, r] = kind[kinds.TERM, c, r]
            standing[s, j, i, r] = kind[kinds.TERM, c, r]
            record(b, r, L_RENEWED, c, i, j, chance)
        else:
            end(b, s, i, j, r)
            record(b, r, L_LAPSED, c, i, j, chance)
    elif b.hollow[s, i, j, r] == 0.0:
        breach(b, tick, s, c, i, j, r, held)
        if standing[s, i, j, r] > 0.0:
            breach(b, tick, s, c, j, i, r, held)


@process
def breach(b, tick, s, c, i, j, r, held: float):
    """i may break the instrument: it ends, and that is a betrayal."""
    par, ids, key = b.par, b.ids, b.key
    hazard = held * breach_hazard(par[BREACH, r], b.nat[nation.REVISIONISM, i, r], b.dyad[pair.TRUST, i, j, r])
    u = uniform(key[0, r], key[1, r], tick, ids[i], ids[j], b.kind_slots[c, draws.BREACH])
    if u < risen(hazard, b.dt):
        end(b, s, i, j, r)
        betray(b, i, j, r, par[BREACH_SIZE, r])
        record(b, r, L_BREACHED, c, i, j, hazard)


@process
def upkept(b, tick, i, r, cost: float) -> bool:
    """Charge a year's upkeep to i in the first tick of the year; false when it cannot pay."""
    nat = b.nat
    if np.int64(tick) % b.per_year != 0:
        return True
    able = nat[nation.PURSE, i, r] >= cost
    if able:
        nat[nation.PURSE, i, r] -= cost
        nat[nation.SPENT, i, r] += cost
        b.glob[SPENDING, r] += cost
    return able


@process
def organisations(b, tick):
    """Members pay upkeep or leave; linked outsiders apply; caps on arms are verified."""
    nat, member, org = b.nat, b.member, b.org
    n, runs = nat.shape[1], nat.shape[2]
    for o in range(org.shape[1]):
        for i in range(n):
            for r in range(runs):
                if member[o, i, r] > 0.0:
                    if not upkept(b, tick, i, r, org[organisation.UPKEEP, o, r]):
                        member[o, i, r] = 0.0
                    elif b.org_type[o] == organisation.ARMS_CONTROL and org[organisation.LIMIT, o, r] > 0.0:
                        inspect(b, tick, o, i, r)
                elif org[organisation.ADMISSION, o, r] > 0.0:
                    apply_for(b, tick, o, i, r)


@process
def apply_for(b, tick, o, i, r):
    """An outsider applies; members admit it by their mean trust in it."""
    dyad, par, key, member = b.dyad, b.par, b.key, b.member
    trust, links, members = 0.0, 0.0, 0.0
    for k in range(b.nat.shape[1]):
        if member[o, k, r] > 0.0:
            trust += dyad[pair.TRUST, k, i, r]
            links += dyad[pair.LINK, k, i, r]
            members += 1.0
    if links > 0.0:
        chance = logistic(par[ADMIT_SHARPNESS, r] * (trust / members - par[ADMIT_TRUST, r]))
        u = uniform(key[0, r], key[1, r], tick, b.org_ids[o], b.ids[i], b.slots[draws.ADMISSION])
        if u < risen(b.org[organisation.ADMISSION, o, r] * chance, b.dt):
            member[o, i, r] = 1.0
            link_members(b, o, i, r)
            record(b, r, L_ADMITTED, -1, i, o, chance)


@process
def link_members(b, o, i, r):
    """A new member is linked to the others."""
    dyad = b.dyad
    for k in range(b.nat.shape[1]):
        if k != i and b.member[o, k, r] > 0.0:
            dyad[pair.LINK, i, k, r] = 1.0
            dyad[pair.LINK, k, i, r] = 1.0


@process
def inspect(b, tick, o, i, r):
    """A member above its cap disarms to it, unless it cheats this year; verification may find that out, a betrayal."""
    nat, par, ids, key, member, org, org_ids, slots = b.nat, b.par, b.ids, b.key, b.member, b.org, b.org_ids, b.slots
    allowed = org[organisation.LIMIT, o, r] * nat[nation.CAPABILITY_START, i, r]
    if nat[nation.CAPABILITY, i, r] <= allowed:
        return
    k0, k1, verified = key[0, r], key[1, r], org[organisation.VERIFICATION, o, r]
    year = np.int64(tick) - np.int64(tick) % b.per_year
    u = uniform(k0, k1, year, org_ids[o], ids[i], slots[draws.CHEATING])
    if u >= cheating_chance(par[CHEAT, r], nat[nation.REVISIONISM, i, r], verified):
        nat[nation.CAPABILITY, i, r] = allowed
        return
    v = uniform(k0, k1, tick, org_ids[o], ids[i], slots[draws.INSPECTION])
    found = v < risen(verified, b.dt)
    record(b, r, L_CHEATED, -1, i, o, 1.0 if found else 0.0)
    if found:
        for k in range(nat.shape[1]):
            if k != i and member[o, k, r] > 0.0:
                note(b, causes.BETRAYALS, k, i, r, par[BREACH_SIZE, r])
        member[o, i, r] = 0.0


@process
def institutions(b, tick):
    """Step 6 of the tick."""
    instruments(b, tick)
    organisations(b, tick)
    covers(b)
