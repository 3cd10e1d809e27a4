"""Step 9: hearsay, and friends of friends."""

from __future__ import annotations

from typing import Any

from dipsim.model.state.trust_accounts import FixedAccount


def hear(region: Any) -> None:
    """E108 and E109 for every nation about every other."""
    reputation, dt = region.par.reputation, region.dt
    if reputation.rho:
        for nation in region.nations:
            hearsay(nation, reputation.rho * dt)
    if reputation.balance:
        for nation in region.nations:
            balance(nation, reputation.balance * dt)


def hearsay(nation: Any, rate: float) -> None:
    """E108."""
    sources = []
    for view in nation.others:
        weight = nation.trust[view.other.index] * view.tie.open_channel()
        if weight > 0.0:
            sources.append((view.other, weight))
    if not sources:
        return
    for view in nation.others:
        about, j = view.other, view.other.index
        told = weights = 0.0
        for source, weight in sources:
            if source is not about:
                told += weight * source.views[j].reputation_score
                weights += weight
        if weights > 0.0:
            view.note(FixedAccount.REPUTATION, rate * told / weights)


def balance(nation: Any, rate: float) -> None:
    """E109."""
    for view in nation.others:
        if not view.tie.link:
            continue
        j = view.other.index
        both = [near.other for near in nation.others if near.tie.link and near.other is not view.other]
        terms = [(2.0 * nation.trust[k.index] - 1.0) * (2.0 * k.trust[j] - 1.0) for k in both if k.views[j].tie.link]
        if terms:
            view.note(FixedAccount.BALANCE, rate * (sum(terms) / len(terms)))
