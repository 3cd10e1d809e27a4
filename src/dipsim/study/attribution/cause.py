"""The minimal cause of a crisis: a set of events without which it does not occur, none of which can be left out.

Delta debugging (``study/statistics/delta_debugging.py``) over runs with the same random numbers: many sets are tried at
once, each removed from one run of a block.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Unpack

import numpy as np

from dipsim.runs.batches.ensemble import Progress
from dipsim.runs.batches.event_trace import TICK, Watched, reached, watch
from dipsim.runs.settings import RunSettings, Scenario, prepare
from dipsim.scenario.schema.spec import Spec
from dipsim.scenario.world.build import World, build
from dipsim.scenario.world.timeline import date_of
from dipsim.study.answer import Answer
from dipsim.study.attribution import crisis_text
from dipsim.study.attribution.crisis import survey
from dipsim.study.attribution.removable_events import EVENTS, STANDING, Strike, Unit, Units, common, lane, units
from dipsim.study.attribution.select_crisis import Asked, CrisisOptions, Occasion, asked, check, choose, rows
from dipsim.study.statistics import paired_intervals
from dipsim.study.statistics.delta_debugging import minimal, starts
from dipsim.study.verdict.decision import Effect

if TYPE_CHECKING:
    import pandas as pd

WINDOW = 12  # months before and after the crisis in which it must not occur
DRAWN = 64  # sets of the same size drawn at random, to compare with


@dataclass(frozen=True)
class Again:
    """Removal of the same events from the other runs in which the two have such a crisis after the first of them.

    Of ``cases`` runs, ``present`` have at least one of the same events, and ``prevented`` have no crisis within the
    window when they are removed. ``share`` is prevented of cases, with its 95 % interval. ``chance`` is how much the
    events add to the chance that the two come to it in a run; its ``base`` is the chance without them.
    """

    cases: int
    present: int
    prevented: int
    share: paired_intervals.Interval | None
    chance: Effect


@dataclass(frozen=True)
class Cause(Answer):
    """A 1-minimal set of things whose removal prevents a crisis, empty where not even all together prevent it.

    ``one`` challenged ``other``. ``candidates`` counts what could be removed, by sort; where ``events`` is above 0, so
    many events were removed first in vain, and the candidates are conditions at the start.
    ``tried`` counts reruns.
    ``by_chance`` of ``drawn`` other sets of the same size, drawn at random, prevent it too. ``window`` is in months.
    """

    one: str
    other: str
    level: str
    begun: str
    date: str
    run: int
    median: bool
    runs_with: int
    replicates: int
    seed: int
    window: int
    events: int
    candidates: dict[str, int]
    found: tuple[Unit, ...]
    tried: int
    drawn: int
    by_chance: int
    again: Again | None
    title: str

    @property
    def noun(self) -> str:
        return Asked(self.level).noun

    def to_frame(self) -> pd.DataFrame:
        """A row for each thing without which the crisis does not come."""
        import pandas as pd

        return pd.DataFrame([asdict(unit) for unit in self.found])

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        plain = asdict(self)
        if self.again is not None and self.again.share is not None:
            plain["again"]["share"] = self.again.share._asdict()
        return plain

    def __str__(self) -> str:
        return "\n".join(crisis_text.cause(self))


def cause(
    scenario: Scenario,
    one: str | None = None,
    other: str | None = None,
    *,
    among: Sequence[str] = EVENTS,
    window: int = WINDOW,
    **options: Unpack[CrisisOptions],
) -> Cause:
    """A 1-minimal set of events whose removal prevents a crisis within some months of it.

    The crisis is chosen as in ``crisis``. Raises NoCrisis, ArgumentError.

    Parameters
    ----------
    scenario : str, Path, Spec or Result
        A file, a shipped name, a folder of results, or what was loaded of these.
    one, other : str, optional
        Codes of the two nations; any pair unless given.
    among : sequence of str
        Sorts of things that may be removed.
    window : int
        Months before and after its date in which the crisis must not occur.
    **options
        ``replicates``, ``seed``, ``workers``, ``progress`` (True counts the runs), ``sets`` ("PATH=VALUE") and
        ``anyway`` (answer although another model made the folder); ``level``, ``run`` and ``date`` say which crisis is
        meant.

    Returns
    -------
    Cause
        What was found, and how far it holds in other runs.

    Examples
    --------
    >>> found = dipsim.cause("two_blocs", level="dispute", replicates=2)
    >>> found.level
    'dispute'
    """
    spec, settings = prepare(scenario, options, kind=CrisisOptions)
    request, world = asked(one, other, options), build(spec)
    check(spec, request)
    rows(world, request.pair)
    n_workers = settings.workers_for(spec, 2)
    watched = survey(world, settings.seed, settings.replicates, request.run, n_workers, settings.progress)
    case = choose(spec, world, request, watched)
    search = _Search(spec, world, case, watched, settings.seed, tuple(among), window)
    return _answer(search, request.level, settings, n_workers)


def _answer(search: _Search, level: str, settings: RunSettings, n_workers: int) -> Cause:
    """What ``search`` finds among events, else among conditions at the start, and how far it holds in other runs.

    ``level`` is the rung that counts as a crisis; ``n_workers`` processes run the other runs with ``settings``.
    """
    found, events = search.minimal(), len(search.there)
    stood = not found and "conditions" not in search.among
    if stood:
        search = replace(search, among=STANDING)
        found = search.minimal()
    every = list(search.there)
    hits, drawn = search.at_random(len(found)) if found else (0, 0)
    again = search.again(found, settings.replicates, n_workers, settings.progress) if found else None
    spec, world, case = search.spec, search.world, search.case
    return Cause(
        one=world.codes[case.challenger],
        other=world.codes[case.target],
        level=level,
        begun=date_of(case.begun, spec.time),
        date=date_of(case.tick, spec.time),
        run=case.run,
        median=case.median,
        runs_with=case.runs_with,
        replicates=settings.replicates,
        seed=settings.seed,
        window=search.window,
        events=events if stood else 0,
        candidates={sort: sum(unit.sort == sort for unit in every) for sort in search.among},
        found=tuple(found),
        tried=search.tried,
        drawn=drawn,
        by_chance=hits,
        again=again,
        title=spec.title,
    )


@dataclass
class _Search:
    """Reruns of one run with sets of units removed."""

    spec: Spec
    world: World
    case: Occasion
    watched: Sequence[Watched]
    seed: int
    among: tuple[str, ...]
    window: int
    tried: int = 0

    def __post_init__(self) -> None:
        events = self.watched[min(self.case.run, len(self.watched) - 1)].events
        self.there = self._units(events, self.case.tick, self.case.begun)
        self.cache: dict[object, World] = {}
        self.known: dict[frozenset[int], bool] = {frozenset(): False}
        self.wide = round(self.window * self.world.per_year / 12)
        self.pair = self.case.challenger, self.case.target

    def minimal(self) -> list[Unit]:
        """A 1-minimal set of units; empty where neither all, nor all of a sort, nor a single one prevents it."""
        every = list(self.there)
        groups = [[at for at, unit in enumerate(every) if unit.sort == sort] for sort in self.among]
        return [every[at] for at in minimal(starts(groups, self.prevents), self.prevents)]

    def _units(self, events: Any, last: int, own: int = -1) -> Units:
        parties = self.case.challenger, self.case.target
        return units(self.spec, self.world, events, parties, last, own, self.among)

    def prevents(self, sets: Sequence[frozenset[int]]) -> list[bool]:
        """Whether the two stay out of it when each of these ``sets`` is removed; earlier answers are remembered."""
        new = [each for each in dict.fromkeys(sets) if each not in self.known]
        strikes = list(self.there.values())
        lanes = [lane(self.spec, self.world, self.case.run, [strikes[x] for x in sorted(s)], self.cache) for s in new]
        stop = min(self.case.tick + self.wide + 1, self.world.ticks)
        for each, one in zip(new, watch(lanes, self.seed, stop), strict=True):
            self.known[each] = self.stays_out(one, self.case.tick)
        self.tried += len(new)
        return [self.known[each] for each in sets]

    def stays_out(self, one: Watched, tick: int) -> bool:
        """Whether the two do not come to it within the window around a tick."""
        ticks = one.events[reached(one.events, self.case.rung, self.pair), TICK]
        return not bool((np.abs(ticks - tick) <= self.wide).any())

    def at_random(self, size: int) -> tuple[int, int]:
        """How many of some other sets of that size, drawn at random, prevent it, and how many were drawn."""
        count, draw = len(self.there), np.random.default_rng(self.seed)
        sets = {frozenset(int(x) for x in draw.choice(count, size, replace=False)) for _ in range(DRAWN)}
        others = sorted(sets - {each for each, hit in self.known.items() if hit and len(each) == size}, key=sorted)
        return sum(self.prevents(others)), len(others)

    def again(self, found: Sequence[Unit], replicates: int, workers: int, progress: Progress | None) -> Again:
        """Remove the units ``found`` from every run, by what happened there."""
        since = min(self.there[unit].first for unit in found)
        arms = self.watched[:replicates]
        struck: list[list[Strike]] = [common(found, self._units(one.events, self.world.ticks)) for one in arms]
        lanes = [lane(self.spec, self.world, run, each, self.cache) for run, each in enumerate(struck)]
        without_target = watch(lanes, self.seed, workers=workers, progress=progress)
        cases = present = prevented = 0
        for run, (as_is, without) in enumerate(zip(arms, without_target, strict=True)):
            ticks = as_is.events[reached(as_is.events, self.case.rung, self.pair), TICK]
            if run == self.case.run or not (ticks >= since).any():
                continue
            cases += 1
            present += bool(struck[run])
            prevented += self.stays_out(without, int(ticks[ticks >= since][0]))
        share = paired_intervals.proportion(prevented, cases, 0.95) if cases else None
        return Again(cases, present, prevented, share, self._chance(arms, without_target))

    def _chance(self, with_target: Sequence[Watched], without_target: Sequence[Watched]) -> Effect:
        """How much the events add to the chance that the two come to it in a run."""
        hit = [
            np.array([len(reached(one.events, self.case.rung, self.pair)) > 0 for one in arm], dtype=float)
            for arm in (with_target, without_target)
        ]
        same = all(np.array_equal(a.region, b.region) for a, b in zip(with_target, without_target, strict=True))
        return Effect(*paired_intervals.paired_proportion(hit[0], hit[1], identical=same), float(hit[1].mean()))
