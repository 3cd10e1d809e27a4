"""What something costs: by the scenario's own prices for an entry of its timeline, and what was spent in the runs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dipsim.scenario.load import vary
from dipsim.scenario.schema.events import EVENTS
from dipsim.scenario.schema.serialise import plain
from dipsim.scenario.schema.spec import Spec
from dipsim.scenario.wording import counted
from dipsim.scenario.world.timeline import dates
from dipsim.study.strategies.definition import grant


@dataclass(frozen=True)
class Price:
    """What an entry of a timeline costs each party a year, in the money of the scenario.

    ``acts``: acts a year. ``each``: money a year of each party. ``shares``: of its grant for diplomacy, by party.
    ``source`` and ``grade`` are those of the price of an act. ``goods``: whether goods are delivered, whose price it
    leaves out.
    """

    kind: str
    acts: float
    each: float
    shares: dict[str, float]
    source: str
    grade: int
    goods: bool = False


def entry_of(target: str) -> int | None:
    """The place in the timeline that a target names; None for another target."""
    section, _, row = target.partition(".")
    return int(row) if section == "timeline" and row.isdecimal() else None


def parties_of(spec: Spec, target: str) -> tuple[str, ...]:
    """The nations that the act ``target`` of the timeline of ``spec`` is between, the initiator first; empty for
    another target."""
    place = entry_of(target)
    if place is None or spec.timeline[place].event in EVENTS:
        return ()
    given = spec.timeline[place].args.model_dump(exclude_none=True)
    named = given.get("between") or [given[key] for key in ("from_", "to") if key in given]
    return tuple(named)


def price_of(spec: Spec, target: str) -> Price | None:
    """The price of the act ``target`` of the timeline of ``spec``; None for another target."""
    place, parties = entry_of(target), parties_of(spec, target)
    if place is None or not parties:
        return None
    entry = spec.timeline[place]
    kind, years = spec.kinds[entry.event], float(spec.time.years)
    acts = len(dates(entry, spec.time)) / years
    each = acts * kind.numbers["cost"]
    if kind.form == "standing":
        each += kind.numbers["upkeep"] * (1.0 - 1.0 / years if years > 1.0 else 0.0)
    grants = {code: grant(spec, code) for code in parties}
    shares = {code: each / money for code, money in grants.items() if money > 0.0}
    evidence = kind.evidence["cost"]
    goods = kind.numbers["delivery"] > 0.0
    return Price(entry.event, acts, each, shares, evidence.source, evidence.grade, goods)


def scenario_without(spec: Spec, target: str) -> Spec | None:
    """``spec`` without the entry ``target`` of its timeline; None for another target."""
    place = entry_of(target)
    if place is None:
        return None
    timeline = [entry for row, entry in enumerate(plain(spec).get("timeline", [])) if row != place]
    return vary(spec, ["expect=[]", f"timeline={json.dumps(timeline)}"])


def sentences(found: Any) -> Iterator[str]:
    """What an act costs, in words; ``found`` is an ``Advice``."""
    own, spent = found.price, found.row.spent
    if own is not None and own.acts == 0.0:
        yield "It never happens in the time of the scenario, so it costs nothing."
    elif own is not None:
        often = counted(round(own.acts), "act") + " a year"
        often = often if own.acts >= 0.95 else f"one act in {1 / own.acts:.2g} years, spread over them"
        shares = ", ".join(f"{found.names[code]} {100 * share:.2g} %" for code, share in own.shares.items())
        of_grant = f". Of what each gives for defence diplomacy a year: {shares}" if shares else ""
        source = "assumed" if own.grade == 4 else f"from {own.source}, grade {own.grade}"
        yield f"{money(own.each, found.unit)} a year for each party ({often}){of_grant}. The price is {source}."
        if own.goods:
            yield "What the goods themselves cost is not in it."
    else:
        yield "It has no price of its own in the scenario: troops, bases and the like are not in it."
    if spent is not None:
        more = "more" if spent > 0 else "less"
        told = f"{money(abs(spent), found.unit)} a year {more}" if abs(spent) >= 1e-4 else "no more"
        rest = own is not None and spent < 0.9 * own.each * len(found.payers)
        other = "; what it costs beyond that is taken from other acts" if rest else ""
        yield f"In the runs all nations together spend {told} on defence diplomacy with it{other}."


def money(amount: float, unit: str) -> str:
    """An amount in the unit of the scenario, below a tenth of a billion in millions."""
    billions, _, currency = unit.partition(" ")
    if billions == "bn" and amount < 0.1:
        return f"{1000 * amount:.3g} million {currency}"
    return f"{amount:.3g} {unit}"
