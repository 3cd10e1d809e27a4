"""Step 8, crisis: incidents happen, disputes begin, climb the ladder and settle (MODEL section 5)."""

from __future__ import annotations

from dipsim.kernels.compiler.decorators import equation, process
from dipsim.kernels.numerics.elementary import log
from dipsim.kernels.numerics.philox import uniform, uniform_pair
from dipsim.kernels.numerics.units import Draw, PerYear, Ratio, Share, Tick
from dipsim.model.processes.conflict.demand import comes_to_war
from dipsim.model.processes.conflict.ending import conclude, settlement, stand_at
from dipsim.model.processes.conflict.force_rate import entry_at_force, force_rate
from dipsim.model.processes.conflict.joining import ask_challengers_allies, ask_joiners
from dipsim.model.processes.conflict.shock import shock_of
from dipsim.model.processes.conflict.war import KAPPA_WAR, call_allies, gap, remember, without_war
from dipsim.model.processes.perception.perception import doubt
from dipsim.model.processes.support.neighbours import neighbours_after
from dipsim.model.processes.support.vector_helpers import anywhere
from dipsim.model.processes.trust.evidence import open_channel, record
from dipsim.model.state import dyads, nation
from dipsim.model.state.arrays import Block
from dipsim.model.state.events import LogEvent
from dipsim.model.state.indices import NationIndex, Rung, RunIndex
from dipsim.model.state.quantities import PARAMETERS
from dipsim.model.state.random_streams import stream, streams
from dipsim.model.state.region_metrics import EXPECTED_DISPUTES, EXPECTED_FORCE, FORCE, OBSERVED_DISPUTES, WARS
from dipsim.model.state.trust_accounts import FixedAccount

ENTRY_2 = PARAMETERS.add(
    "crisis.entry_threat",
    0.02,
    (0, 1),
    source="level shares, medians and shares above a year in GML MID 1946-1989, in runs of the sets of 1980",
    grade=3,
    meaning="share of disputes that enter at rung 2",
)
ENTRY_3 = PARAMETERS.add(
    "crisis.entry_display",
    0.35,
    (0, 1),
    source="level shares, medians and shares above a year in GML MID 1946-1989, in runs of the sets of 1980",
    grade=3,
    meaning="share of disputes that enter at rung 3, the rest at 4",
)
CLIMB_2 = PARAMETERS.add(
    "crisis.climb_threat",
    5.0,
    (0, 200),
    unit="per year",
    source="level shares, medians and shares above a year in GML MID 1946-1989, in runs of the sets of 1980",
    grade=3,
    meaning="up-rate from threat to display",
)
CLIMB_3 = PARAMETERS.add(
    "crisis.climb_display",
    1.5,
    (0, 200),
    unit="per year",
    source="level shares, medians and shares above a year in GML MID 1946-1989, in runs of the sets of 1980",
    grade=3,
    meaning="up-rate from display to use of force",
)
ONSET_STREAM = stream("crisis/onset")
ENTRY_STREAM = stream("crisis/entry")
HOTLINE_STREAM = stream("crisis/hotline")
JUMPS = 16  # of the ladder in a tick
JUMP_STREAM = streams("crisis/jump", JUMPS)
WAR_RATE = PARAMETERS.add(
    "crisis.war",
    0.0,
    (0, 1000),
    unit="per year",
    source="war comes by demands; see the rival reading",
    grade=2,
    rivals=((60.0, "Fearon 1995: war by disagreement about strength, with crisis.demand 0 (size assumed)"),),
    meaning="w0, rate of war per unit of bargaining gap",
)
HEAT = PARAMETERS.add(
    "crisis.heat", 0.4, (0, 5), source="assumed (prototype)", meaning="how much threat raises up-rates"
)
DOUBT = PARAMETERS.add(
    "crisis.doubt", 1.0, (0, 10), meaning="how much doubt about the other's strength raises up-rates"
)
CALM = PARAMETERS.add(
    "crisis.calm",
    0.15,
    (0, 0.6),
    source="assumed",
    meaning="share of up-rates that perfect channels take away",
)
HOTLINE_ANSWER = PARAMETERS.add(
    "crisis.hotline_answer",
    0.7,
    (0, 1),
    meaning="chance that a hotline call is answered at full trust; falls to half of it at none",
)
HOTLINE_CALM = PARAMETERS.add(
    "crisis.hotline_calm",
    0.5,
    (0, 1),
    source="assumed (prototype)",
    meaning="share of up-rates that an answered call takes away",
)
HOTLINE_ATTACK = PARAMETERS.add(
    "crisis.hotline_attack", 0.5, (0, 1), meaning="share of calls that fail once force is used"
)
KAPPA_THREAT = PARAMETERS.add(
    "crisis.kappa_threat",
    -0.5,
    (-5, 0),
    unit="log-odds",
    source="assumed (prototype)",
    meaning="evidence of a dispute at threat or display",
)
KAPPA_FORCE = PARAMETERS.add(
    "crisis.kappa_force",
    -1.2,
    (-5, 0),
    unit="log-odds",
    source="Goldstein -10 x 0.06 x 2",
    grade=3,
    meaning="evidence of a use of force",
)


@process
def disputes(b: Block, tick: Tick) -> None:
    """Onsets and the ladder of every pair in reach in ``tick``, in every run of the block ``b``; several jumps
    inside the tick where need be."""
    nat, dyad, ids, key, row = b.nat, b.dyad, b.ids, b.key, b.row
    for i in range(nat.shape[1]):
        for q in neighbours_after(b, i):
            j = b.neighbour[q]
            if not (anywhere(b, dyads.REACH, i, j) or anywhere(b, dyads.REACH, j, i) or anywhere(b, dyads.RUNG, i, j)):
                continue
            for r in range(nat.shape[2]):
                total = shock_of(b, i, j, r) * (dyad[dyads.HAZARD, i, j, r] + dyad[dyads.HAZARD, j, i, r])
                row[3, r] = total
                row[1, r] = uniform(key[0, r], key[1, r], tick, ids[i], ids[j], b.stream_ids[ONSET_STREAM])
            moves = 0
            for r in range(nat.shape[2]):
                quiet = dyad[dyads.RUNG, i, j, r] == 0.0 and row[1, r] < 1.0 - row[3, r] * b.dt
                due = row[3, r] if quiet else 0.0
                b.metrics[EXPECTED_DISPUTES, r] += due * b.dt
                b.metrics[EXPECTED_FORCE, r] += due * entry_at_force(b.par[ENTRY_2, r], b.par[ENTRY_3, r]) * b.dt
                row[0, r] = 0.0 if quiet else 1.0
                moves += 0 if quiet else 1
            for r in range(nat.shape[2] if moves > 0 else 0):
                if row[0, r] > 0.0:
                    ladder(b, tick, i, j, r, row[3, r], row[1, r])


@process
def ladder(b: Block, tick: Tick, i: NationIndex, j: NationIndex, r: RunIndex, hazard: PerYear, u: Draw) -> None:
    """Run the dispute of the nations ``i`` and ``j`` in run ``r`` of the block ``b`` through one ``tick`` as a
    continuous-time chain (E119): wait, then begin, climb or settle, at most 16 jumps.

    ``hazard`` is the rate per year at which a dispute of the two begins, from both sides; ``u``, uniform on 0 to 1,
    decides the first wait."""
    dyad, ids, key = b.dyad, b.ids, b.key
    left, jump = b.dt, 0
    unsure, answered = certainty(b, tick, i, j, r)
    while jump < JUMPS:
        calm = dyad[dyads.RUNG, i, j, r] == 0.0
        climb, settle = (hazard, 0.0) if calm else rates(b, i, j, r, unsure, answered)
        total = climb + settle
        v, w = uniform_pair(key[0, r], key[1, r], tick, ids[i], ids[j], b.stream_ids[JUMP_STREAM + jump])
        wait = -log(u if calm and jump == 0 else v) / total if total > 0.0 else 2.0 * b.dt
        spent = min(wait, left)
        if calm:
            b.metrics[EXPECTED_DISPUTES, r] += hazard * spent
        rung, entering = dyad[dyads.RUNG, i, j, r], entry_at_force(b.par[ENTRY_2, r], b.par[ENTRY_3, r])
        b.metrics[EXPECTED_FORCE, r] += force_rate(climb, rung, dyad[dyads.JOINED, i, j, r], entering) * spent
        if wait > left:
            break
        left -= wait
        if calm:
            begin(b, tick, i, j, r)
        elif w * total < climb:
            climb_to(b, tick, i, j, r, dyad[dyads.RUNG, i, j, r] + 1.0)
        else:
            conclude(b, tick, i, j, r)
        jump += 1


@process
def certainty(b: Block, tick: Tick, i: NationIndex, j: NationIndex, r: RunIndex) -> tuple[Ratio, Share]:
    """Mean doubt of the nations ``i`` and ``j`` about each other's strength (spread of the log error) and the share
    of the up-rates that an answered hotline call leaves (E121), in run ``r`` of the block ``b`` in ``tick``."""
    dyad, ids, key, p = b.dyad, b.ids, b.key, b.par
    unsure = 0.5 * (doubt(b, i, j, r) + doubt(b, j, i, r))
    left = 1.0
    if dyad[dyads.HOTLINE_IN_FORCE, i, j, r] > 0.0:
        u = uniform(key[0, r], key[1, r], tick, ids[i], ids[j], b.stream_ids[HOTLINE_STREAM])
        fails = p[HOTLINE_ATTACK, r] if dyad[dyads.RUNG, i, j, r] >= 4.0 else 0.0
        trust = 0.5 * (dyad[dyads.TRUST, i, j, r] + dyad[dyads.TRUST, j, i, r])
        if u < answered_share(p[HOTLINE_ANSWER, r], trust, fails, dyad[dyads.DISRUPTED, i, j, r]):
            left = 1.0 - p[HOTLINE_CALM, r] * dyad[dyads.HOTLINE_IN_FORCE, i, j, r]
            unsure *= left
    return unsure, left


@equation
def answered_share(most: Share, trust: Share, fails: Share, disrupted: Share) -> Share:
    """Chance that a hotline call is answered (E121): ``most`` (chance at full trust) falls with distrust (``trust``,
    mean of both), with the share of calls that fail under attack (``fails``) and where lines are cut
    (``disrupted``); all 0 to 1."""
    return most * (0.5 + 0.5 * trust) * (1.0 - fails) * (1.0 - disrupted)


@process
def rates(
    b: Block, i: NationIndex, j: NationIndex, r: RunIndex, unsure: Ratio, answered: Share
) -> tuple[PerYear, PerYear]:
    """Rates per year at which the running dispute of ``i`` and ``j`` climbs one rung and settles (E120), in run ``r``
    of the block ``b``.

    ``unsure`` is the mean doubt of the two about each other's strength, ``answered`` the share of the up-rates that
    a hotline call leaves."""
    dyad = b.dyad
    p, rung = b.par, dyad[dyads.RUNG, i, j, r]
    heat = 0.5 * (dyad[dyads.THREAT, i, j, r] + dyad[dyads.THREAT, j, i, r])
    channel = open_channel(b, i, j, r)
    climb = answered * (1.0 + p[HEAT, r] * heat) * (1.0 + p[DOUBT, r] * unsure) * (1.0 - p[CALM, r] * channel)
    settle = settlement(b, i, j, r)
    if rung < 2.5:
        return climb * p[CLIMB_2, r], settle
    if rung < 3.5:
        return climb * p[CLIMB_3, r], settle
    if rung < 4.5 and dyad[dyads.AFTERMATH, i, j, r] == 0.0:
        return answered * without_war(b, i, j, r) * p[WAR_RATE, r] * max(0.0, gap(b, i, j, r)), settle
    return 0.0, settle


@process
def begin(b: Block, tick: Tick, i: NationIndex, j: NationIndex, r: RunIndex) -> None:
    """A dispute of ``i`` and ``j`` begins in ``tick`` of run ``r`` of the block ``b``: the challenger is drawn by
    its share of the hazard, the rung of entry by its share."""
    dyad, par, ids, key = b.dyad, b.par, b.ids, b.key
    u, v = uniform_pair(key[0, r], key[1, r], tick, ids[i], ids[j], b.stream_ids[ENTRY_STREAM])
    first = dyad[dyads.HAZARD, i, j, r]
    by_i = u * (first + dyad[dyads.HAZARD, j, i, r]) < first
    dyad[dyads.CHALLENGER, i, j, r] = 1.0 if by_i else 0.0
    dyad[dyads.CHALLENGER, j, i, r] = 0.0 if by_i else 1.0
    dyad[dyads.ONSET_TICK, i, j, r] = dyad[dyads.ONSET_TICK, j, i, r] = tick
    b.nat[nation.AGGRESSION, i if by_i else j, r] += 1.0
    dyad[dyads.PROVOKED, i if by_i else j, j if by_i else i, r] = 1.0
    b.metrics[OBSERVED_DISPUTES, r] += 1.0
    low, middle = par[ENTRY_2, r], par[ENTRY_3, r]
    rung = 2.0 if v < low else (3.0 if v < low + middle else 4.0)
    record(b, r, LogEvent.DISPUTE, -1, i if by_i else j, j if by_i else i, rung)
    climb_to(b, tick, i, j, r, rung)


@process
def climb_to(b: Block, tick: Tick, i: NationIndex, j: NationIndex, r: RunIndex, rung: Rung) -> None:
    """The dispute of ``i`` and ``j`` reaches ``rung`` (2 to 5) in ``tick`` of run ``r`` of the block ``b`` (E123):
    both remember it, and allies may join, unless one of the two joined it itself."""
    dyad, par, metrics = b.dyad, b.par, b.metrics
    before = dyad[dyads.RUNG, i, j, r]
    stand_at(b, tick, i, j, r, rung)
    if before > 0.0:
        record(b, r, LogEvent.CLIMBED, -1, i, j, rung)
    if before == 0.0 and rung < 4.0:
        remember(b, i, j, r, FixedAccount.CRISES_THREAT, par[KAPPA_THREAT, r])
    joined = dyad[dyads.JOINED, i, j, r] > 0.0
    if rung == 4.0:
        metrics[FORCE, r] += 0.0 if joined else 1.0
        remember(b, i, j, r, FixedAccount.CRISES_FORCE, par[KAPPA_FORCE, r])
    if (rung == 3.0 or rung == 4.0) and not joined:
        ask_joiners(b, tick, i, j, r, rung, par[KAPPA_FORCE, r] if rung == 4.0 else par[KAPPA_THREAT, r])
    if rung == 4.0 and not joined and comes_to_war(b, i, j, r):
        stand_at(b, tick, i, j, r, 5.0)
        record(b, r, LogEvent.CLIMBED, -1, i, j, 5.0)
        fight(b, tick, i, j, r)
    if rung == 5.0:
        fight(b, tick, i, j, r)


@process
def fight(b: Block, tick: Tick, i: NationIndex, j: NationIndex, r: RunIndex) -> None:
    """The war of ``i`` and ``j`` breaks out in ``tick`` of run ``r`` of the block ``b``: both remember it, and
    allies are called, unless one of the two joined it itself."""
    b.metrics[WARS, r] += 1.0
    remember(b, i, j, r, FixedAccount.CRISES_WAR, b.par[KAPPA_WAR, r])
    if b.dyad[dyads.JOINED, i, j, r] == 0.0:
        call_allies(b, tick, i, j, r)
        ask_challengers_allies(b, tick, i, j, r, b.par[KAPPA_WAR, r])
