"""Enums of rows: numbered without gaps, and literal numbers inside kernels."""

# Also tests: kernels/compiler/index_enum_type.py

from __future__ import annotations

from enum import auto

import pytest

from dipsim.kernels.compiler.decorators import PLAIN
from dipsim.kernels.index_enum import IndexEnum


class Row(IndexEnum):
    """Two rows."""

    FIRST_ONE = auto()
    SECOND_ONE = auto()


def test_members_are_places_in_their_order() -> None:
    assert list(Row) == [0, 1]
    assert Row.names() == ("first_one", "second_one")
    assert (10, 20)[Row.SECOND_ONE] == 20


def test_a_gap_is_refused() -> None:
    with pytest.raises(ValueError, match="numbered 0, 1, 2"):
        IndexEnum("Gap", {"A": 0, "B": 2})


@pytest.mark.skipif(PLAIN, reason="needs the compiler")
def test_a_member_is_a_literal_in_a_kernel() -> None:
    """Protects vectorised loops: the compiler must see which row is meant, not only that it is a number."""
    from numba import types
    from numba.core.registry import cpu_target

    from dipsim.kernels.compiler import index_enum_type

    cpu_target.typing_context.refresh()  # takes in what was registered since the last compilation
    kind = index_enum_type._typeof(Row, None)
    assert cpu_target.typing_context.resolve_getattr(kind, "SECOND_ONE") == types.literal(1)
    assert cpu_target.typing_context.resolve_getattr(kind, "THIRD_ONE") is None
