"""Step 2: what nations see of each other's capability, the help they count on, and the threat they feel."""

from __future__ import annotations

from math import exp, log, sqrt
from typing import Any

from dipsim.model.state.trust_accounts import FixedAccount

from .formulas import kept, logistic, normal


def doubt(view: Any) -> float:
    """E42: the spread of errors of a nation about another."""
    me, other = view.me, view.other
    perception = me.model.par.perception
    sd = perception.spread * (1.0 - other.transparency) * (1.0 - perception.by_channel * view.tie.open_channel())
    return sd * (1.0 - perception.by_insight * me.insight) * (1.0 + perception.emerging_error * other.emerging)


def look(region: Any) -> None:
    """E40 to E47 for every nation."""
    perception, dt, luck, slot = region.par.perception, region.dt, region.luck, region.slots.error
    faded, k = kept(dt, perception.insight_half_life), kept(dt, perception.half_life)
    fresh = sqrt(max(0.0, 1.0 - k * k))
    for nation in region.nations:
        nation.insight *= faded
        nation.known = nation.capability
    for nation in region.nations:
        for view in nation.others:
            view.error = k * view.error + fresh * normal(luck.one(nation.word, view.other.word, slot))
            sd = doubt(view)
            view.seen = view.other.capability * exp(sd * view.error - 0.5 * sd * sd)
    misjudge(region)
    feel(region)


def misjudge(region: Any) -> None:
    """E55 and E71: errors about the alarm at one's own acts, and about the intent of others."""
    diplomacy, consequences, luck, slots = region.par.diplomacy, region.par.consequences, region.luck, region.slots
    for views in (nation.others for nation in region.nations):
        for view in views:
            pair = view.me.word, view.other.word
            if diplomacy.foreseen_error:
                k = kept(region.dt, diplomacy.foreseen_half_life)
                view.alarm_error = k * view.alarm_error + sqrt(1.0 - k * k) * normal(luck.one(*pair, slots.foresight))
                spread = diplomacy.foreseen_error
                view.foreseen = diplomacy.foreseen_share * exp(spread * view.alarm_error - 0.5 * spread * spread)
            if consequences.intent_noise:
                k = kept(region.dt, consequences.intent_half_life)
                view.intent_error = k * view.intent_error + sqrt(1.0 - k * k) * normal(luck.one(*pair, slots.intent))


def begin_judgement(region: Any) -> None:
    """Section 6: what is foreseen without errors, and who feigns from the start."""
    consequences = region.par.consequences
    for nation in region.nations:
        nation.feigning = float(nation.would_feign() and nation.diplomacy >= consequences.feigning)
        for view in nation.others:
            view.foreseen = region.par.diplomacy.foreseen_share


def see_clearly(region: Any) -> None:
    """Capability is seen as it is; help, exposure and threat follow."""
    for nation in region.nations:
        nation.known = nation.capability
        for view in nation.others:
            view.seen = view.other.capability
            view.error = 0.5 * doubt(view)
    feel(region)


def feel(region: Any) -> None:
    """E44 to E47 with what is seen: help, exposure and threat."""
    perception = region.par.perception
    weight, economy = perception.emerging_offence, perception.economy
    remember_promises(region)
    for nation in region.nations:
        count_on(nation)
    see_hostility(region)
    for nation in region.nations:
        latent = nation.capability + economy * nation.gdp
        for view in nation.others:
            j = view.other.index
            view.exposure = view.back.reach * view.other.striking(weight) * (view.seen + view.back.help_offence)
            nation.menace[j] = nation.suspicion[j] = nation.threat[j] = 0.0
            if view.exposure > 0.0:
                against = view.exposure + latent
                force = 2.0 * view.hostility * view.exposure
                nation.menace[j] = force / (against + perception.helped * view.help_defence)
                nation.suspicion[j] = (
                    2.0 * view.suspicion * view.exposure / (against + perception.helped * view.help_defence)
                )
                nation.threat[j] = force / (against + view.help_defence)


def hostility(view: Any, logit: float) -> float:
    """E47: how hostile ``view.me`` takes ``view.other`` to be at these log-odds of trust."""
    par, tie = view.me.model.par, view.tie
    perception, r0 = par.perception, par.consequences.r0
    belief = min(1.0, max(0.0, r0 - view.accounts[FixedAccount.INTENT] / perception.intent_unit))
    odds = perception.slope * (perception.mid - logit)
    odds += perception.claim * tie.dispute + perception.intent * (belief - r0)
    promise = max(tie.cover_defence, tie.pledge) * word_of(view.back) * (1.0 - tie.dispute)
    return logistic(odds) * (1.0 - perception.pledged * promise)


def see_hostility(region: Any) -> None:
    """E47 for every nation; who is pledged to others is seen as one with them, by the share bloc."""
    bloc, spiral = region.par.perception.bloc, region.par.perception.spiral
    for nation in region.nations:
        for view in nation.others:
            view.hostility = hostility(view, view.logit)
            view.suspicion = hostility(view, view.logit + (1.0 - spiral) * view.alarm_held)
    if bloc == 0.0:
        return
    shown = {}
    for nation in region.nations:
        for view in nation.others:
            worst = 0.0
            for out in view.other.others:  # the friends of whom it looks at
                if out.other is not nation and nation.views[out.other.index].tie.link:
                    cover = max(out.tie.cover_defence, out.tie.cover_offence)
                    worst = max(worst, cover * nation.views[out.other.index].hostility)
            promise = max(view.tie.cover_defence, view.tie.pledge)
            shown[view] = [
                own + bloc * max(0.0, worst - own) * (1.0 - promise) for own in (view.hostility, view.suspicion)
            ]
    for view, (seen, suspected) in shown.items():
        view.hostility, view.suspicion = seen, suspected


def remember_promises(region: Any) -> None:
    """E44: the balance of two nations when a pledge of help between them began."""
    for tie in region.ties:
        stands = tie.cover_defence > 0.0 or tie.cover_offence > 0.0
        if stands and not tie.promised:
            for view in (tie.view, tie.back):
                view.turned = 0.0
                view.balance_then = balance(view)
        tie.promised = stands


def balance(view: Any) -> float:
    """Log of own strength over the other's."""
    mine, theirs = view.me.capability, view.other.capability
    return log(mine / theirs) if mine > 0.0 and theirs > 0.0 else 0.0


def word_of(view: Any) -> float:
    """E44: how surely ``view.me`` keeps its promise to ``view.other``."""
    perception = view.me.model.par.perception
    moved = min(1.0, abs(balance(view) - view.balance_then) / log(2.0))
    share: float = perception.honour * (1.0 - perception.honour_balance * moved)
    return share * (1.0 - perception.honour_government * view.turned)


def cover_against(view: Any, enemy: Any) -> float:
    """E44: how far the pledge of ``view.me`` to ``view.other`` in defence holds against an enemy."""
    tie, asks = view.tie, view.me.model.par.perception.asks
    lost: float = (tie.cover_defence - tie.unconditional) * asks * view.other.views[enemy.index].provoked
    return tie.cover_defence - lost


def count_on(nation: Any) -> None:
    """E44: help expected against, and in attacking, every other nation."""
    allies = []
    embolden, pooling = nation.model.par.perception.embolden, nation.model.par.perception.pooling
    for view in nation.others:
        tie = view.tie
        if tie.cover_defence > 0.0 or tie.cover_offence > 0.0:
            share = word_of(view.back) * (1.0 - pooling + pooling * tie.interoperability) * view.other.capability
            allies.append((view.back, share, max(tie.cover_offence, embolden * tie.unconditional)))
    for view in nation.others:
        defence = offence = 0.0
        for of_ally, share, in_attack in allies:
            ally = of_ally.me
            if ally is not view.other:
                held_back = 1.0 - ally.views[view.other.index].tie.pledge
                defence += cover_against(of_ally, view.other) * share * held_back
                offence += in_attack * share * held_back
        view.help_defence, view.help_offence = defence, offence
