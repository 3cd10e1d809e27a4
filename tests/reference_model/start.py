"""Before the first tick (section 6 of the page)."""

from __future__ import annotations

from typing import Any

from dipsim.model.state.trust_accounts import FixedAccount

from .arming import anchor
from .crisis import onset, trend
from .formulas import LN2, logit, normal
from .institutions import derive_covers
from .ledger import recall
from .perception import doubt, feel
from .politics import relate

CRISES = (
    ("threat", FixedAccount.CRISES_THREAT),
    ("force", FixedAccount.CRISES_FORCE),
    ("war", FixedAccount.CRISES_WAR),
)


def remove_perception_error(region: Any) -> None:
    """Trust, and threat with capability seen as it is."""
    for nation in region.nations:
        recall(nation)
        nation.known = nation.capability
        for view in nation.others:
            view.seen = view.other.capability
            view.error = 0.5 * doubt(view)
    feel(region)


def begin(region: Any, history: Any, start_crises: bool) -> None:
    """Set what the scenario leaves to be worked out."""
    derive_covers(region)
    relate(region)
    for nation in region.nations:
        for view in nation.others:
            given = float(history[nation.index, view.other.index])
            if view.known_trust >= 0.0:
                given = logit(view.known_trust) - sum(view.baseline)
            view.accounts[FixedAccount.HISTORY] = given
    remove_perception_error(region)
    if start_crises:
        remember_crises(region)
    remove_perception_error(region)
    luck, slots = region.luck, region.slots
    for nation in region.nations:
        for view in nation.others:
            view.error = normal(luck.one(nation.word, view.other.word, slots.start))
        if region.par.arming.drift > 0.0:
            nation.budget_drift = nation.budget_drift_start = normal(luck.one(nation.word, nation.word, slots.budget))
        if nation.region_key:
            word = int(nation.region_key)
            nation.region_shock = normal(luck.one(word, word, slots.region))
        anchor(nation)
    region.shock = normal(luck.one(0, 0, slots.shock))


def remember_crises(region: Any) -> None:
    """E128: crises accounts start where disputes would keep them."""
    crisis, shares, memory = region.par.crisis, region.par.start, region.memory
    for nation in region.nations:
        nation.strike = nation.striking(region.par.perception.emerging_offence)
        nation.trend = trend(nation)
    for tie in region.ties:
        tie.view.hazard, tie.back.hazard = onset(tie.view), onset(tie.back)
        hazard = tie.view.hazard + tie.back.hazard
        for name, account in CRISES:
            x = -getattr(crisis, f"kappa_{name}") * getattr(shares, f"share_{name}") * hazard
            value = -x / (LN2 / memory.lives[account] + x / memory.caps[account])
            for view in (tie.view, tie.back):
                view.accounts[account] = value
                if view.known_trust >= 0.0:
                    view.accounts[FixedAccount.HISTORY] -= value
