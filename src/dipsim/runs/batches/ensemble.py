"""Many replicates: blocks of runs, in this process or spread over workers, always given back in order.

The seam is ``concurrent.futures.Executor``: anything that offers ``submit`` can do the work.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future
from typing import Any, TypeVar

from dipsim.kernels.machine import limits
from dipsim.runs.batches.block_runner import Record, run_batch
from dipsim.runs.batches.process_pool import pool_for
from dipsim.runs.drawn.drawn_worlds import DrawnWorlds
from dipsim.runs.resources import batch_of, block_of
from dipsim.scenario.world.build import World

T = TypeVar("T")
Progress = Callable[[int], None]
SECONDS_WORTH_A_WORKER = 8.0


def blocks(world: World, replicates: Sequence[int], size: int | None = None) -> list[list[int]]:
    """``replicates`` cut into parts of ``size`` runs each, or into blocks of ``world``."""
    size = size or block_of(world)
    return [list(replicates[at : at + size]) for at in range(0, len(replicates), size)]


def in_order(
    work: Callable[..., T],
    jobs: Iterable[tuple[Any, ...]],
    runs: Sequence[int],
    *,
    workers: int = 1,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Iterator[T]:
    """``work(*job)`` of each of ``jobs``, in their order: the one loop through which every block of runs goes.

    A job is worked in the pool ``executor``, else in one of ``workers`` processes where there is more than one job,
    else here. In a pool at most two jobs per worker wait, so that results do not pile up; ``work`` must then be a
    function that another process can import. Jobs may be made as they are taken. ``runs``: how many runs each job
    does; ``progress`` is told as they are done. Raises what ``work`` raises, and WorkerDied when a worker is killed.
    """
    most = 2 * (limits.cpus() if executor is not None else min(workers, limits.cpus()))
    with pool_for(workers, len(runs), executor) as pool:
        waiting: deque[tuple[int, Future[T]]] = deque()
        for job, size in zip(jobs, runs, strict=True):
            if pool is None:
                yield _report_progress(progress, size, work(*job))
                continue
            waiting.append((size, pool.submit(work, *job)))
            if len(waiting) > most:
                size, future = waiting.popleft()
                yield _report_progress(progress, size, future.result())
        while waiting:
            size, future = waiting.popleft()
            yield _report_progress(progress, size, future.result())


def ensemble(
    world: World | DrawnWorlds,
    seed: int,
    replicates: Sequence[int],
    reduce: Callable[[World, Record], T],
    *,
    workers: int = 1,
    block: int | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
    **settings: Any,
) -> Iterator[T]:
    """``reduce(world, record)`` of every batch of runs of ``world``, in the order of ``replicates`` from ``seed``.

    ``settings`` go to ``run_batch``. ``block``: runs whose results are put together; ``executor``: a pool to work in,
    else ``workers`` processes; ``progress`` is told how many runs are done. Of ``DrawnWorlds`` every replicate runs in
    the world of its draw.

    With workers, ``reduce`` must be a function that another process can import; at most two blocks per worker wait.
    """
    size = block or batch_of(world if isinstance(world, World) else world.first)
    work = blocks(world, replicates, size) if isinstance(world, World) else world.blocks(replicates, size)
    jobs = (
        ([world] if isinstance(world, World) else [world.of(one) for one in members], seed, members, reduce, settings)
        for members in work
    )
    yield from in_order(_one, jobs, [*map(len, work)], workers=workers, executor=executor, progress=progress)


def _one(
    worlds: list[World], seed: int, members: list[int], reduce: Callable[[World, Record], T], settings: dict[str, Any]
) -> T:
    return reduce(worlds[0], run_batch(worlds, seed, members, **settings))


def _report_progress(progress: Progress | None, size: int, result: T) -> T:
    if progress is not None:
        progress(size)
    return result


def usual_workers(seconds: float) -> int:
    """Number of processes worth starting for work that takes ``seconds`` on one core."""
    return max(1, min(limits.cpus(), int(seconds / SECONDS_WORTH_A_WORKER)))
