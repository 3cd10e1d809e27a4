"""Codes and names of states: ISO 3166 alpha-3 as dipsim uses, the numbers and abbreviations of the Correlates of War.

``states.csv`` holds the 195 members of the Correlates of War state system of 2016 (``cow_states``), with the other
names that data sets use. Kosovo has the code XKX, which ISO leaves to its users.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from dipsim.public_data.files import PublishedError
from dipsim.scenario.yaml.problems import escape, listing, nearest

TABLE = Path(__file__).with_name("states.csv")


@dataclass(frozen=True)
class State:
    """A state: ISO code, Correlates of War number, name, and every word that data sets use for it, in small letters."""

    iso: str
    ccode: int
    name: str
    words: frozenset[str]


@lru_cache(maxsize=1)
def states() -> dict[str, State]:
    """Every state of the table by ISO code."""
    found = {}
    with TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            words = (row["abb"], row["name"], *row["others"].split("|"))
            known = frozenset(word.casefold() for word in words if word)
            found[row["iso"]] = State(row["iso"], int(row["ccode"]), row["name"], known)
    return found


def state(code: str) -> State:
    """The state with this ISO code. PublishedError for any other word, with the code that may be meant.

    >>> state("PHL").ccode
    840
    """
    known = states()
    if code in known:
        return known[code]
    meant = _meant(code.casefold())
    hint = f"; did you mean {listing(meant)}?" if meant else "; expected an ISO 3166 alpha-3 code such as NOR"
    raise PublishedError(f"--nations: no state '{escape(code)}'{hint}")


def _meant(word: str) -> list[str]:
    """Codes that a word may stand for: another name or code, else the start of a name, else what is spelt alike."""
    every = states().values()
    exact = [one.iso for one in every if word in one.words or word == one.iso.casefold()]
    begun = [one.iso for one in every if len(word) > 2 and one.name.casefold().startswith(word)]
    near = nearest(word, {name for one in every for name in (one.iso, *one.words)}).casefold()
    alike = [one.iso for one in every if near and (near in one.words or near == one.iso.casefold())]
    return exact or begun[:3] or alike[:1]
