"""Kernels: compiled processes, each a unit of its own.

A kernel is typed from its hints and not from its callers, and it calls other kernels through the cell that holds their
address. So each is optimised once instead of once in every caller, each is one file of the compile cache, and two
processes can share the work of compiling. Kernels raise nothing: the status they return is not looked at.
"""

from __future__ import annotations

import ctypes
import functools
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import llvmlite.binding
import numpy as np
from llvmlite import ir
from numba import types
from numba.core.compiler_lock import global_compiler_lock
from numba.core.typing import signature
from numba.extending import lower_builtin, models, register_model, typeof_impl

from dipsim.model import cache
from dipsim.model.compiled import share
from dipsim.model.compiled.block import BLOCK
from dipsim.model.compiled.equations import TARGET, compile_draft
from dipsim.model.compiled.fields import Field

F = TypeVar("F", bound=Callable[..., Any])
HINTS: dict[str, types.Type] = {
    "int": types.int64,
    "float": types.float64,
    "bool": types.boolean,
    "tuple[float, float]": types.UniTuple(types.float64, 2),
    "Floats3": Field(types.float64, 3),
    "Floats4": Field(types.float64, 4),
}
PYTHON: dict[types.Type, tuple[Any, Any]] = {  # how a number goes in, and room for one that comes out
    types.int64: (int, ctypes.c_int64),
    types.float64: (float, ctypes.c_double),
    types.boolean: (bool, ctypes.c_bool),
    types.none: (None, ctypes.c_void_p),
}
KERNELS: dict[str, Kernel] = {}
cache.prepare()


class Kernel:
    """A process. Called from Python with a ``Handle``, numbers and contiguous arrays; called by other kernels."""

    def __init__(self, function: Callable[..., Any]) -> None:
        functools.update_wrapper(self, function)
        self.function = function
        self.symbol = f"{function.__module__}.{function.__qualname__}"
        self.cell = ctypes.c_void_p()  # the address of the machine code
        self.calls: list[str] = []
        self.type = KernelType(self)
        self._run: Any = None
        llvmlite.binding.add_symbol(self.symbol, ctypes.addressof(self.cell))
        KERNELS[self.symbol] = self

    @functools.cached_property
    def signature(self) -> Any:
        """What goes in and comes out, from the hints."""
        code, hints = self.function.__code__, self.function.__annotations__
        names = code.co_varnames[: code.co_argcount]
        kinds = [BLOCK if name == "b" else HINTS[hints.get(name, "int")] for name in names]
        return signature(HINTS[hints["return"]] if "return" in hints else types.none, *kinds)

    def compile(self) -> cache.Code:
        """Object code of this kernel alone, from the cache or freshly made. TypeError when it returns another type."""
        found = cache.read(self.symbol)
        if found is None:
            result = compile_draft(self.function, self.signature.args, inline=False)
            returned = result.signature.return_type
            if returned != self.signature.return_type:
                raise TypeError(f"{self.symbol} returns {returned}, not {self.signature.return_type}")
            with global_compiler_lock:
                result.library.finalize()
            module = result.library._final_module
            calls = [cell.name for cell in module.global_variables if cell.name in KERNELS]
            found = cache.Code(result.fndesc.llvm_func_name, calls, TARGET.codegen()._tm.emit_object(module))
            cache.write(self.symbol, found)
        return found

    def link(self) -> list[Kernel]:
        """Make this kernel executable; returns the kernels that it calls, which must be linked too before it runs."""
        if not self.cell.value:
            code, engine = self.compile(), TARGET.codegen()._engine._ee
            engine.add_object_file(llvmlite.binding.ObjectFileRef.from_data(code.machine))
            engine.finalize_object()
            self.calls = code.calls
            self.cell.value = engine.get_function_address(code.function)
        return [KERNELS[name] for name in self.calls]

    def prepare(self) -> None:
        """Compile and link everything that a call of this kernel needs."""
        with global_compiler_lock:
            share.compile_together(list(likely(self)), list(KERNELS.values()))
            todo, seen = [self], {self}
            while todo:
                new = [kernel for kernel in todo.pop().link() if kernel not in seen]
                seen.update(new)
                todo.extend(new)
            assert self.cell.value is not None
            self._run = ctypes.CFUNCTYPE(ctypes.c_int32)(self.cell.value)

    def __call__(self, *args: Any) -> Any:
        """Call from Python. TypeError or ValueError when an argument does not fit."""
        if self._run is None:
            self.prepare()
        flat = [part for kind, value in zip(self.signature.args, args, strict=True) for part in _pass(kind, value)]
        result, status = PYTHON[self.signature.return_type][1](), ctypes.c_void_p()
        self._run(ctypes.byref(result), ctypes.byref(status), *flat)
        return result.value


def _pass(kind: types.Type, value: Any) -> list[Any]:
    """An argument as machine words: the block is a pointer, an array a pointer and its lengths."""
    if kind is BLOCK:
        return [ctypes.c_int64(value.address)]
    if not isinstance(kind, Field):
        convert, word = PYTHON[kind]
        return [word(convert(value))]
    if value.dtype != np.float64 or value.ndim != kind.ndim or not value.flags.c_contiguous:
        raise ValueError(
            f"an array of {kind.ndim} axes of float64 in one piece is needed, not {value.dtype}{value.shape}"
        )
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


def _fits(wanted: types.Type, given: types.Type) -> bool:
    """Whether an argument can be passed without losing anything; whole numbers may become floats."""
    whole = isinstance(types.unliteral(given), types.Integer)
    return bool(types.unliteral(given) == wanted or (whole and wanted in (types.int64, types.float64)))


class KernelType(types.Callable, types.Dummy):  # type: ignore[misc]
    """The type of one kernel inside others."""

    def __init__(self, kernel: Kernel) -> None:
        self.kernel = kernel
        self.known = False
        super().__init__(f"kernel {kernel.symbol}")

    def get_call_type(self, context: Any, args: Any, kws: Any) -> Any:
        sig = self.kernel.signature
        if kws or len(args) != len(sig.args) or not all(map(_fits, sig.args, args)):
            raise TypeError(f"{self} takes {sig.args} by position, not {args}: a number that is not whole needs a hint")
        if not self.known:
            self.known = True
            lower_builtin(self, *sig.args)(self.call)
        return sig

    def call(self, context: Any, builder: Any, sig: Any, args: Any) -> Any:
        """Call the address that lies in the kernel's cell."""
        module, symbol = builder.module, self.kernel.symbol
        address = context.call_conv.get_function_type(sig.return_type, sig.args).as_pointer()
        cell = module.globals.get(symbol) or ir.GlobalVariable(module, address, symbol)
        return context.call_conv.call_function(builder, builder.load(cell), sig.return_type, sig.args, args)[1]

    def get_call_signatures(self) -> Any:
        return [self.kernel.signature], False

    def get_impl_key(self, sig: Any) -> Any:
        return self


register_model(KernelType)(models.OpaqueModel)


@typeof_impl.register(Kernel)
def _typeof(value: Kernel, context: Any) -> KernelType:
    return value.type


def process(function: F) -> F:
    """Make a kernel of a function: loops over nations, then runs; called from the tick or stepwise from Python."""
    kernel: Any = Kernel(function)
    return kernel  # type: ignore[no-any-return]
