"""Names of the rows of an array as an enum: ``class Row(IndexEnum): FIRST = 0``.

In Python a member is a whole number. In a kernel ``Row.FIRST`` is the literal 0, as a module constant would be, so the
compiler still sees which row is meant.
"""

from __future__ import annotations

from enum import EnumMeta, IntEnum


class IndexEnumMeta(EnumMeta):
    """The type of these enums, by which the compiler recognises them."""


class IndexEnum(IntEnum, metaclass=IndexEnumMeta):
    """Members are numbered 0, 1, 2 and so on, without gaps.

    Raises ValueError when a class is defined with other numbers.
    """

    def __init_subclass__(cls) -> None:
        if [int(member) for member in cls] != list(range(len(cls))):
            raise ValueError(f"{cls.__name__}: members must be numbered 0, 1, 2, ... in this order")

    @staticmethod
    def _generate_next_value_(name: str, start: int, count: int, last_values: list[int]) -> int:
        return count

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """Names of the members in lower case, in the order of their numbers."""
        return tuple(member.name.lower() for member in cls)
