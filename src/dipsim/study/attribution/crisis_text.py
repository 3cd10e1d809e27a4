"""Crises and their causes in plain words, one thought a line."""

from __future__ import annotations

from typing import Any

from dipsim.scenario.wording import counted

ROADS = {
    "incident": "accidents and routine friction",
    "motive": "opportunity",
    "fear": "fear of the other's strength",
}


def crisis(found: Any) -> list[str]:
    """Why a crisis came: ``found`` is a ``dipsim.study.attribution.crisis.Crisis``."""
    terms = found.moment
    steps = ", ".join(f"{rung} {date}" for date, rung in found.ladder)
    message = [
        _which(found),
        f"{found.one} challenged {found.other} in {found.begun}; the dispute went through: {steps}.",
        f"That month a dispute of the two had a chance of {100 * found.chance:.2g} %: a hazard of {terms.total:.3g} a "
        f"year, {_share(terms, 0)} of it {found.one} challenging. It began nevertheless: that much was chance.",
        *(_side(side) for side in terms.sides),
        _known(terms),
    ]
    if found.bargain is not None:
        message.append(_war(found, found.bargain))
    return message + ([] if found.informed is None else _informed(found, found.informed))


def _which(found: Any) -> str:
    """Which crisis it is, and how it was chosen."""
    middle = f", the middle one by date of the {found.runs_with} in {found.replicates} runs that have one"
    run = f"run {found.run}{middle if found.median else ''}"
    return f"A {found.noun} of {found.one} and {found.other} in {found.date} ({run})."


def _share(terms: Any, place: int) -> str:
    both = sum(side.hazard for side in terms.sides)
    return f"{100 * terms.sides[place].hazard / both:.0f} %" if both > 0.0 else "none"


def _side(side: Any) -> str:
    """Where the hazard of one side came from, and how it saw the other."""
    parts = ", ".join(f"{100 * road.share:.0f} % {ROADS[road.name]}" for road in side.roads)
    off = abs(100 * side.misjudged)
    sight = "correctly" if off < 0.5 else f"{off:.0f} % too {'strong' if side.misjudged > 0 else 'weak'}"
    return (
        f"What drove {side.challenger}: {parts}. It saw {side.target}'s strength {sight}, gave itself "
        f"{100 * side.chance:.0f} % to succeed, and trusted {side.target} {100 * side.trust:.0f} %; channels, "
        f"agreements and restraint had taken {100 * (1 - side.damp):.0f} % off its hazard."
    )


def _known(terms: Any) -> str:
    change = terms.informed / terms.total - 1.0 if terms.total > 0.0 else 0.0
    return (
        f"Had both known the other's true strength that month, the hazard would have been {terms.informed:.3g} a year "
        f"({100 * change:+.0f} %)."
    )


def _war(found: Any, gap: Any) -> str:
    if gap.demand is not None:
        return (
            f"It became war because a demand was refused: {found.one} gave itself {100 * gap.claimed:.0f} % to win and "
            f"asked for {100 * gap.demand:.0f} % of the stake, not knowing that war would cost {found.other} only "
            f"{100 * gap.cost:.0f} % of it."
        )
    shifted = gap.gap + gap.costs > gap.claimed - gap.conceded + 1e-12
    why = "power was shifting too fast for a bargain" if shifted else "the two could not agree on who would win"
    return (
        f"It became war because {why}: {found.one} gave itself {100 * gap.claimed:.0f} % to win, "
        f"{found.other} conceded {100 * gap.conceded:.0f} %; net of what war costs, the gap was {gap.gap:+.2f}."
    )


def _informed(found: Any, known: Any) -> list[str]:
    """What goes away when everybody's strength is known to all, all the time."""
    region = known.region.effects["expected_disputes"]
    message = [
        f"With perfect information all along, the region has {region.base:.2f} disputes per decade instead of "
        f"{region.base + region.estimate:.2f} (misperception adds {_interval(region, 1)})."
    ]
    for name, effect in (("use of force", known.force), ("war", known.war)):
        message.append(
            f"A {name} of {found.one} and {found.other} comes in {100 * effect.base:.1f} % of runs instead of "
            f"{100 * (effect.base + effect.estimate):.1f} % (misperception adds {_interval(effect, 100)} points)."
        )
    return message


def _interval(effect: Any, scale: float) -> str:
    return f"{scale * effect.estimate:+.2f}, 95 % interval {scale * effect.low:+.2f} to {scale * effect.high:+.2f}"


def _some(number: int, sort: str) -> str:
    """A number of things of a sort; a sort is named in the plural."""
    one: str = {"treaties": "treaty", "chance": "chance event", "timeline": "timeline entry"}.get(sort, sort[:-1])
    many: str = {"chance": "chance events", "timeline": "timeline entries"}.get(sort, sort)
    return counted(number, one, many)


def cause(found: Any) -> list[str]:
    """What a crisis would not have come without: ``found`` is a ``dipsim.study.attribution.cause.Cause``."""
    message, count = [_which(found)], sum(found.candidates.values())
    sorts = ", ".join(_some(number, sort) for sort, number in found.candidates.items() if number) or "nothing"
    if found.events:
        message.append(
            f"Events do not explain it: {found.events} were removed, all together, sort by sort and one by one, and it "
            "still occurred. So it arose from the conditions at the start and from chance."
        )
    if not found.found:
        return [*message, f"Nothing that could be removed ({sorts}), together or one by one, prevents it."]
    many = len(found.found) > 1
    message.append(f"Without {'all of these' if many else 'this'}, with the same random numbers, it does not occur:")
    message += [f"  - {unit.text}" for unit in found.found]
    message += [
        f"That is, no {found.noun} of the two within {found.window} months before or after that date. "
        + ("Putting any one of them back brings it back." if many else "Putting it back brings it back."),
        f"Other sets may prevent it as well: this one was found by removing some of {count} things ({sorts}) in "
        f"{found.tried} reruns.",
    ]
    if found.drawn:
        message.append(
            f"Of {counted(found.drawn, 'other set')} of the same size, drawn at random, "
            f"{counted(found.by_chance, 'prevents', 'prevent')} it too."
        )
    return message + ([] if found.again is None else _again(found, found.again))


def _again(found: Any, again: Any) -> list[str]:
    """How far the answer holds in other runs."""
    both, chance = f"{found.one} and {found.other}", again.chance
    message = [f"In no other run do {both} come to a {found.noun} after that, so how often it holds cannot be said."]
    if again.share is not None:
        low, high = (100 * limit for limit in (again.share.low, again.share.high))
        message = [
            f"In {again.cases} other runs {both} come to a {found.noun} after that. The same was present in "
            f"{again.present}; removing it prevents that in {again.prevented} of {again.cases} "
            f"({100 * again.share.estimate:.0f} %, 95 % interval {low:.0f} to {high:.0f} %)."
        ]
    message.append(
        f"Over all runs the chance of a {found.noun} of the two is {100 * (chance.base + chance.estimate):.1f} % with "
        f"it and {100 * chance.base:.1f} % without (difference {100 * chance.estimate:+.1f} points, 95 % interval "
        f"{100 * chance.low:+.1f} to {100 * chance.high:+.1f})."
    )
    return message
