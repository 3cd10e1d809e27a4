"""The hazard of a dispute in one tick of one run, term by term, and what was known of the other's strength.

The run is played again up to the tick in which the dispute began (keyed draws: the same bits), with everything that
follows onset in that tick held still; then the model's own equations are evaluated on the numbers they had. Roads,
factors and damping multiply and add up to the hazard of the engine exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from dipsim.kernels.numerics.elementary import power
from dipsim.model.processes.conflict import crisis as ladder
from dipsim.model.processes.conflict import ending, onset, restraint, war
from dipsim.model.processes.conflict import shock as shocks
from dipsim.model.processes.perception import perception
from dipsim.model.processes.trust.evidence import open_channel
from dipsim.model.state import dyads, exchange_kind, nation
from dipsim.model.state.region_metrics import SHOCK
from dipsim.model.tick import advance
from dipsim.runs.batches import kept_accounts
from dipsim.runs.batches.block_builder import make
from dipsim.runs.batches.block_runner import unread
from dipsim.runs.dataframes import causes
from dipsim.scenario.world.build import World

STILL = (  # what comes after the hazards in a tick: no onset, no step of a running dispute, no losses
    *((row, 0.0) for row in (ladder.CLIMB_2, ladder.CLIMB_3, ladder.WAR_RATE, ending.EXIT_2, ending.EXIT_3)),
    *((row, 0.0) for row in (ending.EXIT_4, ending.EXIT_5, ending.EXIT_BRIEF, ending.EXIT_AFTERMATH)),
    *((row, 0.0) for row in (war.LOSSES, war.GDP_LOSS, war.STABILITY_LOSS)),
)
NO_ONSET = 1e3  # a common shock of this spread leaves nothing of any hazard


@dataclass(frozen=True)
class Road:
    """A road to a dispute: its rate per year before damping, its share of the side's hazard, and its factors."""

    name: str
    rate: float
    share: float
    factors: dict[str, float]


@dataclass(frozen=True)
class Side:
    """The hazard that one challenges the other, per year, and all that it is made of.

    ``hazard`` is that of the engine, before the common shock: reach x kind x damp x sum of the roads. ``kind`` is what
    size and nuclear weapons make of it, ``damped_by`` what channels, agreements, restraint and joint democracy each
    leave of it. ``seen`` is the other's strength as this side saw it, ``true`` what it was, ``own`` its own, in bn USD;
    ``informed`` the hazard with the true strength in every place.
    """

    challenger: str
    target: str
    hazard: float
    informed: float
    reach: float
    kind: float
    damp: float
    damped_by: dict[str, float]
    roads: tuple[Road, ...]
    seen: float
    true: float
    own: float
    threat: float
    trust: float
    chance: float

    @property
    def misjudged(self) -> float:
        """How much too strong the other was seen, as a share of its strength."""
        return self.seen / self.true - 1.0 if self.true > 0.0 else 0.0


@dataclass(frozen=True)
class Moment:
    """The two hazards of a pair in a tick, the common shock on both, and the ledgers of trust that they rest on.

    ``ledgers`` has for each side the causes of its trust that are not 0, in log-odds, the largest first.
    """

    sides: tuple[Side, Side]
    shock: float
    ledgers: tuple[dict[str, float], dict[str, float]]

    @property
    def total(self) -> float:
        """Hazard of a dispute of the two per year."""
        return self.shock * (self.sides[0].hazard + self.sides[1].hazard)

    @property
    def informed(self) -> float:
        """The same with the true strengths known to both."""
        return self.shock * (self.sides[0].informed + self.sides[1].informed)

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return asdict(self) | {"total": self.total, "informed": self.informed}


def held(world: World, seed: int, run: int, tick: int) -> tuple[Any, Any]:
    """The block of one ``run`` of ``world`` from ``seed`` as its hazards of ``tick`` saw it, and the ledger that trust
    was read from."""
    b = make([world], seed, [run])
    if tick > 0:
        advance(b, 0, *unread(world, tick, 1))
    terms = kept_accounts.terms(b)
    size = float(b.par[shocks.SHOCK_SIZE, 0])
    for row, value in STILL:
        b.par[row, 0] = value
    b.par[shocks.SHOCK_SIZE, 0] = NO_ONSET
    b.kind[exchange_kind.RATE, b.form == exchange_kind.INCIDENT, 0] = 0.0
    advance(b, tick, *unread(world, 1, 1))
    restore(world, b)
    b.par[shocks.SHOCK_SIZE, 0] = size
    return b, terms


def restore(world: World, b: Any) -> None:
    """Give the block ``b`` the parameters and rates of ``world`` again."""
    b.par[:, 0] = world.par
    b.kind[exchange_kind.RATE, :, 0] = world.kind[exchange_kind.RATE]


def moment(world: World, seed: int, run: int, tick: int, one: int, other: int) -> Moment:
    """The hazards of the nations in rows ``one`` and ``other`` in a ``tick`` of ``run`` of ``world`` from ``seed``;
    that ``one`` challenges comes first."""
    b, terms = held(world, seed, run, tick)
    b.row[2, 0] = shocks.shock_factor(b.par[shocks.SHOCK_SIZE, 0], b.metrics[SHOCK, 0])
    shock = float(shocks.shock_of(b, one, other, 0))
    sides = side(world, b, one, other), side(world, b, other, one)
    names = causes(world)
    ledgers = (_ledger(names, terms[:, one, other, 0]), _ledger(names, terms[:, other, one, 0]))
    return Moment(sides, shock, ledgers)


def _ledger(names: Sequence[str], terms: Any) -> dict[str, float]:
    order = np.argsort(-np.abs(terms), kind="stable")
    return {names[at]: float(terms[at]) for at in order if terms[at] != 0.0}


def side(world: World, b: Any, i: int, j: int) -> Side:
    """The hazard that the nation ``i`` challenges ``j`` in ``world``, term by term, from ``b``, a block of one run as
    the hazards saw it."""
    nat, dyad, p = b.nat[..., 0], b.dyad[..., 0], b.par[:, 0]
    roads = _roads(b, i, j, float(dyad[dyads.SEEN_CAPABILITY, i, j]), float(dyad[dyads.THREAT, i, j]))
    damped_by = _damped_by(b, i, j)
    near, kind = float(dyad[dyads.REACH, i, j]), float(onset.kind_of_pair(b, i, j, 0))
    damp = _damp(b, i, j)
    hazard = _hazard(near, kind, damp, roads)
    known = float(nat[nation.KNOWN, j])
    # the true strength of the other in every place: what it can bring to bear, the threat, the chance of success
    x = perception.exposure(
        dyad[dyads.REACH, j, i], perception.striking(b, j, 0), known, dyad[dyads.HELP_OFFENCE, j, i]
    )
    latent = p[perception.ECONOMY] * nat[nation.GDP, i]
    h = perception.threat(dyad[dyads.HOSTILITY, i, j], x, nat[nation.KNOWN, i], dyad[dyads.HELP_DEFENCE, i, j], latent)
    informed = _hazard(near, kind, damp, _roads(b, i, j, known, float(h)))
    total = sum(road.rate for road in roads)
    return Side(
        challenger=world.codes[i],
        target=world.codes[j],
        hazard=hazard,
        informed=informed,
        reach=near,
        kind=kind,
        damp=damp,
        damped_by=damped_by,
        roads=tuple(replace(road, share=road.rate / total if total > 0.0 else 0.0) for road in roads),
        seen=float(dyad[dyads.SEEN_CAPABILITY, i, j]),
        true=known,
        own=float(nat[nation.KNOWN, i]),
        threat=float(dyad[dyads.THREAT, i, j]),
        trust=float(dyad[dyads.TRUST, i, j]),
        chance=roads[1].factors["chance of success"],
    )


def _hazard(near: float, kind: float, damp: float, roads: Sequence[Road]) -> float:
    """As the engine adds and multiplies, in that order; 0 out of reach."""
    total = roads[0].rate
    for road in roads[1:]:
        total += road.rate
    return near * kind * damp * total if near > 0.0 else 0.0


def _roads(b: Any, i: int, j: int, seen: float, threat: float) -> tuple[Road, Road, Road]:
    """The three roads of i against j, rates per year before damping, with their factors. Shares come later."""
    nat, dyad, p = b.nat[..., 0], b.dyad[..., 0], b.par[:, 0]
    d, revisionism = dyad[dyads.DISPUTE, i, j], nat[nation.REVISIONISM, i]
    e_i, e_j = nat[nation.EMERGING, i], nat[nation.EMERGING, j]
    m_i, m_j = nat[nation.CAPABILITY, i], nat[nation.CAPABILITY, j]
    chance = onset.success(nat[nation.KNOWN, i], seen, dyad[dyads.HELP_OFFENCE, i, j], dyad[dyads.HELP_DEFENCE, j, i])
    shift = onset.adverse_shift(m_j, nat[nation.MEAN_CAPABILITY, j], m_i, nat[nation.MEAN_CAPABILITY, i])
    o_i, o_j = perception.striking(b, i, 0), perception.striking(b, j, 0)
    gates = tuple(onset.gate(p[row], chance) for row in (onset.INCIDENT_GATE, onset.GATE, onset.FEAR_GATE))
    accident = gates[0] * onset.incidents(p[onset.A_INCIDENT], p[onset.ROUTINE], d, p[onset.FALSE_ALARM], e_i, e_j)
    alarm = onset.alarm_factor(p[onset.ALARMED], dyad[dyads.ALARM_HELD, i, j], dyad[dyads.ALARM_HELD, j, i])
    accident *= alarm
    weak = onset.tempted(p[onset.WEAK], nat[nation.YIELDED, j])
    motive = gates[1] * onset.motive(p[onset.A_MOTIVE], revisionism, d) * weak
    feared = gates[2] * onset.fear(
        p[onset.A_FEAR], threat, p[onset.CURVE], p[onset.PREEMPTION], o_i, o_j, p[onset.PREVENTION], shift
    )
    factors: tuple[dict[str, Any], ...] = (
        {
            "rate": p[onset.A_INCIDENT],
            "routine and stake": p[onset.ROUTINE] + d,
            "false alarms": 1.0 + 0.5 * p[onset.FALSE_ALARM] * (e_i + e_j),
            "alarm": alarm,
            "gate": gates[0],
        },
        {
            "rate": p[onset.A_MOTIVE],
            "revisionism": revisionism,
            "stake": d,
            "chance of success": chance,
            "gate": gates[1],
            "gave way before": weak,
        },
        {
            "rate": p[onset.A_FEAR],
            "threat": threat,
            "threat to its power": power(threat, p[onset.CURVE]),
            "offence": max(0.0, 1.0 + p[onset.PREEMPTION] * (o_i + o_j - 1.0)),
            "shift of power": shift,
            "prevention": 1.0 + p[onset.PREVENTION] * shift,
            "gate": gates[2],
        },
    )
    named = zip(("incident", "motive", "fear"), (accident, motive, feared), factors, strict=True)
    found = [Road(name, float(rate), 0.0, {key: float(x) for key, x in of.items()}) for name, rate, of in named]
    return found[0], found[1], found[2]


def _restraint(b: Any, i: int, j: int) -> float:
    """How far others hold i back from j, the largest of them."""
    leashes = (float(restraint.held_back(b, i, a, j, 0)) for a in range(b.nat.shape[1]) if a not in (i, j))
    return max(leashes, default=0.0)


def _damp(b: Any, i: int, j: int) -> float:
    return float(restraint.damped(b, i, j, 0, _restraint(b, i, j)))


def _damped_by(b: Any, i: int, j: int) -> dict[str, float]:
    """What channels, agreements, restraint by others and joint democracy each leave of the hazard."""
    p, dyad, nat = b.par[:, 0], b.dyad[..., 0], b.nat[..., 0]
    trust = dyad[dyads.TRUST, i, j], dyad[dyads.TRUST, j, i]
    channel, agreements = open_channel(b, i, j, 0), dyad[dyads.AGREEMENTS, i, j]
    peace = p[restraint.PEACE] * nat[nation.DEMOCRACY, i] * nat[nation.DEMOCRACY, j]
    allies = p[restraint.DAMP_ALLIES], _restraint(b, i, j)
    left = {
        "channels": restraint.damping(p[restraint.DAMP_CHANNEL], channel, 0.0, 0.0, *trust, 0.0, 0.0, 0.0),
        "agreements": restraint.damping(0.0, 0.0, p[restraint.DAMP_AGREEMENT], agreements, *trust, 0.0, 0.0, 0.0),
        "restraint": restraint.damping(0.0, 0.0, 0.0, 0.0, *trust, *allies, 0.0),
        "joint democracy": restraint.damping(0.0, 0.0, 0.0, 0.0, *trust, 0.0, 0.0, peace),
    }
    return {name: float(share) for name, share in left.items()}
