"""What a worker process does: deaf to Ctrl-C, gone when its parent is, it answers one piece of work after another.

Light, so that the first two hold while what the work needs is still being imported.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import threading
import traceback
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from typing import Any


def serve(pipe: Connection) -> None:
    """Say that it has begun, then answer what comes through the pipe until the parent closes it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with contextlib.suppress(EOFError, OSError):  # the parent is done with it, or gone
        pipe.send_bytes(b"begun")
        while True:
            pipe.send_bytes(_answer(pipe.recv_bytes()))


def _answer(work: bytes) -> bytes:
    """The pickled result, or the exception with its traceback as text."""
    try:
        function, args, kwargs = pickle.loads(work)
        return pickle.dumps((function(*args, **kwargs), None))
    except BaseException as problem:
        return _told(problem, "".join(traceback.format_exception(problem)))


def _told(problem: BaseException, text: str) -> bytes:
    problem.add_note(f"in a worker process:\n{text}")
    try:
        told: Any = pickle.dumps((None, problem))
        pickle.loads(told)
    except Exception:  # such a one cannot travel
        return pickle.dumps((None, RuntimeError(text)))
    return bytes(told)


def _end_with_parent() -> None:
    above = parent_process()
    if above is not None:
        wait([above.sentinel])
        os._exit(1)
