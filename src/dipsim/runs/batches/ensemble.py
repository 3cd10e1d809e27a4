"""Many replicates: blocks of runs, in this process or spread over workers, always given back in order.

The seam is ``concurrent.futures.Executor``: anything that offers ``submit`` can do the work.
"""

from __future__ import annotations

import contextlib
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from typing import Any, TypeVar

from dipsim.runs.batches.block_runner import Record, run_block
from dipsim.runs.batches.process_pool import processes
from dipsim.runs.resources import block_size
from dipsim.scenario.world.build import World

T = TypeVar("T")
Progress = Callable[[int], None]
SECONDS_WORTH_A_WORKER = 8.0


def blocks(world: World, replicates: Sequence[int], block: int | None = None) -> list[list[int]]:
    """Replicates cut into blocks of equal size."""
    size = block or block_size(len(world.codes), len(world.kinds))
    return [list(replicates[at : at + size]) for at in range(0, len(replicates), size)]


def ensemble(
    world: World,
    seed: int,
    replicates: Sequence[int],
    reduce: Callable[[World, Record], T],
    *,
    workers: int = 1,
    block: int | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
    **how: Any,
) -> Iterator[T]:
    """``reduce(world, record)`` of every block, in the order of replicates. ``how`` goes to ``run_block``.

    With workers, ``reduce`` must be a function that another process can import; at most two blocks per worker wait.
    """
    work = blocks(world, replicates, block)
    with _pool(executor, min(workers, len(work))) as pool:
        waiting: deque[tuple[int, Future[T]]] = deque()
        for members in work:
            if pool is None:
                yield _told(progress, len(members), _one(world, seed, members, reduce, how))
                continue
            waiting.append((len(members), pool.submit(_one, world, seed, members, reduce, how)))
            if len(waiting) > 2 * workers:
                size, future = waiting.popleft()
                yield _told(progress, size, future.result())
        while waiting:
            size, future = waiting.popleft()
            yield _told(progress, size, future.result())


def _one(world: World, seed: int, members: list[int], reduce: Callable[[World, Record], T], how: dict[str, Any]) -> T:
    return reduce(world, run_block([world], seed, members, **how))


def _told(progress: Progress | None, size: int, result: T) -> T:
    if progress is not None:
        progress(size)
    return result


@contextlib.contextmanager
def _pool(executor: Executor | None, workers: int) -> Iterator[Executor | None]:
    """The executor given, or a pool of processes, or None to work here."""
    if executor is not None or workers <= 1:
        yield executor
        return
    with processes(workers) as pool:
        yield pool


def usual_workers(seconds: float) -> int:
    """How many processes are worth starting for that much work on one core."""
    return max(1, min(os.cpu_count() or 1, int(seconds / SECONDS_WORTH_A_WORKER)))
