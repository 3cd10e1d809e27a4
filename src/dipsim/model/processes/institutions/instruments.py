"""Instruments: agreements, pacts and hotlines in force between two nations: terms, renewal, lapse, breach.

What pacts and agreements mean for a pair (covers, pledges, restraint, scopes) is derived here from what is in force.
"""

from __future__ import annotations

from dipsim.kernels.compiler.decorators import equation, process
from dipsim.kernels.numerics.elementary import happens, logistic
from dipsim.kernels.numerics.philox import uniform
from dipsim.kernels.numerics.units import Draw, Index, LogOdds, Money, Number, PerYear, Ratio, Share, Tick
from dipsim.model.processes.exchange.act_effects import act_on_pair
from dipsim.model.processes.support.neighbours import neighbours, neighbours_after
from dipsim.model.processes.support.vector_helpers import in_force
from dipsim.model.processes.trust.evidence import MIXED_SIGNALS, SEEN_FLOOR, note, observed, record
from dipsim.model.state import dyads, exchange_kind, nation, organisation, trust_accounts
from dipsim.model.state.arrays import Block
from dipsim.model.state.events import LogEvent
from dipsim.model.state.exchange_kind import SANCTION
from dipsim.model.state.indices import InstrumentIndex, KindIndex, NationIndex, OrganisationIndex, RunIndex
from dipsim.model.state.quantities import PARAMETERS
from dipsim.model.state.random_streams import KindStream
from dipsim.model.state.scratch import NationSummary
from dipsim.model.state.trust_accounts import FixedAccount

RENEWAL = PARAMETERS.add(
    "institutions.renewal", 6.0, (0, 50), meaning="steepness of renewal in mean trust above the threshold of the kind"
)
BREACH = PARAMETERS.add(
    "institutions.breach",
    0.02,
    (0, 1),
    unit="per year",
    meaning="hazard of a breach by a full revisionist that distrusts the other",
)
BREACH_SIZE = PARAMETERS.add(
    "institutions.betrayal",
    -1.5,
    (-5, 0),
    unit="log-odds",
    source="Unciv betrayal weights -40 victim, -20 observers",
    grade=3,
    meaning="evidence of a breach at the victim",
)
BREACH_SEEN = PARAMETERS.add(
    "institutions.betrayal_seen",
    0.5,
    (0, 1),
    source="Unciv betrayal weights -40 victim, -20 observers",
    grade=3,
    meaning="share of that evidence at linked observers",
)
COUNCIL_SLOWS = PARAMETERS.add(
    "institutions.council", 0.5, (0, 1), meaning="share of lapse and breach that a council of quality 1 prevents"
)
DERIVED = (
    dyads.COVER_DEFENCE,
    dyads.UNCONDITIONAL,
    dyads.COVER_OFFENCE,
    dyads.PLEDGE,
    dyads.RESTRAINT,
    dyads.AGREEMENTS,
    dyads.HOTLINE_IN_FORCE,
    dyads.PROTECTED,
    dyads.BLOCKED,
)
ALL_SCOPES = float((1 << len(exchange_kind.SCOPES)) - 1)
GENERAL = -2  # scope of an agreement that covers every scope


@equation
def renewal_chance(steepness: Ratio, trust_ij: Share, trust_ji: Share, threshold: Share) -> Share:
    """Chance that an instrument is renewed at the end of its term (E91): the logistic function of 1 plus
    ``steepness`` times the mean of ``trust_ij`` and ``trust_ji`` above ``threshold`` (trusts, 0 to 1)."""
    return logistic(steepness * (0.5 * (trust_ij + trust_ji) - threshold) + 1.0)


@equation
def breach_hazard(rate: PerYear, revisionism: Share, trust: Share) -> PerYear:
    """Hazard per year that a party breaks an instrument in force (E92): ``rate`` (per year) times its
    ``revisionism`` times 2 (1 - ``trust``) in the other (both 0 to 1)."""
    return rate * revisionism * 2.0 * (1.0 - trust)


@process
def sign(b: Block, c: KindIndex, i: NationIndex, j: NationIndex, r: RunIndex, hollow: Share) -> None:
    """Put an instrument of kind ``c`` of ``i`` and ``j`` in force for its term in run ``r`` of the block ``b``, and
    link the two; a ``hollow`` one (1, else 0) costs as usual and has no effect."""
    dyad, kind, standing = b.dyad, b.kind, b.standing
    row = b.standing_row[c]
    standing[row, i, j, r] = standing[row, j, i, r] = kind[exchange_kind.TERM, c, r]
    b.hollow[row, i, j, r] = b.hollow[row, j, i, r] = hollow
    if hollow == 0.0:
        dyad[dyads.LINK, i, j, r] = dyad[dyads.LINK, j, i, r] = 1.0
    if b.scope[c] == GENERAL and hollow == 0.0:
        dyad[dyads.SCOPES, i, j, r] = ALL_SCOPES
        dyad[dyads.SCOPES, j, i, r] = ALL_SCOPES
    record(b, r, LogEvent.SIGNED, c, i, j, kind[exchange_kind.TERM, c, r])


@process
def end(b: Block, s: InstrumentIndex, i: NationIndex, j: NationIndex, r: RunIndex) -> None:
    """Take the instrument in row ``s`` of ``standing`` between ``i`` and ``j`` out of force in run ``r`` of the
    block ``b``."""
    standing = b.standing
    standing[s, i, j, r] = 0.0
    standing[s, j, i, r] = 0.0


@process
def leave_early(b: Block, s: InstrumentIndex, i: NationIndex, j: NationIndex, r: RunIndex) -> None:
    """Nation ``i`` leaves an instrument with ``j`` (row ``s`` of ``standing``) before its term, in run ``r`` of the
    block ``b`` (E94): it ends, and j holds the exit against i."""
    c = b.standing_kind[s]
    if b.hollow[s, i, j, r] == 0.0:
        note(b, FixedAccount.BETRAYALS, j, i, r, b.kind[exchange_kind.EXIT, c, r])
    end(b, s, i, j, r)


@process
def betray(b: Block, i: NationIndex, j: NationIndex, r: RunIndex, size: LogOdds) -> None:
    """Nation ``i`` broke its word to ``j`` in run ``r`` of the block ``b`` (E93): evidence of ``size`` (log-odds) at
    j and, smaller, at every linked observer."""
    nat = b.nat
    p = b.par
    note(b, FixedAccount.BETRAYALS, j, i, r, size)
    seen = observed(nat[nation.TRANSPARENCY, i, r], nat[nation.COHERENCE, i, r], p[SEEN_FLOOR, r], p[MIXED_SIGNALS, r])
    for q in neighbours(b, i):
        k = b.neighbour[q]
        if k != j:
            note(b, FixedAccount.BETRAYALS, k, i, r, size * p[BREACH_SEEN, r] * seen * b.dyad[dyads.LINK, k, i, r])


@process
def covers(b: Block) -> None:
    """Write what is in force between nations into the block ``b`` (E98): their strongest instruments and
    organisations."""
    nat, dyad, member, org, standing = b.nat, b.dyad, b.member, b.org, b.standing
    n, runs = nat.shape[1], nat.shape[2]
    for derived in DERIVED:
        for x in range(b.dyad_flat.shape[1]):
            b.dyad_flat[derived, x] = 0.0
    for i in range(n):
        for r in range(runs):
            nat[nation.SAVING, i, r] = nat[nation.HURT, i, r] = nat[nation.CUT_OFF, i, r] = 0.0
            b.nation_summary[NationSummary.AGREEMENTS, i, r] = 0.0
    for i in range(n):
        for q in neighbours(b, i):
            j = b.neighbour[q]
            for s in range(standing.shape[0]):
                if in_force(b, s, i, j):
                    for r in range(runs):
                        if standing[s, i, j, r] > 0.0 and b.hollow[s, i, j, r] == 0.0:
                            count_instrument(b, b.standing_kind[s], i, j, r)
            for o in range(org.shape[1]):
                for r in range(runs):
                    if member[o, i, r] * member[o, j, r] > 0.0:
                        count_organisation(b, o, i, j, r)
            for r in range(runs):
                dyad[dyads.SCOPES, i, j, r] *= dyad[dyads.AGREEMENTS, i, j, r]
                b.nation_summary[NationSummary.AGREEMENTS, i, r] += dyad[dyads.AGREEMENTS, i, j, r]
                cut_off = dyad[dyads.DEPENDENCE, j, i, r] * dyad[dyads.BLOCKED, i, j, r]
                nat[nation.CUT_OFF, j, r] = min(1.0, nat[nation.CUT_OFF, j, r] + cut_off)


@equation
def hurt(damage: PerYear, gdp_i: Money, gdp_j: Money) -> PerYear:
    """Growth per year that a target loses to a measure (E100): ``damage`` (per year) by the weight of the sender's
    economy, ``gdp_i``, beside the target's, ``gdp_j`` (money)."""
    return damage * gdp_i / (gdp_i + gdp_j)


@equation
def count_instrument(b: Block, c: KindIndex, i: NationIndex, j: NationIndex, r: RunIndex) -> None:
    """Add what an instrument of kind ``c`` in force of ``i`` with ``j`` (a measure: against j) gives to the pair and
    to both, in run ``r`` of the block ``b`` (E98)."""
    nat, kind = b.nat, b.kind
    if b.form[c] == SANCTION:
        strengthen(b, dyads.BLOCKED, i, j, r, kind[exchange_kind.BLOCKS, c, r])
        nat[nation.HURT, j, r] += hurt(kind[exchange_kind.DAMAGE, c, r], nat[nation.GDP, i, r], nat[nation.GDP, j, r])
        return
    strengthen(b, dyads.COVER_DEFENCE, i, j, r, kind[exchange_kind.COVER_DEFENCE, c, r])
    always = unconditional(kind[exchange_kind.COVER_DEFENCE, c, r], kind[exchange_kind.CONDITIONAL, c, r])
    strengthen(b, dyads.UNCONDITIONAL, i, j, r, always)
    strengthen(b, dyads.COVER_OFFENCE, i, j, r, kind[exchange_kind.COVER_OFFENCE, c, r])
    strengthen(b, dyads.PLEDGE, i, j, r, kind[exchange_kind.PLEDGE, c, r])
    strengthen(b, dyads.RESTRAINT, i, j, r, kind[exchange_kind.RESTRAINT, c, r])
    strengthen(b, dyads.HOTLINE_IN_FORCE, i, j, r, kind[exchange_kind.HOTLINE, c, r])
    strengthen(b, dyads.PROTECTED, i, j, r, kind[exchange_kind.PROTECTION, c, r])
    strengthen(b, dyads.AGREEMENTS, i, j, r, 1.0 if b.scope[c] == GENERAL else 0.0)
    nat[nation.SAVING, i, r] += kind[exchange_kind.SAVING, c, r] * (1.0 - nat[nation.SAVING, i, r])


@equation
def count_organisation(b: Block, o: OrganisationIndex, i: NationIndex, j: NationIndex, r: RunIndex) -> None:
    """Add what a common organisation ``o`` of ``i`` and ``j`` gives to the pair, in run ``r`` of the block ``b``
    (E98): an alliance its pledges, a council its protection."""
    org = b.org
    if b.org_type[o] == organisation.ALLIANCE:
        strengthen(b, dyads.COVER_DEFENCE, i, j, r, org[organisation.COVER_DEFENCE, o, r])
        always = unconditional(org[organisation.COVER_DEFENCE, o, r], org[organisation.CONDITIONAL, o, r])
        strengthen(b, dyads.UNCONDITIONAL, i, j, r, always)
        strengthen(b, dyads.COVER_OFFENCE, i, j, r, org[organisation.COVER_OFFENCE, o, r])
        strengthen(b, dyads.PLEDGE, i, j, r, org[organisation.PLEDGE, o, r])
        strengthen(b, dyads.RESTRAINT, i, j, r, org[organisation.RESTRAINT, o, r])
    if b.org_type[o] == organisation.COUNCIL:
        strengthen(b, dyads.PROTECTED, i, j, r, org[organisation.QUALITY, o, r])


@equation
def unconditional(cover: Share, conditional: Share) -> Share:
    """How far a pledge of help in defence holds whoever provoked the attack: cover (1 - conditional)."""
    return cover * (1.0 - conditional)


@equation
def strengthen(b: Block, row: Index, i: NationIndex, j: NationIndex, r: RunIndex, value: Number) -> None:
    """Raise ``row`` of ``dyad`` of ``i`` towards ``j`` to ``value`` if it is lower, in run ``r`` of the block ``b``."""
    dyad = b.dyad
    dyad[row, i, j, r] = max(dyad[row, i, j, r], value)


@process
def instruments(b: Block, tick: Tick) -> None:
    """Run down terms of instruments by one ``tick`` in the block ``b``: they are renewed, lapse or are breached."""
    nat, standing = b.nat, b.standing
    n, runs = nat.shape[1], nat.shape[2]
    for s in range(standing.shape[0]):
        c = b.standing_kind[s]
        if b.form[c] == SANCTION:
            continue
        for i in range(n):
            for q in neighbours_after(b, i):
                j = b.neighbour[q]
                if in_force(b, s, i, j):
                    draw_breaches(b, tick, c, i, j)
                    for r in range(runs):
                        if standing[s, i, j, r] > 0.0:
                            age(b, tick, s, c, i, j, r)


@process
def draw_breaches(b: Block, tick: Tick, c: KindIndex, i: NationIndex, j: NationIndex) -> None:
    """Draw in every run of the block ``b`` whether ``i`` (into ``row[0]``) and ``j`` (``row[1]``) break an
    instrument of kind ``c`` in ``tick``."""
    key, ids, row, slot = b.key, b.ids, b.row, b.kind_stream_ids[c, KindStream.BREACH]
    for r in range(key.shape[1]):
        row[0, r] = uniform(key[0, r], key[1, r], tick, ids[i], ids[j], slot)
        row[1, r] = uniform(key[0, r], key[1, r], tick, ids[j], ids[i], slot)


@process
def age(b: Block, tick: Tick, s: InstrumentIndex, c: KindIndex, i: NationIndex, j: NationIndex, r: RunIndex) -> None:
    """Age an instrument of kind ``c`` (row ``s`` of ``standing``) of ``i`` and ``j`` by one ``tick`` in run ``r`` of
    the block ``b`` (E89): its evidence, the end of its term, and breach by either side, as ``draw_breaches`` drew."""
    dyad, par, kind, ids, key, standing = b.dyad, b.par, b.kind, b.ids, b.key, b.standing
    held = 1.0 - par[COUNCIL_SLOWS, r] * dyad[dyads.PROTECTED, i, j, r]
    evidence = kind[exchange_kind.UPKEEP_EVIDENCE, c, r] * b.dt * (1.0 - b.hollow[s, i, j, r])
    note(b, trust_accounts.KINDS + trust_accounts.PER_KIND * c, i, j, r, evidence)
    note(b, trust_accounts.KINDS + trust_accounts.PER_KIND * c, j, i, r, evidence)
    work = kind[exchange_kind.WORK, c, r] * b.dt
    if work > 0.0 and b.hollow[s, i, j, r] == 0.0:
        act_on_pair(b, c, i, j, r, work, 0.0)
    left = standing[s, i, j, r] - b.dt
    standing[s, i, j, r] = left
    standing[s, j, i, r] = left
    if left <= 1e-9:
        u = uniform(key[0, r], key[1, r], tick, ids[i], ids[j], b.kind_stream_ids[c, KindStream.RENEW])
        chance = renewal_chance(
            par[RENEWAL, r], dyad[dyads.TRUST, i, j, r], dyad[dyads.TRUST, j, i, r], kind[exchange_kind.THRESHOLD, c, r]
        )
        if u < 1.0 - held * (1.0 - chance):
            standing[s, i, j, r] = kind[exchange_kind.TERM, c, r]
            standing[s, j, i, r] = kind[exchange_kind.TERM, c, r]
            record(b, r, LogEvent.RENEWED, c, i, j, chance)
        else:
            end(b, s, i, j, r)
            record(b, r, LogEvent.LAPSED, c, i, j, chance)
    elif b.hollow[s, i, j, r] == 0.0:
        breach(b, s, c, i, j, r, held, b.row[0, r])
        if standing[s, i, j, r] > 0.0:
            breach(b, s, c, j, i, r, held, b.row[1, r])


@process
def breach(
    b: Block, s: InstrumentIndex, c: KindIndex, i: NationIndex, j: NationIndex, r: RunIndex, held: Share, u: Draw
) -> None:
    """Let ``i`` break the instrument of kind ``c`` (row ``s`` of ``standing``) with ``j`` by its draw ``u`` (0 to
    1), in run ``r`` of the block ``b``: it ends, and that is a betrayal. ``held`` is the share of the hazard that a
    council leaves."""
    par = b.par
    hazard = held * breach_hazard(par[BREACH, r], b.nat[nation.REVISIONISM, i, r], b.dyad[dyads.TRUST, i, j, r])
    if happens(u, hazard, b.dt):
        end(b, s, i, j, r)
        betray(b, i, j, r, par[BREACH_SIZE, r])
        record(b, r, LogEvent.BREACHED, c, i, j, hazard)
