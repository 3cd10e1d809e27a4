"""Arrays inside kernels: a pointer and the lengths of the axes, contiguous, without checks, copies or slices.

Two things make them leaner than numba's arrays. An index is taken as it is (never negative), and the compiler is told
what cannot overlap: different arrays of the block, and different rows of one array where the row is a declared
quantity (``dyad[dyads.TRUST, ...]`` and ``dyad[dyads.THREAT, ...]``). Without that it compares addresses before every
loop, and does not vectorise short ones. So the row must be a literal: ``prefer_literal`` and ``_Numbers`` see to it.

An array with a pair axis takes two indices there, ``dyad[dyads.TRUST, i, j, r]``: their place in the axis is read from
the block's table, which never changes and is lifted out of loops.
"""

from __future__ import annotations

import operator
from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.typing import signature
from numba.core.typing.templates import AbstractTemplate, AttributeTemplate, infer_getattr, infer_global
from numba.extending import lower_builtin, lower_getattr, models, register_model

from dipsim.kernels.compiler.schema import declared

WORD = ir.IntType(64)


class Field(types.Type):  # type: ignore[misc]
    """An array of the block called ``name``, or another one (then ``name`` is empty)."""

    mutable = True

    def __init__(self, dtype: types.Type, ndim: int, name: str = "", pair_axis: int = -1) -> None:
        self.dtype, self.ndim, self.name_of, self.pair_axis = dtype, ndim, name, pair_axis
        super().__init__(f"dipsim.{name or 'array'}({dtype}, {ndim}, {pair_axis})")

    @property
    def indices(self) -> int:
        """How many indices an element has."""
        return self.ndim + (1 if self.pair_axis >= 0 else 0)


FIELDS = {
    name: Field(getattr(types, array.dtype), array.ndim, array.view_of or name, array.pair_axis)
    for name, array in declared().arrays.items()
}
TABLE = "table of the block"  # where kernels read addresses, lengths and ``dt``; its numbers never change
NAMES = sorted({field.name_of for field in FIELDS.values()} | {TABLE})
ROWS = {name: array.rows for name, array in declared().arrays.items() if array.rows is not None}  # told apart


@register_model(Field)
class _Model(models.StructModel):  # type: ignore[misc]
    def __init__(self, manager: Any, kind: Field) -> None:
        members = [("data", types.CPointer(kind.dtype)), ("shape", types.UniTuple(types.int64, kind.ndim))]
        if kind.pair_axis >= 0:
            members += [("table", types.CPointer(types.int64)), ("across", types.int64)]
        super().__init__(manager, kind, members)


@infer_getattr
class _Attributes(AttributeTemplate):  # type: ignore[misc]
    key = Field

    def resolve_shape(self, kind: Field) -> types.Type:
        return types.UniTuple(types.int64, kind.ndim)

    def resolve_size(self, kind: Field) -> types.Type | None:
        return types.int64 if kind.ndim == 1 else None


@lower_getattr(Field, "shape")
def _shape(context: Any, builder: Any, kind: Field, value: Any) -> Any:
    return cgutils.create_struct_proxy(kind)(context, builder, value).shape


@lower_getattr(Field, "size")
def _size(context: Any, builder: Any, kind: Field, value: Any) -> Any:
    return builder.extract_value(_shape(context, builder, kind, value), 0)


def _fits(kind: types.Type, index: types.Type) -> bool:
    if not isinstance(kind, Field):
        return False
    parts = tuple(index) if isinstance(index, types.BaseTuple) else (index,)
    return len(parts) == kind.indices and all(isinstance(types.unliteral(p), types.Integer) for p in parts)


@infer_global(operator.getitem)
class _Get(AbstractTemplate):  # type: ignore[misc]
    prefer_literal = True

    def generic(self, args: Any, kws: Any) -> Any:
        kind, index = args
        return signature(kind.dtype, kind, index) if _fits(kind, index) else None


@infer_global(operator.setitem)
class _Set(AbstractTemplate):  # type: ignore[misc]
    prefer_literal = True

    def generic(self, args: Any, kws: Any) -> Any:
        kind, index, _ = args
        return signature(types.none, kind, index, kind.dtype) if _fits(kind, index) else None


@infer_getattr
class _Numbers(AttributeTemplate):  # type: ignore[misc]
    """A whole number of a module, such as ``dyads.TRUST``, is a literal."""

    key = types.Module

    def generic_resolve(self, kind: types.Module, name: str) -> types.Type | None:
        value = getattr(kind.pymod, name, None)
        return types.literal(value) if type(value) is int else None


def _place(context: Any, builder: Any, kind: Field, field: Any, index: types.Type, at: Any) -> Any:
    """Address of one element."""
    array = cgutils.create_struct_proxy(kind)(context, builder, field)
    if isinstance(index, types.BaseTuple):
        parts = list(zip(index, cgutils.unpack_tuple(builder, at, len(index)), strict=True))
    else:
        parts = [(index, at)]
    values = [context.cast(builder, value, part, types.int64) for part, value in parts]
    if kind.pair_axis >= 0:
        first, second = values[kind.pair_axis : kind.pair_axis + 2]
        values[kind.pair_axis : kind.pair_axis + 2] = [_looked_up(builder, array, first, second)]
    lengths = [builder.extract_value(array.shape, axis) for axis in range(kind.ndim)]
    place, below = values[-1], lengths[-1]
    for value, length in zip(values[-2::-1], lengths[-2::-1], strict=True):
        place = builder.add(builder.mul(value, below, flags=("nsw",)), place, flags=("nsw",))
        below = builder.mul(below, length, flags=("nsw",))
    return builder.gep(array.data, [place], inbounds=True)


def _looked_up(builder: Any, array: Any, first: Any, second: Any) -> Any:
    """Place of two numbers in the pair axis, from the table."""
    at = builder.add(builder.mul(first, array.across, flags=("nsw",)), second, flags=("nsw",))
    found = builder.load(builder.gep(array.table, [at], inbounds=True))
    mark_constant(builder, found)
    return found


def mark_constant(builder: Any, access: Any) -> None:
    """Tell the compiler that the number that is read here never changes."""
    access.set_metadata("invariant.load", builder.module.add_metadata([]))
    _keep_apart(builder.module, access, TABLE, None)


def _mark(builder: Any, access: Any, kind: Field, index: types.Type) -> None:
    """Tell the compiler what this access to an array cannot overlap with."""
    if not kind.name_of:
        return
    first = index[0] if isinstance(index, types.BaseTuple) else index
    known = isinstance(first, types.Literal) and first.literal_value in range(len(ROWS.get(kind.name_of, ())))
    _keep_apart(builder.module, access, kind.name_of, first.literal_value if known else None)


def _keep_apart(module: Any, access: Any, array: str, row: int | None) -> None:
    """Note at an access that it is to this ``array``, and to this ``row`` of its first axis where that is known."""
    known = module.__dict__.setdefault("dipsim_scopes", {})
    if (array, row) not in known:
        known[array, row] = _scopes(module, array, range(len(ROWS.get(array, ()))), row)
    own, other = known[array, row]
    access.set_metadata("alias.scope", own)
    access.set_metadata("noalias", other)


def _scopes(module: Any, array: str, rows: range, row: int | None) -> tuple[Any, Any]:
    """What an access to a row (or to any, ``None``) of an array belongs to, and what it does not overlap with."""
    found = [_domain(module, "dipsim", NAMES)]
    mine = [array]
    if row is not None:
        found.append(_domain(module, f"dipsim.{array}", [str(one) for one in rows]))
        mine.append(str(row))
    own = [scopes[name] for scopes, name in zip(found, mine, strict=True)]
    other = [scope for scopes, name in zip(found, mine, strict=True) for key, scope in scopes.items() if key != name]
    return module.add_metadata(own), module.add_metadata(other)


def _domain(module: Any, domain: str, names: list[str]) -> dict[str, Any]:
    """The scopes of a domain by name, made once in a module."""
    known: dict[str, dict[str, Any]] = module.__dict__.setdefault("dipsim_domains", {})
    if domain not in known:
        home = module.add_metadata([domain])
        known[domain] = {name: module.add_metadata([f"{domain}.{name}", home]) for name in names}
    return known[domain]


@lower_builtin(operator.getitem, Field, types.Integer)
@lower_builtin(operator.getitem, Field, types.BaseTuple)
def _get(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    kind, index = sig.args
    loaded = builder.load(_place(context, builder, kind, args[0], index, args[1]))
    _mark(builder, loaded, kind, index)
    return context.data_model_manager[kind.dtype].from_data(builder, loaded)


@lower_builtin(operator.setitem, Field, types.Integer, types.Any)
@lower_builtin(operator.setitem, Field, types.BaseTuple, types.Any)
def _set(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    kind, index, _ = sig.args
    data = context.data_model_manager[kind.dtype].as_data(builder, args[2])
    stored = builder.store(data, _place(context, builder, kind, args[0], index, args[1]))
    _mark(builder, stored, kind, index)
