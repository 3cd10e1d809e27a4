"""Enums of rows inside kernels: a member is the literal number that it is."""

from __future__ import annotations

from typing import Any

from numba import types
from numba.core.typing.templates import AttributeTemplate, infer_getattr
from numba.extending import lower_getattr_generic, models, register_model, typeof_impl

from dipsim.kernels.index_enum import IndexEnum, IndexEnumMeta


class IndexEnumType(types.Dummy):  # type: ignore[misc]
    """The type of one enum."""

    member_type = types.int64  # of a member that is an element of a tuple

    def __init__(self, enum: type[IndexEnum]) -> None:
        self.enum = enum
        super().__init__(f"index enum {enum.__module__}.{enum.__qualname__}")


register_model(IndexEnumType)(models.OpaqueModel)


@typeof_impl.register(IndexEnumMeta)
def _typeof(value: type[IndexEnum], context: Any) -> types.Type:
    return IndexEnumType(value)


@infer_getattr
class _Attributes(AttributeTemplate):  # type: ignore[misc]
    key = IndexEnumType

    def generic_resolve(self, kind: IndexEnumType, name: str) -> types.Type | None:
        return types.literal(int(kind.enum[name])) if name in kind.enum.__members__ else None


@lower_getattr_generic(IndexEnumType)
def _attribute(context: Any, builder: Any, kind: IndexEnumType, value: Any, name: str) -> Any:
    return context.get_constant(types.int64, int(kind.enum[name]))
