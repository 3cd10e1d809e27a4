"""Step 3, first half: what comes up. Every count is a claim; claims are ranked and then served."""

from __future__ import annotations

from math import floor
from typing import Any, NamedTuple

from .formulas import logistic, poisson_count
from .politics import plan
from .wishes import against, wish

SURE = 1e-12  # what rounding may move a bound
ALMOST_NOTHING = 1e-9  # years left that count as none


class Claim(NamedTuple):
    """Something that comes up; ``key`` orders claims, the smallest first."""

    key: tuple[float, int, int, int, int]
    serve: str  # which function of ``service`` serves it
    kind: Any
    view: Any  # first towards second party, where there are two
    count: int
    dated: Any = None
    organisation: Any = None
    host: Any = None


def rounded(value: float) -> float:
    """E62."""
    return floor(value * 1e9 + 0.5) * 1e-9


def claims(region: Any) -> list[Claim]:
    """All claims of the tick in the order in which they are served."""
    found: list[Claim] = []
    for tie in region.ties:
        if tie.opportunity > 0.0:
            _acts_of_two(region, tie, found)
            if region.measures:
                _measures(region, tie.view, found)
                _measures(region, tie.back, found)
        for view in (tie.view, tie.back):
            if view.habits:
                _habits(region, view, found)
    _meetings(region, found)
    _hosted(region, found)
    _dated(region, found)
    found.sort(key=lambda claim: claim.key)
    return found


def _acts_of_two(region: Any, tie: Any, found: list[Claim]) -> None:
    """E56 to E58; a draw that cannot be a count above 0 is passed over before anybody is asked."""
    one, other = tie.one.word, tie.other.word
    draw, years = region.luck.one, tie.years
    reach = tie.opportunity * tie.view.willingness * tie.back.willingness
    if reach == 0.0:
        return
    for kind, expected in region.decided:
        if kind in years:
            continue
        most = expected * reach
        u = draw(one, other, kind.occur_slot)
        if u > 1.0 - most - SURE:
            _propose(region, tie.view, kind, u, most, found)
        if kind.directed:
            u = draw(other, one, kind.occur_slot)
            if u > 1.0 - most - SURE:
                _propose(region, tie.back, kind, u, most, found)


def _propose(region: Any, view: Any, kind: Any, u: float, most: float, found: list[Claim]) -> None:
    """An act of ``view.me`` with ``view.other``; of a directed kind the first gives."""
    me, other, sharp = view.me, view.other, region.par.diplomacy.sharpness
    w, v = both_wishes(view, kind)
    n = poisson_count(u, most * logistic(sharp * w) * logistic(sharp * v))
    if n:
        n = 1 if kind.standing else n
        key = (-rounded(w + v), kind.occur_slot, me.index, other.index, len(found))
        found.append(Claim(key, "two", kind, view, n))


def both_wishes(view: Any, kind: Any) -> tuple[float, float]:
    """E56: what the two wish for an act of the first with the second, net of what the other gains more."""
    me, other = view.me, view.other
    if kind.directed:
        mine, theirs = wish(view, kind, me, other), wish(view.back, kind, me, other)
    else:
        mine, theirs = wish(view, kind, other, me), wish(view.back, kind, me, other)
    relative = me.model.par.diplomacy.relative_gains
    return mine - relative * max(0.0, theirs - mine), theirs - relative * max(0.0, mine - theirs)


def again(view: Any, kind: Any, w: float, v: float) -> float:
    """E59: the chance that two do again what they did a year ago."""
    diplomacy = view.me.model.par.diplomacy
    sharp, habit = diplomacy.sharpness, diplomacy.habit
    chance = kind.again * logistic(sharp * (w + habit)) * logistic(sharp * (v + habit))
    return chance * view.willingness * view.back.willingness


def _habits(region: Any, view: Any, found: list[Claim]) -> None:
    """Habits of the year are decided on."""
    me, other = view.me, view.other
    for kind in [k for k in region.habitual if k in view.habits]:
        view.habits[kind] -= region.dt
        if view.habits[kind] > ALMOST_NOTHING:
            continue
        del view.habits[kind]
        if kind.off:
            continue
        w, v = both_wishes(view, kind)
        if region.luck.one(me.word, other.word, kind.again_slot) < again(view, kind, w, v):
            key = (-rounded(w + v), kind.occur_slot, me.index, other.index, len(found))
            found.append(Claim(key, "two", kind, view, 1))


def _measures(region: Any, view: Any, found: list[Claim]) -> None:
    """E61."""
    me, other, sharp = view.me, view.other, region.par.diplomacy.sharpness
    for kind, expected in region.measures:
        if kind in view.measures:
            continue
        most = expected * view.tie.opportunity
        u = region.luck.one(me.word, other.word, kind.occur_slot)
        if u <= 1.0 - most - SURE:
            continue
        w = against(view, kind)
        if poisson_count(u, most * logistic(sharp * w)):
            key = (-rounded(w), kind.occur_slot, me.index, other.index, len(found))
            found.append(Claim(key, "measure", kind, view, 1))


def mean_wish(nation: Any, others: list[Any], kind: Any) -> float:
    """The mean wish of a nation to meet others."""
    views = nation.views
    return sum(wish(views[o.index], kind, o, nation, alarm=False) for o in others) / len(others)


def _meetings(region: Any, found: list[Claim]) -> None:
    for number, (organisation, kind, rate) in enumerate(region.meetings):
        members = organisation.members
        if kind.off or len(members) < 2:
            continue
        u = region.luck.one(organisation.word, organisation.word, kind.occur_slot)
        n = poisson_count(u, rate * region.dt)
        if n:
            wished = (mean_wish(m, [o for o in members if o is not m], kind) for m in members)
            value = rounded(2.0 * (sum(wished) / len(members)))
            key = (-value, kind.occur_slot, 0, -1 - number, len(found))
            found.append(Claim(key, "meeting", kind, None, n, organisation=organisation))


def _hosted(region: Any, found: list[Claim]) -> None:
    """E59."""
    sharp = region.par.diplomacy.sharpness
    for kind, expected in region.hosted:
        for host in region.nations:
            u = region.luck.one(host.word, host.word, kind.occur_slot)
            if u <= 1.0 - expected - SURE:
                continue
            views = [view for view in host.others if view.tie.opportunity > 0.0]
            if not views:
                continue
            mean = sum(wish(view, kind, host, view.other, alarm=False) for view in views) / len(views)
            n = poisson_count(u, expected * logistic(sharp * mean))
            if n:
                key = (-rounded(2.0 * mean), kind.occur_slot, host.index, host.index, len(found))
                found.append(Claim(key, "host", kind, None, n, host=host))


def _dated(region: Any, found: list[Claim]) -> None:
    for dated in region.timeline.get(region.tick, ()):
        kind = dated.kind
        plan(dated, -1)
        if dated.event != "act" or kind.off:
            continue
        key = (-(1e6 - dated.row), kind.occur_slot, 0, 0, len(found))
        if kind.form == "hosted":
            found.append(Claim(key, "host", kind, None, 1, dated=dated, host=dated.first))
        elif dated.second is None:
            found.append(Claim(key, "meeting", kind, None, 1, dated=dated))
        else:
            serve = {"measure": "measure", "incident": "incident"}.get(kind.form, "two")
            found.append(Claim(key, serve, kind, dated.first.views[dated.second.index], 1, dated=dated))
