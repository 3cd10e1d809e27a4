"""The verdict: each run done twice on the same draws, with something and without it.

What can be taken away is named in ``study/interventions/targets.py``. Freed money is open to other acts of
the same purse, unless spending is held. Instruments in force at the start are part of the
region and stay when their kind is switched off.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Unpack

import numpy as np

from dipsim.runs.batches.ensemble import Progress, ensemble
from dipsim.runs.batches.process_pool import pool_for
from dipsim.runs.drawn.drawn_worlds import DrawnWorlds
from dipsim.runs.outcomes import Outcomes, join, outcomes
from dipsim.runs.settings import RunOptions, Scenario, prepare
from dipsim.scenario.arguments import nations
from dipsim.scenario.schema.spec import Spec
from dipsim.scenario.world.build import World, build
from dipsim.study.interventions.additions import with_added
from dipsim.study.interventions.targets import (
    COOPERATION,
    active,
    chosen,
    cooperative,
    never,
    title,
    with_mode,
    without,
    without_all,
)
from dipsim.study.statistics import paired_intervals
from dipsim.study.verdict import decision
from dipsim.study.verdict.decision import Effect, VerdictRow
from dipsim.study.verdict.verdict_table import Verdict as Verdict
from dipsim.study.verdict.verdict_table import from_dict as from_dict

if TYPE_CHECKING:
    pass

MOST_REPLICATES = 12_800  # where a verdict stops doubling for precision


def compare(name: str, with_target: Outcomes, without_target: Outcomes) -> VerdictRow:
    """The row called ``name`` that compares the outcomes ``with_target`` and ``without_target`` of the same runs."""
    same = all(
        np.array_equal(getattr(with_target, name), getattr(without_target, name), equal_nan=True)
        for name in (*decision.CONFLICT, "trust")
    )
    force = paired_intervals.paired_proportion(with_target.force, without_target.force, identical=same)
    war = paired_intervals.paired_proportion(with_target.war, without_target.war, identical=same)
    effects: dict[str, Effect] = {}
    for rate in (*decision.CONFLICT, "observed_disputes"):
        effects |= _of_level(rate, getattr(with_target, rate), getattr(without_target, rate))
    effects |= {"force": _effect(force, without_target.force), "war": _effect(war, without_target.war)}
    for level in ("tension", "trust", "relation"):
        effects |= _of_level(level, getattr(with_target, level), getattr(without_target, level))
    spent = float((with_target.spent - without_target.spent).mean())
    return decision.judge(name, effects, len(with_target), spent)


def _of_level(name: str, with_target: Any, without_target: Any) -> dict[str, Effect]:
    """The effect on a mean, over the pairs of runs in which it is there; nothing where it is in none."""
    there = ~(np.isnan(with_target) | np.isnan(without_target))
    if not there.any():
        return {}
    return {
        name: _effect(paired_intervals.paired_mean(with_target[there], without_target[there]), without_target[there])
    }


def _effect(interval: paired_intervals.Interval, without: Any) -> Effect:
    return Effect(interval.estimate, interval.low, interval.high, float(np.mean(without)))


@dataclass
class Arms:
    """Runs the arms of a verdict on the same seed and replicates, and goes on where an arm stopped."""

    seed: int
    replicates: int
    workers: int
    progress: Progress | None = None
    executor: Executor | None = None
    relation: tuple[int, int] | None = None
    done: dict[int, tuple[World | DrawnWorlds, Outcomes]] = field(default_factory=dict)

    def __call__(self, world: World | DrawnWorlds) -> Outcomes:
        """Outcomes of every replicate of a world, or of the worlds of their draws."""
        known = self.done.get(id(world))
        first = len(known[1]) if known else 0
        if known and first >= self.replicates:
            return known[1]
        settings: dict[str, Any] = {"workers": self.workers, "executor": self.executor, "progress": self.progress}
        settings["pairs"] = self.relation is not None
        reduce = partial(outcomes, relation=self.relation)
        found = list(ensemble(world, self.seed, range(first, self.replicates), reduce, **settings))
        together = join([*([known[1]] if known else []), *found])
        self.done[id(world)] = world, together
        return together


class VerdictOptions(RunOptions, total=False):
    """Keywords of a verdict, beside those of every question.

    ``controls``: add the null and the cost-only control. ``row_controls``: both for each kind that is named too.
    ``precision``: half-width of the interval of disputes per decade that is wanted: replicates double at fixed looks
    until every row has it or ``MOST_REPLICATES`` are reached; only the width decides, never the verdict.
    ``hold_spending``: burn the money that is freed when a kind is taken away. ``relation``: add the trust of the first
    nation in the second. ``add``: acts that are added to the scenario and judged first, as entries of a timeline.
    ``from_the_beginning``: what is taken away was never there, so that the arm without it settles for itself; else it
    goes at the first tick.
    """

    controls: bool
    row_controls: bool
    precision: float | None
    hold_spending: bool
    relation: tuple[str, str] | None
    add: str | Sequence[str]
    from_the_beginning: bool


def verdict(
    scenario: Scenario,
    names: str | Sequence[str] | None = None,
    *,
    with_target: Outcomes | None = None,
    **options: Unpack[VerdictOptions],
) -> Verdict:
    """Verdicts of what is named, with both controls.

    Raises UnknownTarget, and UnknownName for a nation that the scenario does not have.

    Parameters
    ----------
    scenario : str, Path, Spec or Result
        A file, a shipped name, a folder of results, or what was loaded of these.
    names : str or sequence of str, optional
        Kinds, "cooperation", ``timeline.0``, sorts such as "programmes", ...; cooperation and every kind unless given.
    with_target : Outcomes, optional
        Outcomes of the scenario as it is, where they are known.
    **options
        ``replicates``, ``seed``, ``workers``, ``progress`` (True counts the runs), ``sets`` ("PATH=VALUE") and
        ``anyway`` (answer although another model made the folder); ``controls``, ``row_controls``, ``precision``,
        ``hold_spending``, ``relation`` and ``add`` of ``VerdictOptions``.

    Returns
    -------
    Verdict
        A row for each name; ``to_frame()`` has every outcome with its interval.

    Examples
    --------
    >>> found = dipsim.verdict("two_nations", "joint_exercise", replicates=4)
    >>> found["joint_exercise"].shown
    'no noticeable effect'
    """
    spec, settings = prepare(scenario, options, kind=VerdictOptions)
    spec, added = with_added(spec, options.get("add") or ())
    relation = options.get("relation")
    world, together = build(spec), cooperative(spec)
    everything = names is None and not added
    requested = [COOPERATION, *active(spec)] if everything else [*added, *chosen(spec, names or ())]
    if relation is not None:
        nations(spec, *relation)
    mode, codes = (
        "cost-only" if options.get("hold_spending") else "off",
        {code: row for row, code in enumerate(world.codes)},
    )
    without_target = {name: without(spec, name, mode) for name in requested}
    if options.get("from_the_beginning"):
        without_target = {name: never(one) for name, one in without_target.items()}
    n_workers = settings.workers_for(spec, len(requested) + 3)
    with pool_for(n_workers) as pool:
        rows_of = None if relation is None else (codes[relation[0]], codes[relation[1]])
        arms = Arms(settings.seed, settings.replicates, n_workers, settings.progress, pool, rows_of)
        if with_target is not None and relation is None and not added:
            arms.done[id(world)] = world, with_target
        rows = [
            replace(row, label=_label(spec, row.name))
            for row in _rows(arms, world, without_target, options.get("precision"))
        ]
        if options.get("row_controls"):
            rows += [row for name in requested if name in spec.kinds for row in _of_one(arms, world, spec, name)]
        null, cost_only = None, None
        if options.get("controls", True):
            null, cost_only = _controls(arms, world, together, without_target.get(COOPERATION), mode)
    return Verdict(tuple(rows), null, cost_only, arms.replicates, settings.seed, spec.title)


def _rows(arms: Arms, world: World, without_target: Mapping[str, World], precision: float | None) -> list[VerdictRow]:
    """Rows of the table; replicates double while any row is too wide."""
    while True:
        rows = [compare(name, arms(world), arms(other)) for name, other in without_target.items()]
        wide = precision is not None and any(width(row) > precision for row in rows)
        if not wide or 2 * arms.replicates > MOST_REPLICATES:
            return rows
        arms.replicates *= 2


def _label(spec: Spec, name: str) -> str:
    """A name that does not speak for itself in words."""
    label = title(spec, name)
    return "" if name == COOPERATION or name in spec.kinds else label[:1].upper() + label[1:]


def width(row: VerdictRow) -> float:
    """Half the width of the interval of the effect in ``row`` on disputes per decade."""
    return 0.5 * (row.effects["expected_disputes"].high - row.effects["expected_disputes"].low)


def _of_one(arms: Arms, world: World, spec: Spec, name: str) -> list[VerdictRow]:
    """The null and the cost-only control of one kind."""
    off, found = arms(with_mode(world, [name], "off")), []
    for mode, statement in (("null", "counted only"), ("cost-only", "paid only")):
        row = compare(f"{name} {mode}", arms(with_mode(world, [name], mode)), off)
        found.append(replace(row, label=f"{title(spec, name)}, {statement}"))
    return found


def _controls(
    arms: Arms, world: World, together: Sequence[str], off: World | None, mode: str
) -> tuple[VerdictRow | None, VerdictRow | None]:
    """The null control, exactly 0, and the cost-only control of all cooperation."""
    if not together:
        return None, None
    without_target = arms(with_mode(world, together, "off") if off is None or mode != "off" else off)
    null = compare("null control", arms(with_mode(world, together, "null")), without_target)
    cost_only = compare("cost-only control", arms(with_mode(world, together, "cost-only")), without_target)
    return null, cost_only


def interaction(
    scenario: Scenario, one: str, other: str, **options: Unpack[RunOptions]
) -> tuple[VerdictRow, VerdictRow, VerdictRow]:
    """What ``one`` does beside ``other``, what it does without it, and the difference: how one changes the other.

    The difference is the paired difference of differences over the same random numbers, in ``scenario``. Raises
    UnknownTarget, ValueError.
    """
    spec, settings = prepare(scenario, options)
    whole = build(spec)
    worlds = [whole, without(spec, one), without(spec, other), without_all(spec, [one, other])]
    n_workers = settings.workers_for(spec, 4)
    with pool_for(n_workers) as pool:
        arms = Arms(settings.seed, settings.replicates, n_workers, settings.progress, pool)
        both, lacking_one, lacking_other, neither = (arms(world) for world in worlds)
    beside, alone = compare("beside", both, lacking_one), compare("alone", lacking_other, neither)
    difference = _difference("difference", (both, lacking_one), (lacking_other, neither))
    first, second = title(spec, one), title(spec, other)
    return (
        replace(beside, label=f"{first} with {second}"),
        replace(alone, label=f"{first} without {second}"),
        replace(difference, label=f"Difference that {second} makes"),
    )


def _difference(name: str, beside: tuple[Outcomes, Outcomes], alone: tuple[Outcomes, Outcomes]) -> VerdictRow:
    """The row of a difference of differences; all of its intervals are Student's."""
    effects: dict[str, Effect] = {}
    for outcome in OUTCOMES:
        first = getattr(beside[0], outcome) - getattr(beside[1], outcome)
        second = getattr(alone[0], outcome) - getattr(alone[1], outcome)
        effects |= _of_level(outcome, first, second)
    return decision.judge(name, effects, len(beside[0]))


OUTCOMES = (*decision.CONFLICT, "observed_disputes", "force", "war", "tension", "trust")


def arms_needed(spec: Spec, names: Sequence[str] | None, controls: bool = True, known: bool = False) -> int:
    """How many ensembles a verdict on ``names`` in ``spec`` runs: one per row, and at most three beside for
    ``controls`` and the runs as they are, unless these are ``known``."""
    rows = len(active(spec)) + 1 if names is None else len(names)
    extra = 0 if names is None or COOPERATION in names else 1
    return rows + (0 if known else 1) + ((2 + extra) if controls else 0)
