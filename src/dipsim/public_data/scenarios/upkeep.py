"""What treaties cost in a scenario made from data: shares of gdp, so that every member can pay for all it is in.

In the model the upkeep of a kind is one sum for every party, and who cannot pay loses the treaty at the first tick. A
state with a small budget is in as many treaties as a large one, so the sums are set by the poorest party.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dipsim.model.parameters import NATION
from dipsim.public_data.formulas.figures import Figure, significant
from dipsim.public_data.formulas.treaties import Treaty
from dipsim.public_data.scenarios.pairs import Pair
from dipsim.scenario.schema.catalogue import catalogue
from dipsim.scenario.schema.exchange_kinds import AGREEMENT, PACTS

SHARE = 1e-5  # of the gdp of the poorest party, a year and treaty; a fiftieth of the money for defence diplomacy
MOST = 0.5  # of that money, for all treaties together


def kinds_of(pair: Pair) -> list[str]:
    """The standing exchange kinds in force between the two states of ``pair``."""
    contents = {word for treaty in pair.treaties if treaty.is_bilateral for word in treaty.contents}
    return [PACTS[word] for word in sorted(contents)] + ([AGREEMENT] if pair.agreements else [])


def _usual(kind: str) -> float:
    """The upkeep of a kind in the catalogue, or of the kind that it is like."""
    entry = catalogue()[kind]
    while "upkeep" not in entry.numbers and entry.like is not None:
        entry = catalogue()[entry.like]
    return float(entry.numbers["upkeep"].value)


def upkeeps(
    pairs: Sequence[Pair], organisations: Sequence[Treaty], gdp: Mapping[str, Figure]
) -> tuple[dict[str, float], dict[int, float]]:
    """Yearly upkeep of every kind in force and of every alliance of several, in billions of USD.

    Args:
        pairs: The pairs of the scenario.
        organisations: The alliances of several states.
        gdp: The gdp of each state, by code.

    Returns:
        ``1e-5 x`` the gdp of the poorest party, at most what the catalogue says for a kind; by kind, and by the number
        of the alliance. All are scaled down together where they would take more than half of what a state has for
        defence diplomacy.
    """
    kinds: dict[str, float] = {}
    loads = dict.fromkeys(gdp, 0.0)
    held = [(pair, kind) for pair in pairs for kind in kinds_of(pair)]
    for pair, kind in held:
        least = SHARE * min(gdp[pair.one.code].value, gdp[pair.other.code].value)
        kinds[kind] = min(kinds.get(kind, _usual(kind)), least)
    groups = {one.number: SHARE * min(gdp[state.code].value for state in one.members) for one in organisations}
    for pair, kind in held:
        for code in (pair.one.code, pair.other.code):
            loads[code] += kinds[kind]
    for one in organisations:
        for state in one.members:
            loads[state.code] += groups[one.number]
    purse = MOST * (NATION["diplomacy"].default or 0.0)
    scale = min([1.0, *(purse * gdp[code].value / load for code, load in loads.items() if load > 0.0)])
    return (
        {kind: significant(scale * value, 2) for kind, value in sorted(kinds.items())},
        {number: significant(scale * value, 2) for number, value in groups.items()},
    )
