"""Before the first tick: memory of the accounts, history, crises accounts, autonomous arming, first errors."""

from __future__ import annotations

import numpy as np

from dipsim.kernels.compiler.decorators import equation, process
from dipsim.kernels.numerics.elementary import LN2, kept, logit, normal
from dipsim.kernels.numerics.philox import uniform
from dipsim.kernels.numerics.units import LogOdds, Years
from dipsim.model.processes.conflict.onset import hazards
from dipsim.model.processes.conflict.shock import REGION_STREAM, SHOCK_STREAM
from dipsim.model.processes.domestic.budget import BUDGET_STREAM, DRIFT_SIZE, anchor_budgets
from dipsim.model.processes.domestic.coherence import set_lines
from dipsim.model.processes.institutions.instruments import covers
from dipsim.model.processes.partners.habits import start_habits
from dipsim.model.processes.perception.misjudgement import (
    ALARM_STREAM,
    FORESEEN_ERROR,
    INTENT_NOISE,
    INTENT_STREAM,
    begin_judgement,
)
from dipsim.model.processes.perception.perception import help_expected, remove_perception_error, threats
from dipsim.model.processes.support.neighbours import neighbours
from dipsim.model.processes.trust.baseline import baseline
from dipsim.model.processes.trust.ledger import CAPS, HALF_LIVES, list_used, recall
from dipsim.model.settled_start.expected_evidence import LEVELS
from dipsim.model.settled_start.fixed_point import still
from dipsim.model.state import dyads, exchange_kind, nation, organisation, trust_accounts
from dipsim.model.state.arrays import Block
from dipsim.model.state.indices import AccountIndex, RunIndex
from dipsim.model.state.random_streams import stream
from dipsim.model.state.region_metrics import SHOCK
from dipsim.model.state.trust_accounts import FixedAccount

START_STREAM = stream("perception/start")
BEFORE = np.int64(0xFFFFFFFF)  # the tick of draws made before the first tick
FIXED_LIVES = tuple(HALF_LIVES)
FIXED_CAPS = tuple(CAPS)
MISJUDGED = (
    (dyads.ALARM_ERROR, FORESEEN_ERROR, ALARM_STREAM),
    (dyads.INTENT_ERROR, INTENT_NOISE, INTENT_STREAM),
)


@equation
def remember_by(b: Block, account: AccountIndex, r: RunIndex, half_life: Years, cap: LogOdds) -> None:
    """Write what an ``account`` keeps in a tick of run ``r`` of the block ``b``, the correction of its evidence for
    dt, and its cap (E19), from its ``half_life`` (years) and ``cap`` (log-odds)."""
    x = LN2 * b.dt / half_life
    keep = kept(b.dt, half_life)
    b.retention[account, r] = keep
    b.evidence_scale[account, r] = (1.0 - keep) / x
    b.account_cap[account, r] = cap


@process
def memory_of_accounts(b: Block) -> None:
    """Write half-lives and caps of the fixed accounts and of the three of each kind into the block ``b``."""
    par, kind = b.par, b.kind
    for r in range(b.nat.shape[2]):
        for account in range(trust_accounts.KINDS):
            remember_by(b, account, r, par[FIXED_LIVES[account], r], par[FIXED_CAPS[account], r])
        for c in range(b.form.size):
            for x in range(trust_accounts.PER_KIND):
                remember_by(
                    b,
                    trust_accounts.KINDS + trust_accounts.PER_KIND * c + x,
                    r,
                    kind[exchange_kind.HALF_LIFE, c, r],
                    kind[exchange_kind.CAP, c, r],
                )


@process
def start_history(b: Block) -> None:
    """Where trust at the start is given (not below 0), set the account history in the block ``b`` to what baseline
    and crises leave of it (E135)."""
    nat, base = b.nat, b.base
    n, runs = nat.shape[1], nat.shape[2]
    for i in range(n):
        for q in neighbours(b, i):
            j = b.neighbour[q]
            for r in range(runs):
                if b.given_trust[i, j, r] >= 0.0:
                    rest = 0.0
                    for t in range(base.shape[0]):
                        rest += base[t, i, j, r]
                    b.accounts[FixedAccount.HISTORY, i, j, r] = logit(b.given_trust[i, j, r]) - rest


@process
def start_crises(b: Block) -> None:
    """Set the crises accounts in the block ``b`` to their stationary value for the hazard of disputes at the start
    (E136)."""
    nat, dyad, par, accounts = b.nat, b.dyad, b.par, b.accounts
    n, runs = nat.shape[1], nat.shape[2]
    hazards(b)
    for i in range(n):
        for q in neighbours(b, i):
            j = b.neighbour[q]
            for r in range(runs):
                rate = dyad[dyads.HAZARD, i, j, r] + dyad[dyads.HAZARD, j, i, r]
                if rate <= 0.0:
                    continue
                for account, kappa, share in LEVELS:
                    flow = -par[kappa, r] * par[share, r] * rate
                    size = still(0.0, flow, par[FIXED_LIVES[account], r], par[FIXED_CAPS[account], r], 1.0, 1.0)
                    accounts[account, i, j, r] = size
                    if b.given_trust[i, j, r] >= 0.0:
                        accounts[FixedAccount.HISTORY, i, j, r] -= size


@process
def start_draws(b: Block) -> None:
    """Draw errors of perception and the common shock in the block ``b`` from their stationary distribution."""
    nat, ids, key, stream_ids = b.nat, b.ids, b.key, b.stream_ids
    n, runs = nat.shape[1], nat.shape[2]
    zero = np.uint64(0)
    for r in range(runs):
        b.metrics[SHOCK, r] = normal(uniform(key[0, r], key[1, r], BEFORE, zero, zero, stream_ids[SHOCK_STREAM]))
        for i in range(n):
            if b.par[DRIFT_SIZE, r] > 0.0:
                z = normal(uniform(key[0, r], key[1, r], BEFORE, ids[i], ids[i], stream_ids[BUDGET_STREAM]))
                nat[nation.DRIFT, i, r] = nat[nation.DRIFT_START, i, r] = z
            if nat[nation.REGION, i, r] > 0.0:
                region = np.uint64(nat[nation.REGION, i, r])
                u = uniform(key[0, r], key[1, r], BEFORE, region, region, stream_ids[REGION_STREAM])
                nat[nation.REGION_SHOCK, i, r] = normal(u)
    for i in range(n):
        for q in neighbours(b, i):
            j = b.neighbour[q]
            for r in range(runs):
                u = uniform(key[0, r], key[1, r], BEFORE, ids[i], ids[j], stream_ids[START_STREAM])
                b.dyad[dyads.ERROR, i, j, r] = normal(u)
                for error, size, decision in MISJUDGED:
                    if b.par[size, r] > 0.0:
                        u = uniform(key[0, r], key[1, r], BEFORE, ids[i], ids[j], stream_ids[decision])
                        b.dyad[error, i, j, r] = normal(u)


@process
def initialise_organisations(b: Block) -> None:
    """Take the effect from organisations of a kind that is switched off in the block ``b``; unless they are only
    paid for, they cost nothing either."""
    org, kind = b.org, b.kind
    for o in range(org.shape[1]):
        c = b.org_kind[o]
        if c >= 0:
            for r in range(org.shape[2]):
                if kind[exchange_kind.MODE, c, r] != exchange_kind.ON:
                    org[organisation.IN_FORCE, o, r] = 0.0
                    org[organisation.QUALITY, o, r] = 0.0
                    org[organisation.LIMIT, o, r] = 0.0
                    org[organisation.ADMISSION, o, r] = 0.0
                    if kind[exchange_kind.MODE, c, r] != exchange_kind.COST_ONLY:
                        org[organisation.UPKEEP, o, r] = 0.0
                    for m in range(b.meeting_org.size):
                        if b.meeting_org[m] == o:
                            b.meeting_rate[m, r] = 0.0


@process
def observe_initial_state(b: Block) -> None:
    """Compute trust, help and threat at the start in the block ``b``, as they are without any error of perception."""
    recall(b)
    help_expected(b)
    remove_perception_error(b)
    threats(b)


@process
def prepare(b: Block) -> None:
    """Compute in the block ``b`` what every start rests on: memory of the accounts, what is in force, baseline,
    opportunity, judgement."""
    memory_of_accounts(b)
    for y in range(b.accounts_in_use.shape[1]):
        list_used(b, y)
    initialise_organisations(b)
    covers(b)
    baseline(b)
    begin_judgement(b)


@process
def pin(b: Block) -> None:
    """Turn ``given_trust`` at the start, in the block ``b``, into its log-odds: what the scenario gives, else
    baseline and history."""
    for i in range(b.nat.shape[1]):
        for q in neighbours(b, i):
            j = b.neighbour[q]
            for r in range(b.nat.shape[2]):
                rest = b.accounts[FixedAccount.HISTORY, i, j, r]
                for t in range(b.base.shape[0]):
                    rest += b.base[t, i, j, r]
                b.given_trust[i, j, r] = logit(b.given_trust[i, j, r]) if b.given_trust[i, j, r] >= 0.0 else rest


@process
def begin_cold(b: Block, with_crises: bool) -> None:
    """Make the state of the block ``b`` before the first tick without habits: all accounts are empty except history
    and, ``with_crises``, those of crises.

    ``given_trust`` is what the scenario gives, below 0 where it does not."""
    prepare(b)
    start_history(b)
    observe_initial_state(b)
    if with_crises:
        start_crises(b)
    begin(b)


@process
def begin(b: Block) -> None:
    """Make the state of the block ``b`` before the first tick, once accounts and stocks stand: errors, shocks and
    habits drawn, budgets set."""
    for y in range(b.accounts_in_use.shape[1]):
        list_used(b, y)
    for i in range(b.nat.shape[1]):
        for r in range(b.nat.shape[2]):
            set_lines(b, i, r)
    observe_initial_state(b)
    start_draws(b)
    start_habits(b, BEFORE)
    anchor_budgets(b)
