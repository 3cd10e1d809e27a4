"""Step 3, diplomacy: the draws decide which acts come up; those few are served by value, each charged or refused."""

from __future__ import annotations

import numpy as np

from dipsim.kernels.compiler.decorators import process
from dipsim.kernels.numerics.elementary import SLACK, logistic, poisson_count
from dipsim.kernels.numerics.philox import uniform
from dipsim.kernels.numerics.units import Count, Draw, PerYear, Ratio, Tick
from dipsim.model.processes.domestic.grants import free_for_today
from dipsim.model.processes.exchange.allocation import allocate
from dipsim.model.processes.exchange.sanctions import utility_of_sanction
from dipsim.model.processes.exchange.thinning import draw_acts, list_candidates, select_kinds
from dipsim.model.processes.exchange.utility import (
    SHARPNESS,
    W_GAINS,
    act_hazard,
    utility_net_of_rival_gain,
    utility_of_hosting,
    utility_of_meeting,
)
from dipsim.model.processes.partners.claims import claim, claim_of_two, rounded
from dipsim.model.processes.partners.habits import age_habits, decide_again, decides
from dipsim.model.processes.partners.two_wishes import first_wish, other_wish, survey_pair, willing
from dipsim.model.processes.support.neighbours import neighbours_after
from dipsim.model.processes.support.vector_helpers import anywhere
from dipsim.model.state import dyads, exchange_kind
from dipsim.model.state.arrays import Block
from dipsim.model.state.events import DatedEvent, DatedField
from dipsim.model.state.exchange_kind import HOSTED, SANCTION
from dipsim.model.state.indices import KindIndex, NationIndex, RunIndex
from dipsim.model.state.random_streams import KindStream
from dipsim.model.state.scratch import CandidateRow, DrawRow, ListLength

DATED_FIRST = 1e6  # dated acts are served before those that come up


@process
def propose_acts(b: Block, tick: Tick) -> None:
    """Collect as claims the acts of two nations, and the measures of one, that come up in ``tick`` in every run of
    the block ``b``."""
    n, runs = b.nat.shape[1], b.nat.shape[2]
    for r in range(runs):
        b.claims[r] = 0
    select_kinds(b)
    age_habits(b)
    alone, every = b.drawn_kind_counts[ListLength.ONE_SIDED], b.drawn_kind_counts[ListLength.ALL]
    for i in range(n if every + b.habit.shape[0] > 0 else 0):
        for q in neighbours_after(b, i):
            j, surveyed = b.neighbour[q], False
            if anywhere(b, dyads.OPPORTUNITY, i, j) and draw_acts(b, tick, i, j, every) > 0:
                survey_pair(b, i, j)
                surveyed = True
                consider(b, i, j, every, False)
            if alone > 0 and anywhere(b, dyads.OPPORTUNITY, j, i) and draw_acts(b, tick, j, i, alone) > 0:
                if not surveyed:
                    survey_pair(b, i, j)
                surveyed = True
                consider(b, j, i, alone, True)
            out_of_habit(b, tick, i, j, surveyed)


@process
def out_of_habit(b: Block, tick: Tick, i: NationIndex, j: NationIndex, surveyed: bool) -> None:
    """Claim what ``i`` and ``j`` decide in ``tick`` to do again as a year ago, in every run of the block ``b``;
    ``surveyed`` is whether third parties of the pair were surveyed already."""
    own, its = decides(b, i, j), decides(b, j, i)
    if (own or its) and not surveyed:
        survey_pair(b, i, j)
    if own:
        decide_again(b, tick, i, j, False)
    if its:
        decide_again(b, tick, j, i, True)


@process
def consider(b: Block, i: NationIndex, j: NationIndex, count: Count, second: bool) -> None:
    """Compute the wish of ``i`` for every candidate of the first ``count`` listed kinds with ``j`` in the block ``b``;
    ``second`` is whether i was the second of the pair in the survey.

    The first wish rules most of them out. All first wishes come first, so that their exponentials are taken at once."""
    drawn, of = b.draw, b.candidate
    found = list_candidates(b, i, j, count)
    for x in range(found):
        c, r = of[CandidateRow.KIND, x], of[CandidateRow.RUN, x]
        drawn[DrawRow.WISH, x] = (
            utility_of_sanction(b, c, i, j, r) if b.form[c] == SANCTION else first_wish(b, c, i, j, r, second)
        )
        drawn[DrawRow.CHANCE, x] = b.par[SHARPNESS, r] * drawn[DrawRow.WISH, x]
    for x in range(found):
        drawn[DrawRow.CHANCE, x] = logistic(drawn[DrawRow.CHANCE, x])
    for x in range(found):
        c, r = of[CandidateRow.KIND, x], of[CandidateRow.RUN, x]
        hazard = b.kind[exchange_kind.RATE, c, r] * b.dyad[dyads.OPPORTUNITY, i, j, r] * drawn[DrawRow.CHANCE, x]
        u, wish = drawn[DrawRow.CANDIDATE_DRAW, x], drawn[DrawRow.WISH, x]
        if b.form[c] == SANCTION:
            resolve_on(b, c, i, j, r, u, hazard, wish)
        else:
            if u >= 1.0 - hazard * willing(b, i, j, r) * b.dt - SLACK:
                propose(b, c, i, j, r, u, wish, second)


@process
def propose(
    b: Block,
    c: KindIndex,
    i: NationIndex,
    j: NationIndex,
    r: RunIndex,
    u: Draw,
    wish_ij: Ratio,
    second: bool,
) -> None:
    """Compute the other wish for a candidate of kind ``c`` of ``i`` with ``j`` in run ``r`` of the block ``b``, count
    the acts of its Poisson draw ``u`` (0 to 1), and claim them (E58).

    ``wish_ij`` is the wish of i, without unit, ``second`` whether i was the second of the pair in the survey."""
    dyad, par = b.dyad, b.par
    wish_ji = other_wish(b, c, i, j, r, second)
    own, its = (
        utility_net_of_rival_gain(wish_ij, wish_ji, par[W_GAINS, r]),
        utility_net_of_rival_gain(wish_ji, wish_ij, par[W_GAINS, r]),
    )
    rate, opportunity = b.kind[exchange_kind.RATE, c, r], dyad[dyads.OPPORTUNITY, i, j, r]
    hazard = act_hazard(rate, opportunity, par[SHARPNESS, r], own, its, willing(b, i, j, r))
    count = poisson_count(u, hazard * b.dt)
    if b.standing_row[c] >= 0:
        count = min(count, 1)
    if count > 0:
        claim_of_two(b, r, c, i, j, count, own, its)


@process
def resolve_on(
    b: Block, c: KindIndex, i: NationIndex, j: NationIndex, r: RunIndex, u: Draw, hazard: PerYear, wish: Ratio
) -> None:
    """Claim a measure of kind ``c`` of ``i`` against ``j`` in run ``r`` of the block ``b`` if its Poisson draw ``u``
    (0 to 1) at ``hazard`` (per year) says so; ``wish`` (without unit) orders the claims. The target is not asked."""
    if poisson_count(u, hazard * b.dt) > 0:
        claim(b, r, rounded(wish), c, i, j, 1, -1)


@process
def meetings(b: Block, tick: Tick) -> None:
    """Claim the meetings that organisations hold in ``tick``, in every run of the block ``b``: one opportunity draw
    each."""
    nat, meeting_org = b.nat, b.meeting_org
    n, runs = nat.shape[1], nat.shape[2]
    for m in range(meeting_org.size):
        o, c = meeting_org[m], b.meeting_kind[m]
        for r in range(runs):
            if b.kind[exchange_kind.MODE, c, r] > 0.0:
                key = b.org_ids[o]
                u = uniform(b.key[0, r], b.key[1, r], tick, key, key, b.kind_stream_ids[c, KindStream.OCCUR])
                count = poisson_count(u, b.meeting_rate[m, r] * b.dt)
                if count > 0:
                    total: Ratio = 0.0
                    members = 0.0
                    for i in range(n):
                        if b.member[o, i, r] > 0.0:
                            total += utility_of_meeting(b, c, o, i, r)
                            members += 1.0
                    if members > 1.0:
                        claim(b, r, rounded(2.0 * total / members), c, 0, -1 - m, count, -1)


@process
def invitations(b: Block, tick: Tick) -> None:
    """Claim what nations host in ``tick``, such as exhibitions, in every run of the block ``b``: one opportunity
    draw each, by the wish of the host."""
    for c in range(b.form.size):
        if b.form[c] == HOSTED:
            for i in range(b.nat.shape[1]):
                for r in range(b.nat.shape[2]):
                    most = b.kind[exchange_kind.RATE, c, r] * b.dt
                    if most > 0.0 and b.kind[exchange_kind.MODE, c, r] > 0.0:
                        u = uniform(
                            b.key[0, r], b.key[1, r], tick, b.ids[i], b.ids[i], b.kind_stream_ids[c, KindStream.OCCUR]
                        )
                        if u > 1.0 - most - SLACK:
                            wish = utility_of_hosting(b, c, i, r)
                            count = poisson_count(u, most * logistic(b.par[SHARPNESS, r] * wish))
                            if count > 0:
                                claim(b, r, rounded(2.0 * wish), c, i, i, count, -1)


@process
def programmes(b: Block, tick: Tick) -> None:
    """Claim the dated acts of ``tick`` in every run of the block ``b``; they are served first, and their refusal is
    an event."""
    dated = b.dated
    for e in range(dated.shape[0]):
        if dated[e, DatedField.TICK] == np.int64(tick) and dated[e, DatedField.EVENT] == DatedEvent.ACT:
            c = dated[e, DatedField.KIND]
            for r in range(b.nat.shape[2]):
                free_for_today(b, e, r)
                if b.kind[exchange_kind.MODE, c, r] > 0.0 and b.dated_size[e, 0, r] > 0.0:
                    claim(b, r, DATED_FIRST - e, c, dated[e, DatedField.FIRST], dated[e, DatedField.SECOND], 1, e)


@process(
    reads=(
        "accounts acts claim claims dated dated_party dated_size done form habit habit_due habit_row ids key kind "
        "kind_stream_ids logged meeting_kind meeting_org meeting_rate member nation_summary org org_ids org_type par "
        "scope served standing standing_row learnt dyad(agreements alignment blocked cover_defence culture_gap "
        "dependence dispute foreseen forum groundwork interoperability link menace notice opportunity scopes "
        "standards_gap suspicion trust willingness) metrics(acts spending) nat(aggression diplomacy disaster diversion "
        "foresight gdp industry money_aside purse slots sovereignty spent stability staff_aside transparency unmet)"
    ),
    writes=(
        "act acts claim claims done habit habit_due hollow log logged served standing metrics(acts spending) "
        "nat(money_aside purse slots spent staff_aside)"
    ),
)
def diplomacy(b: Block, tick: Tick) -> None:
    """Step 3 of the ``tick`` in every run of the block ``b``: acts are proposed and served."""
    propose_acts(b, tick)
    meetings(b, tick)
    invitations(b, tick)
    programmes(b, tick)
    for r in range(b.nat.shape[2]):
        allocate(b, tick, r)
