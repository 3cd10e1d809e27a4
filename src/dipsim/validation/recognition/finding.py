"""A check: what was found, what was expected with its source, and the verdict. A section: checks on one subject."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from dipsim.scenario.wording import counted

FILE = Path(__file__).with_name("tolerances.yaml")
OK, BREACH, NO_CASES = "ok", "breach", "no cases"


@dataclass(frozen=True)
class Tolerance:
    """What is expected of a check: bounds (None where open), the value in the data, its source, and why this width.

    ``moves`` is how far a listed breach may move before it counts as another one. All in ``unit``.
    """

    check: str
    title: str
    unit: str
    low: float | None
    high: float | None
    reference: float | None
    source: str
    why: str
    moves: float

    @property
    def range(self) -> str:
        """The expected range in words."""
        low, high = (None if v is None else shown(v, self.unit) for v in (self.low, self.high))
        if low is None:
            return "none" if self.high == 0 else f"at most {high}"
        return f"at least {low}" if high is None else f"{low} to {high}"


@dataclass(frozen=True)
class Finding:
    """The value of a check, in the unit of its tolerance; NaN where there was no case. ``cases`` names what lies behind
    it."""

    tolerance: Tolerance
    value: float
    cases: tuple[str, ...] = ()

    @property
    def check(self) -> str:
        """Name of the check."""
        return self.tolerance.check

    @property
    def verdict(self) -> str:
        """``ok``, ``breach`` or ``no cases``."""
        if math.isnan(self.value):
            return NO_CASES
        low, high = self.tolerance.low, self.tolerance.high
        return BREACH if (low is not None and self.value < low) or (high is not None and self.value > high) else OK

    @property
    def found(self) -> str:
        """The value in words."""
        return "too few cases" if math.isnan(self.value) else shown(self.value, self.tolerance.unit)

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        t = self.tolerance
        asked = {"check": t.check, "title": t.title, "unit": t.unit, "low": t.low, "high": t.high}
        known = {"reference": t.reference, "source": t.source, "why": t.why}
        return asked | known | {"value": self.value, "verdict": self.verdict, "cases": list(self.cases)}


@dataclass(frozen=True)
class Section:
    """The checks of one subject with a table: ``columns`` and ``rows`` of text, ``note`` says how to read it.

    Of the rows, ``most`` are shown on the screen and on a page, all where it is 0; plain data have them all.
    """

    name: str
    title: str
    findings: tuple[Finding, ...]
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = field(default=())
    note: str = ""
    most: int = 0

    @property
    def shown(self) -> tuple[tuple[str, ...], ...]:
        """The rows that are shown."""
        return self.rows[: self.most] if self.most else self.rows

    @property
    def explained(self) -> str:
        """The note, with the number of rows that are left out."""
        left = len(self.rows) - len(self.shown)
        return f"{self.note} {counted(left, 'more row is', 'more rows are')} in the JSON." if left else self.note

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        rows = [dict(zip(self.columns, row, strict=True)) for row in self.rows]
        return {"name": self.name, "title": self.title, "note": self.note, "table": rows}


@lru_cache(maxsize=1)
def _file() -> Any:
    return yaml.safe_load(FILE.read_text(encoding="utf-8"))


def setting(name: str) -> float:
    """A setting of ``tolerances.yaml`` by name."""
    return float(_file()["settings"][name])


def first_threats() -> dict[str, str]:
    """Whom a nation must fear most, by code; for regions that hold both."""
    found: dict[str, str] = _file()["first_threats"]
    return found


@lru_cache(maxsize=1)
def tolerances() -> dict[str, Tolerance]:
    """Every check of ``tolerances.yaml``, in order."""
    return {
        check: Tolerance(check, **({"low": None, "high": None} | entry)) for check, entry in _file()["checks"].items()
    }


def finding(check: str, value: float, cases: list[str] | tuple[str, ...] = ()) -> Finding:
    """The finding of a ``check``, by its name in ``tolerances.yaml``, with its ``value`` and the ``cases`` that
    stand out."""
    return Finding(tolerances()[check], float(value), tuple(cases))


def shown(value: float, unit: str) -> str:
    """A value with its unit in words.

    >>> shown(0.157, "share"), shown(3.25, "points"), shown(2, "cases"), shown(0.3, "correlation")
    ('16 %', '3.2 points', '2', '0.30')
    """
    if unit == "share":
        digits = 1 if abs(value) < 0.1 else 0
        return f"{100 * value:.{digits}f} %"
    if unit == "points":
        return f"{value:.1f} points"
    if unit == "cases":
        return f"{value:.0f}"
    return f"{value:.2f}"
