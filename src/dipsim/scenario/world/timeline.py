"""Dated events as ticks: dates become tick numbers, repeated events are written out."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import Any

from dipsim.scenario.schema.events import Entry, interval_months
from dipsim.scenario.schema.parts import Part, Time
from dipsim.scenario.schema.spec import Spec
from dipsim.scenario.yaml.scalars import months


@dataclass(frozen=True)
class Dated:
    """An event at a tick: an exchange kind or one of ``events.EVENTS``, with the keys of it that are given.

    An act has ``between``, or ``from`` and ``to``, and a ``scale``; ``notified`` and ``hidden`` only where they differ
    from the kind.
    """

    tick: int
    event: str
    args: dict[str, Any]


def expand(spec: Spec, to_year_end: bool = False) -> list[Dated]:
    """Every dated event of ``spec`` in the order in which it happens; the order in the file does not matter.

    Events after the end are left out, or with ``to_year_end`` those after the year in which the end falls: money for
    the acts of a year is set aside when it begins.
    """
    found: list[Dated] = []
    time = whole_years(spec.time) if to_year_end else spec.time
    for entry in spec.timeline:
        args = plain_args(entry.args)
        for month in dates(entry, time):
            tick = tick_of(month, time)
            if 0 <= tick < time.ticks:
                found.append(Dated(tick, entry.event, args))
    places = {code: place for place, code in enumerate(spec.nations)}
    return sorted(found, key=lambda dated: (dated.tick, dated.event, json.dumps(_placed(dated.args, places))))


def whole_years(time: Time) -> Time:
    """The same time, to the end of its last year.

    >>> whole_years(Time.model_validate({"start": "2025-01", "years": 2.5})).years
    3.0
    """
    return time.model_copy(update={"years": float(math.ceil(time.years - 1e-9))})


def dates(entry: Entry, time: Time) -> list[int]:
    """Months (since year 0) in which an entry of the timeline happens, within the time of the scenario."""
    begin = months(time.start)
    end = begin + time.years * 12
    if entry.at is not None:
        return [months(entry.at)] if months(entry.at) < end else []
    step = interval_months(entry.every or "year")
    month = months(entry.from_) if entry.from_ else begin
    last = min(end, months(entry.until)) if entry.until else end
    found: list[int] = []
    while month < last:
        found.append(month)
        month += step
    return found


def tick_of(month: int, time: Time) -> int:
    """Tick nearest to the start of ``month`` (months since year 0) in the calendar ``time``; halves go up, and a date
    before the end stays before the end.

    >>> from dipsim.scenario.yaml.scalars import months
    >>> tick_of(months("2025-08"), Time.model_validate({"start": "2025-01", "tick": "quarter"}))
    2
    """
    since = month - months(time.start)
    tick = (2 * since * time.per_year + 12) // 24
    return min(tick, time.ticks - 1) if since < time.years * 12 else tick


def date_of(tick: int, time: Time) -> str:
    """Month ``YYYY-MM`` in which ``tick`` begins, in the calendar ``time``.

    >>> date_of(7, Time.model_validate({"start": "2025-01", "tick": "half_month"}))
    '2025-04'
    """
    month = months(time.start) + tick * 12 // time.per_year
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def plain_args(part: Part) -> dict[str, Any]:
    """The keys that ``part``, an event of the timeline, gives, named as in the file."""
    given = {name.rstrip("_"): value for name, value in part if value is not None}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in given.items()}


def _placed(args: dict[str, Any], places: dict[str, int]) -> list[Any]:
    """The keys of an event with nations as their places, so that the order of events does not hang on names."""

    def place(value: Any) -> Any:
        if isinstance(value, list):
            return [place(item) for item in value]
        return f"{places[value]:09d}" if isinstance(value, str) and value in places else value

    return [[key, place(args[key])] for key in sorted(args)]
