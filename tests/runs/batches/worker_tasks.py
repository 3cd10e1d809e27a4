"""Work for worker processes, in a module that they can import."""

from __future__ import annotations

import os
import signal
from typing import IO, Any

from dipsim.runs.batches.pipe import LENGTH


class Untold(Exception):
    """An exception that can be pickled, but not read again."""

    def __init__(self, one: str, two: str) -> None:
        super().__init__(one + two)


def fail(what: str) -> None:
    raise KeyError(what)


def fail_untold() -> None:
    raise Untold("one", "two")


def lock() -> Any:
    """A result that cannot be pickled."""
    import threading

    return threading.Lock()


def pid() -> int:
    return os.getpid()


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def die_half_way() -> bytes:
    """Be killed when half of the answer is written."""
    import sys

    child: Any = sys.modules["dipsim.runs.batches.worker"]

    def half(pipe: IO[bytes], answer: bytes) -> None:
        pipe.write(LENGTH.pack(len(answer)) + answer[: len(answer) // 2])
        pipe.flush()
        die()

    child.send = half
    return bytes(100)


def chatter() -> str:
    """Print on the way, and read what is not there."""
    import sys

    print("printed", flush=True)
    return sys.stdin.read()
