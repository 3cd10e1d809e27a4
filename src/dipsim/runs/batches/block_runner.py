"""Running one block of replicates and keeping what was asked for."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dipsim.kernels.pair_array import PairArray
from dipsim.model.parameters import REGION_METRICS
from dipsim.model.state import dyads as pair
from dipsim.model.state.arrays import LANES
from dipsim.model.state.nation import RECORDED
from dipsim.model.tick import advance, observe_final_state
from dipsim.runs.batches.block_builder import make
from dipsim.runs.batches.kept_accounts import Keeper, Kept, terms
from dipsim.scenario.world.build import World

Floats = NDArray[np.float64]
MOMENTS = ("dyads", "exchanges", "bill", "ledger")  # what a record keeps of pairs at some ticks
Events = tuple[int, Floats, NDArray[np.int64]]
PAIRWISE = (pair.TRUST, pair.THREAT, pair.MENACE, pair.RUNG, pair.INTEROPERABILITY, pair.CHANNEL, pair.DISPUTE)


@dataclass
class Record:
    """What R runs left behind.

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
    log: list[Events] = field(default_factory=list)
    kept: Kept | None = None


def run_batch(
    worlds: Sequence[World],
    seed: int,
    replicates: Sequence[int],
    *,
    detail: bool = False,
    every_tick: bool = False,
    accounts: bool = False,
    pairs: bool = True,
) -> Record:
    """Run ``replicates`` from start to end, in blocks of as many runs as fill the vector lanes, and return one record.

    ``worlds``, ``seed`` and ``replicates`` are those of ``make``, for any number of runs. Python is crossed once per
    recording interval: between year ends, or every tick when ``detail`` (with events, ledger and bill) or
    ``every_tick`` (dyads only). ``accounts`` keeps the accounts of trust at the start and at the end, and what third
    parties hold at year ends. Without ``pairs`` no dyads and exchanges are kept, and Python is crossed once.
    """
    record: Record | None = None
    for start in range(0, len(replicates), LANES[-1]):
        part = slice(start, min(start + LANES[-1], len(replicates)))
        own = worlds[part] if len(worlds) > 1 else worlds
        found = _run_block(own, seed, replicates[part], detail, every_tick, accounts, pairs)
        if part == slice(0, len(replicates)):
            return found
        record = _with_room(found, replicates) if record is None else record
        for here, there in zip(_arrays(found), _arrays(record), strict=True):
            there[..., part] = here
        record.log = _beside(record.log, found.log)
    assert record is not None
    return record


def _arrays(record: Record) -> list[NDArray[Any]]:
    """The arrays of a record whose last axis is the run, but for events."""
    moments = [array.stored for name in MOMENTS for _, array in getattr(record, name)]
    kept = [] if record.kept is None else [getattr(record.kept, each.name).stored for each in fields(Kept)]
    return [record.region, record.acts, record.nations, *moments, *kept]


def _with_room(part: Record, replicates: Sequence[int]) -> Record:
    """A record like that of a part of the ``replicates``, with room for all of them, and without events."""

    def room(array: Any) -> Any:
        if isinstance(array, PairArray):
            return array.like(room(array.stored), array.pair_axis)
        return np.empty((*array.shape[:-1], len(replicates)))

    record = Record(list(replicates), room(part.region), room(part.acts), room(part.nations))
    for name in MOMENTS:
        setattr(record, name, [(tick, room(array)) for tick, array in getattr(part, name)])
    if part.kept is not None:
        record.kept = Kept(**{each.name: room(getattr(part.kept, each.name)) for each in fields(Kept)})
    return record


def _beside(log: list[Events], more: list[Events]) -> list[Events]:
    """The events of some runs at each tick, and beside them those of more runs, with room for as many."""
    joined = []
    for (tick, one, many), (_, other, others) in zip(log, more, strict=True) if log else ():
        most = max(one.shape[1], other.shape[1])
        wide = [np.pad(events, ((0, 0), (0, most - events.shape[1]), (0, 0))) for events in (one, other)]
        joined.append((tick, np.concatenate(wide, axis=-1), np.concatenate([many, others])))
    return joined or list(more)


def _run_block(
    worlds: Sequence[World],
    seed: int,
    replicates: Sequence[int],
    detail: bool,
    every_tick: bool,
    accounts: bool,
    pairs: bool,
) -> Record:
    """Run one block from start to end and return its record."""
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
    stops = _stops(world.start, world.ticks, world.per_year, every_tick or detail, accounts)
    for stop in stops if pairs else stops[-1:]:
        if detail and tick % world.per_year == 0:
            record.ledger.append((tick, terms(b)))
        advance(b, tick, record.region[tick:stop], record.acts[tick:stop], record.nations[tick:stop])
        tick = stop
        if pairs:
            _after(record, world, b, tick, detail, every_tick)
        if keeper is not None and (tick % world.per_year == 0 or tick == total):
            keeper.year_end(b)
    if detail:
        record.ledger.append((total, terms(b)))
    _last_look(record, b, total, pairs)
    record.kept = None if keeper is None else keeper.close(b, total)
    return record


@functools.lru_cache(maxsize=64)
def _stops(start: str, ticks: int, per_year: int, every_tick: bool, accounts: bool) -> tuple[int, ...]:
    """Ticks before which Python looks in: after the first tick of each run year, at the end of each calendar year, and
    with ``accounts`` at the end of each run year."""
    if every_tick:
        return tuple(range(1, ticks + 1))
    run_years = set(range(per_year, ticks, per_year)) if accounts else set()
    year_ends = {tick + 1 for tick in range(0, ticks, per_year)}
    years = [year_of(start, per_year, tick) for tick in range(ticks)]
    calendar = {tick for tick in range(1, ticks) if years[tick] != years[tick - 1]}
    return tuple(sorted(year_ends | calendar | run_years | ({ticks} if ticks else set())))


def calendar_year(world: World, tick: int) -> int:
    """Calendar year of ``tick`` in ``world``."""
    return year_of(world.start, world.per_year, tick)


def year_of(start: str, per_year: int, tick: int) -> int:
    """Calendar year of ``tick`` in a run that begins in the month ``start`` and has so many ticks ``per_year``."""
    year, month = (int(part) for part in start.split("-"))
    return (year * 12 + month - 1 + tick * 12 // per_year) // 12


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


def _last_look(record: Record, b: Any, total: int, pairs: bool) -> None:
    """The region as the run leaves it: states without counts, at the tick after the last."""
    observe_final_state(b, np.int64(total))
    record.region[total] = b.metrics
    record.nations[total] = b.nat[list(RECORDED)]
    if pairs:
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
