"""Which crisis is meant: a run, two nations, and the tick in which their dispute reached a rung."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from dipsim.errors import RequestError
from dipsim.model.state.events import LogEvent
from dipsim.runs.batches.event_trace import (
    EVENT,
    FIRST,
    LEVELS,
    SECOND,
    TICK,
    VALUE,
    WORDS,
    Floats,
    Watched,
    of_pair,
    reached,
)
from dipsim.runs.settings import RunOptions
from dipsim.scenario.arguments import ArgumentError, month, month_text, nations, one_of
from dipsim.scenario.schema.spec import Spec
from dipsim.scenario.wording import counted
from dipsim.scenario.world.build import World
from dipsim.scenario.world.timeline import date_of


class NoCrisis(RequestError):
    """No such crisis in the runs that were looked at."""


@dataclass(frozen=True)
class Asked:
    """What was asked for: a rung of ``LEVELS``, and where given the pair, the run and the month (YYYY-MM)."""

    level: str = "force"
    pair: tuple[str, str] | None = None
    run: int | None = None
    date: str | None = None

    @property
    def rung(self) -> int:
        return LEVELS[self.level]

    def __str__(self) -> str:
        between = f" between {self.pair[0]} and {self.pair[1]}" if self.pair else ""
        return f"a {self.noun}{between}{f' in {self.date}' if self.date else ''}"

    @property
    def noun(self) -> str:
        return "dispute" if self.level == "dispute" else WORDS[self.rung]


class CrisisOptions(RunOptions, total=False):
    """Keywords that say which crisis is meant, beside those of every question.

    ``level``: what counts as a crisis, one of ``LEVELS`` ("force" unless given). ``run``: number of the run; unless
    given, of the runs with such a crisis the one in the middle by date. ``date``: the month (YYYY-MM) in which it
    reached the level; the first time unless given.
    """

    level: str
    run: int | None
    date: Any


def asked(one: str | None, other: str | None, options: CrisisOptions) -> Asked:
    """The crisis that ``options`` ask for, between the nations ``one`` and ``other`` or, where both are None,
    between any.

    Raises ArgumentError where only one of the two is named.
    """
    if (one is None) != (other is None):
        raise ArgumentError("expected two nations or none, found one")
    pair = None if one is None or other is None else (one, other)
    return Asked(options.get("level", "force"), pair, options.get("run"), month_text(options.get("date")))


@dataclass(frozen=True)
class Occasion:
    """A crisis in a run: who challenged whom, the tick in which the dispute began and in which it reached the rung.

    ``ladder`` has (tick, rung) of every step of the dispute up to its settlement. ``runs_with`` of ``replicates``
    runs have such a crisis; ``median`` says that this one is the middle one of them by date.
    """

    run: int
    challenger: int
    target: int
    begun: int
    tick: int
    rung: int
    ladder: tuple[tuple[int, int], ...]
    runs_with: int
    replicates: int
    median: bool


def choose(spec: Spec, world: World, request: Asked, watched: Sequence[Watched]) -> Occasion:
    """The first crisis that ``request`` means in the run it names, else in the run in which it comes at the median
    date; ``spec`` and ``world`` are those of the runs.

    ``watched`` has replicates 0, 1, ..., and at its end the run asked for where it lies beyond. Raises NoCrisis.
    """
    check(spec, request)
    pair = rows(world, request.pair)
    firsts: dict[int, int] = {}
    for run, one in enumerate(watched):
        first = _first(spec, request, one.events, pair)
        if first is not None:
            firsts[run] = first
    if request.run is not None:
        place = min(request.run, len(watched) - 1)
        if place not in firsts:
            raise NoCrisis(f"run {request.run} does not have {request}")
        chosen = place
    elif not firsts:
        raise NoCrisis(f"none of {counted(len(watched), 'run')} has {request}")
    else:
        order = sorted(firsts, key=lambda run: (watched[run].events[firsts[run], TICK], run))
        chosen = order[(len(order) - 1) // 2]
    tick, challenger, target, begun, ladder = _dispute(watched[chosen].events, firsts[chosen])
    run = chosen if request.run is None else request.run
    many = len(firsts), len(watched)
    return Occasion(run, challenger, target, begun, tick, request.rung, ladder, *many, request.run is None)


def rows(world: World, pair: tuple[str, str] | None) -> tuple[int, int] | None:
    """Rows in ``world`` of the two nations of ``pair``, which ``check`` has checked; None for None."""
    if pair is None:
        return None
    return world.codes.index(pair[0]), world.codes.index(pair[1])


def check(spec: Spec, request: Asked) -> None:
    """Raise ArgumentError unless nations and level of ``request`` are known and its date is a month of ``spec``."""
    if request.pair is not None:
        nations(spec, *request.pair)
    one_of("level", request.level, LEVELS)
    month(spec, request.date)


def _first(spec: Spec, request: Asked, events: Floats, pair: tuple[int, int] | None) -> int | None:
    """Place of the event that is the first such crisis of a run."""
    for place in reached(events, request.rung, pair):
        if request.date is None or date_of(int(events[place, TICK]), spec.time) == request.date:
            return int(place)
    return None


def _dispute(events: Floats, place: int) -> tuple[int, int, int, int, tuple[tuple[int, int], ...]]:
    """Tick of the event at ``place``; challenger, target, first tick and steps of the dispute that it belongs to."""
    own = of_pair(events, int(events[place, FIRST]), int(events[place, SECOND]))
    begins = np.flatnonzero(own & (events[:, EVENT] == LogEvent.DISPUTE))
    start = begins[begins <= place][-1]
    later = begins[begins > place]
    stop = int(later[0]) if len(later) else len(events)
    part = events[start:stop][own[start:stop]]
    steps = part[np.isin(part[:, EVENT], (LogEvent.DISPUTE, LogEvent.CLIMBED))]
    ladder = tuple((int(row[TICK]), int(row[VALUE])) for row in steps)
    first = events[start]
    return int(events[place, TICK]), int(first[FIRST]), int(first[SECOND]), int(first[TICK]), ladder
