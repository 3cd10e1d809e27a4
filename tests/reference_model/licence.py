"""What a licence is weighed by (E65 to E67)."""

from __future__ import annotations

from typing import Any

from dipsim.model.state.trust_accounts import FixedAccount

from .formulas import logistic, tamed


def score_of(view: Any, kind: Any) -> float:
    """E67 without any error of screening."""
    supplier, buyer, region = view.me, view.other, view.me.model
    licensing = region.par.licensing
    danger = (1.0 + licensing.regime * coverage(region, supplier, buyer)) * risk(view)
    score = licensing.leaning + licensing.economy * supplier.industry
    score += licensing.alignment * view.tie.alignment + licensing.trust * (supplier.trust[buyer.index] - 0.5)
    if licensing.tie:
        score += licensing.tie * tied(view, 0.0)
    return score - kind.risk_weight * danger


def tied(view: Any, common_ally: float) -> float:
    """E54: by pact, agreement or common ally, whichever is most."""
    diplomacy, tie = view.me.model.par.diplomacy, view.tie
    agreed = diplomacy.tie_agreement if tie.agreement else 0.0
    return max(tie.cover_defence, agreed, diplomacy.tie_bloc * common_ally)


def expected(view: Any, kind: Any) -> float:
    """E67: the chance of a licence of ``view.me`` as ``view.other`` sees it."""
    hope = score_of(view, kind) + view.back.accounts[FixedAccount.REFUSALS]
    return (1.0 - view.blocked) * logistic(view.me.model.par.licensing.foreseen * hope)


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
