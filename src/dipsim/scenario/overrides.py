"""Overrides by dotted path, ``nations.*.transparency=0.9``, applied to the tree before it is checked.

A name or ``*`` at each step. Relations are named by pair (``relations.ARL-BOR.dispute``, made when the pair is not
listed yet), organisations by name, entries of the timeline and of ``expect`` by number from 0. Nations, organisations
and numbered entries must exist. A problem stands in the file ``--set``, on the line that counts the overrides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Dict
from typing import Any, TypeAlias

from dipsim.model.parameters import NATION, PARAMETERS
from dipsim.scenario.schema.catalogue import catalogue
from dipsim.scenario.yaml.nodes import (
    Mapping,
    Mark,
    Node,
    Scalar,
    Sequence,
    child,
    copy,
    is_sourced,
    mapping,
    pair_of,
    sequence,
)
from dipsim.scenario.yaml.parser import compose
from dipsim.scenario.yaml.problems import Report, nearest, quoted
from dipsim.scenario.yaml.read_text import clean
from dipsim.scenario.yaml.scalars import describe

Sets: TypeAlias = "Iterable[str] | Dict[str, Any]"
SHOWN = "--set"
SECTIONS = (
    *("dipsim", "title", "about", "sources", "base", "time", "money", "issues", "nations", "relations"),
    *("organisations", "catalogue", "exchanges", "processes", "options", "timeline", "expect"),
)


def written(sets: Sets) -> list[str]:
    """The overrides ``sets`` as PATH=VALUE texts, given as such texts or as a mapping of path to value."""
    if isinstance(sets, str):
        return [sets]
    if isinstance(sets, Dict):
        return [f"{path}={_write(value)}" for path, value in sets.items()]
    return [str(one) for one in sets]


def _write(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(float(value)) if isinstance(value, float) else str(value)


def apply(tree: Mapping, sets: Sets, report: Report) -> None:
    """Change ``tree`` in place by the overrides ``sets``, one after the other; later ones win. Problems go to
    ``report``."""
    for number, text in enumerate(written(sets), start=1):
        path, equals, value = text.partition("=")
        mark = Mark(SHOWN, number, 1)
        if not equals or not path.strip() or not value.strip():
            report.add(mark, "E1305", "", "PATH=VALUE", quoted(text))
            continue
        node = _value(value, number, len(path) + 1, report)
        if node is not None:
            _Setter(mark, path.strip(), report).set(tree, node)


def _value(text: str, number: int, offset: int, report: Report) -> Node | None:
    """The value as a node whose marks count columns in the whole override."""
    inner = Report()
    cleaned = clean(text.strip(), SHOWN, inner)
    node = None if cleaned is None else compose(cleaned, SHOWN, inner)
    shift = offset + len(text) - len(text.lstrip())
    for p in inner.problems:
        column = 1 if p.code == "E1008" else p.column
        report.add(Mark(SHOWN, number, column + shift), p.code, p.path, p.expected, p.found, p.suggestion)
    return None if node is None else _moved(node, number, shift)


def _moved(node: Node, number: int, shift: int) -> Node:
    mark = Mark(SHOWN, number, node.mark.column + shift)
    if isinstance(node, Mapping):
        twin = Mapping(mark)
        for key, value in node.items():
            at = Mark(SHOWN, number, node.key_mark(key).column + shift)
            twin.put(key, _moved(value, number, shift), at)
        return twin
    if isinstance(node, Sequence):
        row = Sequence(mark)
        row.extend(_moved(value, number, shift) for value in node)
        return row
    return Scalar(str(node), mark, node.quoted)


class _Setter:
    """Walks one path and sets its end, for every match of a wildcard."""

    def __init__(self, mark: Mark, path: str, report: Report) -> None:
        self.mark = mark
        self.path = path
        self.report = report

    def set(self, tree: Mapping, value: Node) -> None:
        section, _, rest = self.path.partition(".")
        if section not in SECTIONS:
            self.lost("a path that begins with a section, as in nations.*.gdp", quoted(self.path), self.meant(tree))
        elif not rest:
            tree.put(section, value, self.mark)
        elif section == "relations":
            self.relations(tree, rest, value)
        elif section == "organisations":
            self.organisations(tree, rest, value)
        elif section == "exchanges" and rest.startswith("*."):
            self.every_kind(tree, rest[2:], value)
        else:
            self.walk(tree, [section, *rest.split(".")], value, must_exist=section == "nations")

    def meant(self, tree: Mapping) -> str:
        """The path that may be meant where its section is missing or misspelt."""
        first, _, rest = self.path.partition(".")
        last = self.path.rpartition(".")[2]
        pairs = ["-".join(pair_of(node) or ()) for node in sequence(tree, "relations")]
        if first in mapping(tree, "nations"):
            return f"nations.{self.path}"
        if "-".join(sorted(first.split("-"))) in pairs:
            return f"relations.{self.path}"
        if not rest and last in NATION:
            return f"nations.*.{last}"
        if self.path in PARAMETERS:
            return f"processes.{self.path}"
        near = nearest(first, SECTIONS)
        return f"{near}.{rest}" if near and rest else near

    def walk(self, node: Node, words: list[str], value: Node, must_exist: bool = False) -> None:
        """Go down ``words`` from ``node``, making mappings on the way, and set the last one."""
        word = words[0]
        if isinstance(node, Sequence):
            self.entries(node, words, value)
            return
        if not isinstance(node, Mapping) or is_sourced(node):
            self.lost("a mapping", describe(node) if not isinstance(node, Mapping) else "a sourced number")
            return
        if word == "*":
            if not node:
                self.lost("something that '*' can stand for", "nothing")
            for key in list(node):
                self.walk(node, [key, *words[1:]], value)
        elif len(words) == 1:
            node.put(word, copy(value), self.mark)
        else:
            if word not in node:
                node.put(word, Mapping(self.mark), self.mark)
            below = node[word]
            if must_exist and words[1] != "*" and child(below, words[1]) is None:
                known = list(below) if isinstance(below, Mapping) else []
                self.lost("a nation of the scenario", quoted(words[1]), nearest(words[1], known))
                return
            self.walk(below, words[1:], value)

    def entries(self, node: Sequence, words: list[str], value: Node) -> None:
        numbers = range(len(node)) if words[0] == "*" else [int(words[0])] if words[0].isdecimal() else []
        if not numbers or max(numbers) >= len(node):
            self.lost(f"a number below {len(node)} or '*'", quoted(words[0]))
            return
        for number in numbers:
            if len(words) == 1:
                node[number] = copy(value)
            else:
                self.walk(node[number], words[1:], value)

    def relations(self, tree: Mapping, rest: str, value: Node) -> None:
        pair, _, key = rest.partition(".")
        if "relations" not in tree:
            tree.put("relations", Sequence(self.mark), self.mark)
        listed = tree["relations"]
        names = pair.split("-")
        if not isinstance(listed, Sequence) or not key or (pair != "*" and len(names) != 2):
            self.lost("relations.A-B.KEY", quoted(self.path))
            return
        requested = None if pair == "*" else (min(names), max(names))
        found = [node for node in listed if requested is None or pair_of(node) == requested]
        if not found and requested is not None:
            found = [self.new_relation(listed, names)]
        elif not found:
            self.lost("something that '*' can stand for", "no relations")
        for node in found:
            self.walk(node, key.split("."), value)

    def new_relation(self, listed: Sequence, names: list[str]) -> Mapping:
        between = Sequence(self.mark)
        between.extend(Scalar(name, self.mark) for name in names)
        relation = Mapping(self.mark)
        relation.put("between", between)
        listed.append(relation)
        return relation

    def organisations(self, tree: Mapping, rest: str, value: Node) -> None:
        listed = tree.get("organisations")
        known: dict[str, Node] = {}
        for node in listed if isinstance(listed, Sequence) else []:
            known[str(child(node, "name") or "")] = node
        if rest.startswith("*."):
            for node in known.values():
                self.walk(node, rest[2:].split("."), value)
            return
        name = max((name for name in known if name and rest.startswith(f"{name}.")), key=len, default=None)
        if name is None:
            self.lost("an organisation of the scenario", quoted(rest), nearest(rest.rsplit(".", 1)[0], known))
            return
        self.walk(known[name], rest[len(name) + 1 :].split("."), value)

    def every_kind(self, tree: Mapping, rest: str, value: Node) -> None:
        given = tree.get("exchanges")
        names = [name for name, entry in catalogue().items() if not entry.optional]
        for name in dict.fromkeys([*names, *_not_off(given)]):
            if isinstance(child(given, name), Scalar):
                continue
            self.walk(tree, ["exchanges", name, *rest.split(".")], value)

    def lost(self, expected: str, found: str, suggestion: str = "") -> None:
        self.report.add(self.mark, "E1306", self.path, expected, found, suggestion)


def _not_off(given: Node | None) -> Iterator[str]:
    if isinstance(given, Mapping):
        yield from (name for name, node in given.items() if isinstance(node, Mapping))
