"""What nations learn from their own acts: a kind that was followed by less threat from the top rival is wished more.

Off unless it is asked for. What followed need not have come of the act, so learning may be wrong, as in the world.
"""

from __future__ import annotations

import numpy as np

from dipsim.kernels.compiler.decorators import equation, process
from dipsim.kernels.numerics.elementary import kept
from dipsim.kernels.numerics.units import Ratio, Share
from dipsim.model.processes.support.neighbours import neighbours
from dipsim.model.state import dyads, nation
from dipsim.model.state.arrays import Block
from dipsim.model.state.indices import NationIndex, RunIndex
from dipsim.model.state.quantities import PARAMETERS

PACE = PARAMETERS.add(
    "learning.pace",
    0.0,
    (0, 100),
    meaning="what a fall of the top rival's threat by 1 adds to the wish for what was just done, at full adaptability",
    rivals=((10.0, "Reiter 1996: states go by their own experience with a policy (sign only; size assumed)"),),
)
MEMORY = PARAMETERS.add("learning.half_life", 5.0, (0.1, 50), unit="years", meaning="half-life of what was learnt")


@equation
def relearnt(learnt: Ratio, keep: Share, news: Ratio) -> Ratio:
    """What is ``learnt`` of a kind after a tick, within -1 and 1: the share ``keep`` of it, and the ``news``."""
    return min(max(keep * learnt + news, -1.0), 1.0)


@process(
    reads="form learnt par tried dyad(threat) nat(adaptability rival rival_threat)",
    writes="learnt tried nat(rival rival_threat)",
)
def learning(b: Block) -> None:
    """Let nations weigh the kinds of their last acts by how the threat from their top rival has moved since, in
    every run of the block ``b``."""
    for i in range(b.nat.shape[1]):
        for r in range(b.nat.shape[2]):
            pace = b.par[PACE, r] * b.nat[nation.ADAPTABILITY, i, r]
            if pace > 0.0:
                weigh(b, i, r, pace)
                look_out(b, i, r)


@process
def weigh(b: Block, i: NationIndex, r: RunIndex, pace: Ratio) -> None:
    """Update what ``i`` has learnt of every kind, at ``pace``, in run ``r`` of the block ``b``; only those that it
    did count as tried."""
    rival = np.int64(b.nat[nation.RIVAL, i, r]) - 1
    eased = b.nat[nation.RIVAL_THREAT, i, r] - b.dyad[dyads.THREAT, i, rival, r] if rival >= 0 else 0.0
    keep = kept(b.dt, b.par[MEMORY, r])
    for c in range(b.form.size):
        b.learnt[c, i, r] = relearnt(b.learnt[c, i, r], keep, pace * eased * b.tried[c, i, r])
        b.tried[c, i, r] = 0.0


@process
def look_out(b: Block, i: NationIndex, r: RunIndex) -> None:
    """Write who threatens ``i`` most now, and how much, in run ``r`` of the block ``b``."""
    worst, rival = 0.0, -1
    for q in neighbours(b, i):
        k = b.neighbour[q]
        if b.dyad[dyads.THREAT, i, k, r] > worst:
            worst, rival = b.dyad[dyads.THREAT, i, k, r], k
    b.nat[nation.RIVAL, i, r] = rival + 1.0
    b.nat[nation.RIVAL_THREAT, i, r] = worst
