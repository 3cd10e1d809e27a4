"""Dated events of the timeline, other than acts: they happen in step 1, before anything is drawn."""

from __future__ import annotations

import numpy as np

from dipsim.kernels.compiler.decorators import process
from dipsim.model.processes.domestic.politics import change_government, disaster, power_shock, technology_shock
from dipsim.model.processes.exchange.sanctions import lift
from dipsim.model.processes.institutions.instruments import BREACH_SIZE, betray
from dipsim.model.processes.institutions.organisations import link_members
from dipsim.model.processes.trust.evidence import record
from dipsim.model.state import dyads, nation
from dipsim.model.state.arrays import (
    D_EVENT,
    D_FIRST,
    D_KIND,
    D_ORG,
    D_ROW,
    D_SECOND,
    D_TICK,
    E_CHANGE,
    E_DISASTER,
    E_DISPUTE,
    E_END,
    E_GOVERNMENT,
    E_JOIN,
    E_LEAVE,
    E_LIFT,
    E_POWER,
    E_TECHNOLOGY,
    L_CHANGED,
    L_ENDED,
    L_JOINED,
    L_LEFT,
    L_STAKE,
)
from dipsim.model.state.exchange_kind import SANCTION


@process
def dated_events(b, tick):
    """Carry out the dated events of this tick, in the order of the timeline."""
    dated = b.dated
    for e in range(dated.shape[0]):
        if dated[e, D_TICK] == np.int64(tick):
            for r in range(b.nat.shape[2]):
                happen_to_nation(b, tick, e, r)
                happen_to_pair(b, e, r)


@process
def happen_to_nation(b, tick, e, r):
    """Events of one nation: government, disaster, shocks, membership, a changed trait."""
    dated, member = b.dated, b.member
    event, i, o = dated[e, D_EVENT], dated[e, D_FIRST], dated[e, D_ORG]
    size = b.dated_size[e, 0, r]
    if event == E_GOVERNMENT:
        change_government(b, tick, i, r)
    elif event == E_DISASTER:
        disaster(b, i, r, size)
    elif event == E_POWER:
        power_shock(b, i, r, size)
    elif event == E_TECHNOLOGY:
        technology_shock(b, i, r, size)
    elif event == E_JOIN:
        member[o, i, r] = 1.0
        link_members(b, o, i, r)
        record(b, r, L_JOINED, -1, i, o, 1.0)
    elif event == E_LEAVE:
        member[o, i, r] = 0.0
        record(b, r, L_LEFT, -1, i, o, 1.0)
    elif event == E_CHANGE:
        b.nat[dated[e, D_ROW], i, r] = size
        if dated[e, D_ROW] == nation.STABILITY:
            b.nat[nation.STABILITY_START, i, r] = size
        record(b, r, L_CHANGED, -1, i, i, size)


@process
def happen_to_pair(b, e, r):
    """Events of two nations: measures lifted, a stake, the end of an instrument (a betrayal when one side ends it)."""
    dyad, dated, standing = b.dyad, b.dated, b.standing
    event, i, j = dated[e, D_EVENT], dated[e, D_FIRST], dated[e, D_SECOND]
    size = b.dated_size[e, 0, r]
    if event == E_LIFT:
        lift(b, i, j, r)
    elif event == E_DISPUTE:
        dyad[dyads.DISPUTE, i, j, r] = dyad[dyads.DISPUTE, j, i, r] = size
        dyad[dyads.CLAIM, i, j, r] = dyad[dyads.CLAIM, j, i, r] = size
        record(b, r, L_STAKE, -1, i, j, size)
    elif event == E_END:
        c = dated[e, D_KIND]
        s = b.standing_row[c]
        if b.form[c] == SANCTION:
            standing[s, i, j, r] = standing[s, j, i, r] = 0.0
            record(b, r, L_ENDED, c, i, j, 1.0)
        elif standing[s, i, j, r] > 0.0:
            standing[s, i, j, r] = standing[s, j, i, r] = 0.0
            if dated[e, D_ROW] >= 0 and b.hollow[s, i, j, r] == 0.0:
                other = j if dated[e, D_ROW] == i else i
                betray(b, dated[e, D_ROW], other, r, b.par[BREACH_SIZE, r])
            record(b, r, L_ENDED, c, i, j, 1.0)
