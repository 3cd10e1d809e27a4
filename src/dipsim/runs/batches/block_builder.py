"""From worlds to a block of runs: arrays with the run as the last axis, and the state before the first tick.

A block may mix sweep points: each lane has its own world (same nations, kinds and timeline, other numbers) and its own
replicate.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dipsim.kernels.compiler.pointer_table import fill_spare_lanes, wrap
from dipsim.model.initial_state import begin_cold
from dipsim.model.state.trust_accounts import FixedAccount
from dipsim.runs.batches.block_arrays import allocate, stack
from dipsim.runs.batches.settled_start import start_settled
from dipsim.scenario.schema.parts import CRISES, SETTLED
from dipsim.scenario.world.build import World


def make(worlds: Sequence[World], seed: int, replicates: Sequence[int], detail: bool = False) -> Any:
    """A block with one run per replicate, ready for the first tick; ``seed`` and ``replicates`` are the key of each
    run. Raises ValueError when worlds do not match, and UnsettledStart.

    ``worlds`` has one entry for each run, or one for all. ``detail`` keeps the log of events and the third-party bill.
    """
    lanes = list(worlds) if len(worlds) > 1 else [worlds[0]] * len(replicates)
    if len(lanes) != len(replicates) or any(w is not lanes[0] and w.shape != lanes[0].shape for w in lanes):
        raise ValueError("a block needs one world per lane, all of the same nations, kinds and timeline")
    b = wrap(allocate(lanes, seed, replicates, detail))
    if lanes[0].start_at == SETTLED:
        start_settled(b, lanes)
    else:
        b.accounts.stored[FixedAccount.HISTORY] = stack(lanes, "history", of_pairs=True)
        b.given_trust.stored[...] = stack(lanes, "trust", of_pairs=True)
        begin_cold(b, lanes[0].start_at == CRISES)
    fill_spare_lanes(b)
    return b
