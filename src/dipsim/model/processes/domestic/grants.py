"""The budget year of diplomacy: purse and staff are granted, and what the dated acts of the year take is set aside."""

from __future__ import annotations

import numpy as np

from dipsim.kernels.compiler.decorators import equation, process
from dipsim.kernels.numerics.units import Count, Money, Tick
from dipsim.model.state import exchange_kind, nation
from dipsim.model.state.arrays import Block
from dipsim.model.state.events import DatedEvent, DatedField, DatedSize
from dipsim.model.state.exchange_kind import HOSTED, INCIDENT, SANCTION
from dipsim.model.state.indices import EventIndex, NationIndex, RunIndex


@process
def grants(b: Block, tick: Tick) -> None:
    """At the start of each year (by ``tick``) the diplomacy purse lapses and is granted again, and staff are free
    again, in every run of the block ``b``."""
    nat = b.nat
    n, runs = nat.shape[1], nat.shape[2]
    if np.int64(tick) % b.per_year == 0:
        for i in range(n):
            for r in range(runs):
                grant = nat[nation.DIPLOMACY, i, r] * nat[nation.GDP, i, r]
                nat[nation.LAPSED, i, r] += nat[nation.PURSE, i, r]
                nat[nation.GRANTED, i, r] += grant
                nat[nation.PURSE, i, r] = grant
                nat[nation.STAFF_LEFT, i, r] = nat[nation.STAFF, i, r]
                nat[nation.MONEY_ASIDE, i, r] = 0.0
                nat[nation.STAFF_ASIDE, i, r] = 0.0
        plan_year(b, tick)


@process
def plan_year(b: Block, tick: Tick) -> None:
    """Set aside what the dated acts of the year that begins with ``tick`` will take, for each nation that pays for
    one, in the block ``b``."""
    dated = b.dated
    for e in range(dated.shape[0]):
        ahead = dated[e, DatedField.TICK] - np.int64(tick)
        if 0 <= ahead < b.per_year and dated[e, DatedField.EVENT] == DatedEvent.ACT:
            for i in range(b.nat.shape[1]):
                if pays(b, e, i):
                    for r in range(b.nat.shape[2]):
                        set_aside(b, e, i, r, 1)


@process
def free_for_today(b: Block, e: EventIndex, r: RunIndex) -> None:
    """Release what was set aside for the dated entry ``e`` in run ``r`` of the block ``b``: its day has come."""
    for i in range(b.nat.shape[1]):
        if pays(b, e, i):
            set_aside(b, e, i, r, -1)


@equation
def pays(b: Block, e: EventIndex, i: NationIndex) -> bool:
    """Whether ``i`` pays for the dated act ``e`` of the block ``b``: both parties of an act, all who meet, who
    imposes a measure."""
    form = b.form[b.dated[e, DatedField.KIND]]
    first, second = b.dated[e, DatedField.FIRST], b.dated[e, DatedField.SECOND]
    if form == INCIDENT:
        return False
    if form == SANCTION:
        return i == first
    if form == HOSTED:
        return i == first or b.dated_party[e, i] > 0
    if second < 0:
        return b.dated_party[e, i] > 0
    return i == first or i == second


@process
def set_aside(b: Block, e: EventIndex, i: NationIndex, r: RunIndex, sign: Count) -> None:
    """Add the cost of the dated act ``e`` to what ``i`` has set aside (``sign`` 1), or take it away (-1), in run
    ``r`` of the block ``b``; nothing for one that is not planned."""
    nat, kind, size = b.nat, b.kind, b.dated_size
    c = b.dated[e, DatedField.KIND]
    mode = kind[exchange_kind.MODE, c, r]
    if mode == exchange_kind.OFF or mode == exchange_kind.NULL:
        return
    if size[e, DatedSize.SCALE, r] <= 0.0 or size[e, DatedSize.PLANNED, r] <= 0.0:
        return
    nat[nation.MONEY_ASIDE, i, r] += sign * kind[exchange_kind.COST, c, r]
    nat[nation.STAFF_ASIDE, i, r] += sign * kind[exchange_kind.STAFF_COST, c, r]


@equation
def affordable(left: Money, aside: Money, cost: Money) -> bool:
    """Whether what is left of money or staff pays a cost beside what is set aside."""
    return left - aside >= cost
