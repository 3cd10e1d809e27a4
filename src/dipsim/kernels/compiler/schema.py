"""What the compiler must know of the block of a model: its arrays, its numbers, and where its kernels are.

The compiler knows no model. The model declares its block once, with ``declare``; a block is a named tuple.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sized
from dataclasses import dataclass
from functools import cached_property
from typing import Any

ANY = 0  # code for blocks of any number of runs


@dataclass(frozen=True)
class ArraySchema:
    """An array of the block: its element type, its number of axes, and what else the compiler may rely on.

    ``rows`` are the names of its first axis where the compiler may assume that accesses to different rows do not
    overlap, else ``None``. ``view_of`` names the array whose memory it shares, if any. ``pair_axis`` is the axis that
    is indexed by two numbers, whose place in it stands in the table of ``BlockSchema.table``; -1 for none. ``of_runs``
    says that the last axis is as long as the block has runs where it has at least so many; 0 for never.
    """

    dtype: str
    ndim: int
    rows: Sized | None = None
    view_of: str = ""
    pair_axis: int = -1
    of_runs: int = 0


@dataclass(frozen=True)
class BlockSchema:
    """A block: its class (a named tuple of all numbers and arrays), and the module of its entry points.

    That module imports every kernel; its function ``help_compiling`` is what a second process calls.
    """

    block: Any
    numbers: Mapping[str, str]  # name and element type
    arrays: Mapping[str, ArraySchema]
    entry_points: str
    baked: Callable[[], str] = str  # text that changes with the rows that kernels hold as constants
    table: str = ""  # the array of int64 with two axes that gives the place of two numbers in a pair axis
    compiled_for: tuple[int, ...] = ()  # numbers of runs that kernels are compiled for, rising; others are looked up

    @cached_property
    def width(self) -> int:
        """Words per field in the table that kernels read: an address, then the lengths of the axes."""
        return 1 + max((array.ndim for array in self.arrays.values()), default=0)

    def runs_of(self, block: Any) -> int:
        """How many runs a ``block`` has."""
        return next(int(getattr(block, name).shape[-1]) for name, array in self.arrays.items() if array.of_runs == 1)

    def lanes(self, runs: int) -> int:
        """How many runs kernels are compiled for that take a block of ``runs``; ``ANY`` where it has more than all."""
        return min((lanes for lanes in self.compiled_for if lanes >= runs), default=ANY)

    @cached_property
    def views(self) -> dict[str, str]:
        """Name of each view and of the array whose memory it shares."""
        return {name: array.view_of for name, array in self.arrays.items() if array.view_of}


_declared: list[BlockSchema] = []


def declare(schema: BlockSchema) -> None:
    """Tell the compiler which block kernels take: names, types and axes in ``schema``.

    Raises RuntimeError when a block is declared already, or when a kernel was compiled without one.
    """
    if _declared:
        raise RuntimeError("the block must be declared once, before any kernel is compiled or called")
    _declared.append(schema)


def declared() -> BlockSchema:
    """The block that kernels take; one without numbers and arrays where no model has declared any."""
    if not _declared:
        _declared.append(BlockSchema(tuple, {}, {}, ""))
    return _declared[0]


def baked() -> str:
    """What kernels hold of the tables of the model, for the key of the compile cache; empty before any is declared."""
    return _declared[0].baked() if _declared else ""
