"""Organisations: admission of outsiders, caps on arms and their verification."""

from __future__ import annotations

import numpy as np

from dipsim.kernels.compiler.decorators import equation, process
from dipsim.kernels.numerics.elementary import logistic, risen
from dipsim.kernels.numerics.philox import uniform
from dipsim.kernels.numerics.units import Share, Tick
from dipsim.model.processes.institutions.instruments import BREACH_SIZE
from dipsim.model.processes.support.neighbours import neighbours
from dipsim.model.processes.trust.evidence import note, record
from dipsim.model.state import dyads, nation, organisation
from dipsim.model.state.arrays import Block
from dipsim.model.state.events import LogEvent
from dipsim.model.state.indices import NationIndex, OrganisationIndex, RunIndex
from dipsim.model.state.quantities import PARAMETERS
from dipsim.model.state.random_streams import stream
from dipsim.model.state.trust_accounts import FixedAccount

ADMISSION_STREAM = stream("institutions/admission")
CHEATING_STREAM = stream("institutions/cheating")
INSPECTION_STREAM = stream("institutions/inspection")
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


@equation
def cheating_chance(most: Share, revisionism: Share, verification: Share) -> Share:
    """Chance that a member above its cap cheats in a year (E96): ``most``, that of a full revisionist who is not
    watched, times ``revisionism``, less by ``verification`` (both 0 to 1)."""
    return most * revisionism * (1.0 - verification)


@process
def organisations(b: Block, tick: Tick) -> None:
    """In ``tick`` linked outsiders apply to organisations, and caps on arms are verified, in every run of the block
    ``b``."""
    nat, member, org = b.nat, b.member, b.org
    n, runs = nat.shape[1], nat.shape[2]
    for o in range(org.shape[1]):
        for i in range(n):
            for r in range(runs):
                if member[o, i, r] > 0.0:
                    if b.org_type[o] == organisation.ARMS_CONTROL and org[organisation.LIMIT, o, r] > 0.0:
                        inspect(b, tick, o, i, r)
                elif org[organisation.ADMISSION, o, r] > 0.0:
                    apply_for(b, tick, o, i, r)


@process
def apply_for(b: Block, tick: Tick, o: OrganisationIndex, i: NationIndex, r: RunIndex) -> None:
    """Nation ``i`` may apply to organisation ``o`` in ``tick`` of run ``r`` of the block ``b`` (E97); members admit
    it by their mean trust in it."""
    dyad, par, key, member = b.dyad, b.par, b.key, b.member
    trust, links, members = 0.0, 0.0, 0.0
    for k in range(b.nat.shape[1]):
        if member[o, k, r] > 0.0:
            trust += dyad[dyads.TRUST, k, i, r]
            links += dyad[dyads.LINK, k, i, r]
            members += 1.0
    if links > 0.0:
        chance = logistic(par[ADMIT_SHARPNESS, r] * (trust / members - par[ADMIT_TRUST, r]))
        u = uniform(key[0, r], key[1, r], tick, b.org_ids[o], b.ids[i], b.stream_ids[ADMISSION_STREAM])
        if u < risen(b.org[organisation.ADMISSION, o, r] * chance, b.dt):
            member[o, i, r] = 1.0
            link_members(b, o, i, r)
            record(b, r, LogEvent.ADMITTED, -1, i, o, chance)


@process
def link_members(b: Block, o: OrganisationIndex, i: NationIndex, r: RunIndex) -> None:
    """Link the new member ``i`` of organisation ``o`` to the others, if the organisation links, in run ``r`` of the
    block ``b``."""
    dyad = b.dyad
    if b.org_links[o] == 0:
        return
    for q in neighbours(b, i):
        k = b.neighbour[q]
        if b.member[o, k, r] > 0.0:
            dyad[dyads.LINK, i, k, r] = 1.0
            dyad[dyads.LINK, k, i, r] = 1.0


@process
def inspect(b: Block, tick: Tick, o: OrganisationIndex, i: NationIndex, r: RunIndex) -> None:
    """Hold the member ``i`` of the treaty ``o`` to its cap in ``tick`` of run ``r`` of the block ``b`` (E96): above
    it, it disarms to it unless it cheats this year; verification may find that out, which is a betrayal."""
    nat, par, ids, key, member, org, org_ids, stream_ids = (
        b.nat,
        b.par,
        b.ids,
        b.key,
        b.member,
        b.org,
        b.org_ids,
        b.stream_ids,
    )
    allowed = org[organisation.LIMIT, o, r] * nat[nation.CAPABILITY_START, i, r]
    if nat[nation.CAPABILITY, i, r] <= allowed:
        return
    k0, k1, verified = key[0, r], key[1, r], org[organisation.VERIFICATION, o, r]
    year = np.int64(tick) - np.int64(tick) % b.per_year
    u = uniform(k0, k1, year, org_ids[o], ids[i], stream_ids[CHEATING_STREAM])
    if u >= cheating_chance(par[CHEAT, r], nat[nation.REVISIONISM, i, r], verified):
        nat[nation.CAPABILITY, i, r] = allowed
        return
    v = uniform(k0, k1, tick, org_ids[o], ids[i], stream_ids[INSPECTION_STREAM])
    found = v < risen(verified, b.dt)
    record(b, r, LogEvent.CHEATED, -1, i, o, 1.0 if found else 0.0)
    if found:
        for q in neighbours(b, i):
            k = b.neighbour[q]
            if member[o, k, r] > 0.0:
                note(b, FixedAccount.BETRAYALS, k, i, r, par[BREACH_SIZE, r])
        member[o, i, r] = 0.0
