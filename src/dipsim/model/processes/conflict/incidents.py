"""Incidents between forces in reach of each other, or through networks; channels and notice absorb some of it."""

from __future__ import annotations

import numpy as np

from dipsim.kernels.compiler.decorators import equation, process
from dipsim.kernels.numerics.elementary import SLACK, poisson_count
from dipsim.kernels.numerics.philox import uniform
from dipsim.kernels.numerics.units import Count, Share, Tick
from dipsim.model.processes.exchange.consequences import incident
from dipsim.model.processes.support.neighbours import neighbours
from dipsim.model.processes.support.vector_helpers import anywhere
from dipsim.model.processes.trust.evidence import record
from dipsim.model.state import dyads, exchange_kind, nation
from dipsim.model.state.arrays import Block
from dipsim.model.state.events import LogEvent
from dipsim.model.state.exchange_kind import INCIDENT
from dipsim.model.state.indices import KindIndex, NationIndex, RunIndex
from dipsim.model.state.quantities import PARAMETERS
from dipsim.model.state.random_streams import KindStream
from dipsim.model.state.region_metrics import ACTS

CONTACT = PARAMETERS.add(
    "crisis.contact",
    0.2,
    (0, 2),
    source="assumed (prototype)",
    meaning="friction without a dispute, in incidents between forces",
)


@process
def military_incidents(b: Block, tick: Tick) -> None:
    """Draw the incidents of ``tick`` of every kind in every run of the block ``b``: rate x reach x (contact +
    stake), absorbed by channels and notice."""
    form = b.form
    for c in range(form.size):
        if form[c] == INCIDENT:
            for i in range(b.nat.shape[1]):
                for q in neighbours(b, i):
                    j = b.neighbour[q]
                    if anywhere(b, dyads.PROXIMITY, i, j) or anywhere(b, dyads.LINK, i, j):
                        incidents_between(b, tick, c, i, j)


@process
def incidents_between(b: Block, tick: Tick, c: KindIndex, i: NationIndex, j: NationIndex) -> None:
    """Draw the incidents of kind ``c`` of nation ``i`` against ``j`` in ``tick``, in every run of the block ``b``:
    all draws first, then those few that count."""
    dyad, kind, ids, key, row = b.dyad, b.kind, b.ids, b.key, b.row
    for r in range(key.shape[1]):
        stake = b.par[CONTACT, r] + dyad[dyads.DISPUTE, i, j, r]
        exposed = max(b.nat[nation.EMERGING, j, r], b.nat[nation.DIGITAL, j, r]) * dyad[dyads.LINK, i, j, r]
        within = reach(kind[exchange_kind.CYBER, c, r], dyad[dyads.PROXIMITY, i, j, r], exposed)
        row[0, r] = kind[exchange_kind.RATE, c, r] * within * stake * b.dt
        row[1, r] = uniform(key[0, r], key[1, r], tick, ids[i], ids[j], b.kind_stream_ids[c, KindStream.OCCUR])
    for r in range(key.shape[1]):
        if row[1, r] > 1.0 - row[0, r] - SLACK and kind[exchange_kind.MODE, c, r] > 0.0:
            count = poisson_count(row[1, r], row[0, r])
            if count > 0:
                happen(b, c, i, j, r, count)


@equation
def reach(cyber: Share, proximity: Share, exposed: Share) -> Share:
    """Reach of an incident, 0 to 1 (E118): ``proximity`` of the two, or the digital exposure of the target
    (``exposed``) so far as the kind is a ``cyber`` one (share)."""
    return (1.0 - cyber) * proximity + cyber * exposed


@process
def happen(b: Block, c: KindIndex, i: NationIndex, j: NationIndex, r: RunIndex, count: Count) -> None:
    """Count, record and apply ``count`` incidents of kind ``c`` of nation ``i`` against ``j`` in run ``r`` of the
    block ``b``."""
    b.served[c, r] += count
    b.done[c, i, j, r] += count
    b.metrics[ACTS, r] += 0.0 if b.kind[exchange_kind.MODE, c, r] == exchange_kind.NULL else count
    if b.kind[exchange_kind.MODE, c, r] == exchange_kind.ON:
        incident(b, c, i, j, r, np.float64(count))
        record(b, r, LogEvent.ACT, c, i, j, count)
