"""Writing evidence and events: the two small tools that every later process uses.

Evidence of one act (MODEL section 3): kappa * scale * costliness * observed * fit, in log-odds, positive for trust.
"""

from __future__ import annotations

from dipsim.kernels.compiler.decorators import equation, process
from dipsim.kernels.numerics.units import Index, LogOdds, Number, Ratio, Share
from dipsim.model.state import dyads, nation
from dipsim.model.state.arrays import Block
from dipsim.model.state.events import LogField
from dipsim.model.state.indices import AccountIndex, KindIndex, NationIndex, RunIndex
from dipsim.model.state.quantities import PARAMETERS

SEEN_FLOOR = PARAMETERS.add(
    "evidence.seen_floor", 0.4, (0, 1), meaning="share of an act of a fully opaque nation that is observed"
)
MIXED_SIGNALS = PARAMETERS.add(
    "evidence.mixed_signals", 0.5, (0, 1), meaning="share of a signal that full incoherence destroys"
)
MISFIT = PARAMETERS.add("evidence.misfit", 0.5, (0, 1), meaning="share of an act's effect that full friction destroys")
TYPICAL = PARAMETERS.add(
    "evidence.typical",
    0.567,
    (0.05, 1),
    meaning="observed times fit of the typical act (transparency .5, coherence .8, friction .2); kappa = lambda / it",
)
CULTURE_SHARE = PARAMETERS.add(
    "evidence.culture_share", 0.6, (0, 1), meaning="share of the culture gap in friction, the rest is standards"
)


@equation
def observed(transparency: Share, coherence: Share, floor: Share, mixed: Share) -> Share:
    """How much of an act is observed: falls with opacity and with mixed signals. In 0..1."""
    return (floor + (1.0 - floor) * transparency) * (1.0 - mixed * (1.0 - coherence))


@equation
def friction(culture_gap: Share, standards_gap: Share, share: Share) -> Share:
    """Friction of a pair in 0..1 from its culture and standards gaps."""
    return share * culture_gap + (1.0 - share) * standards_gap


@equation
def fit(friction: Share, misfit: Share) -> Share:
    """How much of an act gets through the friction of the pair, in 0..1."""
    return 1.0 - misfit * friction


@process
def seen_act(b: Block, i: NationIndex, j: NationIndex, r: RunIndex) -> Ratio:
    """observed(i) times fit(i, j) over the typical product: what turns lambda into evidence."""
    nat = b.nat
    p = b.par
    seen = observed(nat[nation.TRANSPARENCY, i, r], nat[nation.COHERENCE, i, r], p[SEEN_FLOOR, r], p[MIXED_SIGNALS, r])
    return seen * fit(pair_friction(b, i, j, r), p[MISFIT, r]) / p[TYPICAL, r]


@equation
def pair_friction(b: Block, i: NationIndex, j: NationIndex, r: RunIndex) -> Share:
    """Friction of the pair i, j as it stands."""
    dyad = b.dyad
    return friction(dyad[dyads.CULTURE_GAP, i, j, r], dyad[dyads.STANDARDS_GAP, i, j, r], b.par[CULTURE_SHARE, r])


@equation
def open_channel(b: Block, i: NationIndex, j: NationIndex, r: RunIndex) -> Share:
    """Quality of the channel of i and j that is not cut for now."""
    return b.dyad[dyads.CHANNEL, i, j, r] * (1.0 - b.dyad[dyads.DISRUPTED, i, j, r])


@equation
def note(b: Block, account: AccountIndex, i: NationIndex, j: NationIndex, r: RunIndex, evidence: LogOdds) -> None:
    """Write evidence into an account of i about j; it is settled at the end of the tick."""
    touched = b.touched
    if evidence > 0.0:
        b.evidence_for[account, i, j, r] += evidence
        touched[account, i, j] = 1
    elif evidence < 0.0:
        b.evidence_against[account, i, j, r] -= evidence
        touched[account, i, j] = 1


@process
def record(
    b: Block, r: RunIndex, event: Index, kind: KindIndex, first: NationIndex, second: Index, value: Number
) -> None:
    """Write an event down when this block keeps a log and has room."""
    log, logged = b.log, b.logged
    slot = logged[r]
    if slot < log.shape[1]:
        log[LogField.EVENT, slot, r] = event
        log[LogField.KIND, slot, r] = kind
        log[LogField.FIRST, slot, r] = first
        log[LogField.SECOND, slot, r] = second
        log[LogField.VALUE, slot, r] = value
        logged[r] = slot + 1
