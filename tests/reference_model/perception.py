"""Step 2: what nations see of each other's capability, the help they count on, and the threat they feel."""

from __future__ import annotations

from math import exp, sqrt
from typing import Any

from .formulas import kept, normal


def doubt(view: Any) -> float:
    """E42: the spread of errors of a nation about another."""
    me, other = view.me, view.other
    perception = me.model.par.perception
    sd = perception.spread * (1.0 - other.transparency) * (1.0 - perception.by_channel * view.tie.open_channel())
    return sd * (1.0 - perception.by_insight * me.insight) * (1.0 + perception.emerging_error * other.emerging)


def look(region: Any) -> None:
    """E40 to E47 for every nation; errors about who is out of reach are never read and stay as they are."""
    perception, dt, luck, slot = region.par.perception, region.dt, region.luck, region.slots.error
    faded, k = kept(dt, perception.insight_half_life), kept(dt, perception.half_life)
    fresh = sqrt(max(0.0, 1.0 - k * k))
    for nation in region.nations:
        nation.insight *= faded
        nation.known = nation.capability
    for nation in region.nations:
        for view in nation.others:
            if view.tie.proximity > 0.0:
                view.error = k * view.error + fresh * normal(luck.one(nation.word, view.other.word, slot))
                sd = doubt(view)
                view.seen = view.other.capability * exp(sd * view.error - 0.5 * sd * sd)
            else:
                view.seen = view.other.capability
    feel(region)


def feel(region: Any) -> None:
    """E44 to E47 with what is seen: help, exposure and threat."""
    perception = region.par.perception
    weight, economy = perception.emerging_offence, perception.economy
    for nation in region.nations:
        count_on(nation, perception.honour)
    for nation in region.nations:
        latent = nation.capability + economy * nation.gdp
        for view in nation.others:
            j = view.other.index
            exposure = threat = 0.0
            if view.tie.proximity > 0.0:
                strength = view.seen + view.back.help_offence
                exposure = view.tie.proximity * view.other.striking(weight) * strength
                if exposure > 0.0:
                    threat = 2.0 * (1.0 - nation.trust[j]) * exposure / (exposure + latent + view.help_defence)
            view.exposure = exposure
            nation.threat[j] = threat


def count_on(nation: Any, honour: float) -> None:
    """E44: help expected against, and in attacking, every other nation."""
    allies = []
    for view in nation.others:
        tie = view.tie
        if tie.cover_defence > 0.0 or tie.cover_offence > 0.0:
            share = honour * (0.5 + 0.5 * tie.interoperability) * view.other.capability
            allies.append((view.other, tie.cover_defence * share, tie.cover_offence * share))
    for view in nation.others:
        defence = offence = 0.0
        for ally, in_defence, in_attack in allies:
            if ally is not view.other:
                held_back = 1.0 - ally.views[view.other.index].tie.pledge
                defence += in_defence * held_back
                offence += in_attack * held_back
        view.help_defence, view.help_offence = defence, offence
