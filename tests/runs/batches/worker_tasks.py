"""Work for worker processes, in a module that they can import."""

from __future__ import annotations

import os
import signal
from multiprocessing.connection import Connection
from typing import Any


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

    def half(self: Connection, answer: bytes) -> None:
        os.write(self.fileno(), bytes(answer)[: len(answer) // 2])
        die()

    Connection._send = half  # type: ignore[attr-defined]
    return bytes(100)


def stillborn(_: object) -> None:
    die()
