"""The compiler proper: what numba must know of equations and kernels, and one kernel turned into object code.

An equation is typed where it is called, and always inlined. Only its draft is kept: code that is neither optimised nor
made executable by itself, since that happens once it is part of a kernel.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from llvmlite import binding as llvm
from llvmlite import ir
from numba import types
from numba.core import compiler, typed_passes, untyped_passes
from numba.core.codegen import JITCPUCodegen
from numba.core.compiler_lock import global_compiler_lock
from numba.core.compiler_machinery import PassManager
from numba.core.registry import cpu_target
from numba.core.typing import Signature, signature
from numba.core.typing.templates import infer_global
from numba.extending import lower_builtin, models, register_model, typeof_impl

from dipsim.kernels.compiler import block_type, cache
from dipsim.kernels.compiler.array_type import Field
from dipsim.kernels.compiler.index_enum_type import IndexEnumType
from dipsim.kernels.compiler.registry import ANY, ARRAYS, BLOCK, EQUATIONS, VARIANTS, Declared, Variant

TARGET = cpu_target.target_context
HINTS: dict[str, types.Type] = {
    "int": types.int64,
    "float": types.float64,
    "bool": types.boolean,
    "None": types.none,
    "tuple[float, float]": types.UniTuple(types.float64, 2),
} | {hint: Field(types.float64, axes) for hint, axes in ARRAYS.items()}
NUMBA_KNOWS = (Field, block_type.BlockType, IndexEnumType)  # the types that numba was taught
ROOMY = "+avx512vbmi2"  # processors that do not slow down when they use all 512 bits of a vector have this as well
_known: dict[Any, types.Type] = {}  # equations and kernels that numba has been told of


class Codegen(JITCPUCodegen):  # type: ignore[misc]
    """Code for this processor; of LLVM's advice to use half the width of a vector only where that is faster."""

    def _customize_tm_features(self) -> str:
        features = str(super()._customize_tm_features())
        return f"{features},-prefer-256-bit" if ROOMY in features else features

    def _pass_builder(self, **options: Any) -> Any:
        """Loops stay loops until they are vectorised: one over 8 runs would be unrolled before, and never be."""
        tuning = llvm.create_pipeline_tuning_options()
        tuning.speed_level, tuning.loop_unrolling = 3, False
        tuning.loop_vectorization, tuning.slp_vectorization = True, False
        return llvm.create_pass_builder(self._tm, tuning)


CODEGEN = Codegen("dipsim")
_Library: type = Codegen._library_class


class Draft(_Library):
    """Code that is linked into something else, or turned into an object file, but not run from here."""

    def _finalize_final_module(self) -> None:
        self._finalized = True


class Rough(Draft):
    """Code of an equation, whose optimisation is left to the kernel."""

    def _optimize_final_module(self) -> None:
        pass


class Pipeline(compiler.CompilerBase):  # type: ignore[misc]
    """The passes of numba that kernels need: they have no array expressions, generators, closures or lifted loops."""

    PASSES = (
        untyped_passes.TranslateByteCode,
        untyped_passes.FixupArgs,
        untyped_passes.IRProcessing,
        untyped_passes.RewriteSemanticConstants,
        untyped_passes.DeadBranchPrune,
        untyped_passes.GenericRewrites,
        untyped_passes.ReconstructSSA,
        typed_passes.NopythonTypeInference,
        typed_passes.PreLowerStripPhis,
        typed_passes.IRLegalization,
        typed_passes.NativeLowering,
        typed_passes.NoPythonBackend,
    )

    def define_pipelines(self) -> list[PassManager]:
        manager = PassManager("dipsim")
        for one in self.PASSES:
            manager.add_pass(one, one.__name__)
        manager.finalize()
        return [manager]


def compile_kernel(variant: Variant) -> cache.Code:
    """Object code of one ``variant`` of a kernel. TypeError when it returns something else than its hint says."""
    with global_compiler_lock:
        for function in EQUATIONS:
            if function not in _known:
                _known[function] = EquationType(function)
                infer_global(function, _known[function])
        sig = kernel_signature(variant.kernel, variant.runs)
        result = _compile(variant.kernel.function, sig.args, Draft, inline=False)
        if result.signature.return_type != sig.return_type:
            raise TypeError(f"{variant.symbol} returns {result.signature.return_type}, not {sig.return_type}")
        result.library.finalize()
        module = result.library._final_module
        calls = [cell.name for cell in module.global_variables if cell.name in VARIANTS]
        return cache.Code(result.fndesc.llvm_func_name, calls, CODEGEN._tm.emit_object(module))


def _compile(function: Callable[..., Any], kinds: tuple[types.Type, ...], library: type, inline: bool) -> Any:
    """Compile a function for arguments of these types: division by 0 gives inf or nan, no reference counts."""
    flags = compiler.Flags()
    options = {"nopython": True, "error_model": "numpy", "_nrt": False, "forceinline": inline}
    cpu_target.options.parse_as_flags(flags, options)
    flags.no_compile = flags.no_cpython_wrapper = flags.no_cfunc_wrapper = True
    place = library(CODEGEN, function.__name__)
    return compiler.compile_extra(
        cpu_target.typing_context, TARGET, function, kinds, None, flags, {}, library=place, pipeline_class=Pipeline
    )


class EquationType(types.Callable, types.Dummy):  # type: ignore[misc]
    """The type of one equation; it is compiled for every combination of argument types that is met."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function
        self.drafts: dict[tuple[types.Type, ...], Any] = {}
        super().__init__(f"equation {function.__module__}.{function.__qualname__}")

    def get_call_type(self, context: Any, args: Any, kws: Any) -> Any:
        """The signature of the equation for arguments of the types ``args``, compiled on the first call; ``context`` is
        numba's. Raises TypeError for keywords ``kws``."""
        kinds = tuple(types.unliteral(kind) for kind in args)
        if kws:
            raise TypeError(f"{self}: inside kernels arguments go by position")
        if kinds not in self.drafts:
            self.drafts[kinds] = draft = _compile(self.function, kinds, Rough, inline=True)

            def call(context: Any, builder: Any, sig: Any, args: Any) -> Any:
                context.add_linking_libs([draft.library])
                return context.call_internal_no_propagate(builder, draft.fndesc, draft.signature, args)[1]

            lower_builtin((self, kinds), *kinds)(call)
        return self.drafts[kinds].signature

    def get_call_signatures(self) -> Any:
        return [draft.signature for draft in self.drafts.values()], True

    def get_impl_key(self, sig: Any) -> Any:
        """What numba finds the code for the signature ``sig`` under."""
        return self, sig.args


def kernel_signature(kernel: Declared, runs: int) -> Signature:
    """The numba signature of a ``kernel`` for blocks of ``runs`` runs, from the hints of its arguments and result."""
    known = HINTS | {BLOCK: block_type.BlockType(runs)}
    return signature(known[kernel.gives], *(known[hint] for hint in kernel.takes))


def _runs(args: Sequence[types.Type]) -> int:
    """How many runs the block among the arguments has, ``ANY`` where that is not known or there is none."""
    return next((kind.runs for kind in args if isinstance(kind, block_type.BlockType)), ANY)


def _fits(wanted: types.Type, given: types.Type) -> bool:
    """Whether an argument can be passed without losing anything; whole numbers may become floats."""
    whole = isinstance(types.unliteral(given), types.Integer)
    return bool(types.unliteral(given) == wanted or (whole and wanted in (types.int64, types.float64)))


class KernelType(types.Callable, types.Dummy):  # type: ignore[misc]
    """The type of one kernel inside others."""

    def __init__(self, kernel: Declared) -> None:
        self.kernel = kernel
        super().__init__(f"kernel {kernel.symbol}")
        lower_builtin(self, types.VarArg(types.Any))(self.call)

    def get_call_type(self, context: Any, args: Any, kws: Any) -> Any:
        """The declared signature. Raises TypeError where ``args`` do not fit it or are given as keywords ``kws``;
        ``context`` is numba's."""
        found = kernel_signature(self.kernel, _runs(args))
        wanted = found.args
        if kws or len(args) != len(wanted) or not all(map(_fits, wanted, args)):
            raise TypeError(f"{self} takes {wanted} by position, not {args}: a number that is not whole needs a hint")
        return found

    def call(self, context: Any, builder: Any, sig: Any, args: Any) -> Any:
        """Emit the call of the address in the kernel's cell, with the signature ``sig`` and values ``args``;
        ``context`` and ``builder`` are numba's."""
        address = context.call_conv.get_function_type(sig.return_type, sig.args).as_pointer()
        symbol = self.kernel.variant(_runs(sig.args)).symbol
        cell = builder.module.globals.get(symbol) or ir.GlobalVariable(builder.module, address, symbol)
        return context.call_conv.call_function(builder, builder.load(cell), sig.return_type, sig.args, args)[1]

    def get_call_signatures(self) -> Any:
        return [kernel_signature(self.kernel, ANY)], False

    def get_impl_key(self, sig: Any) -> Any:
        """What numba finds the code under: the kernel itself, whatever ``sig``."""
        return self


register_model(EquationType)(models.OpaqueModel)
register_model(KernelType)(models.OpaqueModel)


@typeof_impl.register(Declared)
def _typeof(value: Declared, context: Any) -> types.Type:
    if value not in _known:
        _known[value] = KernelType(value)
    return _known[value]
