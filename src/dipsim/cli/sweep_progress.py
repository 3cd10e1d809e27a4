"""How a sweep goes on, on standard error: rate, time left, failures; a bar on a terminal, else a line now and then."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn

from dipsim.cli.errors import stop_if_asked
from dipsim.cli.progress import Shown

if TYPE_CHECKING:
    from dipsim.sweeps.execution.runner import Progress as State

EVERY = 20.0  # seconds between lines where there is no terminal


class SweepBar(Shown):
    """Shows the progress of a sweep, as a context; call it with the state."""

    def __init__(self, quiet: bool = False) -> None:
        console = Console(stderr=True, highlight=False)
        self._quiet, self._shown, self._last = quiet, console.is_terminal and not quiet, time.monotonic()
        columns = (SpinnerColumn(), BarColumn(), TextColumn("{task.description}"))
        self._rich = Progress(*columns, console=console, transient=True, disable=not self._shown)
        self._task = self._rich.add_task("", total=None)

    def __call__(self, state: State) -> None:
        stop_if_asked()
        text = words(state)
        self._rich.update(self._task, total=state.runs, completed=state.runs_done, description=text)
        if not self._shown and time.monotonic() - self._last >= EVERY:
            self._last = time.monotonic()
            self.note(text)


def words(state: State) -> str:
    """The state in a line."""
    from dipsim.sweeps.execution.resources import duration

    parts = [f"{state.runs_done:,} of {state.runs:,} runs"]
    if state.fresh:
        parts += [f"{state.rate:.0f} a second", f"{duration(state.left)} left"]
    if state.failed:
        parts.append(f"{state.failed:,} failed")
    return ", ".join(parts)
