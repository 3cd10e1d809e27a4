"""The two decorators of the model: ``equation`` (scalar, inlined) and ``process`` (a compiled kernel).

In *plain mode* (``DIPSIM_PLAIN=1``, or where numba has no wheel) both leave the Python function as it is. Plain mode
gives the same bits, slowly, and is the oracle for the compiled one. Fast maths stays off: no reassociation, no fused
multiply-add, so results do not depend on the processor.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable
from typing import Any, TypeVar

from dipsim.model import cache

F = TypeVar("F", bound=Callable[..., Any])

PLAIN = os.environ.get("DIPSIM_PLAIN", "") not in ("", "0") or importlib.util.find_spec("numba") is None

if PLAIN:

    def equation(function: F) -> F:
        """Leave the function as it is (plain mode)."""
        return function

    process = equation
else:
    cache.prepare()
    import numba

    def equation(function: F) -> F:
        """Compile a scalar function so that it is inlined into every kernel that calls it."""
        compiled: F = numba.njit(forceinline=True, error_model="numpy", _nrt=False)(function)
        return compiled

    def process(function: F) -> F:
        """Compile a kernel: loops over nations, then runs; called from the tick or stepwise from Python."""
        compiled: F = numba.njit(cache=cache.usable(), error_model="numpy", _nrt=False)(function)
        return compiled
