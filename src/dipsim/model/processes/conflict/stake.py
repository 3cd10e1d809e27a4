"""The stake lives: it falls towards the standing claim, and a dispute that ends leaves it higher."""

from __future__ import annotations

from dipsim.kernels.compiler.decorators import equation, process
from dipsim.kernels.numerics.elementary import kept
from dipsim.kernels.numerics.units import Share
from dipsim.model.processes.support.vector_helpers import grid, run_of
from dipsim.model.state import dyads
from dipsim.model.state.arrays import Block
from dipsim.model.state.quantities import PARAMETERS

LIFE = PARAMETERS.add(
    "crisis.stake_half_life",
    1.98,
    (0.2, 1e9),
    unit="years",
    source="fitted on 1971-1989 with the regional sets of 1970 and 1980 (campaigns/fit_onset.py)",
    grade=3,
    meaning="half-life of the stake above the standing claim",
)
RISE = PARAMETERS.add(
    "crisis.stake_rise",
    1.0,
    (0, 1),
    source="fitted on 1971-1989 with the regional sets of 1970 and 1980 (campaigns/fit_onset.py)",
    grade=3,
    meaning="share of the gap to 1 by which a dispute that ends raises the stake",
)


PROVOKED_LIFE = PARAMETERS.add(
    "crisis.provoked_half_life",
    3.0,
    (0.2, 50),
    unit="years",
    meaning="half-life of the memory of who challenged whom, for allies that ask who provoked",
)


@equation
def faded(stake: Share, claim: Share, keep: Share) -> Share:
    """Stake d after a tick: f + (d - f) 2^(-dt / half-life); ``stake`` is d, ``claim`` f, the value it falls
    towards, ``keep`` the power of 2; all 0 to 1."""
    return claim + (stake - claim) * keep


@equation
def raised_by_dispute(stake: Share, rise: Share, share: Share) -> Share:
    """Stake at the end of a dispute (E124): ``rise`` is the share of what is missing to 1 that a dispute adds to
    ``stake``, ``share`` what reconciliation then removes of the sum; all 0 to 1."""
    return (stake + rise * (1.0 - stake)) * (1.0 - share)


@process(
    reads="par dyad(claim dispute provoked)",
    writes="dyad(dispute provoked)",
)
def fade_stakes(b: Block) -> None:
    """In every run of the block ``b`` every stake falls towards the standing claim of its pair, and who challenged
    whom is forgotten."""
    dyad = b.dyad_flat
    rows, columns = grid(b)
    for x in range(columns):
        b.row[0, x] = kept(b.dt, b.par[LIFE, run_of(b, x)])
        b.row[1, x] = kept(b.dt, b.par[PROVOKED_LIFE, run_of(b, x)])
    for y in range(rows):
        for x in range(columns):
            z = y * columns + x
            dyad[dyads.DISPUTE, z] = faded(dyad[dyads.DISPUTE, z], dyad[dyads.CLAIM, z], b.row[0, x])
            dyad[dyads.PROVOKED, z] *= b.row[1, x]
