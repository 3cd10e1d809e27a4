"""The close of the tick: accounts decay, then the evidence of the tick is settled."""

from __future__ import annotations

import numpy as np

from dipsim.kernels.compiler.decorators import equation, process
from dipsim.kernels.numerics.units import Count, Index, Share, Tick
from dipsim.model.processes.support.neighbours import place
from dipsim.model.processes.support.normal_draws import draw_normal
from dipsim.model.processes.support.vector_helpers import anywhere, grid, run_of, strips
from dipsim.model.processes.trust.ledger import (
    ALARM_APART,
    ALARM_CAP,
    JOINT_CAP,
    NOISE_SIZE,
    crowding,
    held_beside,
    is_alarm,
    list_used,
    room,
    settled,
)
from dipsim.model.state import dyads, trust_accounts
from dipsim.model.state.arrays import Block
from dipsim.model.state.indices import AccountIndex, RunIndex
from dipsim.model.state.random_streams import stream
from dipsim.model.state.scratch import DueRow
from dipsim.model.state.trust_accounts import FixedAccount

NOISE_STREAM = stream("ledger/unexplained")
MANY = 6  # a dyad is settled in all runs at once where more than one in so many has evidence


@process(
    reads=(
        "account_cap accounts accounts_in_use evidence_against evidence_for evidence_scale ids key par retention "
        "stream_ids touched dyad(alarm_held evidence_held_against evidence_held_for link)"
    ),
    writes="accounts accounts_in_use used used_count evidence_against evidence_for touched",
)
def apply_evidence(b: Block, tick: Tick) -> None:
    """Close the ``tick`` in every run of the block ``b``: accounts decay, then the evidence of the tick is applied
    once, per sign, corrected for dt."""
    touched = b.touched_flat
    noise(b, tick)
    listed: Count = 0
    for account in range(touched.shape[0]):
        decay(b, account)
        found = 0
        for x in range(touched.shape[1]):
            found += touched[account, x]
        if found > 0:
            listed = apply_to_account(b, account, listed)
    apply_to_listed(b, listed)
    apply_to_all(b, FixedAccount.REPUTATION)
    apply_to_all(b, FixedAccount.UNEXPLAINED)


@equation
def decay(b: Block, account: AccountIndex) -> None:
    """Let an ``account`` of all dyads of the block ``b`` decay by its half-life (E18)."""
    accounts, row = b.accounts_flat, b.row
    rows, columns = grid(b)
    for x in range(columns):
        row[0, x] = b.retention[account, run_of(b, x)]
    for y in range(rows):
        if b.accounts_in_use[account, y]:
            for x in range(columns):
                accounts[account, y * columns + x] *= row[0, x]


@process
def apply_to_all(b: Block, account: AccountIndex) -> None:
    """Apply the evidence of the tick to an ``account`` that all dyads of the block ``b`` write to and that no other
    one crowds."""
    accounts, evidence_for, evidence_against, row = b.accounts_flat, b.evidence_for_flat, b.evidence_against_flat, b.row
    rows, columns = grid(b)
    for x in range(columns):
        row[0, x] = b.evidence_scale[account, run_of(b, x)]
        row[1, x] = b.account_cap[account, run_of(b, x)]
    for y in range(rows):
        for x in range(columns):
            z = y * columns + x
            for_, against = evidence_for[account, z] * row[0, x], evidence_against[account, z] * row[0, x]
            accounts[account, z] = settled(accounts[account, z], for_, against, row[1, x], 1.0, 1.0)
            evidence_for[account, z] = 0.0
            evidence_against[account, z] = 0.0


@process
def apply_to_account(b: Block, account: AccountIndex, listed: Count) -> Count:
    """Apply the evidence of the tick to an ``account`` of all dyads of the block ``b`` that have any, or list it in
    ``due``, where ``listed`` entries are already; returns how many are listed now.

    ``row[0]`` is how much others crowd this one, 0 for fixed accounts, ``row[1]`` is 1 / keep."""
    evidence_for, evidence_against, touched, row, runs = (
        b.evidence_for_flat,
        b.evidence_against_flat,
        b.touched_flat,
        b.row,
        b.retention.shape[1],
    )
    for r in range(runs):
        tightness = crowding(b.par[JOINT_CAP, r], b.par[ALARM_CAP, r], b.par[ALARM_APART, r], is_alarm(account))
        row[0, r] = tightness if account >= trust_accounts.KINDS else 0.0
        row[1, r] = 1.0 / b.retention[account, r]
    for dyad in range(touched.shape[1]):
        if touched[account, dyad]:
            touched[account, dyad] = 0
            use(b, account, 0 if runs == 1 else dyad)
            start, active = dyad * runs, 0
            for x in range(start, start + runs):
                active += 1 if evidence_for[account, x] + evidence_against[account, x] > 0.0 else 0
            if runs > 1 and active * MANY > runs:
                apply_to_runs(b, account, start)
                continue
            for r in range(runs):
                if evidence_for[account, start + r] + evidence_against[account, start + r] > 0.0:
                    if listed == b.due.shape[1]:
                        apply_to_listed(b, listed)
                        listed = 0
                    enlist(b, account, start + r, r, listed)
                    listed += 1
    return listed


@equation
def use(b: Block, account: AccountIndex, y: Index) -> None:
    """Mark that an ``account`` holds something from now on in row ``y`` (a pair) of the block ``b``."""
    if b.accounts_in_use[account, y] == 0:
        b.accounts_in_use[account, y] = 1
        list_used(b, y)


@equation
def news(b: Block, account: AccountIndex, x: Index, r: RunIndex) -> tuple[Share, Share]:
    """Shares of the evidence for and against in element ``x`` of an ``account`` that are news (E20), in run ``r`` of
    the block ``b``: what other kinds hold of one sign leaves less room for it.

    Evidence of one sign from different kinds of acts is correlated."""
    dyad, row = b.dyad_flat, b.row
    own = b.accounts_flat[account, x] * row[1, r]  # own standing as it was when trust was read
    for_ = room(dyad[dyads.EVIDENCE_HELD_FOR, x] - max(own, 0.0), row[0, r])
    against, alarm = dyad[dyads.EVIDENCE_HELD_AGAINST, x], dyad[dyads.ALARM_HELD, x]
    beside = held_beside(against, max(-own, 0.0), alarm, b.par[ALARM_APART, r], is_alarm(account))
    return for_, room(beside, row[0, r])


@equation
def apply_to_runs(b: Block, account: AccountIndex, start: Index) -> None:
    """Apply the evidence of the tick to an ``account`` of the dyad whose first element is ``start``, in all runs of
    the block ``b``."""
    accounts, evidence_for, evidence_against = b.accounts_flat, b.evidence_for_flat, b.evidence_against_flat
    for r in range(b.retention.shape[1]):
        x = start + r
        for_, against = news(b, account, x, r)
        gain = b.evidence_scale[account, r]
        accounts[account, x] = settled(
            accounts[account, x],
            evidence_for[account, x] * gain,
            evidence_against[account, x] * gain,
            b.account_cap[account, r],
            for_,
            against,
        )
        evidence_for[account, x] = 0.0
        evidence_against[account, x] = 0.0


@equation
def enlist(b: Block, account: AccountIndex, x: Index, r: RunIndex, place: Index) -> None:
    """Put the evidence for element ``x`` of an ``account``, in run ``r``, on the list ``due`` of the block ``b`` at
    ``place``, to be applied together with other single elements."""
    due, evidence_for, evidence_against = b.due, b.evidence_for_flat, b.evidence_against_flat
    for_, against = news(b, account, x, r)
    b.due_at[0, place] = account
    b.due_at[1, place] = x
    due[DueRow.ACCOUNT, place] = b.accounts_flat[account, x]
    due[DueRow.FOR, place] = evidence_for[account, x] * b.evidence_scale[account, r]
    due[DueRow.AGAINST, place] = evidence_against[account, x] * b.evidence_scale[account, r]
    due[DueRow.CAP, place] = b.account_cap[account, r]
    due[DueRow.ROOM_FOR, place] = for_
    due[DueRow.ROOM_AGAINST, place] = against
    evidence_for[account, x] = 0.0
    evidence_against[account, x] = 0.0


@process
def apply_to_listed(b: Block, listed: Count) -> None:
    """Apply the first ``listed`` entries of ``due`` of the block ``b``."""
    due, at = b.due, b.due_at
    for q in range(listed):
        due[DueRow.ACCOUNT, q] = settled(
            due[DueRow.ACCOUNT, q],
            due[DueRow.FOR, q],
            due[DueRow.AGAINST, q],
            due[DueRow.CAP, q],
            due[DueRow.ROOM_FOR, q],
            due[DueRow.ROOM_AGAINST, q],
        )
    for q in range(listed):
        b.accounts_flat[at[0, q], at[1, q]] = due[DueRow.ACCOUNT, q]


@process
def noise(b: Block, tick: Tick) -> None:
    """Draw the part of trust's movement that no cause explains in ``tick``, in the block ``b`` (E22): a normal draw
    per linked directed dyad, with a spread proportional to sqrt(dt)."""
    dyad, row, evidence_for, evidence_against = b.dyad_flat, b.row, b.evidence_for_flat, b.evidence_against_flat
    n, runs, scale = b.nat.shape[1], b.nat.shape[2], np.sqrt(b.dt)
    for i in range(n):
        each, columns = strips(b, i)
        for y in range(each):
            j = b.neighbour[b.neighbours_from[i] + y]
            if runs > 1 and not anywhere(b, dyads.LINK, i, j):
                continue
            draw_normal(b, tick, i, j, NOISE_STREAM)
            start = place(b, i, j, 0)
            for x in range(columns):
                e = b.par[NOISE_SIZE, run_of(b, x)] * scale * dyad[dyads.LINK, start + x] * row[3, x]
                evidence_for[FixedAccount.UNEXPLAINED, start + x] += max(e, 0.0)
                evidence_against[FixedAccount.UNEXPLAINED, start + x] += max(-e, 0.0)
