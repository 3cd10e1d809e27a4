"""Trade of pairs: as the scenario gives it, else an estimate by gravity, less what measures in force cut of it."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dipsim.model.processes.domestic.trade import (
    CUT_BY_SANCTION,
    ESTIMATE,
    GRAVITY,
    LEAST_DISTANCE,
    allowed,
    estimated,
    share_of_gdp,
    usual_before,
)
from dipsim.model.processes.trust.baseline import GDP_REF
from dipsim.model.state import dyads, nation
from dipsim.scenario.world.reach import kilometres, mark_reach

Floats = NDArray[np.float64]


def mark_reach_and_trade(relations: tuple[Any, ...], codes: list[str], nat: Floats, par: Floats, dyad: Floats) -> None:
    """Set what depends on distance in ``dyad`` [DYAD, n, n]: reach, and trade where it is estimated.

    ``relations``, ``codes``, ``nat`` and ``par`` are those of ``mark_reach``.

    Arguments as of ``mark_reach``.
    """
    mark_reach(relations, codes, nat, par, dyad)
    estimate_trade(relations, codes, nat, par, dyad)


def estimate_trade(relations: tuple[Any, ...], codes: list[str], nat: Floats, par: Floats, dyad: Floats) -> None:
    """Fill the rows of trade of ``dyad`` [DYAD, n, n] where no relation gives it, if ``trade.estimate`` is above 0.

    ``relations``, ``codes``, ``nat`` and ``par`` are those of ``mark_reach``.

    Arguments as of ``mark_reach``. A pair whose distance is not known is not estimated: it trades nothing.
    """
    if par[ESTIMATE] == 0.0:
        return
    place = {code: row for row, code in enumerate(codes)}
    listed = {frozenset(place[code] for code in relation.between): relation for relation in relations}
    gdp = nat[nation.GDP]
    for i in range(len(codes)):
        for j in range(i + 1, len(codes)):
            relation = listed.get(frozenset((i, j)))
            far = kilometres(relation, dyad[dyads.PROXIMITY, i, j])
            if math.isinf(far) or (relation is not None and relation.trade is not None):
                continue
            one, other = (share_of_gdp(par[GRAVITY], gdp[k], par[GDP_REF], far, par[LEAST_DISTANCE]) for k in (j, i))
            for row in (dyads.TRADE, dyads.USUAL_TRADE):
                dyad[row, i, j] = dyad[row, j, i] = float(estimated(par[ESTIMATE], one, other))


def cut_trade(relations: tuple[Any, ...], codes: list[str], standing: Floats, par: Floats, dyad: Floats) -> None:
    """Set the rows of trade of ``dyad`` [DYAD, n, n] of pairs with a measure in force at the start that cuts trade.

    ``relations``, ``codes`` and ``par`` are those of ``mark_reach``; ``standing`` has the years left of these measures
    [m, n, n]. What a relation gives is the trade that the measure has left; an estimate is the usual trade.
    """
    struck = (standing > 0.0).any(axis=0)
    given = {relation.between for relation in relations if relation.trade is not None}
    for i, j in zip(*np.nonzero(np.triu(struck | struck.T)), strict=True):
        usual, cut = float(dyad[dyads.USUAL_TRADE, i, j]), float(par[CUT_BY_SANCTION])
        if given & {(codes[i], codes[j]), (codes[j], codes[i])}:
            dyad[dyads.USUAL_TRADE, i, j] = dyad[dyads.USUAL_TRADE, j, i] = usual_before(usual, cut)
        else:
            dyad[dyads.TRADE, i, j] = dyad[dyads.TRADE, j, i] = allowed(usual, 0.0, cut)
