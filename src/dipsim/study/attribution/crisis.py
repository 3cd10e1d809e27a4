"""Why this crisis: what made a dispute of a run begin and climb, and what perfect information would leave of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Unpack

import numpy as np

from dipsim.model.state.events import LOG
from dipsim.runs.batches.ensemble import Progress
from dipsim.runs.batches.event_trace import (
    EVENT,
    FIRST,
    KIND,
    LEVELS,
    SECOND,
    TICK,
    WORDS,
    Floats,
    Lane,
    Watched,
    outcomes_of,
    reached,
    watch,
)
from dipsim.runs.settings import Scenario, prepare
from dipsim.scenario.schema.spec import Spec
from dipsim.scenario.world.build import World, build
from dipsim.scenario.world.timeline import date_of
from dipsim.study.answer import Answer
from dipsim.study.attribution import crisis_text
from dipsim.study.attribution.bargain import Bargain, bargain
from dipsim.study.attribution.hazard import Moment, moment
from dipsim.study.attribution.select_crisis import Asked, CrisisOptions, Occasion, asked, check, choose, rows
from dipsim.study.interventions.targets import without
from dipsim.study.statistics import paired_intervals
from dipsim.study.verdict.decision import Effect, VerdictRow
from dipsim.study.verdict.verdict import compare

if TYPE_CHECKING:
    import pandas as pd

BEFORE = 2.0  # years before the dispute whose acts are shown
MOST = 12
WHEN_OF = ("signed", "imposed", "followed", "revoked", "breached", "lapsed", "ended", "leaked", "discovered", "mishap")
HAPPENED = ("act", "hidden_act", "refused_licence", "diverted", "abandoned", "government_change", "power_shock")
SHOWN = {*WHEN_OF, *HAPPENED, "technology_shock", "disaster", "dispute", "climbed", "won", "changed", "stake", "lifted"}


@dataclass(frozen=True)
class Before:
    """What went before: an event or act, who did it with or to whom, how often in the last years, and when last."""

    what: str
    one: str
    other: str
    times: int
    last: str


@dataclass(frozen=True)
class Informed:
    """What misperception does: runs as they are minus the same runs with everybody's strength known to all.

    ``region`` is the verdict of misperception over the region; ``force`` and ``war`` are the chances that this pair
    comes to it in a run, ``base`` being those with perfect information.
    """

    region: VerdictRow
    force: Effect
    war: Effect

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {"region": self.region.as_dict(), "force": asdict(self.force), "war": asdict(self.war)}


@dataclass(frozen=True)
class Crisis(Answer):
    """A crisis of one run and why it came. ``one`` challenged ``other``; dates are months, ``chance`` of that tick."""

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
    chance: float
    ladder: tuple[tuple[str, str], ...]
    moment: Moment
    bargain: Bargain | None
    before: tuple[Before, ...]
    informed: Informed | None
    title: str

    @property
    def noun(self) -> str:
        return Asked(self.level).noun

    def to_frame(self) -> pd.DataFrame:
        """A row for each road to the dispute, of either side: its rate a year, its share and its factors."""
        import pandas as pd

        return pd.DataFrame(
            [
                {"challenger": side.challenger, "target": side.target, "road": road.name, "rate": road.rate}
                | {"share": road.share, **road.factors}
                for side in self.moment.sides
                for road in side.roads
            ]
        )

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        plain = {key: value for key, value in vars(self).items() if key not in ("moment", "bargain", "informed")}
        return plain | {
            "ladder": [{"date": date, "rung": rung} for date, rung in self.ladder],
            "before": [asdict(each) for each in self.before],
            "moment": self.moment.as_dict(),
            "bargain": None if self.bargain is None else asdict(self.bargain),
            "informed": None if self.informed is None else self.informed.as_dict(),
        }

    def __str__(self) -> str:
        return "\n".join(crisis_text.crisis(self))


def crisis(
    scenario: Scenario,
    one: str | None = None,
    other: str | None = None,
    *,
    informed: bool = True,
    **options: Unpack[CrisisOptions],
) -> Crisis:
    """Why the first crisis of a level came, between two nations or anybody.

    Raises NoCrisis, ArgumentError for nations, a level or a date that are wrong.

    Parameters
    ----------
    scenario : str, Path, Spec or Result
        A file, a shipped name, a folder of results, or what was loaded of these.
    one, other : str, optional
        Codes of the two nations; any pair unless given.
    informed : bool
        Add the same runs with perfect information.
    **options
        ``replicates``, ``seed``, ``workers``, ``progress`` (True counts the runs), ``sets`` ("PATH=VALUE") and
        ``anyway`` (answer although another model made the folder); ``level`` (dispute, display, force or war), ``run``
        (the one in the middle by date unless given) and ``date``.

    Returns
    -------
    Crisis
        The terms of its hazard, what went before, and what perfect information would leave of it.

    Examples
    --------
    >>> found = dipsim.crisis("two_blocs", level="dispute", replicates=2, informed=False)
    >>> found.noun
    'dispute'
    """
    spec, settings = prepare(scenario, options, kind=CrisisOptions)
    request, world, replicates, seed = asked(one, other, options), build(spec), settings.replicates, settings.seed
    check(spec, request)
    rows(world, request.pair)
    n_workers = settings.workers_for(spec, 2 if informed else 1)
    watched = survey(world, seed, replicates, request.run, n_workers, settings.progress)
    found = choose(spec, world, request, watched)
    known = None
    if informed:
        true = watch(
            lanes(without(spec, "processes.perception"), replicates),
            seed,
            workers=n_workers,
            progress=settings.progress,
        )
        known = _informed(world, found, watched[:replicates], true)
    return _explain(spec, world, request, found, watched, seed, known)


def lanes(world: World, replicates: int) -> list[Lane]:
    """The first replicates of a world."""
    return [Lane(world, replicate) for replicate in range(replicates)]


def survey(
    world: World, seed: int, replicates: int, run: int | None, workers: int = 1, progress: Progress | None = None
) -> list[Watched]:
    """The first ``replicates`` runs of ``world`` from ``seed``, and ``run`` at the end where it lies beyond;
    ``workers`` processes, ``progress`` is told how many runs are done."""
    requested = lanes(world, replicates) + ([Lane(world, run)] if run is not None and run >= replicates else [])
    return watch(requested, seed, workers=workers, progress=progress)


def _explain(
    spec: Spec,
    world: World,
    request: Asked,
    found: Occasion,
    watched: Sequence[Watched],
    seed: int,
    known: Informed | None,
) -> Crisis:
    """The terms of the tick in which the dispute began, and of that in which it became war."""
    events = watched[min(found.run, len(watched) - 1)].events
    terms = moment(world, seed, found.run, found.begun, found.challenger, found.target)
    wars = [tick for tick, rung in found.ladder if rung == LEVELS["war"]]
    pair = found.challenger, found.target
    gap = bargain(world, seed, found.run, wars[0], found.begun, pair) if wars else None
    return Crisis(
        one=world.codes[found.challenger],
        other=world.codes[found.target],
        level=request.level,
        begun=date_of(found.begun, spec.time),
        date=date_of(found.tick, spec.time),
        run=found.run,
        median=found.median,
        runs_with=found.runs_with,
        replicates=found.replicates,
        seed=seed,
        chance=float(1.0 - np.exp(-terms.total * world.dt)),
        ladder=tuple((date_of(tick, spec.time), WORDS[rung]) for tick, rung in found.ladder),
        moment=terms,
        bargain=gap,
        before=_before(spec, world, events, found),
        informed=known,
        title=spec.title,
    )


def _before(spec: Spec, world: World, events: Floats, found: Occasion) -> tuple[Before, ...]:
    """Acts and events of either of the two in the years before, the same of the same parties counted together.

    Those of the two with each other come first, then the latest.
    """
    since = found.begun - round(BEFORE * world.per_year)
    near = events[(events[:, TICK] >= since) & (events[:, TICK] < found.begun)]
    groups: dict[tuple[str, str, str], list[int]] = {}
    for row in near:
        event, i, j = LOG[int(row[EVENT])], int(row[FIRST]), int(row[SECOND])
        if event not in SHOWN or not {i, j} & {found.challenger, found.target}:
            continue
        kind = world.kinds[int(row[KIND])].replace("_", " ") if row[KIND] >= 0 else ""
        what = kind if event == "act" else f"{event.replace('_', ' ')} {kind}".strip()
        pair = world.codes[i], world.codes[j] if j != i else ""
        groups.setdefault((what, *pair), []).append(int(row[TICK]))
    both = {world.codes[found.challenger], world.codes[found.target]}
    order = sorted(groups.items(), key=lambda item: ({*item[0][1:]} != both, -max(item[1]), item[0]))
    return tuple(Before(*key, len(ticks), date_of(max(ticks), spec.time)) for key, ticks in order[:MOST])


def _informed(
    world: World, found: Occasion, with_target: Sequence[Watched], without_target: Sequence[Watched]
) -> Informed:
    """The paired difference that misperception makes, to the region and to this pair."""
    both = found.challenger, found.target

    def effect(rung: int) -> Effect:
        as_is, known = (
            np.array([len(reached(one.events, rung, both)) > 0 for one in arm]) for arm in (with_target, without_target)
        )
        same = all(np.array_equal(a.region, b.region) for a, b in zip(with_target, without_target, strict=True))
        found = paired_intervals.paired_proportion(as_is, known, identical=same)
        return Effect(*found, float(known.mean()))

    row = compare("processes.perception", outcomes_of(world, with_target), outcomes_of(world, without_target))
    return Informed(row, effect(LEVELS["force"]), effect(LEVELS["war"]))
