"""War by an all-or-nothing demand: the challenger does not know what the war would cost the target (Fearon 1995).

It asks for x* = min(1, p + (cbar - cA) / 2), the best it can against a cost c that it takes to be uniform in 0..cbar;
the target fights when its cost is below x* - p. So P(war | demand) = (1 - cA / cbar) / 2, whatever p, until x* is 1.
"""

from __future__ import annotations

import numpy as np

from dipsim.kernels.compiler.decorators import equation, process
from dipsim.kernels.numerics.philox import uniform
from dipsim.kernels.numerics.units import Draw, Ratio, Share
from dipsim.model.processes.conflict.onset import success
from dipsim.model.processes.conflict.war import TRADE_AT_STAKE, WAR_COST, cost_of_war, without_war
from dipsim.model.state import dyads, nation
from dipsim.model.state.arrays import Block
from dipsim.model.state.indices import NationIndex, RunIndex
from dipsim.model.state.quantities import PARAMETERS
from dipsim.model.state.random_streams import stream

DEMAND_STREAM = stream("crisis/demand")
COST_STREAM = stream("crisis/cost")
DEMAND = PARAMETERS.add(
    "crisis.demand",
    0.13,
    (0, 1),
    source="wars per dispute at force, .041 in GML MID 1946-1989 = b (1 - cA / cbar) / 2, in runs",
    grade=3,
    meaning="b, share of disputes that come to an all-or-nothing demand when force is first used",
)
COST_MOST = PARAMETERS.add(
    "crisis.cost_most",
    0.2,
    (0, 2),
    meaning="cbar, largest cost of a war to the target as a share of the stake, as far as the challenger knows",
)


@equation
def best_demand(p: Share, cost: Ratio, cost_most: Ratio) -> Share:
    """x*, the share of the stake that a challenger demands (E122), at most 1: it wins a war with probability ``p``,
    war costs it ``cost``, and it knows of the target's cost only that it lies between 0 and ``cost_most`` (costs in
    shares of the stake)."""
    return min(1.0, p + 0.5 * (cost_most - cost))


@equation
def refused(p: Share, demand: Share, cost: Ratio) -> bool:
    """Whether the target would rather fight than concede ``demand`` (share of the stake), when the challenger wins
    with probability ``p`` and war costs the target ``cost`` (share of the stake) (E122)."""
    return cost < demand - p


@equation
def war_by_demand(u: Draw, v: Draw, p: Share, b: Share, cost: Ratio, cost_most: Ratio, lost: Ratio) -> bool:
    """Whether a dispute comes to a demand and the demand to war (E122; Fearon 1995).

    ``u`` and ``v`` are draws from 0 to 1: there is a demand where ``u`` is below the share ``b``, and the target's
    cost of war is ``v`` times ``cost_most``. The challenger wins with probability ``p``; ``cost`` is what war costs
    it and ``lost`` the trade that both would lose, in shares of the stake: both know it, so the demand stays as it
    is."""
    return u < b and refused(p, best_demand(p, cost, cost_most), v * cost_most + lost)


@process
def comes_to_war(b: Block, i: NationIndex, j: NationIndex, r: RunIndex) -> bool:
    """Whether the dispute of ``i`` and ``j`` in run ``r`` of the block ``b`` goes to war when it reaches force
    (E122); both draws have the key (tick of onset, challenger, target)."""
    nat, dyad, par, key, ids = b.nat, b.dyad, b.par, b.key, b.ids
    share = par[DEMAND, r] * without_war(b, i, j, r)
    if share <= 0.0:
        return False
    one, other = (i, j) if dyad[dyads.CHALLENGER, i, j, r] > 0.0 else (j, i)
    began = np.int64(dyad[dyads.ONSET_TICK, i, j, r])
    u = uniform(key[0, r], key[1, r], began, ids[one], ids[other], b.stream_ids[DEMAND_STREAM])
    v = uniform(key[0, r], key[1, r], began, ids[one], ids[other], b.stream_ids[COST_STREAM])
    p = success(
        nat[nation.KNOWN, one, r],
        dyad[dyads.SEEN_CAPABILITY, one, other, r],
        dyad[dyads.HELP_OFFENCE, one, other, r],
        dyad[dyads.HELP_DEFENCE, other, one, r],
    )
    lost = cost_of_war(0.0, par[TRADE_AT_STAKE, r], dyad[dyads.TRADE, i, j, r])
    return war_by_demand(u, v, p, share, par[WAR_COST, r], par[COST_MOST, r], lost)
