"""A number of a scenario with its source, or with the word ``assumed`` where the data have none."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

YEARLY = 3  # years for which a yearly figure (money, spending) stands for a later year
LASTING = 10  # years for which distances, treaties, regimes and votes do
_PLAIN = re.compile(r"[A-Za-z][\w .()%+/\-]*")


@dataclass(frozen=True)
class Figure:
    """A value with its source, year and grade; without a source it is assumed, and ``note`` says why."""

    value: float
    source: str = ""
    year: int | None = None
    grade: int = 4
    note: str = ""

    @property
    def is_sourced(self) -> bool:
        return bool(self.source)

    def text(self) -> str:
        """The number as YAML: a mapping with its source, or a plain number and a comment.

        >>> Figure(0.5, "V-Dem", 2019, 3).text()
        '{value: 0.5, source: V-Dem, year: 2019, grade: 3}'
        >>> Figure(0.3, note="no distance").text()
        '0.3  # assumed: no distance'
        """
        if self.is_sourced:
            year = "" if self.year is None else f", year: {self.year}"
            return f"{{value: {plain(self.value)}, source: {quoted(self.source)}{year}, grade: {self.grade}}}"
        return f"{plain(self.value)}  # assumed" + (f": {self.note}" if self.note else "")


Pairs = dict[tuple[int, int], Figure]  # a figure for each pair of state numbers, the lower one first


def plain(value: float) -> str:
    """``value`` without exponent and without needless zeros.

    >>> plain(29450.0), plain(0.34), plain(0.0)
    ('29450', '0.34', '0.0')
    """
    text = f"{value:.6f}".rstrip("0")
    return text + "0" if text == "0." else text.rstrip(".")


def quoted(text: str) -> str:
    """``text`` as a YAML scalar, in quotes where it needs them."""
    return text if _PLAIN.fullmatch(text) and not text.endswith(" ") else json.dumps(text, ensure_ascii=False)


def significant(value: float, digits: int = 4) -> float:
    """The value to so many significant digits.

    >>> significant(29447.83), significant(0.010164, 2)
    (29450.0, 0.01)
    """
    return round(value, digits - 1 - math.floor(math.log10(abs(value)))) if value else 0.0


def latest(series: Mapping[int, float], year: int, keeps: int) -> int | None:
    """The last year of a series up to ``year`` that is not older than ``keeps`` years; None when there is none."""
    known = [y for y in series if year - keeps <= y <= year]
    return max(known, default=None)


def among(table: pd.DataFrame, codes: Mapping[int, Any]) -> pd.DataFrame:
    """The rows of a ``table`` of pairs in which both states are among ``codes``, their numbers."""
    known = list(codes)
    return table[table["ccode1"].isin(known) & table["ccode2"].isin(known)]


def later(table: pd.DataFrame, years: Mapping[int, int]) -> pd.Series[Any]:
    """For each row of a table of pairs the later of the years at which the two states are looked at."""
    one, other = (table[name].map(dict(years)) for name in ("ccode1", "ccode2"))
    return one.where(one >= other, other)
