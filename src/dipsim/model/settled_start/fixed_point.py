"""Where accounts and stocks settle under the acts and disputes expected at the start, with trust held as given.

An account under a steady inflow U and outflow D a year is still at a = (room U - D) / (ln2 / H + room U / K), which
solves da = room (1 - a / K) U dt - D dt - a ln2 / H dt = 0; below 0 the other way round. All accounts and stocks move
together from the values of the last sweep until none moves by more than ``STILL``: half-way to where they would stay,
or less after they have turned round, or, where they share the joint cap, as far as years of the same evidence would
bring them.
"""

from __future__ import annotations

from dipsim.kernels.compiler.decorators import equation, process
from dipsim.kernels.numerics.elementary import LN2, logistic
from dipsim.kernels.numerics.units import Count, LogOdds, PerYear, Ratio, Share, Years
from dipsim.model.processes.conflict.onset import hazards
from dipsim.model.processes.perception.perception import help_expected, remove_perception_error, threats
from dipsim.model.processes.support.neighbours import neighbours
from dipsim.model.processes.trust.ledger import (
    ALARM_APART,
    ALARM_CAP,
    HALF_LIVES,
    JOINT_CAP,
    crowding,
    held_beside,
    is_alarm,
    list_used,
    recall,
    room,
)
from dipsim.model.settled_start.expected_acts import expected_acts
from dipsim.model.settled_start.expected_evidence import expected_evidence
from dipsim.model.settled_start.stocks import (
    NATIONS,
    OF_NATIONS,
    OF_PAIRS,
    PAIRS,
    NationStock,
    PairStock,
    counted,
    kept_up,
)
from dipsim.model.state import dyads, exchange_kind, trust_accounts
from dipsim.model.state.arrays import Block
from dipsim.model.state.indices import AccountIndex, NationIndex, RunIndex
from dipsim.model.state.trust_accounts import FixedAccount

HALF_LIFE_ROWS = tuple(HALF_LIVES)
SWEEPS = 1000  # after which a start that still moves does not settle
YEARS = 5000  # of evidence at most that accounts which share the joint cap take in per sweep
NEAR = 0.01  # share of the last sweep's largest move below which they count as at rest under this evidence
HALF_WAY = 0.5  # share of its way that an account or stock goes in a sweep, at most
SHORTER, LONGER = 0.8, 1.1  # what that share is multiplied by when the way has turned round, and when it has not
STILL = 1e-12  # of what it is, or of 1 where that is less


@equation
def still(
    inflow: PerYear, outflow: PerYear, half_life: Years, cap: LogOdds, room_up: Share, room_down: Share
) -> LogOdds:
    """Where an account stays under steady evidence, in log-odds (E131): ``inflow`` for and ``outflow`` against it
    per year, its ``half_life`` (years) and ``cap`` (log-odds), and the room that other kinds leave, ``room_up`` and
    ``room_down`` (0 to 1)."""
    rise = room_up * inflow - outflow
    fall = room_down * outflow - inflow
    if rise > 0.0:
        return rise / (LN2 / half_life + room_up * inflow / cap)
    if fall > 0.0:
        return -fall / (LN2 / half_life + room_down * outflow / cap)
    return 0.0


@equation
def pace(share: Share, way: Ratio, last_way: Ratio) -> Share:
    """Share of its way that an account or stock goes in the next sweep (E133): a little more than ``share``, the
    last one, or less where ``way`` and ``last_way`` have opposite signs, so that it does not swing."""
    return SHORTER * share if way * last_way < 0.0 else min(HALF_WAY, LONGER * share)


@equation
def share_moved(step: Ratio, size: Ratio) -> float:
    """A move of size ``step`` as a share of ``size``, the size of what moves, or of 1 where that is less."""
    return abs(step) / max(1.0, abs(size))


@process
def settle(b: Block, r: RunIndex) -> Count:
    """Settle the accounts and stocks of run ``r`` of the block ``b``; returns the sweeps it took, -1 when they still
    move after ``SWEEPS``.

    ``given_trust`` holds the log-odds of trust at the start. Scratch: ``expected_rate``; ``stock_gain`` and
    ``nation_gain`` with gains per year, the stocks as given, paces and last ways; ``account_pace`` with paces and
    last ways of the fixed accounts. History takes what is left."""
    prepare_sweeps(b, r)
    for account in range(b.accounts_in_use.shape[0]):
        for y in range(b.accounts_in_use.shape[1]):
            b.accounts_in_use[account, y] = 1
    for y in range(b.accounts_in_use.shape[1]):
        list_used(b, y)
    moved = 1.0
    for sweep in range(SWEEPS):
        look(b, r)
        expected_acts(b, r)
        expected_evidence(b, r)
        moved = max(move_accounts(b, r, NEAR * moved), move_stocks(b, r))
        if moved < STILL:
            close_history(b, r)
            return sweep + 1
    return -1


@process
def prepare_sweeps(b: Block, r: RunIndex) -> None:
    """Note the stocks that the scenario gives, below which none settles, and the first pace, in run ``r`` of the
    block ``b``."""
    dyad, nat, n = b.dyad, b.nat, b.nat.shape[1]
    for stock, row, _ in OF_PAIRS:
        for i in range(n):
            for q in neighbours(b, i):
                j = b.neighbour[q]
                b.stock_gain[PAIRS + stock, i, j, r] = dyad[row, i, j, r]
                b.stock_gain[2 * PAIRS + stock, i, j, r] = HALF_WAY
    for account in range(trust_accounts.KINDS):
        for i in range(n):
            for q in neighbours(b, i):
                j = b.neighbour[q]
                b.account_pace[account, i, j, r] = HALF_WAY
    for kept, row, _ in OF_NATIONS:
        for i in range(n):
            b.nation_gain[NATIONS + kept, i, r] = nat[row, i, r]
            b.nation_gain[2 * NATIONS + kept, i, r] = HALF_WAY


@process
def look(b: Block, r: RunIndex) -> None:
    """Compute what nations see in run ``r`` of the block ``b``, with accounts and stocks as they are and trust as it
    is given."""
    recall(b)
    for i in range(b.nat.shape[1]):
        for q in neighbours(b, i):
            j = b.neighbour[q]
            b.dyad[dyads.LOGIT, i, j, r] = b.given_trust[i, j, r]
            b.dyad[dyads.TRUST, i, j, r] = logistic(b.given_trust[i, j, r])
    help_expected(b)
    remove_perception_error(b)
    threats(b)
    hazards(b)


@process
def move_accounts(b: Block, r: RunIndex, near: Ratio) -> float:
    """Move every account of run ``r`` of the block ``b`` except history towards where a year's evidence would keep it
    (E132); returns the largest move. ``near`` is the move below which an account counts as still.

    The evidence is taken out of ``up`` and ``down``."""
    most, n = 0.0, b.nat.shape[1]
    for i in range(n):
        for q in neighbours(b, i):
            j = b.neighbour[q]
            for account in range(trust_accounts.KINDS):
                if account != FixedAccount.HISTORY:
                    held, inflow, outflow = (
                        b.accounts[account, i, j, r],
                        b.evidence_for[account, i, j, r],
                        b.evidence_against[account, i, j, r],
                    )
                    half_life, cap = half_life_of(b, account, r), b.account_cap[account, r]
                    way = still(inflow, outflow, half_life, cap, 1.0, 1.0) - held
                    last = trust_accounts.KINDS + account
                    share = pace(b.account_pace[account, i, j, r], way, b.account_pace[last, i, j, r])
                    b.account_pace[account, i, j, r], b.account_pace[last, i, j, r] = share, way
                    step = share * way
                    b.accounts[account, i, j, r] = held + step
                    most = max(most, share_moved(step, held))
            most = max(most, move_crowded(b, i, j, r, near))
            for account in range(b.accounts.shape[0]):
                b.evidence_for[account, i, j, r] = b.evidence_against[account, i, j, r] = 0.0
                b.touched[account, i, j] = 0
    return most


@process
def move_crowded(b: Block, i: NationIndex, j: NationIndex, r: RunIndex, near: Ratio) -> float:
    """Move the accounts of kinds of ``i`` about ``j``, which share the joint cap, as years of this evidence would move
    them, in run ``r`` of the block ``b`` (E132).

    They leave each other less room, so that steps half-way to where each alone would stay overshoot: they take
    implicit steps of a year or less until none moves by ``near``, and then go a share of that way. Trust is as given,
    so more standing alarm leaves less suspicion and less further alarm: the way of alarm may turn round, as ``pace``
    expects. Its pace is kept in the place of history. Returns the largest move in all."""
    acc, before, listed, most, count = b.accounts, b.accounts_before, b.listed_accounts, 0.0, 0
    inflows, outflows = 0.0, 0.0
    for account in range(trust_accounts.KINDS, acc.shape[0]):
        if (
            acc[account, i, j, r] != 0.0
            or b.evidence_for[account, i, j, r] + b.evidence_against[account, i, j, r] > 0.0
        ):
            listed[count], before[count] = account, acc[account, i, j, r]
            inflows += b.evidence_for[account, i, j, r]
            outflows += b.evidence_against[account, i, j, r]
            count += 1
    joint_cap, alarm_cap, apart = b.par[JOINT_CAP, r], b.par[ALARM_CAP, r], b.par[ALARM_APART, r]
    years = step_length(max(inflows, outflows), min(joint_cap, alarm_cap) if apart > 0.0 else joint_cap)
    step, year = 1.0, 0
    while step >= near and year < YEARS and count > 0:
        step, held_for, held_against, alarm = 0.0, 0.0, 0.0, 0.0
        for x in range(count):
            held_for += max(acc[listed[x], i, j, r], 0.0)
            held_against += max(-acc[listed[x], i, j, r], 0.0)
            alarm -= is_alarm(listed[x]) * acc[listed[x], i, j, r]
        for x in range(count):
            account = listed[x]
            held, inflow, outflow = (
                acc[account, i, j, r],
                b.evidence_for[account, i, j, r],
                b.evidence_against[account, i, j, r],
            )
            half_life, cap = half_life_of(b, account, r), b.account_cap[account, r]
            of_alarm = is_alarm(account)
            tightness = crowding(joint_cap, alarm_cap, apart, of_alarm)
            room_up = room(held_for - max(held, 0.0), tightness)
            room_down = room(held_beside(held_against, max(-held, 0.0), alarm, apart, of_alarm), tightness)
            aim = still(inflow, outflow, half_life, cap, room_up, room_down)
            speed = years * (LN2 / half_life + (room_up * inflow if aim > 0.0 else room_down * outflow) / cap)
            move = (aim - held) * speed / (1.0 + speed)
            acc[account, i, j, r] = held + move
            step = max(step, abs(move))
        year += 1
    way = 0.0
    for x in range(count):
        way += is_alarm(listed[x]) * (acc[listed[x], i, j, r] - before[x])
    last = trust_accounts.KINDS + FixedAccount.HISTORY
    share = pace(b.account_pace[FixedAccount.HISTORY, i, j, r], way, b.account_pace[last, i, j, r])
    b.account_pace[FixedAccount.HISTORY, i, j, r], b.account_pace[last, i, j, r] = share, way
    for x in range(count):
        step = share * (acc[listed[x], i, j, r] - before[x])
        acc[listed[x], i, j, r] = before[x] + step
        most = max(most, share_moved(step, before[x]))
    return most


@equation
def step_length(evidence: PerYear, joint_cap: LogOdds) -> Years:
    """Years of an implicit step (E132): shorter the more ``evidence`` (per year) there is beside ``joint_cap``
    (log-odds), so that no step swings."""
    return 1.0 / (1.0 + evidence / joint_cap)


@equation
def half_life_of(b: Block, account: AccountIndex, r: RunIndex) -> Years:
    """Half-life of an ``account`` in years (E132), in run ``r`` of the block ``b``."""
    c = max(account - trust_accounts.KINDS, 0) // trust_accounts.PER_KIND
    fixed = b.par[HALF_LIFE_ROWS[min(account, trust_accounts.KINDS - 1)], r]
    return b.kind[exchange_kind.HALF_LIFE, c, r] if account >= trust_accounts.KINDS else fixed


@process
def move_stocks(b: Block, r: RunIndex) -> float:
    """Move every stock of run ``r`` of the block ``b`` towards where its gains would keep it, never below what the
    scenario gives (E133); returns the largest move."""
    dyad, nat, most, n = b.dyad, b.nat, 0.0, b.nat.shape[1]
    for stock, row, life in OF_PAIRS:
        for i in range(n):
            for q in neighbours(b, i):
                j = b.neighbour[q]
                top = 1.0 - dyad[dyads.STANDARDS_GAP, i, j, r] if stock == PairStock.INTEROPERABILITY else 1.0
                level = kept_up(b.stock_gain[stock, i, j, r], b.par[life, r], top)
                way = max(level, b.stock_gain[PAIRS + stock, i, j, r]) - dyad[row, i, j, r]
                share = pace(b.stock_gain[2 * PAIRS + stock, i, j, r], way, b.stock_gain[3 * PAIRS + stock, i, j, r])
                b.stock_gain[2 * PAIRS + stock, i, j, r], b.stock_gain[3 * PAIRS + stock, i, j, r] = share, way
                step = share * way
                most = max(most, share_moved(step, dyad[row, i, j, r]))
                dyad[row, i, j, r] += step
    for kept, row, life in OF_NATIONS:
        for i in range(n):
            gain, half_life = b.nation_gain[kept, i, r], b.par[life, r]
            level = counted(gain, half_life) if kept >= NationStock.AGGRESSION else kept_up(gain, half_life, 1.0)
            way = max(level, b.nation_gain[NATIONS + kept, i, r]) - nat[row, i, r]
            share = pace(b.nation_gain[2 * NATIONS + kept, i, r], way, b.nation_gain[3 * NATIONS + kept, i, r])
            b.nation_gain[2 * NATIONS + kept, i, r], b.nation_gain[3 * NATIONS + kept, i, r] = share, way
            step = share * way
            most = max(most, share_moved(step, nat[row, i, r]))
            nat[row, i, r] += step
    return most


@process
def close_history(b: Block, r: RunIndex) -> None:
    """Set history to what baseline and the other accounts leave of the given trust, in run ``r`` of the block ``b``
    (E134)."""
    for i in range(b.nat.shape[1]):
        for q in neighbours(b, i):
            j = b.neighbour[q]
            rest = 0.0
            for term in range(b.base.shape[0]):
                rest += b.base[term, i, j, r]
            for account in range(b.accounts.shape[0]):
                if account != FixedAccount.HISTORY:
                    rest += b.accounts[account, i, j, r]
            b.accounts[FixedAccount.HISTORY, i, j, r] = b.given_trust[i, j, r] - rest
