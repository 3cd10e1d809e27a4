"""Warnings: what is allowed and still looks like a slip."""

from __future__ import annotations

import unicodedata
from typing import Any

from dipsim.scenario.schema.events import interval_months
from dipsim.scenario.schema.exchange_kinds import AGREEMENT, HOTLINE, PACTS, Kind
from dipsim.scenario.world.geography import proximities
from dipsim.scenario.yaml.nodes import Mapping, Steps, child, dotted, place, sequence
from dipsim.scenario.yaml.problems import Report, quoted

STANDING = ("upkeep_evidence", "cover_defence", "cover_offence", "restraint", "pledge", "work", "saving", "exit")
SANCTION = ("need_wrong", "blocks", "damage", "followed")
GROUP = ("verification", "limit")
DIRECTED = ("evidence_back", "dependence", "revenue", "need_unmet", "licensed")
SMALL = 60  # nations up to which every pair is looked at


def lint(tree: Mapping, spec: Any, report: Report) -> None:
    """Add to ``report`` the warnings about a complete scenario ``spec``; ``tree`` gives the place in the file."""
    _idle_numbers(tree, spec, report)
    _idle_organisations(tree, spec, report)
    _switched_off(tree, spec, report)
    _strangers(tree, spec, report)
    _issues(tree, spec, report)
    _alphabets(tree, spec, report)
    _fast_events(tree, spec, report)
    _idle_orders(tree, spec, report)


def _warn(tree: Mapping, path: Steps, code: str, expected: str, found: str, report: Report) -> None:
    report.add(place(tree, path, at_key=True), code, dotted(tree, path), expected, found)


def _idle_numbers(tree: Mapping, spec: Any, report: Report) -> None:
    for name, override in spec.exchanges.items():
        kind = spec.kinds[name]
        for key, value in override.changes.items():
            reason = _idle(kind, key) if value else ""
            if reason:
                _warn(tree, ("exchanges", name, key), "W1601", reason, "a number without effect", report)


def _idle(kind: Kind, key: str) -> str:
    """Why a number of a kind cannot matter; empty when it can."""
    numbers = kind.numbers
    if kind.is_off:
        return "a kind that is on"
    if key in STANDING and kind.form != "standing":
        return "form standing"
    if key in SANCTION and kind.form != "measure":
        return "form measure"
    if key in GROUP and kind.form != "group":
        return "form group"
    if key == "term" and kind.form not in ("standing", "measure"):
        return "form standing or measure"
    if key == "upkeep" and kind.form not in ("standing", "group"):
        return "form standing or group"
    if key in DIRECTED and kind.form not in ("directed", "incident"):
        return "form directed"
    if key == "price" and not numbers["delivery"]:
        return "a delivery above 0"
    if key == "risk_weight" and not numbers["licensed"]:
        return "licensed above 0"
    if key == "defensive" and not numbers["alarm"]:
        return "an alarm above 0"
    return ""


def _idle_organisations(tree: Mapping, spec: Any, report: Report) -> None:
    rows = {str(child(node, "name")): row for row, node in enumerate(sequence(tree, "organisations"))}
    for organisation in spec.organisations:
        requested = {"cap": "arms_control", "content": "alliance"}
        for key, kind in requested.items():
            if getattr(organisation, key) and organisation.kind != kind:
                path = ("organisations", rows[organisation.name], key)
                _warn(tree, path, "W1601", f"kind {kind}", "a value without effect", report)


def _switched_off(tree: Mapping, spec: Any, report: Report) -> None:
    off = {name for name, kind in spec.kinds.items() if kind.is_off}
    used: dict[str, Steps] = {}
    for row, relation in enumerate(spec.relations):
        contents = {PACTS[content]: "pact" for content in relation.pact}
        contents |= {AGREEMENT: "agreements"} if relation.agreements else {}
        contents |= {HOTLINE: "hotline"} if relation.hotline else {}
        contents |= dict.fromkeys((kind for kinds in relation.measures.values() for kind in kinds), "measures")
        for name, key in contents.items():
            used.setdefault(name, ("relations", row, key))
    for row, entry in enumerate(spec.timeline):
        used.setdefault(entry.event, ("timeline", row, entry.event))
    for name in sorted(off & set(used)):
        _warn(tree, ("exchanges", name), "W1602", "a kind that is on", f"off, and used in {used[name][0]}", report)


def _strangers(tree: Mapping, spec: Any, report: Report) -> None:
    if not 1 < len(spec.nations) <= SMALL:
        return
    linked = {code for pair in proximities(spec) for code in pair}
    linked |= {code for organisation in spec.organisations for code in organisation.members}
    linked |= {code for relation in spec.relations for code in relation.between}
    for issue in spec.issues:
        holders = {code for code, nation in spec.nations.items() if issue in nation.interests}
        linked |= holders if len(holders) > 1 else set()
    for code in spec.nations:
        if code not in linked:
            _warn(tree, ("nations", code), "W1603", "a relation, an organisation or a near location", "none", report)


def _issues(tree: Mapping, spec: Any, report: Report) -> None:
    for issue in spec.issues:
        holders = [code for code, nation in spec.nations.items() if issue in nation.interests]
        if len(holders) < 2:
            _warn(tree, ("issues", issue), "W1605", "two nations with a position on it", str(len(holders)), report)


def _alphabets(tree: Mapping, spec: Any, report: Report) -> None:
    for code, nation in spec.nations.items():
        scripts = {unicodedata.name(c, "?").split()[0] for c in nation.name if c.isalpha()}
        if len(scripts & {"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"}) > 1:
            _warn(tree, ("nations", code, "name"), "W1604", "letters of one alphabet", quoted(nation.name), report)


def _idle_orders(tree: Mapping, spec: Any, report: Report) -> None:
    for row, entry in enumerate(spec.timeline):
        for key in ("value", "tiv"):
            if getattr(entry.args, key, None) is not None and not spec.kinds[entry.event].numbers["delivery"]:
                path = ("timeline", row, entry.event, key)
                _warn(tree, path, "W1601", "a kind with a delivery above 0", "a number without effect", report)


def _fast_events(tree: Mapping, spec: Any, report: Report) -> None:
    for row, entry in enumerate(spec.timeline):
        if entry.every and interval_months(entry.every) * spec.time.per_year < 12:
            least = f"at least a {spec.time.tick}"
            _warn(tree, ("timeline", row, "every"), "W1606", least, quoted(entry.every), report)
