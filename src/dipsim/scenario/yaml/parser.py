"""Strict YAML 1.2: from the parser's events to a tree with marks, without recursion and without interpretation.

Only mappings, lists and scalars are let through: no aliases, anchors, tags, merge keys, directives, several
documents, duplicate keys or keys that are not text. Scalars stay text; the schema decides what they mean.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any, NoReturn

import yaml

from dipsim.scenario.yaml.nodes import Mapping, Mark, Node, Scalar, Sequence
from dipsim.scenario.yaml.problems import Report, quoted
from dipsim.scenario.yaml.read_text import FORBIDDEN_VALUE, mark_at

MAX_DEPTH = 64
MAX_NODES = 2_000_000
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DIRECTIVE = re.compile(r"(?:[ ]*(?:#[^\r\n]*)?(?:\r\n|\r|\n))*%")

_HINTS = {
    "mapping values are not allowed": "valid YAML (text that holds ': ' needs quotes; a line before may lack its ':')",
    "cannot start any token": "valid YAML (text that begins with a special character needs quotes)",
    "did not find expected key": "valid YAML (check the indentation)",
}
_OPENED = {  # what the parser was reading, and what is missing there: said where it began, not where it was noticed
    "while parsing a flow mapping": "valid YAML: a comma, or the '}' that closes the '{' here",
    "while parsing a flow sequence": "valid YAML: a comma, or the ']' that closes the '[' here",
    "while scanning a quoted scalar": "valid YAML: the quote that closes the one here",
    "while scanning a simple key": "valid YAML: ': ' after the key here",
}


class _Stop(Exception):
    """Composing cannot go on; the problem is already reported."""


def compose(text: str, shown: str, report: Report) -> Node | None:
    """The tree of the one YAML document in ``text``, or ``None`` when there is none; problems go to ``report`` under
    the file name ``shown``.

    ``text`` is clean (``text.clean``). Problems that leave the shape clear are all reported.
    """
    before = len(report.errors)
    directive = _DIRECTIVE.match(text)
    if directive:
        report.add(mark_at(text, directive.end() - 1, shown), "E1011", "", "no directive", "'%'")
        return None
    try:
        root = _Composer(shown, report).run(yaml.parse(text, Loader=LOADER))
    except _Stop:
        return None
    except yaml.YAMLError as error:
        _report_syntax(error, shown, report)
        return None
    return root if len(report.errors) == before else None


class _Composer:
    """Builds the tree; ``stack`` holds the open containers, ``keys`` the key that waits in each."""

    def __init__(self, shown: str, report: Report) -> None:
        self.shown = shown
        self.report = report
        self.stack: list[Mapping | Sequence] = []
        self.keys: list[tuple[str, Mark] | None] = []
        self.folded: list[dict[str, Mark]] = []
        self.root: Node | None = None
        self.nodes = 0
        self.documents = 0

    def run(self, events: Iterator[Any]) -> Node | None:
        for event in events:
            mark = Mark(self.shown, event.start_mark.line + 1, event.start_mark.column + 1)
            if isinstance(event, yaml.NodeEvent):
                self.node(event, mark)
            elif isinstance(event, yaml.CollectionEndEvent):
                self.close()
            elif isinstance(event, yaml.DocumentStartEvent):
                self.document(event, mark)
        if self.root is None or (isinstance(self.root, Scalar) and not self.root and not self.root.quoted):
            self.report.add(Mark(self.shown, 1, 1), "E1009", "", "a scenario", "an empty file")
            return None
        return self.root

    def document(self, event: Any, mark: Mark) -> None:
        self.documents += 1
        if self.documents > 1:
            self.refuse(mark, "E1010", "one document", "a second one")
        if event.version or event.tags:
            self.refuse(Mark(self.shown, 1, 1), "E1011", "no directive", "'%'")

    def node(self, event: Any, mark: Mark) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            self.refuse(mark, "E1019", f"at most {MAX_NODES} values", "more")
        if isinstance(event, yaml.AliasEvent):
            self.note(mark, "E1012", "no alias", quoted("*" + str(event.anchor)))
            self.attach(Scalar("", mark, True), mark)
            return
        if event.anchor is not None:
            self.note(mark, "E1013", "no anchor", quoted("&" + str(event.anchor)))
        if event.tag is not None:
            self.note(mark, "E1014", "no tag", quoted(event.tag))
        if isinstance(event, yaml.ScalarEvent):
            self.scalar(event, mark)
        else:
            self.open(Mapping(mark) if isinstance(event, yaml.MappingStartEvent) else Sequence(mark), mark)

    def scalar(self, event: Any, mark: Mark) -> None:
        bad = FORBIDDEN_VALUE.search(event.value)
        if bad:
            self.note(mark, "E1005", "visible characters", f"U+{ord(bad.group()):04X}")
        value = unicodedata.normalize("NFC", event.value) if not event.value.isascii() else event.value
        node = Scalar(value, mark, event.style not in (None, ""))
        if self.stack and isinstance(self.stack[-1], Mapping) and self.keys[-1] is None:
            self.key(node)
        else:
            self.attach(node, mark)

    def key(self, node: Scalar) -> None:
        if node == "<<" and not node.quoted:
            self.refuse(node.mark, "E1015", "no merge key", "'<<'")
        if not node:
            self.refuse(node.mark, "E1017", "a key", "nothing")
        fold = unicodedata.normalize("NFC", node.casefold())
        first = self.folded[-1].setdefault(fold, node.mark)
        if first is not node.mark:
            self.note(node.mark, "E1016", "each key once", f"{quoted(node)} again (first on line {first.line})")
        self.keys[-1] = (str(node), node.mark)

    def open(self, container: Mapping | Sequence, mark: Mark) -> None:
        if len(self.stack) >= MAX_DEPTH:
            self.refuse(mark, "E1018", f"at most {MAX_DEPTH} levels", "a deeper one")
        if self.stack and isinstance(self.stack[-1], Mapping) and self.keys[-1] is None:
            self.refuse(mark, "E1017", "text as a key", "a list or mapping")
        self.attach(container, mark)
        self.stack.append(container)
        self.keys.append(None)
        self.folded.append({})

    def close(self) -> None:
        self.stack.pop()
        self.keys.pop()
        self.folded.pop()

    def attach(self, node: Node, mark: Mark) -> None:
        if not self.stack:
            self.root = node
            return
        parent = self.stack[-1]
        if isinstance(parent, Sequence):
            parent.append(node)
            return
        waiting = self.keys[-1]
        if waiting is None:
            self.refuse(mark, "E1017", "text as a key", "something else")
        parent.put(waiting[0], node, waiting[1])
        self.keys[-1] = None

    def note(self, mark: Mark, code: str, expected: str, found: str) -> None:
        where = ".".join(key[0] for key in self.keys if key is not None)
        self.report.add(mark, code, where, expected, found)

    def refuse(self, mark: Mark, code: str, expected: str, found: str) -> NoReturn:
        self.note(mark, code, expected, found)
        raise _Stop


def _report_syntax(error: yaml.YAMLError, shown: str, report: Report) -> None:
    context, opened = str(getattr(error, "context", None) or ""), getattr(error, "context_mark", None)
    place = getattr(error, "problem_mark", None) or opened
    begun = next((hint for words, hint in _OPENED.items() if words in context), "")
    if begun and opened is not None and place is not None:
        mark = Mark(shown, opened.line + 1, opened.column + 1)
        report.add(mark, "E1008", "", begun, f"line {place.line + 1} without it")
        return
    mark = Mark(shown, place.line + 1, place.column + 1) if place else Mark(shown, 1, 1)
    problem = str(getattr(error, "problem", None) or "text that cannot be read")
    if "nesting depth" in problem:  # PyYAML's own limit; it reads up to 1,024 characters ahead, so it may come first
        report.add(mark, "E1018", "", f"at most {MAX_DEPTH} levels", "a deeper one")
        return
    expected = next((hint for words, hint in _HINTS.items() if words in problem), "valid YAML")
    report.add(mark, "E1008", "", expected, quoted(problem))
