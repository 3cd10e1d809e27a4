"""The settings of an analysis, read from the experiment file into the method's own ``Options``."""

from __future__ import annotations

import types
from collections.abc import Sequence
from dataclasses import MISSING, fields
from typing import Any, Union, get_args, get_origin, get_type_hints

from dipsim.scenario.yaml.nodes import Mapping, Mark, Node, Scalar
from dipsim.scenario.yaml.nodes import Sequence as Listed
from dipsim.scenario.yaml.problems import Report, listing, nearest, quoted
from dipsim.scenario.yaml.scalars import Refusal, describe, number, truth, whole
from dipsim.sweeps.experiment.factor import Factor
from dipsim.sweeps.experiment.schema import ExperimentPart


def settings(
    method: str, given: Mapping, node: Node, row: int, part: ExperimentPart, factors: Sequence[Factor], report: Report
) -> Any:
    """The options of ``method`` that ``given`` sets, or ``None`` after adding what is wrong with them to ``report``.

    ``node`` and ``row``: place in the file; ``part`` and ``factors``: the experiment they are checked against.
    """
    from dipsim.sweeps.analyses import methods

    known, where = methods(), f"analyse.{row}"
    if method not in known:
        report.add(node.mark, "E1712", where, listing(known), quoted(method), nearest(method, known))
        return None
    module = known[method]
    _check_design(method, module.DESIGNS, node.mark, where, part, report)
    return _Reader(module.Options, given, f"{where}.{method}", part, factors, report).read(node.mark)


def _check_design(
    method: str, designs: Sequence[str], mark: Mark, where: str, part: ExperimentPart, report: Report
) -> None:
    chosen = [name.rstrip("_") for name, value in part.design if value is not None]
    if designs and chosen and chosen[0] not in designs:
        report.add(mark, "E1714", where, f"the design {listing(designs)} for {method}", quoted(chosen[0]))


class _Reader:
    """Reads the fields of one ``Options`` from a mapping."""

    def __init__(
        self,
        options: type[Any],
        given: Mapping,
        where: str,
        part: ExperimentPart,
        factors: Sequence[Factor],
        report: Report,
    ) -> None:
        self.options, self.given, self.where, self.report = options, given, where, report
        names = tuple(factor.name for factor in factors)
        self.words = {
            "outcome": part.outcomes,
            "outcomes": part.outcomes,
            "without": part.without,
            "factors": names,
            "x": names,
            "y": names,
            "by": names,
        }

    def read(self, mark: Mark) -> Any:
        before, values = len(self.report.errors), {}
        hints = get_type_hints(self.options)
        for key in self.given:
            if key not in hints:
                self.say(self.given.key_mark(key), key, "a known setting", quoted(key), nearest(key, hints))
        for one in fields(self.options):
            if one.name in self.given:
                values[one.name] = self.value(one.name, hints[one.name], self.given[one.name])
            elif one.default is MISSING and one.default_factory is MISSING:
                self.say(mark, one.name, f"the setting '{one.name}'", "nothing")
        if len(self.report.errors) > before:
            return None
        try:
            return self.options(**values)
        except ValueError as problem:  # settings that do not fit together
            self.say(mark, "", str(problem), "these settings")
            return None

    def say(self, mark: Mark, key: str, expected: str, found: str, suggestion: str = "") -> None:
        self.report.add(mark, "E1713", f"{self.where}.{key}".rstrip("."), expected, found, suggestion)

    def value(self, name: str, sort: Any, node: Node) -> Any:
        """The value of a setting of that sort, reported where it is not."""
        if get_origin(sort) in (Union, types.UnionType):
            sort = next(one for one in get_args(sort) if one is not type(None))
        if get_origin(sort) is tuple:
            items = node if isinstance(node, Listed) else [node]
            return tuple(self.value(name, get_args(sort)[0], item) for item in items)
        try:
            return self.single(name, sort, node)
        except Refusal as refusal:
            self.say(node.mark, name, refusal.expected, refusal.found, refusal.suggestion)
            return None

    def single(self, name: str, sort: Any, node: Node) -> Any:
        if sort is bool:
            return truth(node)
        if sort is int:
            return whole(node)
        if sort is float:
            return number(node)
        if not isinstance(node, Scalar):
            raise Refusal("E1713", "a word", describe(node))
        if name in self.words and str(node) not in self.words[name]:
            known = self.words[name]
            raise Refusal("E1713", listing(known) or "nothing", quoted(node), nearest(str(node), known))
        return str(node)
