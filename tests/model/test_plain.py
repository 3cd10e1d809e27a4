"""Plain mode, the same functions without a compiler, is the oracle for the compiled ones."""

# Also tests: model/tick.py

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import dipsim.model.tick

HERE = Path(__file__).parent
SOURCE = Path(dipsim.model.tick.__file__).parents[2]
COLD = ("options.start=cold",)
RUNS: dict[str, Any] = {  # scenario, ticks, runs and changes; acts come up in each
    "start of two nations and of three": [["two_nations", 10, 2, ()], ["council_and_change", 12, 2, ()]],
    "ticks of seven": [["two_blocs", 3, 2, COLD]],
    "start of seven": [["two_blocs", 3, 2, ()]],  # takes half a minute
}
SCRIPT = """
import importlib.util, json, sys
spec = importlib.util.spec_from_file_location("helper", sys.argv[1])
helper = importlib.util.module_from_spec(spec)
sys.modules["helper"] = helper
spec.loader.exec_module(helper)
from dipsim.kernels.compiler.decorators import PLAIN
jobs = json.loads(sys.argv[2])
played = {name: helper.run(*job[:3], *map(tuple, job[3:])) for name, job in jobs.items()}
print(json.dumps([PLAIN, {name: helper.digest(one) for name, one in played.items()}]))
"""


def in_plain_mode(jobs: dict[str, Any]) -> dict[str, Any]:
    """Digests of runs made in a process of its own, in plain mode."""
    environment = os.environ | {"DIPSIM_PLAIN": "1", "PYTHONPATH": str(SOURCE)}
    command = [sys.executable, "-c", SCRIPT, str(HERE / "conftest.py"), json.dumps(jobs)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    plain, digests = json.loads(done.stdout)
    assert plain, "the process was not in plain mode"
    return digests  # type: ignore[no-any-return]


@pytest.mark.parametrize("name", [*list(RUNS)[:2], pytest.param("start of seven", marks=pytest.mark.campaign)])
def test_plain_mode_gives_the_same_bits(run: Any, digest: Any, name: str) -> None:
    """Protects against a miscompiled kernel: every array of state, and what was recorded, has the same hash."""
    found = in_plain_mode({job[0]: job for job in RUNS[name]})
    for job in RUNS[name]:
        played = run(*job)
        assert played.acts.sum() > 0
        assert found[job[0]] == digest(played), job


def test_the_busiest_world_fits_its_lists(quiet: Any) -> None:
    """Protects memory: where acts cost nothing and come up 200 times a year, no list of claims or acts overflows.

    Plain mode, where an index out of bounds is an error; a compiled kernel would write into foreign memory.
    """
    free = {"rate": 200, "cost": 0, "staff": 0, "readiness": 20, "autonomy": 0, "network": 0}
    kinds = ("official_visit", "joint_exercise", "notification", "arms_transfer", "military_aid", "joint_research")
    codes = ["ARL", "BOR", "CEL", "DRA"]
    pairs = [{"between": [a, b], "proximity": 1} for x, a in enumerate(codes) for b in codes[x + 1 :]]
    kinds += ("personnel_exchange", "intelligence_sharing")
    file = quiet({key: {"gdp": 5000} for key in codes}, pairs, on=kinds, time={"years": 2, "tick": "year"})
    file["exchanges"] |= dict.fromkeys(kinds, free)
    in_plain_mode({"busy": [file, 2, 1]})


@pytest.mark.parametrize("tick", ["month", "year"])
def test_the_digest_notices_a_change(run: Any, digest: Any, tick: str) -> None:
    """Protects this oracle itself: another seed or one more tick is another hash."""
    sets = (f"time.tick={tick}",)
    hashes = {digest(run("two_blocs", ticks, 2, sets, seed)) for ticks, seed in ((3, 1), (4, 1), (3, 2))}
    assert len(hashes) == 3
    assert digest(run("two_blocs", 3, 2, sets, 1)) in hashes
