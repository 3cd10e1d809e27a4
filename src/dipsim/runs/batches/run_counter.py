"""Counting runs on standard error while a question is answered, for ``progress=True`` in Python."""

from __future__ import annotations

import sys
import time

from dipsim.scenario.wording import counted

EVERY = 0.2  # seconds between two numbers


class RunCounter:
    """Called with the number of runs that were done since the last call; writes how many are done over its own line."""

    def __init__(self) -> None:
        self.done, self._begun, self._last = 0, time.monotonic(), 0.0

    def __call__(self, runs: int) -> None:
        self.done += runs
        now = time.monotonic()
        if now - self._last >= EVERY:
            self._last = now
            self._write("")

    def _write(self, end: str) -> None:
        text = f"\r{counted(self.done, 'run')} done, {time.monotonic() - self._begun:.1f} s"
        print(text, end=end, file=sys.stderr, flush=True)

    def __del__(self) -> None:
        """End the line when nobody counts with it any more."""
        if self.done and sys is not None and sys.stderr is not None:
            self._write("\n")
