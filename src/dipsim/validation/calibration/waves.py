"""A campaign in waves: draws of the prior, draws of a first posterior widened, draws of the posterior to check it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dipsim.runs.errors import UnsettledStart
from dipsim.validation.calibration import posterior, surrogate
from dipsim.validation.calibration.posterior import Likelihood
from dipsim.validation.calibration.stored import Row, Stored
from dipsim.validation.calibration.worlds import Worlds

Floats = NDArray[np.float64]
FIRST_SEED = 10_000  # seeds of runs of wave w start at w times this
WIDENED = 0.5  # power of the likelihood of the waves between the first and the last


@dataclass(frozen=True)
class Plan:
    """How many draws each wave has, the last for the check, how many runs a draw has, and the seed of everything."""

    waves: tuple[int, ...]
    replicates: int
    seed: int


def run(
    worlds: Worlds, plan: Plan, data: Floats, off: Floats | None, stored: Stored, tell: Callable[[str], None] = print
) -> Likelihood:
    """The likelihood from all waves; runs what is not stored yet. The same plan gives the same, stopped or not.

    Args:
        worlds: What runs.
        plan: Waves, runs of a draw, seed.
        data: The moments to be met, [k]; runs may have more behind them.
        off: Covariance of what a model may be off.
        stored: Draws that were run; new ones are added.
        tell: Hears a line about every tenth draw.

    Raises:
        ValueError: Too few draws to fit.
    """
    if not plan.waves:
        raise ValueError("expected at least one wave, found none")
    fits: dict[int, Likelihood] = {}

    def after(wave: int) -> Likelihood:
        """The likelihood from this wave and those before."""
        if wave not in fits:
            known = posterior.training([row for row in planned(stored, plan) if row.wave <= wave], len(data))
            fits[wave] = posterior.likelihood(known, surrogate.fit(known.z, known.means), data, off)
        return fits[wave]

    last = len(plan.waves) - 1
    for wave, count in enumerate(plan.waves):
        if all((wave, place) in stored.rows for place in range(count)):
            continue
        power = 1.0 if wave == last else WIDENED
        scores = _scores(plan, wave, len(worlds.numbers), after(wave - 1) if wave else None, power)
        _measure(worlds, plan, wave, scores, stored, tell)
    return after(last)


def planned(stored: Stored, plan: Plan) -> list[Row]:
    """The ``stored`` rows that belong to ``plan``; the file may hold more, of a longer one."""
    return [row for row in stored if row.wave < len(plan.waves) and row.place < plan.waves[row.wave]]


def measure(worlds: Worlds, plan: Plan, stored: Stored, tell: Callable[[str], None] = print) -> None:
    """Run the draws of the prior alone, the first of ``plan``, in ``worlds``; ``stored`` keeps them, ``tell`` hears."""
    _measure(worlds, plan, 0, _scores(plan, 0, len(worlds.numbers), None, 1.0), stored, tell)


def _measure(
    worlds: Worlds, plan: Plan, wave: int, scores: Floats, stored: Stored, tell: Callable[[str], None]
) -> None:
    """Run the draws of a wave that are not stored yet."""
    for place in range(plan.waves[wave]):
        if (wave, place) in stored.rows:
            continue
        stored.add(_measured(worlds, plan, wave, place, scores[place]))
        if place % 10 == 9 or place + 1 == plan.waves[wave]:
            tell(f"wave {wave + 1}: {place + 1} of {plan.waves[wave]} draws")


def _scores(plan: Plan, wave: int, numbers: int, fitted: Likelihood | None, power: float) -> Floats:
    """Normal scores [count, d] of the draws of a wave; a shorter wave has the first of a longer one."""
    count = plan.waves[wave]
    if fitted is None:
        return np.array([np.random.default_rng([plan.seed, wave, at]).standard_normal(numbers) for at in range(count)])
    widened = Likelihood(fitted.fitted, fitted.data, fitted.root, power)
    return posterior.sample(widened, numbers, count, plan.seed + wave)


def _measured(worlds: Worlds, plan: Plan, wave: int, place: int, z: Floats) -> Row:
    began = time.process_time()
    seed = plan.seed + FIRST_SEED * (wave + 1) + place
    moments: Floats | None
    try:
        moments = worlds.at(worlds.values(z), plan.replicates, seed)
    except UnsettledStart:
        moments = None
    return Row(wave, place, z, moments, round(time.process_time() - began, 2))
