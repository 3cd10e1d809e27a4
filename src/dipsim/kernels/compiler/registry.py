"""Which equations and kernels there are, as data: what the compiler, the linker and the helper process share."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Mapping
from typing import Any

from dipsim.kernels.compiler.schema import ANY

BLOCK = "Block"
ARRAYS = {"Floats3": 3, "Floats4": 4}  # hints of arrays, and how many axes they have
EQUATIONS: list[Callable[..., Any]] = []
KERNELS: dict[str, Any] = {}  # every ``Declared`` by its symbol
VARIANTS: dict[str, Variant] = {}  # every ``Variant`` by its symbol


class Declared:
    """A process as it is declared: its symbol, what goes in, what comes out, and its variants."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function
        self.symbol = f"{function.__module__}.{function.__qualname__}"
        self.variants: dict[int, Variant] = {}
        code, hints = function.__code__, function.__annotations__
        names = code.co_varnames[: code.co_argcount]
        if bare := [name for name in names if name not in hints]:
            raise TypeError(f"{self.symbol}: arguments without a hint: {', '.join(bare)}")
        self.takes = [machine_type(hints[name], function.__globals__) for name in names]
        self.gives = machine_type(hints.get("return"), function.__globals__)
        KERNELS[self.symbol] = self

    def variant(self, runs: int) -> Variant:
        """The variant for blocks of ``runs`` runs; of a kernel without a block there is one only."""
        runs = runs if BLOCK in self.takes else ANY
        if runs not in self.variants:
            self.variants[runs] = Variant(self, runs)
        return self.variants[runs]


class Variant:
    """The code of one ``kernel`` for blocks of ``runs`` runs, or of any number (``ANY``), and the cell for its
    address."""

    def __init__(self, kernel: Declared, runs: int) -> None:
        self.kernel, self.runs = kernel, runs
        self.symbol = f"{kernel.symbol}.{runs}" if runs else kernel.symbol
        self.cell = ctypes.c_void_p()  # the address of the machine code
        VARIANTS[self.symbol] = self


def find(symbol: str) -> Variant:
    """The variant with this ``symbol``."""
    if symbol in KERNELS:
        return KERNELS[symbol].variant(ANY)
    kernel, _, runs = symbol.rpartition(".")
    return KERNELS[kernel].variant(int(runs))


def machine_type(hint: Any, names: Mapping[str, Any]) -> str:
    """A hint as the compiler knows it: ``float`` for a unit such as ``Years``, which is ``float`` in ``names``."""
    plain = hint is None or isinstance(hint, type)
    text = getattr(hint, "__name__", "None") if plain else str(hint)
    return re.sub(r"\w+", lambda word: _plain(word[0], names), text)


def _plain(word: str, names: Mapping[str, Any]) -> str:
    """The name of the number that a word stands for, or the word itself."""
    meaning = names.get(word)
    return meaning.__name__ if meaning in (bool, int, float) else word
