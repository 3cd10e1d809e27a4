"""Stocks beside trust that habits keep up: which they are, what fades them, and where they settle."""

from __future__ import annotations

from enum import auto

from dipsim.kernels.compiler.decorators import equation
from dipsim.kernels.index_enum import IndexEnum
from dipsim.kernels.numerics.elementary import LN2
from dipsim.kernels.numerics.units import PerYear, Ratio, Share, Years
from dipsim.model.processes.domestic.politics import DIGITAL_LIFE
from dipsim.model.processes.exchange.licensing import RECORD_LIFE, REQUEST_LIFE
from dipsim.model.processes.perception.perception import INSIGHT_LIFE
from dipsim.model.processes.trust.ledger import FADING
from dipsim.model.state import nation


class PairStock(IndexEnum):
    """Stocks of directed dyads, in the order in which they fade (``trust.ledger.FADING``)."""

    INTEROPERABILITY = auto()
    CHANNEL = auto()
    NOTICE = auto()
    DEPENDENCE = auto()
    GROUNDWORK = auto()
    DISRUPTED = auto()


class NationStock(IndexEnum):
    """Stocks of nations; the last two are counts that have no ceiling."""

    INSIGHT = auto()
    DIGITAL = auto()
    AGGRESSION = auto()
    UNMET = auto()


# stock, its row in ``dyad`` or ``nat``, its half-life
OF_PAIRS = tuple(
    (PairStock[name.upper()], row, life) for name, (row, life) in zip(PairStock.names(), FADING, strict=True)
)
OF_NATIONS = (
    (NationStock.INSIGHT, nation.INSIGHT, INSIGHT_LIFE),
    (NationStock.DIGITAL, nation.DIGITAL, DIGITAL_LIFE),
    (NationStock.AGGRESSION, nation.AGGRESSION, RECORD_LIFE),
    (NationStock.UNMET, nation.UNMET, REQUEST_LIFE),
)
PAIRS, NATIONS = len(PairStock), len(NationStock)


@equation
def kept_up(gain: PerYear, half_life: Years, ceiling: Share) -> Ratio:
    """Where a stock settles that gains the share ``gain`` of its gap to ``ceiling`` per year (E133): top r / (ln2 /
    H + r), with H its ``half_life`` in years."""
    return ceiling * gain / (LN2 / half_life + gain)


@equation
def counted(rate: PerYear, half_life: Years) -> Ratio:
    """Where a fading count of events settles at ``rate`` a year (E133): rate H / ln2, with H its ``half_life`` in
    years."""
    return rate * half_life / LN2
