"""Signals that an observer of a region could compute: from trust and threat of pairs, and from force that was used."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dipsim.model.state import dyads
from dipsim.model.state.events import LOG, LogField
from dipsim.runs.batches.block_runner import PAIRWISE, Record
from dipsim.scenario.world.build import World

Floats = NDArray[np.float64]
WINDOW = 2.0  # years over which a signal is computed
FORCE = 4.0  # rung of the use of force
SIGNALS = {
    "variance": "variance of trust",
    "memory": "lag-1 autocorrelation of trust",
    "recovery": "slow recovery of trust",
    "frustration": "frustrated triads",
    "threat": "threat as the two see it",
    "history": "force used before",
}


@dataclass(frozen=True)
class Series:
    """What an observer sees of a block: trust and threat of pairs (means of both ways), and uses of force.

    ``trust``, ``threat`` [tick, pair, run]; ``rung`` at the end of each tick; ``force`` whether one was used in it.
    """

    trust: Floats
    threat: Floats
    rung: Floats
    force: NDArray[np.bool_]


def pairs_of(world: World) -> tuple[Any, Any]:
    """Row and column of every pair of nations of ``world``."""
    return np.triu_indices(len(world.codes), 1)


def series(world: World, record: Record) -> Series:
    """The series of a block of ``world`` whose ``record`` was made in detail."""
    first, second = pairs_of(world)
    values = np.stack([found for _, found in record.dyads[: world.ticks]])  # [tick, quantity, n, n, R]
    both = 0.5 * (values[:, :, first, second] + values[:, :, second, first])
    force = np.zeros(both[:, 0].shape, dtype=bool)
    place = {(int(i), int(j)): at for at, (i, j) in enumerate(zip(first, second, strict=True))}
    begun = (LOG.index("dispute"), LOG.index("climbed"))
    for tick, log, count in record.log:
        for run in range(log.shape[2]):
            for row in log[:, : count[run], run].T:
                if row[LogField.EVENT] in begun and row[LogField.VALUE] >= FORCE:
                    i, j = sorted((int(row[LogField.FIRST]), int(row[LogField.SECOND])))
                    force[tick, place[i, j], run] = True
    trust, threat, rung = (both[:, PAIRWISE.index(row)] for row in (dyads.TRUST, dyads.THREAT, dyads.RUNG))
    return Series(trust, threat, rung, force)


def proximate(world: World) -> NDArray[np.bool_]:
    """Whether the two nations of each pair of ``world`` are in reach of each other, [pair]."""
    first, second = pairs_of(world)
    return np.asarray(world.dyad[dyads.PROXIMITY][first, second] > 0.0)


def signals(found: Series, world: World, dates: NDArray[np.int64]) -> Iterator[tuple[str, Floats]]:
    """Every signal at each of ``dates`` (ticks), [D, pair, run], from the series ``found`` of ``world``; higher means
    more alarming."""
    window = round(WINDOW * world.per_year)
    variance, memory = slowing(found.trust, dates, window)
    yield "variance", variance
    yield "memory", memory
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = -np.log(np.clip(memory, 1e-6, None)) * world.per_year
    yield "recovery", -rate
    yield "frustration", frustration(found.trust[dates], len(world.codes))
    yield "threat", found.threat[dates]
    yield "history", np.stack([found.force[: date + 1].any(axis=0) for date in dates]).astype(np.float64)


def slowing(trust: Floats, dates: NDArray[np.int64], window: int) -> tuple[Floats, Floats]:
    """Variance and lag-1 autocorrelation, at each of ``dates``, of ``trust`` [tick, pair, run] over the last ``window``
    ticks, after removing a straight line."""
    time = np.arange(window) - (window - 1) / 2
    line = np.stack([np.full(window, 1 / math.sqrt(window)), time / math.sqrt((time**2).sum())])
    variance, memory = (np.empty((len(dates), *trust.shape[1:])) for _ in range(2))
    for row, date in enumerate(dates):
        seen = trust[date + 1 - window : date + 1]
        rest = seen - np.tensordot(line.T, np.tensordot(line, seen, axes=1), axes=1)
        squares = (rest**2).sum(axis=0)
        variance[row] = squares / window
        with np.errstate(divide="ignore", invalid="ignore"):
            memory[row] = (rest[1:] * rest[:-1]).sum(axis=0) / squares
    return variance, memory


def frustration(trust: Floats, n: int) -> Floats:
    """Share of third nations with which a pair forms a frustrated triad (an odd number of distrusts), [D, pair, run],
    from ``trust`` of that shape among ``n`` nations."""
    first, second = np.triu_indices(n, 1)
    sign = np.zeros((len(trust), n, n, trust.shape[-1]))
    sign[:, first, second] = sign[:, second, first] = np.where(trust >= 0.5, 1.0, -1.0)
    if n < 3:
        return np.full(trust.shape, np.nan)
    product = np.einsum("dikr,dkjr->dijr", sign, sign)[:, first, second] * sign[:, first, second]
    return np.asarray(0.5 * (1.0 - product / (n - 2)))
