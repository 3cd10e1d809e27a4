"""Acts per year that the region at the start expects of every kind and pair, without a draw.

``expected_rate`` [kind, i, j, run] holds them: for what one does to another at [giver, receiver], for what two do alike
at i < j, for meetings and hosted acts times the scale at which each pair meets; ``habit`` the share of the time within
a year of the last act. Dated acts, measures and instruments
that are not in force yet are left out: what is unsigned at the start has been unsigned.
"""

from __future__ import annotations

import numpy as np

from dipsim.kernels.compiler.decorators import equation, process
from dipsim.kernels.numerics.elementary import logistic
from dipsim.kernels.numerics.units import PerYear, Ratio, Share
from dipsim.model.processes.domestic.upkeep import upkeep_of
from dipsim.model.processes.exchange.third_party_terms import survey, survey_alarm
from dipsim.model.processes.exchange.utility import (
    SHARPNESS,
    W_GAINS,
    act_hazard,
    utility_from_state,
    utility_net_of_rival_gain,
    utility_of_hosting,
    utility_of_meeting,
)
from dipsim.model.processes.partners.habits import again_of, in_habit, rate_with_habit
from dipsim.model.processes.partners.two_wishes import first_wish, other_wish
from dipsim.model.processes.support.neighbours import neighbours, neighbours_after
from dipsim.model.state import dyads, exchange_kind, nation, organisation
from dipsim.model.state.arrays import Block
from dipsim.model.state.exchange_kind import DIRECTED, HOSTED, PAIR, SANCTION
from dipsim.model.state.indices import KindIndex, MeetingIndex, NationIndex, RunIndex
from dipsim.model.state.scratch import NationSummary


@process
def expected_acts(b: Block, r: RunIndex) -> None:
    """Fill ``expected_rate`` (acts per year) from the state of run ``r`` of the block ``b``, as far as purses and
    staff of both sides allow (E128)."""
    n = b.nat.shape[1]
    for c in range(b.expected_rate.shape[0]):
        for i in range(n):
            for q in neighbours(b, i):
                b.expected_rate[c, i, b.neighbour[q], r] = 0.0
                if b.habit_row[c] >= 0:
                    b.habit[b.habit_row[c], i, b.neighbour[q], r] = 0.0
    for i in range(n):
        b.work[i, r] = b.work_2[i, r] = 0.0  # money and staff that they take in a year
    for i in range(n):
        for q in neighbours_after(b, i):
            j = b.neighbour[q]
            if b.dyad[dyads.OPPORTUNITY, i, j, r] > 0.0 or b.dyad[dyads.OPPORTUNITY, j, i, r] > 0.0:
                acts_of_pair(b, i, j, r)
                acts_of_pair(b, j, i, r)
    for m in range(b.meeting_org.size):
        meetings_of(b, m, r)
    for c in range(b.form.size):
        if b.form[c] == HOSTED and happens_at_all(b, c, r):
            for i in range(n):
                hosted_by(b, c, i, r)
    for i in range(n):
        b.work[i, r] = affordable(b, i, r)
    for c in range(b.expected_rate.shape[0]):
        for i in range(n):
            for q in neighbours(b, i):
                j = b.neighbour[q]
                b.expected_rate[c, i, j, r] *= min(b.work[i, r], b.work[j, r])
                if b.habit_row[c] >= 0:
                    b.habit[b.habit_row[c], i, j, r] *= min(b.work[i, r], b.work[j, r])


@equation
def happens_at_all(b: Block, c: KindIndex, r: RunIndex) -> bool:
    """Whether acts of kind ``c`` come up by themselves and have an effect in run ``r`` of the block ``b``."""
    return b.kind[exchange_kind.MODE, c, r] == exchange_kind.ON and b.kind[exchange_kind.RATE, c, r] > 0.0


@process
def acts_of_pair(b: Block, i: NationIndex, j: NationIndex, r: RunIndex) -> None:
    """Write the acts per year that ``i`` does to ``j``, and for i < j those the two do alike, into run ``r`` of the
    block ``b`` (E128): both wish it, as when acts are proposed."""
    p = b.par
    both = b.dyad[dyads.WILLINGNESS, i, j, r] * b.dyad[dyads.WILLINGNESS, j, i, r]
    survey(b, i, j, r, r + 1)
    survey_alarm(b, i, j)
    for c in range(b.form.size):
        if happens_at_all(b, c, r) and (b.form[c] == DIRECTED or (b.form[c] == PAIR and i < j)):
            wish_ij = first_wish(b, c, i, j, r, False)
            wish_ji = other_wish(b, c, i, j, r, False)
            own = utility_net_of_rival_gain(wish_ij, wish_ji, p[W_GAINS, r])
            its = utility_net_of_rival_gain(wish_ji, wish_ij, p[W_GAINS, r])
            rate = b.kind[exchange_kind.RATE, c, r]
            rate = act_hazard(rate, b.dyad[dyads.OPPORTUNITY, i, j, r], p[SHARPNESS, r], own, its, both)
            if b.habit_row[c] >= 0:
                chance = again_of(b, c, i, j, r, own, its)
                b.habit[b.habit_row[c], i, j, r] = in_habit(rate, chance)
                rate = rate_with_habit(rate, chance)
            b.expected_rate[c, i, j, r] = rate
            take(b, c, i, r, b.expected_rate[c, i, j, r])
            take(b, c, j, r, b.expected_rate[c, i, j, r])


@process
def meetings_of(b: Block, m: MeetingIndex, r: RunIndex) -> None:
    """Write the acts per year at meetings ``m`` of an organisation into run ``r`` of the block ``b`` (E128): each
    member comes by its own wish; effects run over pairs of those who come."""
    o, c, n = b.meeting_org[m], b.meeting_kind[m], b.nat.shape[1]
    if b.kind[exchange_kind.MODE, c, r] != exchange_kind.ON or b.meeting_rate[m, r] <= 0.0:
        return
    comes, total = b.nation_summary, 0.0
    for i in range(n):
        comes[NationSummary.COMES, i, r] = 0.0
        if b.member[o, i, r] > 0.0:
            comes[NationSummary.COMES, i, r] = logistic(b.par[SHARPNESS, r] * utility_of_meeting(b, c, o, i, r))
            take(b, c, i, r, b.meeting_rate[m, r] * comes[NationSummary.COMES, i, r])
        total += comes[NationSummary.COMES, i, r]
    for i in range(n):
        for q in neighbours_after(b, i):
            j = b.neighbour[q]
            one, other = comes[NationSummary.COMES, i, r], comes[NationSummary.COMES, j, r]
            b.expected_rate[c, i, j, r] += shared_rate(b.meeting_rate[m, r], one, other, total - one - other)


@equation
def shared_rate(rate: PerYear, one: Share, other: Share, rest: Ratio) -> PerYear:
    """Acts per year of two at meetings of more (E128): ``rate`` meetings per year, to which ``one`` and ``other``
    come (chances), and the act is shared with ``rest`` others expected."""
    return rate * one * other / np.sqrt(1.0 + rest)


@process
def hosted_by(b: Block, c: KindIndex, i: NationIndex, r: RunIndex) -> None:
    """Write the acts per year of kind ``c`` that ``i`` hosts into run ``r`` of the block ``b`` (E128): it invites by
    its mean wish, and each guest comes by its own."""
    n, total = b.nat.shape[1], 0.0
    held = b.kind[exchange_kind.RATE, c, r] * logistic(b.par[SHARPNESS, r] * utility_of_hosting(b, c, i, r))
    for k in range(n):
        b.nation_summary[NationSummary.COMES, k, r] = 0.0
        if k != i and b.dyad[dyads.OPPORTUNITY, i, k, r] > 0.0:
            wish = utility_from_state(b, c, k, i, r, i, 0.0)
            willing = b.dyad[dyads.WILLINGNESS, i, k, r] * b.dyad[dyads.WILLINGNESS, k, i, r]
            b.nation_summary[NationSummary.COMES, k, r] = willing * logistic(b.par[SHARPNESS, r] * wish)
            take(b, c, k, r, held * b.nation_summary[NationSummary.COMES, k, r])
        total += b.nation_summary[NationSummary.COMES, k, r]
    take(b, c, i, r, held)
    for q in neighbours(b, i):
        k = b.neighbour[q]
        guest = b.nation_summary[NationSummary.COMES, k, r]
        b.expected_rate[c, min(i, k), max(i, k), r] += shared_rate(held, 1.0, guest, total - guest)


@equation
def take(b: Block, c: KindIndex, i: NationIndex, r: RunIndex, acts: PerYear) -> None:
    """Add what ``i`` spends on ``acts`` acts per year of kind ``c``, in money and in staff, in run ``r`` of the
    block ``b``."""
    b.work[i, r] += acts * b.kind[exchange_kind.COST, c, r]
    b.work_2[i, r] += acts * b.kind[exchange_kind.STAFF_COST, c, r]


@process
def affordable(b: Block, i: NationIndex, r: RunIndex) -> Share:
    """Share of its acts that ``i`` can pay in a year, after upkeep, with what ``take`` added up (E128), in run ``r``
    of the block ``b``."""
    money = b.nat[nation.DIPLOMACY, i, r] * b.nat[nation.GDP, i, r]
    for s in range(b.standing.shape[0]):
        c = b.standing_kind[s]
        for q in neighbours(b, i):
            j = b.neighbour[q]
            if b.form[c] != SANCTION and b.standing[s, i, j, r] > 0.0:
                money -= upkeep_of(b, c, i, r)
    for o in range(b.org.shape[1]):
        money -= b.member[o, i, r] * b.org[organisation.UPKEEP, o, r]
    return min(share_paid(money, b.work[i, r]), share_paid(b.nat[nation.STAFF, i, r], b.work_2[i, r]))


@equation
def share_paid(purse: Ratio, cost: Ratio) -> Share:
    """Share of what costs ``cost`` that a purse pays, in 0..1."""
    return 1.0 if cost <= purse else max(0.0, purse) / cost
