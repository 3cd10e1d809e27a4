"""The settled start of a world: worked out once, in a block of one run, and handed to every run of that world."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dipsim.kernels.compiler.pointer_table import wrap
from dipsim.kernels.pair_array import SPECIAL
from dipsim.model.initial_state import begin, pin, prepare
from dipsim.model.links import packed, unpacked
from dipsim.model.settled_start.fixed_point import STILL, SWEEPS, settle
from dipsim.model.settled_start.stocks import OF_NATIONS, OF_PAIRS
from dipsim.model.state.arrays import Floats
from dipsim.model.state.trust_accounts import FixedAccount
from dipsim.runs.batches.block_arrays import allocate
from dipsim.runs.errors import UnsettledStart
from dipsim.scenario.world.build import World


@dataclass(frozen=True)
class Start:
    """A settled start of the pairs of ``link``: ``accounts`` [account, pair], ``pairs`` [stock, pair], ``habits``
    [kind, pair], the chance that each is in force, ``nations`` [stock, n]; its sweeps."""

    link: NDArray[np.int64]

    accounts: Floats
    pairs: Floats
    habits: Floats
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
    b = wrap(allocate([world], 0, [0], detail=False, settling=True))
    b.accounts[FixedAccount.HISTORY] = world.history[..., None]
    prepare(b)
    b.given_trust[...] = world.trust[..., None]
    pin(b)
    sweeps = settle(b, 0)
    if sweeps < 0:
        raise UnsettledStart(
            f"the start does not settle: expected accounts that stay within {STILL:g} after {SWEEPS} sweeps, found "
            "some that still move; lower the rates or the evidence of its acts, or set options.start: cold"
        )
    return Start(
        world.link,
        b.accounts.stored[..., 0].copy(),
        np.stack([b.dyad.stored[row, :, 0] for _, row, _ in OF_PAIRS]),
        _by_kind(b.habit.stored[..., 0], b.habit_row),
        np.stack([b.nat[row, :, 0] for _, row, _ in OF_NATIONS]),
        int(sweeps),
    )


def start_settled(b: Any, lanes: Sequence[World]) -> None:
    """Give every run of the block ``b`` the accounts and stocks of the settled start of its world in ``lanes``. Raises
    UnsettledStart."""
    prepare(b)
    starts = [_moved(settled_start(world.settled_as or world), world.link) for world in lanes]
    b.accounts.stored[...] = np.stack([start.accounts for start in starts], axis=-1)
    for stock, row, _ in OF_PAIRS:
        b.dyad.stored[row] = np.stack([start.pairs[stock] for start in starts], axis=-1)
    habits = np.stack([start.habits for start in starts], axis=-1)
    b.habit.stored[...] = habits[np.asarray(b.habit_row) >= 0]
    for kept, row, _ in OF_NATIONS:
        b.nat[row] = np.stack([start.nations[kept] for start in starts], axis=-1)
    _hold(b)
    begin(b)


def _moved(start: Start, link: NDArray[np.int64]) -> Start:
    """The start in the places of other links: a pair that was not linked has none of it."""
    if start.link is link or np.array_equal(start.link, link):
        return start
    pairs = ~np.eye(len(link), dtype=np.bool_)
    accounts, stocks, habits = (
        packed(unpacked(part, start.link, 1) * (pairs & (start.link >= SPECIAL)), link)
        for part in (start.accounts, start.pairs, start.habits)
    )
    return Start(link, accounts, stocks, habits, start.nations, start.sweeps)


def _by_kind(rows: Floats, place: NDArray[np.int64]) -> Floats:
    """``rows`` [kind with a habit, pair] as [kind, pair], 0 for kinds without; ``place`` is the row of each kind."""
    found = np.zeros((len(place), rows.shape[1]))
    found[np.asarray(place) >= 0] = rows
    return found


def _hold(b: Any) -> None:
    """Mark the accounts that are other than 0 in some run, for those of kinds."""
    rows = b.accounts_in_use.shape[1]
    used = (b.accounts.stored.reshape(len(b.accounts.stored), rows, -1) != 0.0).any(axis=2)
    b.accounts_in_use[...] = b.accounts_in_use | used
