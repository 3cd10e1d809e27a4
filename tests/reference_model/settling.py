"""The settled start (section 6.1): sweeps until accounts and stocks stand where the habits at the start keep them."""

from __future__ import annotations

from typing import Any

from dipsim.model.state.trust_accounts import FixedAccount

from .crisis import find_hazards
from .formulas import LN2, logistic, logit
from .ledger import FIRST, Memory, recall
from .perception import see_clearly
from .yearly import Gains, write_year

SWEEPS, STILL = 1000, 1e-12
YEARS, NEAR = 5000, 0.01  # of accounts that crowd each other: steps at most, and the move that is none
OF_TIES = ("interoperability", "channel", "groundwork", "disrupted")
OF_VIEWS = ("notice", "dependence")
OF_NATIONS = ("insight", "digital")
COUNTED = ("aggression", "unmet")
BEFORE_TIME = -2  # ticks of sweeps, so that what is worked out once a tick is worked out once a sweep


HALF_WAY, SHORTER, LONGER = 0.5, 0.8, 1.1  # the share of its way that a quantity goes at most, and how it changes


class Paces:
    """How far each account and stock goes in a sweep: less once its way has turned round."""

    def __init__(self) -> None:
        self.shares: dict[Any, float] = {}
        self.ways: dict[Any, float] = {}

    def step(self, one: Any, way: float) -> float:
        """What ``one`` goes of its way."""
        return self.share(one, way) * way

    def share(self, one: Any, way: float) -> float:
        """The share of its way that ``one`` goes."""
        share = self.shares.get(one, HALF_WAY)
        share = SHORTER * share if way * self.ways.get(one, 0.0) < 0.0 else min(HALF_WAY, LONGER * share)
        self.shares[one], self.ways[one] = share, way
        return share


class Unsettled(ValueError):
    """Accounts and stocks of a scenario have no rest at the start."""


def settle_start(region: Any, history: Any) -> int:
    """Set accounts and stocks of the settled start; the number of sweeps that it took."""
    held = _holders(region)
    given = {key: getattr(key[1], key[0]) for key in held}
    lives = _half_lives(region)
    pinned = {}
    for nation in region.nations:
        for view in nation.others:
            start = float(history[nation.index, view.other.index]) + sum(view.baseline)
            pinned[view] = logit(view.known_trust) if view.known_trust >= 0.0 else start
    moved, paces = 1.0, Paces()
    for sweep in range(SWEEPS):
        region.tick = BEFORE_TIME - sweep
        _look(region, pinned)
        gains = write_year(region)
        near = NEAR * moved
        moved = max(_move_accounts(view, region.memory, near, paces) for view in pinned)
        moved = max(moved, _move_stocks(held, given, gains, lives, paces))
        if moved < STILL:
            break
    else:
        raise Unsettled("the start does not settle")
    region.tick = -1
    for (kind, view), chance in gains.lasting.items():
        view.lasting[kind] = chance
    for view, odds in pinned.items():
        view.accounts[FixedAccount.HISTORY] = 0.0
        view.accounts[FixedAccount.HISTORY] = odds - sum(view.baseline) - sum(view.accounts)
    return sweep + 1


def take_over(region: Any, other: Any) -> None:
    """Start with the accounts and stocks of another region of the same nations."""
    for mine, theirs in zip(_holders(region), _holders(other), strict=True):
        setattr(mine[1], mine[0], getattr(theirs[1], theirs[0]))
    for nation, twin in zip(region.nations, other.nations, strict=True):
        for view, model in zip(nation.others, twin.others, strict=True):
            view.accounts = list(model.accounts)
            view.lasting = {region.kinds[kind.index]: chance for kind, chance in model.lasting.items()}


def _holders(region: Any) -> list[tuple[str, Any]]:
    """Every stock that habits keep up, by name and holder."""
    views = [view for nation in region.nations for view in nation.others]
    found = [(name, tie) for name in OF_TIES for tie in region.ties]
    found += [(name, view) for name in OF_VIEWS for view in views]
    return found + [(name, nation) for name in (*OF_NATIONS, *COUNTED) for nation in region.nations]


def _half_lives(region: Any) -> dict[str, float]:
    par = region.par
    return {
        "interoperability": par.ledger.interoperability_half_life,
        "channel": par.ledger.channel_half_life,
        "groundwork": par.consequences.groundwork_half_life,
        "disrupted": par.crisis.disruption_half_life,
        "notice": par.ledger.notice_half_life,
        "dependence": par.ledger.dependence_half_life,
        "insight": par.perception.insight_half_life,
        "digital": par.politics.digital_half_life,
        "aggression": par.licensing.record_half_life,
        "unmet": par.licensing.request_half_life,
    }


def _look(region: Any, pinned: dict[Any, float]) -> None:
    """What nations know and fear, with trust held as it is given."""
    for nation in region.nations:
        recall(nation)
    for view, odds in pinned.items():
        view.logit = odds
        view.me.trust[view.other.index] = logistic(odds)
    see_clearly(region)
    find_hazards(region)


def rest(up: float, down: float, life: float, cap: float, room_up: float, room_down: float) -> float:
    """E131: where an account stays when evidence is steady."""
    if room_up * up > down:
        return (room_up * up - down) / (LN2 / life + room_up * up / cap)
    if room_down * down > up:
        return -(room_down * down - up) / (LN2 / life + room_down * down / cap)
    return 0.0


def _move_accounts(view: Any, memory: Memory, near: float, paces: Paces) -> float:
    """E132; how far the account that moves most has moved."""
    before, accounts = list(view.accounts), view.accounts
    for c in range(FIRST):
        if c != FixedAccount.HISTORY:
            goal = rest(view.up.get(c, 0.0), view.down.get(c, 0.0), memory.lives[c], memory.caps[c], 1.0, 1.0)
            accounts[c] += paces.step((view, c), goal - accounts[c])
    kinds = [c for c in range(FIRST, len(accounts)) if view.up.get(c) or view.down.get(c) or accounts[c]]
    for _ in range(YEARS):
        if not kinds or _crowd(view, memory, kinds) < near:
            break
    share = paces.share((view, "kinds"), sum(accounts[c] - before[c] for c in range(FIRST + 1, len(accounts), 3)))
    for c in kinds:
        accounts[c] = before[c] + share * (accounts[c] - before[c])
    view.up.clear()
    view.down.clear()
    return max(_felt(x - y, y) for x, y in zip(accounts, before, strict=True))


def _crowd(view: Any, memory: Memory, kinds: list[int]) -> float:
    """A step of accounts that leave each other less room, all at once; how far the one that moves most has moved."""
    accounts = view.accounts
    whole, size = sum(accounts[FIRST:]), sum(map(abs, accounts[FIRST:]))
    held_for, held_against = 0.5 * (size + whole), 0.5 * (size - whole)
    most = max(sum(view.up.get(c, 0.0) for c in kinds), sum(view.down.get(c, 0.0) for c in kinds))
    alarm = -sum(accounts[FIRST + 1 :: 3])
    years, moves = 1.0 / (1.0 + most / memory.narrowest), []
    for c in kinds:
        own, up, down = accounts[c], view.up.get(c, 0.0), view.down.get(c, 0.0)
        life, cap = memory.lives[c], memory.caps[c]
        beside, tight = memory.crowding(c, held_against, max(-own, 0.0), alarm)
        room_up, room_down = _room(held_for - max(own, 0.0), tight), _room(beside, tight)
        goal = rest(up, down, life, cap, room_up, room_down)
        speed = years * (LN2 / life + (room_up * up if goal > 0.0 else room_down * down) / cap)
        moves.append((goal - own) * speed / (1.0 + speed))
    for c, move in zip(kinds, moves, strict=True):
        accounts[c] += move
    return max(map(abs, moves))


def _room(others: float, tightness: float) -> float:
    """E20."""
    return min(1.0, max(0.0, 1.0 - others * tightness))


def _felt(step: float, size: float) -> float:
    """A move as a share of what moves, or of 1 where that is less."""
    return abs(step) / max(1.0, abs(size))


def _move_stocks(held: Any, given: Any, gains: Gains, lives: dict[str, float], paces: Paces) -> float:
    """E133; how far the stock that moves most has moved."""
    most = 0.0
    for name, holder in held:
        gain, life = gains.of.get((name, holder), 0.0), lives[name]
        if name in COUNTED:
            goal = gain * life / LN2
        else:
            top = 1.0 - holder.standards_gap if name == "interoperability" else 1.0
            goal = top * gain / (LN2 / life + gain)
        now = getattr(holder, name)
        step = paces.step((holder, name), max(given[name, holder], goal) - now)
        setattr(holder, name, now + step)
        most = max(most, _felt(step, now))
    return most
