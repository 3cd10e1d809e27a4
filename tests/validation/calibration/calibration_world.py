"""A world whose moments are known functions of its numbers, so that every answer is known."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from dipsim.scenario.draws.priors import Prior
from dipsim.validation.calibration.worlds import Worlds

SLOPES = np.array([[1.0, 0.0, 0.0, 0.0], [0.5, 0.8, 0.0, 0.0]])  # moments by numbers; the last two move nothing
NOISE = 0.3
NUMBERS = tuple(Prior(f"processes.made.up{at}", "uniform", 0.0, 1.0, 0.5, "", "") for at in range(4))


class Linear(Worlds):
    """Moments are ``SLOPES`` times the normal scores of the numbers, plus noise of each run."""

    def at(self, values: Mapping[str, float], replicates: int, seed: int) -> NDArray[np.float64]:
        z = norm.ppf(np.array(list(values.values())))
        draw = np.random.default_rng(seed)
        found: NDArray[np.float64] = SLOPES @ z + NOISE * draw.standard_normal((replicates, len(SLOPES)))
        return found
