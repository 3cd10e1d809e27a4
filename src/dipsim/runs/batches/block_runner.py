"""Running one block of replicates and keeping what was asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dipsim.kernels.pair_array import PairArray
from dipsim.model.parameters import REGION_METRICS
from dipsim.model.state import dyads as pair
from dipsim.model.state.nation import RECORDED
from dipsim.model.tick import advance, observe_final_state
from dipsim.runs.batches.block_builder import make
from dipsim.runs.batches.kept_accounts import Keeper, Kept, terms
from dipsim.scenario.world.build import World

Floats = NDArray[np.float64]
PAIRWISE = (pair.TRUST, pair.THREAT, pair.MENACE, pair.RUNG, pair.INTEROPERABILITY, pair.CHANNEL, pair.DISPUTE)


@dataclass
class Record:
    """What one block of R runs left behind.

    ``region`` [ticks + 1, metric, R], ``acts`` [ticks + 1, kind, R], ``nations`` [ticks + 1, quantity, n, R]; the
    last row is the region as the run leaves it. ``dyads`` holds (tick, values [9, n, n, R]) at the first tick of each
    year and at the end, or at every tick of a detailed run; ``exchanges`` and ``bill`` hold (calendar year, counts),
    ``ledger`` (tick, terms [causes, n, n, R]) and ``log`` (tick, events [field, event, R], number of events [R]).
    ``kept`` is there where it was asked for. What is of pairs keeps those that are linked, as a ``PairArray``.
    """

    replicates: list[int]
    region: Floats
    acts: Floats
    nations: Floats
    dyads: list[tuple[int, PairArray]] = field(default_factory=list)
    exchanges: list[tuple[int, PairArray]] = field(default_factory=list)
    bill: list[tuple[int, PairArray]] = field(default_factory=list)
    ledger: list[tuple[int, PairArray]] = field(default_factory=list)
    log: list[tuple[int, Floats, NDArray[np.int64]]] = field(default_factory=list)
    kept: Kept | None = None


def run_block(
    worlds: Sequence[World],
    seed: int,
    replicates: Sequence[int],
    *,
    detail: bool = False,
    every_tick: bool = False,
    accounts: bool = False,
) -> Record:
    """Run one block from start to end and return its record. ``worlds``, ``seed`` and ``replicates`` are those of
    ``make``.

    Python is crossed once per recording interval: between year ends, or every tick when ``detail`` (with events, ledger
    and bill) or ``every_tick`` (dyads only). ``accounts`` keeps the accounts of trust at the start and at the end, and
    what third parties hold at year ends.
    """
    world = worlds[0]
    b = make(worlds, seed, replicates, detail)
    n, runs, total = len(world.codes), len(replicates), world.ticks
    record = Record(
        list(replicates),
        np.zeros((total + 1, len(REGION_METRICS), runs)),
        np.zeros((total + 1, len(world.kinds), runs)),
        np.zeros((total + 1, len(RECORDED), n, runs)),
    )
    tick, keeper = 0, Keeper(b) if accounts else None
    for stop in _stops(world, every_tick or detail, accounts):
        if detail and tick % world.per_year == 0:
            record.ledger.append((tick, terms(b)))
        advance(b, tick, record.region[tick:stop], record.acts[tick:stop], record.nations[tick:stop])
        tick = stop
        _after(record, world, b, tick, detail, every_tick)
        if keeper is not None and (tick % world.per_year == 0 or tick == total):
            keeper.year_end(b)
    if detail:
        record.ledger.append((total, terms(b)))
    _last_look(record, b, total)
    record.kept = None if keeper is None else keeper.close(b, total)
    return record


def _stops(world: World, every_tick: bool, accounts: bool = False) -> list[int]:
    """Ticks before which Python looks in: after the first tick of each run year, at the end of each calendar year, and
    with ``accounts`` at the end of each run year."""
    if every_tick:
        return list(range(1, world.ticks + 1))
    run_years = set(range(world.per_year, world.ticks, world.per_year)) if accounts else set()
    year_ends = {tick + 1 for tick in range(0, world.ticks, world.per_year)}
    calendar = {tick for tick in range(1, world.ticks) if calendar_year(world, tick) != calendar_year(world, tick - 1)}
    return sorted(year_ends | calendar | run_years | ({world.ticks} if world.ticks else set()))


def calendar_year(world: World, tick: int) -> int:
    """Calendar year of ``tick`` in ``world``."""
    year, month = (int(part) for part in world.start.split("-"))
    return (year * 12 + month - 1 + tick * 12 // world.per_year) // 12


def _after(record: Record, world: World, b: Any, tick: int, detail: bool, every_tick: bool) -> None:
    """Keep what stands after the tick before ``tick``."""
    done = tick - 1
    if detail or every_tick or done % world.per_year == 0:
        record.dyads.append((done, dyads(b)))
    if detail:
        record.log.append((done, b.log[:, : int(b.logged.max(initial=0))].copy(), b.logged.copy()))
    if tick == world.ticks or calendar_year(world, tick) != calendar_year(world, done):
        record.exchanges.append((calendar_year(world, done), b.done.copy()))
        b.done.stored[...] = 0.0
        if detail:
            record.bill.append((calendar_year(world, done), b.bill.copy()))
            b.bill.stored[...] = 0.0


def _last_look(record: Record, b: Any, total: int) -> None:
    """The region as the run leaves it: states without counts, at the tick after the last."""
    observe_final_state(b, np.int64(total))
    record.region[total] = b.metrics
    record.nations[total] = b.nat[list(RECORDED)]
    record.dyads.append((total, dyads(b)))


def unread(world: World, ticks: int, runs: int) -> tuple[Floats, Floats, Floats]:
    """Empty arrays for the recorder of ``runs`` runs of ``world`` over ``ticks`` ticks: no metrics, no kinds, no
    quantities."""
    n = len(world.codes)
    return np.zeros((ticks, 0, runs)), np.zeros((ticks, 0, runs)), np.zeros((ticks, 0, n, runs))


def dyads(b: Any) -> PairArray:
    """Trust, threat, menace, rung, interoperability, channel, dispute, instruments in force, and whether the dyad is
    relevant, [9, n, n, R] of the block ``b``."""
    force = (b.standing.stored > 0.0).sum(axis=0).astype(np.float64)
    of_pairs: PairArray = b.dyad
    values = of_pairs.stored
    return of_pairs.like(np.concatenate([values[list(PAIRWISE)], force[None], values[pair.RELEVANT][None] > 0.0]), 1)
