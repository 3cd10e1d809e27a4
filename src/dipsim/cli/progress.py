"""What is said on standard error while work goes on: notes, and a bar where a terminal shows it."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterable
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

from dipsim.cli.errors import stop_if_asked


class Shown:
    """Something drawn on a terminal while work goes on, as a context; notes come out anywhere unless ``quiet``.

    A note that work stands still for long comes out in any case.
    """

    _quiet: bool
    _rich: Progress

    def note(self, text: str) -> None:
        """Print the line ``text`` above the bar."""
        if self._quiet:
            long_wait(text)
        elif self._rich.disable:
            note(text)
        else:
            self._rich.console.print(escape(text), soft_wrap=True)

    def __enter__(self) -> Self:
        self._rich.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._rich.stop()


class Bar(Shown):
    """A progress bar over runs, as a context. Call it with the number of runs that were done.

    It is drawn only on a terminal; notes come out anywhere; when ``quiet`` only those of a long wait do.
    Stages are texts with the number of runs each takes, in their order; the bar names the one that goes on.
    """

    def __init__(self, stages: Iterable[tuple[str, int]], quiet: bool = False) -> None:
        self._stages, self._quiet, self._done = list(stages), quiet, 0
        console = Console(stderr=True, highlight=False)
        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("runs"),
        )
        shown = not quiet and console.is_terminal
        self._rich = Progress(*columns, TimeRemainingColumn(), console=console, transient=True, disable=not shown)
        self._task = self._rich.add_task(self._stage(), total=sum(runs for _, runs in self._stages))

    def _stage(self) -> str:
        """Text of the stage in which the next run lies."""
        passed = 0
        for text, runs in self._stages:
            passed += runs
            if self._done < passed:
                return text
        return self._stages[-1][0]

    def __call__(self, runs: int) -> None:
        """Count runs as done; stops here when a signal asked for it."""
        stop_if_asked()
        self._done += runs
        self._rich.update(self._task, completed=self._done, description=self._stage())


def note(text: str) -> None:
    """Print the line ``text`` on standard error; a closed pipe there does not stop the work."""
    with contextlib.suppress(BrokenPipeError):
        print(text, file=sys.stderr, flush=True)


def long_wait(text: str) -> None:
    """Print ``text`` on standard error where it announces a long wait: the one kind of note that ``--quiet`` keeps."""
    from dipsim.runs.engine import LongWait

    if isinstance(text, LongWait):
        note(text)
