"""Functions in place of the runs of a sweep, in a module that worker processes can import."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from typing import Any

import numpy as np

from dipsim.model.parameters import NATION
from dipsim.scenario.world.build import World
from dipsim.sweeps.experiment.experiment import Experiment

TRANSPARENCY = NATION.names().index("transparency")
DEADLY = 0.99  # transparency of the first nation above which a worker dies


def calm(experiment: Experiment, worlds: Sequence[World], keys: Sequence[int]) -> dict[str, Any]:
    """Every outcome is the transparency of the first nation plus the number of the replicate."""
    value = np.array([world.nat[TRANSPARENCY, 0] for world in worlds]) + np.array(keys)
    return dict.fromkeys(experiment.outcomes, value)


def poison(experiment: Experiment, worlds: Sequence[World], keys: Sequence[int]) -> dict[str, Any]:
    """The same, but a world that is very transparent kills the process, as running out of memory would."""
    if any(world.nat[TRANSPARENCY, 0] > DEADLY for world in worlds):
        os.kill(os.getpid(), signal.SIGKILL)
    return calm(experiment, worlds, keys)


def failing(experiment: Experiment, worlds: Sequence[World], keys: Sequence[int]) -> dict[str, Any]:
    """The same, but very transparent worlds raise, and very closed ones give no number."""
    found = calm(experiment, worlds, keys)
    shares = np.array([world.nat[TRANSPARENCY, 0] for world in worlds])
    if (shares > 0.9).any():
        raise FloatingPointError("too open")
    return {name: np.where(shares < 0.1, np.nan, value) for name, value in found.items()}
