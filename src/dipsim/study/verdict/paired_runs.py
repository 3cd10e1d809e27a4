"""With and without something, at many settings of a scenario, all on the same draws."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from dipsim.errors import RequestError
from dipsim.runs.batches.ensemble import Progress
from dipsim.runs.batches.points import points
from dipsim.runs.batches.process_pool import pool_for
from dipsim.runs.batches.settled_start import settled_start
from dipsim.runs.outcomes import Outcomes
from dipsim.scenario.draws.draws import applied
from dipsim.scenario.schema.parts import SETTLED
from dipsim.scenario.schema.spec import Spec
from dipsim.scenario.world.build import World, build
from dipsim.study.interventions.targets import without
from dipsim.study.statistics import paired_intervals
from dipsim.study.verdict.decision import VerdictRow
from dipsim.study.verdict.verdict import compare

Floats = NDArray[np.float64]
OUTCOMES = {  # what an effect can be asked of, with its unit
    "expected_disputes": "expected disputes per decade",
    "expected_force": "expected uses of force per decade",
    "force": "chance of a use of force",
    "tension": "mean tension (0 to 2)",
    "trust": "mean trust of the region",
}


class NobodyThere(RequestError):
    """The effect on a level over relevant dyads is asked of a region that has none."""


@dataclass(frozen=True)
class Pair:
    """Outcomes of the same runs with and without a target."""

    target: str
    with_target: Outcomes
    without_target: Outcomes

    def difference(self, outcome: str) -> Floats:
        """With minus without of ``outcome``, one number per run. Raises NobodyThere where a run has no relevant dyad to
        have a mean of."""
        found = np.asarray(getattr(self.with_target, outcome) - getattr(self.without_target, outcome))
        if np.isnan(found).any():
            why = "no two nations are within reach of each other or share an organisation"
            raise NobodyThere(f"no {OUTCOMES[outcome]}: {why}")
        return found

    def row(self) -> VerdictRow:
        """The verdict."""
        return compare(self.target, self.with_target, self.without_target)


def arms(spec: Spec, targets: Sequence[str], mode: str = "off") -> list[World]:
    """The world of ``spec``, and the same without each of ``targets``, all with one settled start, worked out here.

    ``mode`` as in ``targets.without``. Raises UnknownTarget, UnsettledStart.
    """
    world = build(spec)
    if world.start_at == SETTLED:
        settled_start(world.settled_as or world)
    return [world, *(_sharing(world, without(spec, name, mode), name) for name in targets)]


def _sharing(world: World, other: World, name: str) -> World:
    """``other`` with the very start of ``world``, so that it is not worked out twice; an override has its own."""
    same = other.settled_as is not None and "=" not in name
    return replace(other, settled_as=world.settled_as or world) if same else other


@dataclass(frozen=True)
class Pairs:
    """Runs both arms of a target at any number of settings; the worlds share blocks.

    ``draw``: a draw of the uncertain numbers, value by path, which every setting gets. ``runs``: the numbers of the
    replicates, 0 to ``replicates`` - 1 unless given.
    """

    target: str
    seed: int
    replicates: int
    executor: Executor | None = None
    progress: Progress | None = None
    draw: Mapping[str, float] = field(default_factory=dict)
    runs: Sequence[int] | None = None

    def __call__(self, specs: Sequence[Spec]) -> list[Pair]:
        """The pair of every setting, in order. Raises UnknownTarget, UnsettledStart."""
        settings = [applied(spec, self.draw) for spec in specs] if self.draw else specs
        worlds = [world for spec in settings for world in arms(spec, [self.target])]
        runs = [range(self.replicates) if self.runs is None else self.runs] * len(worlds)
        found = points(worlds, self.seed, runs, executor=self.executor, progress=self.progress)
        return [Pair(self.target, found[at], found[at + 1]) for at in range(0, len(found), 2)]


@contextlib.contextmanager
def pairs(target: str, seed: int, replicates: int, workers: int, progress: Progress | None) -> Iterator[Pairs]:
    """Pairs of ``replicates`` runs with and without ``target`` from ``seed``, in ``workers`` processes, or here for
    one; ``progress`` is told how many runs are done."""
    with pool_for(workers) as pool:
        yield Pairs(target, seed, replicates, pool, progress)


def interval(outcome: str, differences: Floats, level: float) -> paired_intervals.Interval:
    """Mean of ``differences`` over pairs, with the interval at this ``level`` that suits the ``outcome``."""
    if outcome == "force":
        ones, zeros = (differences > 0).astype(float), (differences < 0).astype(float)
        return paired_intervals.paired_proportion(ones, zeros, identical=False, level=level)
    return paired_intervals.paired_mean(differences, np.zeros_like(differences), level)
