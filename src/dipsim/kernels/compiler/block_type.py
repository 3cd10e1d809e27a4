"""The block inside kernels: one pointer to the table of a ``Handle``; ``b.dyad`` reads its row of the table.

The table never changes, and is marked so, which lets the compiler lift it out of loops.
"""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.typing.templates import AttributeTemplate, infer_getattr
from numba.extending import lower_getattr_generic, models, register_model

from dipsim.kernels.compiler import schema
from dipsim.kernels.compiler.array_type import WORD, Field
from dipsim.kernels.compiler.schema import FLAT, WIDTH


@functools.cache
def kinds() -> dict[str, types.Type]:
    """The type of every field of the block."""
    used = schema.current()
    numbers = {name: types.float64 if kind is np.float64 else types.int64 for name, kind in used.scalars.items()}
    arrays = used.arrays.items()
    return numbers | {name: Field(getattr(types, kind), axes, name.removesuffix(FLAT)) for name, (kind, axes) in arrays}


class BlockType(types.Type):  # type: ignore[misc]
    """The type of a block."""

    def __init__(self) -> None:
        super().__init__(name="dipsim.Block")


BLOCK = BlockType()


@register_model(BlockType)
class _Model(models.PrimitiveModel):  # type: ignore[misc]
    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, WORD)


@infer_getattr
class _Attributes(AttributeTemplate):  # type: ignore[misc]
    key = BlockType

    def generic_resolve(self, value: Any, name: str) -> types.Type | None:
        return kinds().get(name)


@lower_getattr_generic(BlockType)
def _attribute(context: Any, builder: Any, block: Any, value: Any, name: str) -> Any:
    """Load an array (its address and lengths) or a number from the table."""
    table = builder.inttoptr(value, WORD.as_pointer())
    used, kind = schema.current(), kinds()[name]
    row, constant = used.block._fields.index(name), builder.module.add_metadata([])

    def load(column: int, as_type: ir.Type = WORD) -> Any:
        place = builder.gep(table, [ir.Constant(WORD, row * WIDTH + column)])
        loaded = builder.load(builder.bitcast(place, as_type.as_pointer()))
        loaded.set_metadata("invariant.load", constant)
        return loaded

    if name in used.scalars:
        return load(0, context.get_value_type(kind))
    array = cgutils.create_struct_proxy(kind)(context, builder)
    array.data = builder.inttoptr(load(0), context.get_data_type(kind.dtype).as_pointer())
    array.shape = cgutils.pack_array(builder, [load(1 + axis) for axis in range(kind.ndim)])
    return array._getvalue()
