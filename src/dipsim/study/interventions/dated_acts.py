"""Which dated acts of a scenario never took place in the runs that are kept in detail, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dipsim.scenario.schema.spec import Spec
from dipsim.scenario.wording import counted
from dipsim.scenario.world.timeline import dates, tick_of
from dipsim.study.interventions.targets import title

HAPPENED = ("act", "hidden_act", "signed", "renewed", "imposed", "delayed_licence")
REASONS = {  # events that stand in the way of a dated act, in words
    "unaffordable": "money or staff for diplomacy ran short",
    "refused_licence": "the licence was refused",
}


@dataclass(frozen=True)
class Missed:
    """A dated act, or one party of it, that took place in no run: its name as a target, who, and why not."""

    name: str
    title: str
    who: str
    times: int
    runs: int
    reasons: Mapping[str, int]

    def __str__(self) -> str:
        what = f"{self.title[:1].upper()}{self.title[1:]}"
        who = f" never with {self.who}" if self.who else " never took place"
        why = " and ".join(f"{reason} ({count:,} times)" for reason, count in self.reasons.items())
        when = f"{counted(self.times, 'date')} in {counted(self.runs, 'run')}"
        return f"{what}:{who} ({when}){f': {why}' if why else ''}."


def missed(spec: Spec, events: Any, runs: int) -> list[Missed]:
    """Dated acts of ``spec`` that took place at none of their dates in any of ``runs`` runs, from the log of the runs
    that are kept in detail.

    ``events`` is that table. An act that nations do of their own will in the same month counts as the dated one. Of an
    act of three parties or more, each party that never came is named.
    """
    if not len(events) or runs < 1:
        return []
    keys = ("event", "kind", "initiator", "target")
    frame = events.assign(**{column: events[column].astype(object) for column in keys})
    found: list[Missed] = []
    for row, entry in enumerate(spec.timeline):
        kind = spec.kinds.get(entry.event)
        ticks = [tick_of(month, spec.time) for month in dates(entry, spec.time)]
        ticks = [tick for tick in ticks if 0 <= tick < spec.time.ticks]
        if kind is None or kind.is_off or not ticks:
            continue
        rows = frame[(frame["kind"] == entry.event) & frame["tick"].isin([*ticks, *(tick + 1 for tick in ticks)])]
        found += _of_entry(spec, f"timeline.{row}", _parties(entry), rows, (len(ticks), runs))
    return found


def _parties(entry: Any) -> tuple[str, ...]:
    between = getattr(entry.args, "between", None)
    sides = [getattr(entry.args, "from_", None), getattr(entry.args, "to", None)]
    return tuple(between) if between else tuple(code for code in sides if code)


def _of_entry(spec: Spec, name: str, parties: tuple[str, ...], rows: Any, counts: tuple[int, int]) -> list[Missed]:
    """What never happened of one entry: all of it, or the part of single parties."""
    times, runs = counts
    inside = rows["initiator"].isin(parties) & (rows["target"].isin(parties) | rows["target"].isna())
    done = rows[inside & rows["event"].isin(HAPPENED)]
    failed = rows[inside & rows["event"].isin(tuple(REASONS))]
    if len(parties) > 2:
        came = {*done["initiator"], *done["target"].dropna()}
        absent = [code for code in parties if code not in came]
        if came:
            names = {code: spec.nations[code].name or code for code in absent}
            return [
                Missed(name, title(spec, name), names[code], times, runs, _why(failed[failed["initiator"] == code]))
                for code in absent
            ]
    return [] if len(done) else [Missed(name, title(spec, name), "", times, runs, _why(failed))]


def _why(failed: Any) -> dict[str, int]:
    counted_events = Counter(failed["event"])
    return {REASONS[event]: count for event, count in counted_events.most_common()}
