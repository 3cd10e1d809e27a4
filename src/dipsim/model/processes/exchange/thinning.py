"""Candidates: the acts of two nations, kinds and runs whose draw can give an act at all, whatever anybody wishes.

Of a Poisson draw only the cases that can be above zero are looked at: as e^-x >= 1 - x and no wish lifts a hazard above
rate * opportunity, an act cannot come up when u < 1 - rate opportunity dt, and nothing else is computed then.

A column of ``draw`` and ``draw_key`` is a kind and a run, all runs of the first listed kind first. Candidates are
listed in that order.
"""

from __future__ import annotations

from dipsim.kernels.compiler.decorators import equation, process
from dipsim.kernels.numerics.philox import uniform
from dipsim.kernels.numerics.units import Count, Index, Tick
from dipsim.model.state import dyads, exchange_kind
from dipsim.model.state.arrays import Block
from dipsim.model.state.exchange_kind import DIRECTED, PAIR, SANCTION, STANDING
from dipsim.model.state.indices import NationIndex
from dipsim.model.state.random_streams import KindStream
from dipsim.model.state.scratch import CandidateRow, DrawRow

FULL = 16  # columns that fill the vector lanes


@equation
def alone(form: Index) -> bool:
    """Whether one nation does an act of this form to another."""
    return form == DIRECTED or form == SANCTION


@equation
def together(form: Index) -> bool:
    """Whether two nations do an act of this form alike."""
    return form == PAIR or form == STANDING


@process
def select_kinds(b: Block) -> None:
    """List in the block ``b`` the kinds that two nations can do and that are on in some run: first those that one
    does, then those of both."""
    key, kind, keys, form, runs = b.key, b.kind, b.draw_key, b.form, b.nat.shape[2]
    count = 0
    for both in range(2):
        for c in range(form.size):
            if not (together(form[c]) if both == 1 else alone(form[c])):
                continue
            used = False
            for r in range(runs):
                on = 1.0 if kind[exchange_kind.MODE, c, r] > 0.0 else 0.0
                most = on * kind[exchange_kind.RATE, c, r] * b.dt
                used = used or most > 0.0
                b.draw[DrawRow.MOST, count * runs + r] = most
                keys[0, count * runs + r] = key[0, r]
                keys[1, count * runs + r] = key[1, r]
                keys[2, count * runs + r] = b.kind_stream_ids[c, KindStream.OCCUR]
            if used:
                b.drawn_kinds[count] = c
                count += 1
        b.drawn_kind_counts[both] = count


@process
def draw_acts(b: Block, tick: Tick, i: NationIndex, j: NationIndex, count: Count) -> Count:
    """Draw for the first ``count`` listed kinds of ``i`` with ``j`` in ``tick``, in every run of the block ``b``;
    returns how many acts may have come up."""
    dyad, drawn, keys, ids, runs = b.dyad, b.draw, b.draw_key, b.ids, b.nat.shape[2]
    for q in range(count):
        asked = 0.0 if b.form[b.drawn_kinds[q]] == SANCTION else 1.0
        for r in range(runs):
            both = dyad[dyads.WILLINGNESS, i, j, r] * dyad[dyads.WILLINGNESS, j, i, r]
            both = both if asked > 0.0 else 1.0
            drawn[DrawRow.BOUND, q * runs + r] = (
                drawn[DrawRow.MOST, q * runs + r] * dyad[dyads.OPPORTUNITY, i, j, r] * both
            )
    columns = (count * runs + FULL - 1) // FULL * FULL
    for x in range(count * runs, columns):
        drawn[DrawRow.BOUND, x] = 0.0
    found = 0
    for x in range(columns):
        u = uniform(keys[0, x], keys[1, x], tick, ids[i], ids[j], keys[2, x])
        drawn[DrawRow.DRAW, x] = u
        found += 1 if u > 1.0 - drawn[DrawRow.BOUND, x] else 0
    return found


@process
def list_candidates(b: Block, i: NationIndex, j: NationIndex, count: Count) -> Count:
    """List those of the last draws for the first ``count`` kinds of ``i`` with ``j``, in the block ``b``, that may
    have brought an act which is not in force yet; returns how many."""
    drawn, of, runs, found = b.draw, b.candidate, b.nat.shape[2], 0
    for q in range(count):
        c = b.drawn_kinds[q]
        s, hits, places, start = b.standing_row[c], 0, 0, q * runs
        for r in range(runs):
            hit = drawn[DrawRow.DRAW, start + r] > 1.0 - drawn[DrawRow.BOUND, start + r]
            hits += 1 if hit else 0
            places += r if hit else 0
        first, stop = (places, places + 1) if hits == 1 else (0, runs)  # one hit lies where the sum of places says
        for r in range(first, stop if hits > 0 else first):
            x = start + r
            if drawn[DrawRow.DRAW, x] > 1.0 - drawn[DrawRow.BOUND, x] and (s < 0 or b.standing[s, i, j, r] == 0.0):
                of[CandidateRow.KIND, found] = c
                of[CandidateRow.RUN, found] = r
                drawn[DrawRow.CANDIDATE_DRAW, found] = drawn[DrawRow.DRAW, x]
                found += 1
    return found
