"""Step 4: memories of wrongs fade, licences are decided, ordered goods may be diverted."""

from __future__ import annotations

from typing import Any

from dipsim.model.state.trust_accounts import FixedAccount

from .formulas import kept, normal, risen, tamed


def license_acts(region: Any, acts: list[Any]) -> list[Any]:
    """The acts that are left."""
    licensing, dt = region.par.licensing, region.dt
    record, request = kept(dt, licensing.record_half_life), kept(dt, licensing.request_half_life)
    for nation in region.nations:
        nation.aggression *= record
        nation.diversion *= record
        nation.unmet *= request
    left = [act for act in acts if act.kind.licensed <= 0.0 or _granted(act)]
    divert(region)
    return left


def _granted(act: Any) -> bool:
    """E67 and E68."""
    kind, view = act.kind, act.view
    supplier, buyer, region = view.me, view.other, view.me.model
    licensing = region.par.licensing
    u, v = region.luck.two(supplier.word, buyer.word, kind.license_slot)
    if v < view.blocked:
        score = -1.0
    else:
        danger = (1.0 + licensing.regime * coverage(region, supplier, buyer)) * risk(view)
        score = licensing.leaning + licensing.economy * supplier.industry
        score += licensing.alignment * view.tie.alignment + licensing.trust * (supplier.trust[buyer.index] - 0.5)
        score -= kind.risk_weight * danger
        score += licensing.screening * (1.0 - supplier.licensing) * normal(u)
    if score > licensing.grey:
        return True
    share = 1.0 if score <= 0.0 else licensing.delay_share
    buyer.unmet += share
    for near in buyer.others:
        if near.other is not supplier:
            near.other.unmet += share * licensing.neighbours * near.tie.proximity
    evidence = region.par.evidence
    observed = supplier.observed(evidence.seen_floor, evidence.mixed_signals)
    fit = 1.0 - evidence.misfit * view.tie.friction(evidence.culture_share)
    view.back.note(FixedAccount.REFUSALS, share * licensing.refusal * (observed * fit / evidence.typical))
    return False


def risk(view: Any) -> float:
    """E65: the risk of arming ``view.other``."""
    licensing, buyer = view.me.model.par.licensing, view.other
    worst = 0.0
    for other in buyer.others:
        if other.other is not view.me and other.tie.dispute > worst:
            worst = other.tie.dispute
    return (
        licensing.aggression * tamed(buyer.aggression)
        + licensing.instability * (1.0 - buyer.stability)
        + licensing.open_dispute * worst
        + licensing.diverted * tamed(buyer.diversion)
    )


def coverage(region: Any, supplier: Any, buyer: Any) -> float:
    """E66: how much of the industry that the buyer can turn to a control regime of the supplier holds."""
    linked = [view.other for view in buyer.others if view.tie.link]
    whole = sum(nation.industry for nation in linked)
    if whole == 0.0:
        return 0.0
    best = 0.0
    for organisation in region.organisations:
        if organisation.type == "control_regime" and supplier in organisation.members:
            inside = sum(nation.industry for nation in linked if nation in organisation.members)
            best = max(best, organisation.in_force * inside / whole)
    return best


def divert(region: Any) -> None:
    """E69 and E70 for every order that is paid for."""
    licensing, dt, slot = region.par.licensing, region.dt, region.slots.diversion
    for supplier in region.nations:
        for order in supplier.others:
            if order.paid <= 0.0:
                continue
            buyer = order.other
            taker, pull = _destination(supplier, buyer)
            if taker is None:
                continue
            u, v = region.luck.two(supplier.word, buyer.word, slot)
            hazard = licensing.diversion * (1.0 - supplier.monitoring) * (2.0 - 2.0 * buyer.stability)
            if u >= risen(hazard * (1.0 + licensing.smuggling * pull), dt):
                continue
            if v >= supplier.monitoring:
                taker.given += licensing.diverted_share * order.paid
            else:
                order.paid = 0.0
                buyer.diversion += 1.0
                order.note(FixedAccount.BETRAYALS, licensing.betrayal)


def _destination(supplier: Any, buyer: Any) -> tuple[Any, float]:
    """E69: towards whom goods would go, and how much it pulls; None where nobody is there."""
    best, taker, pull = 0.0, None, 0.0
    for view in buyer.others:
        if view.other is supplier:
            continue
        near = view.tie.proximity
        value = near * view.other.unmet + 0.1 * near * buyer.trust[view.other.index]
        if value > best:
            best, taker, pull = value, view, near * view.other.unmet
    return taker, pull
