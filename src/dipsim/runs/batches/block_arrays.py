"""The arrays of a block of runs as the worlds give them, with the run as the last axis."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dipsim.kernels.compiler.schema import declared
from dipsim.kernels.machine.memory import zeros_on_lines
from dipsim.model.links import packed, rows
from dipsim.model.settled_start.stocks import NATIONS, PAIRS
from dipsim.model.state import trust_accounts
from dipsim.model.state.arrays import ARRAYS, LANE, SETTLING, ArrayField, Block, Floats
from dipsim.model.state.exchange_kind import AGAIN, DIRECTED, HOSTED, LICENSED, PAIR
from dipsim.model.state.scratch import BillPart
from dipsim.scenario.world.build import World

WAITING = 256  # entries of evidence that are settled together
SPARE = 16  # columns that round the draws up to whole vectors
LOG_ROOM = 4096  # events of a run in a tick
MOST_ACTS = 8  # of one kind and pair, or meetings of one organisation, in a tick


def stack(lanes: Sequence[World], name: str, of_pairs: bool = False) -> Floats:
    """The field ``name`` of the worlds ``lanes`` with the run as the last axis, as new memory; ``of_pairs``: [..., n,
    n] as stored pairs."""
    worlds = {id(w): w for w in lanes}
    given = {key: packed(getattr(w, name), w.link) if of_pairs else getattr(w, name) for key, w in worlds.items()}
    if len(given) == 1:
        return np.ascontiguousarray(np.repeat(given[id(lanes[0])][..., None], len(lanes), axis=-1))
    return np.ascontiguousarray(np.stack([given[id(w)] for w in lanes], axis=-1))


def allocate(lanes: Sequence[World], seed: int, replicates: Sequence[int], detail: bool, settling: bool = False) -> Any:
    """The block of the worlds ``lanes``: what a world gives, what starts at another value than 0, and room for the
    rest.

    ``seed`` and ``replicates`` are the key of each run; one world and one replicate per run.

    ``detail`` makes room for the log of events and the bill, ``settling`` for the search of a settled start.
    """
    w, runs = lanes[0], len(lanes)
    needs, repeated = _licensed(lanes), with_habit(lanes)
    sizes = sizes_of(lanes, detail) | (_settling(w) if settling else {})
    own = {
        "key": np.array([[seed] * runs, list(replicates)], dtype=np.uint64),
        "accounts_in_use": _fixed_accounts(sizes["account"], sizes["grid row"]),
        "licensed_row": np.where(needs, np.cumsum(needs) - 1, -1).astype(np.int64),
        "habit_row": np.where(repeated, np.cumsum(repeated) - 1, -1).astype(np.int64),
        "standing_kind": np.flatnonzero(w.standing_row >= 0).astype(np.int64),
    }
    arrays = {
        array.name: _array(array, place, lanes, sizes) for place, array in enumerate(ARRAYS) if array.name not in own
    }
    return Block(dt=float(w.dt), per_year=int(w.per_year), **arrays, **own)


def _array(array: ArrayField, place: int, lanes: Sequence[World], sizes: dict[str, int]) -> NDArray[Any]:
    """An array as the worlds give it, else zeros; ``place`` is its row in ``ARRAYS``. Raises ValueError when a world
    gives another shape."""
    found = zeros_on_lines(array.shape(sizes), array.dtype, place)
    if array.given:
        shared = array.given != LANE
        given = np.asarray(getattr(lanes[0], array.name)) if shared else stack(lanes, array.name, array.pair_axis >= 0)
        if given.size != found.size:
            raise ValueError(f"{array.name}: expected the shape {found.shape}, found {given.shape}")
        found[...] = given.reshape(found.shape)
    return found


def _licensed(worlds: Sequence[World]) -> NDArray[np.bool_]:
    """Whether each kind needs a licence in some world."""
    needs: NDArray[np.bool_] = np.any([world.kind[LICENSED] > 0.0 for world in worlds], axis=0)
    return needs


def with_habit(worlds: Sequence[World]) -> NDArray[np.bool_]:
    """Whether nations repeat each kind out of habit in any of ``worlds``, by kind [K]."""
    again: NDArray[np.bool_] = np.any([world.kind[AGAIN] > 0.0 for world in worlds], axis=0)
    return again & np.isin(worlds[0].form, (PAIR, DIRECTED))


def sizes_of(worlds: Sequence[World], detail: bool) -> dict[str, int]:
    """Length of every axis of a block with one run of each of ``worlds``; ``detail`` makes room for events and the
    bill."""
    w, runs = worlds[0], len(worlds)
    n, count, pairs = len(w.codes), len(w.kinds), rows(w.link)
    repeated = int(with_habit(worlds).sum())
    claims = max(64, (count + repeated) * pairs + len(w.meeting_org) + len(w.dated))
    gatherings = MOST_ACTS * (len(w.meeting_org) + 2 * int((w.form == HOSTED).sum())) + len(w.dated)
    return {
        "run": runs,
        "nation": n,
        "bound": n + 1,
        "pair": pairs,
        "linked dyad": len(w.neighbour),
        "kind": count,
        "kind that hides": count if w.can_hide else 0,
        "kind with a habit": repeated,
        "licensed kind": int(_licensed(worlds).sum()),
        "account": len(w.accounts),
        "organisation": len(w.org_type),
        "issue": len(w.issue_stream_ids),
        "meeting": len(w.meeting_org),
        "instrument": len(w.standing),
        "event": len(w.dated),
        "grid row": pairs if runs > 1 else 1,
        "column": runs if runs > 1 else pairs,
        "draw": count * (declared().lanes(runs) or runs) + SPARE,
        "waiting": WAITING,
        "claim": claims,
        "act": claims + gatherings * pairs // 2 + count * pairs,
        "bill part": len(BillPart) if detail else 0,
        "log entry": LOG_ROOM if detail else 0,
        **dict.fromkeys(SETTLING, 0),
    }


def _settling(w: World) -> dict[str, int]:
    """Sizes of what the search of a settled start works with."""
    return dict(zip(SETTLING, (len(w.kinds), 4 * PAIRS, 4 * NATIONS, 2 * trust_accounts.KINDS), strict=True))


def _fixed_accounts(accounts: int, rows: int) -> NDArray[np.uint8]:
    """Fixed accounts may hold something from the start, those of kinds only once an act has been noted in them."""
    in_use = np.zeros((accounts, rows), dtype=np.uint8)
    in_use[: trust_accounts.KINDS] = 1
    return in_use
