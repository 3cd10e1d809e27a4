"""A scenario and what it is based on, merged into one tree.

Mappings merge deep, single values and lists are replaced; relations merge by pair and organisations by name. Trust
and history of a relation are alternatives: giving one drops the other of the base.
"""

from __future__ import annotations

from pathlib import Path

from dipsim.scenario import locate
from dipsim.scenario.relations_csv import read_table
from dipsim.scenario.yaml.nodes import Mapping, Node, Scalar, Sequence, child, is_sourced, pair_of
from dipsim.scenario.yaml.parser import compose
from dipsim.scenario.yaml.problems import Report, quoted
from dipsim.scenario.yaml.read_text import read_text
from dipsim.scenario.yaml.scalars import describe

MAX_DEPTH = 8
_ALTERNATIVE = {"trust": "history", "history": "trust"}


def read_tree(path: Path, shown: str, report: Report, text: str | None = None) -> Mapping | None:
    """The tree of the file ``path``, merged with its bases; ``text`` replaces the content of the file. ``None`` after a
    problem, which goes to ``report`` under the file name ``shown``."""
    return _read(path, shown, report, text, ())


def _read(path: Path, shown: str, report: Report, text: str | None, above: tuple[Path, ...]) -> Mapping | None:
    text = read_text(path, shown, report) if text is None else text
    tree = None if text is None else compose(text, shown, report)
    if tree is None:
        return None
    if not isinstance(tree, Mapping):
        report.add(tree.mark, "E1103", "", "a mapping", describe(tree))
        return None
    _fetch_relations(tree, path.parent, shown, report)
    base = tree.get("base")
    if not isinstance(base, Scalar) or not base:
        return tree
    lower = _base(base, path, shown, report, (*above, path.resolve()))
    if lower is None:
        return None if report.errors else tree
    del tree["base"]
    lower.pop("base", None)
    return merge(lower, tree)


def _base(name: Scalar, path: Path, shown: str, report: Report, above: tuple[Path, ...]) -> Mapping | None:
    target = locate.shipped(str(name)) or locate.inside(str(name), path.parent, name.mark, "base", "E1301", report)
    if target is None:
        return None
    if target.resolve() in above:
        report.add(name.mark, "E1303", "base", "a scenario that is not based on this one", quoted(name))
        return None
    if len(above) > MAX_DEPTH:
        report.add(name.mark, "E1304", "base", f"at most {MAX_DEPTH} bases", "one more")
        return None
    label = target.name if locate.shipped(str(name)) else str(Path(shown).parent / str(name))
    return _read(target, label, report, None, above)


def _fetch_relations(tree: Mapping, home: Path, shown: str, report: Report) -> None:
    """Replace ``relations: {from: file.csv, list: [...]}`` by the list of all of them."""
    given = tree.get("relations")
    if not isinstance(given, Mapping) or "from" not in given:
        return
    for key in given:
        if key not in ("from", "list"):
            report.add(given.key_mark(key), "E1101", f"relations.{key}", "from and list", quoted(key))
    source, rows = given["from"], Sequence(given.mark)
    if not isinstance(source, Scalar):
        report.add(source.mark, "E1103", "relations.from", "the name of a CSV file", describe(source))
    else:
        target = locate.inside(str(source), home, source.mark, "relations.from", "E1309", report)
        if target is not None:
            rows.extend(read_table(target, str(Path(shown).parent / str(source)), report))
    listed = given.get("list")
    if listed is not None and not isinstance(listed, Sequence):
        report.add(listed.mark, "E1103", "relations.list", "a list", describe(listed))
    elif listed is not None:
        rows.extend(listed)
    tree.put("relations", rows, tree.key_mark("relations"))


def merge(lower: Mapping, upper: Mapping, at: tuple[str, ...] = ()) -> Mapping:
    """``lower`` changed by ``upper``, at the path ``at`` of the scenario; neither is altered."""
    merged = Mapping(upper.mark)
    dropped = {_ALTERNATIVE[key] for key in upper if key in _ALTERNATIVE} if at == ("relations",) else set()
    for key, node in lower.items():
        if key not in dropped:
            merged.put(key, node, lower.key_mark(key))
    for key, node in upper.items():
        below = merged.get(key)
        merged.put(key, node if below is None else _join(below, node, (*at, key)), upper.key_mark(key))
    return merged


def _join(lower: Node, upper: Node, at: tuple[str, ...]) -> Node:
    if isinstance(lower, Mapping) and isinstance(upper, Mapping) and not is_sourced(lower) and not is_sourced(upper):
        return merge(lower, upper, at)
    if isinstance(lower, Sequence) and isinstance(upper, Sequence) and at in (("relations",), ("organisations",)):
        return _join_lists(lower, upper, at)
    return upper


def _join_lists(lower: Sequence, upper: Sequence, at: tuple[str, ...]) -> Sequence:
    """Entries of ``upper`` change those of ``lower`` with the same key; others follow."""
    joined = Sequence(upper.mark)
    joined.extend(lower)
    rows = {_key(node, at[0]): row for row, node in reversed(list(enumerate(lower))) if _key(node, at[0])}
    for node in upper:
        row = rows.pop(_key(node, at[0]), None)
        before = None if row is None else joined[row]
        if row is not None and isinstance(before, Mapping) and isinstance(node, Mapping):
            joined[row] = merge(before, node, at)
        else:
            joined.append(node)
    return joined


def _key(node: Node, section: str) -> tuple[str, ...]:
    name = child(node, "name")
    return (pair_of(node) or ()) if section == "relations" else ((str(name),) if isinstance(name, Scalar) else ())
