"""How disputes end, and how long they last: some are over in days, some last; a war leaves its dispute behind.

A dispute that settles is decided (one side gives way, or wins), ends in a compromise, or in nothing, a stalemate.
"""

from __future__ import annotations

from dipsim.kernels.compiler.decorators import equation, process
from dipsim.kernels.numerics.philox import uniform
from dipsim.kernels.numerics.units import PerYear, Ratio, Share, Tick
from dipsim.model.processes.conflict.onset import success
from dipsim.model.processes.conflict.stake import RISE, raised_by_dispute
from dipsim.model.processes.support.neighbours import neighbours
from dipsim.model.processes.trust.evidence import open_channel, record
from dipsim.model.state import dyads, nation
from dipsim.model.state.arrays import Block
from dipsim.model.state.events import LogEvent
from dipsim.model.state.indices import NationIndex, Rung, RunIndex
from dipsim.model.state.quantities import PARAMETERS
from dipsim.model.state.random_streams import stream, streams

LENGTH_STREAM = streams("crisis/length", 3)  # at threat, display and force
ENDING_STREAM = stream("crisis/ending")
OUTCOME_STREAM = stream("crisis/outcome")
EXIT_2 = PARAMETERS.add(
    "crisis.exit_threat",
    2.0,
    (0, 200),
    unit="per year",
    source="level shares, medians and shares above a year in GML MID 1946-1989, in runs of the sets of 1980",
    grade=3,
    meaning="settlement rate at threat",
)
EXIT_3 = PARAMETERS.add(
    "crisis.exit_display",
    1.3,
    (0, 200),
    unit="per year",
    source="level shares, medians and shares above a year in GML MID 1946-1989, in runs of the sets of 1980",
    grade=3,
    meaning="settlement rate at display",
)
EXIT_4 = PARAMETERS.add(
    "crisis.exit_force",
    1.2,
    (0, 200),
    unit="per year",
    source="level shares, medians and shares above a year in GML MID 1946-1989, in runs of the sets of 1980",
    grade=3,
    meaning="settlement rate at the use of force",
)
EXIT_5 = PARAMETERS.add(
    "crisis.exit_war",
    1.8,
    (0, 50),
    unit="per year",
    source="COW inter-state wars, median 139 days",
    grade=2,
    meaning="settlement rate of wars",
)
BRIEF_2 = PARAMETERS.add(
    "crisis.brief_threat",
    0.85,
    (0, 1),
    source="level shares, medians and shares above a year in GML MID 1946-1989, in runs of the sets of 1980",
    grade=3,
    meaning="share of disputes at threat that are brief",
)
BRIEF_3 = PARAMETERS.add(
    "crisis.brief_display",
    0.43,
    (0, 1),
    source="level shares, medians and shares above a year in GML MID 1946-1989, in runs of the sets of 1980",
    grade=3,
    meaning="share of disputes at display that are brief",
)
BRIEF_4 = PARAMETERS.add(
    "crisis.brief_force",
    0.42,
    (0, 1),
    source="level shares, medians and shares above a year in GML MID 1946-1989, in runs of the sets of 1980",
    grade=3,
    meaning="share of disputes at force that are brief",
)
EXIT_BRIEF = PARAMETERS.add(
    "crisis.exit_brief",
    365.25,
    (0, 3652.5),
    unit="per year",
    source="GML MID 1946-1989: two exponentials fitted, the brief ones last .4 to 1.2 days",
    grade=3,
    meaning="settlement rate of brief disputes",
)
EXIT_AFTERMATH = PARAMETERS.add(
    "crisis.exit_aftermath",
    0.35,
    (0, 50),
    unit="per year",
    source="level shares, medians and shares above a year in GML MID 1946-1989, in runs of the sets of 1980",
    grade=3,
    meaning="settlement rate of a dispute after its war; 0 where the end of the war ends it",
)
DECIDED = PARAMETERS.add(
    "crisis.decided",
    0.06,
    (0, 1),
    source="outcomes in GML MID 1946-1989",
    grade=3,
    meaning="share of disputes short of war in which one gives way",
)
DECIDED_WAR = PARAMETERS.add(
    "crisis.decided_war",
    0.44,
    (0, 1),
    source="outcomes in GML MID 1946-1989",
    grade=3,
    meaning="share of wars that one side wins",
)
COMPROMISE = PARAMETERS.add(
    "crisis.compromise",
    0.08,
    (0, 1),
    source="outcomes in GML MID 1946-1989",
    grade=3,
    meaning="share of disputes that end in a compromise",
)
COMPROMISED = PARAMETERS.add("crisis.compromised", 0.35, (0, 1), meaning="share of the stake that a compromise removes")
MEDIATION = PARAMETERS.add(
    "crisis.mediation", 1.0, (0, 10), meaning="how much the best mutually trusted third party raises settlement"
)
RECONCILE = PARAMETERS.add(
    "crisis.reconcile",
    0.15,
    (0, 0.3),
    meaning="share of the stake that a settlement removes at full trust and channels",
)
VICTORY = PARAMETERS.add("crisis.victory", 0.7, (0, 1), meaning="share of the stake that a war removes")
SETTLES = PARAMETERS.add(
    "crisis.settles", 0.3, (0, 1), meaning="share of the standing claim that a war which one side wins removes"
)
SPOILS = PARAMETERS.add(
    "crisis.spoils", 0.01, (0, 1), meaning="share of the loser's gdp that the winner of a war gains"
)


@process
def stand_at(b: Block, tick: Tick, i: NationIndex, j: NationIndex, r: RunIndex, rung: Rung) -> None:
    """Put the dispute of ``i`` and ``j`` in run ``r`` of the block ``b`` at ``rung`` (2 to 5); the draw of
    (``tick``, pair) decides whether it will be brief there. Wars never are."""
    dyad, key, ids, p = b.dyad, b.key, b.ids, b.par
    dyad[dyads.RUNG, i, j, r] = dyad[dyads.RUNG, j, i, r] = rung
    share = p[BRIEF_2, r] if rung < 2.5 else p[BRIEF_3, r] if rung < 3.5 else p[BRIEF_4, r] if rung < 4.5 else 0.0
    brief = 0.0
    if share > 0.0:
        one, other = min(i, j), max(i, j)
        level = 0 if rung < 2.5 else 1 if rung < 3.5 else 2
        u = uniform(key[0, r], key[1, r], tick, ids[one], ids[other], b.stream_ids[LENGTH_STREAM + level])
        brief = 1.0 if u < share else 0.0
    dyad[dyads.BRIEF, i, j, r] = dyad[dyads.BRIEF, j, i, r] = brief


@equation
def mediated(strength: Ratio, mediator: Share) -> Ratio:
    """Factor by which a dispute settles faster with the best mediator (E120), at least 1: ``strength`` times how far
    the smaller trust of the two in it (``mediator``, 0 to 1) exceeds a half, doubled."""
    return 1.0 + strength * max(0.0, 2.0 * mediator - 1.0)


@process
def settlement(b: Block, i: NationIndex, j: NationIndex, r: RunIndex) -> PerYear:
    """Rate per year at which the running dispute of ``i`` and ``j`` settles at its rung, with its best mediator
    (E120), in run ``r`` of the block ``b``."""
    dyad, p = b.dyad, b.par
    mediator = 0.0
    for q in neighbours(b, i):
        k = b.neighbour[q]
        if k != j:
            mediator = max(
                mediator,
                min(dyad[dyads.TRUST, i, k, r], dyad[dyads.TRUST, j, k, r])
                * dyad[dyads.LINK, i, k, r]
                * dyad[dyads.LINK, j, k, r],
            )
    return mediated(p[MEDIATION, r], mediator) * settlement_alone(b, i, j, r)


@equation
def settlement_alone(b: Block, i: NationIndex, j: NationIndex, r: RunIndex) -> PerYear:
    """Rate per year at which the dispute of ``i`` and ``j`` would settle without a mediator, by its rung and by
    whether it is brief (E120), in run ``r`` of the block ``b``."""
    p, rung = b.par, b.dyad[dyads.RUNG, i, j, r]
    if b.dyad[dyads.BRIEF, i, j, r] > 0.0:
        return p[EXIT_BRIEF, r]
    if rung < 2.5:
        return p[EXIT_2, r]
    if rung < 3.5:
        return p[EXIT_3, r]
    if rung < 4.5:
        return p[EXIT_AFTERMATH, r] if b.dyad[dyads.AFTERMATH, i, j, r] > 0.0 else p[EXIT_4, r]
    return p[EXIT_5, r]


@process
def conclude(b: Block, tick: Tick, i: NationIndex, j: NationIndex, r: RunIndex) -> None:
    """End the dispute of ``i`` and ``j`` in ``tick`` of run ``r`` of the block ``b`` (E124): it goes to rung 0; a
    war of originators may leave its dispute at rung 4, decided already."""
    dyad = b.dyad
    rung = dyad[dyads.RUNG, i, j, r]
    if dyad[dyads.AFTERMATH, i, j, r] == 0.0:
        decide(b, tick, i, j, r)
        if rung == 5.0 and b.par[EXIT_AFTERMATH, r] > 0.0 and dyad[dyads.JOINED, i, j, r] == 0.0:
            dyad[dyads.AFTERMATH, i, j, r] = dyad[dyads.AFTERMATH, j, i, r] = 1.0
            dyad[dyads.RUNG, i, j, r] = dyad[dyads.RUNG, j, i, r] = 4.0
            record(b, r, LogEvent.WAR_OVER, -1, i, j, rung)
            return
    dyad[dyads.AFTERMATH, i, j, r] = dyad[dyads.AFTERMATH, j, i, r] = 0.0
    dyad[dyads.BRIEF, i, j, r] = dyad[dyads.BRIEF, j, i, r] = 0.0
    dyad[dyads.RUNG, i, j, r] = dyad[dyads.RUNG, j, i, r] = 0.0
    dyad[dyads.JOINED, i, j, r] = dyad[dyads.JOINED, j, i, r] = 0.0
    record(b, r, LogEvent.SETTLED, -1, i, j, rung)


@process
def decide(b: Block, tick: Tick, i: NationIndex, j: NationIndex, r: RunIndex) -> None:
    """Draw what the dispute or war of ``i`` and ``j`` ends in, in ``tick`` of run ``r`` of the block ``b`` (E124):
    the dispute raises the stake, a victory, a compromise or reconciliation lowers it again."""
    dyad, par, ids, key = b.dyad, b.par, b.ids, b.key
    war = dyad[dyads.RUNG, i, j, r] == 5.0
    trust = 0.5 * (dyad[dyads.TRUST, i, j, r] + dyad[dyads.TRUST, j, i, r])
    share = par[RECONCILE, r] * 0.5 * (trust + open_channel(b, i, j, r))
    decided = par[DECIDED_WAR, r] if war else par[DECIDED, r]
    u = uniform(key[0, r], key[1, r], tick, ids[i], ids[j], b.stream_ids[ENDING_STREAM])
    if u < decided:
        share = par[VICTORY, r]
        prevail(b, tick, i, j, r, war)
    elif u < decided + par[COMPROMISE, r]:
        share = par[COMPROMISED, r]
        record(b, r, LogEvent.COMPROMISE, -1, i, j, share)
    stake = raised_by_dispute(dyad[dyads.DISPUTE, i, j, r], par[RISE, r], share)
    dyad[dyads.DISPUTE, i, j, r] = dyad[dyads.DISPUTE, j, i, r] = stake


@process
def prevail(b: Block, tick: Tick, i: NationIndex, j: NationIndex, r: RunIndex, war: bool) -> None:
    """Draw which of ``i`` and ``j`` prevails, by the pooled power of both sides, in ``tick`` of run ``r`` of the
    block ``b`` (E124); ``war`` is whether they fought one. Short of war the loser gives way and is remembered for
    it."""
    nat, dyad, par, ids, key = b.nat, b.dyad, b.par, b.ids, b.key
    one, other = (i, j) if dyad[dyads.CHALLENGER, i, j, r] > 0.0 else (j, i)
    chance = success(
        nat[nation.CAPABILITY, one, r],
        nat[nation.CAPABILITY, other, r],
        dyad[dyads.HELP_OFFENCE, one, other, r],
        dyad[dyads.HELP_DEFENCE, other, one, r],
    )
    u = uniform(key[0, r], key[1, r], tick, ids[i], ids[j], b.stream_ids[OUTCOME_STREAM])
    winner, loser = (one, other) if u < chance else (other, one)
    if war:
        record(b, r, LogEvent.WON, -1, winner, loser, chance)
        claim = dyad[dyads.CLAIM, i, j, r] * (1.0 - par[SETTLES, r])
        dyad[dyads.CLAIM, i, j, r] = dyad[dyads.CLAIM, j, i, r] = claim
        taken = par[SPOILS, r] * nat[nation.GDP, loser, r]
        nat[nation.GDP, loser, r] -= taken
        nat[nation.GDP, winner, r] += taken
    else:
        record(b, r, LogEvent.YIELDED, -1, loser, winner, chance)
        nat[nation.YIELDED, loser, r] += 1.0
