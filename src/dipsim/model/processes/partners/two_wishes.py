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
    """What the wishes of the two for any act rest on, in every run."""
    survey(b, i, j, 0, b.nat.shape[2])
    survey_alarm(b, i, j)


@equation
def first_wish(b: Block, c: KindIndex, i: NationIndex, j: NationIndex, r: RunIndex, second: bool) -> Ratio:
    """The wish of i, the giver of what is given, for an act of kind c with j, on the ground that was surveyed."""
    giver = i if b.form[c] == DIRECTED else j
    return utility_from_terms(b, c, i, j, r, giver, alarm_of(b, c, i, j, r, foreseen(b, r, second)), second)


@equation
def other_wish(b: Block, c: KindIndex, i: NationIndex, j: NationIndex, r: RunIndex, second: bool) -> Ratio:
    """The wish of j for an act of kind c of i with it; i was ``second`` in the survey, or not."""
    alarm = alarm_of(b, c, j, i, r, foreseen(b, r, not second))
    return utility_from_terms(b, c, j, i, r, i, alarm, not second)


@equation
def foreseen(b: Block, r: RunIndex, second: bool) -> Ratio:
    """The alarm that the first or the second of the surveyed pair foresees of an act that is not notified."""
    g = b.third_party_terms
    return g[ThirdPartyTerm.ALARM_OTHER, r] if second else g[ThirdPartyTerm.ALARM, r]


@equation
def willing(b: Block, i: NationIndex, j: NationIndex, r: RunIndex) -> Share:
    """Willingness of both to do anything with each other."""
    return b.dyad[dyads.WILLINGNESS, i, j, r] * b.dyad[dyads.WILLINGNESS, j, i, r]
