"""Alliances in force between two states, from the members of ATOP: what either of them owes under the treaty."""

from __future__ import annotations

from dataclasses import dataclass

from dipsim.public_data.catalogue import ALLIANCES
from dipsim.public_data.figures import LASTING
from dipsim.public_data.files import Folder
from dipsim.public_data.states import State

DUTIES = {"defense": "defence", "offense": "offence", "neutral": "neutrality", "consul": "consultation"}


@dataclass(frozen=True)
class Treaty:
    """An alliance by its ATOP number, its members in force, the year both were in, and its contents in words of dipsim.

    Defence includes consultation. A treaty of nonaggression alone has no contents: such clauses are declaratory, and a
    user who thinks otherwise adds ``pact: nonaggression``.
    """

    number: int
    members: int
    since: int
    contents: tuple[str, ...]

    @property
    def name(self) -> str:
        size = f", {self.members} members" if self.members > 2 else ""
        return f"{ALLIANCES.name}, alliance {self.number} of {self.since}{size}"


def treaties(folder: Folder, one: State, other: State, year: int) -> tuple[Treaty, ...]:
    """Every alliance that holds both at the end of ``year``, by number; none where the data end ten years before."""
    table, last = folder.table(ALLIANCES), folder.last(ALLIANCES)
    if table is None or last is None or year - last > LASTING:
        return ()
    left = table["yrexit"]
    force = table[(table["yrent"] <= year) & ((left == 0) | (left > year))]
    of_one, of_other = (set(force[force["member"] == state.ccode]["atopid"]) for state in (one, other))
    found = []
    for number in sorted(of_one & of_other):
        rows = force[force["atopid"] == number]
        own = rows[rows["member"].isin((one.ccode, other.ccode))]
        duties = {word for column, word in DUTIES.items() if (own[column] > 0).any()}
        if "defence" in duties:
            duties.discard("consultation")
        if duties or (own["nonagg"] > 0).any():
            members = int(rows["member"].nunique())
            ordered = tuple(word for word in DUTIES.values() if word in duties)
            found.append(Treaty(int(number), members, int(own["yrent"].max()), ordered))
    return tuple(found)
