"""The two decorators of the model: ``equation`` (scalar, inlined) and ``process`` (a compiled kernel).

An equation stays the Python function that it is, for a notebook, a plot or a test; inside kernels it is compiled and
inlined. A process becomes a ``Kernel``, compiled once and on its own from its hints: ``b`` is the block, a parameter
without a hint is a whole number, a process without a hint returns nothing.

In *plain mode* (``DIPSIM_PLAIN=1``, or where numba has no wheel) both leave the Python function as it is. Plain mode
gives the same bits, slowly, and is the oracle for the compiled one. Fast maths stays off: no reassociation, no fused
multiply-add, so results do not depend on the processor.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])

PLAIN = os.environ.get("DIPSIM_PLAIN", "") not in ("", "0") or importlib.util.find_spec("numba") is None

if PLAIN:

    def equation(function: F) -> F:
        """Leave the function as it is (plain mode)."""
        return function

    def process(function: F) -> F:
        """Leave the function as it is (plain mode)."""
        return function
else:
    from dipsim.kernels.compiler.kernel import equation, process

__all__ = ["PLAIN", "equation", "process"]
