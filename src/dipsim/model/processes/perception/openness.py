"""How open an act is to a third party."""

from __future__ import annotations

from dipsim.kernels.compiler.decorators import equation
from dipsim.model.state import dyads, nation


@equation
def openness(b, i, k, r, notified):
    """open in 0..1: i's transparency, notification of the act, notice given to k, or a forum that holds both."""
    dyad = b.dyad
    return max(
        max(b.nat[nation.TRANSPARENCY, i, r], notified), max(dyad[dyads.NOTICE, i, k, r], dyad[dyads.FORUM, i, k, r])
    )
