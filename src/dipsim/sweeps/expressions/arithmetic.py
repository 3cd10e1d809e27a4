"""The arithmetic of own outcomes, term by term, with the same bits on every machine; what is not finite is missing."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dipsim.kernels.numerics import elementary

Floats = NDArray[np.float64]
MOST_MULTIPLIED = 64  # whole powers up to this one are products
TOO_LARGE = 708.0  # e to more than this is no number of 64 bits


@dataclass(frozen=True)
class Term:
    """A number, the name of an outcome or metric, or an operation on other terms."""

    op: str
    parts: tuple[Term, ...] = ()
    name: str = ""
    number: float = 0.0

    def walk(self) -> Iterator[Term]:
        """This term and all below it."""
        yield self
        for part in self.parts:
            yield from part.walk()


def value(term: Term, outcomes: Mapping[str, Floats], metrics: Mapping[str, Floats]) -> Floats:
    """The value of ``term`` for each run, from ``outcomes`` [R] and ``metrics`` [ticks + 1, R]; a number alone has no
    axis."""
    if term.op == "number":
        return np.asarray(term.number)
    if term.op in ("outcome", "metric"):
        return (outcomes if term.op == "outcome" else metrics)[term.name]
    parts = [value(part, outcomes, metrics) for part in term.parts]
    if term.op in OVER_TICKS:
        return _over_ticks(term.op, parts[0])
    with np.errstate(all="ignore"):
        found = np.asarray(_OPERATIONS[term.op](*parts), dtype=np.float64)
    missing = functools.reduce(np.logical_or, map(np.isnan, parts)) | ~np.isfinite(found)
    return np.where(missing, np.nan, found)


def _over_ticks(way: str, course: Floats) -> Floats:
    """A value at every tick as one for each run; the ticks in which it is missing do not count."""
    if way in ("first", "last"):
        return np.asarray(course[0 if way == "first" else -1])
    course = course[:-1]
    there = ~np.isnan(course)
    count = there.sum(axis=0)
    if way in ("largest", "least"):
        worst = -np.inf if way == "largest" else np.inf
        found = (np.max if way == "largest" else np.min)(np.where(there, course, worst), axis=0)
    else:  # one tick after the other, so that a run has the same bits in every block
        found = np.cumsum(np.where(there, course, 0.0), axis=0)[-1]
    with np.errstate(all="ignore"):
        found = found / count if way == "mean" else found
    return np.where((count > 0) & np.isfinite(found), found, np.nan)


def _power(x: float, y: float) -> float:
    if y == int(y) and abs(y) <= MOST_MULTIPLIED:
        product = 1.0
        for _ in range(abs(int(y))):
            product *= x
        return product if y >= 0 else (1.0 / product if product else np.nan)
    if x <= 0.0:
        return 0.0 if x == 0.0 and y > 0.0 else np.nan
    return _exp(y * _log(x))


def _exp(x: float) -> float:
    return float(elementary.exp(np.float64(x))) if x <= TOO_LARGE else np.nan


def _log(x: float) -> float:
    return float(elementary.log(np.float64(x))) if x >= np.finfo(np.float64).tiny else np.nan


def _each(function: Callable[..., float]) -> Callable[..., Any]:
    """The function of every run; it is not asked where a part is missing."""

    def careful(*numbers: float) -> float:
        return np.nan if any(one != one for one in numbers) else function(*map(float, numbers))

    return np.vectorize(careful, otypes=[np.float64])


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "min": lambda *parts: functools.reduce(np.minimum, parts),
    "max": lambda *parts: functools.reduce(np.maximum, parts),
    "abs": np.abs,
    "log": _each(_log),
    "exp": _each(_exp),
    "sqrt": np.sqrt,
}
OVER_TICKS = ("mean", "total", "largest", "least", "first", "last")
_OPERATIONS: dict[str, Callable[..., Any]] = FUNCTIONS | {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "**": _each(_power),
    "negative": np.negative,
    "itself": np.positive,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
    "==": np.equal,
    "!=": np.not_equal,
}
