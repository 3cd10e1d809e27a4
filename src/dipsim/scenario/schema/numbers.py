"""Numbers of a scenario, plain or sourced, and lists and directions that may be written short.

A sourced number is ``{value: 5, source: text, year: 2024, grade: 2}``; the validation context collects which ones were.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from dipsim.scenario.schema.value_types import Context, Evidence, Sort, Text, Whole, custom
from dipsim.scenario.yaml import scalars
from dipsim.scenario.yaml.nodes import SOURCED, Mapping, Node, Scalar, Sequence, is_sourced
from dipsim.scenario.yaml.problems import nearest
from dipsim.scenario.yaml.scalars import Refusal, describe


@dataclass(frozen=True)
class Number(Sort):
    """A number within bounds, plain or sourced. ``above`` and ``below`` leave the bound itself out."""

    low: float = -math.inf
    high: float = math.inf
    above: bool = False
    below: bool = False
    money: bool = False

    def check(self, node: Any, context: Context) -> float:
        """The number in ``node``, with or without a source, within its bounds; amounts of money in the unit of
        ``context``. Raises Refusal."""
        unit = context.per_billion if self.money else 1.0
        low, high = self.low * unit, self.high * unit
        if isinstance(node, Mapping):
            return self._sourced(node, low, high, context)
        return self._within(node, low, high)

    def _within(self, node: Any, low: float, high: float) -> float:
        expected = self._words(low, high) + (self._unit(high) if self.money else "")
        value = scalars.number(node, expected)
        if not self._inside(value, low, high):
            share = not self.money and low >= 0 and high <= 1 and self._inside(value / 100, low, high)
            meant = value / 100 if share else value / 1e9 if self.money else math.nan
            suggestion = f"{meant:g}" if self._inside(meant, low, high) else ""
            raise Refusal("E1106", expected + (" (a share)" if share else ""), describe(node), suggestion)
        return value

    def _inside(self, value: float, low: float, high: float) -> bool:
        return (low < value if self.above else low <= value) and (value < high if self.below else value <= high)

    def _unit(self, high: float) -> str:
        """What money is counted in, where the bounds still show it."""
        return " (billions of USD)" if high == self.high else " (in the unit of money: per_billion)"

    def _sourced(self, node: Mapping, low: float, high: float, context: Context) -> float:
        for key in node:
            if key not in SOURCED:
                expected = "a number, or value, source, year and grade"
                raise Refusal("E1101", expected, f"the key '{key}'", nearest(key, SOURCED), key)
        if "value" not in node or "source" not in node:
            raise Refusal("E1102", "a number, or value and source", "a mapping without them")
        year = node.get("year")
        evidence = Evidence(
            _part(node, "source", Text(2000)),
            _part(node, "grade", Whole(1, 4)) if "grade" in node else 3,
            low,
            high,
            _part(node, "year", Whole(1500, 2200)) if year is not None else None,
        )
        try:
            value = self._within(node["value"], low, high)
        except Refusal as refusal:
            raise Refusal(refusal.code, refusal.expected, refusal.found, refusal.suggestion, "value") from None
        context.sourced[id(node)] = evidence
        return value

    def _words(self, low: float, high: float) -> str:
        left = "above" if self.above else "at least"
        right = "below" if self.below else "at most"
        if math.isfinite(low) and math.isfinite(high):
            if not self.above and not self.below:
                return f"a number between {low:g} and {high:g}"
            return f"a number {left} {low:g} and {right} {high:g}"
        if math.isfinite(low):
            return f"a number {left} {low:g}"
        return f"a number {right} {high:g}" if math.isfinite(high) else "a number"

    def describe(self) -> dict[str, Any]:
        schema: dict[str, Any] = {"type": "number", "x-sourced": True}
        if not self.money:
            if math.isfinite(self.low):
                schema["exclusiveMinimum" if self.above else "minimum"] = self.low
            if math.isfinite(self.high):
                schema["exclusiveMaximum" if self.below else "maximum"] = self.high
        return schema


def _part(node: Mapping, key: str, sort: Sort) -> Any:
    try:
        return sort.check(node[key], Context())
    except Refusal as refusal:
        raise Refusal(refusal.code, refusal.expected, refusal.found, refusal.suggestion, key) from None


class Degree(Sort):
    """true, false or a number between 0 and 1; kept as a number."""

    def check(self, node: Any, context: Context) -> float:
        """The share in ``node``: true is 1, false is 0; ``context`` as for ``Number.check``. Raises Refusal."""
        if isinstance(node, Scalar) and not node.quoted and node in ("true", "false"):
            return 1.0 if node == "true" else 0.0
        try:
            return Number(0, 1).check(node, context)
        except Refusal as refusal:
            words = "true, false or a number between 0 and 1"
            raise Refusal(refusal.code, words, refusal.found, refusal.suggestion, refusal.at) from None

    def describe(self) -> dict[str, Any]:
        return {"anyOf": [{"type": "boolean"}, {"type": "number", "minimum": 0, "maximum": 1}]}


def as_list(node: Any) -> Any:
    """``node``, a single word turned into a list of one."""
    if isinstance(node, Scalar):
        row = Sequence(node.mark)
        row.append(node)
        return row
    return node


def as_both(node: Any) -> Any:
    """``node``, a single number turned into one for both directions of a pair."""
    return under(node, "") if isinstance(node, Scalar) or is_sourced(node) else node


def as_both_lists(node: Any) -> Any:
    """``node``, a single word or list turned into one for both directions of a pair."""
    return under(node, "") if isinstance(node, Scalar | Sequence) else node


def two(node: Any) -> Any:
    """``node`` if it is no list or a list of two. Raises Refusal for a list of another length."""
    if isinstance(node, list) and len(node) != 2:
        raise custom(Refusal("E1114", "a list of two", f"a list of {len(node)}"))
    return node


def several(node: Any) -> Any:
    """``node`` if it is no list or a list of two or more. Raises Refusal for a shorter one."""
    if isinstance(node, list) and len(node) < 2:
        raise custom(Refusal("E1114", "a list of two or more", f"a list of {len(node)}"))
    return node


def under(node: Node, key: str) -> Mapping:
    """A mapping of the one entry ``key``: ``node``, at the place of ``node``."""
    wrapped = Mapping(node.mark)
    wrapped.put(key, node)
    return wrapped
