"""Compiling many kernels: a second process takes them from the other end, and they meet through the compile cache.

The second process only ever writes files of the cache, each at once and with its checksum. If it cannot be started, or
dies, the first one compiles everything.
"""

from __future__ import annotations

import multiprocessing
import subprocess
from collections.abc import Sequence
from typing import Any

from dipsim.kernels.compiler import cache, schema
from dipsim.kernels.machine import child_process, limits

MANY = 12  # kernels for which a second process is worth its start


def compile_together(wanted: Sequence[Any], everything: Sequence[Any]) -> None:
    """When many of the kernels that are wanted are missing, compile ``everything`` into the cache with a helper."""
    missing = [kernel for kernel in wanted if not kernel.cell.value and not cache.has(kernel.symbol)]
    if len(missing) < MANY or not cache.usable():
        return
    helper = None if child_process.inside() or multiprocessing.parent_process() else _start()
    try:
        _compile(_big_ends(everything))
    finally:
        if helper is not None:
            helper.kill()
            helper.wait()


def _compile(kernels: Sequence[Any]) -> None:
    for kernel in kernels:
        if not cache.has(kernel.symbol):
            kernel.compile()


def _big_ends(kernels: Sequence[Any]) -> list[Any]:
    """The largest kernels first and last, so that two who start at both ends meet at the small ones."""
    by_size = sorted(kernels, key=lambda kernel: (-len(kernel.function.__code__.co_code), kernel.symbol))
    return by_size[0::2] + by_size[1::2][::-1]


def _start() -> subprocess.Popen[bytes] | None:
    entry_points = schema.declared().entry_points
    if limits.cpus() < 2 or not entry_points:
        return None
    quiet = subprocess.DEVNULL
    try:
        return child_process.start(entry_points, "help_compiling", stdin=quiet, stdout=quiet, stderr=quiet)
    except OSError:
        return None


def help_out(kernels: Sequence[Any]) -> None:
    """What the second process does: compile those of the kernels that are missing, from the other end."""
    _compile(_big_ends(kernels)[::-1])
