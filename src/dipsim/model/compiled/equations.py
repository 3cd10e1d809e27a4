"""Equations inside kernels: typed where they are called, and always inlined.

Outside, an equation is an ordinary Python function. Inside, only its draft is kept: code that is neither optimised nor
made executable by itself, since that happens once it is part of a kernel.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from numba import types
from numba.core import compiler
from numba.core.registry import cpu_target
from numba.core.typing.templates import infer_global
from numba.extending import lower_builtin, models, register_model

F = TypeVar("F", bound=Callable[..., Any])
TARGET = cpu_target.target_context
_Library: type = TARGET.codegen()._library_class


class Draft(_Library):
    """Code that is linked into something else, or turned into an object file, but not run from here."""

    def _finalize_final_module(self) -> None:
        self._finalized = True


class _Rough(Draft):
    def _optimize_final_module(self) -> None:
        """Left to the kernel."""


def compile_draft(function: Callable[..., Any], kinds: tuple[types.Type, ...], inline: bool) -> Any:
    """Compile a function for arguments of these types: division by 0 gives inf or nan, no reference counts."""
    flags = compiler.Flags()
    options = {"nopython": True, "error_model": "numpy", "_nrt": False, "forceinline": inline}
    cpu_target.options.parse_as_flags(flags, options)
    flags.no_compile = flags.no_cpython_wrapper = flags.no_cfunc_wrapper = True
    library = (_Rough if inline else Draft)(TARGET.codegen(), function.__name__)
    return compiler.compile_extra(cpu_target.typing_context, TARGET, function, kinds, None, flags, {}, library=library)


class EquationType(types.Callable, types.Dummy):  # type: ignore[misc]
    """The type of one equation; it is compiled for every combination of argument types that is met."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function
        self.drafts: dict[tuple[types.Type, ...], Any] = {}
        super().__init__(f"equation {function.__module__}.{function.__qualname__}")

    def get_call_type(self, context: Any, args: Any, kws: Any) -> Any:
        kinds = tuple(types.unliteral(kind) for kind in args)
        if kws:
            raise TypeError(f"{self}: inside kernels arguments go by position")
        if kinds not in self.drafts:
            self.drafts[kinds] = draft = compile_draft(self.function, kinds, inline=True)

            def call(context: Any, builder: Any, sig: Any, args: Any) -> Any:
                context.add_linking_libs([draft.library])
                return context.call_internal_no_propagate(builder, draft.fndesc, draft.signature, args)[1]

            lower_builtin((self, kinds), *kinds)(call)
        return self.drafts[kinds].signature

    def get_call_signatures(self) -> Any:
        return [draft.signature for draft in self.drafts.values()], True

    def get_impl_key(self, sig: Any) -> Any:
        return self, sig.args


register_model(EquationType)(models.OpaqueModel)


def equation(function: F) -> F:
    """Make a scalar function known to kernels, which inline it; in Python it stays what it is."""
    infer_global(function, EquationType(function))
    return function
