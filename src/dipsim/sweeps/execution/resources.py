"""What a sweep would take: points, runs, time, memory and disk, told before anything is begun."""

from __future__ import annotations

from dataclasses import dataclass

from dipsim.runs import resources as plans
from dipsim.scenario.wording import counted
from dipsim.sweeps.execution.sharding import shard_runs
from dipsim.sweeps.experiment.experiment import Experiment

BYTES = 9.0  # stored of a number of a run (measured: outcomes are nearly random)
COURSE_BYTES = 3.5  # stored of a value along a run
BUILD_SECONDS = 0.012  # to build a world in full, about one a shard where worlds are filled in


@dataclass(frozen=True)
class Plan:
    """Estimates of a sweep on one core: points, runs, shards of so many runs, seconds, bytes of memory and disk; with
    draws also how many ``draws`` there are and how many ``starts`` are settled."""

    points: int
    replicates: int
    arms: int
    runs: int
    shard: int
    seconds: float
    memory: int
    disk: int
    draws: int = 0
    starts: int = 0

    def lines(self, workers: int) -> list[str]:
        """The plan in words, for so many ``workers``."""
        arms = f" x {self.arms} arms" if self.arms > 1 else ""
        seconds = self.seconds / max(1, workers)
        factors = f"{counted(self.points, 'point')} x {counted(self.replicates, 'replicate')}{arms}"
        return [
            f"{factors} = {counted(self.runs, 'run')}",
            *self._drawn(),
            f"about {duration(seconds)} with {counted(workers, 'worker')}, "
            f"{plans.size(self.memory)} of memory for each, {plans.size(self.disk)} on disk",
            f"in shards of up to {self.shard} runs, done in an order that is spread over the whole design",
        ]

    def _drawn(self) -> list[str]:
        """What draws add to the plan, in words."""
        starts = counted(self.starts, "start is", "starts are")
        return [f"each run uses one of {counted(self.draws, 'draw')}: {starts} settled"] if self.draws else []


def plan(experiment: Experiment) -> Plan:
    """Estimates for an experiment."""
    one = plans.estimate(experiment.spec, shard_runs(experiment.runs), "final")
    each = one.seconds / max(1, one.runs)
    kept = len(experiment.outcomes) + len(experiment.factors) + 4
    disk = experiment.runs * kept * BYTES * 1.8  # shards, and the merged table
    if experiment.trajectories is not None:
        ticks = experiment.spec.time.ticks // experiment.trajectories.every + 1
        disk += experiment.runs * ticks * len(experiment.trajectories.metrics) * COURSE_BYTES * 2
    seconds = experiment.runs * each + experiment.points * BUILD_SECONDS
    draws, starts, arms = 0, 0, len(experiment.arms)
    if experiment.drawn is not None:
        draws, every = len(experiment.drawn.numbers), experiment.points * experiment.replicates
        starts = min(every, experiment.points * draws)
        seconds += starts * plans.start_seconds(experiment.spec)
    return Plan(
        experiment.points,
        experiment.replicates,
        arms,
        experiment.runs,
        shard_runs(experiment.runs),
        seconds,
        one.bytes_memory + 200_000_000,
        int(disk),
        draws,
        starts,
    )


def duration(seconds: float) -> str:
    """``seconds`` in words.

    >>> duration(40), duration(700), duration(9000)
    ('40 s', '12 min', '2.5 h')
    """
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
