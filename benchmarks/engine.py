"""How fast the engine is: microseconds per run and tick on one core, with compile, start and import time beside it.

    python benchmarks/engine.py [--quick] [--full] [--seconds S]

One table for made-up regions of 3, 7 and 20 nations (with --full also 50 and 193), one row per size and block. A block
is timed over stretches of four ticks; the best stretch counts, so that other work on the machine disturbs little.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from typing import Any

import numpy as np

from dipsim.model import tick
from dipsim.model.declare import MEASURES
from dipsim.model.nation import RECORDED
from dipsim.runs.block import make
from dipsim.scenario.load import load
from dipsim.scenario.plan import block_size
from dipsim.scenario.world import World, build

NEIGHBOURS = 6  # of each nation on a ring, on either side; in reach of the nearest three
SETTLE, STRETCH = 24, 4  # ticks before timing, ticks that are timed at once
FIRST_TICK = """
import time
start = time.perf_counter()
from dipsim.runs.record import run_block
from dipsim.scenario.load import load
from dipsim.scenario.world import build
world = build(load("two_blocs", ["time.years=0.05"]))
run_block([world], 1, [0])
print(time.perf_counter() - start)
"""
IMPORT = "import time; start = time.perf_counter(); import dipsim; print(time.perf_counter() - start)"


def region(n: int, full: bool = False) -> World:
    """A region of n nations on a ring: neighbours are linked and trade, every third pair of them has a dispute.

    ``full`` switches all kinds of the catalogue on.
    """
    nations = {
        f"N{i:03d}": {"gdp": 200.0 + 150.0 * (i * 7 % 11), "transparency": 0.2 + 0.06 * (i % 10)} for i in range(n)
    }
    codes = list(nations)
    relations = []
    for i in range(n):
        for j in range(i + 1, n):
            apart = min(j - i, n - j + i)
            if apart <= NEIGHBOURS:
                near = 1.0 / apart if apart <= NEIGHBOURS // 2 else 0.0
                stake = 0.4 if (i + j) % 3 == 0 else 0.0
                relations.append({"between": [codes[i], codes[j]], "proximity": near, "dispute": stake, "trade": 0.3})
    text = {"dipsim": 1, "title": f"{n} nations", "nations": nations, "relations": relations}
    return build(load("benchmark.yaml", ("catalogue=full",) if full else (), json.dumps(text)))


def measure(world: World, runs: int, seconds: float) -> tuple[float, float]:
    """Best microseconds per run and tick of a block, and its size in megabytes."""
    b = make([world], 1, list(range(runs)))
    n, kinds = len(world.codes), len(world.kinds)
    region_of = np.zeros((SETTLE, len(MEASURES), runs))
    acts, nations = np.zeros((SETTLE, kinds, runs)), np.zeros((SETTLE, len(RECORDED), n, runs))
    tick.advance(b, 0, region_of, acts, nations)
    now, best, until = SETTLE, float("inf"), time.perf_counter() + seconds
    while time.perf_counter() < until or now == SETTLE:
        start = time.perf_counter()
        tick.advance(b, now, region_of[:STRETCH], acts[:STRETCH], nations[:STRETCH])
        best = min(best, time.perf_counter() - start)
        now += STRETCH
    size = sum(
        a.nbytes
        for name, a in zip(b._fields, b.block, strict=True)
        if not name.endswith("_flat") and isinstance(a, np.ndarray)
    )
    return best / STRETCH / runs * 1e6, size / 1e6


def seconds_of(code: str, folder: str) -> float:
    """What a fresh Python prints after running ``code`` with its compile cache in ``folder``."""
    paths = os.pathsep.join(path for path in sys.path if path)
    environment = os.environ | {"DIPSIM_CACHE": folder, "PYTHONPATH": paths}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    return float(done.stdout)


def first_contact() -> None:
    """Print the time to the first tick with an empty and with a full compile cache, and the time of the import."""
    with tempfile.TemporaryDirectory() as folder:
        cold = seconds_of(FIRST_TICK, folder)
        warm = min(seconds_of(FIRST_TICK, folder) for _ in range(3))
        imported = min(seconds_of(IMPORT, folder) for _ in range(3))
    print(f"first tick of two_blocs: cold {cold:.1f} s ({os.cpu_count()} cores), warm {warm:.2f} s;", end=" ")
    print(f"import dipsim {imported:.3f} s")


def row(world: World, runs: int, seconds: float) -> str:
    n, kinds = len(world.codes), len(world.kinds)
    each, size = measure(world, runs, seconds)
    mark = "*" if runs == block_size(n, kinds) else ""
    per_dyad = each * 1e3 / (n * (n - 1) * kinds)
    return f"{n:7d} {kinds:5d} {runs:4d}{mark:1s} {each:16.1f} {per_dyad:17.1f} {size:8.1f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="3 and 7 nations only, without compiling anew")
    parser.add_argument("--full", action="store_true", help="also 50 and 193 nations")
    parser.add_argument("--seconds", type=float, default=2.0, help="time per row")
    chosen = parser.parse_args()
    sizes = (3, 7) if chosen.quick else (3, 7, 20, 50, 193) if chosen.full else (3, 7, 20)
    if not chosen.quick:
        first_contact()
    print("nations kinds block   us per run-tick  ns/dyad-kind-tick MB/block")
    for n in sizes:
        world = region(n)
        blocks: Any = (1, 16, 32, 64) if n <= 20 else (1, 4)
        for runs in blocks if n < 100 else (1,):
            print(row(world, runs, chosen.seconds / 4 if chosen.quick else chosen.seconds), flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
    print(f"* the block that is chosen; peak memory of this process {peak:.0f} MB")


if __name__ == "__main__":
    main()
