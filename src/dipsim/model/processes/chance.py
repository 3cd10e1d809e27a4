"""Draws of all runs at once, so that they fill the vector lanes of the processor."""

from __future__ import annotations

from dipsim.model.jit import process
from dipsim.model.maths import in_tail, normal_middle, normal_tail
from dipsim.model.philox import uniform


@process
def draw_normal(b, tick, i, j, decision):
    """Standard normal draws of a decision of i about j, of every run, into ``row[3]``; ``row[2]`` is scratch.

    Few draws lie in a tail, so that its logarithm is taken for those alone.
    """
    key, ids, row, slot = b.key, b.ids, b.row, b.slots[decision]
    tails = 0
    for r in range(key.shape[1]):
        u = uniform(key[0, r], key[1, r], tick, ids[i], ids[j], slot)
        row[2, r] = u
        row[3, r] = normal_middle(u)
        tails += 1 if in_tail(u) else 0
    if tails > 0:
        for r in range(key.shape[1]):
            if in_tail(row[2, r]):
                row[3, r] = normal_tail(row[2, r])
