"""Trade of every pair: war and sanctions cut it, and it comes back slowly once they are over.

Size and speed differ: what is cut is lost soon, what has found other ways comes back late (Glick and Taylor 2010).
"""

from __future__ import annotations

from dipsim.kernels.compiler.decorators import equation, process
from dipsim.kernels.numerics.elementary import kept, power
from dipsim.kernels.numerics.units import Kilometres, Money, Ratio, Share
from dipsim.model.processes.support.neighbours import neighbours_after
from dipsim.model.processes.support.vector_helpers import in_force
from dipsim.model.state import dyads, exchange_kind
from dipsim.model.state.arrays import Block
from dipsim.model.state.exchange_kind import SANCTION
from dipsim.model.state.indices import NationIndex, RunIndex
from dipsim.model.state.quantities import PARAMETERS

ESTIMATE = PARAMETERS.add(
    "trade.estimate",
    5.0,
    (0, 50),
    meaning="usual trade, where the scenario gives none, per unit of the smaller share of gdp that gravity gives",
)
GRAVITY = PARAMETERS.add(
    "trade.gravity",
    5.0,
    (0, 1000),
    unit="km^0.9",
    source="assumed; gives the share of trade with the United States in the gdp of Canada (about .4)",
    meaning="share of gdp traded with a partner of reference gdp, times distance^0.9",
)
LEAST_DISTANCE = PARAMETERS.add(
    "trade.least_distance", 400.0, (1, 5000), unit="km", meaning="distance of neighbours as trade sees it"
)
CUT_BY_WAR = PARAMETERS.add(
    "trade.cut_by_war",
    0.9,
    (0, 1),
    source="sign and persistence: Glick and Taylor 2010; size assumed",
    meaning="share of the usual trade of two that are at war that the war cuts",
)
CUT_BY_SANCTION = PARAMETERS.add(
    "trade.cut_by_sanction",
    0.5,
    (0, 1),
    meaning="share of the usual trade of two that a sanction of either against the other cuts",
)
FALL = PARAMETERS.add(
    "trade.fall_half_life", 0.25, (0.02, 5), unit="years", meaning="half-life of trade that war or sanctions cut"
)
RETURN = PARAMETERS.add(
    "trade.return_half_life", 3.0, (0.1, 50), unit="years", meaning="half-life of what trade lacks once nothing cuts it"
)


@equation
def share_of_gdp(constant: Ratio, gdp: Money, gdp_ref: Money, distance: Kilometres, least: Kilometres) -> Ratio:
    """Trade with a partner as a share of own gdp, by gravity: constant (gdp / gdp_ref) / distance^0.9; ``gdp`` of the
    partner and ``gdp_ref`` in money, ``distance`` and its ``least`` value in km.

    Trade grows about in proportion to the gdp of both (Head and Mayer 2014) and falls by distance^0.9 (Disdier and
    Head 2008)."""
    return constant * (gdp / gdp_ref) / power(max(distance, least), 0.9)


@equation
def estimated(scale: Ratio, one: Ratio, other: Ratio) -> Share:
    """Estimated trade dependence of a pair, 0 to 1 (E34): ``scale`` times the smaller of ``one`` and ``other``, the
    shares of gdp that each side trades with the other."""
    return min(1.0, scale * min(one, other))


@equation
def allowed(usual: Share, war: Share, sanction: Share) -> Share:
    """Trade dependence that is left in the long run, 0 to 1 (E34): the ``usual`` one less the larger of the shares
    that ``war`` and ``sanction`` cut."""
    return usual * (1.0 - max(war, sanction))


@equation
def usual_before(trade: Share, cut: Share) -> Share:
    """Usual trade of two of whose trade a sanction has left ``trade`` and cuts the share ``cut``; at most 1."""
    return min(1.0, trade / (1.0 - cut)) if cut < 1.0 else trade


@equation
def traded(trade: Share, left: Share, fallen: Share, returned: Share) -> Share:
    """Trade dependence after a tick, 0 to 1 (E34): of its distance from what is ``left`` in the long run, ``trade``
    keeps the share ``fallen`` where it is too high, ``returned`` where it is too low."""
    return left + (fallen if trade > left else returned) * (trade - left)


@process
def sanctioned(b: Block, i: NationIndex, j: NationIndex, r: RunIndex) -> bool:
    """Whether ``i`` keeps up a measure against ``j`` that takes growth, one that is not hollow, in run ``r`` of the
    block ``b`` (E34)."""
    found = False
    for s in range(b.standing.shape[0]):
        c = b.standing_kind[s]
        if b.form[c] == SANCTION and b.standing[s, i, j, r] > 0.0 and b.hollow[s, i, j, r] == 0.0:
            found = found or b.kind[exchange_kind.DAMAGE, c, r] > 0.0
    return found


@process
def mark_sanctioned(b: Block, i: NationIndex, j: NationIndex) -> None:
    """Write into ``row[2]`` of the block ``b`` where ``i`` or ``j`` keeps up a measure against the other that takes
    growth: 1 there, 0 in every other run."""
    found = False
    for s in range(b.standing.shape[0]):
        if b.form[b.standing_kind[s]] == SANCTION:
            found = found or in_force(b, s, i, j) or in_force(b, s, j, i)
    for r in range(b.nat.shape[2]):
        b.row[2, r] = 0.0
    if found:
        for r in range(b.nat.shape[2]):
            b.row[2, r] = 1.0 if sanctioned(b, i, j, r) or sanctioned(b, j, i, r) else 0.0


@process
def trade(b: Block) -> None:
    """Move the trade of every pair of the block ``b`` towards what war and sanctions leave of the usual one; both
    directions are equal."""
    dyad, par, row = b.dyad, b.par, b.row
    for r in range(b.nat.shape[2]):
        row[0, r] = kept(b.dt, par[FALL, r])
        row[1, r] = kept(b.dt, par[RETURN, r])
    for i in range(b.nat.shape[1]):
        for q in neighbours_after(b, i):
            j = b.neighbour[q]
            mark_sanctioned(b, i, j)
            for r in range(b.nat.shape[2]):
                usual, before = dyad[dyads.USUAL_TRADE, i, j, r], dyad[dyads.TRADE, i, j, r]
                war = par[CUT_BY_WAR, r] if dyad[dyads.RUNG, i, j, r] == 5.0 else 0.0
                left = allowed(usual, war, par[CUT_BY_SANCTION, r] * row[2, r])
                row[3, r] = traded(before, left, row[0, r], row[1, r]) if usual > 0.0 else before
            for r in range(b.nat.shape[2]):
                dyad[dyads.TRADE, i, j, r] = row[3, r]
            for r in range(b.nat.shape[2]):
                dyad[dyads.TRADE, j, i, r] = row[3, r]
