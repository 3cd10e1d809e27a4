"""The posterior by synthetic likelihood on a surrogate, what it pins, and its medoid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dipsim.validation.calibration import surrogate
from dipsim.validation.calibration.sampler import elliptical
from dipsim.validation.calibration.stored import Row
from dipsim.validation.calibration.surrogate import Surrogate

Floats = NDArray[np.float64]
CHAINS, STEPS, BURN, KEEP = 100, 1500, 500, 10
WEAK = 0.05  # a slope of a number below this share of the spread of a moment does not pin it


@dataclass(frozen=True)
class Likelihood:
    """Normal synthetic likelihood (Wood 2010) of moments of one world, [k] or one row for each chain [c, k].

    ``root`` [k, k] is the Cholesky factor of the covariance: chance of a single world, what the surrogate misses, and
    what a model may be off. ``power`` below 1 widens it.
    """

    fitted: Surrogate
    data: Floats
    root: Floats
    power: float = 1.0

    def __call__(self, z: Floats) -> Floats:
        """Log likelihood at each row of ``z`` [c, d]."""
        apart = np.linalg.solve(self.root, (self.data - self.fitted.at(z)).T)
        found: Floats = -0.5 * self.power * (apart**2).sum(axis=0)
        return found


@dataclass(frozen=True)
class Training:
    """Draws that were run: normal scores z [n, d], their mean moments [n, k], the covariance of one run around them."""

    z: Floats
    means: Floats
    noise: Floats
    runs: int


def training(rows: Sequence[Row], columns: int | None = None) -> Training:
    """What is learnt from ``rows`` whose start settles, of the first ``columns`` moments (all unless given).

    A moment that none of the runs of a draw shows takes the mean of all runs, 0 where no run shows it. Raises
    ValueError without rows.
    """
    used = [row for row in rows if row.moments is not None]
    if not used:
        raise ValueError("expected draws that were run, found none whose start settles")
    runs = np.array([row.moments[:, :columns] for row in used if row.moments is not None])
    seen = ~np.isnan(runs)
    sums, counts = np.where(seen, runs, 0.0).sum(axis=1), seen.sum(axis=1)
    means = np.where(counts > 0, sums / np.maximum(counts, 1), np.nan)
    usual = np.where(seen, runs, 0.0).sum(axis=(0, 1)) / np.maximum(seen.sum(axis=(0, 1)), 1)
    means = np.where(np.isnan(means), usual, means)
    apart = np.where(seen, runs - means[:, None, :], 0.0)
    replicates = runs.shape[1]
    spread = surrogate.covariance(apart.reshape(-1, runs.shape[2])) * (replicates / max(replicates - 1, 1))
    return Training(np.array([row.z for row in used]), means, spread, replicates)


def likelihood(
    known: Training, fitted: Surrogate, data: Floats, off: Floats | None = None, power: float = 1.0
) -> Likelihood:
    """The likelihood of ``data`` [k] (or one set for each chain [c, k]), with the draws ``known`` and the surrogate
    ``fitted`` to them; ``off`` is the covariance of what a model may be off, nothing unless given, and ``power`` below
    1 widens it."""
    once = fitted.error + known.noise * (1.0 - 1.0 / known.runs)
    root: Floats = np.asarray(np.linalg.cholesky(once if off is None else once + off), np.float64)
    return Likelihood(fitted, data, root, power)


def sample(of: Likelihood, numbers: int, count: int, seed: int) -> Floats:
    """``count`` draws [count, d] of the posterior of so many ``numbers`` by the likelihood ``of``, with ``seed``.

    At most 10,000; fewer draws are the first of more.
    """
    draw = np.random.default_rng([seed, 1])
    chains = elliptical(of, draw.standard_normal((CHAINS, numbers)), STEPS, seed, keep=KEEP)
    late = chains[BURN // KEEP :].reshape(-1, numbers)
    found: Floats = late[draw.permutation(len(late))[:count]]
    return found


@dataclass(frozen=True)
class Pinned:
    """How well a number is known: ``ratio`` posterior over prior standard deviation and ``shift`` of its mean, both in
    normal scores; ``moment`` the column that moves most with it against its spread, -1 for none."""

    ratio: float
    shift: float
    moment: int


def pinned(draws: Floats, of: Likelihood) -> list[Pinned]:
    """How well each number is known, from ``draws`` [n, d] of the posterior by the likelihood ``of``."""
    spread = np.sqrt((of.root**2).sum(axis=1))
    moves = of.fitted.moves(draws.shape[1]) / spread[:, None]
    best = moves.argmax(axis=0)
    return [
        Pinned(float(draws[:, j].std()), float(draws[:, j].mean()), int(best[j]) if moves[best[j], j] >= WEAK else -1)
        for j in range(draws.shape[1])
    ]


def medoid(draws: Floats, counted: Sequence[int]) -> int:
    """The one of ``draws`` whose distances to all others, over the columns ``counted``, are least in sum."""
    part = draws[:, list(counted)]
    return int(np.sqrt(((part[:, None, :] - part[None, :, :]) ** 2).sum(axis=2)).sum(axis=1).argmin())


def implausibility(means: Floats, of: Likelihood) -> Floats:
    """|data - moment| over its standard deviation by ``of``, for ``means`` [n, k] (above 3 is ruled out)."""
    found: Floats = np.abs(means - of.data) / np.sqrt((of.root**2).sum(axis=1))
    return found
