"""Step 7: what nations spend, what is delivered, and how capability changes."""

from __future__ import annotations

from math import exp, isnan, sqrt
from typing import Any

from .formulas import kept, limit, normal
from .perception import doubt


def exposed(nation: Any) -> float:
    """E101: the sum of what is hostile."""
    return sum(view.hostility * view.exposure for view in nation.others)


def budget(nation: Any, keep: float) -> float:
    """E102 and E103: military spending of the year; ``keep`` is what drift keeps since the start."""
    arming = nation.model.par.arming
    ceiling = nation.burden_max * nation.gdp
    drift = arming.drift * (nation.budget_drift - nation.budget_drift_start)
    drift -= arming.drift * arming.drift * (1.0 - keep)
    reaction = arming.threats * nation.k * exposed(nation)
    wanted = nation.g * (nation.gdp / nation.gdp_start) * exp(drift) + reaction
    wanted = max(0.0, min(wanted, ceiling))
    agreements = len(nation.partners)
    return min(wanted * (1.0 + arming.density * agreements / (3.0 + agreements)), ceiling)


def anchor(nation: Any) -> None:
    """E127: k and g, where the scenario gives none of them."""
    arming, budget = nation.model.par.arming, nation.burden * nation.gdp
    if isnan(nation.k):
        felt = 0.0
        for view in nation.others:
            sd = doubt(view)
            seen = view.other.capability * exp(sd * view.error - 0.5 * sd * sd)
            strike = view.other.striking(nation.model.par.perception.emerging_offence)
            felt += view.hostility * view.back.reach * strike * (seen + view.back.help_offence)
        share = min(arming.anchor, arming.response * felt / budget) if budget > 0.0 else 0.0
        answer = share * budget
        nation.k = answer / felt if felt > 0.0 else 0.0
    else:
        answer = nation.k * exposed(nation)
    if isnan(nation.g):
        nation.g = budget - answer


def arm(region: Any) -> None:
    """E101 to E107."""
    arming, dt = region.par.arming, region.dt
    k, keep = kept(dt, arming.drift_half_life), kept(region.tick * dt, arming.drift_half_life)
    fresh = sqrt(max(0.0, 1.0 - k * k))
    for nation in region.nations:
        if region.tick > 0 and arming.drift > 0.0:
            u = region.luck.one(nation.word, nation.word, region.slots.budget)
            nation.budget_drift = k * nation.budget_drift + fresh * normal(u)
        nation.spending = budget(nation, keep)
        nation.money = nation.spending * dt
        nation.budgeted += nation.money
    share = 1.0 - kept(dt, arming.delivery)
    orders = [view for nation in region.nations for view in nation.others if view.paid or view.given]
    if orders:
        ration(region, orders, share)
        for order in orders:
            deliver(order, share * (1.0 - order.blocked))
    smoothing = 1.0 - exp(-dt / arming.memory)
    for nation in region.nations:
        nation.armed += nation.money
        better = 1.0 + arming.technology * (nation.technology - nation.technology_start)
        bought = better * (1.0 + nation.saving) * nation.money / dt
        wear = arming.fatigue * (1.0 + arming.cut_off * nation.cut_off)
        left = exp(-wear * dt)
        nation.capability = max(0.0, nation.capability * left + bought * (1.0 - left) / wear)
        nation.mean_capability += (nation.capability - nation.mean_capability) * smoothing


def ration(region: Any, orders: list[Any], share: float) -> None:
    """E104: how much of what is due purses and stocks allow."""
    arming = region.par.arming
    spends, leaves = [0.0] * len(region.nations), [0.0] * len(region.nations)
    for order in orders:
        passing = share * (1.0 - order.blocked)
        spends[order.other.index] += passing * order.paid
        spends[order.me.index] += passing * order.given
        leaves[order.me.index] += arming.from_stock * passing * order.paid
    for nation in region.nations:
        nation.purse_share = limit(arming.procurement * nation.spending * region.dt, spends[nation.index])
        nation.stock_share = limit(arming.stock_share * nation.capability * region.dt, leaves[nation.index])


def deliver(order: Any, passing: float) -> None:
    """E105: what goes from ``order.me`` to ``order.other`` in the tick."""
    supplier, buyer = order.me, order.other
    paid = passing * order.paid * min(buyer.purse_share, supplier.stock_share)
    given = passing * order.given * supplier.purse_share
    order.paid -= paid
    order.given -= given
    arming = supplier.model.par.arming
    taken = arming.from_stock * paid
    supplier.capability -= taken
    worth = 1.0 + arming.import_gain * (1.0 - buyer.industry) * max(0.0, supplier.technology - buyer.technology)
    worth -= arming.import_friction * order.tie.friction(supplier.model.par.evidence.culture_share)
    buyer.capability += max(0.0, worth) * (paid + given)
    supplier.money += taken - given
    supplier.produced += paid - taken
    buyer.money -= paid
    supplier.revenue += paid
    supplier.shipped += paid + given
    buyer.received += paid + given
    buyer.paid += paid
    supplier.paid += given
