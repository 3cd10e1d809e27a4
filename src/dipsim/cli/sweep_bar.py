"""How a sweep goes on, on standard error: rate, time left, failures; a bar on a terminal, else a line now and then."""

from __future__ import annotations

import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn

from dipsim.cli.errors import stop_if_asked
from dipsim.cli.progress import note

if TYPE_CHECKING:
    from dipsim.sweeps.conduct import Progress as State

EVERY = 20.0  # seconds between lines where there is no terminal


class SweepBar:
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

    def note(self, text: str) -> None:
        """Print a line above the bar."""
        if self._quiet:
            return
        if self._shown:
            self._rich.console.print(escape(text), soft_wrap=True)
        else:
            note(text)

    def __enter__(self) -> Self:
        self._rich.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._rich.stop()


def words(state: State) -> str:
    """The state in a line."""
    from dipsim.sweeps.plan import duration

    parts = [f"{state.runs_done:,} of {state.runs:,} runs"]
    if state.fresh:
        parts += [f"{state.rate:.0f} a second", f"{duration(state.left)} left"]
    if state.failed:
        parts.append(f"{state.failed:,} failed")
    return ", ".join(parts)
