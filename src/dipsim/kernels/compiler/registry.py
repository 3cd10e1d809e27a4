"""Which equations and kernels there are, as data: what the compiler, the linker and the helper process share."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

BLOCK = "Block"
ARRAYS = {"Floats3": 3, "Floats4": 4}  # hints of arrays, and how many axes they have
EQUATIONS: list[Callable[..., Any]] = []
KERNELS: dict[str, Any] = {}  # every ``Declared`` by its symbol


class Declared:
    """A process as it is declared: its symbol, what goes in, what comes out, and the cell for its address."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function
        self.symbol = f"{function.__module__}.{function.__qualname__}"
        self.cell = ctypes.c_void_p()  # the address of the machine code
        self.calls: list[str] = []
        code, hints = function.__code__, function.__annotations__
        names = code.co_varnames[: code.co_argcount]
        self.takes = [BLOCK if name == "b" else text(hints.get(name, "int")) for name in names]
        self.gives = text(hints.get("return"))
        KERNELS[self.symbol] = self


def text(hint: Any) -> str:
    """A hint as it is written, also where hints are not kept as text."""
    plain = hint is None or isinstance(hint, type)
    return getattr(hint, "__name__", "None") if plain else str(hint)
