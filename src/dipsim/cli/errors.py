"""The error contract: one line for each problem, no traceback unless ``--debug``, and the exit code of its class.

The exit codes and the root of the exceptions are in ``dipsim.errors``.
"""

from __future__ import annotations

import contextlib
import errno
import os
import platform
import signal
import sys
import traceback
import warnings
from collections.abc import Iterable
from concurrent.futures import BrokenExecutor
from functools import partial
from types import FrameType
from typing import Any

import typer

from dipsim._version import __version__
from dipsim.errors import (
    DONE,
    INTERNAL,
    INTERRUPTED,
    PARTLY,
    SCENARIO,
    STORAGE,
    TERMINATED,
    USAGE,
    DipsimError,
    RequestError,
)
from dipsim.scenario.yaml.problems import ScenarioError, escape, nearest

LONGEST = 600  # characters of a line
_CLICK_USAGE = typer.BadParameter.__mro__[1]  # the usage error of typer or of click, according to the version
_debug = False
_wanted: type[BaseException] | None = None


class UsageError(RequestError):
    """The command line asks for something that does not exist."""


class SomeRunsFailed(DipsimError):
    """Everything was computed, and some of it failed."""

    exit_code = PARTLY


class SelfTestError(DipsimError):
    """A result that must be exact is not."""


class Terminated(BaseException):
    """SIGTERM came; raised so that unfinished folders are removed on the way out."""


def set_debug(on: bool) -> bool:
    """Turn tracebacks ``on`` or off; returns ``on``."""
    global _debug
    _debug = on
    return on


def needs(extra: str, *packages: str) -> None:
    """Raise UsageError, with the command that installs them, when any of ``packages``, libraries of the optional part
    ``extra``, is missing."""
    from importlib.util import find_spec

    missing = [package for package in packages if find_spec(package) is None]
    if missing:
        raise UsageError(f"expected {' and '.join(missing)}, not installed; pip install 'dipsim[{extra}]' brings them")


def unknown(what: str, found: str, known: Iterable[str], see: str = "") -> UsageError:
    """The error for ``found``, which is no ``what``: it names the nearest of the ``known`` words, else where to ``see``
    them."""
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


def plain_warnings() -> None:
    """Let warnings of dipsim be one line each; those of libraries stay as they are."""
    usual = warnings.showwarning

    def show(message: Warning | str, category: type[Warning], *where: Any, **more: Any) -> None:
        if category.__module__.startswith("dipsim."):
            print(f"dipsim: note: {escape(str(message), LONGEST)}", file=sys.stderr)
        else:
            usual(message, category, *where, **more)

    warnings.showwarning = show


def _stop(problem: type[BaseException], number: int, frame: FrameType | None) -> None:
    global _wanted
    _wanted = problem
    raise problem


def _dropped(what: sys.UnraisableHookArgs) -> None:
    """Say what Python dropped, unless a signal stopped us: then objects that were half made complain too."""
    if _wanted is None:
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
    """Exit code and lines to print for ``problem``, anything that was raised."""
    if isinstance(problem, ScenarioError):
        return SCENARIO, str(problem).split("\n")
    if isinstance(problem, DipsimError) and problem.exit_code != INTERNAL:
        return problem.exit_code, [_line(str(problem))]
    if isinstance(problem, _CLICK_USAGE):
        return USAGE, _usage(problem)
    if isinstance(problem, OSError):
        where = f"{problem.filename}: " if problem.filename else ""
        if problem.errno == errno.ENAMETOOLONG:
            return USAGE, [_line(f"expected the name of a file or folder, found one that is too long: {where[:80]}...")]
        return STORAGE, [_line(f"{where}{problem.strerror or problem}")]
    if isinstance(problem, MemoryError):
        return STORAGE, [_line(_no_memory()), *(f"  {escape(note, LONGEST)}" for note in notes(problem))]
    if isinstance(problem, BrokenExecutor):
        return STORAGE, [_line(f"{problem}, most often because memory ran out; try fewer --workers")]
    if isinstance(problem, KeyboardInterrupt | typer.Abort):
        return INTERRUPTED, ["dipsim: interrupted; unfinished files were removed"]
    if isinstance(problem, Terminated):
        return TERMINATED, ["dipsim: terminated; unfinished files were removed"]
    return INTERNAL, _bug(problem)


def _line(text: str) -> str:
    return f"dipsim: error: {escape(text, LONGEST)}"


def notes(problem: BaseException) -> list[str]:
    """What was added to ``problem`` on its way, line by line, without the traceback of a worker."""
    return [note for note in getattr(problem, "__notes__", []) if "\n" not in note]


def _no_memory() -> str:
    from dipsim.kernels.machine import limits
    from dipsim.runs.resources import size

    left = size(limits.memory())
    return f"out of memory: this process may use {left} more; try fewer --workers, fewer --replicates or --record final"


def _usage(problem: BaseException) -> list[str]:
    """The message of the parser, and where the help is."""
    context = getattr(problem, "ctx", None)
    path = context.command_path if context is not None else "dipsim"
    statement: str = getattr(problem, "format_message", problem.__str__)()
    statement = " ".join(statement.split())
    return [_line(f"{statement[:1].lower()}{statement[1:].rstrip('.')}; see '{path} --help'")]


def _bug(problem: BaseException) -> list[str]:
    """What to send with a report of an internal error."""
    what = f"{type(problem).__name__}: {problem}" if str(problem) else type(problem).__name__
    lines = [f"dipsim: internal error: {escape(what, LONGEST)}"]
    lines.append("  This is a fault of dipsim, not of your scenario. Please report it with these lines:")
    lines.append(
        f"  dipsim {__version__}, Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    )
    lines.append(f"  arguments: {escape(' '.join(sys.argv[1:]), LONGEST)}")
    return [*lines, *([] if _debug else ["  and the traceback that --debug adds."])]


def _hush() -> None:
    """Nobody reads standard output any more: let what is left in its buffer go nowhere."""
    with contextlib.suppress(OSError, ValueError):
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, sys.stdout.fileno())
        os.close(silent)
