"""Step 1, first: the dated events of the tick. Acts of the timeline wait for step 3."""

from __future__ import annotations

from math import exp
from typing import Any

from dipsim.model.parameters import NATION
from dipsim.model.state.events import DatedEvent, DatedField
from dipsim.scenario.world.build import World

from .institutions import betray
from .lines import set_lines
from .politics import change_government, leap

NAMES = NATION.names()


class Dated:
    """One row of the timeline."""

    __slots__ = (
        *("event", "row", "kind", "first", "second", "organisation", "parties", "what"),
        *("size", "notified", "hidden", "planned", "value"),
    )

    def __init__(self, region: Any, world: World, e: int) -> None:
        _, event, kind, first, second, organisation, what = (int(x) for x in world.dated[e])
        self.row = e
        self.event = DatedEvent(event).name.lower()
        self.kind = region.kinds[kind] if kind >= 0 else None
        self.first = region.nations[first] if first >= 0 else None
        self.second = region.nations[second] if second >= 0 else None
        self.organisation = region.organisations[organisation] if organisation >= 0 else None
        self.what = what  # row of a trait, or who ended it
        self.size, self.notified, self.hidden, self.value, planned = (float(x) for x in world.dated_size[e])
        self.planned = planned > 0.0 and self.size > 0.0
        self.parties = [region.nations[i] for i in world.dated_party[e].nonzero()[0]]


def timeline(region: Any, world: World) -> dict[int, list[Dated]]:
    """The rows of every tick, in their order."""
    found: dict[int, list[Dated]] = {}
    for e in range(len(world.dated)):
        found.setdefault(int(world.dated[e, DatedField.TICK]), []).append(Dated(region, world, e))
    return found


def happen(region: Any, tick: int) -> None:
    """The events of a tick, except acts."""
    for dated in region.timeline.get(tick, ()):
        if dated.event != "act":
            EVENTS[dated.event](region, dated)


def _government(region: Any, dated: Dated) -> None:
    change_government(dated.first)


def _disaster(region: Any, dated: Dated) -> None:
    dated.first.disaster += dated.size


def _power(region: Any, dated: Dated) -> None:
    dated.first.capability *= exp(dated.size)


def _technology(region: Any, dated: Dated) -> None:
    leap(dated.first, dated.size)


def _join(region: Any, dated: Dated) -> None:
    dated.organisation.admit(dated.first)


def _leave(region: Any, dated: Dated) -> None:
    dated.organisation.expel(dated.first)


def _change(region: Any, dated: Dated) -> None:
    name = NAMES[dated.what]
    setattr(dated.first, name, dated.size)
    if name == "stability":
        dated.first.stability_start = dated.size
    elif name == "coherence":
        dated.first.coherence_start = dated.size
        set_lines(dated.first)


def _dispute(region: Any, dated: Dated) -> None:
    tie = dated.first.views[dated.second.index].tie
    tie.dispute = tie.claim = dated.size


def _lift(region: Any, dated: Dated) -> None:
    view = dated.first.views[dated.second.index]
    view.measures.clear()
    view.hollow.clear()


def _end(region: Any, dated: Dated) -> None:
    kind, view = dated.kind, dated.first.views[dated.second.index]
    if kind.measure:
        for one in (view, view.back):
            one.measures.pop(kind, None)
            one.hollow.discard(kind)
    elif kind in view.tie.years:
        hollow = kind in view.tie.hollow
        view.tie.end(kind)
        if dated.what >= 0 and not hollow:
            mine = view if dated.first.index == dated.what else view.back
            betray(mine, region.par.institutions.betrayal)


EVENTS = {
    "government_change": _government,
    "disaster": _disaster,
    "power_shock": _power,
    "technology_shock": _technology,
    "join": _join,
    "leave": _leave,
    "change": _change,
    "dispute": _dispute,
    "lift": _lift,
    "end": _end,
}
