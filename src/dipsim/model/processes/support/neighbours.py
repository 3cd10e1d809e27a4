"""Walking links: the nations that a nation is linked to, in their order.

for q in neighbours(b, i):
    j = b.neighbour[q]
"""

from __future__ import annotations

from dipsim.kernels.compiler.decorators import equation
from dipsim.kernels.numerics.units import Count, Index
from dipsim.model.state.arrays import Block
from dipsim.model.state.indices import NationIndex, RunIndex


@equation
def neighbours(b: Block, i: NationIndex) -> range:
    """Places in ``neighbour`` of the block ``b`` of all nations that ``i`` is linked to."""
    return range(b.neighbours_from[i], b.neighbours_from[i + 1])


@equation
def neighbours_after(b: Block, i: NationIndex) -> range:
    """Places in ``neighbour`` of the block ``b`` of the nations linked to ``i`` that come after it, so that every
    linked pair comes up once."""
    return range(b.neighbours_after[i], b.neighbours_from[i + 1])


@equation
def count_neighbours(b: Block, i: NationIndex) -> Count:
    """How many nations ``i`` is linked to in the block ``b``."""
    return b.neighbours_from[i + 1] - b.neighbours_from[i]


@equation
def fewer(b: Block, i: NationIndex, j: NationIndex) -> NationIndex:
    """Which of ``i`` and ``j`` has fewer neighbours in the block ``b``; whoever is linked to both is among them."""
    return i if count_neighbours(b, i) <= count_neighbours(b, j) else j


@equation
def place(b: Block, i: NationIndex, j: NationIndex, r: RunIndex) -> Index:
    """Place of the directed dyad of ``i`` and ``j`` in run ``r`` in those arrays of the block ``b`` that have pairs
    and runs in one axis."""
    return b.link[i, j] * b.nat.shape[2] + r
