"""One run, a tick at a time: the bits of the engine, with acts ordered while it runs and looks at how it stands.

    run = StepwiseRun(load("two_blocs"), seed=1, replicate=0)
    step = run.step()
    step.events, step.trust, run.look().threat

What is written into the block between two ticks is the dated acts of the tick that comes, and nothing else.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dipsim.kernels.compiler.pointer_table import contents, rewrap
from dipsim.model.parameters import REGION_METRICS
from dipsim.model.state import dyads, nation
from dipsim.model.state.events import LOG, DatedField, DatedSize, LogField
from dipsim.model.tick import advance, observe_final_state
from dipsim.runs.batches.block_builder import make
from dipsim.runs.batches.block_runner import unread
from dipsim.scenario.arguments import ArgumentError
from dipsim.scenario.schema.events import Entry
from dipsim.scenario.schema.spec import Spec
from dipsim.scenario.world.build import World, build
from dipsim.scenario.world.schedule import dated_events
from dipsim.scenario.world.timeline import date_of

Floats = NDArray[np.float64]
ROOM = 64  # dated acts of one tick


class Event(NamedTuple):
    """Something that happened: a word of the log, a kind or None, rows of who and whom, and a number of its own."""

    name: str
    kind: str | None
    first: int
    second: int
    value: float


@dataclass(frozen=True)
class Step:
    """A tick that is over: metrics of the region, trust [n, n] as the tick began, rungs of disputes [n, n] as it ended,
    and what happened in order."""

    tick: int
    region: dict[str, float]
    trust: Floats
    rung: Floats
    events: tuple[Event, ...]


@dataclass(frozen=True)
class Look:
    """How the region stands before the tick that comes: directed matrices [n, n], and stocks of nations [n].

    ``in_force`` counts instruments in force, ``relevant`` is True for two nations that matter to each other, ``rung``
    is the rung of an open dispute and ``challenger`` True for who began it.
    """

    region: dict[str, float]
    trust: Floats
    threat: Floats
    rung: Floats
    challenger: NDArray[np.bool_]
    stake: Floats
    in_force: Floats
    relevant: NDArray[np.bool_]
    capability: Floats
    spending: Floats


class StepwiseRun:
    """One replicate of a scenario that is stepped from outside.

    ``world`` replaces the world of the scenario, where something is taken away. Raises UnsettledStart.
    """

    def __init__(self, spec: Spec, seed: int = 1, replicate: int = 0, world: World | None = None) -> None:
        self.spec, self.seed, self.replicate = spec, seed, replicate
        self.world = build(spec) if world is None else world
        self.own_rows = len(self.world.dated)
        self.block = make([with_room(self.world)], seed, [replicate], detail=True)
        self.tick = 0

    @property
    def running(self) -> bool:
        """Whether there is a tick to come."""
        return self.tick < self.world.ticks

    def date(self, tick: int | None = None) -> str:
        """Month in which a tick begins; of the tick that comes unless given."""
        return date_of(self.tick if tick is None else tick, self.spec.time)

    def step(self, entries: Sequence[Entry] = ()) -> Step:
        """Run the tick that comes, with the dated entries that fall into it beside those of the scenario.

        ArgumentError at the end of the run and for more than ``ROOM`` dated acts in a tick.
        """
        if not self.running:
            raise ArgumentError(f"the run ended with {self.date()}; reset it to run it again")
        if entries:
            self._order(entries)
        region = np.zeros((1, len(REGION_METRICS), 1))
        _, acts, nations = unread(self.world, 1, 1)
        advance(self.block, self.tick, region, acts, nations)
        trust, rung = (np.array(self.block.dyad[row, :, :, 0]) for row in (dyads.TRUST, dyads.RUNG))
        self.tick += 1
        return Step(self.tick - 1, _named(region[0, :, 0]), trust, rung, tuple(self._events()))

    def look(self) -> Look:
        """The region as it stands now; the run is not touched."""
        b = self.copied_block()
        observe_final_state(b, np.int64(self.tick))

        def pairs(row: int) -> Floats:
            return np.array(b.dyad[row, :, :, 0])

        return Look(
            region=_named(b.metrics[:, 0]),
            trust=pairs(dyads.TRUST),
            threat=pairs(dyads.THREAT),
            rung=pairs(dyads.RUNG),
            challenger=pairs(dyads.CHALLENGER) > 0.0,
            stake=pairs(dyads.DISPUTE),
            in_force=(b.standing[..., 0] > 0.0).sum(axis=0).astype(np.float64),
            relevant=pairs(dyads.RELEVANT) > 0.0,
            capability=np.array(b.nat[nation.CAPABILITY, :, 0]),
            spending=np.array(b.nat[nation.SPENDING, :, 0]),
        )

    def fork(self, replicate: int | None = None, willingness: Floats | None = None) -> StepwiseRun:
        """An independent run in the same state. From here on it draws as another ``replicate``, where one is given, and
        ``willingness`` [n, n] replaces that of the world."""
        other = copy.copy(self)
        other.block = self.copied_block()
        if replicate is not None:
            other.replicate = replicate
            other.block.key[1, 0] = replicate
        if willingness is not None:
            other.block.dyad[dyads.WILLINGNESS, :, :, 0] = willingness
        return other

    def copied_block(self) -> Any:
        """The block with arrays of its own."""
        return rewrap({name: copy.copy(field) for name, field in contents(self.block).items()})

    def _order(self, entries: Sequence[Entry]) -> None:
        """Write every dated row of the tick that comes, in the order that the whole timeline would have it."""
        whole = self.spec.model_copy(update={"timeline": (*self.spec.timeline, *entries)})
        dated, size, party = dated_events(whole, self.world.codes, self.world.kinds)
        due = np.flatnonzero(dated[:, DatedField.TICK] == self.tick)
        if len(due) > ROOM:
            raise ArgumentError(f"expected at most {ROOM} dated acts in a tick, found {len(due)}")
        b, at = self.block, slice(self.own_rows, self.own_rows + len(due))
        b.dated[b.dated[:, DatedField.TICK] == self.tick, DatedField.TICK] = -1
        b.dated[at], b.dated_size[at, :, 0], b.dated_party[at] = dated[due], size[due], party[due]

    def _events(self) -> list[Event]:
        found = []
        for row in self.block.log[:, : int(self.block.logged[0]), 0].T:
            kind = int(row[LogField.KIND])
            who = int(row[LogField.FIRST]), int(row[LogField.SECOND])
            name = LOG[int(row[LogField.EVENT])]
            found.append(Event(name, self.world.kinds[kind] if kind >= 0 else None, *who, float(row[LogField.VALUE])))
        return found


def _named(metrics: Floats) -> dict[str, float]:
    return {metric.name: float(value) for metric, value in zip(REGION_METRICS, metrics, strict=True)}


def with_room(world: World) -> World:
    """The same world with empty rows after its dated events, for what is ordered while it runs."""
    rows = np.full((ROOM, len(DatedField)), -1, dtype=np.int64)
    sizes, parties = np.full((ROOM, len(DatedSize)), -1.0), np.zeros((ROOM, len(world.codes)), dtype=np.uint8)
    return world.changed(
        dated=np.concatenate([world.dated, rows]),
        dated_size=np.concatenate([world.dated_size, sizes]),
        dated_party=np.concatenate([world.dated_party, parties]),
    )
