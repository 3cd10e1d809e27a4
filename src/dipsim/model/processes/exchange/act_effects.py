"""What acts do beside trust: stocks of the pair, technology and industry, insight, orders for delivery.

A served act does it once; a standing programme does it all the year, ``work`` acts per year while it is in force.
"""

from __future__ import annotations

from dipsim.kernels.compiler.decorators import equation, process
from dipsim.kernels.numerics.units import Money, Ratio, Share
from dipsim.model.processes.domestic.coherence import meet
from dipsim.model.processes.exchange.orders import put_on_order
from dipsim.model.processes.support.neighbours import neighbours
from dipsim.model.processes.trust.evidence import pair_friction
from dipsim.model.state import dyads, exchange_kind, nation
from dipsim.model.state.arrays import Block
from dipsim.model.state.exchange_kind import DIRECTED
from dipsim.model.state.indices import KindIndex, NationIndex, RunIndex
from dipsim.model.state.quantities import PARAMETERS

REVIEW = PARAMETERS.add(
    "consequences.review", 0.5, (0, 2), meaning="how much after-action review raises gains at full adaptability"
)
PARTNERS = PARAMETERS.add(
    "consequences.partners",
    1.0,
    (0, 5),
    meaning="how far technology leaks to partners of the receiver, times their interoperability with it",
)


@equation
def raised(stock: Ratio, gain: Ratio, ceiling: Ratio) -> Ratio:
    """A stock after a gain that closes part of its gap to the ceiling."""
    return stock + gain * max(0.0, ceiling - stock)


@process
def act_on_pair(
    b: Block, c: KindIndex, i: NationIndex, j: NationIndex, r: RunIndex, scale: Ratio, order: Money
) -> None:
    """Apply an act of kind ``c`` to the relation of ``i`` and ``j`` in run ``r`` of the block ``b`` (E74):
    interoperability, channels, notice, wear of friction, groundwork, dependence; then to each of the two.

    ``scale`` is 1 for one usual act, ``order`` a contracted value in money, below 0 where the kind decides."""
    nat = b.nat
    k, d = b.kind, b.dyad
    learning = 1.0 + b.par[REVIEW, r] * (nat[nation.ADAPTABILITY, i, r] + nat[nation.ADAPTABILITY, j, r]) * 0.5
    gain = scale * learning * (1.0 - 0.5 * pair_friction(b, i, j, r))
    ceiling = 1.0 - d[dyads.STANDARDS_GAP, i, j, r]
    interop = raised(
        d[dyads.INTEROPERABILITY, i, j, r], min(1.0, gain * k[exchange_kind.INTEROPERABILITY, c, r]), ceiling
    )
    channel = raised(d[dyads.CHANNEL, i, j, r], min(1.0, scale * k[exchange_kind.CHANNEL, c, r]), 1.0)
    ground = raised(d[dyads.GROUNDWORK, i, j, r], min(1.0, scale * k[exchange_kind.GROUNDWORK, c, r]), 1.0)
    culture = d[dyads.CULTURE_GAP, i, j, r] * (1.0 - min(1.0, gain * k[exchange_kind.WEAR_CULTURE, c, r]))
    standards = d[dyads.STANDARDS_GAP, i, j, r] * (1.0 - min(1.0, gain * k[exchange_kind.WEAR_STANDARDS, c, r]))
    notice = min(1.0, scale * k[exchange_kind.NOTICE, c, r])
    d[dyads.INTEROPERABILITY, i, j, r] = d[dyads.INTEROPERABILITY, j, i, r] = interop
    d[dyads.CHANNEL, i, j, r] = d[dyads.CHANNEL, j, i, r] = channel
    d[dyads.GROUNDWORK, i, j, r] = d[dyads.GROUNDWORK, j, i, r] = ground
    d[dyads.CULTURE_GAP, i, j, r] = d[dyads.CULTURE_GAP, j, i, r] = culture
    d[dyads.STANDARDS_GAP, i, j, r] = d[dyads.STANDARDS_GAP, j, i, r] = standards
    d[dyads.NOTICE, i, j, r] = raised(d[dyads.NOTICE, i, j, r], notice, 1.0)
    if b.form[c] == DIRECTED:
        dependence = min(1.0, scale * k[exchange_kind.DEPENDENCE_GAIN, c, r])
        d[dyads.DEPENDENCE, j, i, r] = raised(d[dyads.DEPENDENCE, j, i, r], dependence, 1.0)
    else:
        d[dyads.NOTICE, j, i, r] = raised(d[dyads.NOTICE, j, i, r], notice, 1.0)
    ahead = max(nat[nation.TECHNOLOGY, i, r], nat[nation.TECHNOLOGY, j, r])
    if b.form[c] != DIRECTED:
        act_on_nation(b, c, i, j, r, scale, ahead)
    act_on_nation(b, c, j, i, r, scale, ahead)
    if k[exchange_kind.ALIGNS, c, r] > 0.0:
        meet(b, i, r, scale * k[exchange_kind.ALIGNS, c, r])
        meet(b, j, r, scale * k[exchange_kind.ALIGNS, c, r])
    put_on_order(b, c, i, j, r, scale, order)


@process
def act_on_nation(
    b: Block, c: KindIndex, x: NationIndex, other: NationIndex, r: RunIndex, scale: Ratio, ahead: Share
) -> None:
    """Apply an act of kind ``c`` with ``other`` to ``x``, a party of it, in run ``r`` of the block ``b`` (E75):
    insight, technology, the emerging share, industry; relief and unrest.

    ``scale`` is 1 for one usual act, ``ahead`` the technology of the better of the two before the act, 0 to 1."""
    nat, k = b.nat, b.kind
    nat[nation.INSIGHT, x, r] = raised(
        nat[nation.INSIGHT, x, r], min(1.0, scale * k[exchange_kind.INSIGHT_GAIN, c, r]), 1.0
    )
    nat[nation.DIGITAL, x, r] = raised(nat[nation.DIGITAL, x, r], min(1.0, scale * k[exchange_kind.DIGITAL, c, r]), 1.0)
    learn(b, c, x, other, r, scale, ahead)
    for stock, number in (
        (nation.EMERGING, exchange_kind.EMERGING_GAIN),
        (nation.INDUSTRY, exchange_kind.INDUSTRY_GAIN),
    ):
        gain = min(1.0, scale * k[number, c, r])
        nat[stock, x, r] = raised(nat[stock, x, r], gain, max(nat[stock, x, r], nat[stock, other, r]))
    if b.form[c] == DIRECTED:
        nat[nation.DISASTER, x, r] *= 1.0 - min(1.0, scale * k[exchange_kind.RELIEF, c, r])
        nat[nation.STABILITY, x, r] *= 1.0 - min(1.0, scale * k[exchange_kind.UNREST, c, r])


@process
def learn(b: Block, c: KindIndex, x: NationIndex, other: NationIndex, r: RunIndex, scale: Ratio, ahead: Share) -> None:
    """Raise the technology of ``x`` by an act of kind ``c`` with ``other``, in run ``r`` of the block ``b`` (E75):
    it closes in on the level of the better of the two (``ahead``, 0 to 1) and gains a tenth besides; close partners
    of x learn of it. ``scale`` is 1 for one usual act."""
    nat, k = b.nat, b.kind
    gain = min(1.0, scale * k[exchange_kind.TECHNOLOGY_GAIN, c, r])
    if gain == 0.0:
        return
    level = raised(nat[nation.TECHNOLOGY, x, r], gain, ahead)
    nat[nation.TECHNOLOGY, x, r] = raised(level, 0.1 * gain, 1.0)
    leakage = b.par[PARTNERS, r] * k[exchange_kind.LEAKAGE, c, r] * gain
    if leakage > 0.0:
        for q in neighbours(b, x):
            y = b.neighbour[q]
            if y != other:
                close = min(1.0, leakage * b.dyad[dyads.INTEROPERABILITY, x, y, r])
                known = nat[nation.TECHNOLOGY, x, r]
                nat[nation.TECHNOLOGY, y, r] = raised(nat[nation.TECHNOLOGY, y, r], close, known)
