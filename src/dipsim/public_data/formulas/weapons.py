"""Which states hold nuclear weapons, by year.

A state that tested openly counts from the year of its first test. Four built weapons before, or without, a test of a
weapon: they count from the year from which Bleek (2017) has them, known to others only later. Coders differ by a few
years on these. Weapons of the Soviet Union left on the soil of Belarus, Kazakhstan and Ukraine were never in their
command and do not count.
"""

from __future__ import annotations

from dataclasses import dataclass

from dipsim.public_data.formulas.figures import Figure
from dipsim.public_data.states.state_table import STILL, State


@dataclass(frozen=True)
class Holding:
    """First and last year at whose end the weapons are there, and how that is known; grade 2 for an open test."""

    first: int
    source: str
    grade: int = 2
    last: int = STILL


HOLDERS = {  # by Correlates of War number
    2: Holding(1945, "first nuclear test, 16 July 1945"),
    365: Holding(1949, "first nuclear test, 29 August 1949"),
    200: Holding(1952, "first nuclear test, 3 October 1952"),
    220: Holding(1960, "first nuclear test, 13 February 1960"),
    710: Holding(1964, "first nuclear test, 16 October 1964"),
    666: Holding(1967, "untested, not declared; Bleek 2017", 3),
    560: Holding(1979, "untested, declared and dismantled by 1991; Bleek 2017", 3, 1990),
    750: Holding(1987, "first test of a weapon in May 1998; Bleek 2017", 3),
    770: Holding(1987, "first test of a weapon in May 1998; Bleek 2017", 3),
    731: Holding(2006, "first nuclear test, 9 October 2006"),
}


def nuclear(state: State, year: int) -> Figure | None:
    """1 for a state that holds nuclear weapons at the end of the year, with the year from which it does; else None.

    >>> from dipsim.public_data.states.state_table import state
    >>> nuclear(state("CHN"), 1963), nuclear(state("ZAF"), 1991)
    (None, None)
    >>> nuclear(state("CHN"), 1964).text()
    '{value: 1, source: "first nuclear test, 16 October 1964", year: 1964, grade: 2}'
    """
    held = HOLDERS.get(state.ccode)
    if held is None or not held.first <= year <= held.last:
        return None
    return Figure(1.0, held.source, held.first, held.grade)
