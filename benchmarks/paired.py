"""Start, compile time and engine speed of two trees, in turns, so that what else the machine does meets both alike.

    python benchmarks/paired.py OTHER [--rounds N] [--seconds S]

OTHER is another working tree of the project, as ``git worktree add`` makes it. Both run with this Python and its
libraries. A row is the median of this tree, that of the other, and the median of the ratios of rounds (this / other).
Starts and compiling are in seconds of processor time, with all child processes; the engine is in microseconds per run
and tick of one run alone or of the block that each tree chooses, the lower quartile of stretches of a year.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
SHORT = ("run", "two_blocs", "--replicates", "3", "--set", "time.years=0.1", "--quiet", "--out")
ENGINE = """
import sys
from yardsticks import times
from yardsticks.regions import chosen_block, region, settled
world = region(int(sys.argv[1]))
runs = 1 if sys.argv[2] == "alone" else chosen_block(world)
print(times.measure(settled(world, runs), float(sys.argv[3])))
"""
REGIONS = [(nations, how) for nations in (3, 7, 20, 50, 193) for how in ("alone", "in blocks")]


def python(tree: Path, arguments: list[str], cache: str) -> tuple[float, str]:
    """Processor time of a fresh Python in a tree, with its children, and what it printed."""
    path = os.pathsep.join([str(tree / "src"), str(tree / "benchmarks")])
    environment = os.environ | {"PYTHONPATH": path, "DIPSIM_CACHE": cache}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-P", *arguments], env=environment, cwd=tree, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


def measured(tree: Path, cache: str, seconds: float) -> dict[str, float]:
    """One round in one tree."""
    command = ["-m", "dipsim"]
    with tempfile.TemporaryDirectory() as place:
        python(tree, [*command, *SHORT, f"{place}/first"], cache)  # so that bytecode and kernels are there
    found = {f"dipsim {word}, s": python(tree, [*command, word], cache)[0] for word in ("--help", "list")}
    with tempfile.TemporaryDirectory() as empty:
        found["first run, nothing compiled, s"] = python(tree, [*command, *SHORT, f"{empty}/out"], empty)[0]
    with tempfile.TemporaryDirectory() as place:
        found["first run, compiled before, s"] = python(tree, [*command, *SHORT, f"{place}/out"], cache)[0]
    for nations, how in REGIONS:
        said = python(tree, ["-c", ENGINE, str(nations), how, str(seconds)], cache)[1]
        found[f"engine, {nations} nations, {how}, us"] = float(said)
    return found


def main() -> None:
    """Measure in turns and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("other", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2.0, help="of each measurement of the engine")
    chosen = parser.parse_args()
    trees = (HERE, chosen.other.resolve())
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = f"{one}/bytecode"
        rounds = []
        for number in range(chosen.rounds):
            order = (0, 1) if number % 2 == 0 else (1, 0)
            turn = {side: measured(trees[side], (one, two)[side], chosen.seconds) for side in order}
            rounds.append((turn[0], turn[1]))
            print(f"round {number + 1} of {chosen.rounds}", file=sys.stderr)
    print("| what | this tree | other | this / other |\n| --- | --- | --- | --- |")
    for what in rounds[0][0]:
        ours, theirs = ([pair[side][what] for pair in rounds] for side in (0, 1))
        ratio = statistics.median(mine / other for mine, other in zip(ours, theirs, strict=True))
        print(f"| {what} | {statistics.median(ours):.3g} | {statistics.median(theirs):.3g} | {ratio:.2f} |")


if __name__ == "__main__":
    main()
