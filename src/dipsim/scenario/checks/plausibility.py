"""Warnings about what is valid and hardly meant: sales beyond budgets, trust against promises, plans nobody can pay."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from dipsim.scenario.schema.events import interval_months
from dipsim.scenario.yaml.nodes import Mapping, Steps, dotted, pair_of, place, sequence
from dipsim.scenario.yaml.problems import Report

BUDGETS = 2.0  # annual military budgets of the buyer beyond which a sale is doubted
LARGEST = 50_000.0  # billions of USD: more than the gdp of any state
ALLIED, OPPOSED = 0.4, 0.75  # trust below which a promise of help, and above which a large dispute, is doubted
LARGE = 0.5  # stake of a dispute that hardly goes with a promise of help or with much trust
HELP = {"defence", "conditional", "offence"}
SHORT = 0.2  # trust below the threshold of a kind by which parties would hardly do it of their own will
WILLING = ("cooperation", "alliance")
JOINT = ("pair", "directed", "standing")


def doubt(tree: Mapping, spec: Any, report: Report) -> None:
    """Add to ``report`` a warning for everything implausible in the complete scenario ``spec``; ``tree`` gives the
    place in the file."""
    _sizes(tree, spec, report)
    _sales(tree, spec, report)
    _promises(tree, spec, report)
    _unwilling(tree, spec, report)
    _unpaid(tree, spec, report)


def _warn(tree: Mapping, path: Steps, code: str, expected: str, found: str, report: Report) -> None:
    report.add(place(tree, path, at_key=True), code, dotted(tree, path), expected, found)


def _budget(spec: Any, code: str) -> float:
    """Annual military budget of a nation, in the money of the scenario."""
    return float(spec.nations[code].gdp * spec.nations[code].burden)


def _sizes(tree: Mapping, spec: Any, report: Report) -> None:
    for code, nation in spec.nations.items():
        if nation.gdp > LARGEST * spec.money.per_billion:
            most = f"at most {LARGEST * spec.money.per_billion:g} ({spec.money.unit}), more than any state has"
            _warn(tree, ("nations", code, "gdp"), "W1610", most, f"{nation.gdp:g}", report)


def _sales(tree: Mapping, spec: Any, report: Report) -> None:
    for row, entry in enumerate(spec.timeline):
        buyer, key = str(getattr(entry.args, "to", "")), "value"
        value = getattr(entry.args, "value", None)
        if getattr(entry.args, "tiv", None) is not None:
            value, key = entry.args.tiv * spec.parameters["arming.tiv"], "tiv"
        if value is None or buyer not in spec.nations:
            continue
        budget = _budget(spec, buyer)
        if budget > 0 and value > BUDGETS * budget:
            expected = f"at most {BUDGETS:g} annual military budgets of {buyer} ({BUDGETS * budget:.3g})"
            found = f"{value:.4g}, {value / budget:.3g} budgets"
            _warn(tree, ("timeline", row, entry.event, key), "W1611", expected, found, report)


def _promises(tree: Mapping, spec: Any, report: Report) -> None:
    rows = {pair_of(node): row for row, node in enumerate(sequence(tree, "relations"))}
    for relation in spec.relations:
        row = rows.get((min(relation.between), max(relation.between)))
        if row is None:
            continue
        given, path = relation.trust.values(), ("relations", row)
        if HELP & set(relation.pact):
            if given and min(given) < ALLIED:
                expected, found = f"trust of {ALLIED:g} or more beside a promise of help", f"{min(given):g}"
                _warn(tree, (*path, "trust"), "W1612", expected, found, report)
            if relation.dispute >= LARGE:
                expected, found = f"a dispute below {LARGE:g} beside a promise of help", f"{relation.dispute:g}"
                _warn(tree, (*path, "dispute"), "W1612", expected, found, report)
        if given and max(given) > OPPOSED and relation.dispute >= LARGE:
            expected, found = (
                f"trust of {OPPOSED:g} or less beside a dispute of {relation.dispute:g}",
                f"{max(given):g}",
            )
            _warn(tree, (*path, "trust"), "W1612", expected, found, report)


def _parties(entry: Any) -> tuple[str, ...]:
    """Who takes part in a dated act."""
    between = getattr(entry.args, "between", None)
    sides = [getattr(entry.args, "from_", None), getattr(entry.args, "to", None)]
    return tuple(between) if between else tuple(code for code in sides if code)


def _unwilling(tree: Mapping, spec: Any, report: Report) -> None:
    known = {frozenset(relation.between): relation for relation in spec.relations}
    for row, entry in enumerate(spec.timeline):
        kind, parties = spec.kinds.get(entry.event), _parties(entry)
        relation = known.get(frozenset(parties)) if len(parties) == 2 else None
        if kind is None or relation is None:
            continue
        path: Steps = ("timeline", row, entry.event)
        least = min(relation.trust.values(), default=1.0)
        limit = kind.numbers["threshold"] - SHORT
        if kind.group in WILLING and kind.form in JOINT and least < limit:
            expected = f"trust of {limit:g} or more, with which {' and '.join(parties)} might agree to it"
            _warn(tree, path, "W1613", expected, f"{least:g}", report)


def _unpaid(tree: Mapping, spec: Any, report: Report) -> None:
    """Warn where the dated acts of a year take more money or staff than a nation has for diplomacy."""
    money: dict[str, float] = defaultdict(float)
    staff: dict[str, float] = defaultdict(float)
    last: dict[str, Steps] = {}
    for row, entry in enumerate(spec.timeline):
        kind = spec.kinds.get(entry.event)
        if kind is None or kind.is_off or kind.form == "incident":
            continue
        times = 12.0 / interval_months(entry.every) if entry.every else 1.0
        parties = _parties(entry)
        for code in parties[:1] if kind.form == "measure" else parties:
            if not entry.every and kind.numbers["cost"] <= _purse(spec, code):
                continue  # one act of some year, which that year pays
            money[code] += times * kind.numbers["cost"]
            staff[code] += times * kind.numbers["staff"]
            last[code] = ("timeline", row, entry.event)
    for code, path in last.items():
        purse, slots = _purse(spec, code), float(spec.nations[code].staff)
        if money[code] > purse:
            expected = f"dated acts of {purse:.3g} a year, what {code} has for diplomacy (gdp x diplomacy)"
            _warn(tree, path, "W1614", expected, f"{money[code]:.3g}", report)
        elif staff[code] > slots:
            expected = f"dated acts that take {slots:g} slots of staff a year, what {code} has"
            _warn(tree, path, "W1614", expected, f"{staff[code]:.3g}", report)


def _purse(spec: Any, code: str) -> float:
    return float(spec.nations[code].gdp * spec.nations[code].diplomacy)
