"""What alliances of several cost in a scenario made from data: a share of gdp that every member can pay.

The upkeep of a treaty of two is a share of each party's gdp in the model. An organisation takes one sum from every
member, and who cannot pay leaves it, so the sum is set by the poorest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dipsim.model.parameters import NATION
from dipsim.public_data.formulas.figures import Figure, significant
from dipsim.public_data.formulas.treaties import Treaty

SHARE = 1e-5  # of the gdp of the poorest member, a year and alliance; a fiftieth of the money for defence diplomacy
MOST = 0.5  # of that money, for all alliances together


def dues(organisations: Sequence[Treaty], gdp: Mapping[str, Figure]) -> dict[int, float]:
    """Yearly upkeep of every alliance of several, in billions of USD, by its number.

    Args:
        organisations: The alliances of several states.
        gdp: The gdp of each state, by code.

    Returns:
        ``1e-5 x`` the gdp of the poorest member. All are scaled down together where they would take more than half of
        what a state has for defence diplomacy.
    """
    loads = dict.fromkeys(gdp, 0.0)
    groups = {one.number: SHARE * min(gdp[state.code].value for state in one.members) for one in organisations}
    for one in organisations:
        for state in one.members:
            loads[state.code] += groups[one.number]
    purse = MOST * (NATION["diplomacy"].default or 0.0)
    scale = min([1.0, *(purse * gdp[code].value / load for code, load in loads.items() if load > 0.0)])
    return {number: significant(scale * value, 2) for number, value in groups.items()}
