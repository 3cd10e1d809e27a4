"""What the data say of every pair of nations, from one pass through each table.

Distances, dependence, treaties and exercises are sourced. How much is at stake in a dispute nobody measures: the form
is assumed, and the number of militarised disputes is quoted beside it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from dipsim.model.parameters import PARAMETERS
from dipsim.model.processes.perception.reach import CUT, LENGTH, SHARE, reach_over
from dipsim.public_data.files.data_set import DataSet
from dipsim.public_data.files.folder import Folder
from dipsim.public_data.formulas import conflict, cooperation, geography
from dipsim.public_data.formulas.figures import LASTING, YEARLY, Figure
from dipsim.public_data.formulas.treaties import Treaty
from dipsim.public_data.readers import agreements, alliances, arms, contiguity, distance, exercises, organisations
from dipsim.public_data.states.state_table import State
from dipsim.scenario.world.geography import REACH


@dataclass(frozen=True)
class Pair:
    """Two states, and what is known of them; ``dependence`` by the code of the state that depends."""

    one: State
    other: State
    proximity: Figure
    dispute: Figure
    claim: Figure | None = None
    land: bool | None = None
    distance: Figure | None = None
    shared_organisations: Figure | None = None
    history: Figure | None = None
    interoperability: Figure | None = None
    dependence: dict[str, Figure] = field(default_factory=dict)
    treaties: tuple[Treaty, ...] = ()
    agreements: tuple[str, ...] = ()
    signed: tuple[int, ...] = ()

    @property
    def figures(self) -> list[Figure]:
        """Every number of the pair, in the order of the scenario file."""
        optional = (self.claim, self.distance, self.shared_organisations, self.history, self.interoperability)
        given = [figure for figure in optional if figure is not None]
        return [self.proximity, self.dispute, *given, *self.dependence.values()]

    @property
    def is_listed(self) -> bool:
        """Whether there is anything to say: one could hurt the other, or something stands between them."""
        contents = any(treaty.is_bilateral for treaty in self.treaties)
        known = self.history or self.interoperability or self.dependence or self.agreements or contents
        return self.is_in_reach or self.dispute.value > 0.0 or bool(known)

    @property
    def is_in_reach(self) -> bool:
        """Whether reach is above its cut, by the default parameters: a border on land, or at most 2,857 km apart."""
        if self.land or self.proximity.value <= 0.0:
            return bool(self.land)
        far = -REACH * math.log(self.proximity.value) if self.distance is None else self.distance.value
        share, length, cut = (float(list(PARAMETERS)[row].default or 0.0) for row in (SHARE, LENGTH, CUT))
        return round(float(reach_over(share, far, length)), 3) >= cut


def pairs(
    folder: Folder, who: Sequence[State], years: Mapping[int, int], start: int, found: Sequence[Treaty], hindsight: bool
) -> list[Pair]:
    """What stands between every two states.

    Args:
        folder: The published data.
        who: The states.
        years: The year at whose end each is looked at, by its number; a pair is looked at in the later one.
        start: The last year before the start of the scenario, to which memories fade.
        found: The treaties in force among them.
        hindsight: Whether strategic rivalries count.

    Returns:
        One entry per pair, in the order of ``who``.
    """
    new = frozenset(one.ccode for one in who if (one.since(start) or 0) >= start - 1)
    apart, contact = geography.distances(folder, years, new), geography.neighbours(folder, years)
    stakes, none = conflict.stakes(folder, years, hindsight)
    histories = conflict.histories(folder, years, start)
    scopes, practice = cooperation.agreements_in_force(folder, years), cooperation.practice(folder, years)
    bought, shared = cooperation.dependence(folder, years), cooperation.shared_organisations(folder, years)
    has_borders = contiguity.DATA in folder
    listed = []
    for one, other in combinations(who, 2):
        key = (min(one.ccode, other.ccode), max(one.ccode, other.ccode))
        stake = stakes.get(key, Figure(0.0, note=none))
        near, signed = contact.get(key), scopes.get(key, ((), ()))
        both = ((one, other), (other, one))
        listed.append(
            Pair(
                one,
                other,
                proximity=geography.proximity(apart.get(key), near),
                dispute=stake,
                claim=conflict.claim(stake),
                land=(near is not None and near.value == contiguity.LAND) if has_borders else None,
                distance=apart.get(key),
                shared_organisations=shared.get(key),
                history=histories.get(key),
                interoperability=practice.get(key),
                dependence={a.code: bought[a.ccode, b.ccode] for a, b in both if (a.ccode, b.ccode) in bought},
                treaties=tuple(treaty for treaty in found if one in treaty.members and other in treaty.members),
                agreements=signed[0],
                signed=signed[1],
            )
        )
    return listed


def unknown_before(folder: Folder, year: int) -> list[tuple[DataSet, int]]:
    """Data sets of pairs in ``folder`` that begin after ``year``, with their first year: what they lack is unknown, not
    absent."""
    firsts = {agreements: agreements.FIRST, exercises: exercises.FIRST}
    return [(source.DATA, first) for source, first in firsts.items() if source.DATA in folder and year < first]


def stale(folder: Folder, year: int) -> list[tuple[DataSet, int]]:
    """Data sets of pairs in ``folder`` that end too early for ``year``, with their last year."""
    keeps = dict.fromkeys((alliances, contiguity, distance, agreements, exercises, organisations), LASTING)
    keeps |= {arms: YEARLY}
    ends = [(source.DATA, folder.last(source.DATA), most) for source, most in keeps.items()]
    return [(data, last) for data, last, most in ends if last is not None and year - last > most]
