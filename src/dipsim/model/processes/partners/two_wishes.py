"""The wishes of two nations for an act, on the ground that was surveyed for them."""

from __future__ import annotations

from dipsim.kernels.compiler.decorators import equation
from dipsim.kernels.numerics.units import Ratio, Share
from dipsim.model.processes.exchange.third_party_terms import survey, survey_alarm
from dipsim.model.processes.exchange.utility import alarm_of, utility_from_terms
from dipsim.model.state import dyads
from dipsim.model.state.arrays import Block
from dipsim.model.state.exchange_kind import DIRECTED
from dipsim.model.state.indices import KindIndex, NationIndex, RunIndex
from dipsim.model.state.scratch import ThirdPartyTerm


@equation
def survey_pair(b: Block, i: NationIndex, j: NationIndex) -> None:
    """Survey what the wishes of ``i`` and ``j`` for any act rest on, in every run of the block ``b`` (E57)."""
    survey(b, i, j, 0, b.nat.shape[2])
    survey_alarm(b, i, j)


@equation
def first_wish(b: Block, c: KindIndex, i: NationIndex, j: NationIndex, r: RunIndex, second: bool) -> Ratio:
    """Wish of ``i``, the giver of what is given, for an act of kind ``c`` with ``j``, without unit (E57), from the
    survey in run ``r`` of the block ``b``; ``second`` is whether i was the second of the pair in it."""
    giver = i if b.form[c] == DIRECTED else j
    return utility_from_terms(b, c, i, j, r, giver, alarm_of(b, c, i, j, r, foreseen(b, r, second)), second)


@equation
def other_wish(b: Block, c: KindIndex, i: NationIndex, j: NationIndex, r: RunIndex, second: bool) -> Ratio:
    """Wish of ``j`` for an act of kind ``c`` of ``i`` with it, without unit (E57), from the survey in run ``r`` of
    the block ``b``; ``second`` is whether i was the second of the pair in it."""
    alarm = alarm_of(b, c, j, i, r, foreseen(b, r, not second))
    return utility_from_terms(b, c, j, i, r, i, alarm, not second)


@equation
def foreseen(b: Block, r: RunIndex, second: bool) -> Ratio:
    """Alarm that the first or (``second``) the second of the surveyed pair foresees of an act without notice, in run
    ``r`` of the block ``b``."""
    g = b.third_party_terms
    return g[ThirdPartyTerm.ALARM_OTHER, r] if second else g[ThirdPartyTerm.ALARM, r]


@equation
def willing(b: Block, i: NationIndex, j: NationIndex, r: RunIndex) -> Share:
    """Willingness of both ``i`` and ``j`` to do anything with each other, 0 to 1, in run ``r`` of the block ``b``."""
    return b.dyad[dyads.WILLINGNESS, i, j, r] * b.dyad[dyads.WILLINGNESS, j, i, r]
