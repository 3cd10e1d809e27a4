"""A strategy at a given annual cost: how many acts, with whom and when, and the scenario with them.

What a nation pays for an act is the cost of its kind; an instrument costs that once, and its upkeep, an amount and a
share of the nation's gdp, at the start of every further year. Instruments come first; the rest of the money goes to
acts in the proportion of their weights, spread evenly over the run. Numbers of acts are whole, dearest first, and what
rounding leaves goes to the next cheaper kind, so planned cost and money agree to within one act of the cheapest kind.
Partners pay their own share; whether they would want the act is not asked, as for any dated act.

The money is new: the nation's grant for diplomacy rises by it, so that a programme crowds out nothing. What goes into
its own forces is spending beside what Richardson's equation gives. Both grow with gdp and have the mean that was asked.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from dipsim.errors import RequestError
from dipsim.model.parameters import NATION
from dipsim.model.state.nation import DIPLOMACY
from dipsim.scenario.load import vary
from dipsim.scenario.schema.exchange_kinds import AGREEMENT, HOTLINE, PACTS
from dipsim.scenario.schema.serialise import plain
from dipsim.scenario.schema.spec import Spec
from dipsim.scenario.yaml.scalars import months
from dipsim.study.strategies.definition import Circle, Programme, Strategy, grant, shifted

USUAL_SHARE = 0.1  # of the grant, when no cost is given
ROOM = 1.5  # the usual cost leaves at least so much room above the dearest instruments
Act = dict[str, Any]


class Impossible(RequestError):
    """What is asked cannot be done: instruments cost more than there is, or there is nobody to do it with."""


@dataclass(frozen=True)
class Planned:
    """A strategy in a scenario: the scenario with it, its cost a year, the money for arms, and what was left out."""

    name: str
    title: str
    about: str
    spec: Spec
    cost: float = 0.0
    arms: float = 0.0
    acts: dict[str, float] = field(default_factory=dict)  # per year, by kind
    notes: tuple[str, ...] = ()


def ready(spec: Spec, strategies: dict[str, Strategy]) -> Spec:
    """``spec`` with every kind that one of ``strategies`` uses; those that it lacks do not come up by themselves."""
    used = {programme.kind for strategy in strategies.values() for programme in strategy.programmes}
    missing = sorted(used - set(spec.kinds))
    return vary(spec, [f"exchanges.{name}.rate=0" for name in missing]) if missing else spec


def usual_cost(spec: Spec, around: Circle, strategies: dict[str, Strategy]) -> float:
    """A tenth of the grant of the nation in the middle of ``around``, more where instruments of ``strategies`` ask for
    it, to two digits; in the money of ``spec``.

    Raises Impossible where that is nothing.
    """
    dearest = max(_fixed(spec, around, one) / max(1.0 - one.defence, 0.01) for one in strategies.values())
    requested = max(USUAL_SHARE * grant(spec, around.code), ROOM * dearest)
    if requested <= 0.0:
        raise Impossible(f"{around.code} has no grant for diplomacy, so a cost is needed (--cost)")
    return round(requested, 1 - math.floor(math.log10(requested)))


def _fixed(spec: Spec, around: Circle, strategy: Strategy) -> float:
    """What instruments and memberships cost a year, however few acts there are."""
    return _instruments(spec, around, strategy)[1] + sum(upkeep for _, upkeep in _joins(spec, around.code, strategy))


def plan(spec: Spec, around: Circle, name: str, strategy: Strategy, cost: float) -> Planned | None:
    """The ``strategy`` called ``name`` at ``cost`` a year for the nation of ``around`` in ``spec``; None when nothing
    of it can be done here. Raises Impossible."""
    notes = _left_out(spec, around, strategy)
    signed, joined = _instruments(spec, around, strategy)[0], _joins(spec, around.code, strategy)
    money, fixed = (1.0 - strategy.defence) * cost, _fixed(spec, around, strategy)
    if fixed > money * (1.0 + 1e-9):
        raise Impossible(
            f"the instruments of '{name}' alone cost {fixed:.3g} a year, {money:.3g} is there; ask for a higher cost"
        )
    entries, paid, acts = _schedule(spec, _repeated(spec, around, strategy), money - fixed)
    if not (signed or joined or entries or strategy.defence or strategy.shift):
        return None
    for kind, _ in signed:
        acts[kind] = acts.get(kind, 0.0) + 1.0 / spec.time.years
    at = [{"at": spec.time.start, kind: args} for kind, args in signed] + [entry for entry, _ in joined] + entries
    found = _with(spec, around.code, at, shifted(strategy, spec, around.code), fixed + paid)
    arms = strategy.defence * cost
    return Planned(name, strategy.title, strategy.about or "", found, fixed + paid + arms, arms, acts, tuple(notes))


def mean_growth(spec: Spec, code: str) -> float:
    """Mean GDP of the nation ``code`` over the run of ``spec``, divided by its GDP at the start."""
    x = spec.nations[code].trait("growth") * spec.time.years
    return math.expm1(x) / x if abs(x) > 1e-9 else 1.0


def _with(spec: Spec, code: str, added: list[Act], traits: dict[str, float], paid: float) -> Spec:
    """The scenario with these entries of the timeline, these traits, and a grant raised by what is paid."""
    timeline = [*plain(spec).get("timeline", []), *added]
    sets = [f"timeline={json.dumps(timeline)}"] if added else []
    name = NATION.names()[DIPLOMACY]
    share = traits.get(name, spec.nations[code].trait(name))
    share += paid / (spec.nations[code].gdp * mean_growth(spec, code))
    sets += [f"nations.{code}.{trait}={value!r}" for trait, value in ({**traits, name: share}).items()]
    return vary(spec, sets)


def _left_out(spec: Spec, around: Circle, strategy: Strategy) -> list[str]:
    """What of a strategy has no place here, and why."""
    found = []
    for programme in strategy.programmes:
        title = spec.kinds[programme.kind].title
        if spec.kinds[programme.kind].is_off:
            found.append(f"{title} is switched off in this scenario")
        elif not around.of(programme.with_):
            found.append(f"{title}: {around.code} has no {programme.with_} here")
    return found


def _possible(spec: Spec, around: Circle, strategy: Strategy) -> list[Programme]:
    return [p for p in strategy.programmes if not spec.kinds[p.kind].is_off and around.of(p.with_)]


def _instruments(spec: Spec, around: Circle, strategy: Strategy) -> tuple[list[tuple[str, Act]], float]:
    """What is signed at the start, with whom it is not in force yet, and what that costs a year."""
    found, cost, years = [], 0.0, spec.time.years
    gdp = spec.nations[around.code].gdp * mean_growth(spec, around.code)
    for programme in _possible(spec, around, strategy):
        kind = spec.kinds[programme.kind]
        if kind.form != "standing":
            continue
        for other in around.of(programme.with_):
            if not _in_force(spec, around.code, other, programme.kind):
                found.append((programme.kind, {"between": [around.code, other], **_said(programme)}))
                upkeep = kind.numbers["upkeep"] + kind.numbers["upkeep_share"] * gdp
                cost += (kind.numbers["cost"] + upkeep * max(0, math.ceil(years) - 1)) / years
    return found, cost


def _in_force(spec: Spec, one: str, other: str, kind: str) -> bool:
    """Whether an instrument is in force between the two at the start, their own or that of a common alliance."""
    for relation in spec.relations:
        if set(relation.between) == {one, other}:
            named = {*(PACTS[content] for content in relation.pact), *relation.in_force}
            named |= {HOTLINE} if relation.hotline else set()
            named |= {AGREEMENT} if relation.agreements else set()
            if kind in named:
                return True
    return any(
        o.kind == "alliance" and {one, other} <= set(o.members) and PACTS[o.content or "defence"] == kind
        for o in spec.organisations
    )


def _joins(spec: Spec, code: str, strategy: Strategy) -> list[tuple[Act, float]]:
    """The organisations that it joins at the start, and the upkeep of each."""
    return [
        ({"at": spec.time.start, "join": {"nation": code, "organisation": o.name}}, float(o.upkeep))
        for o in spec.organisations
        if o.kind in strategy.join and code not in o.members
    ]


def _repeated(spec: Spec, around: Circle, strategy: Strategy) -> list[tuple[Programme, list[Act]]]:
    """Programmes of acts, and whom each act in turn is with."""
    found = []
    for programme in _possible(spec, around, strategy):
        form = spec.kinds[programme.kind].form
        if form != "standing":
            found.append((programme, _turns(form, around, programme)))
    return found


def _turns(form: str, around: Circle, programme: Programme) -> list[Act]:
    code, others, statement = around.code, around.of(programme.with_), _said(programme)
    if form in ("many", "hosted"):
        return [{"between": [code, *others], **statement}]
    if form == "pair":
        return [{"between": [code, other], **statement} for other in others]
    found = []
    for other in others:
        gives = programme.from_
        if gives == "supplier":
            gives = "nation" if around.industry[code] >= around.industry[other] else "partner"
        found += [{"from": code, "to": other, **statement}] if gives in ("nation", "both") else []
        found += [{"from": other, "to": code, **statement}] if gives in ("partner", "both") else []
    return found


def _said(programme: Programme) -> Act:
    """Scale, notice and secrecy of an act, where the programme says them."""
    given = {"scale": programme.scale if programme.scale != 1.0 else None}
    given |= {"notified": programme.notified, "hidden": programme.hidden}
    return {key: value for key, value in given.items() if value is not None}


def _schedule(
    spec: Spec, programmes: Sequence[tuple[Programme, list[Act]]], money: float
) -> tuple[list[Act], float, dict[str, float]]:
    """Entries of the timeline for ``money`` a year, what they cost a year, and acts per year by kind."""
    years, begin = spec.time.years, months(spec.time.start)
    price = {p.kind: spec.kinds[p.kind].numbers["cost"] for p, _ in programmes}
    bundle = sum(p.weight * len(turns) * price[p.kind] for p, turns in programmes)
    times = money / bundle if bundle > 0.0 else 1.0  # how often a year the bundle of weights is done
    entries: list[Act] = []
    acts: dict[str, float] = {}
    over, paid = 0.0, 0.0
    for programme, turns in sorted(programmes, key=lambda one: -price[one[0].kind]):
        one = price[programme.kind]
        requested = times * programme.weight * len(turns) * years + (over / one if one > 0.0 else 0.0)
        count = max(0, round(requested))
        over = (requested - count) * one
        paid += count * one / years
        acts[programme.kind] = acts.get(programme.kind, 0.0) + count / years
        for n in range(count):
            month = begin + int((n + 0.5) * 12 * years / count)
            date = f"{month // 12:04d}-{month % 12 + 1:02d}"
            entries.append({"at": date, programme.kind: turns[n % len(turns)]})
    return entries, paid, acts
