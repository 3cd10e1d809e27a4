"""Compiling many kernels: a second process takes them from the other end, and they meet through the compile cache.

The second process only ever writes files of the cache, each at once and with its checksum. If it cannot be started, or
dies, the first one compiles everything.
"""

from __future__ import annotations

import gc
import multiprocessing
import subprocess
import sys
from collections.abc import Callable, Sequence

from dipsim.kernels.compiler import cache, schema
from dipsim.kernels.compiler.registry import Variant, find
from dipsim.kernels.machine import child_process, limits

MANY = 12  # kernels for which a second process is worth its start


def compile_together(wanted: Sequence[Variant], compile_one: Callable[[Variant], object]) -> None:
    """Where many of the ``wanted`` are missing, compile them into the cache with ``compile_one``, beside a helper."""
    missing = [one for one in wanted if not one.cell.value and not cache.has(one.symbol)]
    if len(missing) < MANY or not cache.usable():
        return
    helper = None if child_process.inside() or multiprocessing.parent_process() else _start(missing)
    try:
        _compile(_in_order(missing), compile_one)
    finally:
        if helper is not None:
            helper.kill()
            helper.wait()


def _compile(variants: Sequence[Variant], compile_one: Callable[[Variant], object]) -> None:
    """Compile what is missing, without looking for garbage: nearly all that the compiler makes is kept."""
    collected = gc.isenabled()
    gc.disable()
    try:
        for one in variants:
            if not cache.has(one.symbol):
                compile_one(one)
    finally:
        if collected:
            gc.enable()


def _in_order(variants: Sequence[Variant]) -> list[Variant]:
    """The kernels for many runs before those for one, so that two who start at both ends seldom need the same
    equations; of each the largest first and last, so that they meet at the small ones."""
    by_size = sorted(variants, key=lambda one: (-one.runs, -len(one.kernel.function.__code__.co_code), one.symbol))
    groups = [[one for one in by_size if one.runs == runs] for runs in dict.fromkeys(one.runs for one in by_size)]
    return [one for group in groups for one in (*group[0::2], *group[1::2][::-1])]


def _start(missing: Sequence[Variant]) -> subprocess.Popen[bytes] | None:
    """A second process that reads from its standard input what is missing."""
    entry_points = schema.declared().entry_points
    if limits.cpus() < 2 or not entry_points:
        return None
    quiet = subprocess.DEVNULL
    try:
        helper = child_process.start(entry_points, "help_compiling", stdin=subprocess.PIPE, stdout=quiet, stderr=quiet)
        assert helper.stdin is not None
        with helper.stdin as asked:
            asked.write("\n".join(one.symbol for one in missing).encode())
    except OSError:
        return None
    return helper


def help_out(compile_one: Callable[[Variant], object]) -> None:
    """What the second process does: compile with ``compile_one`` the kernels whose symbols it reads, from the other
    end."""
    _compile(_in_order([find(symbol) for symbol in sys.stdin.read().split()])[::-1], compile_one)
