"""Who computes shards: this process, processes of this machine, or the workers of a running Dask cluster.

All offer what ``concurrent.futures.Executor`` offers; a worker that dies shows as ``WorkerDied``.
"""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from typing import Any

from dipsim.runs.batches.process_pool import processes
from dipsim.runs.errors import StorageError

KNOCK, JOIN = 5, 60  # seconds for a scheduler to answer, and for a first worker to join it
Open = Callable[[], "contextlib.AbstractContextManager[Executor]"]


class ClusterError(StorageError):
    """The cluster cannot be reached, or is gone."""


class Inline(Executor):
    """Computes at once, in this process."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Call ``fn`` with ``args`` at once, in this process; the future holds what came of it."""
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
    """A way to open a pool of ``workers`` processes of this machine."""
    return lambda: processes(workers)


def cluster(address: str) -> Open:
    """The workers of a Dask scheduler that runs at ``address``. ClusterError when there is none."""

    @contextlib.contextmanager
    def opened() -> Iterator[Executor]:
        with _client(address) as client:
            if not client.scheduler_info()["workers"]:
                _wait_for_worker(client, address)
            yield client.get_executor(pure=False)

    return opened


def cluster_size(address: str) -> int:
    """How many threads the cluster at ``address`` has. Raises ClusterError when it cannot be reached."""
    with _client(address) as client:
        return max(1, sum(map(int, client.nthreads().values())))


@contextlib.contextmanager
def _client(address: str) -> Iterator[Any]:
    distributed = _distributed()
    try:
        _knock(address)
        client = distributed.Client(address, timeout="10s", set_as_default=False)
    except (OSError, ValueError) as problem:
        raise ClusterError(f"{address}: no Dask scheduler answers at this address ({problem})") from None
    with client:
        yield client


def _knock(address: str) -> None:
    """OSError or ValueError at once where nobody listens; Dask itself goes on trying for long."""
    from distributed.comm import get_address_host_port, parse_address

    if parse_address(address)[0] in ("tcp", "tls"):
        socket.create_connection(get_address_host_port(address), timeout=KNOCK).close()


def _wait_for_worker(client: Any, address: str) -> None:
    try:
        client.wait_for_workers(1, timeout=JOIN)
    except TimeoutError:
        raise ClusterError(f"{address}: no worker has joined the scheduler in {JOIN} s") from None


def _distributed() -> Any:
    try:
        import distributed
    except ImportError:
        raise ClusterError("--cluster needs Dask's distributed: pip install 'dipsim[dist]'") from None
    return distributed


def died(problem: BaseException) -> bool:
    """Whether ``problem``, raised by a future, means that its worker died, not that the computation failed."""
    if isinstance(problem, BrokenExecutor):
        return True
    return type(problem).__name__ in ("KilledWorker", "CancelledError", "FutureCancelledError", "CommClosedError")
