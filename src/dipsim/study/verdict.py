"""The verdict: each run done twice on the same draws, with something and without it.

Switching a kind off stops its acts, new signatures included. Instruments in force at the start are part of the region
and stay. Freed money is open to other acts of the same purse.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from dipsim.model import kinds
from dipsim.runs.ensemble import Progress, ensemble, processes, usual_workers
from dipsim.runs.outcomes import Outcomes, join, outcomes
from dipsim.scenario import plan
from dipsim.scenario.schema import Spec
from dipsim.scenario.world import World, build
from dipsim.study import intervals, words
from dipsim.study.words import Effect, VerdictRow

COOPERATION = "cooperation"
COOPERATIVE = ("cooperation", "communication", "alliance")  # groups of kinds that are cooperation
MODES = {"off": kinds.OFF, "null": kinds.NULL, "cost-only": kinds.COST_ONLY}


@dataclass(frozen=True)
class Verdict:
    """Rows of a verdict table and its controls: ``null`` must be exactly 0, ``cost_only`` is the opportunity cost."""

    rows: tuple[VerdictRow, ...]
    null: VerdictRow | None
    cost_only: VerdictRow | None
    replicates: int
    seed: int
    title: str

    def __getitem__(self, name: str) -> VerdictRow:
        """The row of that name; KeyError when there is none."""
        for row in self.rows:
            if row.name == name:
                return row
        raise KeyError(name)

    def __str__(self) -> str:
        return "\n".join(str(row) for row in self.rows)

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        controls = {"null": self.null, "cost_only": self.cost_only}
        return {
            "rows": [row.as_dict() for row in self.rows],
            **{name: None if row is None else row.as_dict() for name, row in controls.items()},
            "replicates": self.replicates,
            "seed": self.seed,
            "title": self.title,
        }


def from_dict(data: Mapping[str, Any]) -> Verdict:
    """The verdict that ``as_dict`` was made from."""

    def row(given: Any) -> VerdictRow | None:
        return None if given is None else words.from_dict(given)

    return Verdict(
        tuple(words.from_dict(given) for given in data["rows"]),
        row(data["null"]),
        row(data["cost_only"]),
        data["replicates"],
        data["seed"],
        data["title"],
    )


def active(spec: Spec) -> list[str]:
    """The kinds that the scenario does not switch off."""
    return [name for name, kind in spec.kinds.items() if not kind.is_off]


def cooperative(spec: Spec) -> list[str]:
    """The kinds that are cooperation and not switched off by the scenario."""
    return [name for name in active(spec) if spec.kinds[name].group in COOPERATIVE]


def with_mode(world: World, names: Sequence[str], mode: str) -> World:
    """The same world with the named kinds off, null (counted only) or cost-only (paid, without effect)."""
    table = world.kind.copy()
    for name in names:
        table[kinds.MODE, world.kinds.index(name)] = MODES[mode]
    return replace(world, kind=table)


def compare(name: str, having: Outcomes, lacking: Outcomes) -> VerdictRow:
    """The row for runs with something and the same runs without it."""
    same = bool(np.array_equal(having.expected, lacking.expected) and np.array_equal(having.trust, lacking.trust))
    mean = intervals.paired_mean(having.expected, lacking.expected)
    force = intervals.paired_proportion(having.force, lacking.force, identical=same)
    war = intervals.paired_proportion(having.war, lacking.war, identical=same)
    counted = intervals.paired_mean(having.disputes, lacking.disputes)
    effects = {
        "disputes": _effect(mean, lacking.expected),
        "force": _effect(force, lacking.force),
        "disputes_counted": _effect(counted, lacking.disputes),
        "war": _effect(war, lacking.war),
        "tension": _effect(intervals.paired_mean(having.tension, lacking.tension), lacking.tension),
        "trust": _effect(intervals.paired_mean(having.trust, lacking.trust), lacking.trust),
    }
    spent = float((having.spent - lacking.spent).mean())
    return words.judge(name, effects, intervals.smallest_effect(mean), len(having), spent)


def _effect(interval: intervals.Interval, without: Any) -> Effect:
    return Effect(interval.estimate, interval.low, interval.high, float(np.mean(without)))


@dataclass(frozen=True)
class Arms:
    """Runs the arms of a verdict on the same seed and replicates."""

    seed: int
    replicates: int
    workers: int
    progress: Progress | None = None
    executor: Executor | None = None

    def __call__(self, world: World) -> Outcomes:
        """Outcomes of every replicate of a world."""
        how: dict[str, Any] = {"workers": self.workers, "executor": self.executor, "progress": self.progress}
        return join(list(ensemble(world, self.seed, range(self.replicates), outcomes, **how)))


def verdict(
    spec: Spec,
    names: Sequence[str] | None = None,
    *,
    replicates: int = 200,
    seed: int = 1,
    workers: int | None = None,
    controls: bool = True,
    having: Outcomes | None = None,
    progress: Progress | None = None,
) -> Verdict:
    """Verdicts of cooperation as a whole and of kinds (all of them unless named), with both controls.

    ``having`` are outcomes of the scenario as it is, where they are known already. KeyError for an unknown kind.
    """
    world = build(spec)
    together = cooperative(spec)
    wanted = [COOPERATION, *active(spec)] if names is None else list(names)
    for name in wanted:
        if name != COOPERATION and name not in spec.kinds:
            raise KeyError(name)
    planned = plan.check(spec, replicates, "final", workers or 1)
    busy = workers or usual_workers(planned.seconds * (len(wanted) + 3))
    with processes(busy) if busy > 1 else contextlib.nullcontext() as pool:
        arms = Arms(seed, replicates, busy, progress, pool)
        rows, null, cost_only = _table(arms, world, wanted, together if controls else [], together, having)
    return Verdict(tuple(rows), null, cost_only, replicates, seed, spec.title)


def _table(
    arms: Arms, world: World, wanted: Sequence[str], controlled: list[str], together: list[str], having: Outcomes | None
) -> tuple[list[VerdictRow], VerdictRow | None, VerdictRow | None]:
    """Rows, null control and cost-only control; the controls are those of the kinds ``controlled``, if any."""
    with_all = having if having is not None else arms(world)
    rows, off = [], None
    for name in wanted:
        without = arms(with_mode(world, together if name == COOPERATION else [name], "off"))
        off = without if name == COOPERATION else off
        rows.append(compare(name, with_all, without))
    if not controlled:
        return rows, None, None
    off = arms(with_mode(world, controlled, "off")) if off is None else off
    null = compare("null control", arms(with_mode(world, controlled, "null")), off)
    cost_only = compare("cost-only control", arms(with_mode(world, controlled, "cost-only")), off)
    return rows, null, cost_only


def arms_needed(spec: Spec, names: Sequence[str] | None, controls: bool = True, known: bool = False) -> int:
    """How many ensembles a verdict runs: one per row, and at most three beside."""
    rows = len(active(spec)) + 1 if names is None else len(names)
    extra = 0 if names is None or COOPERATION in names else 1
    return rows + (0 if known else 1) + ((2 + extra) if controls else 0)
