"""The settled start of a world: worked out once, in a block of one run, and handed to every run of that world."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from dipsim.kernels.compiler.pointer_table import wrap
from dipsim.model.initial_state import begin, pin, prepare
from dipsim.model.settled_start.fixed_point import STILL, SWEEPS, settle
from dipsim.model.settled_start.stocks import NATIONS, OF_NATIONS, OF_PAIRS, PAIRS
from dipsim.model.state import trust_accounts
from dipsim.model.state.arrays import Floats
from dipsim.model.state.trust_accounts import FixedAccount
from dipsim.runs.batches.block_arrays import allocate, stack
from dipsim.runs.errors import UnsettledStart
from dipsim.scenario.world.build import World


@dataclass(frozen=True)
class Start:
    """A settled start: ``accounts`` [account, n, n], ``pairs`` [stock, n, n], ``nations`` [stock, n]; its sweeps."""

    accounts: Floats
    pairs: Floats
    nations: Floats
    sweeps: int


def settled_start(world: World) -> Start:
    """The settled start of a world, worked out once. Raises UnsettledStart.

    It depends on no seed, no replicate and no other world.
    """
    found: Start | None = vars(world).get("_settled_start")
    if found is None:
        found = _settle(world)
        object.__setattr__(world, "_settled_start", found)
    return found


def _settle(world: World) -> Start:
    b = wrap(allocate([world], 0, [0], False))
    b.accounts[FixedAccount.HISTORY] = world.history[..., None]
    prepare(b)
    pinned = stack([world], "trust")
    pin(b, pinned)
    n = len(world.codes)
    pairs, nations = np.zeros((4 * PAIRS, n, n, 1)), np.zeros((4 * NATIONS, n, 1))
    rates, fixed = np.zeros((len(world.kinds), n, n, 1)), np.zeros((2 * trust_accounts.KINDS, n, n, 1))
    sweeps = settle(b, 0, pinned, rates, pairs, nations, fixed)
    if sweeps < 0:
        raise UnsettledStart(
            f"the start does not settle: expected accounts that stay within {STILL:g} after {SWEEPS} sweeps, found "
            "some that still move; lower the rates or the evidence of its acts, or set options.start: cold"
        )
    return Start(
        b.accounts[..., 0].copy(),
        np.stack([b.dyad[row, :, :, 0] for _, row, _ in OF_PAIRS]),
        np.stack([b.nat[row, :, 0] for _, row, _ in OF_NATIONS]),
        int(sweeps),
    )


def start_settled(b: Any, lanes: Sequence[World]) -> None:
    """Give every lane the accounts and stocks of its settled start. Raises UnsettledStart."""
    prepare(b)
    starts = [settled_start(world.settled_as or world) for world in lanes]
    b.accounts[...] = np.stack([start.accounts for start in starts], axis=-1)
    for stock, row, _ in OF_PAIRS:
        b.dyad[row] = np.stack([start.pairs[stock] for start in starts], axis=-1)
    for kept, row, _ in OF_NATIONS:
        b.nat[row] = np.stack([start.nations[kept] for start in starts], axis=-1)
    _hold(b)
    begin(b)


def _hold(b: Any) -> None:
    """Mark the accounts that are other than 0 in some run, for those of kinds."""
    rows = b.accounts_in_use.shape[1]
    used = (b.accounts.reshape(b.accounts.shape[0], rows, -1) != 0.0).any(axis=2)
    b.accounts_in_use[...] = b.accounts_in_use | used
