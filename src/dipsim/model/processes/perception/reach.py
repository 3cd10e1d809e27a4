"""Reach: how far one nation can hurt another. It is fixed before the first tick.

rho[i,j] = 1 across a land border, else share e^(-distance / L_i), 0 below the cut
"""

from __future__ import annotations

from dipsim.kernels.compiler.decorators import equation
from dipsim.kernels.numerics.elementary import exp, log
from dipsim.kernels.numerics.units import Kilometres, Money, Ratio, Share
from dipsim.model.state.quantities import PARAMETERS

SHARE = PARAMETERS.add(
    "reach.share",
    0.533,
    (0, 1),
    source="fitted on 1971-1989 with the regional sets (campaigns/fit_onset.py); .59 to .64 on disputes alone",
    grade=3,
    meaning="beta, reach at distance 0 where no land border is shared",
)
LENGTH = PARAMETERS.add(
    "reach.length",
    914.0,
    (100, 20000),
    unit="km",
    source="fitted on 1971-1989 with the regional sets (campaigns/fit_onset.py); 1,150 on disputes alone",
    grade=3,
    meaning="L, distance over which reach falls by e",
)
BY_SIZE = PARAMETERS.add("reach.by_size", 0.0, (0, 2), meaning="lambda, how much further the strong reach")
CUT = PARAMETERS.add("reach.cut", 0.05, (0, 0.5), meaning="reach below which there is none")
REFERENCE = PARAMETERS.add(
    "reach.reference",
    183.0,
    (1e-3, 1e9),
    unit="bn USD 2023",
    money=True,
    source="mean of military spending of 1979 over fatigue, the 151 states of the five regions of 1980 (COW NMC 7.0)",
    grade=3,
    meaning="M_ref, capability that size is measured in",
)


@equation
def length_of(length: Kilometres, by_size: Ratio, capability: Money, reference: Money) -> Kilometres:
    """L_i, km over which the reach of a nation falls by e (E13): ``length`` (km), longer for the strong where
    ``by_size`` is above 0, by ``capability`` over ``reference`` (money)."""
    return length * (1.0 + by_size * log(1.0 + capability / reference))


@equation
def reach_over(share: Share, distance: Kilometres, length: Kilometres) -> Share:
    """rho where no land border is shared, before it is rounded and cut: share e^(-distance / length)."""
    return share * exp(-distance / length)
