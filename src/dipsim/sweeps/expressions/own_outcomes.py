"""Own outcomes: expressions over the outcomes of a run and over the metrics of its region.

Outside of a function over ticks a name is an outcome, one number per run; inside of one it is a metric of the region
at each tick. What has no finite value (a division by zero, the logarithm of 0, any part that is missing) is missing,
NaN. A run that lost a part it should have is a failure, whatever the expression makes of it: the value is infinite.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from dipsim.scenario.yaml.nodes import Mapping as Keys
from dipsim.scenario.yaml.nodes import Mark, Node, Scalar, Sequence, child
from dipsim.scenario.yaml.problems import Report, listing, nearest, quoted
from dipsim.scenario.yaml.scalars import Refusal, describe, number
from dipsim.sweeps.expressions.arithmetic import FUNCTIONS, OVER_TICKS, Term

LONGEST, DEEPEST = 500, 40  # characters of an expression, operations inside each other
NAME = r"[A-Za-z][A-Za-z0-9_]{0,59}"
_DOTTED = re.compile(r"(?<![\w.])(?:trust\.\w+-\w+|[^\W\d]\w*(?:\.[^\W\d]\w*)+)")
_OPERATORS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**"}
_COMPARISONS = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!="}


@dataclass(frozen=True)
class Own:
    """An own outcome: its name, its expression as written, and as terms."""

    name: str
    text: str
    term: Term

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The outcomes that it uses."""
        return tuple(dict.fromkeys(one.name for one in self.term.walk() if one.op == "outcome"))

    @property
    def metrics(self) -> tuple[str, ...]:
        """The metrics of the region that it uses tick by tick."""
        return tuple(dict.fromkeys(one.name for one in self.term.walk() if one.op == "metric"))


class Wrong(ValueError):
    """What is wrong with an expression, and at which of its characters, from 0."""

    def __init__(self, place: int, expected: str, found: str, suggestion: str = "") -> None:
        super().__init__(place, expected, found, suggestion)
        self.place, self.expected, self.found, self.suggestion = place, expected, found, suggestion


def take(tree: Keys) -> dict[str, Node]:
    """The own outcomes of the file ``tree`` by name; in ``outcomes`` only their names are left."""
    node = child(tree, "outcomes")
    if not isinstance(node, Sequence | Keys):
        return {}
    found: dict[str, Node] = {}
    listed = Sequence(node.mark)
    for one in node if isinstance(node, Sequence) else [node]:
        if isinstance(one, Keys) and one:
            found |= one
            listed.extend(Scalar(name, one.key_mark(name)) for name in one)
        else:
            listed.append(one)
    tree.put("outcomes", listed, tree.key_mark("outcomes"))
    return found


def check(
    written: Mapping[str, Node], tree: Keys, known: Collection[str], metrics: Collection[str], text: str, report: Report
) -> tuple[Own, ...]:
    """The own outcomes ``written`` in the file ``tree`` with this ``text``; every name and expression that cannot be
    used goes to ``report``.

    ``known`` outcomes and ``metrics`` are what an expression may use.
    """
    marks = {str(one): one.mark for one in child(tree, "outcomes") or () if isinstance(one, Scalar)}
    taken, lines = {*known, *metrics, *FUNCTIONS, *OVER_TICKS}, text.splitlines()
    found = []
    for name, node in written.items():
        where = f"outcomes.{name}"
        if not re.fullmatch(NAME, name):
            expected = "a name of letters, digits and _, 60 at most, that begins with a letter"
            report.add(marks[name], "E1718", where, expected, quoted(name))
        elif name in taken:
            expected = "a name that no outcome, metric or function has"
            report.add(marks[name], "E1718", where, expected, quoted(name))
        elif not isinstance(node, Scalar):
            report.add(node.mark, "E1717", where, "an expression", describe(node))
        else:
            try:
                found.append(Own(name, str(node).strip(), parse(str(node), known, metrics)))
            except Wrong as wrong:
                at = _place(node, wrong.place, lines)
                report.add(at, "E1717", where, wrong.expected, wrong.found, wrong.suggestion)
    return tuple(found)


def _place(node: Scalar, place: int, lines: list[str]) -> Mark:
    """Where a character of an expression stands; where it runs over lines or has escapes, where it begins."""
    file, line, column = node.mark
    begin = column - 1 + node.quoted
    there = lines[line - 1][begin:] if line <= len(lines) else ""
    return Mark(file, line, begin + place + 1) if there.startswith(node) else node.mark


def parse(text: str, known: Collection[str], metrics: Collection[str]) -> Term:
    """The terms of the expression ``text`` over ``known`` outcomes and ``metrics``. Raises Wrong where it is none.

    >>> parse("1 - force / 2", ["force"], []).op
    '-'
    """
    if len(text) > LONGEST:
        raise Wrong(0, f"at most {LONGEST} characters", f"{len(text)} characters")
    if not text.isascii():
        place = next(place for place, letter in enumerate(text) if not letter.isascii())
        raise Wrong(place, "letters of ASCII", quoted(text[place]))
    begin = len(text) - len(text.lstrip())
    plain = re.sub(r"\s", " ", text)[begin:]
    if not plain:
        raise Wrong(0, "an expression", "nothing")
    try:
        return _Reader(plain, known, metrics).read()
    except Wrong as wrong:
        raise Wrong(begin + wrong.place, wrong.expected, wrong.found, wrong.suggestion) from None


class _Reader:
    """Reads one expression; dotted names stand in it as words of the same length, so that every place is kept."""

    def __init__(self, text: str, known: Collection[str], metrics: Collection[str]) -> None:
        self.text, self.known, self.metrics = text, known, metrics
        self.dotted = {found.start(): found[0] for found in _DOTTED.finditer(text)}
        self.plain = _DOTTED.sub(lambda found: "_" * len(found[0]), text)

    def read(self) -> Term:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                tree = ast.parse(self.plain, mode="eval").body
        except SyntaxError as problem:
            place = min(max((problem.offset or 1) - 1, 0), len(self.text))
            raise Wrong(place, "an expression such as 1 - force / 2", self._rest(place)) from None
        except (ValueError, MemoryError, RecursionError):
            raise Wrong(0, f"at most {DEEPEST} operations inside each other", "more") from None
        term = self.term(tree, False, DEEPEST)
        if not any(one.op in ("outcome", "metric") for one in term.walk()):
            raise Wrong(0, "an outcome or a metric in the expression", quoted(self.text.strip()))
        return term

    def _rest(self, place: int) -> str:
        return quoted(self.text[place:].strip()) if self.text[place:].strip() else "its end"

    def _source(self, node: ast.expr) -> str:
        return self.text[node.col_offset : node.end_col_offset]

    def term(self, node: ast.expr, along: bool, depth: int) -> Term:
        """The term of a node; ``along`` is inside a function over ticks."""
        if not depth:
            raise Wrong(node.col_offset, f"at most {DEEPEST} operations inside each other", "more")
        if isinstance(node, ast.Constant):
            return Term("number", number=self._number(node))
        if isinstance(node, ast.Name):
            return self._name(node, along)
        if isinstance(node, ast.Call):
            return self._call(node, along, depth)
        op, parts = self._operation(node)
        return Term(op, parts=tuple(self.term(part, along, depth - 1) for part in parts))

    def _number(self, node: ast.Constant) -> float:
        try:
            return number(Scalar(self._source(node), Mark("", 1, 1)))
        except Refusal as refusal:
            raise Wrong(node.col_offset, refusal.expected, refusal.found, refusal.suggestion) from None

    def _name(self, node: ast.Name, along: bool) -> Term:
        name = self.dotted.get(node.col_offset, node.id)
        known, what = (self.metrics, "a metric of the region") if along else (self.known, "an outcome")
        if name in known:
            return Term("metric" if along else "outcome", name=name)
        if not along and name in self.metrics:
            hint = f"mean.{name}"
            raise Wrong(node.col_offset, "an outcome", f"the metric {quoted(name)} of every tick", hint)
        raise Wrong(node.col_offset, what, quoted(name), nearest(name, known))

    def _call(self, node: ast.Call, along: bool, depth: int) -> Term:
        name = self._source(node.func)
        if name not in FUNCTIONS and name not in OVER_TICKS:
            known = [*FUNCTIONS, *OVER_TICKS]
            raise Wrong(node.func.col_offset, f"a function ({listing(known)})", quoted(name), nearest(name, known))
        if node.keywords:
            raise Wrong(node.col_offset, f"values without names in {name}(...)", quoted(self._source(node)))
        several = name in ("min", "max")
        if len(node.args) < 2 if several else len(node.args) != 1:
            expected = f"two values or more in {name}(...)" if several else f"one value in {name}(...)"
            other = {"min": "least", "max": "largest"}.get(name, "") if len(node.args) == 1 else ""
            raise Wrong(node.col_offset, expected, str(len(node.args)), other)
        if along and name in OVER_TICKS:
            raise Wrong(node.col_offset, "no function over ticks inside of another", quoted(self._source(node)))
        inside = along or name in OVER_TICKS
        term = Term(name, parts=tuple(self.term(part, inside, depth - 1) for part in node.args))
        if name in OVER_TICKS and not any(one.op == "metric" for one in term.walk()):
            raise Wrong(node.col_offset, f"a metric of the region in {name}(...)", quoted(self._source(node)))
        return term

    def _operation(self, node: ast.expr) -> tuple[str, list[ast.expr]]:
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
            return ("negative" if isinstance(node.op, ast.USub) else "itself"), [node.operand]
        if isinstance(node, ast.BinOp):
            if type(node.op) not in _OPERATORS:
                self._no_operator(node.left, node.right, "+, -, *, / or **")
            return _OPERATORS[type(node.op)], [node.left, node.right]
        if isinstance(node, ast.Compare):
            if len(node.ops) > 1:
                self._no_operator(node.comparators[0], node.comparators[1], "one comparison at a time")
            if type(node.ops[0]) not in _COMPARISONS:
                self._no_operator(node.left, node.comparators[0], listing(_COMPARISONS.values()))
            return _COMPARISONS[type(node.ops[0])], [node.left, node.comparators[0]]
        expected = "numbers, outcomes, + - * / **, comparisons and functions"
        raise Wrong(node.col_offset, expected, quoted(self._source(node)))

    def _no_operator(self, left: ast.expr, right: ast.expr, expected: str) -> NoReturn:
        between = self.text[left.end_col_offset : right.col_offset]
        word = between.strip(" ()")
        raise Wrong((left.end_col_offset or 0) + between.index(word), expected, quoted(word))


def parts(own: tuple[Own, ...]) -> Iterator[str]:
    """The outcomes that own outcomes use."""
    for one in own:
        yield from one.outcomes


def record_of(own: tuple[Own, ...]) -> dict[str, Any]:
    """What the setup of a sweep says of own outcomes; nothing where there are none."""
    return {"own_outcomes": {one.name: one.text for one in own}} if own else {}
