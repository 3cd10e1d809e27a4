"""Step 7: what nations spend, what is delivered, and how capability changes."""

from __future__ import annotations

from math import exp
from typing import Any

from .formulas import kept, limit


def reaction(nation: Any, response: float) -> float:
    """E101."""
    total = 0.0
    for view in nation.others:
        if view.exposure:
            total += response * view.hostility * view.exposure
    return total


def budget(nation: Any) -> float:
    """E102 and E103: military spending of the year."""
    arming = nation.model.par.arming
    ceiling = nation.burden_max * nation.gdp
    wanted = nation.g * (nation.gdp / nation.gdp_start) + reaction(nation, arming.response)
    wanted = max(0.0, min(wanted, ceiling))
    agreements = len(nation.partners)
    return min(wanted * (1.0 + arming.density * agreements / (3.0 + agreements)), ceiling)


def arm(region: Any) -> None:
    """E101 to E107."""
    arming, dt = region.par.arming, region.dt
    for nation in region.nations:
        nation.spending = budget(nation)
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
        leaves[order.me.index] += passing * order.paid
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
    supplier.capability -= paid
    buyer.capability += paid + given
    supplier.money += paid - given
    buyer.money -= paid
    supplier.revenue += paid
    supplier.shipped += paid + given
    buyer.received += paid + given
    buyer.paid += paid
    supplier.paid += given
