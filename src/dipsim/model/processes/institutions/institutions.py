"""Step 6, institutions: the life of what was founded."""

from __future__ import annotations

from dipsim.kernels.compiler.decorators import process
from dipsim.kernels.numerics.units import Tick
from dipsim.model.processes.exchange.sanctions import sanctions
from dipsim.model.processes.institutions.instruments import covers, instruments
from dipsim.model.processes.institutions.organisations import organisations
from dipsim.model.state.arrays import Block


@process(
    reads=(
        "evidence_against evidence_for form hollow ids key kind kind_stream_ids logged member nation_summary org "
        "org_ids org_links org_type par scope standing standing_kind stream_ids dyad(agreements alignment "
        "backlog_given backlog_paid blocked channel cover_defence cover_offence culture_gap dependence groundwork "
        "hotline_in_force interoperability link notice pledge protected restraint scopes standards_gap trust "
        "unconditional) nat(adaptability aggression capability capability_start coherence cut_off digital diplomacy "
        "diplomats diversion emerging gdp hurt industry insight revisionism saving soldiers spending technology "
        "transparency)"
    ),
    writes=(
        "evidence_against evidence_for log logged member nation_summary standing touched dyad(agreements "
        "backlog_given backlog_paid blocked channel cover_defence cover_offence culture_gap groundwork "
        "hotline_in_force interoperability link notice pledge protected restraint scopes standards_gap "
        "unconditional) nat(capability coherence cut_off digital diplomats emerging hurt industry insight saving "
        "soldiers technology)"
    ),
)
def institutions(b: Block, tick: Tick) -> None:
    """Step 6 of the ``tick`` in every run of the block ``b``: instruments, sanctions, organisations, and what is in
    force."""
    instruments(b, tick)
    sanctions(b, tick)
    organisations(b, tick)
    covers(b)
