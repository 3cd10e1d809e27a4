"""Kernels: compiled processes, each a unit of its own.

A kernel is typed from its hints and not from its callers, and it calls other kernels through the cell that holds their
address. So each is optimised once instead of once in every caller, each is one file of the compile cache, and two
processes can share the work of compiling. Kernels raise nothing: the status they return is not looked at.
"""

from __future__ import annotations

import ctypes
import functools
from collections.abc import Callable, Iterable, Iterator
from threading import RLock
from typing import Any, TypeVar

import numpy as np

from dipsim.kernels.compiler import cache, linker, parallel_compile
from dipsim.kernels.compiler.registry import ANY, ARRAYS, BLOCK, EQUATIONS, Declared, Variant, find

F = TypeVar("F", bound=Callable[..., Any])
NUMBERS: dict[str, tuple[Any, Any]] = {  # how a number goes in, and room for one that comes out
    "int": (int, ctypes.c_int64),
    "float": (float, ctypes.c_double),
    "bool": (bool, ctypes.c_bool),
    "None": (None, ctypes.c_void_p),
}
_linked: dict[str, list[Variant]] = {}  # what each variant calls, by its symbol
_lock = RLock()


class Kernel(Declared):
    """A process. Called from Python with a ``Handle``, numbers and contiguous arrays; called by other kernels."""

    def __init__(self, function: Callable[..., Any]) -> None:
        functools.update_wrapper(self, function)
        super().__init__(function)
        self._ready: dict[int, Any] = {}  # by the number of runs they take

    def prepare(self, runs: int = ANY) -> Any:
        """Compile and link everything that a call with a block of ``runs`` runs needs; returns what can be called."""
        if runs not in self._ready:
            with _lock:
                compile_for([(self, runs)])
                todo, seen = [self.variant(runs)], {self.variant(runs)}
                while todo:
                    new = [one for one in link(todo.pop()) if one not in seen]
                    seen.update(new)
                    todo.extend(new)
                self._ready[runs] = ctypes.CFUNCTYPE(ctypes.c_int32)(self.variant(runs).cell.value)
        return self._ready[runs]

    def __call__(self, *args: Any) -> Any:
        """Call from Python. TypeError or ValueError when an argument does not fit."""
        runs = args[self.takes.index(BLOCK)].lanes if BLOCK in self.takes else ANY
        run = self._ready.get(runs) or self.prepare(runs)
        flat = [part for hint, value in zip(self.takes, args, strict=True) for part in _pass(hint, value)]
        result, status = NUMBERS[self.gives][1](), ctypes.c_void_p()
        run(ctypes.byref(result), ctypes.byref(status), *flat)
        return result.value


def compile_for(calls: Iterable[tuple[Kernel, int]]) -> None:
    """Compile what ``calls`` of kernels with blocks of so many runs need, on two cores where much of it is missing."""
    wanted = dict.fromkeys(one.variant(runs) for kernel, runs in calls for one in likely(kernel))
    parallel_compile.compile_together(list(wanted), code_of)


def code_of(variant: Variant) -> cache.Code:
    """Object code of this ``variant`` alone, from the cache or freshly made. TypeError when it returns another type
    than its hint says."""
    found = cache.read(variant.symbol)
    if found is None:
        from dipsim.kernels.compiler.compiler import compile_kernel

        found = compile_kernel(variant)
        cache.write(variant.symbol, found)
    return found


def link(variant: Variant) -> list[Variant]:
    """Make this ``variant`` executable; returns those that it calls, which must be linked too before it runs."""
    if variant.symbol not in _linked:
        code = code_of(variant)
        called = [find(symbol) for symbol in code.calls]
        for one in called:
            linker.announce(one.symbol, ctypes.addressof(one.cell))
        variant.cell.value = linker.link(code.machine, code.function)
        _linked[variant.symbol] = called
    return _linked[variant.symbol]


def _pass(hint: str, value: Any) -> list[Any]:
    """An argument as machine words: the block is a pointer, an array a pointer and its lengths."""
    if hint == BLOCK:
        return [ctypes.c_int64(value.address)]
    if hint not in ARRAYS:
        convert, word = NUMBERS[hint]
        return [word(convert(value))]
    axes = ARRAYS[hint]
    if value.dtype != np.float64 or value.ndim != axes or not value.flags.c_contiguous:
        raise ValueError(f"an array of {axes} axes of float64 in one piece is needed, not {value.dtype}{value.shape}")
    return [ctypes.c_void_p(value.ctypes.data), *map(ctypes.c_int64, value.shape)]


def likely(kernel: Kernel) -> Iterator[Kernel]:
    """This kernel and those whose names it, or what it calls, mentions: what is probably needed."""
    todo: list[Any] = [kernel]
    seen: set[Any] = {kernel}
    while todo:
        used = todo.pop()
        if isinstance(used, Kernel):
            yield used
        function = getattr(used, "function", used)
        named = {function.__globals__.get(name) for name in function.__code__.co_names if name in function.__globals__}
        new = {x for x in named if isinstance(x, (Kernel, type(likely)))} - seen
        seen |= new
        todo.extend(sorted(new, key=lambda x: x.__qualname__))


def process(function: F) -> F:
    """Make a kernel of a function: loops over nations, then runs; called from the tick or stepwise from Python."""
    kernel: Any = Kernel(function)
    return kernel  # type: ignore[no-any-return]


def equation(function: F) -> F:
    """Make a scalar function known to kernels, which inline it; in Python it stays what it is."""
    EQUATIONS.append(function)
    return function
