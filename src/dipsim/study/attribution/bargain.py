"""Why a dispute became war: a gap that no division could bridge, or a demand that was refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from dipsim.kernels.numerics.philox import uniform
from dipsim.model.processes.conflict import crisis as ladder
from dipsim.model.processes.conflict import demand, ending, onset, war
from dipsim.model.state import dyads, nation
from dipsim.scenario.world.build import World
from dipsim.study.attribution.hazard import held


@dataclass(frozen=True)
class Bargain:
    """Why it became war: the gap between what the challenger claimed and the other conceded, net of what war costs.

    ``claimed`` and ``conceded`` are the chance that the challenger wins, as each side saw it; ``rate`` per year of
    going to war by the gap, before an answered hotline, against ``settling`` without a mediator. Where it was a demand
    that was refused, ``demand`` is the share of the stake that was asked for and ``cost`` what war would cost the
    target as a share of the stake; else both are None.
    """

    claimed: float
    conceded: float
    shift: float
    costs: float
    gap: float
    rate: float
    settling: float
    demand: float | None
    cost: float | None


def bargain(world: World, seed: int, run: int, tick: int, begun: int, pair: tuple[int, int]) -> Bargain:
    """What each side could expect in the ``tick`` in which the dispute of ``pair``, which ``begun`` says when it began,
    became war.

    ``world``, ``seed`` and ``run`` say which run it is.

    ``pair`` is the challenger and the target.
    """
    b, _ = held(world, seed, run, tick)
    nat, dyad, p = b.nat[..., 0], b.dyad[..., 0], b.par[:, 0]
    i, j = pair
    helped = dyad[dyads.HELP_OFFENCE, i, j], dyad[dyads.HELP_DEFENCE, j, i]
    claimed = onset.success(nat[nation.KNOWN, i], dyad[dyads.SEEN_CAPABILITY, i, j], *helped)
    conceded = onset.success(dyad[dyads.SEEN_CAPABILITY, j, i], nat[nation.KNOWN, j], *helped)
    m, mean = nat[nation.CAPABILITY], nat[nation.MEAN_CAPABILITY]
    shift = max(onset.adverse_shift(m[j], mean[j], m[i], mean[i]), onset.adverse_shift(m[i], mean[i], m[j], mean[j]))
    cost = war.cost_of_war(p[war.WAR_COST], p[war.TRADE_AT_STAKE], dyad[dyads.TRADE, i, j])
    gap = war.bargaining_gap(claimed, conceded, shift, cost, cost)
    rate, settling = p[ladder.WAR_RATE] * max(0.0, gap), p[ending.EXIT_4]
    asked, of_target = _demand(b, begun, i, j, float(claimed))
    return Bargain(
        claimed=float(claimed),
        conceded=float(conceded),
        shift=float(shift),
        costs=2.0 * float(cost),
        gap=float(gap),
        rate=float(rate),
        settling=float(settling),
        demand=asked,
        cost=of_target,
    )


def _demand(b: Any, begun: int, i: int, j: int, claimed: float) -> tuple[float | None, float | None]:
    """What was asked for and what war would cost the target, where a demand was made and refused."""
    p = b.par[:, 0]
    share = p[demand.DEMAND] * war.without_war(b, i, j, 0)
    u, v = (
        uniform(b.key[0, 0], b.key[1, 0], np.int64(begun), b.ids[i], b.ids[j], b.stream_ids[row])
        for row in (demand.DEMAND_STREAM, demand.COST_STREAM)
    )
    lost = war.cost_of_war(0.0, p[war.TRADE_AT_STAKE], b.dyad[dyads.TRADE, i, j, 0])
    if not demand.war_by_demand(u, v, claimed, share, p[war.WAR_COST], p[demand.COST_MOST], lost):
        return None, None
    asked = demand.best_demand(claimed, p[war.WAR_COST], p[demand.COST_MOST])
    return float(asked), float(v * p[demand.COST_MOST] + lost)
