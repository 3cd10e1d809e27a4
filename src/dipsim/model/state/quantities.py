"""Every quantity of the model is declared once, here it gets its row number.

A declaration such as ``MOTIVE = PARAMETERS.add("crisis.motive", 0.9, ...)`` returns the row of the array in which
kernels find the value (``par[MOTIVE, r]``), and the same entry feeds validation, the documents, sweeps and the
evidence count.
"""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypedDict, Unpack


@dataclass(frozen=True)
class Quantity:
    """One declared number: its meaning, unit, default, bounds, source and grade.

    ``grade`` is 1 (replicated), 2 (contested), 3 (single study or expert scale) or 4 (assumption). ``rivals`` are
    readings of studies that disagree, each a value and its source.
    ``default`` is ``None`` where the user must give the value.
    """

    name: str
    default: float | None
    low: float
    high: float
    unit: str
    meaning: str
    money: bool = False
    source: str = "assumed"
    grade: int = 4
    rivals: tuple[tuple[float, str], ...] = ()


class Evidence(TypedDict, total=False):
    """What a declared number rests on: ``source`` ("assumed" unless given), ``grade`` (4 unless given), ``rivals``."""

    source: str
    grade: int
    rivals: tuple[tuple[float, str], ...]


class Table:
    """An ordered set of declared quantities; a quantity's position is its row in the arrays."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.entries: list[Quantity] = []
        self._rows: dict[str, int] = {}

    def add(
        self,
        name: str,
        default: float | None,
        bounds: tuple[float, float] = (-math.inf, math.inf),
        *,
        unit: str = "1",
        meaning: str,
        money: bool = False,
        **evidence: Unpack[Evidence],
    ) -> int:
        """Declare the quantity ``name`` and return its row.

        ``default`` is its value where a scenario gives none (``None``: required), ``bounds`` are the lowest and the
        highest value allowed, ``unit`` and ``meaning`` say what it is; ``money`` says that it scales with the unit
        of money; ``evidence`` is as in ``Quantity``. Raises ValueError for a name declared twice and a number
        outside its bounds."""
        if name in self._rows:
            raise ValueError(f"{self.title}: {name} is declared twice")
        low, high = bounds
        if default is not None and not low <= default <= high:
            raise ValueError(f"{self.title}: {name}: default {default} outside {bounds}")
        self._rows[name] = len(self.entries)
        if not all(low <= value <= high for value, _ in evidence.get("rivals", ())):
            raise ValueError(f"{self.title}: {name}: a rival reading outside {bounds}")
        self.entries.append(Quantity(name, default, low, high, unit, meaning, money, **evidence))
        return self._rows[name]

    def row(self, name: str) -> int:
        """Row of the quantity called ``name``; KeyError when there is none."""
        return self._rows[name]

    def names(self) -> list[str]:
        return list(self._rows)

    def __contains__(self, name: str) -> bool:
        return name in self._rows

    def __getitem__(self, name: str) -> Quantity:
        return self.entries[self._rows[name]]

    def __iter__(self) -> Iterator[Quantity]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)


NATION = Table("nation")  # what a user may say of a nation, and what moves during a run
PARAMETERS = Table("parameter")  # process parameters, named process.parameter
NUMBERS = Table("exchange kind")  # numbers of an exchange kind
DYAD = Table("dyad")  # directed dyads and pairs
REGION_METRICS = Table("region metric")  # what is recorded of the region each tick
ORGANISATION = Table("organisation")
TABLES = (NATION, PARAMETERS, NUMBERS, DYAD, REGION_METRICS, ORGANISATION)


def rows_text() -> str:
    """The names of all tables in the order of their rows: what compiled kernels depend on."""
    return _rows_text(tuple(map(len, TABLES)))


@functools.cache
def _rows_text(_: tuple[int, ...]) -> str:
    """Tables only grow, so that their lengths tell one state of them from another."""
    return json.dumps({table.title: table.names() for table in TABLES})
