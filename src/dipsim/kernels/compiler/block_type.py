"""The block inside kernels: one pointer to the table of a ``Handle``; ``b.dyad`` reads its row of the table.

The table never changes, and is marked so, which lets the compiler lift it out of loops.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.typing.templates import AttributeTemplate, infer_getattr
from numba.extending import lower_getattr_generic, models, register_model

from dipsim.kernels.compiler.array_type import FIELDS, WORD, mark_constant
from dipsim.kernels.compiler.schema import ANY, declared

SCHEMA = declared()
KINDS: dict[str, types.Type] = {name: getattr(types, kind) for name, kind in SCHEMA.numbers.items()} | FIELDS


class BlockType(types.Type):  # type: ignore[misc]
    """The type of a block of ``runs`` runs, or of any number (``ANY``), which kernels then look up."""

    def __init__(self, runs: int = ANY) -> None:
        self.runs = runs
        super().__init__(name=f"dipsim.Block({runs})")


@register_model(BlockType)
class _Model(models.PrimitiveModel):  # type: ignore[misc]
    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, WORD)


@infer_getattr
class _Attributes(AttributeTemplate):  # type: ignore[misc]
    key = BlockType

    def generic_resolve(self, value: Any, name: str) -> types.Type | None:
        return KINDS.get(name)


@lower_getattr_generic(BlockType)
def _attribute(context: Any, builder: Any, kind: Any, value: Any, name: str) -> Any:
    """Load an array (its address and lengths) or a number from the table."""
    table = builder.inttoptr(value, WORD.as_pointer())

    def load(column: int, as_type: ir.Type = WORD, of: str = name) -> Any:
        row = SCHEMA.block._fields.index(of)
        place = builder.gep(table, [ir.Constant(WORD, row * SCHEMA.width + column)])
        loaded = builder.load(builder.bitcast(place, as_type.as_pointer()))
        mark_constant(builder, loaded)
        return loaded

    if name in SCHEMA.numbers:
        return load(0, context.get_value_type(KINDS[name]))
    array = cgutils.create_struct_proxy(KINDS[name])(context, builder)
    array.data = builder.inttoptr(load(0), context.get_data_type(KINDS[name].dtype).as_pointer())
    if KINDS[name].pair_axis >= 0:
        array.table = builder.inttoptr(load(0, of=SCHEMA.table), WORD.as_pointer())
        array.across = load(2, of=SCHEMA.table)
    lengths = [load(1 + axis) for axis in range(KINDS[name].ndim)]
    if 0 < SCHEMA.arrays[name].of_runs <= kind.runs:
        lengths[-1] = ir.Constant(WORD, kind.runs)
    array.shape = cgutils.pack_array(builder, lengths)
    return array._getvalue()
