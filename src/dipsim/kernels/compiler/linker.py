"""Machine code: object files go in, addresses of functions come out."""

from __future__ import annotations

import functools
from typing import Any

import llvmlite.binding as llvm


@functools.cache
def _engine() -> Any:
    """One engine per process, which resolves the cells of kernels and what the C library offers."""
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    llvm.check_jit_execution()
    target = llvm.Target.from_default_triple()
    static = "static" if target.name.startswith("x86") else "default"
    machine = target.create_target_machine(opt=3, reloc=static, codemodel="jitdefault", jit=True)
    return llvm.create_mcjit_compiler(llvm.parse_assembly(""), machine)


def announce(symbol: str, address: int) -> None:
    """Let compiled code refer by the name ``symbol`` to the function or data at ``address``."""
    llvm.add_symbol(symbol, address)


def link(code: bytes, function: str) -> int:
    """Make the object file ``code`` executable and return the address of ``function`` in it."""
    engine = _engine()
    engine.add_object_file(llvm.ObjectFileRef.from_data(code))
    engine.finalize_object()
    return int(engine.get_function_address(function))
