"""Draws from a posterior whose prior is standard normal: elliptical slice sampling (Murray, Adams and MacKay 2010).

The prior is normal by construction (normal scores), the dimension is some hundreds, and the likelihood is cheap and
vectorised, so that all chains step together. No library of small size offers this.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
SHRINKS = 200  # most times that a bracket is shrunk; then the chain stays where it is


def elliptical(likelihood: Callable[[Floats], Floats], start: Floats, steps: int, seed: int, keep: int = 1) -> Floats:
    """Chains [steps // keep, c, d] of a posterior with a standard normal prior.

    Args:
        likelihood: Log likelihood [c] of one point for each chain [c, d].
        start: Where each chain starts [c, d].
        steps: Steps of each chain.
        seed: Seed of the draws.
        keep: Every how many steps a point is kept.

    Returns:
        The points that were kept.
    """
    draw = np.random.default_rng(seed)
    at = start.copy()
    now = likelihood(at)
    kept = []
    for step in range(steps):
        other = draw.standard_normal(at.shape)
        level = now + np.log(draw.random(len(at)))
        angle = draw.uniform(0.0, 2.0 * np.pi, len(at))
        low, high = angle - 2.0 * np.pi, angle.copy()
        open_ = np.ones(len(at), bool)
        new, found = at.copy(), now.copy()
        for _ in range(SHRINKS):
            turned = at * np.cos(angle)[:, None] + other * np.sin(angle)[:, None]
            value = likelihood(turned)
            inside = open_ & (value > level)
            new[inside], found[inside] = turned[inside], value[inside]
            open_ &= ~inside
            if not open_.any():
                break
            low = np.where(open_ & (angle < 0.0), angle, low)
            high = np.where(open_ & (angle >= 0.0), angle, high)
            angle = np.where(open_, draw.uniform(low, high), angle)
        at, now = new, found
        if (step + 1) % keep == 0:
            kept.append(at.copy())
    return np.array(kept)
