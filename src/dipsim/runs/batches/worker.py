"""Worker process: ignores SIGINT, exits with its parent, and executes one task at a time.

Light, so that the first two hold while what the work needs is still being imported.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import threading
import traceback
from queue import SimpleQueue
from typing import IO, Any

from dipsim.runs.batches.pipe import receive, send


def run_worker() -> None:
    """Say that it has begun, then answer what comes through standard input until the parent closes it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    work: SimpleQueue[bytes] = SimpleQueue()
    orders, answers = _own(0, "rb"), _own(1, "wb")
    threading.Thread(target=_listen, args=(orders, work), daemon=True).start()
    with contextlib.suppress(OSError):  # the parent is gone
        send(answers, b"begun")
        while True:
            answer = _answer(work.get())
            send(answers, answer)


def _own(number: int, mode: str) -> IO[bytes]:
    """Standard input or output for this module alone; what else reads finds nothing, what prints goes to errors."""
    pipe: IO[bytes] = os.fdopen(os.dup(number), mode)
    try:
        other = os.dup(2) if number else os.open(os.devnull, os.O_RDONLY)
    except OSError:  # there is no standard error
        other = os.open(os.devnull, os.O_RDWR)
    os.dup2(other, number)
    os.close(other)
    return pipe


def _listen(orders: IO[bytes], work: SimpleQueue[bytes]) -> None:
    """Take orders; the end of the pipe means that the parent is done with this process, or gone."""
    with contextlib.suppress(EOFError, OSError):
        while True:
            work.put(receive(orders))
    os._exit(1)


def _answer(work: bytes) -> bytes:
    """The pickled result, or the exception with its traceback as text."""
    try:
        function, args, kwargs = pickle.loads(work)
        return pickle.dumps((function(*args, **kwargs), None))
    except BaseException as problem:
        return _encode_error(problem, "".join(traceback.format_exception(problem)))


def _encode_error(problem: BaseException, text: str) -> bytes:
    problem.add_note(f"in a worker process:\n{text}")
    try:
        message: Any = pickle.dumps((None, problem))
        pickle.loads(message)
    except Exception:  # such a one cannot travel
        return pickle.dumps((None, RuntimeError(text)))
    return bytes(message)
