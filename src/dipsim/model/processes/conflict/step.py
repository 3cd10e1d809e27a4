"""Step 8: hazards, the common shock, incidents, disputes and what wars cost."""

from __future__ import annotations

from dipsim.kernels.compiler.decorators import process
from dipsim.kernels.numerics.units import Tick
from dipsim.model.processes.conflict.crisis import disputes
from dipsim.model.processes.conflict.incidents import military_incidents
from dipsim.model.processes.conflict.onset import hazards
from dipsim.model.processes.conflict.shock import common_shock
from dipsim.model.processes.conflict.war import war_losses
from dipsim.model.state.arrays import Block


@process(
    reads=(
        "done evidence_against form ids key kind kind_stream_ids logged par served stream_ids evidence_for "
        "dyad(aftermath agreements alarm_held balance_then brief challenger channel claim cover_defence "
        "cover_offence dependence dispute disrupted hazard help_defence help_offence hotline_in_force joined link "
        "notice onset_tick pledge provoked proximity reach restraint rung seen_capability threat trade trust turned "
        "unconditional) metrics(acts expected_disputes expected_force force joiners observed_disputes shock wars) "
        "nat(aggression capability coherence democracy digital emerging gdp insight known mean_capability nuclear "
        "offence region_key region_shock revisionism stability transparency yielded)"
    ),
    writes=(
        "done evidence_against log logged served touched evidence_for dyad(aftermath brief challenger claim dispute "
        "disrupted hazard joined onset_tick provoked rung) metrics(acts expected_disputes expected_force force "
        "joiners observed_disputes shock wars) nat(aggression capability gdp region_shock stability yielded)"
    ),
)
def crisis(b: Block, tick: Tick) -> None:
    """Step 8 of the ``tick`` in every run of the block ``b``: hazards, common shock, incidents, disputes, losses of
    war."""
    hazards(b)
    common_shock(b, tick)
    military_incidents(b, tick)
    disputes(b, tick)
    war_losses(b)
