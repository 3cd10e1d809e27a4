"""How a block of arrays travels into compiled kernels: as one pointer instead of some seven hundred arguments.

A ``Handle`` wraps a ``Block``; in Python it is read like the block, in a kernel ``b.dyad`` is the same array. In plain
mode the block itself is passed. In both an array with a pair axis is a ``PairArray``.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from dipsim.kernels.compiler.decorators import PLAIN
from dipsim.kernels.compiler.schema import declared
from dipsim.kernels.pair_array import PairArray


class Handle:
    """A block and the table of its arrays; attributes are those of the block."""

    def __init__(self, block: Any) -> None:
        known = declared()
        self.block = block
        self.table = np.zeros((len(block), known.width), dtype=np.int64)
        for row, (name, field) in enumerate(zip(block._fields, block, strict=True)):
            if name in known.numbers:
                self.table[row, 0] = np.array(field, dtype=known.numbers[name]).view(np.int64)
            else:
                memory = field.stored if isinstance(field, PairArray) else field
                if not memory.flags.c_contiguous:
                    raise ValueError(f"{name} is not contiguous")
                self.table[row, 0] = memory.ctypes.data
                self.table[row, 1 : 1 + memory.ndim] = memory.shape
        self.address = int(self.table.ctypes.data)

    def __getattr__(self, name: str) -> Any:
        if name == "block":  # not there yet
            raise AttributeError(name)
        return getattr(self.block, name)

    def __reduce__(self) -> tuple[Any, ...]:
        """A copy has arrays, and so addresses, of its own."""
        return rewrap, (contents(self),)


def contents(block: Any) -> dict[str, Any]:
    """The scalars and arrays of ``block``, a Block or its handle, by name, without those that are views of others."""
    inner = block.block if isinstance(block, Handle) else block
    fields = {name: field for name, field in inner._asdict().items() if name not in declared().views}
    return {name: field.stored if isinstance(field, PairArray) else field for name, field in fields.items()}


def rewrap(fields: dict[str, Any]) -> Any:
    """The handle (in plain mode the block) for the scalars and arrays in ``fields``, as ``contents`` gives them."""
    return wrap(declared().block(**fields))


def wrap(block: Any) -> Any:
    """What to pass to a kernel for a block."""
    known = declared()
    views = {name: getattr(block, array) for name, array in known.views.items()}
    pairs = {
        name: PairArray(getattr(block, name), array.pair_axis, getattr(block, known.table))
        for name, array in known.arrays.items()
        if array.pair_axis >= 0
    }
    block = block._replace(
        **pairs, **{name: array.reshape(len(array), int(np.prod(array.shape[1:]))) for name, array in views.items()}
    )
    return block if PLAIN else Handle(block)
