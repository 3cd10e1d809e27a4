"""How a block of arrays travels into compiled kernels: as one pointer instead of some seven hundred arguments.

A ``Handle`` wraps a ``Block``; in Python it is read like the block, in a kernel ``b.dyad`` is the same array. The table
behind the pointer (address and shape of every array) never changes, and is marked so, which lets the compiler lift it
out of loops. In plain mode the block itself is passed.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from dipsim.model.block import SCALARS, Block
from dipsim.model.jit import PLAIN

WIDTH = 6  # words of the table per field: address, then up to five lengths


class Handle:
    """A block and the table of its arrays; attributes are those of the block."""

    def __init__(self, block: Block) -> None:
        self.block = block
        self.table = np.zeros((len(block), WIDTH), dtype=np.int64)
        for row, (name, field) in enumerate(zip(Block._fields, block, strict=True)):
            if name in SCALARS:
                self.table[row, 0] = np.array(field, dtype=SCALARS[name]).view(np.int64)
            else:
                if not field.flags.c_contiguous:
                    raise ValueError(f"{name} is not contiguous")
                self.table[row, 0] = field.ctypes.data
                self.table[row, 1 : 1 + field.ndim] = field.shape
        self.address = int(self.table.ctypes.data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.block, name)


def wrap(block: Block) -> Any:
    """What to pass to a kernel for a block."""
    return block if PLAIN else Handle(block)


if not PLAIN:
    from llvmlite import ir
    from numba import types
    from numba.core.typing.templates import AttributeTemplate
    from numba.extending import (
        NativeValue,
        infer_getattr,
        lower_getattr_generic,
        models,
        register_model,
        typeof_impl,
        unbox,
    )
    from numba.np.arrayobj import make_array, populate_array

    from dipsim.model.block import ARRAYS

    class BlockType(types.Type):
        """The compiled side of a ``Handle``."""

        def __init__(self) -> None:
            super().__init__(name="dipsim.Block")

    BLOCK = BlockType()
    FIELDS: dict[str, types.Type] = {name: types.float64 if name == "dt" else types.int64 for name in SCALARS} | {
        name: types.Array(getattr(types, kind), ndim, "C") for name, (kind, ndim) in ARRAYS.items()
    }

    @typeof_impl.register(Handle)
    def _typeof(value: Handle, context: Any) -> BlockType:
        return BLOCK

    @register_model(BlockType)
    class _Model(models.PrimitiveModel):  # type: ignore[misc]
        def __init__(self, manager: Any, fe_type: Any) -> None:
            super().__init__(manager, fe_type, ir.IntType(64))

    @unbox(BlockType)
    def _unbox(kind: Any, value: Any, c: Any) -> NativeValue:
        address = c.pyapi.object_getattr_string(value, "address")
        native = c.pyapi.long_as_longlong(address)
        c.pyapi.decref(address)
        return NativeValue(native)

    @infer_getattr
    class _Attributes(AttributeTemplate):  # type: ignore[misc]
        key = BlockType

        def generic_resolve(self, value: Any, name: str) -> types.Type | None:
            return FIELDS.get(name)

    @lower_getattr_generic(BlockType)
    def _lower(context: Any, builder: Any, kind: Any, value: Any, name: str) -> Any:
        row, word = Block._fields.index(name), ir.IntType(64)
        table = builder.inttoptr(value, word.as_pointer())
        constant = builder.module.add_metadata([])

        def load(column: int, as_type: ir.Type = word) -> Any:
            place = builder.gep(table, [ir.Constant(word, row * WIDTH + column)])
            loaded = builder.load(builder.bitcast(place, as_type.as_pointer()))
            loaded.set_metadata("invariant.load", constant)
            return loaded

        field = FIELDS[name]
        if name in SCALARS:
            return load(0, context.get_value_type(field))
        size = context.get_abi_sizeof(context.get_data_type(field.dtype))
        shape = [load(1 + axis) for axis in range(field.ndim)]
        strides, step = [], ir.Constant(word, size)
        for length in reversed(shape):
            strides.insert(0, step)
            step = builder.mul(step, length)
        array = make_array(field)(context, builder)
        populate_array(
            array,
            data=builder.inttoptr(load(0), context.get_data_type(field.dtype).as_pointer()),
            shape=shape,
            strides=strides,
            itemsize=ir.Constant(word, size),
            meminfo=None,
        )
        return array._getvalue()
