"""The rungs of the ladder, wars that call allies, and how disputes end (E123 to E126)."""

from __future__ import annotations

from typing import Any

from dipsim.model.state.trust_accounts import FixedAccount

from .formulas import risen
from .institutions import betray

WAR = 5


def remember(tie: Any, account: int, size: float) -> None:
    """Both sides write it down."""
    tie.view.note(account, size)
    tie.back.note(account, size)


def climb_to(region: Any, tie: Any, rung: int, *, entry: bool = False) -> None:
    """E123: a pair reaches a rung."""
    crisis = region.par.crisis
    tie.rung = rung
    if rung == WAR:
        remember(tie, FixedAccount.CRISES_WAR, crisis.kappa_war)
        region.counts["wars"] += 1.0
        if not tie.joined:
            call_allies(region, tie)
        return
    if rung == 4:
        remember(tie, FixedAccount.CRISES_FORCE, crisis.kappa_force)
        region.counts["force"] += 0.0 if tie.joined else 1.0
    elif entry:
        remember(tie, FixedAccount.CRISES_THREAT, crisis.kappa_threat)
    if rung in (3, 4) and not tie.joined:
        ask_joiners(region, tie, rung)


def settle(region: Any, tie: Any) -> None:
    """E124: a dispute ends, and with it a share of the stake."""
    crisis = region.par.crisis
    if tie.rung == WAR:
        share = crisis.victory
    else:
        mean = 0.5 * (tie.one.trust[tie.other.index] + tie.other.trust[tie.one.index])
        share = crisis.reconcile * 0.5 * (mean + tie.open_channel())
    tie.dispute = (tie.dispute + crisis.stake_rise * (1.0 - tie.dispute)) * (1.0 - share)
    tie.rung, tie.challenger, tie.joined = 0, None, False


def sides(tie: Any) -> tuple[Any, Any]:
    """Challenger and defender of a dispute."""
    return tie.challenger, tie.other if tie.challenger is tie.one else tie.one


def knows_both(k: Any, tie: Any) -> bool:
    """Whether a third nation knows both sides of a pair."""
    return bool(k.views[tie.one.index].tie.known and k.views[tie.other.index].tie.known)


def ask_joiners(region: Any, tie: Any, rung: int) -> None:
    """E123: allies of the defender, then of the challenger, may join a dispute at display or force."""
    challenger, defender = sides(tie)
    for k in region.nations:
        if k is not challenger and k is not defender and knows_both(k, tie):
            ask(region, k, defender, challenger, rung, in_defence=True)
            ask(region, k, challenger, defender, rung, in_defence=False)


def ask(region: Any, k: Any, ally: Any, enemy: Any, rung: int, *, in_defence: bool) -> None:
    """Whether a nation joins the dispute of its ally."""
    bond, front = k.views[ally.index].tie, k.views[enemy.index].tie
    cover = bond.cover_defence if in_defence else bond.cover_offence
    if cover <= 0.0 or front.pledge > 0.0 or front.rung:
        return
    crisis, slots = region.par.crisis, region.slots
    slot, chance, account, size = slots.display, crisis.join_display, FixedAccount.CRISES_THREAT, crisis.kappa_threat
    if rung == 4:
        slot, chance, account, size = slots.force, crisis.join_force, FixedAccount.CRISES_FORCE, crisis.kappa_force
    if region.luck.one(k.word, enemy.word, slot) < chance * cover:
        front.rung, front.joined = rung, True
        front.challenger = enemy if in_defence else k
        remember(front, account, size)
        region.counts["joiners"] += 1.0


def call_allies(region: Any, tie: Any) -> None:
    """E126: allies of the defender, then of the challenger, join or abandon."""
    challenger, defender = sides(tie)
    for k in region.nations:
        if k is not challenger and k is not defender and knows_both(k, tie):
            answer(region, k, defender, challenger, in_defence=True)
            answer(region, k, challenger, defender, in_defence=False)


def answer(region: Any, k: Any, ally: Any, enemy: Any, *, in_defence: bool) -> None:
    """Whether a nation comes to the help of its ally."""
    bond, front = k.views[ally.index], k.views[enemy.index].tie
    cover = bond.tie.cover_defence if in_defence else bond.tie.cover_offence
    if cover <= 0.0 or front.pledge > 0.0 or front.rung == WAR:
        return
    crisis = region.par.crisis
    if region.luck.one(k.word, ally.word, region.slots.call) < region.par.perception.honour * cover:
        front.rung, front.joined = WAR, True
        front.challenger = enemy if in_defence else k
        remember(front, FixedAccount.CRISES_WAR, crisis.kappa_war)
        region.counts["joiners"] += 1.0
    else:
        betray(bond, crisis.abandon)


def lose(region: Any) -> None:
    """E125: who is at war loses capability."""
    lost = risen(region.par.crisis.losses, region.dt)
    at_war = {nation for tie in region.ties if tie.rung == WAR for nation in (tie.one, tie.other)}
    for nation in at_war:
        nation.capability *= 1.0 - lost
