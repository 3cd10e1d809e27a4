"""What holds a dispute back: channels, agreements between those who trust, allies, suppliers, joint democracy."""

from __future__ import annotations

from dipsim.kernels.compiler.decorators import equation, process
from dipsim.kernels.numerics.elementary import exp
from dipsim.kernels.numerics.units import Count, Ratio, Share
from dipsim.model.processes.support.neighbours import neighbours
from dipsim.model.processes.support.vector_helpers import anywhere
from dipsim.model.processes.trust.evidence import open_channel
from dipsim.model.state import dyads, nation
from dipsim.model.state.arrays import Block
from dipsim.model.state.indices import NationIndex, RunIndex
from dipsim.model.state.quantities import PARAMETERS

_WIDE = "no datum says its sign; before 1990 adjusted odds ratios of agreements and exercises rest on 3 to 5 onsets"
DAMP_CHANNEL = PARAMETERS.add(
    "crisis.damp_channel",
    0.0,
    (-0.5, 0.6),
    source="assumed: " + _WIDE,
    meaning="r_ch, damping by channels; below 0 they stir",
)
DAMP_AGREEMENT = PARAMETERS.add(
    "crisis.damp_agreement",
    0.0,
    (-0.5, 0.5),
    source="assumed: " + _WIDE,
    meaning="r_ag, damping by agreements where both trust; below 0 they stir",
)
DAMP_ALLIES = PARAMETERS.add(
    "crisis.damp_allies",
    0.13,
    (-0.13, 0.5),
    source="minus the log of the adjusted odds ratio of a pact in 1961-1989, .88 [.68, 1.14] (dipsim patterns); "
    "an association",
    grade=3,
    meaning="r_al, restraint by allies; below 0 they stir",
)
LEVERAGE = PARAMETERS.add(
    "crisis.leverage",
    0.5,
    (0, 5),
    source="sign: Kinsella 1998, dependence on a supplier restrains; size assumed",
    grade=2,
    meaning="restraint by a supplier that one depends on, towards whom the supplier trusts",
)
PEACE = PARAMETERS.add(
    "crisis.joint_democracy",
    1.45,
    (0, 5),
    source="fitted on 1971-1989 with the regional sets of 1970 and 1980 (campaigns/fit_onset.py)",
    grade=3,
    meaning="r_jd, damping by joint democracy, times both polyarchies",
)


@equation
def damping(
    r_channel: Ratio,
    channel: Share,
    r_agreement: Ratio,
    agreements: Ratio,
    trust_ij: Share,
    trust_ji: Share,
    r_allies: Ratio,
    restraint: Share,
    peace: Ratio,
) -> Ratio:
    """Factor that damps a hazard (E116), above 1 where they stir: exp(- r_ch channel - r_ag agreements min(T_ij, T_ji)
    - r_al restraint - peace).

    ``r_channel``, ``r_agreement`` and ``r_allies`` are the weights r_ch, r_ag and r_al; ``channel``, the trusts
    ``trust_ij`` and ``trust_ji`` and ``restraint`` by others lie between 0 and 1, ``agreements`` counts those in
    force, and ``peace`` is r_jd times both polyarchies."""
    calm = r_channel * channel + r_agreement * agreements * min(trust_ij, trust_ji) + r_allies * restraint
    return exp(-calm - peace)


@equation
def held_back(b: Block, i: NationIndex, a: NationIndex, j: NationIndex, r: RunIndex) -> Share:
    """Restraint of ``i`` towards ``j`` by ``a``, 0 to 1 (E116): as an ally, or as a supplier that i depends on and
    that trusts j; in run ``r`` of the block ``b``."""
    dyad = b.dyad
    return max(
        dyad[dyads.RESTRAINT, i, a, r],
        b.par[LEVERAGE, r] * dyad[dyads.DEPENDENCE, i, a, r] * dyad[dyads.TRUST, a, j, r],
    )


@process
def restrainers(b: Block, i: NationIndex) -> Count:
    """List in ``nation_list`` of the block ``b`` the nations that may restrain ``i`` in some run; returns how many."""
    found = 0
    for q in neighbours(b, i):
        a = b.neighbour[q]
        if anywhere(b, dyads.RESTRAINT, i, a) or anywhere(b, dyads.DEPENDENCE, i, a):
            b.nation_list[found] = a
            found += 1
    return found


@equation
def damped(b: Block, i: NationIndex, j: NationIndex, r: RunIndex, restraint: Share) -> Ratio:
    """Factor that channels, agreements, ``restraint`` by others (0 to 1) and joint democracy leave of a hazard of
    ``i`` against ``j`` (E116), in run ``r`` of the block ``b``."""
    nat, dyad, p = b.nat, b.dyad, b.par
    return damping(
        p[DAMP_CHANNEL, r],
        open_channel(b, i, j, r),
        p[DAMP_AGREEMENT, r],
        dyad[dyads.AGREEMENTS, i, j, r],
        dyad[dyads.TRUST, i, j, r],
        dyad[dyads.TRUST, j, i, r],
        p[DAMP_ALLIES, r],
        restraint,
        p[PEACE, r] * nat[nation.DEMOCRACY, i, r] * nat[nation.DEMOCRACY, j, r],
    )
