"""Who computes shards: this process, processes of this machine, or the workers of a running Dask cluster.

All offer what ``concurrent.futures.Executor`` offers; a worker that dies shows as ``Died``.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from typing import Any

from dipsim.runs.ensemble import processes
from dipsim.runs.errors import StorageError

Open = Callable[[], "contextlib.AbstractContextManager[Executor]"]


class ClusterError(StorageError):
    """The cluster cannot be reached, or is gone."""


class Inline(Executor):
    """Computes at once, in this process."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as problem:
            future.set_exception(problem)
        return future


@contextlib.contextmanager
def inline() -> Iterator[Executor]:
    """This process."""
    yield Inline()


def local(workers: int) -> Open:
    """So many processes of this machine."""
    return lambda: processes(workers)


def cluster(address: str) -> Open:
    """The workers of a Dask scheduler that runs at ``address``. ClusterError when there is none."""

    @contextlib.contextmanager
    def opened() -> Iterator[Executor]:
        distributed = _distributed()
        try:
            client = distributed.Client(address, timeout="10s", set_as_default=False)
        except (OSError, ValueError) as problem:
            raise ClusterError(f"{address}: no Dask scheduler answers there ({problem})") from None
        with client:
            if not client.scheduler_info()["workers"]:
                client.wait_for_workers(1, timeout=60)
            yield client.get_executor(pure=False)

    return opened


def cluster_size(address: str) -> int:
    """How many threads of work the cluster has. ClusterError when it cannot be reached."""
    distributed = _distributed()
    try:
        with distributed.Client(address, timeout="10s", set_as_default=False) as client:
            return max(1, sum(map(int, client.nthreads().values())))
    except (OSError, ValueError) as problem:
        raise ClusterError(f"{address}: no Dask scheduler answers there ({problem})") from None


def _distributed() -> Any:
    try:
        import distributed
    except ImportError:
        raise ClusterError("--cluster needs Dask's distributed: pip install 'dipsim[dist]'") from None
    return distributed


def died(problem: BaseException) -> bool:
    """Whether a future failed because its worker died, not because of what it computed."""
    if isinstance(problem, BrokenExecutor):
        return True
    return type(problem).__name__ in ("KilledWorker", "CancelledError", "FutureCancelledError", "CommClosedError")
