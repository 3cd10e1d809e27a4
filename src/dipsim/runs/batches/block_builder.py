"""From worlds to a block of runs: arrays with the run as the last axis, and the state before the first tick.

A block may mix sweep points: each lane has its own world (same nations, kinds and timeline, other numbers) and its own
replicate.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dipsim.kernels.compiler.pointer_table import wrap
from dipsim.model.initial_state import begin
from dipsim.model.state import trust_accounts
from dipsim.model.state.arrays import ARRAYS, LANE, ArrayField, Block, Floats
from dipsim.model.state.exchange_kind import HOSTED, LICENSED
from dipsim.model.state.scratch import BillPart
from dipsim.model.state.trust_accounts import FixedAccount
from dipsim.scenario.world.build import World

WAITING = 256  # entries of evidence that are settled together
SPARE = 16  # columns that round the draws up to whole vectors
LOG_ROOM = 4096  # events of a run in a tick
MOST_ACTS = 8  # of one kind and pair, or meetings of one organisation, in a tick


def make(worlds: Sequence[World], seed: int, replicates: Sequence[int], detail: bool = False) -> Any:
    """A block with one lane per replicate, ready for the first tick. Raises ValueError when worlds do not match.

    ``worlds`` has one entry per lane, or one for all. ``detail`` keeps the log of events and the third-party bill.
    """
    lanes = list(worlds) if len(worlds) > 1 else [worlds[0]] * len(replicates)
    if len(lanes) != len(replicates) or any(w is not lanes[0] and w.shape != lanes[0].shape for w in lanes):
        raise ValueError("a block needs one world per lane, all of the same nations, kinds and timeline")
    b = wrap(_allocate(lanes, seed, replicates, detail))
    b.accounts[FixedAccount.HISTORY] = _stack(lanes, "history")
    begin(b, _stack(lanes, "trust"), lanes[0].start_crises)
    return b


def _stack(lanes: list[World], name: str) -> Floats:
    first = getattr(lanes[0], name)
    if all(w is lanes[0] for w in lanes):
        return np.ascontiguousarray(np.repeat(first[..., None], len(lanes), axis=-1))
    return np.ascontiguousarray(np.stack([getattr(w, name) for w in lanes], axis=-1))


def _allocate(lanes: list[World], seed: int, replicates: Sequence[int], detail: bool) -> Any:
    """The block: what a world gives, what starts at another value than 0, and room for the rest."""
    w, runs = lanes[0], len(lanes)
    needs = _licensed(lanes)
    sizes = _sizes(lanes, detail)
    own = {
        "key": np.array([[seed] * runs, list(replicates)], dtype=np.uint64),
        "accounts_in_use": _fixed_accounts(sizes["account"], sizes["grid row"]),
        "licensed_row": np.where(needs, np.cumsum(needs) - 1, -1).astype(np.int64),
        "standing_kind": np.flatnonzero(w.standing_row >= 0).astype(np.int64),
    }
    arrays = {array.name: _array(array, lanes, sizes) for array in ARRAYS if array.name not in own}
    return Block(dt=float(w.dt), per_year=int(w.per_year), **arrays, **own)


def _array(array: ArrayField, lanes: list[World], sizes: dict[str, int]) -> NDArray[Any]:
    """An array as the worlds give it, else zeros. Raises ValueError when a world gives another shape."""
    shape = array.shape(sizes)
    if not array.given:
        return np.zeros(shape, dtype=array.dtype)
    given = _stack(lanes, array.name) if array.given == LANE else getattr(lanes[0], array.name)
    found = np.ascontiguousarray(given, dtype=array.dtype)
    if found.size != int(np.prod(shape)):
        raise ValueError(f"{array.name}: expected the shape {shape}, found {found.shape}")
    return found.reshape(shape)


def _licensed(worlds: Sequence[World]) -> NDArray[np.bool_]:
    """Whether each kind needs a licence in some world."""
    needs: NDArray[np.bool_] = np.any([world.kind[LICENSED] > 0.0 for world in worlds], axis=0)
    return needs


def _sizes(worlds: Sequence[World], detail: bool) -> dict[str, int]:
    """How many there are of everything that an axis counts, in a block with a run of each world."""
    w, runs = worlds[0], len(worlds)
    n, count = len(w.codes), len(w.kinds)
    claims = max(64, count * n * (n - 1) + len(w.meeting_org) + len(w.dated))
    gatherings = MOST_ACTS * (len(w.meeting_org) + 2 * int((w.form == HOSTED).sum())) + len(w.dated)
    return {
        "run": runs,
        "nation": n,
        "kind": count,
        "kind that hides": count if w.can_hide else 0,
        "licensed kind": int(_licensed(worlds).sum()),
        "account": len(w.accounts),
        "organisation": len(w.org_type),
        "issue": len(w.issue_stream_ids),
        "meeting": len(w.meeting_org),
        "instrument": len(w.standing),
        "event": len(w.dated),
        "grid row": n * n if runs > 1 else 1,
        "column": runs if runs > 1 else n * n,
        "draw": count * runs + SPARE,
        "waiting": WAITING,
        "claim": claims,
        "act": claims + gatherings * n * (n - 1) // 2 + count * n * (n - 1),
        "bill part": len(BillPart) if detail else 0,
        "log entry": LOG_ROOM if detail else 0,
    }


def _fixed_accounts(accounts: int, rows: int) -> NDArray[np.uint8]:
    """Fixed accounts may hold something from the start, those of kinds only once an act has been noted in them."""
    in_use = np.zeros((accounts, rows), dtype=np.uint8)
    in_use[: trust_accounts.KINDS] = 1
    return in_use
