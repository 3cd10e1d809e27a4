"""What acts do beside trust: stocks of the pair, technology and industry, insight, orders for delivery.

A served act does it once; a standing programme does it all the year, ``work`` acts per year while it is in force.
"""

from __future__ import annotations

import numpy as np

from dipsim.model import kinds, nation, pair
from dipsim.model.declare import PARAMETERS
from dipsim.model.jit import equation, process
from dipsim.model.kinds import DIRECTED
from dipsim.model.processes.evidence import pair_friction

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
def raised(stock, gain, ceiling):
    """A stock after a gain that closes part of its gap to the ceiling."""
    return stock + gain * max(0.0, ceiling - stock)


@process
def act_on_pair(b, c, i, j, r, scale: float, order: float):
    """Interoperability, channels, notice, wear of friction, groundwork, dependence; then what it does to each.

    ``order`` is a contracted value in money units, below 0 where the kind decides.
    """
    nat = b.nat
    k, d = b.kind, b.dyad
    learning = 1.0 + b.par[REVIEW, r] * (nat[nation.ADAPTABILITY, i, r] + nat[nation.ADAPTABILITY, j, r]) * 0.5
    gain = scale * learning * (1.0 - 0.5 * pair_friction(b, i, j, r))
    ceiling = 1.0 - d[pair.STANDARDS_GAP, i, j, r]
    interop = raised(d[pair.INTEROPERABILITY, i, j, r], min(1.0, gain * k[kinds.INTEROPERABILITY, c, r]), ceiling)
    channel = raised(d[pair.CHANNEL, i, j, r], min(1.0, scale * k[kinds.CHANNEL, c, r]), 1.0)
    ground = raised(d[pair.GROUNDWORK, i, j, r], min(1.0, scale * k[kinds.GROUNDWORK, c, r]), 1.0)
    culture = d[pair.CULTURE_GAP, i, j, r] * (1.0 - min(1.0, gain * k[kinds.WEAR_CULTURE, c, r]))
    standards = d[pair.STANDARDS_GAP, i, j, r] * (1.0 - min(1.0, gain * k[kinds.WEAR_STANDARDS, c, r]))
    notice = min(1.0, scale * k[kinds.NOTICE, c, r])
    d[pair.INTEROPERABILITY, i, j, r] = d[pair.INTEROPERABILITY, j, i, r] = interop
    d[pair.CHANNEL, i, j, r] = d[pair.CHANNEL, j, i, r] = channel
    d[pair.GROUNDWORK, i, j, r] = d[pair.GROUNDWORK, j, i, r] = ground
    d[pair.CULTURE_GAP, i, j, r] = d[pair.CULTURE_GAP, j, i, r] = culture
    d[pair.STANDARDS_GAP, i, j, r] = d[pair.STANDARDS_GAP, j, i, r] = standards
    d[pair.NOTICE, i, j, r] = raised(d[pair.NOTICE, i, j, r], notice, 1.0)
    if b.form[c] == DIRECTED:
        dependence = min(1.0, scale * k[kinds.DEPENDENCE_GAIN, c, r])
        d[pair.DEPENDENCE, j, i, r] = raised(d[pair.DEPENDENCE, j, i, r], dependence, 1.0)
    else:
        d[pair.NOTICE, j, i, r] = raised(d[pair.NOTICE, j, i, r], notice, 1.0)
    ahead = max(nat[nation.TECHNOLOGY, i, r], nat[nation.TECHNOLOGY, j, r])
    if b.form[c] != DIRECTED:
        act_on_nation(b, c, i, j, r, scale, ahead)
    act_on_nation(b, c, j, i, r, scale, ahead)
    deliver_by(b, c, i, j, r, scale, order)


@process
def act_on_nation(b, c, x, other, r, scale: float, ahead: float):
    """What an act gives to x, a party of it: insight, technology, the emerging share, industry; relief and unrest.

    ``ahead`` is the technology of the better of the two before the act.
    """
    nat, k = b.nat, b.kind
    nat[nation.INSIGHT, x, r] = raised(nat[nation.INSIGHT, x, r], min(1.0, scale * k[kinds.INSIGHT_GAIN, c, r]), 1.0)
    nat[nation.DIGITAL, x, r] = raised(nat[nation.DIGITAL, x, r], min(1.0, scale * k[kinds.DIGITAL, c, r]), 1.0)
    learn(b, c, x, other, r, scale, ahead)
    for stock, number in ((nation.EMERGING, kinds.EMERGING_GAIN), (nation.INDUSTRY, kinds.INDUSTRY_GAIN)):
        gain = min(1.0, scale * k[number, c, r])
        nat[stock, x, r] = raised(nat[stock, x, r], gain, max(nat[stock, x, r], nat[stock, other, r]))
    if b.form[c] == DIRECTED:
        nat[nation.DISASTER, x, r] *= 1.0 - min(1.0, scale * k[kinds.RELIEF, c, r])
        nat[nation.STABILITY, x, r] *= 1.0 - min(1.0, scale * k[kinds.UNREST, c, r])


@process
def learn(b, c, x, other, r, scale: float, ahead: float):
    """Technology of x closes in on the better of the two and gains a tenth besides; close partners of x learn of it."""
    nat, k = b.nat, b.kind
    gain = min(1.0, scale * k[kinds.TECHNOLOGY_GAIN, c, r])
    if gain == 0.0:
        return
    level = raised(nat[nation.TECHNOLOGY, x, r], gain, ahead)
    nat[nation.TECHNOLOGY, x, r] = raised(level, 0.1 * gain, 1.0)
    leakage = b.par[PARTNERS, r] * k[kinds.LEAKAGE, c, r] * gain
    if leakage > 0.0:
        for y in range(nat.shape[1]):
            if y != x and y != other:
                close = min(1.0, leakage * b.dyad[pair.INTEROPERABILITY, x, y, r])
                known = nat[nation.TECHNOLOGY, x, r]
                nat[nation.TECHNOLOGY, y, r] = raised(nat[nation.TECHNOLOGY, y, r], close, known)


@process
def deliver_by(b, c, i, j, r, scale: float, order: float):
    """Put what i is to deliver to j on order: the contracted value, or ``delivery`` times sqrt(M_i M_j)."""
    nat, dyad, k = b.nat, b.dyad, b.kind
    if k[kinds.DELIVERY, c, r] == 0.0:
        return
    size = scale * k[kinds.DELIVERY, c, r] * np.sqrt(nat[nation.CAPABILITY, i, r] * nat[nation.CAPABILITY, j, r])
    if order >= 0.0:
        size = order
    dyad[pair.BACKLOG_PAID, i, j, r] += k[kinds.PRICE, c, r] * size
    dyad[pair.BACKLOG_GIVEN, i, j, r] += (1.0 - k[kinds.PRICE, c, r]) * size
