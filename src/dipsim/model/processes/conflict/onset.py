"""Onset of disputes: three roads, each with a gate of expected success, added and damped together.

onset[i,j] = rho Z damp sysm (incident g(k_n) + motive g(k_p) + fear g(k_f)),   g(k) = 2 s(k (p - 1/2))
"""

from __future__ import annotations

from dipsim.kernels.compiler.decorators import equation, process
from dipsim.kernels.numerics.elementary import exp, log, logistic, power
from dipsim.kernels.numerics.units import LogOdds, Money, PerYear, Ratio, Share
from dipsim.model.processes.conflict.restraint import damped, held_back, restrainers
from dipsim.model.processes.perception.perception import striking
from dipsim.model.processes.perception.reach import REFERENCE
from dipsim.model.processes.support.neighbours import neighbours
from dipsim.model.processes.support.vector_helpers import anywhere
from dipsim.model.state import dyads, nation
from dipsim.model.state.arrays import Block
from dipsim.model.state.indices import NationIndex, RunIndex
from dipsim.model.state.quantities import PARAMETERS

_FITTED = "fitted on 1971-1989 with the regional sets of 1970 and 1980 (campaigns/fit_onset.py)"
_MOVED = "assumed (prototype), moved by the fit on 1971-1989 (campaigns/fit_onset.py)"
A_INCIDENT = PARAMETERS.add(
    "crisis.incident",
    0.198,
    (0, 1),
    unit="per year",
    source=_FITTED,
    grade=3,
    meaning="a_n, disputes by accident",
)
ROUTINE = PARAMETERS.add(
    "crisis.routine",
    0.022,
    (0, 2),
    source=_FITTED,
    grade=3,
    meaning="n0, friction of neighbours without a dispute, in onsets",
)
FALSE_ALARM = PARAMETERS.add(
    "crisis.false_alarm", 1.0, (0, 10), meaning="how much all-emerging forces raise disputes by accident"
)
ALARMED = PARAMETERS.add(
    "crisis.alarmed",
    0.5,
    (0, 1),
    source="assumed, the middle of its prior: the moment after exercises with third parties does not identify it "
    "(docs/validity.md)",
    meaning="r_a, how much standing alarm of both sides about each other raises disputes by accident, at most",
)
A_MOTIVE = PARAMETERS.add(
    "crisis.motive", 0.263, (0, 10), unit="per year", source=_MOVED, meaning="a_m, opportunism at parity"
)
GATE = PARAMETERS.add(
    "crisis.gate",
    4.64,
    (0, 100),
    source=_FITTED,
    grade=3,
    meaning="k_p, steepness of the gate of expected success on opportunism",
)
INCIDENT_GATE = PARAMETERS.add(
    "crisis.incident_gate",
    0.743,
    (0, 100),
    source=_FITTED,
    grade=3,
    meaning="k_n, steepness of the gate of expected success on disputes by accident",
)
FEAR_GATE = PARAMETERS.add(
    "crisis.fear_gate",
    3.33,
    (0, 100),
    source=_MOVED,
    meaning="k_f, steepness of the gate of expected success on the security dilemma",
)
A_FEAR = PARAMETERS.add("crisis.fear", 0.0178, (0, 5), unit="per year", source=_MOVED, meaning="a_f, security dilemma")
CURVE = PARAMETERS.add(
    "crisis.curve", 1.5, (0.5, 4), source="assumed (prototype 1-2)", meaning="nu, exponent of threat in fear"
)
PREEMPTION = PARAMETERS.add(
    "crisis.preemption", 1.0, (0, 5), source="assumed (prototype)", meaning="a_pre, how much offence raises fear"
)
PREVENTION = PARAMETERS.add(
    "crisis.prevention",
    2.0,
    (0, 20),
    source="assumed (prototype)",
    meaning="a_prev, how much an adverse shift of power raises fear",
)
WEAK = PARAMETERS.add(
    "crisis.yielded",
    0.0,
    (0, 10),
    source="Mercer 1996, Press 2005: who gave way before is not challenged for it",
    grade=2,
    meaning="how much each time that a nation gave way, fading, raises opportunism against it",
    rivals=((0.5, "Weisiger and Yarhi-Milo 2015: who backed down is challenged more (sign only; size assumed)"),),
)
SIZE = PARAMETERS.add(
    "crisis.size",
    0.056,
    (0, 2),
    source=_FITTED,
    grade=3,
    meaning="sigma, exponent of the summed capability of the pair over M_ref",
)
NUCLEAR = PARAMETERS.add(
    "crisis.nuclear",
    0.0,
    (-0.9, 5),
    source="Bell and Miller 2015: no difference found at low levels between two holders",
    grade=2,
    meaning="how much more disputes two holders of nuclear weapons begin with each other",
    rivals=((1.0, "Rauchhaus 2009: stability at the top, instability below (sign only; size assumed)"),),
)
SIZE_MOST = 4.0  # of the factor for size


@equation
def incidents(
    rate: PerYear, routine: Ratio, dispute: Share, false_alarm: Ratio, emerging_i: Share, emerging_j: Share
) -> PerYear:
    """Disputes by accident, per year (E111): a_n (n0 + d) (1 + a_fa (e_i + e_j) / 2): a_n ``rate`` (per year), n0
    ``routine``, d ``dispute`` (stake), a_fa ``false_alarm``, e ``emerging_i``, ``emerging_j`` (shares)."""
    return rate * (routine + dispute) * (1.0 + 0.5 * false_alarm * (emerging_i + emerging_j))


@equation
def alarm_factor(weight: Ratio, one: LogOdds, other: LogOdds) -> Ratio:
    """Factor on disputes by accident from standing alarm (E111): 1 + r_a (1 - e^-alarm); ``weight`` is r_a, alarm
    the mean of ``one`` and ``other``, what the two hold against each other for alarm (log-odds)."""
    return 1.0 + weight * (1.0 - exp(-0.5 * (one + other)))


@equation
def gate(steepness: Ratio, success: Share) -> Ratio:
    """g = 2 s(k (p - 1/2)) (E110): from 0 to 2, 1 at parity and for k = 0, below 1 for who would lose; ``steepness``
    is k, ``success`` the expected success p (0 to 1)."""
    return 2.0 * logistic(steepness * (success - 0.5))


@equation
def motive(rate: PerYear, revisionism: Share, dispute: Share) -> PerYear:
    """Disputes by opportunity at parity, per year (E112): ``rate`` (per year) x ``revisionism`` x stake
    (``dispute``)."""
    return rate * revisionism * dispute


@equation
def tempted(weight: Ratio, yielded: Ratio) -> Ratio:
    """Factor on opportunism against a nation that gave way ``yielded`` times (E112): 1 + ``weight`` x yielded."""
    return 1.0 + weight * yielded


@equation
def fear(
    rate: PerYear,
    threat: Ratio,
    curve: Ratio,
    preemption: Ratio,
    offence_i: Share,
    offence_j: Share,
    prevention: Ratio,
    shift: Ratio,
) -> PerYear:
    """Disputes by the security dilemma, per year (E113): a_f H^nu (1 + a_pre (o_i + o_j - 1)) (1 + a_prev shift):
    a_f ``rate`` (per year), H ``threat`` (0 to 2), nu ``curve``, a_pre ``preemption``, o ``offence_i``,
    ``offence_j`` (shares), a_prev ``prevention``."""
    return (
        rate
        * power(threat, curve)
        * max(0.0, 1.0 + preemption * (offence_i + offence_j - 1.0))
        * (1.0 + prevention * shift)
    )


@equation
def size_factor(one: Money, other: Money, reference: Money, sigma: Ratio) -> Ratio:
    """Z, how much more often large nations are in disputes (E110): ((M_i + M_j) / M_ref)^sigma, at most 4, 1 for
    ``sigma`` 0; M_i and M_j are ``one`` and ``other``, M_ref is ``reference`` (money)."""
    return min(SIZE_MOST, power((one + other) / reference, sigma)) if sigma > 0.0 else 1.0


@equation
def nuclear_factor(weight: Ratio, one: Share, other: Share) -> Ratio:
    """Factor on onsets between nuclear powers (E110): 1 + weight n_i n_j; ``one`` and ``other`` are 1 for a holder."""
    return 1.0 + weight * one * other


@equation
def success(own: Money, seen: Money, offensive_help: Money, defensive_help: Money) -> Share:
    """p, expected success of a challenge, 0 to 1 (E114): A / (A + D), A being the ``own`` capability and
    ``offensive_help``, D the other's as ``seen`` and its ``defensive_help`` (money); 0.5 where both are 0."""
    attack = own + offensive_help
    against = attack + seen + defensive_help
    return attack / against if against > 0.0 else 0.5


@equation
def adverse_shift(other: Money, other_mean: Money, own: Money, own_mean: Money) -> Ratio:
    """``faster`` from capability and its three-year mean (money): of the ``other``, ``other_mean``; ``own``,
    ``own_mean``."""
    if other <= 0.0 or other_mean <= 0.0 or own <= 0.0 or own_mean <= 0.0:
        return 0.0
    return faster(log(other / other_mean), log(own / own_mean))


@equation
def faster(trend_other: Ratio, trend_own: Ratio) -> Ratio:
    """How much faster the other grew than oneself (E115): ``trend_other`` - ``trend_own``, at least 0 (logs)."""
    return max(0.0, trend_other - trend_own)


@process
def hazards(b: Block) -> None:
    """Write the onset hazard of every directed dyad, per year, before the common shock, into block ``b``."""
    dyad, row = b.dyad, b.row
    n, runs = b.nat.shape[1], b.nat.shape[2]
    trends(b)
    for i in range(n):
        leashes = restrainers(b, i)
        for p in neighbours(b, i):
            j = b.neighbour[p]
            if not anywhere(b, dyads.REACH, i, j):
                for r in range(runs):
                    dyad[dyads.HAZARD, i, j, r] = 0.0
                continue
            for r in range(runs):
                row[0, r] = 0.0
            for q in range(leashes):
                a = b.nation_list[q]
                if a != j:
                    for r in range(runs):
                        row[0, r] = max(row[0, r], held_back(b, i, a, j, r))
            for r in range(runs):
                dyad[dyads.HAZARD, i, j, r] = onset(b, i, j, r, row[0, r])


@process
def trends(b: Block) -> None:
    """Log of every nation's capability over its three-year mean, in ``work`` of ``b``; ``work_2`` is 0 where
    unknown."""
    nat = b.nat
    for i in range(nat.shape[1]):
        for r in range(nat.shape[2]):
            m, mean = nat[nation.CAPABILITY, i, r], nat[nation.MEAN_CAPABILITY, i, r]
            known = m > 0.0 and mean > 0.0
            b.work_2[i, r] = 1.0 if known else 0.0
            b.work[i, r] = log(m / mean if known else 1.0)


@equation
def onset(b: Block, i: NationIndex, j: NationIndex, r: RunIndex, restraint: Share) -> PerYear:
    """Hazard per year that ``i`` challenges ``j`` in run ``r`` of the block ``b``, before the common shock (E110);
    ``restraint`` is the largest restraint of i by others (0 to 1). ``trends`` were filled before."""
    nat, dyad = b.nat, b.dyad
    p, d, known = b.par, dyad[dyads.DISPUTE, i, j, r], nat[nation.KNOWN, i, r]
    chance = success(
        known,
        dyad[dyads.SEEN_CAPABILITY, i, j, r],
        dyad[dyads.HELP_OFFENCE, i, j, r],
        dyad[dyads.HELP_DEFENCE, j, i, r],
    )
    shift = b.work_2[i, r] * b.work_2[j, r] * faster(b.work[j, r], b.work[i, r])
    roads = gate(p[INCIDENT_GATE, r], chance) * incidents(
        p[A_INCIDENT, r],
        p[ROUTINE, r],
        d,
        p[FALSE_ALARM, r],
        nat[nation.EMERGING, i, r],
        nat[nation.EMERGING, j, r],
    )
    roads *= alarm_factor(p[ALARMED, r], dyad[dyads.ALARM_HELD, i, j, r], dyad[dyads.ALARM_HELD, j, i, r])
    opportunism = gate(p[GATE, r], chance) * motive(p[A_MOTIVE, r], nat[nation.REVISIONISM, i, r], d)
    roads += opportunism * tempted(p[WEAK, r], nat[nation.YIELDED, j, r])
    roads += gate(p[FEAR_GATE, r], chance) * fear(
        p[A_FEAR, r],
        dyad[dyads.THREAT, i, j, r],
        p[CURVE, r],
        p[PREEMPTION, r],
        striking(b, i, r),
        striking(b, j, r),
        p[PREVENTION, r],
        shift,
    )
    damp = damped(b, i, j, r, restraint)
    return dyad[dyads.REACH, i, j, r] * kind_of_pair(b, i, j, r) * damp * roads


@equation
def kind_of_pair(b: Block, i: NationIndex, j: NationIndex, r: RunIndex) -> Ratio:
    """Factor on hazards of ``i`` and ``j``, both ways, in run ``r`` of ``b``: size, and nuclear weapons (E110)."""
    nat, p = b.nat, b.par
    size = size_factor(nat[nation.KNOWN, i, r], nat[nation.KNOWN, j, r], p[REFERENCE, r], p[SIZE, r])
    return size * nuclear_factor(p[NUCLEAR, r], nat[nation.NUCLEAR, i, r], nat[nation.NUCLEAR, j, r])
