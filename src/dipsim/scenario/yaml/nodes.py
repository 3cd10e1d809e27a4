"""The tree that a scenario file becomes: text, mappings and lists that remember where they stood.

A scalar is a ``str``, a mapping a ``dict`` and a sequence a ``list``, so the tree can go straight into pydantic; each
node also has a ``mark``. Nothing is interpreted here: ``NO`` is the text NO until the schema says what it should be.
"""

from __future__ import annotations

from typing import NamedTuple, Self, TypeAlias


class Mark(NamedTuple):
    """A place in a file; line and column count from 1."""

    file: str
    line: int
    column: int


class Scalar(str):
    """A piece of text as written, and whether it was quoted."""

    __slots__ = ("mark", "quoted")
    mark: Mark
    quoted: bool

    def __new__(cls, text: str, mark: Mark, quoted: bool = False) -> Self:
        self = super().__new__(cls, text)
        self.mark = mark
        self.quoted = quoted
        return self


class Sequence(list["Node"]):
    """A list of nodes."""

    __slots__ = ("mark",)

    def __init__(self, mark: Mark) -> None:
        super().__init__()
        self.mark = mark


class Mapping(dict[str, "Node"]):
    """Nodes by key; ``marks`` holds the place of each key."""

    __slots__ = ("mark", "marks")

    def __init__(self, mark: Mark) -> None:
        super().__init__()
        self.mark = mark
        self.marks: dict[str, Mark] = {}

    def put(self, key: str, node: Node, mark: Mark | None = None) -> None:
        """Set ``key`` to ``node``; the key stands at ``mark``, else where the node stands."""
        self[key] = node
        self.marks[key] = mark or node.mark

    def key_mark(self, key: str) -> Mark:
        """Place of ``key`` in the file; that of the mapping where the key is not in it."""
        return self.marks.get(key, self.mark)


Node: TypeAlias = Scalar | Sequence | Mapping
Steps: TypeAlias = tuple[str | int, ...]

SOURCED = {"value", "source", "year", "grade"}


def is_sourced(node: object) -> bool:
    """Whether ``node`` is a number written as ``{value: ..., source: ...}``."""
    return isinstance(node, Mapping) and "value" in node and set(node) <= SOURCED


def copy(node: Node) -> Node:
    """A copy that shares no mapping and no list with ``node``; depth is bounded by the composer."""
    if isinstance(node, Mapping):
        twin = Mapping(node.mark)
        for key, value in node.items():
            twin.put(key, copy(value), node.key_mark(key))
        return twin
    if isinstance(node, Sequence):
        row = Sequence(node.mark)
        row.extend(copy(value) for value in node)
        return row
    return node


def child(node: object, key: str | int) -> Node | None:
    """The node under ``key``, or ``None`` when there is none or ``node`` holds nothing."""
    if isinstance(node, Mapping):
        return node.get(str(key))
    if isinstance(node, Sequence) and isinstance(key, int) and 0 <= key < len(node):
        return node[key]
    return None


def mapping(node: object, key: str | int) -> Mapping:
    """The mapping under ``key`` of ``node``; an empty one when something else or nothing is there."""
    found = child(node, key)
    return found if isinstance(found, Mapping) else Mapping(getattr(node, "mark", Mark("", 1, 1)))


def sequence(node: object, key: str | int) -> Sequence:
    """The list under ``key`` of ``node``; an empty one when something else or nothing is there."""
    found = child(node, key)
    return found if isinstance(found, Sequence) else Sequence(getattr(node, "mark", Mark("", 1, 1)))


def place(root: Node, path: Steps, at_key: bool = False) -> Mark:
    """Place of the deepest node below ``root`` on ``path`` that exists; with ``at_key`` that of its key."""
    node: Node = root
    mark = root.mark
    for key in path:
        below = child(node, key)
        if below is None:
            continue
        mark = node.key_mark(str(key)) if at_key and isinstance(node, Mapping) else below.mark
        node = below
    return mark


def pair_of(relation: object) -> tuple[str, str] | None:
    """The two names of a relation in sorted order, or ``None`` when it does not name two."""
    names = [str(name) for name in sequence(relation, "between") if isinstance(name, Scalar)]
    return (min(names), max(names)) if len(names) == 2 else None


def dotted(root: Node, path: Steps) -> str:
    """The ``path`` below ``root`` as a user writes it: relations by pair, organisations by name, other lists by
    number."""
    words: list[str] = []
    node: Node | None = root
    for key in path:
        below = child(node, key)
        pair = pair_of(below) if words == ["relations"] else None
        name = child(below, "name") if words == ["organisations"] else None
        if pair:
            words.append("-".join(pair))
        elif isinstance(name, Scalar):
            words.append(str(name))
        elif key != "":
            words.append(str(key))
        node = below if below is not None else node
    return ".".join(words)
