"""What this process may use: the smallest of hardware, affinity, control groups of both versions, and ``ulimit -v``."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from dipsim.kernels.machine import limits
from dipsim.runs import resources
from dipsim.runs.batches.ensemble import usual_workers
from dipsim.scenario.load import load


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A machine of 16 processors and 64 GB with control groups; call it with /proc/self/cgroup and the files."""

    def made(groups: str, files: dict[str, str]) -> None:
        (tmp_path / "cgroup").write_text(groups, encoding="utf-8")
        for name, text in files.items():
            (tmp_path / "mount" / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / "mount" / name).write_text(text, encoding="utf-8")

    monkeypatch.setattr(limits, "GROUPS", tmp_path / "cgroup")
    monkeypatch.setattr(limits, "MOUNT", tmp_path / "mount")
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(16)), raising=False)
    monkeypatch.setattr(limits, "_physical", lambda: 64 * 10**9)
    monkeypatch.setattr(limits, "_address_space", lambda: iter(()))
    return made


def test_without_limits_the_hardware_counts(machine: Any) -> None:
    assert (limits.cpus(), limits.memory()) == (16, 64 * 10**9)
    machine("0::/user.slice\n", {"user.slice/cpu.max": "max 100000\n", "user.slice/memory.max": "max\n"})
    assert (limits.cpus(), limits.memory()) == (16, 64 * 10**9)


@pytest.mark.parametrize("place", ["a/b/", "a/", ""])
def test_groups_of_version_2_limit_also_from_above(machine: Any, place: str) -> None:
    machine("0::/a/b\n", {f"{place}cpu.max": "250000 100000\n", f"{place}memory.max": "3000000000\n"})
    assert (limits.cpus(), limits.memory()) == (2, 3 * 10**9)


@pytest.mark.parametrize("place", ["cpu,cpuacct/job/", "cpu/job/", "cpu/"])
def test_groups_of_version_1_limit(machine: Any, place: str) -> None:
    machine(
        "5:memory:/job\n4:cpu,cpuacct:/job\n1:name=systemd:/x\n",
        {
            f"{place}cpu.cfs_quota_us": "300000\n",
            f"{place}cpu.cfs_period_us": "100000\n",
            "memory/job/memory.limit_in_bytes": "2000000000\n",
            "memory/memory.limit_in_bytes": "9223372036854771712\n",
        },
    )
    assert (limits.cpus(), limits.memory()) == (3, 2 * 10**9)


def test_a_quota_below_one_processor_leaves_one(machine: Any) -> None:
    machine("0::/\n", {"cpu.max": "50000 100000\n"})
    assert limits.cpus() == 1


@pytest.mark.parametrize("damage", ["", "nonsense\n", "0::/../../..\n"])
def test_what_cannot_be_read_is_no_limit(machine: Any, damage: str) -> None:
    machine(damage, {"cpu.max": "-1 0\n", "memory.max": "lots\n"})
    assert (limits.cpus(), limits.memory()) == (16, 64 * 10**9)


def test_affinity_limits_workers_and_the_plan(machine: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """taskset, cpusets and Slurm: the usual number of workers and the time planned follow."""
    assert usual_workers(1e6) == 16
    spec = load("two_nations")
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {3})
    assert usual_workers(1e6) == 1
    assert resources.estimate(spec, 10_000, workers=1000) == resources.estimate(spec, 10_000, workers=1)


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="needs CPU affinity")
def test_affinity_of_a_real_process() -> None:
    code = "import os; os.sched_setaffinity(0, {min(os.sched_getaffinity(0))}); "
    code += "from dipsim.kernels.machine import limits; print(limits.cpus())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "1\n"


@pytest.mark.skipif(not limits.OWN_SIZE.exists(), reason="needs /proc")
def test_ulimit_limits_the_plan(tmp_path: Path) -> None:
    """A plan that does not fit under ``ulimit -v`` is refused before anything is computed."""
    code = (
        "import resource\n"
        "from dipsim.kernels.machine import limits\n"
        "from dipsim.runs import resources as plan\n"
        "from dipsim.scenario.yaml import problems\n"
        "from dipsim.scenario.load import load\n"
        "free = limits.memory()\n"
        "resource.setrlimit(resource.RLIMIT_AS, (2 * 10**9, resource.RLIM_INFINITY))\n"
        "assert 0 < limits.memory() < min(free, 2 * 10**9), limits.memory()\n"
        "spec = load('south_china_sea')\n"
        "plan.check(spec, 1, 'final')\n"
        "runs = 1\n"
        "while plan.estimate(spec, runs, 'all').bytes_memory < 2 * 10**9:\n"
        "    runs *= 2\n"
        "try:\n"
        "    plan.check(spec, runs, 'all')\n"
        "except problems.ScenarioError as problem:\n"
        "    print(problem)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert "E1402" in done.stdout, done.stderr
