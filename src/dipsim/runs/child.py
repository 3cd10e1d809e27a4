"""How a worker process begins: deaf to Ctrl-C, gone when its parent is. Light, so that this holds while it imports."""

from __future__ import annotations

import os
import signal
import threading
from multiprocessing import parent_process
from multiprocessing.connection import wait


def begin() -> None:
    """Leave Ctrl-C to the parent, and do not outlive it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    above = parent_process()
    if above is not None:
        wait([above.sentinel])
        os._exit(1)
