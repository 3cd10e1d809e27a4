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
from dipsim.model.parameters import REGION_METRICS
from dipsim.model.state import random_streams, trust_accounts
from dipsim.model.state.arrays import Block, Floats
from dipsim.model.state.exchange_kind import HOSTED
from dipsim.scenario.world.build import World

CLAIM_FIELDS, ACT_FIELDS, LOG_FIELDS, GROUND_TERMS = 9, 7, 5, 8
WAITING = 256  # entries of evidence that are settled together
SPARE = 16  # columns that round the draws up to whole vectors
MOST_ACTS = 8  # of one kind and pair, or meetings of one organisation, in a tick


def make(worlds: Sequence[World], seed: int, replicates: Sequence[int], detail: bool = False) -> Any:
    """A block with one lane per replicate, ready for the first tick. Raises ValueError when worlds do not match.

    ``worlds`` has one entry per lane, or one for all. ``detail`` keeps the log of events and the third-party bill.
    """
    lanes = list(worlds) if len(worlds) > 1 else [worlds[0]] * len(replicates)
    if len(lanes) != len(replicates) or any(w is not lanes[0] and w.shape != lanes[0].shape for w in lanes):
        raise ValueError("a block needs one world per lane, all of the same nations, kinds and timeline")
    b = wrap(_allocate(lanes, seed, replicates, detail))
    b.acc[trust_accounts.HISTORY] = _stack(lanes, "history")
    begin(b, _stack(lanes, "trust"), lanes[0].start_crises)
    return b


def _stack(lanes: list[World], name: str) -> Floats:
    first = getattr(lanes[0], name)
    if all(w is lanes[0] for w in lanes):
        return np.ascontiguousarray(np.repeat(first[..., None], len(lanes), axis=-1))
    return np.ascontiguousarray(np.stack([getattr(w, name) for w in lanes], axis=-1))


def _allocate(lanes: list[World], seed: int, replicates: Sequence[int], detail: bool) -> Block:
    w, runs = lanes[0], len(lanes)
    n, count, accounts = len(w.codes), len(w.kinds), len(w.accounts)
    claims = max(64, count * n * (n - 1) + len(w.meeting_org) + len(w.dated))
    gatherings = MOST_ACTS * (len(w.meeting_org) + 2 * int((w.form == HOSTED).sum())) + len(w.dated)
    acts = claims + gatherings * n * (n - 1) // 2
    return Block(
        dt=float(w.dt),
        per_year=int(w.per_year),
        key=np.array([[seed] * runs, list(replicates)], dtype=np.uint64),
        ids=np.array(w.ids, dtype=np.uint64),
        org_ids=np.array(w.org_ids, dtype=np.uint64),
        slots=np.array(w.slots, dtype=np.uint64),
        kind_slots=np.array(w.kind_slots, dtype=np.uint64).reshape(count, len(random_streams.KIND_DECISIONS)),
        issue_slots=np.array(w.issue_slots, dtype=np.uint64),
        nat=_stack(lanes, "nat"),
        dyad=_stack(lanes, "dyad"),
        base=np.zeros((len(trust_accounts.BASELINE), n, n, runs)),
        acc=np.zeros((accounts, n, n, runs)),
        up=np.zeros((accounts, n, n, runs)),
        down=np.zeros((accounts, n, n, runs)),
        touched=np.zeros((accounts, n, n), dtype=np.uint8),
        held=_fixed_held(accounts, n * n if runs > 1 else 1),
        keep=np.zeros((accounts, runs)),
        gain=np.zeros((accounts, runs)),
        cap=np.zeros((accounts, runs)),
        par=_stack(lanes, "par"),
        kind=_stack(lanes, "kind"),
        form=w.form,
        scope=w.scope,
        position=_stack(lanes, "position"),
        salience=_stack(lanes, "salience"),
        org=_stack(lanes, "org"),
        org_type=w.org_type,
        org_kind=w.org_kind,
        member=_stack(lanes, "member"),
        meeting_org=w.meeting_org,
        meeting_kind=w.meeting_kind,
        meeting_rate=_stack(lanes, "meeting_rate"),
        standing_row=w.standing_row,
        standing_kind=np.flatnonzero(w.standing_row >= 0).astype(np.int64),
        standing=_stack(lanes, "standing"),
        hollow=np.zeros((len(w.standing), n, n, runs)),
        hidden=np.zeros((count if w.can_hide else 0, n, n, runs)),
        dated=w.dated,
        dated_size=_stack(lanes, "dated_size"),
        dated_party=w.dated_party,
        glob=np.zeros((len(REGION_METRICS), runs)),
        **_scratch(n, count, runs),
        claim=np.zeros((CLAIM_FIELDS, claims, runs)),
        claims=np.zeros(runs, dtype=np.int64),
        act=np.zeros((ACT_FIELDS, acts, runs)),
        acts=np.zeros(runs, dtype=np.int64),
        served=np.zeros((count, runs)),
        done=np.zeros((count, n, n, runs)),
        bill=np.zeros((2 if detail else 0, count, n, n, runs)),
        log=np.zeros((LOG_FIELDS, 4096 if detail else 0, runs)),
        logged=np.zeros(runs, dtype=np.int64),
    )


def _fixed_held(accounts: int, rows: int) -> NDArray[np.uint8]:
    """Fixed accounts may hold something from the start, those of kinds only once an act has been noted in them."""
    held = np.zeros((accounts, rows), dtype=np.uint8)
    held[: trust_accounts.KINDS] = 1
    return held


def _scratch(n: int, count: int, runs: int) -> dict[str, NDArray[Any]]:
    """Room for what a process works out on the way."""
    return {
        "row": np.zeros((4, runs if runs > 1 else n * n)),
        "due": np.zeros((6, WAITING)),
        "due_at": np.zeros((2, WAITING), dtype=np.int64),
        "work": np.zeros((n, runs)),
        "near": np.zeros(n, dtype=np.int64),
        "next": np.zeros((n, runs)),
        "around": np.zeros((3, n, runs)),
        "ground": np.zeros((GROUND_TERMS, runs)),
        "draw": np.zeros((6, count * runs + SPARE)),
        "draw_key": np.zeros((3, count * runs + SPARE), dtype=np.uint64),
        "candidate": np.zeros((2, count * runs + SPARE), dtype=np.int64),
        "listed": np.zeros(count, dtype=np.int64),
        "lined": np.zeros(2, dtype=np.int64),
    }
