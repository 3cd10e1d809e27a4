"""A pool of worker processes: what they raise arrives, and no death of theirs keeps anybody waiting."""

# Also tests: runs/batches/pipe.py, runs/batches/worker.py

from __future__ import annotations

import math
import os
import subprocess
import sys
import threading
import time
import warnings
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from dipsim.kernels.machine import child_process, limits
from dipsim.runs.batches import process_pool
from dipsim.runs.batches.process_pool import NoWorkers, Pool, WorkerDied, pool_for, processes

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kills processes")
LONG = 60.0  # seconds after which something hangs


@pytest.fixture(autouse=True)
def started(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """Every process that is started, on a machine that has four processors."""
    monkeypatch.setattr(limits, "cpus", lambda: 4)
    begun, start = list[subprocess.Popen[bytes]](), child_process.start

    def noted(*what: Any, **how: Any) -> subprocess.Popen[bytes]:
        begun.append(start(*what, **how))
        return begun[-1]

    monkeypatch.setattr(child_process, "start", noted)
    return begun


@pytest.fixture
def tasks(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    import worker_tasks

    return worker_tasks


def test_answers_and_exceptions_arrive(tasks: Any, started: list[subprocess.Popen[bytes]]) -> None:
    with processes(2) as pool:
        assert list(pool.map(abs, range(-20, 0))) == list(range(20, 0, -1))
        with pytest.raises(KeyError, match="what") as caught:
            pool.submit(tasks.fail, "what").result(LONG)
        assert "worker_tasks.py" in caught.value.__notes__[0]
        with pytest.raises(RuntimeError, match="Untold: onetwo"):
            pool.submit(tasks.fail_untold).result(LONG)
        with pytest.raises(TypeError, match="pickle"):
            pool.submit(tasks.lock).result(LONG)
        with pytest.raises(Exception, match=r"pickle|local object"):
            pool.submit(lambda: 0).result(LONG)
    assert [process for process in started if process.returncode is None] == []


@pytest.mark.parametrize("how", ["die", "die_half_way"])
def test_a_worker_that_is_killed_costs_its_own_work_only(tasks: Any, how: str) -> None:
    """Also half-way through its answer, where workers that share a pipe would keep the parent reading for ever."""
    with processes(2) as pool:
        before = {future.result(LONG) for future in [pool.submit(tasks.pid) for _ in range(20)]}
        deadly = pool.submit(getattr(tasks, how))
        others = [pool.submit(abs, -one) for one in range(20)]
        with pytest.raises(WorkerDied):
            deadly.result(LONG)
        assert [other.result(LONG) for other in others] == list(range(20))
        after = {future.result(LONG) for future in [pool.submit(tasks.pid) for _ in range(20)]}
    assert after != before


def test_what_work_prints_is_no_answer(tasks: Any) -> None:
    with processes(1) as pool:
        assert pool.submit(tasks.chatter).result(LONG) == ""
        assert pool.submit(abs, -1).result(LONG) == 1


def test_no_more_workers_than_pieces_of_work(started: list[subprocess.Popen[bytes]]) -> None:
    """Protects the machine: 1,000 workers for two blocks are two processes."""
    with processes(1000) as pool:
        assert [pool.submit(abs, -1).result(LONG) for _ in range(5)] == [1] * 5
    assert len(started) == 1


def test_no_more_workers_than_processors(started: list[subprocess.Popen[bytes]]) -> None:
    with processes(1000) as pool:
        assert all(future.result(LONG) is None for future in [pool.submit(time.sleep, 0.2) for _ in range(12)])
    assert len(started) == 4


def test_one_piece_of_work_or_one_processor_needs_no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    with pool_for(2, 1) as pool:
        assert pool is None
    with pool_for(2, 1, Pool(1)) as pool:
        assert pool is None
    with pool_for(2, 5) as pool:
        assert pool is not None
    monkeypatch.setattr(limits, "cpus", lambda: 1)
    with pool_for(1000, 5) as pool:
        assert pool is None


def no_fork(*_: Any, **__: Any) -> Any:
    raise BlockingIOError(11, "Resource temporarily unavailable")


def no_interpreter(*_: Any, **__: Any) -> Any:
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    return subprocess.Popen([sys.executable, "-c", "raise SystemExit(1)"], **pipes)


@pytest.mark.parametrize(
    ("start", "why"),
    [
        (no_fork, "[Errno 11] Resource temporarily unavailable"),
        (no_interpreter, "3 in a row ended before they took anything on"),
    ],
)
def test_where_no_worker_starts_the_work_goes_on_here(monkeypatch: pytest.MonkeyPatch, start: Any, why: str) -> None:
    """Protects a plain call at any size: one sentence says why, and every answer comes."""
    monkeypatch.setattr(child_process, "start", start)
    with warnings.catch_warnings(record=True) as said, processes(3) as pool:
        warnings.simplefilter("always")
        assert {pool.submit(os.getpid).result(LONG) for _ in range(9)} == {os.getpid()}
        with pytest.raises(ValueError, match=r"math domain|nonnegative"):
            pool.submit(math.sqrt, -1.0).result(LONG)
    assert [one.category for one in said] == [NoWorkers]
    assert str(said[0].message) == f"no worker process can be started ({why}); the work goes on in one process"


def test_where_no_thread_starts_the_work_goes_on_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> None:
        raise RuntimeError("can't start new thread")

    with processes(2) as pool:
        monkeypatch.setattr(threading.Thread, "start", refuse)
        with pytest.warns(NoWorkers, match="can't start new thread"):
            assert pool.submit(abs, -3).result(LONG) == 3
        monkeypatch.undo()


def test_one_worker_of_two_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process limit that is reached later: what there is goes on, and this process helps."""
    real, begun = process_pool.Worker, list[Any]()

    def first_only() -> Any:
        if begun:
            raise BlockingIOError(11, "Resource temporarily unavailable")
        begun.append(real())
        return begun[0]

    monkeypatch.setattr(process_pool, "Worker", first_only)
    with warnings.catch_warnings(record=True) as said, processes(2) as pool:
        warnings.simplefilter("always")
        waiting = [pool.submit(time.sleep, 0.1) for _ in range(8)]
        assert [future.result(LONG) for future in waiting] == [None] * 8
    assert [one.category for one in said] == [NoWorkers]


def interrupted(waiting: list[Future[None]]) -> None:
    """Ctrl-C while workers sleep for minutes."""
    with processes(2) as pool:
        waiting += [pool.submit(time.sleep, 600) for _ in range(6)]
        raise KeyboardInterrupt


def test_an_error_of_the_parent_stops_them_at_once(started: list[subprocess.Popen[bytes]]) -> None:
    waiting, since = list[Future[None]](), time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        interrupted(waiting)
    assert time.monotonic() - since < LONG
    assert len(waiting) == 6
    assert all(future.done() for future in waiting)
    assert [process for process in started if process.returncode is None] == []
