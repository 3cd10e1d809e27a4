"""Codes and names of states, of today and gone: what dipsim calls them, their numbers in the Correlates of War.

``states.csv`` holds every member of the Correlates of War state system (version 2016) with its years of membership and
the other names that data sets use. States of today have their ISO 3166 alpha-3 code; Kosovo has XKX, which ISO leaves
to its users. Where one number stood for several states in turn (365 for the Soviet Union and for Russia), each is a
state of its own with its years. ``changed`` is the year from which the figures are those of its present territory.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from dipsim.public_data.errors import PublishedError
from dipsim.scenario.yaml.problems import escape, listing, nearest

TABLE = Path(__file__).with_name("states.csv")
STILL = 9999  # last year of a state that is still there
PARTS = {  # states that are gone, and those of today on their territory
    "AUH": ("AUT", "HUN"),
    "CSK": ("CZE", "SVK"),
    "DDR": ("DEU",),
    "FRG": ("DEU",),
    "RVN": ("VNM",),
    "SCG": ("SRB", "MNE", "XKX"),
    "SUN": ("RUS", "UKR", "BLR", "EST", "LVA", "LTU", "MDA", "GEO", "ARM", "AZE", "KAZ", "UZB", "TKM", "KGZ", "TJK"),
    "VDR": ("VNM",),
    "YAR": ("YEM",),
    "YMD": ("YEM",),
    "YUG": ("SRB", "HRV", "SVN", "BIH", "MKD", "MNE", "XKX", "SCG"),
    "ZAN": ("TZA",),
}
CONTINUED = {"DEU": "FRG"}  # states that are one state in law under two numbers: the later one and the earlier one


@dataclass(frozen=True)
class State:
    """A state: code, Correlates of War number, name, every word that data sets use for it in small letters, its years.

    ``years`` are the first and last years at whose end it was a member of the state system, ``abbreviation`` is that of
    the Correlates of War.
    """

    code: str
    ccode: int
    name: str
    words: frozenset[str]
    years: tuple[tuple[int, int], ...] = ((1816, STILL),)
    changed: int = 0
    abbreviation: str = ""

    def exists(self, year: int) -> bool:
        """Whether it was a member of the state system at the end of the year."""
        return self.since(year) is not None

    def since(self, year: int) -> int | None:
        """The first year of the membership that holds at the end of ``year``; None when there is none."""
        return next((first for first, last in self.years if first <= year <= last), None)

    def own_since(self, year: int) -> int:
        """The first year whose figures are about the state as it was in ``year``: same state, same territory."""
        first = self.since(year)
        first = self.years[0][0] if first is None else first
        return max(first, self.changed if self.changed <= year else 0)


@lru_cache(maxsize=1)
def states() -> dict[str, State]:
    """Every state of the table by its code."""
    found = {}
    with TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            words = (row["abb"], row["name"], *row["others"].split("|"))
            known = frozenset(word.casefold() for word in words if word)
            years = tuple(_spell(spell) for spell in row["years"].split("|"))
            changed = int(row["changed"] or 0)
            found[row["code"]] = State(row["code"], int(row["ccode"]), row["name"], known, years, changed, row["abb"])
    return found


def _spell(text: str) -> tuple[int, int]:
    first, _, last = text.partition("-")
    return int(first), int(last or STILL)


@lru_cache(maxsize=1)
def numbers() -> frozenset[int]:
    """The Correlates of War numbers of all states."""
    return frozenset(one.ccode for one in states().values())


def members(year: int) -> list[State]:
    """The states that were members of the state system at the end of a year, by number."""
    return sorted((one for one in states().values() if one.exists(year)), key=lambda one: one.ccode)


def of_number(ccode: int, year: int) -> State | None:
    """The state that the Correlates of War number ``ccode`` stood for at the end of ``year``; None when it stood for
    none."""
    return next((one for one in states().values() if one.ccode == ccode and one.exists(year)), None)


def state(code: str) -> State:
    """The state with this code. PublishedError for any other word, with the code that may be meant.

    >>> state("PHL").ccode, state("SUN").name
    (840, 'Soviet Union')
    """
    known = states()
    if code in known:
        return known[code]
    meant = _meant(code.casefold())
    hint = f"; did you mean {listing(meant)}?" if meant else "; expected an ISO 3166 alpha-3 code such as NOR"
    raise PublishedError(f"--nations: no state '{escape(code)}'{hint}")


def at_end_of(code: str, year: int) -> tuple[State, str]:
    """The state that a code stands for at the end of a year, and what to say when that is another one.

    Args:
        code: A code of the table of states.
        year: The year.

    Returns:
        The state itself with no word; or the state that had its number, or its place in law, in that year, with a
        sentence that says so.

    Raises:
        PublishedError: No such code, or no such state in that year; with the codes of that year that may be meant.
    """
    asked = state(code)
    if asked.exists(year):
        return asked, ""
    then = of_number(asked.ccode, year)
    if then is None and code in CONTINUED and states()[CONTINUED[code]].exists(year):
        then = states()[CONTINUED[code]]
    gone = asked.years[-1][1] < year
    if then is not None and not gone:
        return then, f"{code} at the end of {year} was {then.name}: its figures stand under the code {then.code}"
    word = f"was gone by the end of {year}" if gone else f"was no member of the state system at the end of {year}"
    meant = _related(asked, year)
    hint = f"; did you mean {listing(meant)}?" if meant else ""
    raise PublishedError(f"--nations: {code} ({asked.name}) {word}{hint}")


def _related(asked: State, year: int) -> list[str]:
    """Codes of states of a year that are what became of a state, or what it was before."""
    same = [one.code for one in members(year) if one.ccode == asked.ccode]
    after = [code for code in PARTS.get(asked.code, ()) if states()[code].exists(year)]
    before = [whole for whole, parts in PARTS.items() if asked.code in parts and states()[whole].exists(year)]
    return list(dict.fromkeys([*same, *after, *before]))


def _meant(word: str) -> list[str]:
    """Codes that a word may stand for: another name or code, else the start of a name, else what is spelt alike."""
    every = sorted(states().values(), key=lambda one: (one.years[-1][1] != STILL, one.code))
    exact = [one.code for one in every if word in one.words or word == one.code.casefold()]
    begun = [one.code for one in every if len(word) > 2 and one.name.casefold().startswith(word)]
    near = nearest(word, {name for one in every for name in (one.code, *one.words)}).casefold()
    alike = [one.code for one in every if near and (near in one.words or near == one.code.casefold())]
    return exact[:2] or begun[:3] or alike[:1]
