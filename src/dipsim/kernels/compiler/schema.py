"""The arrays of a block as the model declares them: the compiler is handed this and knows nothing else of the model."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sized
from dataclasses import dataclass
from typing import Any

FLAT = "_flat"  # ends the name of an array that is a view of another
WIDTH = 6  # words per field in the table that a kernel reads: address, then up to five lengths


@dataclass(frozen=True)
class BlockSchema:
    """What kernels find in a block.

    Args:
        block: The named tuple that holds the arrays; the order of its fields is that of the table of addresses.
        arrays: Element type and number of axes by name.
        scalars: Type by name of the fields that are single numbers.
        rows: By name of an array, what names the rows of its first axis (anything with a length). Kernels write these
            rows as constants, and different ones do not overlap. Lengths are read when the first kernel is compiled.
        home: The module whose import declares every kernel; a helper process imports it.
        tables: Text that changes whenever a number that is baked into kernels may, such as the order of rows.
    """

    block: type[Any]
    arrays: Mapping[str, tuple[str, int]]
    scalars: Mapping[str, type]
    rows: Mapping[str, Sized]
    home: str
    tables: Callable[[], str]

    @property
    def names(self) -> list[str]:
        """The arrays that do not overlap, in a fixed order."""
        return sorted({name.removesuffix(FLAT) for name in self.arrays})


_in_use: list[BlockSchema] = []


def use(schema: BlockSchema) -> None:
    """Hand in the schema of the model whose kernels are compiled in this process."""
    _in_use[:] = [schema]


def current() -> BlockSchema:
    """The schema in use. RuntimeError when none was handed in."""
    if not _in_use:
        raise RuntimeError("no block schema is in use: call schema.use before a kernel with a block is compiled")
    return _in_use[0]


def tables() -> str:
    """What goes into the key of the compile cache; empty where no schema is in use."""
    return _in_use[0].tables() if _in_use else ""


def home() -> str | None:
    """The module whose import declares every kernel, None where no schema is in use."""
    return _in_use[0].home if _in_use else None
