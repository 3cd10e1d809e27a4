"""Warning about a start without habits, where acts and disputes that go on by themselves would then move trust."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

from dipsim.scenario.schema.exchange_kinds import AGREEMENT, HOTLINE, PACTS
from dipsim.scenario.schema.parts import COLD, SETTLED
from dipsim.scenario.world.geography import proximities
from dipsim.scenario.yaml.nodes import Mapping, dotted, place
from dipsim.scenario.yaml.problems import Report

PROPOSED = ("pair", "directed", "hosted")  # forms of kinds that two nations wish for; both must be willing
ROADS = ("crisis.incident", "crisis.motive", "crisis.fear")  # how a dispute begins
Pairs = set[tuple[str, ...]]


def doubt_start(tree: Mapping, spec: Any, report: Report) -> None:
    """Add to ``report`` a warning where acts of ``spec`` go on by themselves but its start is not settled; ``tree``
    gives the place in the file."""
    start = spec.options.start
    if start == SETTLED:
        return
    usual = list(_usual(spec, start))
    if usual:
        path = ("options", "start")
        expected = "settled, since acts that were there before the start move trust in the first year otherwise"
        more = f" and {len(usual) - 1} more" if len(usual) > 1 else ""
        found = f"{start}, where these go on by themselves: {usual[0]}{more}"
        report.add(place(tree, path, at_key=True), "W1615", dotted(tree, path), expected, found)


def _usual(spec: Any, start: str) -> Iterator[str]:
    """Titles of the kinds that go on without a date, and disputes where the start leaves their accounts empty."""
    linked = _linked(spec)
    barred = {one.between for one in spec.relations if 0.0 in one.willingness.values()}
    held, in_force = _held(spec), _in_force(spec)
    friction = spec.parameters["crisis.contact"] > 0.0 or any(one.dispute > 0.0 for one in spec.relations)
    for name, kind in spec.kinds.items():
        if kind.is_off:
            continue
        comes_up = kind.numbers["rate"] > 0.0
        proposed = kind.form in PROPOSED and comes_up and bool(linked - barred)
        incident = kind.form == "incident" and comes_up and friction and bool(linked)
        kept = name in in_force and kind.numbers["upkeep_evidence"] > 0.0
        if proposed or incident or kept or name in held:
            yield kind.title
    if start == COLD and linked and any(spec.parameters[road] > 0.0 for road in ROADS):
        yield "disputes"


def _linked(spec: Any) -> Pairs:
    """Pairs that may do something: near, listed under ``relations``, or members of one organisation."""
    near: Pairs = set(proximities(spec)) | {one.between for one in spec.relations}
    return near | {pair for one in spec.organisations for pair in combinations(one.members, 2)}


def _held(spec: Any) -> set[str]:
    """Kinds of which organisations with two members or more hold some each year."""
    groups = [one for one in spec.organisations if len(one.members) > 1]
    forums = {"forum" for one in groups if one.meets > 0.0}
    return forums | {name for one in groups for name, rate in one.holds.items() if rate > 0.0}


def _in_force(spec: Any) -> set[str]:
    """Standing kinds that are in force between two nations at the start."""
    names = {PACTS[content] for one in spec.relations for content in one.pact}
    names |= {PACTS[one.content or "defence"] for one in spec.organisations if one.kind == "alliance"}
    names |= {AGREEMENT for one in spec.relations if one.agreements}
    names |= {HOTLINE for one in spec.relations if one.hotline}
    return names | {name for one in spec.relations for name in one.in_force}
