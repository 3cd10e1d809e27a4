"""What happens between the nations of a region in every calendar year of its runs: for pattern table and hindcast."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dipsim.model.state import dyads, nation
from dipsim.model.state.events import LogEvent
from dipsim.runs.batches.block_runner import calendar_year
from dipsim.runs.batches.ensemble import blocks
from dipsim.runs.drawn.drawn_worlds import DrawnWorlds
from dipsim.scenario.world.build import World
from dipsim.validation.driver import Events, steps

Floats = NDArray[np.float32]
CRISIS = (LogEvent.DISPUTE, LogEvent.CLIMBED, LogEvent.SETTLED, LogEvent.WON, LogEvent.YIELDED)
EXERCISE, ARMS = "joint_exercise", "arms_transfer"
WITHIN_TICK = 1 / 3  # mean share of a tick between two moments of it
PAIRWISE = ("begun", "joined", "level", "hazard", "pact", "dca", "signed", "exercise", "arms")


@dataclass
class Running:
    """A dispute, or the part of a joiner in one, that is not over."""

    first: int
    second: int
    year: int
    tick: int
    level: int
    joiner: bool
    decided: bool = False


@dataclass
class Watched:
    """What a block of R runs left in Y years, between n nations.

    ``pairs`` has arrays [R, Y, n, n] by the names ``PAIRWISE``: disputes begun by the row against the column, onsets as
    a joiner, highest level of what began, integrated hazard of a challenge before the common shock, defence pact and
    agreement at the end of the year, agreements signed, exercises, arms deliveries. ``capability`` and ``spending`` are
    [R, Y, n]. ``disputes`` are rows of run, dispute, year, initiator, target, share, level, days, decided.
    """

    years: list[int]
    pairs: dict[str, Floats]
    capability: Floats
    spending: Floats
    disputes: list[tuple[int, int, int, int, int, float, int, float, int]] = field(default_factory=list)


def watch(
    world: World | DrawnWorlds,
    seed: int,
    replicates: Sequence[int],
    years: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> list[Watched]:
    """Run ``replicates`` of ``world`` from ``seed`` for so many ``years``, or to its end; one ``Watched`` for each
    block.

    ``progress`` hears how many runs were finished. Raises LogFull where a block cannot write down all events."""
    found = []
    cut = blocks(world, replicates) if isinstance(world, World) else world.blocks(replicates)
    for members in cut:
        found.append(_block(world, seed, members, years))
        if progress is not None:
            progress(len(members))
    return found


def _block(runs_in: World | DrawnWorlds, seed: int, members: list[int], years: int | None) -> Watched:
    world = runs_in if isinstance(runs_in, World) else runs_in.first
    n, runs, per = len(world.codes), len(members), world.per_year
    ticks = world.ticks if years is None else years * per
    names = sorted({calendar_year(world, tick) for tick in range(ticks)})
    kept = {name: np.zeros((runs, len(names), n, n), np.float32) for name in PAIRWISE}
    shape = (runs, len(names), n)
    found = Watched(names, kept, np.zeros(shape, np.float32), np.zeros(shape, np.float32))
    books = [_Book(world, found, run, members[run]) for run in range(runs)]
    for tick, b, events in steps(runs_in, seed, members, ticks):
        at = calendar_year(world, tick) - names[0]
        kept["hazard"][:, at] += np.moveaxis(b.dyad[dyads.HAZARD], -1, 0) / per
        for row in np.flatnonzero(np.isin(events.event, (*CRISIS, LogEvent.SIGNED))):
            books[events.run[row]].event(events, int(row), at, tick, b)
        rungs = np.moveaxis(b.dyad[dyads.RUNG], -1, 0)
        for run, i, j in zip(*np.nonzero(np.triu(rungs, 1)), strict=True):
            books[run].standing(int(i), int(j), int(rungs[run, i, j]), at, tick)
        for run, book in enumerate(books):
            book.left(rungs[run])
        if tick + 1 == ticks or calendar_year(world, tick + 1) != calendar_year(world, tick):
            _year_end(world, b, found, at)
    for book in books:
        book.close()
    return found


def _year_end(world: World, b: Any, found: Watched, at: int) -> None:
    """Keep what is in force, what was done and what the nations have."""
    kept = found.pairs
    kept["pact"][:, at] = np.moveaxis(b.dyad[dyads.COVER_DEFENCE], -1, 0) > 0
    kept["dca"][:, at] = np.moveaxis(b.dyad[dyads.AGREEMENTS], -1, 0) > 0
    for name, kind in (("exercise", EXERCISE), ("arms", ARMS)):
        if kind in world.kinds:
            kept[name][:, at] = np.moveaxis(b.done[world.kinds.index(kind)], -1, 0)
    b.done.stored[...] = 0.0
    found.capability[:, at] = np.moveaxis(b.nat[nation.CAPABILITY], -1, 0)
    found.spending[:, at] = np.moveaxis(b.nat[nation.SPENDING], -1, 0)


class _Book:
    """The disputes of one run."""

    def __init__(self, world: World, found: Watched, place: int, replicate: int) -> None:
        self.found, self.place, self.replicate, self.per = found, place, replicate, world.per_year
        self.agreements = {at for at, scope in enumerate(world.scope.tolist()) if scope != -1}
        self.running: dict[tuple[int, int], Running] = {}
        self.number = 0
        self.shares: dict[int, float] = {}

    def event(self, events: Events, row: int, at: int, tick: int, b: Any) -> None:
        """A dispute begins, climbs, is won or settles, or an agreement is signed: the event in this row."""
        event, first, second = (int(column[row]) for column in (events.event, events.first, events.second))
        kind, value = int(events.kind[row]), int(events.value[row])
        key = (min(first, second), max(first, second))
        if event == LogEvent.SIGNED:
            if kind in self.agreements:
                self.found.pairs["signed"][self.place, at, key[0], key[1]] += 1
                self.found.pairs["signed"][self.place, at, key[1], key[0]] += 1
            return
        if event == LogEvent.DISPUTE:
            self.found.pairs["begun"][self.place, at, first, second] += 1
            self.running[key] = one = Running(first, second, at, tick, value, joiner=False)
            power = b.nat[nation.CAPABILITY, :, self.place]
            self.shares[id(one)] = float(power[first] / max(power[first] + power[second], 1e-300))
        elif key in self.running:
            one = self.running[key]
            if event == LogEvent.CLIMBED:
                one.level = max(one.level, value)
            elif event in (LogEvent.WON, LogEvent.YIELDED):
                one.decided = True
            else:
                self._end(key, tick)

    def standing(self, i: int, j: int, rung: int, at: int, tick: int) -> None:
        """A pair is on a rung at the end of a tick: a joiner, where no dispute of the two began."""
        one = self.running.get((i, j))
        if one is None:
            self.found.pairs["joined"][self.place, at, i, j] += 1
            self.found.pairs["joined"][self.place, at, j, i] += 1
            self.running[i, j] = Running(i, j, at, tick, rung, joiner=True)
        elif one.joiner:
            one.level = max(one.level, rung)

    def left(self, rungs: NDArray[np.float64]) -> None:
        """Joiners that are no longer on a rung."""
        for key in [key for key, one in self.running.items() if one.joiner and rungs[key] == 0.0]:
            self._end(key, 0)

    def close(self) -> None:
        """Disputes that are not over have no length."""
        for key in list(self.running):
            self._end(key, None)

    def _end(self, key: tuple[int, int], tick: int | None) -> None:
        one = self.running.pop(key)
        level = self.found.pairs["level"][self.place, one.year]
        level[key] = level[key[1], key[0]] = max(level[key], one.level)
        if one.joiner:
            return
        ticks = np.nan if tick is None else max(float(tick - one.tick), WITHIN_TICK)
        row = (self.replicate, self.number, self.found.years[one.year], one.first, one.second, self.shares.pop(id(one)))
        self.found.disputes.append((*row, one.level, 365.0 / self.per * ticks, int(one.decided)))
        self.number += 1
