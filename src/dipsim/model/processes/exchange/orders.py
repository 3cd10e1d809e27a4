"""What is ordered: a contracted value, or what a kind delivers as far as its payer can pay for it as it falls due."""

from __future__ import annotations

import numpy as np

from dipsim.kernels.compiler.decorators import equation, process
from dipsim.kernels.numerics.elementary import kept
from dipsim.kernels.numerics.units import Money, Ratio, Share
from dipsim.model.processes.support.neighbours import neighbours
from dipsim.model.state import dyads, exchange_kind, nation
from dipsim.model.state.arrays import Block
from dipsim.model.state.indices import KindIndex, NationIndex, RunIndex
from dipsim.model.state.quantities import PARAMETERS

PROCUREMENT = PARAMETERS.add(
    "arming.procurement", 0.3, (0, 1), meaning="largest share of the defence purse that goes into deliveries"
)
DELIVERY_LIFE = PARAMETERS.add(
    "arming.delivery", 1.5, (0.05, 20), unit="years", meaning="half-life of an order's backlog"
)
HEEDED = PARAMETERS.add(
    "arming.heeded",
    1.0,
    (0, 1),
    meaning="share of what the purse could not pay for as it falls due that is not ordered; 0: orders pile up",
)


@equation
def payable(size: Money, room: Money, heeded: Share) -> Money:
    """Value ordered of a delivery of ``size`` by who can pay for ``room`` more (all money) and heeds that limit by
    the share ``heeded`` (E78)."""
    return size - heeded * max(0.0, size - room)


@equation
def room_for_orders(b: Block, i: NationIndex, r: RunIndex) -> Money:
    """What ``i`` can still order, in money and at least 0 (E78): what its procurement pays for as it falls due, less
    what is on order; in run ``r`` of the block ``b``."""
    on_order = 0.0
    for q in neighbours(b, i):
        k = b.neighbour[q]
        on_order += b.dyad[dyads.BACKLOG_PAID, k, i, r] + b.dyad[dyads.BACKLOG_GIVEN, i, k, r]
    due = 1.0 - kept(b.dt, b.par[DELIVERY_LIFE, r])
    return max(0.0, b.par[PROCUREMENT, r] * b.nat[nation.SPENDING, i, r] * b.dt / due - on_order)


@process
def put_on_order(
    b: Block, c: KindIndex, i: NationIndex, j: NationIndex, r: RunIndex, scale: Ratio, order: Money
) -> None:
    """Put what ``i`` is to deliver to ``j`` by an act of kind ``c`` on order in run ``r`` of the block ``b`` (E78): the
    contracted value, or ``delivery`` times sqrt(M_i M_j), times ``scale``.

    Without a contract no nation orders beyond what it can pay for. ``order`` is the contracted value in money, below
    0 where the kind decides."""
    nat, dyad, price = b.nat, b.dyad, b.kind[exchange_kind.PRICE, c, r]
    delivery = b.kind[exchange_kind.DELIVERY, c, r]
    if delivery == 0.0:
        return
    if order >= 0.0:
        sold = given = order
    else:
        size = scale * delivery * np.sqrt(nat[nation.CAPABILITY, i, r] * nat[nation.CAPABILITY, j, r])
        sold = payable(size, room_for_orders(b, j, r), b.par[HEEDED, r])
        given = payable(size, room_for_orders(b, i, r), b.par[HEEDED, r])
    dyad[dyads.BACKLOG_PAID, i, j, r] += price * sold
    dyad[dyads.BACKLOG_GIVEN, i, j, r] += (1.0 - price) * given
