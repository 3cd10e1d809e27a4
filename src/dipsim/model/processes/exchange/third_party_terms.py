"""What wishes of two nations for any kind of act rest on: the terms that third parties make, in the order of ids.

``third_party_terms`` [term, R] holds them for the two nations and the runs that were looked at last.
"""

from __future__ import annotations

import numpy as np

from dipsim.kernels.compiler.decorators import equation, process
from dipsim.kernels.numerics.units import Ratio, Share
from dipsim.model.processes.exchange.third_party_reactions import KAPPA_HELPING, KAPPA_OWN
from dipsim.model.processes.perception.openness import openness
from dipsim.model.processes.support.neighbours import fewer, neighbours
from dipsim.model.state import dyads
from dipsim.model.state.arrays import Block
from dipsim.model.state.indices import NationIndex, RunIndex
from dipsim.model.state.quantities import PARAMETERS
from dipsim.model.state.scratch import NationSummary, ThirdPartyTerm

CROWDING = PARAMETERS.add(
    "diplomacy.crowding",
    0.2,
    (0, 1),
    source="sign: Kinne 2018; size assumed",
    meaning="how much more agreements weigh less: 1 half of the most at three, 0 each as much as the first",
)


@equation
def crowd(agreements: Ratio, crowding: Ratio) -> Ratio:
    """How much d agreements weigh: d / (3 + crowding d) (Kinne 2018)."""
    return agreements / (3.0 + crowding * agreements)


@equation
def worst_but(b: Block, i: NationIndex, j: NationIndex, r: RunIndex) -> Ratio:
    """The largest threat that ``i`` sees in any nation but ``j`` (E51), in run ``r`` of the block ``b``."""
    worst = b.nation_summary[NationSummary.LARGEST_THREAT, i, r]
    return worst if b.dyad[dyads.MENACE, i, j, r] < worst else b.nation_summary[NationSummary.SECOND_THREAT, i, r]


@equation
def partners_but(b: Block, i: NationIndex, j: NationIndex, r: RunIndex) -> Ratio:
    """Number of nations but ``j`` with which ``i`` has an agreement (E53), in run ``r`` of the block ``b``."""
    return b.nation_summary[NationSummary.AGREEMENTS, i, r] - b.dyad[dyads.AGREEMENTS, i, j, r]


@process
def survey(b: Block, i: NationIndex, j: NationIndex, first: RunIndex, stop: RunIndex) -> None:
    """Compute the terms of third parties for ``i`` and ``j`` in runs ``first`` to ``stop`` of the block ``b`` (E49,
    E51, E53); those of j are called other.

    COMMON_THREAT is the largest sqrt(H_ik H_jk) over third parties k; WORST_THREAT the largest threat that one sees
    in any nation but the other; NETWORK the popularity of the other and the partners shared with it; COMMON_ALLY the
    largest product of what a third nation has pledged to both."""
    dyad, g = b.dyad, b.third_party_terms
    for r in range(first, stop):
        g[ThirdPartyTerm.COMMON_THREAT, r] = 0.0
        g[ThirdPartyTerm.SHARED_PARTNERS, r] = 0.0
        g[ThirdPartyTerm.COMMON_ALLY, r] = 0.0
    for q in neighbours(b, fewer(b, i, j)):
        k = b.neighbour[q]
        if k != i and k != j:
            for r in range(first, stop):
                g[ThirdPartyTerm.COMMON_THREAT, r] = max(
                    g[ThirdPartyTerm.COMMON_THREAT, r], dyad[dyads.MENACE, i, k, r] * dyad[dyads.MENACE, j, k, r]
                )
                g[ThirdPartyTerm.SHARED_PARTNERS, r] += (
                    dyad[dyads.AGREEMENTS, i, k, r] * dyad[dyads.AGREEMENTS, j, k, r]
                )
                g[ThirdPartyTerm.COMMON_ALLY, r] = max(
                    g[ThirdPartyTerm.COMMON_ALLY, r],
                    dyad[dyads.COVER_DEFENCE, i, k, r] * dyad[dyads.COVER_DEFENCE, j, k, r],
                )
    for r in range(first, stop):
        shared = crowd(g[ThirdPartyTerm.SHARED_PARTNERS, r], b.par[CROWDING, r])
        g[ThirdPartyTerm.COMMON_THREAT, r] = np.sqrt(g[ThirdPartyTerm.COMMON_THREAT, r])
        g[ThirdPartyTerm.WORST_THREAT, r] = worst_but(b, i, j, r)
        g[ThirdPartyTerm.WORST_THREAT_OTHER, r] = worst_but(b, j, i, r)
        g[ThirdPartyTerm.NETWORK, r] = crowd(partners_but(b, j, i, r), b.par[CROWDING, r]) + shared
        g[ThirdPartyTerm.NETWORK_OTHER, r] = crowd(partners_but(b, i, j, r), b.par[CROWDING, r]) + shared


@equation
def alarmed(
    b: Block, i: NationIndex, j: NationIndex, k: NationIndex, r: RunIndex, notified: Share, own: Ratio, helping: Ratio
) -> Ratio:
    """Alarm of ``k`` about ``i`` after an act of i with ``j``, per unit of alarm that its kind raises, in run ``r``
    of the block ``b``; ``notified`` is how far the act was announced (0 to 1), ``own`` and ``helping`` (log-odds)
    weigh k's suspicion of i and of j."""
    closed = b.dyad[dyads.LINK, k, i, r] * (1.0 - openness(b, i, k, r, notified))
    return closed * (own * b.dyad[dyads.SUSPICION, k, i, r] + helping * b.dyad[dyads.SUSPICION, k, j, r])


@process
def survey_alarm(b: Block, i: NationIndex, j: NationIndex) -> None:
    """Write ALARM in every run of the block ``b``: the sum over those linked to ``i`` of their alarm about an act
    with ``j`` without notice, and likewise of those linked to j."""
    g, par, runs = b.third_party_terms, b.par, b.nat.shape[2]
    for r in range(runs):
        g[ThirdPartyTerm.ALARM, r] = 0.0
        g[ThirdPartyTerm.ALARM_OTHER, r] = 0.0
    for q in neighbours(b, i):
        k = b.neighbour[q]
        if k != j:
            for r in range(runs):
                g[ThirdPartyTerm.ALARM, r] += alarmed(b, i, j, k, r, 0.0, par[KAPPA_OWN, r], par[KAPPA_HELPING, r])
    for q in neighbours(b, j):
        k = b.neighbour[q]
        if k != i:
            for r in range(runs):
                g[ThirdPartyTerm.ALARM_OTHER, r] += alarmed(
                    b, j, i, k, r, 0.0, par[KAPPA_OWN, r], par[KAPPA_HELPING, r]
                )
