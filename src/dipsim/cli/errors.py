"""The error contract: one line for each problem, no traceback unless ``--debug``, and an exit code that says what kind.

| exit | meaning |
|---|---|
| 0 | done, all runs valid |
| 2 | command line wrong |
| 3 | scenario invalid or too big (nothing written) |
| 4 | the folder or file is not ours to write, or holds results nobody asked to replace |
| 5 | input/output error: disk full, permission, read-only |
| 6 | finished, but some runs failed or an expectation is not met |
| 7 | stored results differ from what was written |
| 70 | internal error, or the self-test of a verdict failed |
| 130, 143 | interrupted, terminated |
"""

from __future__ import annotations

import contextlib
import os
import platform
import signal
import sys
import traceback
from collections.abc import Iterable
from concurrent.futures import BrokenExecutor
from functools import partial
from types import FrameType

import typer

import dipsim
from dipsim.scenario.yaml.problems import ScenarioError, escape, nearest

DONE, USAGE, SCENARIO, FOLDER, STORAGE, PARTLY, VERIFICATION = 0, 2, 3, 4, 5, 6, 7
INTERNAL, INTERRUPTED, TERMINATED = 70, 130, 143
LONGEST = 600  # characters of a line
_CLICK_USAGE = typer.BadParameter.__mro__[1]  # the usage error of typer or of click, according to the version
_debug = False
_wanted: type[BaseException] | None = None


class UsageError(Exception):
    """The command line asks for something that is not there."""


class Unmet(Exception):
    """Everything was computed, and some of it failed."""


class SelfTestError(Exception):
    """A result that must be exact is not."""


class Terminated(BaseException):
    """SIGTERM came; raised so that unfinished folders are removed on the way out."""


def set_debug(on: bool) -> bool:
    """Say whether tracebacks are wanted."""
    global _debug
    _debug = on
    return on


def unknown(what: str, found: str, known: Iterable[str], see: str = "") -> UsageError:
    """The error for a word that is not known, with the nearest that is."""
    near = nearest(found, known)
    hint = f"; did you mean '{near}'?" if near else f"; see {see}" if see else ""
    return UsageError(f"no {what} '{escape(found)}'{hint}")


def catch_signals() -> None:
    """Let SIGINT and SIGTERM raise, so that unfinished folders are removed on the way out.

    What is raised while an object is being freed is dropped by Python, so the wish is kept for ``stop_if_asked``.
    """
    for number, problem in ((signal.SIGINT, KeyboardInterrupt), (signal.SIGTERM, Terminated)):
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, partial(_stop, problem))
    sys.unraisablehook = _dropped


def _stop(problem: type[BaseException], number: int, frame: FrameType | None) -> None:
    global _wanted
    _wanted = problem
    raise problem


def _dropped(what: sys.UnraisableHookArgs) -> None:
    """Say what Python dropped, unless it was one of our own."""
    if what.exc_type is not _wanted:
        sys.__unraisablehook__(what)


def stop_if_asked() -> None:
    """Raise what a signal asked for, where it was dropped."""
    if _wanted is not None:
        raise _wanted


def report(problem: BaseException) -> int:
    """Print what ``problem`` means to the user and return the exit code."""
    if isinstance(problem, SystemExit):
        raise problem
    if isinstance(problem, typer.Exit):
        return int(problem.exit_code)
    if isinstance(problem, BrokenPipeError):
        _hush()
        return DONE
    code, lines = answer(problem)
    if _debug:
        traceback.print_exception(problem)
    for line in lines:
        print(line, file=sys.stderr)
    return code


def answer(problem: BaseException) -> tuple[int, list[str]]:
    """Exit code and lines for anything that was raised."""
    from dipsim.runs.errors import ResultsError

    if isinstance(problem, ScenarioError):
        return SCENARIO, str(problem).split("\n")
    if isinstance(problem, ResultsError):
        return problem.exit_code, [_line(str(problem))]
    if isinstance(problem, UsageError):
        return USAGE, [_line(str(problem))]
    if isinstance(problem, _CLICK_USAGE):
        return USAGE, _usage(problem)
    if isinstance(problem, Unmet):
        return PARTLY, [_line(str(problem))]
    if isinstance(problem, OSError):
        where = f"{problem.filename}: " if problem.filename else ""
        return STORAGE, [_line(f"{where}{problem.strerror or problem}")]
    if isinstance(problem, KeyboardInterrupt | typer.Abort):
        return INTERRUPTED, ["dipsim: interrupted; unfinished files were removed"]
    if isinstance(problem, Terminated):
        return TERMINATED, ["dipsim: terminated; unfinished files were removed"]
    return INTERNAL, _bug(problem)


def _line(text: str) -> str:
    return f"dipsim: error: {escape(text, LONGEST)}"


def _usage(problem: BaseException) -> list[str]:
    """The message of the parser, and where the help is."""
    context = getattr(problem, "ctx", None)
    path = context.command_path if context is not None else "dipsim"
    said: str = getattr(problem, "format_message", problem.__str__)()
    said = " ".join(said.split())
    return [_line(f"{said[:1].lower()}{said[1:].rstrip('.')}; see '{path} --help'")]


def _bug(problem: BaseException) -> list[str]:
    """What to send with a report of an internal error."""
    what = f"{type(problem).__name__}: {problem}" if str(problem) else type(problem).__name__
    lines = [f"dipsim: internal error: {escape(what, LONGEST)}"]
    if isinstance(problem, BrokenExecutor):
        lines.append("  A worker process was killed, most often for want of memory; try fewer --workers.")
    lines.append("  This is a fault of dipsim, not of your scenario. Please report it with these lines:")
    lines.append(
        f"  dipsim {dipsim.__version__}, Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    )
    lines.append(f"  arguments: {escape(' '.join(sys.argv[1:]), LONGEST)}")
    return [*lines, *([] if _debug else ["  and the traceback that --debug adds."])]


def _hush() -> None:
    """Nobody reads standard output any more: let what is left in its buffer go nowhere."""
    with contextlib.suppress(OSError, ValueError):
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, sys.stdout.fileno())
        os.close(silent)
