"""How a block of arrays travels into compiled kernels: as one pointer instead of some seven hundred arguments.

A ``Handle`` wraps a ``Block``; in Python it is read like the block, in a kernel ``b.dyad`` is the same array. In plain
mode the block itself is passed. In both an array with a pair axis is a ``PairArray``.

Kernels are compiled for so many runs. Where a block has fewer its memory has lanes to spare: they hold what the last
run holds, and Python does not see them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dipsim.kernels.compiler.decorators import PLAIN
from dipsim.kernels.compiler.schema import declared
from dipsim.kernels.machine.memory import zeros_on_lines
from dipsim.kernels.pair_array import PairArray


class Handle:
    """A block and the table of its arrays; attributes are those of the block.

    ``memory`` holds the arrays as kernels see them, ``lanes`` is for how many runs these are compiled.
    """

    def __init__(self, block: Any, memory: Mapping[str, NDArray[Any]], lanes: int) -> None:
        known = declared()
        self.block, self.memory, self.lanes = block, memory, lanes
        self.table = np.zeros((len(block), known.width), dtype=np.int64)
        for row, name in enumerate(block._fields):
            if name in known.numbers:
                self.table[row, 0] = np.array(getattr(block, name), dtype=known.numbers[name]).view(np.int64)
            else:
                array = memory[name]
                if not array.flags.c_contiguous:
                    raise ValueError(f"{name} is not contiguous")
                self.table[row, 0] = array.ctypes.data
                self.table[row, 1 : 1 + array.ndim] = array.shape
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
    """What to pass to a kernel for the arrays of ``block``."""
    known = declared()
    runs = known.runs_of(block)
    lanes = runs if PLAIN else known.lanes(runs)
    spare = {name for name, array in known.arrays.items() if 0 < array.of_runs <= runs < lanes}
    memory = {name: getattr(block, name) for name in known.arrays if name not in known.views}
    memory |= {name: _with_lanes(memory[name], lanes, place) for place, name in enumerate(memory) if name in spare}
    flat = {name: _flat(memory[of]) for name, of in known.views.items()}
    seen = {name: array[..., :runs] if name in spare else array for name, array in memory.items()} | flat
    seen |= {
        name: PairArray(seen[name], array.pair_axis, memory[known.table])
        for name, array in known.arrays.items()
        if array.pair_axis >= 0
    }
    block = block._replace(**seen)
    return block if PLAIN else Handle(block, memory | flat, lanes)


def _flat(array: NDArray[Any]) -> NDArray[Any]:
    """The array with all axes but the first in one."""
    return array.reshape(len(array), int(np.prod(array.shape[1:])))


def _with_lanes(array: NDArray[Any], lanes: int, place: int) -> NDArray[Any]:
    """The array with so many runs, those that are new as the last one; memory of zeros is not touched."""
    found = zeros_on_lines((*array.shape[:-1], lanes), array.dtype.str, place)
    if array.any():
        found[..., : array.shape[-1]] = array
        found[..., array.shape[-1] :] = array[..., -1:]
    return found


def fill_spare_lanes(block: Any) -> None:
    """Let the lanes of ``block`` that belong to no run hold what the last run holds."""
    if isinstance(block, Handle):
        runs = declared().runs_of(block)
        for name, array in block.memory.items():
            if array.shape[-1] == block.lanes > runs == getattr(block, name).shape[-1] and array.any():
                array[..., runs:] = array[..., runs - 1 : runs]
