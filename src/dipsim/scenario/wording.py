"""Small things of English: a count with its noun, a place in a row, whose something is."""

from __future__ import annotations


def counted(number: int, noun: str, many: str = "") -> str:
    """``number`` with its ``noun``; ``many`` is the plural where it is not the noun with an s.

    >>> counted(1, "run"), counted(1200, "run"), counted(2, "treaty", "treaties")
    ('1 run', '1,200 runs', '2 treaties')
    """
    return f"{number:,} {noun if number == 1 else many or noun + 's'}"


def ordinal(number: int) -> str:
    """The ordinal of ``number``, in figures.

    >>> ordinal(1), ordinal(2), ordinal(3), ordinal(11), ordinal(23)
    ('1st', '2nd', '3rd', '11th', '23rd')
    """
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def possessive(name: str) -> str:
    """The possessive form of ``name``.

    >>> possessive("Philippines"), possessive("Japan")
    ("Philippines'", "Japan's")
    """
    return f"{name}'" if name.endswith("s") else f"{name}'s"
