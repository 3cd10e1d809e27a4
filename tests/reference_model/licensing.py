"""Step 4: memories of wrongs fade, licences are decided, ordered goods may be diverted."""

from __future__ import annotations

from typing import Any

from dipsim.model.state.trust_accounts import FixedAccount

from .formulas import kept, normal, risen
from .licence import expected, score_of
from .service import Act


def license_acts(region: Any, acts: list[Any]) -> list[Any]:
    """The acts that are left."""
    licensing, dt = region.par.licensing, region.dt
    record, request = kept(dt, licensing.record_half_life), kept(dt, licensing.request_half_life)
    for nation in region.nations:
        nation.aggression *= record
        nation.yielded *= record
        nation.diversion *= record
        nation.unmet *= request
    left = [act for act in acts if act.kind.licensed <= 0.0 or _granted(act)]
    come_back(region, left)
    divert(region)
    return left


def _granted(act: Any) -> bool:
    """E68: whether a request is granted; what is put off waits."""
    kind, view = act.kind, act.view
    licensing = view.me.model.par.licensing
    score = decided(view, kind)
    if score > licensing.grey:
        return True
    if score > 0.0:
        scale, value = view.waiting.get(kind, (0.0, 0.0))
        view.waiting[kind] = scale + act.scale, value + max(0.0, act.value)
    refuse(view, kind, 1.0 if score <= 0.0 else licensing.delay_share)
    return False


def decided(view: Any, kind: Any) -> float:
    """E67 with its draws."""
    supplier, region = view.me, view.me.model
    u, v = region.luck.two(supplier.word, view.other.word, kind.license_slot)
    if v < view.blocked:
        return -1.0
    return score_of(view, kind) + region.par.licensing.screening * (1.0 - supplier.licensing) * normal(u)


def refuse(view: Any, kind: Any, share: float) -> None:
    """E68: what a refusal or a delay of ``view.me`` leaves behind."""
    supplier, buyer, region = view.me, view.other, view.me.model
    licensing, evidence = region.par.licensing, region.par.evidence
    buyer.unmet += share
    for near in buyer.others:
        if near.other is not supplier:
            near.other.unmet += share * licensing.neighbours * near.tie.proximity
    observed = supplier.observed(evidence.seen_floor, evidence.mixed_signals)
    fit = 1.0 - evidence.misfit * view.tie.friction(evidence.culture_share)
    felt = 1.0 - licensing.surprise * (1.0 - expected(view, kind))
    view.back.note(FixedAccount.REFUSALS, share * felt * licensing.refusal * (observed * fit / evidence.typical))


def come_back(region: Any, acts: list[Any]) -> None:
    """E68: what waits comes to pass or lapses."""
    licensing = region.par.licensing
    for kind in region.kinds:
        if kind.licensed <= 0.0:
            continue
        for supplier in region.nations:
            for view in supplier.others:
                if kind not in view.waiting:
                    continue
                u = region.luck.one(supplier.word, view.other.word, kind.decide_slot)
                if u >= risen(licensing.decision, region.dt):
                    continue
                scale, value = view.waiting.pop(kind)
                if decided(view, kind) > 0.0:
                    act = Act(kind, view, scale)
                    act.value = value if value > 0.0 else -1.0
                    acts.append(act)
                else:
                    refuse(view, kind, 1.0 - licensing.delay_share)


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
