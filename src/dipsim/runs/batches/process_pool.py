"""A pool of processes that never waits for a dead one: every worker has a pipe of its own.

The workers of ``concurrent.futures.ProcessPoolExecutor`` share one pipe back, to which the parent can write too. One
that is killed half-way through an answer leaves the parent reading for ever, and the lock of the pipe taken. Here a
thread of the parent attends to each worker; its death ends the pipe, costs the work that it had, and nothing else.
Where no worker can be started, the work is done in this process.
"""

from __future__ import annotations

import contextlib
import pickle
import signal
import subprocess
import threading
import warnings
from collections import deque
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from typing import IO, Any

from dipsim.kernels.machine import child_process, limits
from dipsim.runs.batches.pipe import receive, send

BIRTHS = 3  # processes in a row that may exit during start-up
PATIENCE = 5.0  # seconds for an idle worker to end by itself


class WorkerDied(BrokenExecutor):
    """A worker process ended in the middle of its work."""


class NoWorkers(UserWarning):
    """Worker processes cannot be started, so the work is done in one process."""


class Worker:
    """A process and the pipes to and from it. OSError when it cannot be started."""

    def __init__(self) -> None:
        with _no_interrupt():
            pipe = subprocess.PIPE
            self.process = child_process.start("dipsim.runs.batches.worker", "run_worker", stdin=pipe, stdout=pipe)
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self._orders: IO[bytes] = self.process.stdin
        self._answers: IO[bytes] = self.process.stdout
        self._begun = False
        self._dead = False

    def ready(self) -> bool:
        """Wait until it has begun; False when it is dead."""
        try:
            self._begun = self._begun or bool(receive(self._answers))
        except (EOFError, OSError):
            self._dead = True
        return not self._dead

    def answer(self, work: bytes) -> Any:
        """The result of ``work``. Raises what the work raised, and WorkerDied when the process ends before."""
        try:
            send(self._orders, work)
            result, problem = pickle.loads(receive(self._answers))
        except (EOFError, OSError):
            self._dead = True
            raise WorkerDied("a worker process was killed in the middle of its work") from None
        if problem is not None:
            raise problem
        return result

    def end(self) -> None:
        """Let it end; killed when it does not."""
        with contextlib.suppress(OSError):
            self._orders.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(PATIENCE)
        self.process.kill()
        self.process.wait()
        self._answers.close()


class Pool(Executor):
    """At most so many worker processes, each started when there is work for it; one that dies is replaced."""

    def __init__(self, most: int) -> None:
        self._lock = threading.Lock()
        self._alone = threading.Lock()  # held by the thread that works in this process
        self._closed = False
        self._unable = False
        self._workers: list[Worker] = []
        self._idle: deque[Worker] = deque()
        self._threads = ThreadPoolExecutor(most, "worker")

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Call ``fn``, a function of a module, with ``args`` in a worker; its future raises WorkerDied where the worker
        was killed."""
        try:
            return self._threads.submit(self._do, fn, args, kwargs)
        except RuntimeError as problem:  # the system starts no thread either
            if self._closed:
                raise
            self._complain(str(problem))
        done: Future[Any] = Future()
        try:
            done.set_result(fn(*args, **kwargs))
        except Exception as problem:
            done.set_exception(problem)
        return done

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the workers once their work is done; ``cancel_futures`` drops what has not begun. Without ``wait`` they
        are stopped at once."""
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

    def _do(self, function: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        work = pickle.dumps((function, args, kwargs))
        worker = self._living()
        if worker is None:
            with self._alone:
                return function(*args, **kwargs)
        try:
            return worker.answer(work)
        finally:
            self._idle.append(worker)

    def _living(self) -> Worker | None:
        """An idle worker or a new one; None where none can be started, or all end at once."""
        why = f"{BIRTHS} in a row ended before they took anything on"
        for _ in range(len(self._workers) + BIRTHS):
            with contextlib.suppress(IndexError):
                worker = self._idle.popleft()
                if worker.ready():
                    return worker
                continue
            if self._unable:
                return None
            try:
                worker = self._start()
            except OSError as problem:
                why = str(problem)
                break
            if worker.ready():
                return worker
        self._complain(why)
        return None

    def _start(self) -> Worker:
        with self._lock:
            if self._closed:
                raise WorkerDied("the pool was stopped")
            self._workers.append(Worker())
            return self._workers[-1]

    def _complain(self, why: str) -> None:
        """Say once that there are no more workers; WorkerDied where that is so because they were stopped."""
        with self._lock:
            if self._closed:
                raise WorkerDied("the pool was stopped")
            statement, self._unable = self._unable, True
        if not statement:
            warnings.warn(f"no worker process can be started ({why}); the work goes on in one process", NoWorkers, 2)


@contextlib.contextmanager
def processes(most: int) -> Iterator[Executor]:
    """A pool of at most ``most`` fresh processes, never more than processors, that leave Ctrl-C to the parent and end
    with it."""
    pool = Pool(min(most, limits.cpus()))
    try:
        yield pool
    except BaseException:
        pool.shutdown(wait=False)
        raise
    pool.shutdown()


@contextlib.contextmanager
def pool_for(workers: int, pieces: int | None = None, executor: Executor | None = None) -> Iterator[Executor | None]:
    """The pool for ``pieces`` of work: the ``executor`` given, else one of at most ``workers`` processes; None: work in
    this process.

    A single piece is done here. ``pieces`` is None where they are not counted yet.
    """
    if pieces is not None and pieces <= 1:
        yield None
    elif executor is not None or min(workers, limits.cpus()) <= 1:
        yield executor
    else:
        with processes(workers if pieces is None else min(workers, pieces)) as pool:
            yield pool


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
