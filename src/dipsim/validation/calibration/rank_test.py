"""Simulation-based calibration (Talts et al. 2018): is the true number anywhere in its posterior with equal chance?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from dipsim.validation.calibration import posterior, surrogate
from dipsim.validation.calibration.posterior import Likelihood
from dipsim.validation.calibration.sampler import elliptical
from dipsim.validation.calibration.stored import Row

Floats = NDArray[np.float64]
KEPT = 99  # posterior draws that a true value is ranked among
THIN, BURN = 15, 400
BINS = 10


@dataclass(frozen=True)
class Ranks:
    """``ranks`` [test, d] of the true values among ``KEPT`` draws of their posteriors, 0 to ``KEPT``.

    ``ratio`` [d] is the mean standard deviation of the posteriors over that of the prior.
    """

    ranks: NDArray[np.int64]
    ratio: Floats

    def histogram(self, number: int) -> NDArray[np.int64]:
        """Counts of the ranks of the column ``number`` in ten bins."""
        return np.histogram(self.ranks[:, number], BINS, (-0.5, KEPT + 0.5))[0].astype(np.int64)

    def uniform(self, number: int) -> float:
        """p value of the ranks of the column ``number`` being uniform (chi square over ten bins)."""
        return float(stats.chisquare(self.histogram(number)).pvalue)

    def covered(self, share: float) -> Floats:
        """How often the central ``share`` of the posterior holds the true value, for each number."""
        edge = (1.0 - share) / 2.0 * (KEPT + 1)
        found: Floats = ((self.ranks >= edge) & (self.ranks < KEPT + 1 - edge)).mean(axis=0)
        return found


def ranks(train: Sequence[Row], test: Sequence[Row], seed: int, columns: int | None = None) -> Ranks:
    """Rank true values of draws of the prior: data are the moments of the first run of each draw in ``test``.

    The surrogate knows the draws in ``train`` only, and ``seed`` is that of the sampler. Nothing is added for what a
    model may be off, since here it is the world. The first ``columns`` moments count, all unless given. All posteriors
    are drawn together, a chain for each.
    """
    known = posterior.training(train, columns)
    asked = [row for row in test if row.moments is not None]
    data = np.array([row.moments[0, :columns] for row in asked if row.moments is not None])
    data = np.where(np.isnan(data), known.means.mean(axis=0), data)
    of: Likelihood = posterior.likelihood(known, surrogate.fit(known.z, known.means), data)
    true = np.array([row.z for row in asked])
    draw = np.random.default_rng([seed, 2])
    chains = elliptical(of, draw.standard_normal(true.shape), BURN + THIN * KEPT, seed, keep=THIN)[-KEPT:]
    return Ranks((chains < true[None]).sum(axis=0).astype(np.int64), chains.std(axis=0).mean(axis=0))
