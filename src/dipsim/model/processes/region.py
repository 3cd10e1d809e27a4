"""What is measured of the region each tick, over relevant dyads: proximity above 0 or a shared organisation."""

from __future__ import annotations

import numpy as np

from dipsim.model import measures, nation, pair
from dipsim.model.jit import equation, process

COUNTED = (
    measures.DISPUTES,
    measures.JOINERS,
    measures.FORCE,
    measures.WARS,
    measures.SPENDING,
    measures.EXPECTED,
    measures.ACTS,
)
MEANS = (measures.TRUST, measures.DISTRUST, measures.TENSION, measures.AGREEMENTS, measures.BURDEN, measures.RUNG)
STEPS = 30  # of the power iteration


@process
def reset(b):
    """Counts of the tick start at zero."""
    for m in COUNTED:
        for r in range(b.glob.shape[1]):
            b.glob[m, r] = 0.0
    for c in range(b.served.shape[0]):
        for r in range(b.served.shape[1]):
            b.served[c, r] = 0.0
    for r in range(b.glob.shape[1]):
        b.logged[r] = 0


@process
def measure(b):
    """Means over relevant dyads; sums run in the order of ids."""
    n, runs = b.nat.shape[1], b.nat.shape[2]
    b.row[:] = 0.0
    for m in MEANS:
        for r in range(runs):
            b.glob[m, r] = 0.0
    for i in range(n):
        for r in range(runs):
            b.row[2, r] = 0.0
        for j in range(n):
            if i == j:
                continue
            add_dyad(b, i, j)
        for r in range(runs):
            b.row[1, r] += b.row[2, r]
            b.glob[measures.BURDEN, r] += b.row[2, r] * b.nat[nation.CAPABILITY, i, r] / b.nat[nation.GDP, i, r]
    for r in range(runs):
        pairs = max(b.row[0, r], 1.0)
        b.glob[measures.TRUST, r] /= pairs
        b.glob[measures.DISTRUST, r] /= pairs
        b.glob[measures.TENSION, r] /= pairs
        b.glob[measures.AGREEMENTS, r] /= pairs
        b.glob[measures.BURDEN, r] /= max(b.row[1, r], 1.0)
    polarisation(b)


@equation
def add_dyad(b, i, j):
    """Add one directed dyad to the sums; ``row[0]`` counts relevant dyads, ``row[2]`` marks nations that have one."""
    for r in range(b.nat.shape[2]):
        w, trust = b.dyad[pair.RELEVANT, i, j, r], b.dyad[pair.TRUST, i, j, r]
        b.row[0, r] += w
        b.row[2, r] = max(b.row[2, r], w)
        b.glob[measures.TRUST, r] += w * trust
        b.glob[measures.DISTRUST, r] += w if trust < 0.5 else 0.0
        b.glob[measures.TENSION, r] += w * b.dyad[pair.THREAT, i, j, r]
        b.glob[measures.RUNG, r] = max(b.glob[measures.RUNG, r], b.dyad[pair.RUNG, i, j, r])
    for s in range(b.standing.shape[0]):
        for r in range(b.nat.shape[2]):
            b.glob[measures.AGREEMENTS, r] += b.dyad[pair.RELEVANT, i, j, r] if b.standing[s, i, j, r] > 0.0 else 0.0


@process
def polarisation(b):
    """Mean trust within minus between the two groups given by the sign of the leading eigenvector of centred trust.

    Power iteration on symmetric centred trust of relevant dyads, shifted by its largest row sum so that the largest
    eigenvalue leads; the start is keyed by id. 0 when there is only one group.
    """
    n, runs = b.nat.shape[1], b.nat.shape[2]
    centre_trust(b)
    for _ in range(STEPS):
        for r in range(runs):
            b.row[1, r] = 0.0
        for i in range(n):
            for r in range(runs):
                b.next[i, r] = b.row[0, r] * b.work[i, r]
            for j in range(n):
                for r in range(runs):
                    b.next[i, r] += b.dyad[pair.TOGETHER, i, j, r] * b.work[j, r]
            for r in range(runs):
                b.row[1, r] = max(b.row[1, r], abs(b.next[i, r]))
        for i in range(n):
            for r in range(runs):
                b.work[i, r] = b.next[i, r] / b.row[1, r] if b.row[1, r] > 0.0 else 0.0
    within_minus_between(b)


@process
def centre_trust(b):
    """Fill ``together`` with centred symmetric trust, ``row[0]`` with its largest row sum, ``work`` with the start."""
    n, runs = b.nat.shape[1], b.nat.shape[2]
    for r in range(runs):
        b.row[0, r] = 0.0
    for i in range(n):
        for r in range(runs):
            b.row[1, r] = 0.0
            b.work[i, r] = 0.5 + np.float64(np.int64(b.ids[i])) / 4294967296.0
        for j in range(n):
            for r in range(runs):
                centred = 0.5 * (b.dyad[pair.TRUST, i, j, r] + b.dyad[pair.TRUST, j, i, r]) - b.glob[measures.TRUST, r]
                value = b.dyad[pair.RELEVANT, i, j, r] * centred
                b.dyad[pair.TOGETHER, i, j, r] = value
                b.row[1, r] += abs(value)
        for r in range(runs):
            b.row[0, r] = max(b.row[0, r], b.row[1, r])


@process
def within_minus_between(b):
    """Mean trust of relevant dyads in the same group minus that across."""
    n, runs = b.nat.shape[1], b.nat.shape[2]
    b.row[:] = 0.0
    for i in range(n):
        for j in range(n):
            for r in range(runs):
                w = b.dyad[pair.RELEVANT, i, j, r]
                same = w if (b.work[i, r] >= 0.0) == (b.work[j, r] >= 0.0) else 0.0
                b.row[0, r] += same
                b.row[1, r] += same * b.dyad[pair.TRUST, i, j, r]
                b.row[2, r] += w - same
                b.row[3, r] += (w - same) * b.dyad[pair.TRUST, i, j, r]
    for r in range(runs):
        two = b.row[0, r] > 0.0 and b.row[2, r] > 0.0
        b.glob[measures.POLARISATION, r] = b.row[1, r] / b.row[0, r] - b.row[3, r] / b.row[2, r] if two else 0.0
