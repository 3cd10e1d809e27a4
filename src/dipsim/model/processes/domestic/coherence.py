"""Two lines abroad, one of the soldiers and one of the diplomats: the further apart, the less a nation says the same.

coherence = 1 - |line of the soldiers - line of the diplomats|. Where the lines lie at the start follows from the trait.
A new government moves the diplomats, meetings that bring both to one table bring the lines together, and both drift
back to where they were.
"""

from __future__ import annotations

from dipsim.kernels.compiler.decorators import equation, process
from dipsim.kernels.numerics.elementary import kept
from dipsim.kernels.numerics.units import Ratio, Share
from dipsim.model.state import nation
from dipsim.model.state.arrays import Block
from dipsim.model.state.indices import NationIndex, RunIndex
from dipsim.model.state.quantities import PARAMETERS

LINES_LIFE = PARAMETERS.add(
    "politics.lines_half_life",
    2.0,
    (0.1, 50),
    unit="years",
    meaning="half-life of what moved the lines of soldiers and diplomats",
)


@equation
def coherent(soldiers: Share, diplomats: Share) -> Share:
    """Coherence of a nation whose soldiers and diplomats hold these lines, in 0..1."""
    return 1.0 - abs(soldiers - diplomats)


@equation
def line_of_soldiers(coherence: Share) -> Share:
    """Line of a nation's soldiers at the start, 0.5 to 1 (E34), from its ``coherence`` (0 to 1); that of its
    diplomats is 1 minus this."""
    return 0.5 + 0.5 * (1.0 - coherence)


@process
def set_lines(b: Block, i: NationIndex, r: RunIndex) -> None:
    """Set the lines of ``i`` in run ``r`` of the block ``b`` as its coherence at the start has them."""
    soldiers = line_of_soldiers(b.nat[nation.COHERENCE_START, i, r])
    b.nat[nation.SOLDIERS, i, r] = soldiers
    b.nat[nation.DIPLOMATS, i, r] = 1.0 - soldiers


@process
def move_lines(b: Block, i: NationIndex, r: RunIndex, soldiers: Share, diplomats: Share) -> None:
    """Move the lines of ``i`` to ``soldiers`` and ``diplomats``, kept within 0 and 1, in run ``r`` of the block
    ``b`` (E34)."""
    nat = b.nat
    nat[nation.SOLDIERS, i, r] = min(max(soldiers, 0.0), 1.0)
    nat[nation.DIPLOMATS, i, r] = min(max(diplomats, 0.0), 1.0)
    nat[nation.COHERENCE, i, r] = coherent(nat[nation.SOLDIERS, i, r], nat[nation.DIPLOMATS, i, r])


@process
def meet(b: Block, i: NationIndex, r: RunIndex, share: Ratio) -> None:
    """Bring soldiers and diplomats of ``i`` to one table in run ``r`` of the block ``b`` (E34): their lines close
    ``share`` of the gap, each half of it."""
    soldiers, diplomats = b.nat[nation.SOLDIERS, i, r], b.nat[nation.DIPLOMATS, i, r]
    step = 0.5 * min(1.0, share) * (diplomats - soldiers)
    move_lines(b, i, r, soldiers + step, diplomats - step)


@process
def lines(b: Block) -> None:
    """Let lines that were moved drift back to where they were, in every run of the block ``b`` (E34)."""
    nat = b.nat
    for i in range(nat.shape[1]):
        for r in range(nat.shape[2]):
            soldiers = line_of_soldiers(nat[nation.COHERENCE_START, i, r])
            away, diplomats = nat[nation.SOLDIERS, i, r] - soldiers, nat[nation.DIPLOMATS, i, r]
            if away != 0.0 or diplomats != 1.0 - soldiers:
                keep = kept(b.dt, b.par[LINES_LIFE, r])
                back = 1.0 - soldiers + keep * (diplomats - (1.0 - soldiers))
                move_lines(b, i, r, soldiers + keep * away, back)
