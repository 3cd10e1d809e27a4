"""What nations misjudge besides strength: the alarm that their acts cause, and the intent of others.

foreseen_ij = phi exp(sd e - sd^2 / 2),   seen revisionism of j = r_j (1 - f) + noise e
Each error is one process per directed dyad, with one draw a tick whatever is done: no act changes what others draw.
"""

from __future__ import annotations

import numpy as np

from dipsim.kernels.compiler.decorators import equation, process
from dipsim.kernels.numerics.elementary import exp, kept
from dipsim.kernels.numerics.units import Index, Ratio, Share, Tick
from dipsim.model.processes.support.neighbours import neighbours, place
from dipsim.model.processes.support.normal_draws import draw_normal
from dipsim.model.processes.support.vector_helpers import run_of, strips
from dipsim.model.state import dyads, nation
from dipsim.model.state.arrays import Block
from dipsim.model.state.indices import NationIndex, RunIndex
from dipsim.model.state.quantities import PARAMETERS
from dipsim.model.state.random_streams import stream

ALARM_STREAM = stream("diplomacy/foresight")
INTENT_STREAM = stream("consequences/intent")
REFERENCE = PARAMETERS.add("consequences.r0", 0.3, (0, 1), meaning="r0, revisionism at which contact reveals nothing")
FORESEEN_SHARE = PARAMETERS.add(
    "diplomacy.foreseen_share", 0.5, (0, 1), meaning="phi, mean share of the alarm at its acts that a nation foresees"
)
FORESEEN_ERROR = PARAMETERS.add(
    "diplomacy.foreseen_error", 0.5, (0, 1), meaning="spread of the log error about the alarm at acts with a partner"
)
FORESEEN_LIFE = PARAMETERS.add(
    "diplomacy.foreseen_half_life", 2.0, (0.05, 50), unit="years", meaning="half-life of that error"
)
INTENT_NOISE = PARAMETERS.add(
    "consequences.intent_noise",
    0.0,
    (0, 1),
    meaning="spread of the error about the revisionism that acts of another show; 0: acts show what it is",
    rivals=((0.3, "Jervis 1976: intent is misread (sign only; size assumed)"),),
)
INTENT_LIFE = PARAMETERS.add(
    "consequences.intent_half_life", 5.0, (0.05, 50), unit="years", meaning="half-life of that error"
)
FEIGNED = PARAMETERS.add(
    "consequences.feigned",
    0.0,
    (0, 1),
    meaning="f, share of its revisionism that a nation above r0 hides while it pays for it; 0: nobody feigns",
    rivals=((0.5, "Kydd 2005: the untrustworthy may act as the trustworthy do (sign only; size assumed)"),),
)
FEIGNING_COST = PARAMETERS.add(
    "consequences.feigning",
    5e-5,
    (0, 0.05),
    unit="of gdp per year",
    meaning="u, what hiding one's revisionism costs a year, from the diplomacy purse",
)


@equation
def foreseen(share: Share, size: Ratio, error: Ratio) -> Ratio:
    """Part of the alarm at its acts that a nation foresees (E55): phi e^(sd e - sd^2 / 2); ``share`` is phi, its
    mean over errors, ``size`` the standard deviation sd and ``error`` the standardised error e."""
    return share * exp(size * error - 0.5 * size * size)


@equation
def seen_revisionism(revisionism: Share, hidden: Share, noise: Ratio, error: Ratio) -> Ratio:
    """Revisionism that an act shows (E71): the true ``revisionism`` without its ``hidden`` share, and what the
    observer misreads, ``noise`` (standard deviation) times the standardised ``error``."""
    return revisionism * (1.0 - hidden) + noise * error


@equation
def shown_intent(b: Block, i: NationIndex, j: NationIndex, r: RunIndex) -> Ratio:
    """Revisionism that acts of ``i`` show to ``j`` in run ``r`` of the block ``b`` (E71)."""
    hidden = b.par[FEIGNED, r] * b.nat[nation.FEIGNING, i, r]
    error = b.dyad[dyads.INTENT_ERROR, j, i, r]
    return seen_revisionism(b.nat[nation.REVISIONISM, i, r], hidden, b.par[INTENT_NOISE, r], error)


@equation
def would_feign(b: Block, i: NationIndex, r: RunIndex) -> bool:
    """Whether ``i`` would hide some of its revisionism in run ``r`` of the block ``b`` (E39): where feigning is
    switched on, and where its own acts would speak against it."""
    return b.par[FEIGNED, r] > 0.0 and b.nat[nation.REVISIONISM, i, r] > b.par[REFERENCE, r]


@process
def misjudge(b: Block, tick: Tick) -> None:
    """Advance both errors of judgement by one ``tick``, where some run of the block ``b`` has them, and what nations
    foresee with them."""
    if in_some_run(b, FORESEEN_ERROR):
        advance_error(b, tick, dyads.ALARM_ERROR, FORESEEN_LIFE, ALARM_STREAM)
        foresee(b)
    if in_some_run(b, INTENT_NOISE):
        advance_error(b, tick, dyads.INTENT_ERROR, INTENT_LIFE, INTENT_STREAM)


@process
def in_some_run(b: Block, parameter: Index) -> bool:
    """Whether the ``parameter`` (row of ``par``) is above 0 in any run of the block ``b``."""
    found = False
    for r in range(b.nat.shape[2]):
        if b.par[parameter, r] > 0.0:
            found = True
    return found


@process
def advance_error(b: Block, tick: Tick, error: Index, half_life: Index, decision: Index) -> None:
    """Advance a standardised error of every directed dyad of the block ``b`` by one ``tick`` (E55): an
    Ornstein-Uhlenbeck process with variance 1.

    ``error`` is its row in ``dyad``, ``half_life`` the row of its half-life (years) in ``par``, ``decision`` the
    random stream."""
    dyad, row = b.dyad_flat, b.row
    for r in range(b.nat.shape[2]):
        keep = kept(b.dt, b.par[half_life, r])
        row[0, r] = keep
        row[1, r] = np.sqrt(max(0.0, 1.0 - keep * keep))
    for i in range(b.nat.shape[1]):
        each, columns = strips(b, i)
        for y in range(each):
            j = b.neighbour[b.neighbours_from[i] + y]
            draw_normal(b, tick, i, j, decision)
            start = place(b, i, j, 0)
            for x in range(columns):
                run = run_of(b, x)
                dyad[error, start + x] = row[0, run] * dyad[error, start + x] + row[1, run] * row[3, x]


@process
def foresee(b: Block) -> None:
    """Write the part of the alarm that every nation foresees at acts with each other one, from its error, into the
    block ``b``."""
    for i in range(b.nat.shape[1]):
        for q in neighbours(b, i):
            j = b.neighbour[q]
            for r in range(b.nat.shape[2]):
                part = foreseen(b.par[FORESEEN_SHARE, r], b.par[FORESEEN_ERROR, r], b.dyad[dyads.ALARM_ERROR, i, j, r])
                b.dyad[dyads.FORESEEN, i, j, r] = part


@process
def begin_judgement(b: Block) -> None:
    """Set judgement before any error in the block ``b``: every nation foresees the mean share, and those feign that
    would and can pay for it."""
    for i in range(b.nat.shape[1]):
        for r in range(b.nat.shape[2]):
            b.nat[nation.FEIGNING, i, r] = 0.0
            if would_feign(b, i, r) and b.nat[nation.DIPLOMACY, i, r] >= b.par[FEIGNING_COST, r]:
                b.nat[nation.FEIGNING, i, r] = 1.0
        for q in neighbours(b, i):
            j = b.neighbour[q]
            for r in range(b.nat.shape[2]):
                b.dyad[dyads.FORESEEN, i, j, r] = b.par[FORESEEN_SHARE, r]
