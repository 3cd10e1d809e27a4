"""Pairs that are left out of the fit, and what happens among them: does the posterior cover it?

Half of all pairs, by their codes, take part (``halves``); the counts of the other half are predicted.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dipsim.validation.calibration import posterior, surrogate
from dipsim.validation.calibration.halves import CELLS, COUNTS, FEW, HALF
from dipsim.validation.calibration.posterior import Likelihood, Training
from dipsim.validation.calibration.targets import discrepancy

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Coverage:
    """``inside`` is how many of ``cells`` counts lie in the central share of the prediction, by share.

    ``expected`` and ``observed`` are pair-years with an onset among the pairs left out, ``low`` and ``high`` the 90 %
    interval of their sum.
    """

    cells: int
    inside: dict[float, int]
    observed: float
    expected: float
    low: float
    high: float


def coverage(known: Training, data: Floats, seed: int, shares: tuple[float, ...] = (0.5, 0.8, 0.9)) -> Coverage:
    """How often the posterior of the half that took part covers what the other half did, by ``shares``, with ``seed``.

    ``known`` and ``data`` have the moments ``HALF`` of both windows first, then the counts of both windows.
    """
    at = len(data) - 2 * len(CELLS) * len(COUNTS)
    half = replace(known, means=known.means[:, :at], noise=known.noise[:at, :at])
    of: Likelihood = posterior.likelihood(
        half, surrogate.fit(half.z, half.means), data[:at], discrepancy(data[:at], HALF)
    )
    draws = posterior.sample(of, known.z.shape[1], 1000, seed)
    cells = surrogate.fit(known.z, known.means[:, at:])
    spread = cells.error + known.noise[at:, at:] * (1.0 - 1.0 / known.runs)
    chance = np.random.default_rng([seed, 3]).standard_normal((len(draws), len(spread)))
    roots = cells.at(draws) + chance @ np.linalg.cholesky(spread).T
    told = np.maximum(np.sign(roots) * roots**2 - FEW, 0.0).round()
    seen = np.round(data[at:] ** 2 - FEW)
    inside = {}
    for share in shares:
        low, high = np.quantile(told, [(1.0 - share) / 2.0, (1.0 + share) / 2.0], axis=0, method="nearest")
        inside[share] = int(((seen >= low) & (seen <= high)).sum())
    total = told[:, :: len(COUNTS)].sum(axis=1)
    low, high = (float(end) for end in np.quantile(total, [0.05, 0.95]))
    return Coverage(len(seen), inside, float(seen[:: len(COUNTS)].sum()), float(total.mean()), low, high)
