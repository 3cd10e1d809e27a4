"""Step 0 and the close of the tick: the accounts of trust, their sum, their fading and their settlement."""

from __future__ import annotations

from math import exp, sqrt
from operator import mul
from typing import Any

from dipsim.model.state import trust_accounts
from dipsim.model.state.trust_accounts import FixedAccount

from .formulas import LN2, kept, logistic, normal

FIRST = trust_accounts.KINDS  # account of the first kind; before it the fixed causes
UNEXPLAINED = FixedAccount.UNEXPLAINED


class Memory:
    """What accounts keep in a tick, how much of a tick's news they take in, and their caps (E18, E19)."""

    def __init__(self, region: Any) -> None:
        ledger, dt = region.par.ledger, region.dt
        lives = [getattr(ledger, f"half_life_{name}") for name in trust_accounts.FIXED]
        self.caps = [getattr(ledger, f"cap_{name}") for name in trust_accounts.FIXED]
        for kind in region.kinds:
            lives += [kind.half_life] * 3
            self.caps += [kind.cap] * 3
        self.lives = lives
        self.keep = [kept(dt, life) for life in lives]
        self.gain = [(1.0 - keep) / (LN2 * dt / life) for keep, life in zip(self.keep, lives, strict=True)]
        self.noise = ledger.unexplained * sqrt(dt)
        self.tightness = 1.0 / ledger.joint_cap
        self.apart = ledger.alarm_apart
        self.alarm_tightness = (1.0 - self.apart) / ledger.joint_cap + self.apart / ledger.alarm_cap
        self.narrowest = min(ledger.joint_cap, ledger.alarm_cap) if self.apart > 0.0 else ledger.joint_cap
        self.interoperability = kept(dt, ledger.interoperability_half_life)
        self.channel = kept(dt, ledger.channel_half_life)
        self.groundwork = kept(dt, region.par.consequences.groundwork_half_life)
        self.stake = kept(dt, region.par.crisis.stake_half_life)
        self.provoked = kept(dt, region.par.crisis.provoked_half_life)
        self.disrupted = kept(dt, region.par.crisis.disruption_half_life)
        self.notice = kept(dt, ledger.notice_half_life)
        self.dependence = kept(dt, ledger.dependence_half_life)

    def crowding(self, account: int, against: float, own: float, alarm: float) -> tuple[float, float]:
        """E20: what other kinds hold against trust beside an account, and the room that each log-odds takes."""
        if is_alarm(account):
            return against - own - self.apart * (against - alarm), self.alarm_tightness
        return against - own - self.apart * alarm, self.tightness


def is_alarm(account: int) -> bool:
    """Whether an account is the alarm at a kind."""
    return account >= FIRST and (account - FIRST) % 3 == 1


def recall(nation: Any) -> None:
    """E15 to E17: trust, its sum without history and reputation, evidence held both ways, frozen for the tick."""
    trust = nation.trust
    for view in nation.others:
        accounts = view.accounts
        of_kinds = accounts[FIRST:]
        whole = sum(of_kinds)
        size = sum(map(abs, of_kinds))
        view.evidence_held_for = 0.5 * (size + whole)
        view.evidence_held_against = 0.5 * (size - whole)
        view.alarm_held = -sum(accounts[FIRST + 1 :: 3])
        view.reputation_score = whole + sum(accounts[2:FIRST])
        view.logit = view.reputation_score + accounts[0] + accounts[1] + sum(view.baseline)
        trust[view.other.index] = logistic(view.logit)


def fade(region: Any) -> None:
    """E18: what lies between nations fades."""
    memory = region.memory
    for tie in region.ties:
        tie.interoperability *= memory.interoperability
        tie.channel *= memory.channel
        tie.groundwork *= memory.groundwork
        tie.disrupted *= memory.disrupted
        tie.dispute = tie.claim + (tie.dispute - tie.claim) * memory.stake
        tie.view.provoked *= memory.provoked
        tie.back.provoked *= memory.provoked
        for view in (tie.view, tie.back):
            view.notice *= memory.notice
            view.dependence *= memory.dependence


def close(region: Any) -> None:
    """E22, then every account fades and is settled with the evidence of the tick."""
    memory, luck, slot = region.memory, region.luck, region.slots.unexplained
    keep = memory.keep
    for nation in region.nations:
        for view in nation.others:
            if view.tie.link and memory.noise:
                amount = memory.noise * normal(luck.one(nation.word, view.other.word, slot))
                view.note(UNEXPLAINED, amount)
            before = view.accounts
            view.accounts = list(map(mul, before, keep))
            if view.up or view.down:
                settle(view, before, memory)


def settle(view: Any, before: list[float], memory: Memory) -> None:
    """E20 and E21 for every account with evidence."""
    accounts, ups, downs = view.accounts, view.up, view.down
    for c in {**ups, **downs}:
        gain, cap, account = memory.gain[c], memory.caps[c], accounts[c]
        up, down = ups.get(c, 0.0) * gain, downs.get(c, 0.0) * gain
        positive = account >= 0.0
        same, against = (up, down) if positive else (down, up)
        left = abs(account) - against
        outward = same if left >= 0.0 else same + left
        if outward < 0.0:
            positive = not positive
        standing = left if left > 0.0 else 0.0
        news = 1.0
        if c >= FIRST:
            own = max(before[c] if positive else -before[c], 0.0)
            others, tight = memory.crowding(c, view.evidence_held_against, own, view.alarm_held)
            if positive:
                others = view.evidence_held_for - own
            news = min(1.0, max(0.0, 1.0 - others * tight))
        room = cap - standing
        if room > 0.0:
            standing += news * room * (1.0 - exp(-abs(outward) / cap))
        accounts[c] = standing if positive else -standing
    ups.clear()
    downs.clear()
