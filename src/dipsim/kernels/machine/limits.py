"""What this process may use of the machine: processors and bytes of memory, the smallest of every limit that is set.

Limits come from the hardware, from CPU affinity (``taskset``, cpusets, Slurm), from control groups (containers, batch
systems; versions 1 and 2, the group of the process and every group above it) and from ``ulimit -v``.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

GROUPS, MOUNT = Path("/proc/self/cgroup"), Path("/sys/fs/cgroup")
OWN_SIZE = Path("/proc/self/statm")  # first number: pages of address space in use
UNKNOWN = 8 * 10**9  # bytes of memory of a machine that does not say


def cpus() -> int:
    """How many processors this process may use, at least 1."""
    if hasattr(os, "sched_getaffinity"):
        count = len(os.sched_getaffinity(0))
    else:
        count = os.cpu_count() or 1
    return max(1, int(min([count, *_quotas()])))


def memory() -> int:
    """How many bytes of memory this process may use, at least 0."""
    return max(0, min([_physical(), *_group_memory(), *_address_space()]))


def _groups(controller: str) -> Iterator[Path]:
    """Folders of the control groups of this process that may limit ``controller``, up to the root of each hierarchy."""
    with contextlib.suppress(OSError, ValueError):
        for line in GROUPS.read_text(encoding="utf-8").splitlines():
            _, names, path = line.split(":", 2)
            if names and controller not in names.split(","):
                continue
            for root in (MOUNT / names, MOUNT / controller) if names else (MOUNT, MOUNT / "unified"):
                inner = [part for part in path.split("/") if part not in ("", "..")]
                yield from (root.joinpath(*inner[:depth]) for depth in range(len(inner), -1, -1))


def _words(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="utf-8").split()
    except (OSError, ValueError):
        return []


def _quotas() -> Iterator[float]:
    """Processors that control groups allow: time allowed over the length of a period."""
    for folder in _groups("cpu"):
        pair = _words(folder / "cpu.max") or [
            *_words(folder / "cpu.cfs_quota_us"),
            *_words(folder / "cpu.cfs_period_us"),
        ]
        if len(pair) == 2 and pair[0].isdecimal() and pair[1].isdecimal() and int(pair[1]):
            yield int(pair[0]) / int(pair[1])


def _group_memory() -> Iterator[int]:
    for folder in _groups("memory"):
        for name in ("memory.max", "memory.limit_in_bytes"):
            yield from (int(word) for word in _words(folder / name) if word.isdecimal())


def _address_space() -> Iterator[int]:
    """What ``ulimit -v`` leaves: it counts address space, and what is in use already counts."""
    if sys.platform == "win32":
        return
    import resource

    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    if limit != resource.RLIM_INFINITY:
        used = [int(word) for word in _words(OWN_SIZE)[:1]]
        yield limit - sum(used) * resource.getpagesize()


def _physical() -> int:
    """Bytes of memory of this machine."""
    if sys.platform == "win32":
        return _windows_memory()
    try:
        return int(os.sysconf("SC_PHYS_PAGES")) * int(os.sysconf("SC_PAGE_SIZE"))
    except (ValueError, OSError, AttributeError):
        return UNKNOWN


def _windows_memory() -> int:
    import ctypes

    kilobytes = ctypes.c_ulonglong(0)
    kernel: Any = getattr(ctypes, "windll").kernel32  # noqa: B009  only there on Windows
    found = kernel.GetPhysicallyInstalledSystemMemory(ctypes.byref(kilobytes))
    return int(kilobytes.value) * 1024 if found else UNKNOWN
