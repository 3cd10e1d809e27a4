"""Alliances in force among states, from the members of ATOP: what they owe, between two or among several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dipsim.public_data.files.folder import Folder
from dipsim.public_data.formulas.figures import LASTING
from dipsim.public_data.readers import alliances
from dipsim.public_data.states.state_table import State

RANKED = ("defence", "offence", "neutrality", "consultation", "nonaggression")


@dataclass(frozen=True)
class Treaty:
    """An alliance: its ATOP number, the year it begins for those here, how many members it has in all, who is here.

    ``contents`` are duties in words of dipsim. Defence includes consultation. A treaty of nonaggression alone has no
    contents: such clauses are declaratory, and a user who thinks otherwise adds ``pact: nonaggression``.
    """

    number: int
    since: int
    size: int
    members: tuple[State, ...]
    contents: tuple[str, ...]

    @property
    def is_bilateral(self) -> bool:
        """Whether only two states are in it."""
        return self.size == 2

    @property
    def name(self) -> str:
        """Its number and year, which no other has."""
        size = f", {self.size} members" if self.size > 2 else ""
        return f"{alliances.DATA.name}, alliance {self.number} of {self.since}{size}"


def treaties(folder: Folder, who: Sequence[State], years: Mapping[int, int]) -> list[Treaty]:
    """Every alliance in force that holds two or more of these states, by number.

    Args:
        folder: The published data.
        who: The states.
        years: The year at whose end each is looked at, by its number.

    Returns:
        The alliances; none without a file, or where it ends more than ten years before.
    """
    last = folder.last(alliances.DATA)
    year = max(years.values())
    if last is None or year - last > LASTING:
        return []
    table = folder.once("alliances", lambda: alliances.read(folder))
    at = table["ccode"].map(dict(years)).fillna(year)
    force = table[(table["entry"] <= at) & (table["exit"] > at)]
    states = {one.ccode: one for one in who}
    sizes = force.groupby("atopid")["ccode"].nunique()
    here = force[force["ccode"].isin(states)]
    found = []
    for number, own in here.groupby("atopid"):
        inside = tuple(states[code] for code in sorted(set(own["ccode"].tolist())))
        if len(inside) < 2:
            continue
        duties = {word for word in RANKED if own[word].any()}
        if "defence" in duties:
            duties.discard("consultation")
        declared = not duties - {"nonaggression"}
        contents = () if declared else tuple(word for word in RANKED if word in duties - {"nonaggression"})
        if duties:
            since = int(own["entry"].max()) if len(inside) == 2 else int(own["entry"].min())
            found.append(Treaty(int(str(number)), since, int(sizes[number]), inside, contents))
    return found
