"""Step 3, what nations wish for: the terms of E48 to E61."""

from __future__ import annotations

from math import log, sqrt
from typing import Any

from .formulas import tamed
from .licence import expected, tied


def common_threat(tie: Any) -> float:
    """E49."""
    i, j = tie.one.index, tie.other.index
    worst = 0.0
    for k, (one, other) in enumerate(zip(tie.one.menace, tie.other.menace, strict=True)):
        both = one * other
        if both > worst and k not in (i, j):
            worst = both
    return sqrt(worst)


def leaning(view: Any) -> float:
    """What the wishes of a nation for any act with another have in common; worked out once a tick."""
    region, tie = view.me.model, view.tie
    if view.stamp != region.tick:
        diplomacy = region.par.diplomacy
        if tie.stamp != region.tick:
            tie.common_threat, tie.stamp = common_threat(tie), region.tick
        view.stamp = region.tick
        view.watched = {}
        view.leaning = (
            diplomacy.interests * tie.alignment
            + diplomacy.common_threat * tie.common_threat
            + diplomacy.interoperability * tie.interoperability
            - diplomacy.friction * tie.friction(region.par.evidence.culture_share)
        )
    return view.leaning


def wish(view: Any, kind: Any, giver: Any, receiver: Any, *, alarm: bool = True) -> float:
    """E48: the wish of ``view.me`` for an act with ``view.other``."""
    me, other, tie = view.me, view.other, view.tie
    region = me.model
    diplomacy = region.par.diplomacy
    w = (
        kind.readiness
        + me.learnt.get(kind, 0.0)
        + leaning(view)
        + diplomacy.trust * (me.trust[other.index] - kind.threshold)
    )
    if kind.need_pair:
        w += kind.need_pair * sqrt(me.menace[other.index] * other.menace[me.index])
    if kind.need_threat:
        w += kind.need_threat * receiver.worst_menace(giver.index)
    if kind.need_disaster:
        w += kind.need_disaster * receiver.disaster
    if kind.need_unmet:
        w += kind.need_unmet * receiver.unmet
    if kind.revenue:
        w += kind.revenue * giver.industry
    if tie.scopes & kind.scope_bit:
        w += diplomacy.agreements
    if kind.need_groundwork:
        w += kind.need_groundwork * tie.groundwork
    if kind.licensed > 0.0 and kind.form == "directed" and receiver is me:
        w += diplomacy.licence * log(max(expected(view.back, kind), 1e-9))
    if kind.network:
        w += kind.network * popularity(me, other)
    if kind.tie:
        w += kind.tie * tied(view, common_ally(tie))
    if kind.rivalry:
        w -= kind.rivalry * tie.dispute
    if kind.cost:
        w -= diplomacy.cost * budget_share(me, kind)
    if kind.autonomy:
        w -= diplomacy.autonomy * kind.autonomy * me.sovereignty
    if alarm and kind.alarm and me.foresight:
        w -= diplomacy.foreseen_alarm * me.foresight * foreseen(view, kind)
    return w


def popularity(me: Any, other: Any) -> float:
    """E53: agreements of the other with third parties, and third parties that have one with both."""
    popular = len(other.partners) - (me.index in other.partners)
    shared = len(me.partners & other.partners)
    crowding = me.model.par.diplomacy.crowding
    return popular / (3.0 + crowding * popular) + shared / (3.0 + crowding * shared)


def common_ally(tie: Any) -> float:
    """The most that a third nation has pledged to both (E54)."""
    best = 0.0
    for out in tie.one.others:
        if out.other is not tie.other:
            best = max(best, out.tie.cover_defence * tie.other.views[out.other.index].tie.cover_defence)
    return best


def budget_share(me: Any, kind: Any) -> float:
    """The cost of an act as a share of the annual budget (E54)."""
    par = me.model.par
    return kind.cost / max(me.diplomacy * me.gdp, par.diplomacy.budget_floor * par.politics.gdp_ref)


def foreseen(view: Any, kind: Any) -> float:
    """E55: the alarm that a nation foresees an act of its own to cause."""
    share = kind.alarm * (1.0 - kind.defensive)
    if share == 0.0:
        return 0.0
    leaning(view)  # a new tick forgets who watched in the last one
    watched = view.watched.get(kind.notified)
    if watched is None:
        watched = view.watched[kind.notified] = _watched(view, kind.notified)
    return share * watched * view.foreseen


def _watched(view: Any, notified: float) -> float:
    bill = view.me.model.par.bill
    own, helping, me, j = bill.kappa_own, bill.kappa_helping, view.me, view.other.index
    seen = max(me.transparency, notified)
    total = 0.0
    for out in me.others:
        k = out.other
        if k.index != j and out.tie.known:
            closed = 1.0 - max(seen, out.notice, out.tie.forum)
            total += closed * (own * k.suspicion[me.index] + helping * k.suspicion[j])
    return total * (bill.allied if view.tie.cover_defence > 0.0 else 1.0)


def shows(view: Any, kind: Any) -> bool:
    """E64: whether a nation would rather notify the act than frighten those who watch."""
    me = view.me
    if not me.foresight:
        return False
    price = me.model.par.diplomacy.secrecy * (1.0 + me.worst_menace(view.other.index))
    return me.foresight * foreseen(view, kind) > price


def against(view: Any, kind: Any) -> float:
    """E60 and E61: the wish of ``view.me`` for a measure against ``view.other``."""
    me, other, par = view.me, view.other, view.me.model.par
    w = kind.readiness + par.diplomacy.trust * (kind.threshold - me.trust[other.index])
    w += kind.need_wrong * tamed(other.aggression + other.diversion)
    w -= par.diplomacy.interests * view.tie.alignment
    w -= par.coercion.dependence * view.dependence
    return w - par.diplomacy.cost * budget_share(me, kind)
