"""Which pairs are linked at the start, and which may come to be: the pairs that a run stores."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dipsim.model.state import dyads
from dipsim.model.state.events import DatedEvent, DatedField
from dipsim.scenario.schema.spec import Spec

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]
LINKING = ("alliance", "council", "arms_control")  # types of organisation whose members are bound to each other


class Ties(NamedTuple):
    """What ties nations together beside geography and relations.

    ``member`` [organisation, n] is 1 for members at the start, ``links`` [organisation] tells which organisations link
    theirs, ``admission`` [organisation] is the rate at which outsiders are admitted. ``dated`` [event, field] and
    ``party`` [event, n] are the timeline.
    """

    member: Floats
    links: Flags
    admission: Floats
    dated: Ints
    party: NDArray[np.uint8]


def organisations_that_link(spec: Spec, holders: list[int]) -> Flags:
    """Which organisations of ``spec`` link their members [O]: those that bind them, and ``holders`` of acts between
    them, given by their rows.

    Mere membership links nobody; it is a number of the pair.
    """
    return np.array(
        [entry.kind in LINKING or o in holders for o, entry in enumerate(spec.organisations)], dtype=np.bool_
    )


def mark_linked(dyad: Floats, standing: Floats, ties: Ties) -> Flags:
    """Mark in the row LINK of ``dyad`` [DYAD, n, n] the pairs that are linked at the start; returns [n, n] of all that
    are or may come to be. ``ties`` says what else links pairs.

    Linked are pairs in contact or reach, listed pairs, pairs with an instrument in force (``standing``) or that an
    entry of the timeline names, and members of an organisation that links. Others come to be linked when they join one.
    """
    linked = (dyad[dyads.LINK] > 0.0) | (dyad[dyads.PROXIMITY] > 0.0) | (dyad[dyads.REACH] > 0.0)
    linked |= (standing > 0.0).any(axis=0) | _named(ties, len(linked))
    members = ties.member > 0.0
    for inside in members[ties.links]:
        linked |= np.outer(inside, inside)
    linked |= linked.T
    np.fill_diagonal(linked, False)
    dyad[dyads.LINK] = linked
    return _may_join(ties, members, linked)


def _named(ties: Ties, n: int) -> Flags:
    """Pairs that the timeline names together."""
    found = np.zeros((n, n), dtype=np.bool_)
    for row, party in zip(ties.dated, ties.party > 0, strict=True):
        first, second = row[DatedField.FIRST], row[DatedField.SECOND]
        if min(first, second) >= 0:
            found[first, second] = True
        found |= np.outer(party, party)
    return found


def _may_join(ties: Ties, members: Flags, linked: Flags) -> Flags:
    """Pairs of members to be: who joins by the timeline, and whoever is linked to a member where outsiders apply.

    A link that comes of one organisation may open another, so all are looked at until nothing is added.
    """
    found, before = linked, -1
    while found.sum() > before:
        before = int(found.sum())
        for o in np.flatnonzero(ties.links):
            inside = _members_to_be(ties, int(o), members[o], found)
            found = found | np.outer(inside, inside)
    np.fill_diagonal(found, False)
    return found


def _members_to_be(ties: Ties, o: int, members: Flags, linked: Flags) -> Flags:
    """Who is in an organisation, may join it by the timeline, or may apply to it."""
    inside = members.copy()
    for row in ties.dated:
        if row[DatedField.EVENT] == DatedEvent.JOIN and row[DatedField.ORGANISATION] == o:
            inside[row[DatedField.FIRST]] = True
    if ties.admission[o] > 0.0:
        size = 0
        while inside.sum() > size:
            size = int(inside.sum())
            inside |= linked[inside].any(axis=0)
    return inside
