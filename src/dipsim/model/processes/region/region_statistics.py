"""What is measured of the region each tick, over relevant dyads: proximity above 0 or a shared organisation."""

from __future__ import annotations

import numpy as np

from dipsim.kernels.compiler.decorators import equation, process
from dipsim.model.processes.support.neighbours import neighbours
from dipsim.model.state import dyads, nation, region_metrics
from dipsim.model.state.arrays import Block
from dipsim.model.state.exchange_kind import SANCTION
from dipsim.model.state.indices import NationIndex

COUNTED = (
    region_metrics.OBSERVED_DISPUTES,
    region_metrics.JOINERS,
    region_metrics.FORCE,
    region_metrics.WARS,
    region_metrics.SPENDING,
    region_metrics.EXPECTED_DISPUTES,
    region_metrics.EXPECTED_FORCE,
    region_metrics.ACTS,
)
MEANS = (
    region_metrics.TRUST,
    region_metrics.DISTRUST,
    region_metrics.TENSION,
    region_metrics.AGREEMENTS,
    region_metrics.BURDEN,
    region_metrics.RUNG,
)
MISSING = float("nan")
STEPS = 30  # of the power iteration


@process(
    writes="logged served metrics(acts expected_disputes expected_force force joiners observed_disputes spending wars)",
)
def reset(b: Block) -> None:
    """Set the counts of the tick in the block ``b`` to zero."""
    metrics, served = b.metrics, b.served
    for m in COUNTED:
        for r in range(metrics.shape[1]):
            metrics[m, r] = 0.0
    for c in range(served.shape[0]):
        for r in range(served.shape[1]):
            served[c, r] = 0.0
    for r in range(metrics.shape[1]):
        b.logged[r] = 0


@process(
    reads=(
        "form ids standing standing_kind dyad(relevant rung symmetric_trust threat trust) metrics(agreements "
        "burden distrust rung tension trust) nat(capability gdp)"
    ),
    writes="dyad(symmetric_trust) metrics(agreements burden distrust polarisation rung tension trust)",
)
def record_region(b: Block) -> None:
    """Write means over relevant dyads into the metrics of the block ``b``, NaN where there is none; sums run in the
    order of ids."""
    nat, metrics, row = b.nat, b.metrics, b.row
    n, runs = nat.shape[1], nat.shape[2]
    for x in range(row.shape[0]):
        for r in range(runs):
            row[x, r] = 0.0
    for m in MEANS:
        for r in range(runs):
            metrics[m, r] = 0.0
    for i in range(n):
        for r in range(runs):
            row[2, r] = 0.0
        for q in neighbours(b, i):
            add_dyad(b, i, b.neighbour[q])
        for r in range(runs):
            row[1, r] += row[2, r]
            metrics[region_metrics.BURDEN, r] += row[2, r] * nat[nation.CAPABILITY, i, r] / nat[nation.GDP, i, r]
    for r in range(runs):
        pairs = max(row[0, r], 1.0)
        metrics[region_metrics.TRUST, r] /= pairs
        metrics[region_metrics.DISTRUST, r] /= pairs
        metrics[region_metrics.TENSION, r] /= pairs
        metrics[region_metrics.AGREEMENTS, r] /= pairs
        metrics[region_metrics.BURDEN, r] /= max(row[1, r], 1.0)
    polarisation(b)
    for m in region_metrics.OF_DYADS:
        for r in range(runs):
            if row[0, r] + row[2, r] == 0.0:  # relevant dyads within the groups of polarisation and across them
                metrics[m, r] = MISSING


@equation
def add_dyad(b: Block, i: NationIndex, j: NationIndex) -> None:
    """Add the directed dyad of ``i`` and ``j`` to the sums of every run of the block ``b`` (E137); ``row[0]`` counts
    relevant dyads, ``row[2]`` marks nations that have one."""
    nat, dyad, metrics, row, standing = b.nat, b.dyad, b.metrics, b.row, b.standing
    for r in range(nat.shape[2]):
        w, trust = dyad[dyads.RELEVANT, i, j, r], dyad[dyads.TRUST, i, j, r]
        row[0, r] += w
        row[2, r] = max(row[2, r], w)
        metrics[region_metrics.TRUST, r] += w * trust
        metrics[region_metrics.DISTRUST, r] += w if trust < 0.5 else 0.0
        metrics[region_metrics.TENSION, r] += w * dyad[dyads.THREAT, i, j, r]
        metrics[region_metrics.RUNG, r] = max(metrics[region_metrics.RUNG, r], dyad[dyads.RUNG, i, j, r])
    for s in range(standing.shape[0]):
        if b.form[b.standing_kind[s]] == SANCTION:
            continue
        for r in range(nat.shape[2]):
            metrics[region_metrics.AGREEMENTS, r] += (
                dyad[dyads.RELEVANT, i, j, r] if standing[s, i, j, r] > 0.0 else 0.0
            )


@process
def polarisation(b: Block) -> None:
    """Write mean trust within minus between two groups into the metrics of the block ``b`` (E138); the groups follow
    the sign of the leading eigenvector of centred trust.

    Power iteration on symmetric centred trust of relevant dyads, shifted by its largest row sum so that the largest
    eigenvalue leads; the start is keyed by id. 0 when there is only one group."""
    nat, work_2, row, work = b.nat, b.work_2, b.row, b.work
    n, runs = nat.shape[1], nat.shape[2]
    centre_trust(b)
    for _ in range(STEPS):
        for r in range(runs):
            row[1, r] = 0.0
        for i in range(n):
            for r in range(runs):
                work_2[i, r] = row[0, r] * work[i, r]
        for j in range(n):
            add_column(b, j)
        for i in range(n):
            for r in range(runs):
                row[1, r] = max(row[1, r], abs(work_2[i, r]))
        for i in range(n):
            for r in range(runs):
                work[i, r] = work_2[i, r] / row[1, r] if row[1, r] > 0.0 else 0.0
    within_minus_between(b)


@equation
def add_column(b: Block, j: NationIndex) -> None:
    """Add what ``j`` contributes to the next vector of all nations, in every run of the block ``b``."""
    dyad, work_2, work, runs = b.dyad, b.work_2, b.work, b.nat.shape[2]
    for q in neighbours(b, j):
        i = b.neighbour[q]
        for r in range(runs):
            work_2[i, r] += dyad[dyads.SYMMETRIC_TRUST, j, i, r] * work[j, r]


@process
def centre_trust(b: Block) -> None:
    """Fill ``together`` of the block ``b`` with centred symmetric trust, ``row[0]`` with its largest row sum,
    ``work`` with the start."""
    nat, dyad, row = b.nat, b.dyad, b.row
    n, runs = nat.shape[1], nat.shape[2]
    for r in range(runs):
        row[0, r] = 0.0
    for i in range(n):
        for r in range(runs):
            row[1, r] = 0.0
            b.work[i, r] = 0.5 + np.float64(np.int64(b.ids[i])) / 4294967296.0
        for q in neighbours(b, i):
            j = b.neighbour[q]
            for r in range(runs):
                centred = (
                    0.5 * (dyad[dyads.TRUST, i, j, r] + dyad[dyads.TRUST, j, i, r]) - b.metrics[region_metrics.TRUST, r]
                )
                value = dyad[dyads.RELEVANT, i, j, r] * centred
                dyad[dyads.SYMMETRIC_TRUST, i, j, r] = value
                row[1, r] += abs(value)
        for r in range(runs):
            row[0, r] = max(row[0, r], row[1, r])


@process
def within_minus_between(b: Block) -> None:
    """Write mean trust of relevant dyads in the same group minus that across groups into the metrics of the block
    ``b``."""
    nat, dyad, row, work = b.nat, b.dyad, b.row, b.work
    n, runs = nat.shape[1], nat.shape[2]
    for x in range(row.shape[0]):
        for r in range(runs):
            row[x, r] = 0.0
    for i in range(n):
        for q in neighbours(b, i):
            j = b.neighbour[q]
            for r in range(runs):
                w = dyad[dyads.RELEVANT, i, j, r]
                same = w if (work[i, r] >= 0.0) == (work[j, r] >= 0.0) else 0.0
                row[0, r] += same
                row[1, r] += same * dyad[dyads.TRUST, i, j, r]
                row[2, r] += w - same
                row[3, r] += (w - same) * dyad[dyads.TRUST, i, j, r]
    for r in range(runs):
        two = row[0, r] > 0.0 and row[2, r] > 0.0
        b.metrics[region_metrics.POLARISATION, r] = row[1, r] / row[0, r] - row[3, r] / row[2, r] if two else 0.0
