"""Allies may join a dispute when it reaches a display or the use of force: one draw per joiner, enemy and level.

Whom a war obliges is called in ``war``; who has only a pact in defence with the challenger may join it here. Nobody
joins a threat. A dispute that was joined draws in nobody else.
"""

from __future__ import annotations

from dipsim.kernels.compiler.decorators import equation, process
from dipsim.kernels.numerics.philox import uniform
from dipsim.kernels.numerics.units import Draw, LogOdds, Share, Tick
from dipsim.model.processes.conflict.ending import stand_at
from dipsim.model.processes.conflict.war import without_war
from dipsim.model.processes.perception.promises import called_cover
from dipsim.model.processes.support.neighbours import fewer, neighbours
from dipsim.model.processes.trust.evidence import note, record
from dipsim.model.state import dyads
from dipsim.model.state.arrays import Block
from dipsim.model.state.events import LogEvent
from dipsim.model.state.indices import NationIndex, Rung, RunIndex
from dipsim.model.state.quantities import PARAMETERS
from dipsim.model.state.random_streams import stream
from dipsim.model.state.region_metrics import JOINERS
from dipsim.model.state.trust_accounts import FixedAccount

DISPLAY_STREAM = stream("crisis/join/display")
FORCE_STREAM = stream("crisis/join/force")
WAR_STREAM = stream("crisis/join/war")
_SHARES = "fitted on 1971-1989 with the regional sets of 1970 and 1980 (campaigns/fit_onset.py)"
JOIN_DISPLAY = PARAMETERS.add(
    "crisis.join_display",
    0.04,
    (0, 1),
    source=_SHARES,
    grade=3,
    meaning="chance that an ally joins a dispute at display",
)
JOIN_FORCE = PARAMETERS.add(
    "crisis.join_force",
    0.089,
    (0, 1),
    source=_SHARES,
    grade=3,
    meaning="chance that an ally joins a dispute at the use of force",
)
JOIN_WAR = PARAMETERS.add(
    "crisis.join_war", 0.2, (0, 1), meaning="chance that an ally by a pact in defence joins the war of a challenger"
)


@equation
def joins(u: Draw, chance: Share, cover: Share) -> bool:
    """Whether an ally joins a dispute (E123): its draw ``u`` (0 to 1) is below ``chance``, the chance that an ally
    joins, times ``cover``, how far its pact covers the case (share)."""
    return u < chance * cover


@process
def ask_joiners(b: Block, tick: Tick, i: NationIndex, j: NationIndex, r: RunIndex, rung: Rung, size: LogOdds) -> None:
    """Every ally of ``i`` or ``j`` may join their dispute at ``rung`` 3 or 4 (E123): allies of the target in defence,
    of the challenger in attack.

    ``b``, ``r``: block and run; ``tick``: of the draws; ``size``: evidence of such a dispute, in log-odds."""
    dyad = b.dyad
    challenger, target = (i, j) if dyad[dyads.CHALLENGER, i, j, r] > 0.0 else (j, i)
    for q in neighbours(b, fewer(b, i, j)):
        k = b.neighbour[q]
        if k != i and k != j and dyad[dyads.LINK, k, i, r] * dyad[dyads.LINK, k, j, r] > 0.0:
            ask(b, tick, k, target, challenger, r, rung, called_cover(b, k, target, challenger, r), 0.0, size)
            ask(b, tick, k, challenger, target, r, rung, dyad[dyads.COVER_OFFENCE, k, challenger, r], 1.0, size)


@process
def ask_challengers_allies(b: Block, tick: Tick, i: NationIndex, j: NationIndex, r: RunIndex, size: LogOdds) -> None:
    """Allies of the challenger in the war of ``i`` and ``j`` that no pact obliges may join it (E126), in ``tick`` of
    run ``r`` of the block ``b``; ``size`` is the evidence of a war, in log-odds."""
    dyad = b.dyad
    if b.par[JOIN_WAR, r] <= 0.0:
        return
    challenger, target = (i, j) if dyad[dyads.CHALLENGER, i, j, r] > 0.0 else (j, i)
    for q in neighbours(b, fewer(b, i, j)):
        k = b.neighbour[q]
        free = k != i and k != j and dyad[dyads.COVER_OFFENCE, k, challenger, r] == 0.0
        if free and dyad[dyads.LINK, k, i, r] * dyad[dyads.LINK, k, j, r] > 0.0:
            ask(b, tick, k, challenger, target, r, 5.0, dyad[dyads.COVER_DEFENCE, k, challenger, r], 1.0, size)


@process
def ask(
    b: Block,
    tick: Tick,
    k: NationIndex,
    ally: NationIndex,
    enemy: NationIndex,
    r: RunIndex,
    rung: Rung,
    cover: Share,
    attacks: Share,
    size: LogOdds,
) -> None:
    """The nation ``k`` joins its ``ally`` in the dispute with ``enemy``, or stays out (E123).

    ``b``, ``r``: block and run; ``tick``: of the draw; ``rung``: of the dispute, 3 to 5; ``cover``: how far the pact
    covers the case, 0 to 1; ``attacks``: 1 where the ally is the challenger, else 0; ``size``: evidence of such a
    dispute, in log-odds."""
    dyad, par, key, ids = b.dyad, b.par, b.key, b.ids
    if cover <= 0.0 or dyad[dyads.PLEDGE, k, enemy, r] > 0.0 or dyad[dyads.RUNG, k, enemy, r] > 0.0:
        return
    slot, chance, account = b.stream_ids[DISPLAY_STREAM], par[JOIN_DISPLAY, r], FixedAccount.CRISES_THREAT
    if rung == 4.0:
        slot, chance, account = b.stream_ids[FORCE_STREAM], par[JOIN_FORCE, r], FixedAccount.CRISES_FORCE
    if rung == 5.0:
        slot, account = b.stream_ids[WAR_STREAM], FixedAccount.CRISES_WAR
        chance = par[JOIN_WAR, r] * without_war(b, k, enemy, r)
    u = uniform(key[0, r], key[1, r], tick, ids[k], ids[enemy], slot)
    if joins(u, chance, cover):
        b.metrics[JOINERS, r] += 1.0
        stand_at(b, tick, k, enemy, r, rung)
        dyad[dyads.CHALLENGER, k, enemy, r], dyad[dyads.CHALLENGER, enemy, k, r] = attacks, 1.0 - attacks
        dyad[dyads.JOINED, k, enemy, r] = dyad[dyads.JOINED, enemy, k, r] = 1.0
        note(b, account, k, enemy, r, size)
        note(b, account, enemy, k, r, size)
        record(b, r, LogEvent.JOINED_DISPUTE, -1, k, enemy, rung)
