"""Ctrl-C and SIGTERM in the middle of a sweep: soon over, nothing unfinished, nobody left, and how to go on is said."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

pytestmark = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks for processes in /proc")
SECONDS = 3.0  # to stop, on a machine with nothing else to do


def patience() -> float:
    """Seconds to stop in, as the machine is loaded."""
    return SECONDS * max(1.0, 2 * os.getloadavg()[0] / (os.cpu_count() or 1))


def begun(small_sweeps: ModuleType, place: Path, workers: int, mark: str) -> subprocess.Popen[str]:
    """A sweep under way, in a process group of its own: with a worker it takes minutes, without one a few seconds."""
    small = small_sweeps.Small(256, 400 if workers > 1 else 16, workers)
    file = small.write(place / "files", 1)
    arguments = ("sweep", file, "--out", place / "swept", "--workers", workers)
    started: subprocess.Popen[str] = small_sweeps.start(*arguments, mark=mark, start_new_session=True)
    return started


def wait_until(happened: Callable[[], object], process: subprocess.Popen[str]) -> None:
    until = time.monotonic() + 300
    while not happened() and process.poll() is None and time.monotonic() < until:
        time.sleep(0.005)


@pytest.mark.parametrize(
    ("number", "group", "workers", "code"),
    [
        (signal.SIGINT, True, 2, 130),  # Ctrl-C in a terminal
        (signal.SIGTERM, False, 2, 143),  # kill
        (signal.SIGINT, True, 1, 130),
    ],
)
def test_stopping(
    small_sweeps: ModuleType, tmp_path: Path, number: signal.Signals, group: bool, workers: int, code: int
) -> None:
    mark = f"stopping-{tmp_path}"
    process = begun(small_sweeps, tmp_path, workers, mark)
    wait_until(lambda: len(list((tmp_path / "swept").glob("shards/[0-9]*.parquet"))) >= 2, process)
    stop_and_check(small_sweeps, process, tmp_path / "swept", number, group, code, mark)
    assert len(small_sweeps.finished(tmp_path / "swept")) >= 2


def test_ctrl_c_while_workers_start(small_sweeps: ModuleType, tmp_path: Path) -> None:
    """Workers that are still being imported do not hear it, and so do not complain."""
    mark = f"starting-{tmp_path}"
    process = begun(small_sweeps, tmp_path, 2, mark)
    wait_until(lambda: len(small_sweeps.workers(mark)) == 2, process)
    time.sleep(0.3)
    stop_and_check(small_sweeps, process, tmp_path / "swept", signal.SIGINT, True, 130, mark)


def stop_and_check(
    small_sweeps: ModuleType,
    process: subprocess.Popen[str],
    folder: Path,
    number: signal.Signals,
    group: bool,
    code: int,
    mark: str,
) -> None:
    """Send the signal; the process must end in time and in order."""
    limit, since = patience(), time.monotonic()
    (os.killpg if group else os.kill)(process.pid, number)
    _, record = process.communicate(timeout=120)
    taken = time.monotonic() - since
    assert process.returncode == code, record
    assert f"To go on: dipsim sweep resume {folder}" in record
    assert "Traceback" not in record
    assert small_sweeps.unfinished(folder) == []
    assert small_sweeps.wait_for_none(mark, limit) < limit
    assert taken < limit
