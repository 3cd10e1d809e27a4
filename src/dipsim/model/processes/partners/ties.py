"""Ties: what makes two nations partners whatever they think of each other now: a pact, an agreement, a common ally."""

from __future__ import annotations

from dipsim.kernels.compiler.decorators import equation
from dipsim.kernels.numerics.units import Share
from dipsim.model.state import dyads
from dipsim.model.state.arrays import Block
from dipsim.model.state.indices import NationIndex, RunIndex
from dipsim.model.state.quantities import PARAMETERS

AGREED = PARAMETERS.add(
    "diplomacy.tie_agreement", 0.5, (0, 1), meaning="what a defence cooperation agreement ties beside a defence pact"
)
BLOC = PARAMETERS.add("diplomacy.tie_bloc", 0.5, (0, 1), meaning="what a common ally ties beside a defence pact")


@equation
def tie(pact: Share, agreement: Share, common_ally: Share, agreed: Share, bloc: Share) -> Share:
    """How closely two nations are tied, 0 to 1 (E52): the largest of their ``pact``, their ``agreement`` by the
    share ``agreed``, and a ``common_ally`` by the share ``bloc``."""
    return max(pact, max(agreed * agreement, bloc * common_ally))


@equation
def tie_of(b: Block, i: NationIndex, j: NationIndex, r: RunIndex, common_ally: Share) -> Share:
    """Tie of ``i`` and ``j`` in run ``r`` of the block ``b``, 0 to 1 (E52); ``common_ally`` is the largest product
    of what a third nation has pledged to both."""
    return tie(
        b.dyad[dyads.COVER_DEFENCE, i, j, r],
        b.dyad[dyads.AGREEMENTS, i, j, r],
        common_ally,
        b.par[AGREED, r],
        b.par[BLOC, r],
    )
