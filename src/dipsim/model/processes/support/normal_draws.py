"""Draws of all runs at once, so that they fill the vector lanes of the processor."""

from __future__ import annotations

from dipsim.kernels.compiler.decorators import process
from dipsim.kernels.numerics.elementary import in_tail, normal_middle, normal_tail
from dipsim.kernels.numerics.philox import uniform
from dipsim.kernels.numerics.units import Index, Tick
from dipsim.model.processes.support.vector_helpers import strips
from dipsim.model.state.arrays import Block
from dipsim.model.state.indices import NationIndex


@process
def draw_normal(b: Block, tick: Tick, i: NationIndex, j: NationIndex, decision: Index) -> None:
    """Standard normal draws of a ``decision`` (row of ``stream_ids``) of ``i`` about ``j`` in ``tick``, of every run of
    the block ``b``, into ``row[3]``; ``row[2]`` is scratch.

    With a single run, of i about all its neighbours. Few draws lie in a tail, so that its logarithm is taken for
    those alone."""
    key, ids, row, slot = b.key, b.ids, b.row, b.stream_ids[decision]
    columns, tails = strips(b, i)[1], 0
    if key.shape[1] == 1:
        start = b.neighbours_from[i]
        for x in range(columns):
            row[2, x] = uniform(key[0, 0], key[1, 0], tick, ids[i], ids[b.neighbour[start + x]], slot)
    else:
        for x in range(columns):
            row[2, x] = uniform(key[0, x], key[1, x], tick, ids[i], ids[j], slot)
    for x in range(columns):
        row[3, x] = normal_middle(row[2, x])
        tails += 1 if in_tail(row[2, x]) else 0
    if tails > 0:
        for x in range(columns):
            if in_tail(row[2, x]):
                row[3, x] = normal_tail(row[2, x])
