"""What can be removed from a run: dated entries, served acts, incidents, chance events, disputes, conditions.

The run is repeated without these things. Served acts are removed in the months in which they happened: the two are
unwilling for that tick (acts of two nations), the kind is not proposed (incidents, measures and what nations host), the
organisation does not meet (meetings). Other acts may take place later instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dipsim.model.processes.conflict import shock
from dipsim.model.processes.domestic import government, politics
from dipsim.model.state import dyads, exchange_kind
from dipsim.model.state.events import DatedEvent, DatedField, LogEvent
from dipsim.runs.batches.block_runner import calendar_year
from dipsim.runs.batches.event_trace import EVENT, FIRST, KIND, SECOND, TICK, Edit, Floats, Lane
from dipsim.scenario.schema.spec import Spec
from dipsim.scenario.world.build import World
from dipsim.scenario.world.schedule import dated_events
from dipsim.study.attribution import structural_conditions
from dipsim.study.attribution.hazard import NO_ONSET
from dipsim.study.interventions import targets

SORTS = ("timeline", "chance", "disputes", "incidents", "acts", "conditions", "treaties", "organisations")
EVENTS, STANDING = SORTS[:5], SORTS[5:]  # what happens in a run, and how things stand when it starts
RATES: dict[DatedEvent, tuple[int, ...]] = {  # events that happen by chance: rates that are 0 while one is removed
    DatedEvent.GOVERNMENT_CHANGE: (government.CHANGE_RATE, government.ELECTIONS),
    DatedEvent.DISASTER: (politics.DISASTER_RATE,),
    DatedEvent.POWER_SHOCK: (politics.POWER_RATE,),
    DatedEvent.TECHNOLOGY_SHOCK: (politics.TECHNOLOGY_RATE,),
}
CHANCE: dict[int, tuple[tuple[int, ...], str, DatedEvent]] = {
    int(event.log): (rates, event.title, event) for event, rates in RATES.items()
}


@dataclass(frozen=True, order=True)
class Unit:
    """One thing that can be removed: its sort, its name, its parties, and the year, 0 where it has none."""

    sort: str
    name: str
    who: tuple[str, ...] = ()
    year: int = 0
    text: str = field(default="", compare=False)


@dataclass(frozen=True)
class Strike:
    """How it is removed: numbers changed for a tick, rows of ``dated`` postponed for ever, targets taken away."""

    edits: tuple[Edit, ...] = ()
    rows: tuple[int, ...] = ()
    targets: tuple[str, ...] = ()
    first: int = 0  # tick of the first thing that is removed


Units = dict[Unit, Strike]


def units(
    spec: Spec,
    world: World,
    events: Floats,
    parties: tuple[int, int],
    last: int,
    own: int = -1,
    sorts: Sequence[str] = EVENTS,
) -> Units:
    """All that can be removed from a run up to the tick ``last``, in order: acts of either of ``parties``, other
    events of any nation.

    ``events``: the log of the run of ``spec`` and ``world``; ``sorts``: which sorts of events may be removed.

    ``own`` is the tick in which the dispute in question began: its own beginning is no cause of it. Acts of one kind,
    pair and calendar year are one unit, as are chance events of one sort, nation and year, and disputes of a pair.
    """
    found: Units = {}
    past = events[events[:, TICK] <= last]
    for sort in SORTS:
        if sort not in sorts:
            continue
        if sort == "timeline":
            found |= _timeline(spec, world, last)
        elif sort == "conditions":
            named = structural_conditions.conditions(world, *parties)
            found |= {Unit(sort, name, text=text): Strike(targets=(name,)) for name, text in named.items()}
        elif sort in ("treaties", "organisations"):
            names = targets.names(spec, sort)
            found |= {Unit(sort, name, text=targets.title(spec, name)): Strike(targets=(name,)) for name in names}
        else:
            found |= _happened(spec, world, past, parties, own, sort)
    return found


def _timeline(spec: Spec, world: World, last: int) -> Units:
    """Entries of the timeline with anything up to tick ``last``, and their rows."""
    found: Units = {}
    taken: set[int] = set()
    for number, entry in enumerate(spec.timeline):
        alone = dated_events(spec.model_copy(update={"timeline": (entry,)}), world.codes, world.kinds)
        mine = [_row_of(world, tuple(part[e] for part in alone), taken) for e in range(len(alone[0]))]
        due = [row for row in mine if world.dated[row, DatedField.TICK] <= last]
        if due:
            name = f"timeline.{number}"
            unit = Unit("timeline", name, text=targets.title(spec, name))
            found[unit] = Strike(rows=tuple(mine), first=min(int(world.dated[row, DatedField.TICK]) for row in due))
    return found


def _row_of(world: World, requested: Sequence[NDArray[Any]], taken: set[int]) -> int:
    """The row of the world's timeline that is this one; of equal ones the first that nobody has."""
    tables: list[NDArray[Any]] = [world.dated, world.dated_size, world.dated_party]
    for row in range(len(world.dated)):
        same = all(np.array_equal(table[row], part) for table, part in zip(tables, requested, strict=True))
        if same and row not in taken:
            taken.add(row)
            return row
    raise LookupError("an entry of the timeline has no row")


def _happened(spec: Spec, world: World, past: Floats, parties: tuple[int, int], own: int, sort: str) -> Units:
    """What happened of one sort, put together by kind, parties and year."""
    groups: dict[tuple[str, tuple[str, ...], int], list[tuple[int, tuple[Edit, ...]]]] = {}
    for row in past:
        message = _of_sort(world, row, parties, own, sort)
        if message is not None:
            name, who, edits = message
            tick = int(row[TICK])
            groups.setdefault((name, who, calendar_year(world, tick)), []).append((tick, edits))
    found: Units = {}
    for (name, who, year), members in sorted(groups.items()):
        ticks = sorted({tick for tick, _ in members})
        unit = Unit(sort, name, who, year, _text(spec, world, name, who, year, len(members)))
        edits = tuple(dict.fromkeys(edit for _, each in members for edit in each))
        found[unit] = Strike(edits, first=ticks[0])
    return found


def _of_sort(
    world: World, row: Floats, parties: tuple[int, int], own: int, sort: str
) -> tuple[str, tuple[str, ...], tuple[Edit, ...]] | None:
    """Name, parties and the strike of an event if it is of that sort, else None."""
    event, tick = int(row[EVENT]), int(row[TICK])
    c, i, j = int(row[KIND]), int(row[FIRST]), int(row[SECOND])
    codes = world.codes
    if sort == "chance" and event in CHANCE:
        rates, name, dated = CHANCE[event]
        given = _dated(world, tick, dated)
        if any(world.dated[e, DatedField.FIRST] == i for e in given):
            return None
        return name, (codes[i],), tuple(Edit(tick, "par", (rate,), 0.0) for rate in rates)
    if sort == "disputes" and event == LogEvent.DISPUTE and tick != own:
        return "dispute", tuple(sorted((codes[i], codes[j]))), (Edit(tick, "par", (shock.SHOCK_SIZE,), NO_ONSET),)
    if (
        event not in (LogEvent.ACT, LogEvent.HIDDEN_ACT)
        or sort not in ("acts", "incidents")
        or not {i, j} & set(parties)
    ):
        return None
    incident = world.form[c] == exchange_kind.INCIDENT
    if incident != (sort == "incidents") or _is_dated(world, tick, c, i, j):
        return None
    many = world.form[c] in (exchange_kind.MANY, exchange_kind.HOSTED)
    directed = world.form[c] in (exchange_kind.DIRECTED, exchange_kind.SANCTION, exchange_kind.INCIDENT)
    who = () if many else (codes[i], codes[j]) if directed else tuple(sorted((codes[i], codes[j])))
    return world.kinds[c], who, _unmade(world, tick, c, i, j)


def _unmade(world: World, tick: int, c: int, i: int, j: int) -> tuple[Edit, ...]:
    """What keeps an act of kind c of the two from happening in a tick."""
    edits = [
        Edit(tick, "meeting_rate", (m,), 0.0) for m in range(len(world.meeting_kind)) if world.meeting_kind[m] == c
    ]
    if world.form[c] in (exchange_kind.INCIDENT, exchange_kind.SANCTION, exchange_kind.HOSTED):
        edits.append(Edit(tick, "kind", (exchange_kind.RATE, c), 0.0))
    elif world.form[c] != exchange_kind.MANY:
        edits.append(Edit(tick, "dyad", (dyads.WILLINGNESS, i, j), 0.0))
    return tuple(edits)


def _dated(world: World, tick: int, event: int) -> list[int]:
    """Rows of the timeline with that event in that tick."""
    return [
        int(e)
        for e in np.flatnonzero((world.dated[:, DatedField.TICK] == tick) & (world.dated[:, DatedField.EVENT] == event))
    ]


def _is_dated(world: World, tick: int, c: int, i: int, j: int) -> bool:
    """Whether the timeline has this act of the two in this tick."""
    for e in _dated(world, tick, DatedEvent.ACT):
        two = {int(world.dated[e, DatedField.FIRST]), int(world.dated[e, DatedField.SECOND])} == {i, j}
        several = bool(world.dated_party[e, i] and world.dated_party[e, j])
        if world.dated[e, DatedField.KIND] == c and (two or several):
            return True
    return False


def _text(spec: Spec, world: World, name: str, who: tuple[str, ...], year: int, times: int) -> str:
    """A unit in words."""
    what = spec.kinds[name].title if name in spec.kinds else name
    form = world.form[world.kinds.index(name)] if name in world.kinds else -1
    directed = form in (exchange_kind.DIRECTED, exchange_kind.SANCTION, exchange_kind.INCIDENT)
    word = (
        {exchange_kind.SANCTION: " against ", exchange_kind.INCIDENT: " against "}.get(int(form), " to ")
        if directed
        else " and "
    )
    of = f" of {word.join(who)}" if who else ""
    often = f" ({times} times)" if times > 1 and who else ""
    return f"{what}{of} in {year}{often}"


def lane(spec: Spec, world: World, run: int, strikes: Iterable[Strike], cache: dict[object, World]) -> Lane:
    """``run`` of ``spec`` and ``world`` without all that ``strikes`` remove; ``cache`` keeps worlds so that equal ones
    are shared."""
    every = list(strikes)
    rows = tuple(sorted({row for strike in every for row in strike.rows}))
    gone = tuple(sorted({name for strike in every for name in strike.targets}))
    key = rows, gone
    if key not in cache:
        cache[key] = _lacking(spec, world, rows, gone)
    edits = tuple(dict.fromkeys(edit for strike in every for edit in strike.edits))
    return Lane(cache[key], run, edits)


def _lacking(spec: Spec, world: World, rows: Sequence[int], gone: Sequence[str]) -> World:
    """The world with rows of the timeline put off for good and targets taken away."""
    changed: dict[str, NDArray[np.generic]] = {}
    if rows:
        dated = world.dated.copy()
        dated[list(rows), DatedField.TICK] = -1
        changed["dated"] = dated
    for name in gone:
        sort = name.partition(".")[0]
        other = (
            targets.without(spec, name)
            if sort in ("relations", "organisations")
            else structural_conditions.without(world, name)
        )
        for array in World.__dataclass_fields__:
            now, then = getattr(other, array), getattr(world, array)
            if (
                isinstance(then, np.ndarray)
                and now is not then
                and not np.array_equal(now, then, equal_nan=then.dtype.kind == "f")
            ):
                changed[array] = np.where(now != then, now, changed.get(array, then))
    return world.changed(**changed) if changed else world


def common(chosen: Iterable[Unit], there: Mapping[Unit, Strike]) -> list[Strike]:
    """Those of the ``chosen`` units that another run has as well, as they are removed ``there``."""
    return [there[unit] for unit in chosen if unit in there]
