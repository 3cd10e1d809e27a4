"""A pool of worker processes: what they raise arrives, and no death of theirs keeps anybody waiting."""

from __future__ import annotations

import multiprocessing
import os
import time
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from dipsim.runs.batches import worker
from dipsim.runs.batches.process_pool import Died, processes

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kills processes")
LONG = 60.0  # seconds after which something hangs


@pytest.fixture
def tasks(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    import worker_tasks

    return worker_tasks


def test_answers_and_exceptions_arrive(tasks: Any) -> None:
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
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize("how", ["die", "die_half_way"])
def test_a_worker_that_is_killed_costs_its_own_work_only(tasks: Any, how: str) -> None:
    """Also half-way through its answer, where workers that share a pipe would keep the parent reading for ever."""
    with processes(2) as pool:
        before = {future.result(LONG) for future in [pool.submit(tasks.pid) for _ in range(20)]}
        deadly = pool.submit(getattr(tasks, how))
        others = [pool.submit(abs, -one) for one in range(20)]
        with pytest.raises(Died):
            deadly.result(LONG)
        assert [other.result(LONG) for other in others] == list(range(20))
        after = {future.result(LONG) for future in [pool.submit(tasks.pid) for _ in range(20)]}
    assert after != before


def test_workers_that_end_at_once_are_not_born_for_ever(tasks: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "serve", tasks.stillborn)
    with processes(1) as pool, pytest.raises(RuntimeError, match="end before they take anything on"):
        pool.submit(abs, 1).result(LONG)


def interrupted(waiting: list[Future[None]]) -> None:
    """Ctrl-C while workers sleep for minutes."""
    with processes(2) as pool:
        waiting += [pool.submit(time.sleep, 600) for _ in range(6)]
        raise KeyboardInterrupt


def test_an_error_of_the_parent_stops_them_at_once() -> None:
    waiting, since = list[Future[None]](), time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        interrupted(waiting)
    assert time.monotonic() - since < LONG
    assert len(waiting) == 6
    assert all(future.done() for future in waiting)
    assert multiprocessing.active_children() == []
