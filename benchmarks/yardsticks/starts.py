"""What does not show in one tick: the start, the growth in nations and replicates, long runs and their memory."""

from __future__ import annotations

import math
import os
import resource
import subprocess
import sys
import tempfile
from itertools import pairwise
from pathlib import Path

from dipsim.runs.batches.ensemble import ensemble
from dipsim.runs.outcomes import outcomes
from yardsticks.regions import chosen_block, region
from yardsticks.table import Table, figure
from yardsticks.times import timed

FIRST_TICK = """
import time
start = time.perf_counter()
from dipsim.runs.batches.block_runner import run_batch
from dipsim.scenario.load import load
from dipsim.scenario.world.build import build
world = build(load("two_blocs", ["time.years=0.05"]))
run_batch([world], 1, [0])
print(time.perf_counter() - start)
"""
IMPORT = "import time; start = time.perf_counter(); import dipsim; print(time.perf_counter() - start)"
MANY = """
import sys, time
from dipsim.model.entry_points import warm_up
from dipsim.runs.engine import Request, run
from dipsim.kernels.machine import limits
from dipsim.runs import resources
from yardsticks.regions import spec
from yardsticks.starts import peak
n, replicates, years, record, folder = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]), sys.argv[4], sys.argv[5]
warm_up()
wanted = spec(n, years=years)
limits.memory = lambda: 10**12  # so that nothing is refused beforehand: what is needed is measured
start = time.process_time()
run(Request(wanted, replicates, 1, 1, record), folder or None)
print(time.process_time() - start, peak(), resources.estimate(wanted, replicates, record).bytes_memory)
"""


def peak() -> float:
    """Bytes that this process has held in memory at most; where the system says no better, with those of its parent."""
    status = Path("/proc/self/status")
    if status.exists():
        said = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return float(said.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1.0 if sys.platform == "darwin" else 1024.0)


def said_by(code: str, *arguments: str, cache: str = "") -> list[float]:
    """The numbers that a fresh Python prints after running ``code``, with its compile cache in ``cache`` if given."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    environment |= {"DIPSIM_CACHE": cache} if cache else {}
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return [float(word) for word in done.stdout.split()]


def first_contact() -> None:
    """Print the time to the first tick with an empty and with a full compile cache, and the time of the import."""
    with tempfile.TemporaryDirectory() as folder:
        cold = said_by(FIRST_TICK, cache=folder)[0]
        warm = min(said_by(FIRST_TICK, cache=folder)[0] for _ in range(3))
        imported = min(said_by(IMPORT, cache=folder)[0] for _ in range(3))
    print(f"First tick of two_blocs: cold {cold:.1f} s ({os.cpu_count()} cores), warm {warm:.2f} s;", end=" ")
    print(f"import dipsim {imported:.3f} s.")


def slope(small: tuple[float, float], large: tuple[float, float]) -> float:
    """The exponent of growth between two points (size, time)."""
    return math.log(large[1] / small[1]) / math.log(large[0] / small[0])


def growth_in_nations(found: dict[tuple[int, bool], float]) -> None:
    """Print exponents from us per run and tick by (nations, alone)."""
    for alone in (True, False):
        points = sorted((float(n), each) for (n, single), each in found.items() if single == alone)
        steps = [f"{a[0]:.0f} to {b[0]:.0f}: {slope(a, b):.2f}" for a, b in pairwise(points)]
        print(f"Exponent of growth in nations, {'one run alone' if alone else 'in blocks'}: {', '.join(steps)}.")


def growth_in_replicates(quick: bool) -> None:
    """Print the exponent of an ensemble's time in its replicates: 7 nations, two years."""
    world = region(7, years=2)
    counts = (64, 128) if quick else (64, 256, 1024)
    list(ensemble(world, 1, range(8), outcomes))
    points = [(float(r), min(timed(list, ensemble(world, 1, range(r), outcomes)) for _ in range(2))) for r in counts]
    steps = [f"{a[0]:.0f} to {b[0]:.0f}: {slope(a, b):.2f}" for a, b in pairwise(points)]
    print(f"Exponent of growth in replicates, 7 nations: {', '.join(steps)}.")


def long_run() -> None:
    """Print the time and memory of one whole run of 193 nations over 240 months."""
    took, most, _ = said_by(MANY, "193", "1", "20", "final", "")
    print(f"193 nations, 240 monthly ticks, one run, all of it: {took:.1f} s of processor time,", end=" ")
    print(f"peak memory {most / 1e6:.0f} MB.")


def memory(markdown: bool) -> None:
    """Print the peak memory of runs of 193 nations: flat in replicates, growing in ticks with what is recorded."""
    block = chosen_block(region(193))
    print(f"\nPeak memory, 193 nations, blocks of {block}:\n")
    table = Table(("recorded", "ticks", "replicates", "measured MB", "estimated MB"), markdown)
    for record in ("final", "default"):
        for ticks, replicates in ((6, block), (6, 4 * block), (24, block)):
            with tempfile.TemporaryDirectory() as folder:
                to = "" if record == "final" else os.path.join(folder, "out")
                _, most, planned = said_by(MANY, "193", str(replicates), str(ticks / 12), record, to)
            table.row([record, str(ticks), str(replicates), figure(most / 1e6), figure(planned / 1e6)])
