"""The made-up regions of the benchmarks, and blocks of runs of them that have settled."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import Any

import numpy as np

from dipsim.kernels.compiler.pointer_table import contents
from dipsim.model import tick
from dipsim.model.parameters import REGION_METRICS
from dipsim.model.processes.conflict.stake import fade_stakes
from dipsim.model.processes.conflict.step import crisis
from dipsim.model.processes.domestic.arming import arming
from dipsim.model.processes.domestic.politics import politics
from dipsim.model.processes.domestic.scheduled_events import dated_events
from dipsim.model.processes.domestic.upkeep import dues
from dipsim.model.processes.exchange.consequences import consequences
from dipsim.model.processes.exchange.licensing import licensing
from dipsim.model.processes.exchange.proposals import diplomacy
from dipsim.model.processes.institutions.institutions import institutions
from dipsim.model.processes.perception.perception import perception
from dipsim.model.processes.region.region_statistics import record_region, reset
from dipsim.model.processes.trust.evidence_update import apply_evidence
from dipsim.model.processes.trust.ledger import fade, recall
from dipsim.model.processes.trust.reputation import reputation
from dipsim.model.state.nation import RECORDED
from dipsim.runs.batches.block_builder import make
from dipsim.runs.resources import block_size
from dipsim.scenario.load import load
from dipsim.scenario.schema.spec import Spec
from dipsim.scenario.world.build import World, build

NEIGHBOURS = 6  # of each nation on a ring, on either side; in reach of the nearest three
SETTLE = 24  # ticks before anything is measured
STRETCH = 12  # ticks that are timed at once: in a run, too, Python is crossed once a year
YOUNG = 24  # ticks after that over which everything is measured, the third and the fourth year
STEPS: dict[str, tuple[Any, bool]] = {  # the tick in its order: what is called, and whether it is told the tick
    "reset": (reset, False),
    "recall": (recall, False),
    "fade": (fade, False),
    "stakes": (fade_stakes, False),
    "dated": (dated_events, True),
    "politics": (politics, True),
    "dues": (dues, True),
    "perception": (perception, True),
    "diplomacy": (diplomacy, True),
    "licensing": (licensing, True),
    "consequences": (consequences, True),
    "institutions": (institutions, True),
    "arming": (arming, True),
    "crisis": (crisis, True),
    "reputation": (reputation, True),
    "record_region": (record_region, False),
    "apply_evidence": (apply_evidence, True),
}

FIRST, LAST = "reset", "apply_evidence"


def spec(n: int, full: bool = False, years: float = 20.0, neighbours: int = NEIGHBOURS) -> Spec:
    """A region of n nations on a ring: neighbours are linked and trade, every third pair of them has a dispute.

    Those within ``neighbours`` of each other are linked. It has the 13 kinds that take part unless named, or with
    ``full`` all of the catalogue.
    """
    nations = {
        f"N{i:03d}": {"gdp": 200.0 + 150.0 * (i * 7 % 11), "transparency": 0.2 + 0.06 * (i % 10)} for i in range(n)
    }
    codes = list(nations)
    relations = []
    for i in range(n):
        for j in range(i + 1, n):
            apart = min(j - i, n - j + i)
            if apart <= neighbours:
                near = 1.0 / apart if apart <= neighbours // 2 else 0.0
                stake = 0.4 if (i + j) % 3 == 0 else 0.0
                relations.append({"between": [codes[i], codes[j]], "proximity": near, "dispute": stake, "trade": 0.3})
    text = {"dipsim": 1, "title": f"{n} nations", "nations": nations, "relations": relations}
    more = (f"time.years={years}", *(["catalogue=full"] if full else []))
    return load("benchmark.yaml", more, json.dumps(text))


def region(n: int, full: bool = False, years: float = 20.0, neighbours: int = NEIGHBOURS) -> World:
    """The world of ``spec``."""
    return build(spec(n, full, years, neighbours))


def linked_dyads(world: World) -> int:
    """How many directed dyads of a world are linked."""
    return len(world.neighbour)


def chosen_block(world: World) -> int:
    """Runs in the block that the engine chooses for a world."""
    return block_size(len(world.codes), linked_dyads(world), len(world.kinds))


def room(world: World, runs: int, ticks: int) -> tuple[Any, Any, Any]:
    """Arrays for what ``advance`` records of so many ticks."""
    n, kinds = len(world.codes), len(world.kinds)
    shapes = ((len(REGION_METRICS), runs), (kinds, runs), (len(RECORDED), n, runs))
    return tuple(np.zeros((ticks, *shape)) for shape in shapes)  # type: ignore[return-value]


@dataclass
class Running:
    """A block of runs of a world under way: ``b`` stands before tick ``now``.

    One that has settled lives through its third and fourth year again and again, so that whatever is timed on it meets
    the same.
    """

    world: World
    runs: int
    b: Any
    now: int = 0
    settled: list[tuple[Any, Any]] | None = None  # arrays, and how they were

    def advance(self, ticks: int) -> float:
        """Run whole ticks; returns the seconds of processor time that they took."""
        self.rewind(ticks)
        recorded = room(self.world, self.runs, ticks)
        start = time.process_time()
        tick.advance(self.b, self.now, *recorded)
        took = time.process_time() - start
        self.now += ticks
        return took

    def settle(self) -> None:
        """Let two years go by and remember how things are then."""
        self.advance(SETTLE)
        self.settled = [(array, array.copy()) for array in contents(self.b).values() if isinstance(array, np.ndarray)]

    def rewind(self, ticks: int) -> None:
        """Go back to the start of the third year where so many more ticks would lead beyond the fourth."""
        if self.settled is not None and self.now + ticks > SETTLE + YOUNG:
            for array, before in self.settled:
                array[...] = before
            self.now = SETTLE

    def step(self, name: str) -> float:
        """Let one process of the tick act; returns its seconds. After the last one comes the next tick."""
        if name == FIRST:
            self.rewind(1)
        process, told = STEPS[name]
        more = [self.now] if told else []
        start = time.process_time()
        process(self.b, *more)
        took = time.process_time() - start
        self.now += name == LAST
        return took


def settled(world: World, runs: int) -> Running:
    """A block of runs after its first two years."""
    running = Running(world, runs, make([world], 1, list(range(runs))))
    running.settle()
    return running
