"""Which arrays, and which declared rows of them, each process of the tick reads and writes; in plain mode.

The test process makes the blocks, start and all, with compiled kernels; a process in plain mode runs their ticks. Its
one argument is the file with the blocks, pickled; it prints what it has seen as JSON.
"""

from __future__ import annotations

import json
import pickle
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from dipsim.kernels.pair_array import PairArray
from dipsim.model.parameters import DYAD, NATION, REGION_METRICS
from dipsim.model.state.arrays import ARRAYS, FLAT

TABLES = {"nat": NATION, "dyad": DYAD, "metrics": REGION_METRICS}
WALKED = ("link", "neighbours_from", "neighbours_after", "neighbour")  # where pairs are stored: fixed, as lengths are
TICKS = 6  # of each world
SCRATCH = {array.name for array in ARRAYS if array.meaning.startswith("scratch")}


class Recorded:
    """An array that notes what is read and written, as ``name`` or ``name.row``."""

    def __init__(self, name: str, array: Any, seen: dict[str, set[str]]) -> None:
        self.array, self.seen, self.name = array, seen, name.removesuffix(FLAT)
        memory = array.stored if isinstance(array, PairArray) else array
        self.shape, self.size = memory.shape, memory.size  # as a compiled kernel has them
        self.rows = [f"{self.name}.{row}" for row in TABLES[self.name].names()] if self.name in TABLES else None

    def _note(self, how: str, index: Any) -> None:
        if how == "reads" and self.name in WALKED:
            return
        first = index[0] if isinstance(index, tuple) else index
        self.seen[how].add(self.rows[first] if self.rows else self.name)

    def __getitem__(self, index: Any) -> Any:
        self._note("reads", index)
        return self.array[index]

    def __setitem__(self, index: Any, value: Any) -> None:
        self._note("writes", index)
        self.array[index] = value


class RecordedBlock:
    """A block whose arrays are recorded."""

    def __init__(self, block: Any) -> None:
        self.seen: dict[str, set[str]] = {"reads": set(), "writes": set()}
        for name, value in block._asdict().items():
            recorded = isinstance(value, np.ndarray | PairArray) and name.removesuffix(FLAT) not in SCRATCH
            setattr(self, name, Recorded(name, value, self.seen) if recorded else value)

    def take(self) -> dict[str, set[str]]:
        """What was seen since the last call."""
        seen = {how: set(names) for how, names in self.seen.items()}
        for names in self.seen.values():
            names.clear()
        return seen


def changing_world() -> Any:
    """A world in which every trait that can change does, and arms are delivered to who diverts them."""
    from dipsim.model.state.nation import CHANGEABLE
    from dipsim.scenario.load import load
    from dipsim.scenario.world.build import build

    traits = {name: NATION[name].default or 0.0 for name in CHANGEABLE}
    traits_of_all = {"gdp": 1000, "stability": 0, "monitoring": 0.5, "interests": {"seas": {"position": 0.2}}}
    nations = dict.fromkeys(("AAA", "BBB", "CCC"), traits_of_all)
    file = {
        "dipsim": 1,
        "title": "changes and diversions",
        "time": {"start": "2025-01", "years": 6, "tick": "year"},
        "nations": nations,
        "relations": [
            {"between": list(pair), "proximity": 1} for pair in (("AAA", "BBB"), ("AAA", "CCC"), ("BBB", "CCC"))
        ],
        "issues": {"seas": 1},
        "exchanges": {"cyber_incident": {"stake": 0.2, "disrupts": 0.5}},
        "processes": {
            "licensing": {"diversion": 1, "leaning": 5},
            "arming": {"delivery": 20},
            "politics": {"image": 1},
        },
        "timeline": [
            {"at": "2027-01", "change": {"nation": "CCC", **traits}},
            {"every": "year", "government_change": "AAA"},
            {"every": "year", "cyber_incident": {"from": "AAA", "to": "BBB"}},
            {"every": "year", "arms_transfer": {"from": "AAA", "to": "BBB", "value": 5}},
        ],
    }
    return build(load("changes.yaml", (), json.dumps(file)))


def blocks_at_start(seeds: Sequence[int]) -> list[tuple[int, Any]]:
    """Ticks to run and a block of two runs, ready for the first tick, of the changing world and of made-up ones."""
    import worlds  # benchmarks/yardsticks

    from dipsim.runs.batches.block_builder import make

    chosen = [changing_world(), *map(worlds.world, seeds)]
    return [(min(TICKS, world.ticks), make([world], 1, [0, 1], detail=True)) for world in chosen]


def record(blocks: list[tuple[int, Any]]) -> dict[str, dict[str, set[str]]]:
    """What each process reads and writes when each runs in its turn."""
    from dipsim.model.tick import PROCESSES

    found: dict[str, dict[str, set[str]]] = {p.__name__: {"reads": set(), "writes": set()} for _, p in PROCESSES}
    np.seterr(all="ignore")
    for ticks, arrays in blocks:
        block = RecordedBlock(arrays)
        for tick in range(ticks):
            for _, process in PROCESSES:
                process(block, np.int64(tick)) if "tick" in process.__code__.co_varnames else process(block)
                for how, names in block.take().items():
                    found[process.__name__][how] |= names
    return found


if __name__ == "__main__":
    done = record(pickle.loads(Path(sys.argv[1]).read_bytes()))
    print(json.dumps({name: {how: sorted(names) for how, names in one.items()} for name, one in done.items()}))
