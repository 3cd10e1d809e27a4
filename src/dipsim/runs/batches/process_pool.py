"""A pool of processes that never waits for a dead one: every worker has a pipe of its own.

The workers of ``concurrent.futures.ProcessPoolExecutor`` share one pipe back, to which the parent can write too. One
that is killed half-way through an answer leaves the parent reading for ever, and the lock of the pipe taken. Here a
thread of the parent attends to each worker; its death ends the pipe, costs the work that it had, and nothing else.
"""

from __future__ import annotations

import contextlib
import pickle
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from multiprocessing import get_context
from queue import SimpleQueue
from typing import Any

from dipsim.runs.batches import worker as child

BIRTHS = 3  # processes that may end in a row before they take anything on
PATIENCE = 5.0  # seconds for an idle worker to end by itself


class Died(BrokenExecutor):
    """A worker process ended in the middle of its work."""


class Worker:
    """A process and the pipe to it."""

    def __init__(self) -> None:
        context = get_context("spawn")
        self._pipe, its = context.Pipe()
        self.process = context.Process(target=child.serve, args=(its,), daemon=True)
        with _no_interrupt(), its:  # the parent keeps no copy of its end, so that its death ends the pipe
            self.process.start()
        self._begun = False
        self._dead = False

    def ready(self) -> bool:
        """Wait until it has begun; False when it is dead."""
        try:
            self._begun = self._begun or bool(self._pipe.recv_bytes())
        except (EOFError, OSError):
            self._dead = True
        return not self._dead

    def answer(self, work: bytes) -> Any:
        """What a piece of work comes to. Raises what the work raised, and Died when the process ends before."""
        try:
            self._pipe.send_bytes(work)
            result, problem = pickle.loads(self._pipe.recv_bytes())
        except (EOFError, OSError):
            self._dead = True
            raise Died("a worker process was killed in the middle of its work") from None
        if problem is not None:
            raise problem
        return result

    def end(self) -> None:
        """Let it end; killed when it does not."""
        self._pipe.close()
        self.process.join(PATIENCE)
        self.process.kill()
        self.process.join()


class Pool(Executor):
    """So many worker processes, started at once; one that dies is replaced when there is more to do."""

    def __init__(self, workers: int) -> None:
        self._lock = threading.Lock()
        self._closed = False
        self._workers: list[Worker] = []
        self._idle: SimpleQueue[Worker] = SimpleQueue()
        self._threads = ThreadPoolExecutor(workers, "worker")
        for _ in range(workers):
            self._idle.put(self._start())

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Have a function of a module called in a worker; its future raises Died where the worker was killed."""
        return self._threads.submit(self._do, fn, args, kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let the workers end once their work is done; without ``wait`` they are stopped at once, whatever they do."""
        if not wait:
            self._stop()
        self._threads.shutdown(cancel_futures=cancel_futures or not wait)
        with self._lock:
            self._closed = True
        while self._workers:
            self._workers.pop().end()

    def _stop(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        with self._lock:
            self._closed = True
            for worker in self._workers:
                worker.process.terminate()

    def _start(self) -> Worker:
        with self._lock:
            if self._closed:
                raise Died("the pool was stopped")
            self._workers.append(Worker())
            return self._workers[-1]

    def _do(self, function: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        work = pickle.dumps((function, args, kwargs))
        worker = self._idle.get()
        try:
            worker = self._living(worker)
            return worker.answer(work)
        finally:
            self._idle.put(worker)

    def _living(self, worker: Worker) -> Worker:
        """This worker or, where it is dead, another. RuntimeError where all end at once."""
        for _ in range(BIRTHS):
            if worker.ready():
                return worker
            worker = self._start()
        raise RuntimeError("the worker processes end before they take anything on")


@contextlib.contextmanager
def processes(workers: int) -> Iterator[Executor]:
    """A pool of fresh processes that leave Ctrl-C to the parent and end with it, also when something goes wrong."""
    pool = Pool(workers)
    try:
        yield pool
    except BaseException:
        pool.shutdown(wait=False)
        raise
    pool.shutdown()


@contextlib.contextmanager
def _no_interrupt() -> Iterator[None]:
    """Ctrl-C waits; processes started meanwhile never hear it, not even before they can say that they ignore it."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
