"""The common shock: a slow factor on all onsets, part of it shared by all, part by the nations of a region."""

from __future__ import annotations

import numpy as np

from dipsim.kernels.compiler.decorators import equation, process
from dipsim.kernels.numerics.elementary import exp, kept, normal
from dipsim.kernels.numerics.philox import uniform
from dipsim.kernels.numerics.units import Ratio, Share, Tick
from dipsim.model.state import nation
from dipsim.model.state.arrays import Block
from dipsim.model.state.indices import NationIndex, RunIndex
from dipsim.model.state.quantities import PARAMETERS
from dipsim.model.state.random_streams import stream
from dipsim.model.state.region_metrics import SHOCK

SHOCK_STREAM = stream("crisis/shock")
REGION_STREAM = stream("crisis/region")
SHOCK_SIZE = PARAMETERS.add(
    "crisis.shock",
    0.6,
    (0, 2),
    source="fitted on 1971-1989 with the regional sets of 1970 and 1980 (campaigns/fit_onset.py)",
    grade=3,
    meaning="log spread of the common shock",
)
SHOCK_LIFE = PARAMETERS.add(
    "crisis.shock_half_life",
    3.0,
    (0.1, 30),
    unit="years",
    source="assumed (prototype)",
    meaning="half-life of the common shock",
)
SHARED = PARAMETERS.add(
    "crisis.shock_shared",
    0.5,
    (0, 1),
    meaning="share of the variance of the shock that all named regions have in common",
)


@equation
def mixed_shock(shared: Share, world: Ratio, one: Ratio, other: Ratio, same: Share) -> Ratio:
    """Standardised shock of a pair (E117): ``shared`` is the share of variance of the ``world``'s shock; the rest is
    that of the region, ``one`` where both nations lie in the ``same`` one, else the mean of ``one`` and ``other``
    with variance 1."""
    regional = one if same else (one + other) * 0.7071067811865476
    return np.sqrt(shared) * world + np.sqrt(1.0 - shared) * regional


@equation
def shock_factor(size: Ratio, z: Ratio) -> Ratio:
    """Factor on hazards of a common shock (E117), with mean 1: exp(size z - size^2 / 2); ``size`` is the standard
    deviation of its log, ``z`` the standardised shock."""
    return exp(size * z - 0.5 * size * size)


@equation
def shock_of(b: Block, i: NationIndex, j: NationIndex, r: RunIndex) -> Ratio:
    """Factor of the common shock for ``i`` and ``j`` in run ``r`` of the block ``b`` (E117): that of the world, in
    ``row[2]``, unless both nations have a named region."""
    nat = b.nat
    one, other = nat[nation.REGION, i, r], nat[nation.REGION, j, r]
    if one == 0.0 or other == 0.0:
        return b.row[2, r]
    z = mixed_shock(
        b.par[SHARED, r],
        b.metrics[SHOCK, r],
        nat[nation.REGION_SHOCK, i, r],
        nat[nation.REGION_SHOCK, j, r],
        one == other,
    )
    return shock_factor(b.par[SHOCK_SIZE, r], z)


@process
def common_shock(b: Block, tick: Tick) -> None:
    """Advance the shocks of the world and of the regions by one ``tick`` in every run of the block ``b`` (E117);
    ``row[2]`` becomes the factor of the world."""
    par, metrics, key, nat = b.par, b.metrics, b.key, b.nat
    zero = np.uint64(0)
    for r in range(nat.shape[2]):
        keep = kept(b.dt, par[SHOCK_LIFE, r])
        fresh = np.sqrt(max(0.0, 1.0 - keep * keep))
        z = normal(uniform(key[0, r], key[1, r], tick, zero, zero, b.stream_ids[SHOCK_STREAM]))
        metrics[SHOCK, r] = keep * metrics[SHOCK, r] + fresh * z
        for i in range(nat.shape[1]):
            if nat[nation.REGION, i, r] > 0.0:
                region = np.uint64(nat[nation.REGION, i, r])
                z = normal(uniform(key[0, r], key[1, r], tick, region, region, b.stream_ids[REGION_STREAM]))
                nat[nation.REGION_SHOCK, i, r] = keep * nat[nation.REGION_SHOCK, i, r] + fresh * z
        b.row[2, r] = shock_factor(par[SHOCK_SIZE, r], metrics[SHOCK, r])
