"""Dated events of the timeline, other than acts: they happen in step 1, before anything is drawn."""

from __future__ import annotations

import numpy as np

from dipsim.kernels.compiler.decorators import process
from dipsim.kernels.numerics.units import Tick
from dipsim.model.processes.domestic.coherence import set_lines
from dipsim.model.processes.domestic.government import change_government
from dipsim.model.processes.domestic.politics import disaster, power_shock, technology_shock
from dipsim.model.processes.exchange.sanctions import lift
from dipsim.model.processes.institutions.instruments import BREACH_SIZE, betray
from dipsim.model.processes.institutions.organisations import link_members
from dipsim.model.processes.trust.evidence import record
from dipsim.model.state import dyads, nation
from dipsim.model.state.arrays import Block
from dipsim.model.state.events import DatedEvent, DatedField, LogEvent
from dipsim.model.state.exchange_kind import SANCTION
from dipsim.model.state.indices import EventIndex, RunIndex


@process(
    reads=(
        "dated dated_size evidence_against form hollow ids issue_stream_ids key kind kind_stream_ids logged member "
        "org_links par position standing standing_kind standing_row stream_ids evidence_for dyad(backlog_given "
        "backlog_paid link protected turned) nat(capability coherence coherence_start democracy diplomats "
        "disaster revisionism "
        "soldiers technology transparency)"
    ),
    writes=(
        "evidence_against log logged member position standing touched evidence_for dyad(backlog_given backlog_paid "
        "claim dispute link turned) nat(adaptability burden_max capability coherence coherence_start democracy "
        "diplomacy diplomats disaster emerging foresight growth industry licensing monitoring nuclear offence "
        "revisionism soldiers sovereignty stability stability_start staff technology transparency)"
    ),
)
def dated_events(b: Block, tick: Tick) -> None:
    """Carry out the dated events of ``tick`` in every run of the block ``b``, in the order of the timeline."""
    dated = b.dated
    for e in range(dated.shape[0]):
        if dated[e, DatedField.TICK] == np.int64(tick):
            for r in range(b.nat.shape[2]):
                happen_to_nation(b, tick, e, r)
                happen_to_pair(b, e, r)


@process
def happen_to_nation(b: Block, tick: Tick, e: EventIndex, r: RunIndex) -> None:
    """Carry out the dated entry ``e`` in ``tick`` of run ``r`` of the block ``b`` if it is an event of one nation:
    government, disaster, shocks, membership, a changed trait."""
    dated, member = b.dated, b.member
    event, i, o = dated[e, DatedField.EVENT], dated[e, DatedField.FIRST], dated[e, DatedField.ORGANISATION]
    size = b.dated_size[e, 0, r]
    if event == DatedEvent.GOVERNMENT_CHANGE:
        change_government(b, tick, i, r)
    elif event == DatedEvent.DISASTER:
        disaster(b, i, r, size)
    elif event == DatedEvent.POWER_SHOCK:
        power_shock(b, i, r, size)
    elif event == DatedEvent.TECHNOLOGY_SHOCK:
        technology_shock(b, i, r, size)
    elif event == DatedEvent.JOIN:
        member[o, i, r] = 1.0
        link_members(b, o, i, r)
        record(b, r, LogEvent.JOINED_ORGANISATION, -1, i, o, 1.0)
    elif event == DatedEvent.LEAVE:
        member[o, i, r] = 0.0
        record(b, r, LogEvent.LEFT_ORGANISATION, -1, i, o, 1.0)
    elif event == DatedEvent.CHANGE:
        b.nat[dated[e, DatedField.ROW], i, r] = size
        if dated[e, DatedField.ROW] == nation.STABILITY:
            b.nat[nation.STABILITY_START, i, r] = size
        elif dated[e, DatedField.ROW] == nation.COHERENCE:
            b.nat[nation.COHERENCE_START, i, r] = size
            set_lines(b, i, r)
        record(b, r, LogEvent.CHANGED, -1, i, i, size)


@process
def happen_to_pair(b: Block, e: EventIndex, r: RunIndex) -> None:
    """Carry out the dated entry ``e`` in run ``r`` of the block ``b`` if it is an event of two nations: measures
    lifted, a stake, the end of an instrument (a betrayal when one side ends it)."""
    dyad, dated, standing = b.dyad, b.dated, b.standing
    event, i, j = dated[e, DatedField.EVENT], dated[e, DatedField.FIRST], dated[e, DatedField.SECOND]
    size = b.dated_size[e, 0, r]
    if event == DatedEvent.LIFT:
        lift(b, i, j, r)
    elif event == DatedEvent.DISPUTE:
        dyad[dyads.DISPUTE, i, j, r] = dyad[dyads.DISPUTE, j, i, r] = size
        dyad[dyads.CLAIM, i, j, r] = dyad[dyads.CLAIM, j, i, r] = size
        record(b, r, LogEvent.STAKE, -1, i, j, size)
    elif event == DatedEvent.END:
        c = dated[e, DatedField.KIND]
        s = b.standing_row[c]
        if b.form[c] == SANCTION:
            standing[s, i, j, r] = standing[s, j, i, r] = 0.0
            record(b, r, LogEvent.ENDED, c, i, j, 1.0)
        elif standing[s, i, j, r] > 0.0:
            standing[s, i, j, r] = standing[s, j, i, r] = 0.0
            if dated[e, DatedField.ROW] >= 0 and b.hollow[s, i, j, r] == 0.0:
                other = j if dated[e, DatedField.ROW] == i else i
                betray(b, dated[e, DatedField.ROW], other, r, b.par[BREACH_SIZE, r])
            record(b, r, LogEvent.ENDED, c, i, j, 1.0)
