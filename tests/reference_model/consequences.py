"""Step 5: listed acts take effect in the order served; then hidden acts may be discovered."""

from __future__ import annotations

from math import sqrt
from typing import Any

from dipsim.model.state.trust_accounts import FixedAccount

from .bill import charge_bill
from .formulas import kept, raised, risen
from .kinds import ALL_SCOPES
from .lines import meet


def take_effect(region: Any, acts: list[Any]) -> None:
    """Every act in turn, then discoveries."""
    for act in acts:
        if act.kind.incident:
            strike(act.view, act.kind, act.scale)
        elif act.kind.measure:
            impose_and_follow(region, act)
        else:
            _act(region, act)
    discover(region)


def _act(region: Any, act: Any) -> None:
    kind, view, scale = act.kind, act.view, act.scale
    tie = view.tie
    view.me.tried.add(kind)
    view.other.tried.add(kind)
    on_trust(region, view, kind, scale)
    work_together(region, view, kind, scale, act.value)
    if kind.mishap or kind.leak:
        go_wrong(region, view, kind, scale)
    if kind.standing:
        tie.sign(kind, hollow=False)
        tie.link = True
        if kind.agreement:
            tie.scopes = ALL_SCOPES
    if act.hidden:
        view.hidden[kind] = view.hidden.get(kind, 0.0) + scale
    elif kind.alarm or kind.reassurance:
        charge_bill(view, kind, scale, 1.0, act.notified)


def on_trust(region: Any, view: Any, kind: Any, scale: float) -> None:
    """E26 and E71: what the act says of its authors to each other."""
    evidence, consequences = region.par.evidence, region.par.consequences
    fit = 1.0 - evidence.misfit * view.tie.friction(evidence.culture_share)
    for mine, weight in ((view.back, kind.evidence), (view, kind.evidence_back if kind.directed else kind.evidence)):
        author = mine.other
        observed = author.observed(evidence.seen_floor, evidence.mixed_signals)
        if mine.me.trust[author.index] >= kind.basis:
            mine.note(kind.account, weight * (scale * kind.costliness) * (observed * fit / evidence.typical))
        shown = author.revisionism * (1.0 - consequences.feigned * author.feigning)
        shown += consequences.intent_noise * mine.intent_error
        intent = scale * consequences.kappa_intent * observed * (consequences.r0 - shown)
        mine.note(FixedAccount.INTENT, intent)


def work_together(region: Any, view: Any, kind: Any, scale: float, value: float) -> None:
    """E73 to E78: what the act does to the pair and to the two nations."""
    tie, me, other = view.tie, view.me, view.other
    consequences = region.par.consequences
    review = 1.0 + consequences.review * (me.adaptability + other.adaptability) * 0.5
    z = scale * review * (1.0 - 0.5 * tie.friction(region.par.evidence.culture_share))
    if kind.interoperability:
        tie.interoperability = raised(
            tie.interoperability, min(1.0, z * kind.interoperability), 1.0 - tie.standards_gap
        )
    if kind.channel:
        tie.channel = raised(tie.channel, min(1.0, scale * kind.channel), 1.0)
    if kind.groundwork:
        tie.groundwork = raised(tie.groundwork, min(1.0, scale * kind.groundwork), 1.0)
    tie.culture_gap *= 1.0 - min(1.0, z * kind.wear_culture)
    tie.standards_gap *= 1.0 - min(1.0, z * kind.wear_standards)
    if kind.notice:
        notice = min(1.0, scale * kind.notice)
        view.notice = raised(view.notice, notice, 1.0)
        if not kind.directed:
            view.back.notice = raised(view.back.notice, notice, 1.0)
    if kind.directed and kind.dependence:
        view.back.dependence = raised(view.back.dependence, min(1.0, scale * kind.dependence), 1.0)
    best = max(me.technology, other.technology)
    if not kind.directed:
        learn(region, view, kind, scale, best)
    learn(region, view.back, kind, scale, best)
    if kind.aligns > 0.0:
        meet(me, scale * kind.aligns)
        meet(other, scale * kind.aligns)
    if kind.delivery > 0.0:
        size = scale * kind.delivery * sqrt(me.capability * other.capability)
        sold, given = (value if value >= 0.0 else payable(region, payer, size) for payer in (other, me))
        view.paid += kind.price * sold
        view.given += (1.0 - kind.price) * given


def payable(region: Any, payer: Any, size: float) -> float:
    """E78: what is ordered of a delivery by who pays for it."""
    arming = region.par.arming
    on_order = sum(view.back.paid + view.given for view in payer.others)
    due = 1.0 - kept(region.dt, arming.delivery)
    room = max(0.0, arming.procurement * payer.spending * region.dt / due - on_order)
    return size - arming.heeded * max(0.0, size - room)


def learn(region: Any, view: Any, kind: Any, scale: float, best: float) -> None:
    """E75 to E77 for ``view.me``, with ``best`` the better technology of the two before the act."""
    me, other = view.me, view.other
    if kind.insight:
        me.insight = raised(me.insight, min(1.0, scale * kind.insight), 1.0)
    if kind.digital:
        me.digital = raised(me.digital, min(1.0, scale * kind.digital), 1.0)
    gain = min(1.0, scale * kind.technology)
    if gain > 0.0:
        me.technology = raised(raised(me.technology, gain, best), 0.1 * gain, 1.0)
        leaked = region.par.consequences.partners * kind.leakage * gain
        if leaked:
            for near in me.others:
                if near.other is not other:
                    share = min(1.0, leaked * near.tie.interoperability)
                    near.other.technology = raised(near.other.technology, share, me.technology)
    if kind.emerging:
        me.emerging = raised(me.emerging, min(1.0, scale * kind.emerging), max(me.emerging, other.emerging))
    if kind.industry:
        me.industry = raised(me.industry, min(1.0, scale * kind.industry), max(me.industry, other.industry))
    if kind.directed:
        me.disaster *= 1.0 - min(1.0, scale * kind.relief)
        me.stability *= 1.0 - min(1.0, scale * kind.unrest)


def go_wrong(region: Any, view: Any, kind: Any, scale: float) -> None:
    """E79 to E81: mishaps and leaks."""
    consequences, luck, tie = region.par.consequences, region.luck, view.tie
    me, other = view.me, view.other
    if kind.mishap:
        disorder = 1.0 - 0.5 * (me.coherence + other.coherence)
        chance = kind.mishap * 0.5 * (tie.friction(region.par.evidence.culture_share) + disorder)
        if luck.one(me.word, other.word, kind.mishap_slot) < chance:
            view.note(FixedAccount.INCIDENTS, scale * consequences.mishap)
            view.back.note(FixedAccount.INCIDENTS, scale * consequences.mishap)
    if kind.leak:
        u, v = luck.two(me.word, other.word, kind.leak_slot)
        one, both = access(view), access(view) + access(view.back)
        if u < min(1.0, kind.leak * 0.5 * both):
            victim = view.back if v * both < one else view  # how the victim sees the leaker
            victim.note(FixedAccount.INCIDENTS, scale * consequences.leak)
            for told in victim.other.others:
                if told.other is not victim.me:
                    share = min(1.0, scale * kind.insight * told.tie.open_channel())
                    told.other.insight = raised(told.other.insight, share, 1.0)


def access(view: Any) -> float:
    """E80: what others have of what ``view.me`` knows of ``view.other``."""
    total, trust = 1.0, view.other.trust
    for near in view.me.others:
        if near.other is not view.other:
            total += near.tie.open_channel() * (1.0 - trust[near.other.index])
    return total


def strike(view: Any, kind: Any, scale: float) -> None:
    """E82: an incident of ``view.me`` against ``view.other``."""
    tie = view.tie
    absorbed = view.me.model.par.consequences.absorbed * max(tie.open_channel(), view.notice)
    felt = scale * (1.0 - absorbed)
    tie.dispute = raised(tie.dispute, min(1.0, felt * kind.stake), 1.0)
    tie.disrupted = raised(tie.disrupted, min(1.0, scale * kind.disrupts), 1.0)
    view.back.note(kind.account, felt * kind.evidence)
    view.note(kind.account, felt * kind.evidence_back)


def impose(region: Any, view: Any, kind: Any, scale: float) -> float:
    """E83: a measure of ``view.me`` against ``view.other``; returns how much of it is new."""
    evidence = region.par.evidence
    if kind in view.measures and kind not in view.hollow:
        scale = max(0.0, scale - 1.0)
    view.measures[kind] = kind.term
    view.hollow.discard(kind)
    observed = view.me.observed(evidence.seen_floor, evidence.mixed_signals)
    fit = 1.0 - evidence.misfit * view.tie.friction(evidence.culture_share)
    view.back.note(kind.account, scale * kind.evidence * (observed * fit / evidence.typical))
    return scale


def impose_and_follow(region: Any, act: Any) -> None:
    """E83 and E84: fellow members of an organisation may follow, unasked and unpaid."""
    kind, view = act.kind, act.view
    leader, target = view.me, view.other
    if impose(region, view, kind, act.scale) == 0.0 or not kind.followed:
        return
    for k in region.nations:
        if k is leader or k is target:
            continue
        mine = k.views[target.index]
        if not mine.tie.known or kind in mine.measures:
            continue
        fellow = any(
            o.in_force and k in o.members and leader in o.members and target not in o.members
            for o in region.organisations
        )
        if fellow:
            chance = kind.followed * k.trust[leader.index] * (1.0 - k.trust[target.index])
            if region.luck.one(k.word, target.word, kind.attend_slot) < chance:
                impose(region, mine, kind, 1.0)


def discover(region: Any) -> None:
    """E88: hidden acts come to light, all of a pair and kind at once."""
    if not region.can_hide:
        return
    chance = risen(region.par.consequences.discovery, region.dt)
    for nation in region.nations:
        for view in nation.others:
            for kind, scale in list(view.hidden.items()):
                if region.luck.one(nation.word, view.other.word, kind.discover_slot) < chance:
                    charge_bill(view, kind, scale, region.par.bill.discovered, 0.0)
                    del view.hidden[kind]
