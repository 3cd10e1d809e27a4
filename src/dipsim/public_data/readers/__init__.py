"""One file per published data set: its columns, its checks, and ``read(folder)``, a tidy table of it.

Every table has Correlates of War numbers that stood for a state in that year, as int64, and none of the codes for
missing. Tables of pairs are *undirected*, with ``ccode1 < ccode2`` and each pair once, or *directed*, with a row for
either direction; each file says which. ``EVERY`` lists the data sets.
"""

from __future__ import annotations

from dipsim.public_data.files.data_set import DataSet
from dipsim.public_data.readers.of_pairs import (
    agreements,
    alliance_years,
    alliances,
    arms,
    contiguity,
    disputes,
    distance,
    exercises,
    organisations,
    outcomes,
    rivalries,
)
from dipsim.public_data.readers.of_states import capability, democracy, economy, majors, membership, spending, votes

__all__ = [
    "EVERY",
    "agreements",
    "alliance_years",
    "alliances",
    "arms",
    "capability",
    "contiguity",
    "democracy",
    "disputes",
    "distance",
    "economy",
    "exercises",
    "majors",
    "membership",
    "organisations",
    "outcomes",
    "rivalries",
    "spending",
    "votes",
]

EVERY: tuple[DataSet, ...] = (
    economy.DATA,
    spending.DATA,
    capability.DATA,
    democracy.DATA,
    votes.DATA,
    distance.DATA,
    contiguity.DATA,
    alliances.DATA,
    alliance_years.DATA,
    agreements.DATA,
    exercises.DATA,
    arms.DATA,
    organisations.DATA,
    disputes.DATA,
    outcomes.DATA,
    membership.DATA,
    majors.DATA,
    rivalries.DATA,
)
