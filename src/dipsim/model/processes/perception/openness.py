"""How open an act is to a third party."""

from __future__ import annotations

from dipsim.kernels.compiler.decorators import equation
from dipsim.kernels.numerics.units import Share
from dipsim.model.state import dyads, nation
from dipsim.model.state.arrays import Block
from dipsim.model.state.indices import NationIndex, RunIndex


@equation
def openness(b: Block, i: NationIndex, k: NationIndex, r: RunIndex, notified: Share) -> Share:
    """How open an act of ``i`` is to the observer ``k``, 0 to 1 (E85): the largest of i's transparency, ``notified``
    (how far the act was announced), notice given to k and a forum that holds both; in run ``r`` of the block ``b``."""
    dyad = b.dyad
    return max(
        max(b.nat[nation.TRANSPARENCY, i, r], notified), max(dyad[dyads.NOTICE, i, k, r], dyad[dyads.FORUM, i, k, r])
    )
