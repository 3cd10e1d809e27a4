"""Step 3, second half: claims are served in turn as purses allow; what is paid goes on the list of acts."""

from __future__ import annotations

from math import sqrt
from typing import Any

from .diplomacy import Claim, mean_wish
from .formulas import logistic
from .wishes import shows, wish


class Act:
    """An entry of the list: an act of ``view.me`` with ``view.other``."""

    __slots__ = ("hidden", "kind", "notified", "scale", "value", "view")

    def __init__(self, kind: Any, view: Any, scale: float) -> None:
        self.kind, self.view, self.scale = kind, view, scale
        self.notified, self.hidden, self.value = kind.notified, False, -1.0


def serve(region: Any, claims: list[Claim]) -> list[Act]:
    """The acts of the tick in the order served."""
    acts: list[Act] = []
    for claim in claims:
        SERVE[claim.serve](region, claim, acts)
    return acts


def charge(nation: Any, kind: Any) -> None:
    """One act is paid; a null act costs nothing."""
    if not kind.null:
        nation.pay(kind.cost, kind.staff)


def able(nation: Any, kind: Any, dated: Any) -> bool:
    """Whether a nation can pay one act, which is ``dated`` or None."""
    return kind.null or nation.can_pay(kind, dated is not None)


def count(region: Any, kind: Any, acts: float) -> None:
    """Acts served, by kind and in all; null acts are counted by kind only."""
    region.served[kind] += acts
    if not kind.null:
        region.counts["acts"] += acts


def enter(region: Any, kind: Any, view: Any, scale: float, dated: Any, acts: list[Act]) -> None:
    """Put a paid act on the list, or do what its control does instead."""
    if not kind.on:
        if kind.cost_only and kind.standing and kind not in view.tie.years:
            view.tie.sign(kind, hollow=True)
        return
    act = Act(kind, view, scale)
    hidden, told = kind.hidden, False
    if dated is not None:
        act.value = dated.value
        if dated.hidden >= 0.0:
            hidden = dated.hidden
        if dated.notified >= 0.0:
            act.notified, told = dated.notified, True
    if not told and kind.alarm > 0.0 and (shows(view, kind) or shows(view.back, kind)):
        act.notified = 1.0
    if hidden > 0.0:
        act.hidden = region.luck.one(view.me.word, view.other.word, kind.hide_slot) < hidden
    acts.append(act)


def _two(region: Any, claim: Claim, acts: list[Act]) -> None:
    kind, view, dated = claim.kind, claim.view, claim.dated
    me, other = view.me, view.other
    paid = 0
    while paid < claim.count and able(me, kind, dated) and able(other, kind, dated):
        charge(me, kind)
        charge(other, kind)
        paid += 1
    if not paid:
        return
    count(region, kind, paid)
    enter(region, kind, view, paid if dated is None else dated.size, dated, acts)
    if dated is None and kind.habitual:
        view.habits[kind] = 1.0


def _measure(region: Any, claim: Claim, acts: list[Act]) -> None:
    kind, view = claim.kind, claim.view
    if not able(view.me, kind, claim.dated):
        return
    charge(view.me, kind)
    count(region, kind, 1)
    if kind.on:
        acts.append(Act(kind, view, 1.0 if claim.dated is None else claim.dated.size))
    elif kind.cost_only and kind not in view.measures:
        view.measures[kind] = kind.term
        view.hollow.add(kind)


def _incident(region: Any, claim: Claim, acts: list[Act]) -> None:
    count(region, claim.kind, 1)
    if claim.kind.on:
        acts.append(Act(claim.kind, claim.view, claim.dated.size))


def _meeting(region: Any, claim: Claim, acts: list[Act]) -> None:
    """Meetings of an organisation, or a dated act of three or more."""
    kind, dated, organisation = claim.kind, claim.dated, claim.organisation
    if dated is not None:
        asked = dated.parties
    else:
        sharp = region.par.diplomacy.sharpness
        asked = []
        for nation in organisation.members:
            others = [o for o in organisation.members if o is not nation]
            u = region.luck.one(organisation.word, nation.word, kind.attend_slot)
            if u < logistic(sharp * mean_wish(nation, others, kind)):
                asked.append(nation)
    for _ in range(claim.count):
        present = [nation for nation in asked if able(nation, kind, dated)]
        if len(present) < 2:
            continue
        scale = (1.0 if dated is None else dated.size) / sqrt(len(present) - 1.0)
        for nation in present:
            charge(nation, kind)
        count(region, kind, len(present) * (len(present) - 1) // 2)
        for row, one in enumerate(present):
            for other in present[row + 1 :]:
                enter(region, kind, one.views[other.index], scale, dated, acts)


def _host(region: Any, claim: Claim, acts: list[Act]) -> None:
    """Hosted acts: guests come by their own wish, or are named."""
    kind, dated, host = claim.kind, claim.dated, claim.host
    sharp = region.par.diplomacy.sharpness
    for _ in range(claim.count):
        if not able(host, kind, dated):
            return
        if dated is not None:
            guests = [nation for nation in dated.parties if nation is not host and able(nation, kind, dated)]
        else:
            guests = [view.other for view in host.others if _comes(region, view, kind, sharp)]
        if not guests:
            continue
        scale = (1.0 if dated is None else dated.size) / sqrt(float(len(guests)))
        charge(host, kind)
        for guest in guests:
            charge(guest, kind)
        count(region, kind, len(guests))
        for guest in guests:
            first, second = (host, guest) if host.index < guest.index else (guest, host)
            enter(region, kind, first.views[second.index], scale, dated, acts)


def _comes(region: Any, view: Any, kind: Any, sharp: float) -> bool:
    """Whether the other comes when ``view.me`` hosts."""
    host, guest = view.me, view.other
    if view.tie.opportunity <= 0.0 or not able(guest, kind, None):
        return False
    u = region.luck.one(host.word, guest.word, kind.attend_slot)
    wished = logistic(sharp * wish(view.back, kind, host, guest, alarm=False))
    return u < wished * view.willingness * view.back.willingness


SERVE = {"two": _two, "measure": _measure, "incident": _incident, "meeting": _meeting, "host": _host}
