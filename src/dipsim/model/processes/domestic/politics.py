"""Step 1, politics: growth, government change, disasters, shocks, drift of interests; then the baseline of trust.

Baseline terms of trust move only here.
"""

from __future__ import annotations

from dipsim.kernels.compiler.decorators import process
from dipsim.kernels.numerics.elementary import exp, happens, kept, normal, risen
from dipsim.kernels.numerics.philox import uniform, uniform_pair
from dipsim.kernels.numerics.units import Ratio, Tick
from dipsim.model.processes.domestic.coherence import lines
from dipsim.model.processes.domestic.government import CHANGE_RATE, ELECTIONS, change_government, change_hazard
from dipsim.model.processes.domestic.grants import grants
from dipsim.model.processes.domestic.trade import trade
from dipsim.model.processes.support.neighbours import neighbours
from dipsim.model.processes.trust.baseline import baseline
from dipsim.model.processes.trust.evidence import record
from dipsim.model.state import dyads, nation
from dipsim.model.state.arrays import Block
from dipsim.model.state.events import LogEvent
from dipsim.model.state.indices import NationIndex, RunIndex
from dipsim.model.state.quantities import PARAMETERS
from dipsim.model.state.random_streams import stream

GOVERNMENT_STREAM = stream("politics/government")
DISASTER_STREAM = stream("politics/disaster")
POWER_STREAM = stream("politics/power")
TECHNOLOGY_STREAM = stream("politics/technology")
DISASTER_RATE = PARAMETERS.add(
    "politics.disaster", 0.05, (0, 5), unit="per year", meaning="rate of natural disasters that open a window"
)
DISASTER_LIFE = PARAMETERS.add(
    "politics.disaster_half_life",
    0.25,
    (0.02, 5),
    unit="years",
    source="Kelman 2006, 2012",
    grade=2,
    meaning="half-life of the window",
)
POWER_RATE = PARAMETERS.add(
    "politics.power_shock", 0.0, (0, 2), unit="per year", meaning="rate of sudden shifts of capability"
)
POWER_SIZE = PARAMETERS.add(
    "politics.power_size", 0.2, (0, 2), meaning="spread of the log change of capability in such a shift"
)
TECHNOLOGY_RATE = PARAMETERS.add(
    "politics.technology_shock", 0.02, (0, 2), unit="per year", meaning="rate of technological leaps"
)
TECHNOLOGY_SIZE = PARAMETERS.add(
    "politics.technology_size", 0.1, (0, 1), meaning="share of the distance to the frontier closed by a leap"
)
STABILITY_LIFE = PARAMETERS.add(
    "politics.stability_half_life", 5.0, (0.2, 50), unit="years", meaning="half-life of unrest"
)
DIGITAL_LIFE = PARAMETERS.add(
    "politics.digital_half_life", 2.0, (0.1, 20), unit="years", meaning="half-life of digital exposure"
)
LEVERAGE = PARAMETERS.add(
    "politics.leverage",
    0.5,
    (-5, 5),
    source="contested, see rivals; size assumed",
    grade=2,
    meaning="how much dependence on a supplier pulls positions towards it, beside trust",
    rivals=(
        (0.0, "no leverage"),
        (-0.5, "Sullivan, Tessman and Li 2011: more aid, less cooperation (sign only; size assumed)"),
    ),
)
DRIFT = PARAMETERS.add(
    "politics.drift", 0.01, (0, 1), unit="per year", meaning="speed at which positions move towards trusted partners"
)


@process
def nations(b: Block, tick: Tick) -> None:
    """Growth, disasters, power and technology shocks, change of government and the year's grant in ``tick``, in
    every run of the block ``b``."""
    nat, par, stream_ids, row, keep = b.nat, b.par, b.stream_ids, b.row, b.third_party_terms
    n, runs = nat.shape[1], nat.shape[2]
    for r in range(runs):
        keep[0, r] = kept(b.dt, par[STABILITY_LIFE, r])
        keep[1, r] = kept(b.dt, par[DIGITAL_LIFE, r])
        keep[2, r] = kept(b.dt, par[DISASTER_LIFE, r])
    for i in range(n):
        key = b.ids[i]
        for r in range(runs):
            nat[nation.GDP, i, r] *= exp((nat[nation.GROWTH, i, r] - nat[nation.HURT, i, r]) * b.dt)
            calm = nat[nation.STABILITY_START, i, r]
            nat[nation.STABILITY, i, r] = calm + keep[0, r] * (nat[nation.STABILITY, i, r] - calm)
            nat[nation.DIGITAL, i, r] *= keep[1, r]
            nat[nation.DISASTER, i, r] *= keep[2, r]
        for r in range(runs):
            k0, k1 = b.key[0, r], b.key[1, r]
            row[0, r] = uniform(k0, k1, tick, key, key, stream_ids[GOVERNMENT_STREAM])
            row[1, r] = uniform(k0, k1, tick, key, key, stream_ids[DISASTER_STREAM])
            row[2, r] = uniform(k0, k1, tick, key, key, stream_ids[POWER_STREAM])
            row[3, r] = uniform(k0, k1, tick, key, key, stream_ids[TECHNOLOGY_STREAM])
        for r in range(runs):
            turn_of_events(b, tick, i, r)


@process
def turn_of_events(b: Block, tick: Tick, i: NationIndex, r: RunIndex) -> None:
    """Apply what the four draws in ``row`` bring to nation ``i`` in ``tick`` of run ``r`` of the block ``b``."""
    par, row, key = b.par, b.row, b.ids[i]
    stability, democracy = b.nat[nation.STABILITY, i, r], b.nat[nation.DEMOCRACY, i, r]
    if happens(row[0, r], change_hazard(stability, par[CHANGE_RATE, r], democracy, par[ELECTIONS, r]), b.dt):
        change_government(b, tick, i, r)
    if happens(row[1, r], par[DISASTER_RATE, r], b.dt):
        disaster(b, i, r, 1.0)
    if happens(row[2, r], par[POWER_RATE, r], b.dt):
        _, v = uniform_pair(b.key[0, r], b.key[1, r], tick, key, key, b.stream_ids[POWER_STREAM])
        power_shock(b, i, r, par[POWER_SIZE, r] * normal(v))
    if happens(row[3, r], par[TECHNOLOGY_RATE, r], b.dt):
        technology_shock(b, i, r, par[TECHNOLOGY_SIZE, r])


@process
def disaster(b: Block, i: NationIndex, r: RunIndex, size: Ratio) -> None:
    """A natural disaster of this ``size`` hits ``i`` in run ``r`` of the block ``b`` and opens a window for relief."""
    b.nat[nation.DISASTER, i, r] += size
    record(b, r, LogEvent.DISASTER, -1, i, i, size)


@process
def power_shock(b: Block, i: NationIndex, r: RunIndex, size: Ratio) -> None:
    """Multiply the capability of ``i`` by e^``size`` in run ``r`` of the block ``b``."""
    b.nat[nation.CAPABILITY, i, r] *= exp(size)
    record(b, r, LogEvent.POWER_SHOCK, -1, i, i, size)


@process
def technology_shock(b: Block, i: NationIndex, r: RunIndex, size: Ratio) -> None:
    """Close the share ``size`` of the distance of ``i`` to the frontier of technology, in run ``r`` of the block
    ``b`` (E31)."""
    nat = b.nat
    level = nat[nation.TECHNOLOGY, i, r]
    nat[nation.TECHNOLOGY, i, r] = min(max(level + size * (1.0 - level), 0.0), 1.0)
    record(b, r, LogEvent.TECHNOLOGY_SHOCK, -1, i, i, size)


@process
def drift(b: Block) -> None:
    """Move positions in the block ``b`` towards linked partners trusted above one half, by 2 T - 1, and towards
    suppliers (E34)."""
    nat, dyad, position, row, salience, work = b.nat, b.dyad, b.position, b.row, b.salience, b.work
    n, runs = nat.shape[1], nat.shape[2]
    for q in range(position.shape[0]):
        for i in range(n):
            for r in range(runs):
                row[0, r] = 0.0
                row[1, r] = 0.0
            for p in neighbours(b, i):
                j = b.neighbour[p]
                for r in range(runs):
                    w = max(0.0, 2.0 * dyad[dyads.TRUST, i, j, r] - 1.0)
                    w += b.par[LEVERAGE, r] * dyad[dyads.DEPENDENCE, i, j, r]
                    w *= dyad[dyads.LINK, i, j, r] * salience[q, j, r]
                    row[0, r] += abs(w)
                    row[1, r] += w * (position[q, j, r] - position[q, i, r])
            for r in range(runs):
                pull = row[1, r] / row[0, r] if row[0, r] > 0.0 else 0.0
                work[i, r] = pull * risen(b.par[DRIFT, r], b.dt) if salience[q, i, r] > 0.0 else 0.0
        for i in range(n):
            for r in range(runs):
                position[q, i, r] = min(max(position[q, i, r] + work[i, r], -1.0), 1.0)


@process(
    reads=(
        "dated dated_party dated_size evidence_against form hollow ids issue_stream_ids key kind kind_stream_ids "
        "logged member org org_type par position salience standing standing_kind stream_ids evidence_for "
        "dyad(alignment backlog_given backlog_paid culture_gap dependence dispute link protected proximity rung trade "
        "trust turned usual_trade) nat(capability coherence_start democracy digital diplomacy diplomats disaster gdp "
        "granted growth hurt lapsed money_aside purse revisionism soldiers stability stability_start staff "
        "staff_aside technology)"
    ),
    writes=(
        "base evidence_against log logged position standing touched evidence_for dyad(alignment backlog_given "
        "backlog_paid forum opportunity relevant trade turned) nat(capability coherence digital diplomats disaster "
        "gdp granted lapsed money_aside purse revisionism slots soldiers stability staff_aside technology)"
    ),
)
def politics(b: Block, tick: Tick) -> None:
    """Step 1 of the ``tick`` in every run of the block ``b``: nations, grants, positions, lines, trade, baseline."""
    nations(b, tick)
    grants(b, tick)
    drift(b)
    lines(b)
    trade(b)
    baseline(b)
