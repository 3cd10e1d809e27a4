"""Before the first tick (section 6 of the page)."""

from __future__ import annotations

from typing import Any

from dipsim.model.state.trust_accounts import FixedAccount
from dipsim.scenario.schema.parts import CRISES, SETTLED
from dipsim.scenario.world.build import World

from .arming import anchor
from .crisis import find_hazards
from .formulas import LN2, logit, normal
from .institutions import derive_covers
from .ledger import recall
from .lines import set_lines
from .perception import begin_judgement, see_clearly
from .politics import relate
from .settling import settle_start, take_over
from .yearly import LEVELS


def begin(region: Any, world: World) -> None:
    """Set what the scenario leaves to be worked out."""
    derive_covers(region)
    relate(region)
    begin_judgement(region)
    if world.start_at == SETTLED:
        if world.settled_as is None:
            settle_start(region, world.history)
        else:
            take_over(region, type(region)(world.settled_as))
    else:
        remember_history(region, world.history)
        observe(region)
        if world.start_at == CRISES:
            remember_crises(region)
    observe(region)
    draw(region)


def observe(region: Any) -> None:
    """Trust, and threat with capability seen as it is."""
    for nation in region.nations:
        recall(nation)
    see_clearly(region)


def remember_history(region: Any, history: Any) -> None:
    """E135."""
    for nation in region.nations:
        for view in nation.others:
            given = float(history[nation.index, view.other.index])
            if view.known_trust >= 0.0:
                given = logit(view.known_trust) - sum(view.baseline)
            view.accounts[FixedAccount.HISTORY] = given


def draw(region: Any) -> None:
    """Errors and shocks of the first moment, and the budgets that stand on them (E127)."""
    luck, slots = region.luck, region.slots
    for nation in region.nations:
        set_lines(nation)
        for view in nation.others:
            pair = nation.word, view.other.word
            view.error = normal(luck.one(*pair, slots.start))
            if region.par.diplomacy.foreseen_error:
                view.alarm_error = normal(luck.one(*pair, slots.foresight))
            if region.par.consequences.intent_noise:
                view.intent_error = normal(luck.one(*pair, slots.intent))
            for kind, chance in view.lasting.items():
                u = luck.one(*pair, kind.again_slot)
                if u < chance:
                    view.habits[kind] = u / chance
        if region.par.arming.drift > 0.0:
            nation.budget_drift = nation.budget_drift_start = normal(luck.one(nation.word, nation.word, slots.budget))
        if nation.region_key:
            word = int(nation.region_key)
            nation.region_shock = normal(luck.one(word, word, slots.region))
        anchor(nation)
    region.shock = normal(luck.one(0, 0, slots.shock))


def remember_crises(region: Any) -> None:
    """E136: crises accounts start where disputes would keep them."""
    crisis, shares, memory = region.par.crisis, region.par.start, region.memory
    find_hazards(region)
    for tie in region.ties:
        hazard = tie.view.hazard + tie.back.hazard
        for name, account in LEVELS:
            x = -getattr(crisis, f"kappa_{name}") * getattr(shares, f"share_{name}") * hazard
            value = -x / (LN2 / memory.lives[account] + x / memory.caps[account])
            for view in (tie.view, tie.back):
                view.accounts[account] = value
                if view.known_trust >= 0.0:
                    view.accounts[FixedAccount.HISTORY] -= value
