"""Sizes of figures, by name or in inches, and how large each is drawn before it is brought to size.

A figure is laid out on a sheet with type of 14 points or more. The sheet has the proportions of the figure that is
asked for: broad, with panels side by side, or tall, with panels one below the other. Then everything on it shrinks or
grows by one factor. So a narrow figure keeps letters that can be read, because its sheet is tall.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from dipsim.scenario.arguments import ArgumentError, unknown

BROAD, TALL = (12.8, 7.2), (7.4, 10.2)  # inches, the least sheets of both sorts
NAMED = {  # inches wide and high
    "slide": (40 / 3, 7.5),  # 16:9, as the programs for slides have it
    "column": (3.35, 3.35 * TALL[1] / TALL[0]),  # one of two columns of a paper
    "page": (7.0, 7.0 * BROAD[1] / BROAD[0]),  # the whole width of its page
}
SMALLEST, LARGEST = 3.0, 100.0  # inches across, between which a figure can be read


@dataclass(frozen=True)
class Sheet:
    """What a figure is laid out on: inches wide and high, by how much it then shrinks or grows, of which sort.

    On a ``tall`` one panels stand one below the other.
    """

    width: float = BROAD[0]
    height: float = BROAD[1]
    factor: float = 1.0
    tall: bool = False

    @property
    def size(self) -> tuple[float, float]:
        """Inches wide and high."""
        return self.width, self.height


STANDARD = Sheet()
SHEET: ContextVar[Sheet] = ContextVar("sheet", default=STANDARD)


def inches(size: object) -> tuple[float, float]:
    """Width and height in inches for ``size``, a name of ``NAMED`` or two numbers.

    Raises
    ------
    UnknownName
        Another name.
    ArgumentError
        Numbers at which nothing can be read, or no two numbers.
    """
    if isinstance(size, str):
        if size not in NAMED:
            raise unknown("size", size, NAMED)
        return NAMED[size]
    try:
        width, height = (float(side) for side in size)  # type: ignore[attr-defined]
    except (TypeError, ValueError):
        width = height = 0.0
    if not SMALLEST <= width <= LARGEST or not SMALLEST / 2 <= height <= LARGEST:
        known = ", ".join(NAMED)
        raise ArgumentError(f"size: expected width and height in inches such as (6, 4), or {known}; found {size!r}")
    return width, height


def sheet(size: tuple[float, float]) -> Sheet:
    """The sheet for a figure of this size: the sort on which letters come out larger."""
    width, height = size
    factors = [min(width / least[0], height / least[1]) for least in (BROAD, TALL)]
    best = max(factors)
    return Sheet(width / best, height / best, best, tall=factors[1] == best)


@contextmanager
def on(found: Sheet) -> Iterator[None]:
    """Lay figures out on the sheet ``found`` instead of the usual one."""
    before = SHEET.set(found)
    try:
        yield
    finally:
        SHEET.reset(before)


def tall() -> bool:
    """Whether the figure that is being drawn has its panels one below the other."""
    return SHEET.get().tall


def stack(figure: Any, shares: Sequence[float], sides: tuple[float, float], above: float, below: float) -> list[Any]:
    """Places for panels one below the other, as (left, bottom, width, height) in shares of the figure.

    Parameters
    ----------
    figure : Drawing
        A figure of ``style.page``, whose ``body`` is the room between its texts.
    shares : sequence of float
        How high the panels are beside one another.
    sides : pair of float
        Inches left and right of the panels.
    above, below : float
        Inches above each panel for its title, and below it for its numbers.

    Returns
    -------
    list of tuple of four float
    """
    width, height = figure.get_size_inches()
    bottom, top = (height * share for share in figure.body)
    room = top - bottom - len(shares) * (above + below)
    found, edge = [], top
    for share in shares:
        high = room * share / sum(shares)
        edge -= above + high
        found.append((sides[0] / width, edge / height, (width - sum(sides)) / width, high / height))
        edge -= below
    return found
