"""Indicators of early warning: what each run saw is its own."""

from __future__ import annotations

import numpy as np

from dipsim.runs.batches.block_runner import run_batch
from dipsim.scenario.load import load
from dipsim.scenario.world.build import build
from dipsim.study.early_warning.indicators import series, signals


def test_every_run_of_a_block_has_the_force_that_it_used() -> None:
    """Protects the second and later runs: alone, a run shows the same force and the same history as in a block."""
    world = build(load("two_blocs", ("time.years=10",)))
    runs = [0, 1, 2, 3]
    together = series(world, run_batch([world], 1, runs, detail=True))
    dates = np.array([world.ticks - 1])
    history = dict(signals(together, world, dates))["history"]
    used = [together.force[..., lane].tobytes() for lane in range(len(runs))]
    assert together.force.any()
    assert len(set(used)) > 1
    for lane, replicate in enumerate(runs):
        alone = series(world, run_batch([world], 1, [replicate], detail=True))
        assert (together.force[..., lane] == alone.force[..., 0]).all()
        assert (history[0, :, lane] == alone.force[..., 0].any(axis=0)).all()
