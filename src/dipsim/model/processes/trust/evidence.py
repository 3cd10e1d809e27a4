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
    """How much of an act is observed, 0 to 1 (E23): ``floor`` even without any ``transparency``; ``mixed`` is the
    share that is lost to mixed signals where ``coherence`` is 0."""
    return (floor + (1.0 - floor) * transparency) * (1.0 - mixed * (1.0 - coherence))


@equation
def friction(culture_gap: Share, standards_gap: Share, share: Share) -> Share:
    """Friction of a pair, 0 to 1 (E24), from ``culture_gap``, of weight ``share``, and ``standards_gap`` (both 0 to
    1)."""
    return share * culture_gap + (1.0 - share) * standards_gap


@equation
def fit(friction: Share, misfit: Share) -> Share:
    """How much of an act gets through the ``friction`` of the pair, 0 to 1 (E25); ``misfit`` is the share that full
    friction stops."""
    return 1.0 - misfit * friction


@process
def seen_act(b: Block, i: NationIndex, j: NationIndex, r: RunIndex) -> Ratio:
    """Factor that turns the evidence of a kind into that of an act of ``i`` with ``j`` (E26): observed(i) fit(i, j)
    over the typical product, in run ``r`` of the block ``b``."""
    nat = b.nat
    p = b.par
    seen = observed(nat[nation.TRANSPARENCY, i, r], nat[nation.COHERENCE, i, r], p[SEEN_FLOOR, r], p[MIXED_SIGNALS, r])
    return seen * fit(pair_friction(b, i, j, r), p[MISFIT, r]) / p[TYPICAL, r]


@equation
def pair_friction(b: Block, i: NationIndex, j: NationIndex, r: RunIndex) -> Share:
    """Friction of ``i`` and ``j`` in run ``r`` of the block ``b``, 0 to 1 (E24)."""
    dyad = b.dyad
    return friction(dyad[dyads.CULTURE_GAP, i, j, r], dyad[dyads.STANDARDS_GAP, i, j, r], b.par[CULTURE_SHARE, r])


@equation
def open_channel(b: Block, i: NationIndex, j: NationIndex, r: RunIndex) -> Share:
    """Quality of the channel of ``i`` and ``j`` that is not cut for now, 0 to 1 (E27), in run ``r`` of the block
    ``b``."""
    return b.dyad[dyads.CHANNEL, i, j, r] * (1.0 - b.dyad[dyads.DISRUPTED, i, j, r])


@equation
def note(b: Block, account: AccountIndex, i: NationIndex, j: NationIndex, r: RunIndex, evidence: LogOdds) -> None:
    """Write ``evidence`` (log-odds) into an ``account`` of ``i`` about ``j`` in run ``r`` of the block ``b``; it is
    applied at the end of the tick."""
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
    """Write an ``event`` (a row of ``LogEvent``) of run ``r`` down, if the block ``b`` keeps a log and has room: its
    ``kind`` of act (-1 for none), its parties ``first`` and ``second``, and its ``value``."""
    log, logged = b.log, b.logged
    slot = logged[r]
    if slot < log.shape[1]:
        log[LogField.EVENT, slot, r] = event
        log[LogField.KIND, slot, r] = kind
        log[LogField.FIRST, slot, r] = first
        log[LogField.SECOND, slot, r] = second
        log[LogField.VALUE, slot, r] = value
        logged[r] = slot + 1
