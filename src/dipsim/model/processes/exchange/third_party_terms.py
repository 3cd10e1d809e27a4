"""What wishes of two nations for any kind of act rest on: the terms that third parties make, in the order of ids.

``ground`` [term, R] holds them for the two nations and the runs that were looked at last.
"""

from __future__ import annotations

import numpy as np

from dipsim.kernels.compiler.decorators import equation, process
from dipsim.model.processes.exchange.third_party_reactions import KAPPA_HELPING, KAPPA_OWN
from dipsim.model.processes.perception.openness import openness
from dipsim.model.state import dyads

(COMMON, WORST, WORST_OTHER, NETWORK, NETWORK_OTHER, SHARED, ALARM, ALARM_OTHER) = range(8)
(LARGEST, SECOND, AGREED) = range(3)  # of ``around``, kept up by those who set threats and agreements


@equation
def crowd(agreements):
    """How much d agreements weigh: d / (3 + d) (Kinne 2018)."""
    return agreements / (3.0 + agreements)


@equation
def worst_but(b, i, j, r):
    """The largest threat that i sees in anybody but j."""
    worst = b.around[LARGEST, i, r]
    return worst if b.dyad[dyads.MENACE, i, j, r] < worst else b.around[SECOND, i, r]


@equation
def partners_but(b, i, j, r):
    """With how many but j the nation i has an agreement."""
    return b.around[AGREED, i, r] - b.dyad[dyads.AGREEMENTS, i, j, r]


@process
def survey(b, i, j, first, stop):
    """Terms for i and j in runs ``first`` to ``stop``, those of j called other.

    COMMON, the common threat: the largest sqrt(H_ik H_jk) over third parties k. WORST: the largest threat that one sees
    in anybody but the other. NETWORK: popularity of the other and partners shared with it.
    """
    dyad, g = b.dyad, b.ground
    for r in range(first, stop):
        g[COMMON, r] = 0.0
        g[SHARED, r] = 0.0
    for k in range(b.nat.shape[1]):
        if k != i and k != j:
            for r in range(first, stop):
                g[COMMON, r] = max(g[COMMON, r], dyad[dyads.MENACE, i, k, r] * dyad[dyads.MENACE, j, k, r])
                g[SHARED, r] += dyad[dyads.AGREEMENTS, i, k, r] * dyad[dyads.AGREEMENTS, j, k, r]
    for r in range(first, stop):
        shared = crowd(g[SHARED, r])
        g[COMMON, r] = np.sqrt(g[COMMON, r])
        g[WORST, r] = worst_but(b, i, j, r)
        g[WORST_OTHER, r] = worst_but(b, j, i, r)
        g[NETWORK, r] = crowd(partners_but(b, j, i, r)) + shared
        g[NETWORK_OTHER, r] = crowd(partners_but(b, i, j, r)) + shared


@equation
def alarmed(b, i, j, k, r, notified, own, helping):
    """Alarm of k about i after an act of i with j, per unit of alarm that its kind raises."""
    closed = 1.0 - openness(b, i, k, r, notified)
    return closed * (own * b.dyad[dyads.MENACE, k, i, r] + helping * b.dyad[dyads.MENACE, k, j, r])


@process
def survey_alarm(b, i, j):
    """ALARM: the sum over third parties of their alarm about an act that is not notified, in every run."""
    g, par, runs = b.ground, b.par, b.nat.shape[2]
    for r in range(runs):
        g[ALARM, r] = 0.0
        g[ALARM_OTHER, r] = 0.0
    for k in range(b.nat.shape[1]):
        if k != i and k != j:
            for r in range(runs):
                g[ALARM, r] += alarmed(b, i, j, k, r, 0.0, par[KAPPA_OWN, r], par[KAPPA_HELPING, r])
                g[ALARM_OTHER, r] += alarmed(b, j, i, k, r, 0.0, par[KAPPA_OWN, r], par[KAPPA_HELPING, r])
