"""Claims: acts that come up in a tick and ask for money and staff."""

from __future__ import annotations

import numpy as np

from dipsim.kernels.compiler.decorators import equation, process
from dipsim.kernels.numerics.units import Count, Number, Ratio
from dipsim.model.state.arrays import Block
from dipsim.model.state.indices import EventIndex, KindIndex, NationIndex, RunIndex
from dipsim.model.state.scratch import ClaimField


@equation
def rounded(value: Number) -> float:
    """``value`` rounded to 1e-9, so that the order of service does not depend on its last bit (E62)."""
    return np.floor(value * 1e9 + 0.5) * 1e-9


@process
def claim(
    b: Block, r: RunIndex, value: Ratio, c: KindIndex, i: NationIndex, j: NationIndex, count: Count, event: EventIndex
) -> None:
    """Put a claim of ``count`` acts of kind ``c`` of ``i`` with ``j`` on the list of run ``r`` of the block ``b``,
    served in the order of ``value``; ``event`` is the dated entry, -1 where there is none.

    ``j`` is -1 - meeting for a meeting of an organisation, and ``i`` itself for an act that i hosts."""
    claim, claims = b.claim, b.claims
    q = claims[r]
    claim[ClaimField.VALUE, q, r] = value
    claim[ClaimField.ORDER, q, r] = q
    claim[ClaimField.KIND, q, r] = c
    claim[ClaimField.FIRST, q, r] = i
    claim[ClaimField.SECOND, q, r] = j
    claim[ClaimField.COUNT, q, r] = count
    claim[ClaimField.EVENT, q, r] = event
    claims[r] = q + 1


@process
def claim_of_two(
    b: Block, r: RunIndex, c: KindIndex, i: NationIndex, j: NationIndex, count: Count, own: Ratio, its: Ratio
) -> None:
    """Claim ``count`` acts of kind ``c`` that ``i`` and ``j`` both wish, by what the act is worth to each (``own``
    and ``its``, without unit), in run ``r`` of the block ``b``."""
    claim(b, r, rounded(own + its), c, i, j, count, -1)
