"""The rungs of the ladder, wars that call allies, and how disputes end (E123 to E126)."""

from __future__ import annotations

from typing import Any

from dipsim.model.state.trust_accounts import FixedAccount

from .formulas import risen
from .institutions import betray
from .perception import cover_against, word_of

WAR = 5


def remember(tie: Any, account: int, size: float) -> None:
    """Both sides write it down."""
    tie.view.note(account, size)
    tie.back.note(account, size)


def stand_at(region: Any, tie: Any, rung: int) -> None:
    """E119: a pair comes to a rung, and it is drawn whether it will be brief there."""
    crisis, slots = region.par.crisis, region.slots
    tie.rung, tie.brief = rung, False
    if rung < WAR:
        share = {2: crisis.brief_threat, 3: crisis.brief_display, 4: crisis.brief_force}[rung]
        if share > 0.0:
            tie.brief = region.luck.one(tie.one.word, tie.other.word, slots.lengths[rung - 2]) < share


def climb_to(region: Any, tie: Any, rung: int, *, entry: bool = False) -> None:
    """E123: a pair reaches a rung."""
    crisis = region.par.crisis
    stand_at(region, tie, rung)
    if rung == WAR:
        fight(region, tie)
        return
    if rung == 4:
        remember(tie, FixedAccount.CRISES_FORCE, crisis.kappa_force)
        region.counts["force"] += 0.0 if tie.joined else 1.0
    elif entry:
        remember(tie, FixedAccount.CRISES_THREAT, crisis.kappa_threat)
    if tie.joined:
        return
    if rung in (3, 4):
        ask_joiners(region, tie, rung)
    if rung == 4 and comes_to_war(region, tie):
        stand_at(region, tie, WAR)
        fight(region, tie)


def fight(region: Any, tie: Any) -> None:
    """E123: a war breaks out."""
    crisis = region.par.crisis
    remember(tie, FixedAccount.CRISES_WAR, crisis.kappa_war)
    region.counts["wars"] += 1.0
    if tie.joined:
        return
    call_allies(region, tie)
    if crisis.join_war > 0.0:
        challenger, defender = sides(tie)
        for k in region.nations:
            bond = k.views[challenger.index]
            free = k is not challenger and k is not defender and knows_both(k, tie)
            if free and not bond.tie.cover_offence:
                ask(region, k, defender, WAR, bond.tie.cover_defence)


def spared(tie: Any) -> float:
    """E120: what nuclear weapons leave of a chance of war."""
    share: float = tie.one.model.par.crisis.nuclear_peace
    return 1.0 - share * sheltered(tie.view) * sheltered(tie.back)


def sheltered(view: Any) -> float:
    """E120: how far nuclear weapons stand behind ``view.me`` against ``view.other``."""
    me, most = view.me, float(view.me.nuclear)
    for out in me.others:
        if out is not view and out.tie.cover_defence > 0.0:
            word = cover_against(out.back, view.other) * word_of(out.back)
            most = max(most, me.model.par.crisis.umbrella * word * out.other.nuclear)
    return most


def comes_to_war(region: Any, tie: Any) -> bool:
    """E122: the all-or-nothing demand of a dispute that comes to force."""
    crisis, luck, slots = region.par.crisis, region.luck, region.slots
    share = crisis.demand * spared(tie)
    if share <= 0.0:
        return False
    me, other = sides(tie)
    view = me.views[other.index]
    u = luck.at(tie.onset_tick, me.word, other.word, slots.demand)
    cost = crisis.cost_most * luck.at(tie.onset_tick, me.word, other.word, slots.cost)
    attack = me.known + view.help_offence
    both = attack + view.seen + view.back.help_defence
    p = attack / both if both > 0.0 else 0.5
    cost += crisis.trade_at_stake * tie.trade
    asked = min(1.0, p + 0.5 * (crisis.cost_most - crisis.war_cost))
    return bool(u < share and cost < asked - p)


def settle(region: Any, tie: Any) -> None:
    """E124: a dispute ends, and with it a share of the stake; a war may leave its dispute behind."""
    if not tie.aftermath:
        decide(region, tie)
        if tie.rung == WAR and region.par.crisis.exit_aftermath > 0.0 and not tie.joined:
            tie.rung, tie.aftermath = 4, True
            return
    tie.rung, tie.challenger, tie.joined, tie.brief, tie.aftermath = 0, None, False, False, False


def decide(region: Any, tie: Any) -> None:
    """E124: what a dispute or war ends in."""
    crisis, luck, slots = region.par.crisis, region.luck, region.slots
    one, other, war = tie.one.word, tie.other.word, tie.rung == WAR
    mean = 0.5 * (tie.one.trust[tie.other.index] + tie.other.trust[tie.one.index])
    share = crisis.reconcile * 0.5 * (mean + tie.open_channel())
    decided = crisis.decided_war if war else crisis.decided
    u = luck.one(one, other, slots.ending)
    if u < decided:
        share = crisis.victory
        winner, loser = sides(tie)
        view = winner.views[loser.index]
        attack = winner.capability + view.help_offence
        both = attack + loser.capability + view.back.help_defence
        if luck.one(one, other, slots.outcome) >= (attack / both if both > 0.0 else 0.5):
            winner, loser = loser, winner
        if war:
            tie.claim *= 1.0 - crisis.settles
            taken = crisis.spoils * loser.gdp
            loser.gdp -= taken
            winner.gdp += taken
        else:
            loser.yielded += 1.0
    elif u < decided + crisis.compromise:
        share = crisis.compromised
    tie.dispute = (tie.dispute + crisis.stake_rise * (1.0 - tie.dispute)) * (1.0 - share)


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
            of_defender, of_challenger = k.views[defender.index], k.views[challenger.index]
            ask(region, k, challenger, rung, cover_against(of_defender, challenger), in_defence=True)
            ask(region, k, defender, rung, of_challenger.tie.cover_offence)


def ask(region: Any, k: Any, enemy: Any, rung: int, cover: float, *, in_defence: bool = False) -> None:
    """Whether a nation joins the dispute of its ally with the enemy."""
    front = k.views[enemy.index].tie
    if cover <= 0.0 or front.pledge > 0.0 or front.rung:
        return
    crisis, slots = region.par.crisis, region.slots
    slot, chance, account, size = {
        3: (slots.display, crisis.join_display, FixedAccount.CRISES_THREAT, crisis.kappa_threat),
        4: (slots.force, crisis.join_force, FixedAccount.CRISES_FORCE, crisis.kappa_force),
        5: (slots.war, crisis.join_war * spared(front), FixedAccount.CRISES_WAR, crisis.kappa_war),
    }[rung]
    if region.luck.one(k.word, enemy.word, slot) < chance * cover:
        stand_at(region, front, rung)
        front.joined = True
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
    cover = cover_against(bond, enemy) if in_defence else bond.tie.cover_offence
    if cover <= 0.0 or front.pledge > 0.0 or front.rung == WAR:
        return
    crisis = region.par.crisis
    if region.luck.one(k.word, ally.word, region.slots.call) < word_of(bond) * cover * spared(front):
        stand_at(region, front, WAR)
        front.joined = True
        front.challenger = enemy if in_defence else k
        remember(front, FixedAccount.CRISES_WAR, crisis.kappa_war)
        region.counts["joiners"] += 1.0
    else:
        betray(bond, crisis.abandon)


def lose(region: Any) -> None:
    """E125: who is at war loses capability, and gdp and stability by how much is fought."""
    crisis, dt = region.par.crisis, region.dt
    enemies: dict[Any, float] = {}
    for tie in region.ties:
        if tie.rung == WAR:
            enemies[tie.one] = enemies.get(tie.one, 0.0) + tie.other.known
            enemies[tie.other] = enemies.get(tie.other, 0.0) + tie.one.known
    for nation, against in enemies.items():
        share = against / (nation.known + against) if against > 0.0 else 0.0
        nation.capability *= 1.0 - risen(crisis.losses, dt)
        nation.gdp *= 1.0 - share * risen(crisis.gdp_loss, dt)
        nation.stability = max(0.0, nation.stability - share * crisis.stability_loss * dt)
