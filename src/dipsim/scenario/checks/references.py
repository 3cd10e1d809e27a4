"""What the parts of a scenario must agree on: every name is known, nothing is said twice.

The checks read the tree as it was written and step over what the schema reports, so that all problems come at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from re import fullmatch

from dipsim.model.state import trust_accounts
from dipsim.scenario.schema import exchange_kinds
from dipsim.scenario.schema.catalogue import catalogue
from dipsim.scenario.schema.events import EVENTS, WHEN
from dipsim.scenario.schema.parts import CODE, WORD
from dipsim.scenario.yaml.nodes import (
    Mapping,
    Mark,
    Node,
    Scalar,
    Sequence,
    child,
    dotted,
    is_sourced,
    mapping,
    pair_of,
    sequence,
)
from dipsim.scenario.yaml.problems import Report, listing, nearest, quoted

MAX_NATIONS, MAX_KINDS = 5000, 500
TAKEN = {*EVENTS, *WHEN, *trust_accounts.FIXED, "cooperation", "as_is"}  # what no exchange kind may be called
SORTS = {"standing": "a standing kind", "measure": "a measure"}
KEYS = {"standing": "in_force", "measure": "measures, by who keeps it up"}  # where a kind of a form is said to stand
DIRECTED = ("trust", "history", "notice", "dependence", "willingness", "measures")


@dataclass
class Names:
    """The tree, the report, and the names that other parts may refer to."""

    tree: Mapping
    report: Report
    nations: dict[str, None]
    issues: dict[str, None]
    organisations: dict[str, None]
    kinds: dict[str, None]

    @classmethod
    def of(cls, tree: Mapping, report: Report) -> Names:
        """The names that the unchecked ``tree`` of a scenario defines; problems go to ``report``."""
        named = [str(child(node, "name") or "") for node in sequence(tree, "organisations")]
        known = dict.fromkeys([*catalogue(), *mapping(tree, "exchanges")])
        nations, issues = dict.fromkeys(mapping(tree, "nations")), dict.fromkeys(mapping(tree, "issues"))
        return cls(tree, report, nations, issues, dict.fromkeys(named), known)

    def known(self, node: Node | None, names: Iterable[str], code: str, word: str, *path: str | int) -> bool:
        """Whether the scalar ``node`` is one of ``names``. If not, the problem ``code`` at ``path`` is reported:
        ``word`` was expected, and the nearest name is suggested."""
        if not isinstance(node, Scalar) or not node:
            return False
        if node in names:
            return True
        self.report.add(node.mark, code, dotted(self.tree, path), word, quoted(node), nearest(str(node), names))
        return False

    def nation(self, node: Node | None, *path: str | int) -> bool:
        """Whether ``node`` at ``path`` is the code of a nation; reported as E1201 if not."""
        return self.known(node, self.nations, "E1201", "a nation of the scenario", *path)

    def kind(self, node: Node | None, *path: str | int) -> bool:
        """Whether ``node`` at ``path`` is the name of an exchange kind; reported as E1202 if not."""
        return self.known(node, self.kinds, "E1202", "an exchange kind", *path)

    def different(self, nodes: Iterable[Node], *path: str | int) -> None:
        """Report every one of ``nodes`` at ``path`` that is no nation, or repeats an earlier one (E1210)."""
        seen: set[str] = set()
        for number, node in enumerate(nodes):
            if self.nation(node, *path, number) and isinstance(node, Scalar) and node in seen:
                where = dotted(self.tree, path)
                self.report.add(node.mark, "E1210", where, "different nations", f"{quoted(node)} twice")
            seen.add(str(node))


def check(names: Names) -> None:
    """Report every reference in nations, relations, organisations, exchanges and options that ``names`` does not
    know."""
    nations(names)
    relations(names)
    organisations(names)
    exchanges(names)
    options(names)


def nations(names: Names) -> None:
    """Report a missing or empty list of nations, interests in unknown issues, and the like, with ``names``."""
    tree, report = names.tree, names.report
    given = mapping(tree, "nations")
    if "nations" in tree and isinstance(tree["nations"], Mapping) and not given:
        report.add(given.mark, "E1114", "nations", "at least one nation", "none")
    if len(given) > MAX_NATIONS:
        report.add(given.mark, "E1401", "nations", f"at most {MAX_NATIONS} nations", str(len(given)))
    _check_keys(given, CODE, "nations", "a code like ARL (A-Z, 0-9 and _, 2 to 12 long)", report)
    _check_keys(mapping(tree, "issues"), WORD, "issues", "a name in small letters, digits and _", report)
    _unique(given, "name", "E1206", report)
    _unique(given, "id", "E1207", report)
    for code, nation in given.items():
        for issue in mapping(nation, "interests"):
            key = Scalar(issue, mapping(nation, "interests").key_mark(issue))
            names.known(key, names.issues, "E1203", "an issue of the scenario", "nations", code, "interests", issue)


def options(names: Names) -> None:
    """Report names in ``options`` that ``names`` does not know: nations played by hand, and kinds that are stopped."""
    names.different(_listed(names.tree, "by_hand"), "options", "by_hand")
    for number, node in enumerate(_listed(names.tree, "stopped")):
        names.kind(node, "options", "stopped", number)


def _listed(tree: Mapping, key: str) -> list[Node]:
    """The words of an option that takes one or several."""
    given = child(child(tree, "options"), key)
    return [given] if isinstance(given, Scalar) else [*given] if isinstance(given, Sequence) else []


def _check_keys(given: Mapping, pattern: str, section: str, expected: str, report: Report) -> None:
    for key in given:
        if not fullmatch(pattern, key):
            meant = key.upper() if section == "nations" else key.casefold().replace(" ", "_").replace("-", "_")
            suggestion = meant if fullmatch(pattern, meant) else ""
            report.add(given.key_mark(key), "E1111", f"{section}.{key}", expected, quoted(key), suggestion)


def _unique(given: Mapping, key: str, code: str, report: Report) -> None:
    """No two nations share what ``key`` says (else their code), letter case and spaces aside."""
    seen: dict[str, Mark] = {}
    for name, nation in given.items():
        statement = child(nation, key)
        node = statement if isinstance(statement, Scalar) and statement else Scalar(name, given.key_mark(name))
        fold = " ".join(node.casefold().split())
        if fold in seen:
            found = f"{quoted(node)} again (first on line {seen[fold].line})"
            report.add(node.mark, code, f"nations.{name}.{key}", f"a different {key}", found)
        seen.setdefault(fold, node.mark)


def relations(names: Names) -> None:
    """Report relations between unknown or equal nations, and pairs listed twice, with ``names``."""
    seen: dict[tuple[str, str], Mark] = {}
    for number, relation in enumerate(sequence(names.tree, "relations")):
        path = ("relations", number)
        names.different(sequence(relation, "between"), *path, "between")
        pair = pair_of(relation)
        where = dotted(names.tree, path)
        if pair and pair in seen:
            found = f"{quoted('-'.join(pair))} again (first on line {seen[pair].line})"
            names.report.add(relation.mark, "E1208", where, "each pair once", found)
        if pair:
            seen.setdefault(pair, relation.mark)
        if isinstance(relation, Mapping) and "trust" in relation and "history" in relation:
            names.report.add(relation.key_mark("history"), "E1211", where, "trust or history", "both")
        _in_force(names, child(relation, "in_force"), "standing", *path, "in_force")
        measures = child(relation, "measures")
        by = measures if isinstance(measures, Mapping) else {}
        for code, kept_up in by.items():
            _in_force(names, kept_up, "measure", *path, "measures", code)
        if not by:
            _in_force(names, measures, "measure", *path, "measures")
        for key in DIRECTED:
            _directions(names, mapping(relation, key), pair, *path, key)


def _in_force(names: Names, given: Node | None, form: str, *path: str | int) -> None:
    """Report every kind in ``given``, a word or a list at ``path``, that is not known or not of ``form``."""
    listed = [*given] if isinstance(given, Sequence) else [given]
    for place, node in enumerate(listed):
        at = (*path, place) if isinstance(given, Sequence) else path
        found = exchange_kinds.form_of(names.tree, str(node))
        if names.kind(node, *at) and isinstance(node, Scalar) and found != form:
            expected = f"{SORTS[form]} ({SORTS[found]} stands under {KEYS[found]})" if found in KEYS else SORTS[form]
            names.report.add(node.mark, "E1216", dotted(names.tree, at), expected, f"form {found}")


def _directions(names: Names, given: Mapping, pair: tuple[str, str] | None, *path: str | int) -> None:
    if is_sourced(given) or pair is None:
        return
    for code in given:
        if code not in pair:
            where = dotted(names.tree, (*path, code))
            names.report.add(given.key_mark(code), "E1212", where, listing(pair), quoted(code), nearest(code, pair))


def organisations(names: Names) -> None:
    """Report organisations that are named twice, or have unknown members or kinds, with ``names``."""
    seen: dict[str, Mark] = {}
    for number, organisation in enumerate(sequence(names.tree, "organisations")):
        path = ("organisations", number)
        name = child(organisation, "name")
        if isinstance(name, Scalar) and name:
            fold = " ".join(name.casefold().split())
            if fold in seen:
                found = f"{quoted(name)} again (first on line {seen[fold].line})"
                names.report.add(name.mark, "E1209", dotted(names.tree, path), "a different name", found)
            seen.setdefault(fold, name.mark)
            if name == "*" or "=" in name:
                names.report.add(
                    name.mark, "E1223", dotted(names.tree, path), "a name without '=' and not '*'", quoted(name)
                )
        names.different(sequence(organisation, "members"), *path, "members")
        holds = mapping(organisation, "holds")
        for kind in holds:
            key = Scalar(kind, holds.key_mark(kind))
            form = exchange_kinds.form_of(names.tree, kind)
            if names.kind(key, *path, "holds", kind) and form not in ("pair", "many"):
                where = dotted(names.tree, (*path, "holds", kind))
                names.report.add(key.mark, "E1221", where, "acts of pairs or of many", f"a kind of form {form}")


def exchanges(names: Names) -> None:
    """Report more exchange kinds than allowed, unknown keys, and circles of ``like``, with ``names``."""
    given = mapping(names.tree, "exchanges")
    if len(given) > MAX_KINDS:
        names.report.add(given.mark, "E1114", "exchanges", f"at most {MAX_KINDS} exchange kinds", f"{len(given)}")
        names.report.stop(early=True)
    _check_keys(given, WORD, "exchanges", "a name in small letters, digits and _", names.report)
    for name, override in given.items():
        mark, path = given.key_mark(name), f"exchanges.{name}"
        if name in TAKEN or name.startswith("baseline"):
            names.report.add(mark, "E1219", path, "a name that no event and no account of trust has", quoted(name))
            continue
        like = child(override, "like")
        if isinstance(like, Scalar) and not names.kind(like, "exchanges", name, "like"):
            continue
        links = exchange_kinds.chain(names.tree, name)
        if links[-1] in links[:-1]:
            at = like.mark if isinstance(like, Scalar) else mark
            names.report.add(at, "E1217", f"{path}.like", "a kind that is not like this one", quoted(links[-1]))
        elif name not in catalogue() and like is None:
            if isinstance(override, Scalar) and override == "off":
                names.report.add(mark, "E1202", path, "an exchange kind", quoted(name), nearest(name, catalogue()))
            elif not isinstance(override, Mapping) or not {"form", "group"} <= set(override):
                hint = nearest(name, catalogue())
                names.report.add(mark, "E1218", path, "like, or form and group", "a new kind without them", hint)
