"""The two decorators of the model: ``equation`` (scalar, inlined) and ``process`` (a compiled kernel).

An equation stays the Python function that it is, for a notebook, a plot or a test; inside kernels it is compiled and
inlined. A process becomes a ``Kernel``, compiled once and on its own from its hints, of which every argument needs one.

In *plain mode* (``DIPSIM_PLAIN=1``, or where numba has no wheel) both leave the Python function as it is. Plain mode
gives the same bits, slowly, and is the oracle for the compiled one. Fast maths stays off: no reassociation, no fused
multiply-add, so results do not depend on the processor.
"""

from __future__ import annotations

import importlib.util
import os
import re
from collections.abc import Callable
from typing import Any, TypeVar, overload

F = TypeVar("F", bound=Callable[..., Any])

PLAIN = os.environ.get("DIPSIM_PLAIN", "") not in ("", "0") or importlib.util.find_spec("numba") is None

if PLAIN:

    def equation(function: F) -> F:
        """Leave the function as it is (plain mode)."""
        return function

    def _kernel(function: F) -> F:
        """Leave the function as it is (plain mode)."""
        return function
else:
    from dipsim.kernels.compiler.kernel import equation
    from dipsim.kernels.compiler.kernel import process as _kernel


@overload
def process(function: F) -> F: ...
@overload
def process(*, reads: str = "", writes: str = "") -> Callable[[F], F]: ...


def process(function: Any = None, *, reads: str = "", writes: str = "") -> Any:
    """Make a kernel of a function.

    ``reads`` and ``writes`` declare which arrays of the block the process and everything that it calls may read and
    write, as in ``"par dyad(trust threat)"``: a whole array, or named rows of one. Scratch arrays are left out.
    """

    def declared(function: Any) -> Any:
        function.reads, function.writes = accesses(reads), accesses(writes)
        return _kernel(function)

    return declared if function is None else declared(function)


def accesses(text: str) -> tuple[str, ...]:
    """What the declaration ``text`` lists, as ``array`` or ``array.row``, in its order.

    >>> accesses("par dyad(trust threat)")
    ('par', 'dyad.trust', 'dyad.threat')
    """
    found: list[str] = []
    for array, rows in re.findall(r"(\w+)(?:\(([^)]*)\))?", text):
        found += [f"{array}.{row}" for row in rows.split()] if rows else [array]
    return tuple(found)


__all__ = ["PLAIN", "accesses", "equation", "process"]
