"""The dated acts of a scenario: which happened in a run, and why one did not."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, NamedTuple

import numpy as np

from dipsim.scenario.schema.spec import Spec
from dipsim.scenario.world.timeline import date_of, expand


@dataclass(frozen=True)
class DatedAct:
    """A dated act: its tick, date, kind, the nations named in it, and their rows; ``on`` is False for a kind switched
    off."""

    tick: int
    date: str
    kind: str
    row: int
    parties: tuple[str, ...]
    places: tuple[int, ...]
    on: bool


class LogOfActs(NamedTuple):
    """Columns of the log of a tick, one row an entry: whether an act was served, why it was not (number of the reason,
    -1 for none), its kind, its two parties and the run."""

    served: Any
    why: Any
    kind: Any
    first: Any
    second: Any
    run: Any


@dataclass(frozen=True)
class DatedActs:
    """The dated acts of a scenario in order."""

    every: tuple[DatedAct, ...]
    REASONS: ClassVar[int] = 3  # no money or staff, licence refused, licence put off

    def __len__(self) -> int:
        return len(self.every)

    @cached_property
    def _by_tick(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = defaultdict(list)
        for number, act in enumerate(self.every):
            found[act.tick].append(number)
        return dict(found)

    def due(self, tick: int) -> list[int]:
        """Numbers of the acts of a tick."""
        return self._by_tick.get(tick, [])

    def note(
        self,
        seen: dict[str, Any],
        due: list[int],
        log: LogOfActs,
    ) -> None:
        """Enter what the log of a tick says about the acts that were ``due`` in it into ``done`` and ``reasons``.

        An act happened when two of its parties are seen at it. An act of two nations did not when one could not pay.
        """
        for number in due:
            act = self.every[number]
            own = (log.kind == act.row) & np.isin(log.first, act.places) & np.isin(log.second, act.places)
            seen["done"][number, log.run[own & log.served]] = True
            for reason in range(self.REASONS):
                np.add.at(seen["reasons"][number, reason], log.run[own & (log.why == reason)], 1)
            if len(act.places) == 2:
                seen["done"][number, log.run[own & (log.why == 0)]] = False


def dated_acts(spec: Spec) -> DatedActs:
    """The dated acts of the scenario ``spec``; other dated events, such as joining an organisation, always happen."""
    codes, kinds = list(spec.nations), list(spec.kinds)
    found = []
    for entry in expand(spec):
        if entry.event in kinds:
            parties = tuple(entry.args.get("between") or (entry.args["from"], entry.args["to"]))
            places = tuple(codes.index(code) for code in parties)
            on = not spec.kinds[entry.event].is_off
            row, date = kinds.index(entry.event), date_of(entry.tick, spec.time)
            found.append(DatedAct(entry.tick, date, entry.event, row, parties, places, on))
    return DatedActs(tuple(found))
