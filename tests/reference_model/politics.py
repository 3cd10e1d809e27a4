"""Step 1: growth, fading and random events, grants, drift of interests, and the baseline of trust."""

from __future__ import annotations

from math import exp
from typing import Any

from dipsim.model.state.trust_accounts import FixedAccount

from .formulas import held, kept, normal, risen
from .institutions import leave_early
from .lines import move_lines


def live(region: Any) -> None:
    """Every nation grows, recovers and meets its events (E28 to E30)."""
    politics, dt, luck, slots = region.par.politics, region.dt, region.luck, region.slots
    disaster = kept(dt, politics.disaster_half_life)
    calming = kept(dt, politics.stability_half_life)
    digital = kept(dt, politics.digital_half_life)
    for nation in region.nations:
        nation.gdp *= exp((nation.growth - nation.hurt) * dt)
        nation.disaster *= disaster
        nation.stability = nation.stability_start + calming * (nation.stability - nation.stability_start)
        nation.digital *= digital
        word = nation.word
        rate = politics.government_change * (1.0 - nation.stability) + politics.elections * nation.democracy
        chance = risen(rate, dt)
        if chance > 0.0 and luck.one(word, word, slots.government) < chance:
            change_government(nation)
        if politics.disaster and luck.one(word, word, slots.disaster) < risen(politics.disaster, dt):
            nation.disaster += 1.0
        if politics.power_shock:
            u, v = luck.two(word, word, slots.power)
            if u < risen(politics.power_shock, dt):
                nation.capability *= exp(politics.power_size * normal(v))
        if politics.technology_shock and luck.one(word, word, slots.technology) < risen(politics.technology_shock, dt):
            leap(nation, politics.technology_size)


def leap(nation: Any, size: float) -> None:
    """E31."""
    nation.technology = held(nation.technology + size * (1.0 - nation.technology), 0.0, 1.0)


def change_government(nation: Any) -> None:
    """E32 and E33: positions and intent turn, others think anew, instruments may be revoked, orders are cancelled."""
    region = nation.model
    politics, luck, slots, word = region.par.politics, region.luck, region.slots, nation.word
    closed = 1.0 - nation.democracy
    turn = closed + politics.democratic * nation.democracy
    for q, slot in enumerate(region.issue_slots):
        shift = turn * politics.shift * normal(luck.one(word, word, slot))
        nation.position[q] = held(nation.position[q] + shift, -1.0, 1.0)
    if politics.intent_shift > 0.0:
        shift = turn * politics.intent_shift * normal(luck.one(word, word, slots.new_intent))
        nation.revisionism = held(nation.revisionism + shift, 0.0, 1.0)
    if politics.lines_turn > 0.0:
        step = politics.lines_turn * normal(luck.one(word, word, slots.line))
        move_lines(nation, nation.soldiers, nation.diplomats + step)
    image = politics.image * normal(luck.one(word, word, slots.image)) if politics.image > 0.0 else 0.0
    for view in nation.others:
        view.back.note(FixedAccount.GOVERNMENT, image)
        tie = view.tie
        view.turned = max(view.turned, turn)
        exposed = closed * (1.0 - tie.protected)
        for kind in sorted(tie.years, key=lambda k: k.index):
            if luck.one(nation.word, view.other.word, kind.revoke_slot) < politics.revoke * exposed:
                leave_early(view, kind)
        left = 1.0 - politics.cancel * exposed
        for order in (view, view.back):
            order.paid *= left
            order.given *= left


def grant(region: Any) -> None:
    """A new year: what is left of the purse lapses, purse and staff are granted anew."""
    for nation in region.nations:
        nation.lapsed += nation.purse
        nation.purse = nation.diplomacy * nation.gdp
        nation.granted += nation.purse
        nation.slots = nation.staff
        nation.money_aside = nation.staff_aside = 0.0
    for tick in range(region.tick, region.tick + region.per_year):
        for dated in region.timeline.get(tick, ()):
            plan(dated, 1)


def plan(dated: Any, sign: int) -> None:
    """What a dated act takes of those who pay for it is set aside, or free again (``sign`` -1)."""
    kind = dated.kind
    if dated.event != "act" or not dated.planned or kind.off or kind.null or kind.form == "incident":
        return
    if kind.form == "measure":
        payers = {dated.first}
    elif kind.form == "hosted":
        payers = {dated.first, *dated.parties}
    else:
        payers = {dated.first, dated.second} if dated.second is not None else set(dated.parties)
    for nation in payers:
        nation.set_aside(kind, sign)


def drift(region: Any) -> None:
    """E34: positions move towards those of trusted partners, all nations at once."""
    politics = region.par.politics
    moved = risen(politics.drift, region.dt)
    if moved == 0.0:
        return
    after = []
    for nation in region.nations:
        trust = nation.trust
        pulls = []
        for view in nation.others:
            if view.tie.link:
                pull = max(0.0, 2.0 * trust[view.other.index] - 1.0) + politics.leverage * view.dependence
                if pull:
                    pulls.append((pull, view.other))
        after.append([_moved(nation, q, pulls, moved) for q in range(len(nation.position))])
    for nation, position in zip(region.nations, after, strict=True):
        nation.position = position


def _moved(nation: Any, q: int, pulls: list[tuple[float, Any]], moved: float) -> float:
    here = nation.position[q]
    if nation.salience[q] == 0.0:
        return here
    towards = weight = 0.0
    for pull, other in pulls:
        w = pull * other.salience[q]
        towards += w * (other.position[q] - here)
        weight += abs(w)
    return held(here + towards / weight * moved, -1.0, 1.0) if weight > 0.0 else here


def trade(region: Any) -> None:
    """E36: trade of every pair, cut by war and by sanctions that take growth."""
    cuts, dt = region.par.trade, region.dt
    fallen, returned = kept(dt, cuts.fall_half_life), kept(dt, cuts.return_half_life)
    for tie in region.ties:
        if tie.usual_trade == 0.0:
            continue
        war = cuts.cut_by_war if tie.rung == 5 else 0.0
        bitten = any(kind.damage > 0.0 and kind not in v.hollow for v in (tie.view, tie.back) for kind in v.measures)
        left = tie.usual_trade * (1.0 - max(war, cuts.cut_by_sanction if bitten else 0.0))
        tie.trade = left + (fallen if tie.trade > left else returned) * (tie.trade - left)


def relate(region: Any) -> None:
    """E35 to E38: alignment, shared institutions, baseline and opportunity of every pair."""
    politics = region.par.politics
    for nation in region.nations:
        nation.mass = nation.gdp / politics.gdp_ref
    for tie in region.ties:
        if not tie.known:
            tie.alignment = aligned(tie.one, tie.other)
            estranged(tie, politics.b_constant)
            continue
        one, other = tie.one, tie.other
        together = forum = 0.0
        shared = False
        for organisation in region.organisations:
            if one in organisation.members and other in organisation.members:
                shared = True
                together += organisation.quality
                if organisation.type in ("forum", "council"):
                    forum = max(forum, organisation.quality)
        tie.forum = forum
        tie.relevant = shared or tie.proximity > 0.0
        tie.alignment = aligned(one, other)
        tie.opportunity = 0.0
        if tie.link:
            mass = one.mass * other.mass
            mass = mass**politics.gravity if mass > 1e-300 else 0.0
            tie.opportunity = mass * (politics.distant + (1.0 - politics.distant) * tie.proximity)
        tie.view.baseline[:] = tie.back.baseline[:] = (
            politics.b_constant,
            politics.b_interests * tie.alignment,
            politics.b_institutions * together / (1.0 + together),
            politics.b_regime * one.democracy * other.democracy,
            politics.b_trade * tie.trade,
            -politics.b_culture * tie.culture_gap,
            -politics.b_dispute * tie.dispute,
        )


def estranged(tie: Any, constant: float) -> None:
    """Nations that do not know each other: nothing lies between them but the trust among strangers."""
    tie.forum = tie.opportunity = 0.0
    tie.relevant = False
    tie.view.baseline[:] = tie.back.baseline[:] = (constant, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)


def aligned(one: Any, other: Any) -> float:
    """E35: similarity of interests, weighted by what both care about."""
    weights = [a * b for a, b in zip(one.salience, other.salience, strict=True)]
    whole = sum(weights)
    if whole == 0.0:
        return 0.0
    near = (1.0 - abs(x - y) for x, y in zip(one.position, other.position, strict=True))
    return sum(w * s for w, s in zip(weights, near, strict=True)) / whole
