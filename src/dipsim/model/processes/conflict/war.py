"""War: a bargaining gap (Fearon 1995), allies that are called, and what war destroys (MODEL section 5).

gap = max(p by the challenger - p by the defender, p (1 - p) shift) - c_i - c_j
"""

from __future__ import annotations

from dipsim.kernels.compiler.decorators import equation, process
from dipsim.kernels.numerics.elementary import risen
from dipsim.kernels.numerics.philox import uniform
from dipsim.kernels.numerics.units import LogOdds, Money, Ratio, Share, Tick
from dipsim.model.processes.conflict.ending import stand_at
from dipsim.model.processes.conflict.onset import adverse_shift, success
from dipsim.model.processes.institutions.instruments import betray
from dipsim.model.processes.perception.promises import called_cover, kept_word
from dipsim.model.processes.support.neighbours import fewer, neighbours
from dipsim.model.processes.trust.evidence import note, record
from dipsim.model.state import dyads, nation
from dipsim.model.state.arrays import Block
from dipsim.model.state.events import LogEvent
from dipsim.model.state.indices import AccountIndex, NationIndex, RunIndex
from dipsim.model.state.quantities import PARAMETERS
from dipsim.model.state.random_streams import stream
from dipsim.model.state.region_metrics import JOINERS
from dipsim.model.state.trust_accounts import FixedAccount

CALL_STREAM = stream("crisis/call")
WAR_COST = PARAMETERS.add(
    "crisis.war_cost",
    0.05,
    (0, 1),
    source="assumed",
    meaning="c, cost of war to each side as a share of the stake",
)
TRADE_AT_STAKE = PARAMETERS.add(
    "crisis.trade_at_stake",
    0.1,
    (0, 1),
    source="sign: Martin, Mayer and Thoenig 2008: trade of the two makes their war less likely; size assumed",
    meaning="what losing full trade with the enemy adds to the cost of war, as a share of the stake",
)
LOSSES = PARAMETERS.add("crisis.losses", 0.3, (0, 3), unit="per year", meaning="rate at which war destroys capability")
NUCLEAR_WAR = PARAMETERS.add(
    "crisis.nuclear_peace",
    0.7,
    (0, 1),
    source="Rauchhaus 2009: wars between two holders are far rarer (sign only; size assumed)",
    grade=2,
    meaning="share of wars between two holders of nuclear weapons that do not come about",
    rivals=((0.0, "Bell and Miller 2015: two holders fight wars no less often than others"),),
)
UMBRELLA = PARAMETERS.add(
    "crisis.umbrella",
    1.0,
    (0, 1),
    source="sign: Fuhrmann and Sechser 2014, allies of a holder are challenged with violence less; size assumed",
    grade=2,
    meaning="how far the nuclear weapons of an ally that will defend a nation count as its own",
)
GDP_LOSS = PARAMETERS.add(
    "crisis.gdp_loss",
    0.1,
    (0, 2),
    unit="per year",
    source="Federle et al. 2024: output falls by 30 % where a large war is fought; halved, as not every war is large",
    grade=3,
    meaning="rate at which a war against all strength destroys gdp",
)
STABILITY_LOSS = PARAMETERS.add(
    "crisis.stability_loss",
    0.05,
    (0, 2),
    unit="per year",
    meaning="stability that a war against all strength takes in a year",
)
KAPPA_WAR = PARAMETERS.add(
    "crisis.kappa_war", -2.5, (-8, 0), unit="log-odds", source="assumed (prototype)", meaning="evidence of a war"
)
ABANDON = PARAMETERS.add(
    "crisis.abandon",
    -1.5,
    (-5, 0),
    unit="log-odds",
    source="Unciv betrayal weights",
    grade=3,
    meaning="evidence of an ally that stays away",
)


@equation
def bargaining_gap(claimed: Share, conceded: Share, shift: Ratio, cost_i: Share, cost_j: Share) -> Ratio:
    """Bargaining gap, what no division of the stake can bridge (E122; Fearon 1995); at most 0 means peace: max(p by i -
    p by j, p (1 - p) shift) - c_i - c_j.

    ``claimed`` and ``conceded`` are the chances that the challenger wins as each side sees them, ``shift`` the shift
    of power (difference of log ratios), ``cost_i`` and ``cost_j`` the costs of war in shares of the stake."""
    return max(claimed - conceded, conceded * (1.0 - conceded) * shift) - cost_i - cost_j


@equation
def cost_of_war(cost: Share, weight: Share, trade: Share) -> Share:
    """What war costs a side, as a share of the stake (E122): ``cost`` itself, and ``weight`` times ``trade``, the
    trade dependence on the enemy that it would lose (0 to 1)."""
    return cost + weight * trade


@process
def gap(b: Block, i: NationIndex, j: NationIndex, r: RunIndex) -> Ratio:
    """Bargaining gap of the running dispute of ``i`` and ``j`` in run ``r`` of the block ``b``, from both sides'
    estimates of the challenger's chance (E122)."""
    nat, dyad, par = b.nat, b.dyad, b.par
    if dyad[dyads.CHALLENGER, i, j, r] == 0.0:
        i, j = j, i
    m_i, m_j = nat[nation.CAPABILITY, i, r], nat[nation.CAPABILITY, j, r]
    offence, defence = dyad[dyads.HELP_OFFENCE, i, j, r], dyad[dyads.HELP_DEFENCE, j, i, r]
    claimed = success(nat[nation.KNOWN, i, r], dyad[dyads.SEEN_CAPABILITY, i, j, r], offence, defence)
    conceded = success(dyad[dyads.SEEN_CAPABILITY, j, i, r], nat[nation.KNOWN, j, r], offence, defence)
    mean_i, mean_j = nat[nation.MEAN_CAPABILITY, i, r], nat[nation.MEAN_CAPABILITY, j, r]
    shift = max(adverse_shift(m_j, mean_j, m_i, mean_i), adverse_shift(m_i, mean_i, m_j, mean_j))
    cost = cost_of_war(par[WAR_COST, r], par[TRADE_AT_STAKE, r], dyad[dyads.TRADE, i, j, r])
    return bargaining_gap(claimed, conceded, shift, cost, cost)


@equation
def spared(share: Share, one: Share, other: Share) -> Share:
    """Share of a chance of war that nuclear weapons on both sides leave (E120): 1 - ``share`` n_i n_j; ``one`` and
    ``other`` are how far each side is sheltered, 0 to 1."""
    return 1.0 - share * one * other


@equation
def without_war(b: Block, i: NationIndex, j: NationIndex, r: RunIndex) -> Share:
    """Share of a chance of war between ``i`` and ``j`` that nuclear weapons leave (E120), in run ``r`` of the block
    ``b``."""
    share = b.par[NUCLEAR_WAR, r]
    if share == 0.0:
        return 1.0
    return spared(share, sheltered(b, i, j, r), sheltered(b, j, i, r))


@equation
def sheltered(b: Block, i: NationIndex, j: NationIndex, r: RunIndex) -> Share:
    """How far nuclear weapons protect ``i`` against ``j``, 0 to 1 (E120): its own, or a share of those of allies
    that will defend it; in run ``r`` of the block ``b``."""
    most = b.nat[nation.NUCLEAR, i, r]
    for q in neighbours(b, i):
        a = b.neighbour[q]
        if a != j and b.dyad[dyads.COVER_DEFENCE, a, i, r] > 0.0:
            word = called_cover(b, a, i, j, r) * kept_word(b, a, i, r)
            most = max(most, b.par[UMBRELLA, r] * word * b.nat[nation.NUCLEAR, a, r])
    return most


@process
def call_allies(b: Block, tick: Tick, i: NationIndex, j: NationIndex, r: RunIndex) -> None:
    """The war of ``i`` and ``j`` in ``tick`` of run ``r`` of the block ``b`` calls the defender's allies in defence
    and the challenger's in attack: each honours its pledge or abandons."""
    dyad = b.dyad
    challenger, defender = (i, j) if dyad[dyads.CHALLENGER, i, j, r] > 0.0 else (j, i)
    for q in neighbours(b, fewer(b, i, j)):
        k = b.neighbour[q]
        if k != i and k != j and dyad[dyads.LINK, k, i, r] * dyad[dyads.LINK, k, j, r] > 0.0:
            answer(b, tick, k, defender, challenger, r, called_cover(b, k, defender, challenger, r), 0.0)
            answer(b, tick, k, challenger, defender, r, dyad[dyads.COVER_OFFENCE, k, challenger, r], 1.0)


@process
def answer(
    b: Block,
    tick: Tick,
    k: NationIndex,
    ally: NationIndex,
    enemy: NationIndex,
    r: RunIndex,
    cover: Share,
    attacks: Share,
) -> None:
    """The nation ``k`` joins the war of its ``ally`` against ``enemy``, or stays away, which the ally takes as a
    betrayal (E126).

    ``b``, ``r``: block and run; ``tick``: of the draw; ``cover``: how far the pledge covers the case, 0 to 1;
    ``attacks``: 1 where the ally is the challenger, 0 where it defends itself."""
    dyad, par, ids, key = b.dyad, b.par, b.ids, b.key
    if cover <= 0.0 or dyad[dyads.PLEDGE, k, enemy, r] > 0.0 or dyad[dyads.RUNG, k, enemy, r] == 5.0:
        return
    u = uniform(key[0, r], key[1, r], tick, ids[k], ids[ally], b.stream_ids[CALL_STREAM])
    if u < kept_word(b, k, ally, r) * cover * without_war(b, k, enemy, r):
        b.metrics[JOINERS, r] += 1.0
        stand_at(b, tick, k, enemy, r, 5.0)
        dyad[dyads.JOINED, k, enemy, r] = dyad[dyads.JOINED, enemy, k, r] = 1.0
        dyad[dyads.CHALLENGER, k, enemy, r], dyad[dyads.CHALLENGER, enemy, k, r] = attacks, 1.0 - attacks
        remember(b, k, enemy, r, FixedAccount.CRISES_WAR, par[KAPPA_WAR, r])
        record(b, r, LogEvent.HONOURED, -1, k, ally, cover)
    else:
        betray(b, k, ally, r, par[ABANDON, r])
        record(b, r, LogEvent.ABANDONED, -1, k, ally, cover)


@process
def remember(b: Block, i: NationIndex, j: NationIndex, r: RunIndex, account: AccountIndex, size: LogOdds) -> None:
    """Both ``i`` and ``j`` enter a crisis of ``size`` (evidence, log-odds) into the trust ``account`` about the
    other, in run ``r`` of the block ``b``."""
    note(b, account, i, j, r, size)
    note(b, account, j, i, r, size)


@equation
def fought(own: Money, against: Money) -> Share:
    """How much a nation fights, 0 to 1 (E125): the share of the enemies' strength (``against``) in that of both
    sides, ``own`` included (money); 0 without an enemy."""
    return against / (own + against) if against > 0.0 else 0.0


@process
def war_losses(b: Block) -> None:
    """War destroys capability of all who fight, and gdp and stability in proportion to how much they fight, in every
    run of the block ``b`` (E125)."""
    nat, par = b.nat, b.par
    n = nat.shape[1]
    for i in range(n):
        for r in range(nat.shape[2]):
            fighting, against = False, 0.0
            for q in neighbours(b, i):
                k = b.neighbour[q]
                if b.dyad[dyads.RUNG, i, k, r] == 5.0:
                    fighting = True
                    against += nat[nation.KNOWN, k, r]
            if fighting:
                share = fought(nat[nation.KNOWN, i, r], against)
                nat[nation.CAPABILITY, i, r] *= 1.0 - risen(par[LOSSES, r], b.dt)
                nat[nation.GDP, i, r] *= 1.0 - share * risen(par[GDP_LOSS, r], b.dt)
                lost = share * par[STABILITY_LOSS, r] * b.dt
                nat[nation.STABILITY, i, r] = max(0.0, nat[nation.STABILITY, i, r] - lost)
