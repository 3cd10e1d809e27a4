"""How fast sweeps are: against the bare engine, with one and two workers, many points against one, memory and disk.

    python benchmarks/sweeps.py [--runs 4096] [--repeats 5] [--large 100000]

The bare engine runs blocks of one world in one process and keeps only the outcomes. The sweep does the same number of
runs through the whole pipe: worlds of its points, shards written, verified and merged. ``--large`` adds one sweep of so
many runs with two workers, with its memory and disk.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from dipsim.model.entry_points import warm_up
from dipsim.runs.batches.ensemble import ensemble
from dipsim.runs.outcomes import outcomes
from dipsim.scenario.world.build import build
from dipsim.sweeps import sweep
from dipsim.sweeps.experiment.load import parse

TEXT = """\
dipsim: 1
experiment: Benchmark
scenario: two_blocs
levers: {openness: {path: nations.*.transparency, from: 0.1, to: 0.9}}
uncertainties:
  stakes: {path: "scale:relations.*.dispute", from: 0.2, to: 1.8}
  nations.*.revisionism: {from: 0.0, to: 0.6}
  processes.ledger.joint_cap: {from: 1, to: 8, distribution: log_uniform}
"""


def experiment(points: int, replicates: int) -> object:
    text = f"{TEXT}design: {{low_discrepancy: {{points: {points}}}}}\nreplicates: {replicates}\n"
    return parse(text, "benchmark.yaml", None, None)


def swept(points: int, replicates: int, workers: int) -> float:
    """Seconds of a whole sweep, merged, with the start of its workers."""
    folder = Path(tempfile.mkdtemp())
    start = time.perf_counter()
    sweep.sweep(experiment(points, replicates), folder / "s", workers=workers)  # type: ignore[arg-type]
    taken = time.perf_counter() - start
    shutil.rmtree(folder)
    return taken


def bare(runs: int) -> float:
    """Seconds of the engine alone, in this process."""
    world = build(experiment(8, 1).spec)  # type: ignore[attr-defined]
    start = time.perf_counter()
    for _ in ensemble(world, 1, range(runs), outcomes):
        pass
    return time.perf_counter() - start


def memory(process: int) -> float:
    """Resident megabytes of a process and its children; 0 where that cannot be read."""
    total = 0.0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rsplit(")", 1)[1].split()
            if int(folder.name) == process or int(fields[1]) == process:
                total += int((folder / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
        except (OSError, ValueError, IndexError):
            continue
    return total


def watched(work: Callable[[], object]) -> tuple[object, float]:
    """What ``work`` gives, and the most memory that this process and its children had meanwhile."""
    peak, done = [0.0], threading.Event()

    def look() -> None:
        while not done.wait(0.5):
            peak[0] = max(peak[0], memory(os.getpid()))

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    try:
        return work(), peak[0]
    finally:
        done.set()
        watcher.join()


def large(runs: int) -> None:
    """One sweep of so many runs with two workers: time, rate, memory, disk."""
    place = Path(tempfile.mkdtemp())
    asked = experiment(runs, 1)
    start = time.perf_counter()
    found, peak = watched(lambda: sweep.sweep(asked, place / "s", workers=2))  # type: ignore[arg-type]
    taken = time.perf_counter() - start
    disk = sum(path.stat().st_size for path in place.rglob("*") if path.is_file()) / 1e6
    print(f"{runs:,} runs of two_blocs (240 ticks), 2 workers: {taken:.0f} s, {runs / taken:.0f} runs a second, "
          f"{runs / taken / 2:.0f} a core; peak memory {peak:.0f} MB in all; disk {disk:.0f} MB; "
          f"fingerprint {found.manifest['sweep_hash']}", flush=True)  # type: ignore[attr-defined]  # fmt: skip
    shutil.rmtree(place)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--runs", type=int, default=4096)
    options.add_argument("--repeats", type=int, default=5)
    options.add_argument("--large", type=int, nargs="*", default=[])
    asked = options.parse_args()
    warm_up()
    bare(64)
    rows: dict[str, list[float]] = {}
    for _ in range(asked.repeats):
        rows.setdefault("bare engine, one process", []).append(bare(asked.runs))
        rows.setdefault(f"{asked.runs} points x 1, one worker", []).append(swept(asked.runs, 1, 1))
        rows.setdefault(f"1 point x {asked.runs}, one worker", []).append(swept(1, asked.runs, 1))
        rows.setdefault(f"{asked.runs} points x 1, two workers", []).append(swept(asked.runs, 1, 2))
    reference = rows["bare engine, one process"]
    print(f"{asked.runs} runs of two_blocs, {asked.repeats} rounds; ratio to the bare engine of the same round")
    for name, times in rows.items():
        ratios = [base / taken for base, taken in zip(reference, times, strict=True)]
        print(f"{name:34s} best {min(times):7.1f} s   ratio: best {max(ratios):.2f}, "
              f"median {statistics.median(ratios):.2f}")  # fmt: skip
    one, two = rows[f"{asked.runs} points x 1, one worker"], rows[f"{asked.runs} points x 1, two workers"]
    gains = [first / second for first, second in zip(one, two, strict=True)]
    print(f"two workers against one: best {max(gains):.2f}, median {statistics.median(gains):.2f}")
    for runs in asked.large:
        large(runs)


if __name__ == "__main__":
    main()
