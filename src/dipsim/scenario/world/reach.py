"""Reach of every directed pair, from borders, distances and claims; it is fixed before the first tick."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dipsim.model.processes.perception.reach import BY_SIZE, CUT, LENGTH, REFERENCE, SHARE, length_of, reach_over
from dipsim.model.state import dyads, nation
from dipsim.scenario.world.geography import REACH

Floats = NDArray[np.float64]


def mark_reach(relations: tuple[Any, ...], codes: list[str], nat: Floats, par: Floats, dyad: Floats) -> None:
    """Fill the row REACH of ``dyad`` [DYAD, n, n] from its proximities and the relations.

    Args:
        relations: The relations of the scenario, with borders, distances in km and where claims lie.
        codes: The nations in the order of the arrays.
        nat: Nations at the start [NATION, n], with their capability.
        par: Parameters [PARAMETERS].
        dyad: Pairs at the start [DYAD, n, n], with their proximity; changed in place.
    """
    place = {code: row for row, code in enumerate(codes)}
    listed = {tuple(place[code] for code in relation.between): relation for relation in relations}
    lengths = [float(length_of(par[LENGTH], par[BY_SIZE], m, par[REFERENCE])) for m in nat[nation.CAPABILITY]]
    for i in range(len(codes)):
        for j in range(i + 1, len(codes)):
            relation = listed.get((i, j)) or listed.get((j, i))
            far = kilometres(relation, dyad[dyads.PROXIMITY, i, j])
            for one, other in ((i, j), (j, i)):
                dyad[dyads.REACH, one, other] = reach(relation, far, lengths[one], par)


def kilometres(relation: Any, proximity: float) -> float:
    """Distance of a pair in km: as its ``relation`` gives it, else -1500 ln(``proximity``), infinite where that is
    0."""
    if relation is not None and relation.distance is not None:
        return float(relation.distance)
    return -REACH * math.log(proximity) if proximity > 0.0 else math.inf


def reach(relation: Any, far: float, length: float, par: Floats) -> float:
    """Reach of one nation towards another in 0..1: 1 across a land border, else by the distance ``far`` in km over the
    ``length`` in km of its own reach, at least ``at`` of the ``relation``. ``par``: the parameters."""
    if relation is not None and relation.land:
        return 1.0
    near = 0.0 if math.isinf(far) else round(float(reach_over(par[SHARE], far, length)), 3)
    least = 0.0 if relation is None or relation.at is None else float(relation.at)
    return max(near if near >= par[CUT] else 0.0, least)
