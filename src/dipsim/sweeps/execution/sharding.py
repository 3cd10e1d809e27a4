"""How the runs of an experiment are numbered and cut into shards, whoever computes them.

Run number = (point x replicates + replicate) x arms + arm. A shard holds whole points, in the order of running, or
some replicates of one point where a point has very many.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dipsim.sweeps.experiment.design import Ints
from dipsim.sweeps.experiment.experiment import Experiment

LARGEST, SMALLEST = 1024, 64  # runs of a shard, as far as points allow
SEVERAL = 32  # shards that a sweep is cut into at least, where it has enough runs


@dataclass(frozen=True)
class Part:
    """Replicates ``first`` to before ``last`` of one point, in every arm."""

    point: int
    first: int
    last: int


def shard_runs(runs: int) -> int:
    """Runs per shard for a sweep of ``runs`` runs: the same however the sweep is computed."""
    return min(LARGEST, max(SMALLEST, runs // SEVERAL))


def shards(experiment: Experiment, order: Ints) -> list[tuple[Part, ...]]:
    """The parts of every shard of ``experiment``, points in the ``order`` of running."""
    each = experiment.replicates * len(experiment.arms)
    aim = shard_runs(experiment.runs)
    if each <= aim:
        points = max(1, aim // each)
        rows = [order[at : at + points].tolist() for at in range(0, len(order), points)]
        return [tuple(Part(point, 0, experiment.replicates) for point in row) for row in rows]
    return [(part,) for point in order.tolist() for part in _cut(point, experiment.replicates, aim, each)]


def _cut(point: int, replicates: int, aim: int, each: int) -> Iterator[Part]:
    step = max(1, aim * replicates // each)
    for first in range(0, replicates, step):
        yield Part(point, first, min(replicates, first + step))


def run_number(experiment: Experiment, point: int, replicate: int, arm: int) -> int:
    """The number of the run of ``experiment`` at ``point`` with this ``replicate`` and ``arm``."""
    return (point * experiment.replicates + replicate) * len(experiment.arms) + arm


def run_at(experiment: Experiment, run: int) -> tuple[int, int, int]:
    """Point, replicate and arm of the run number ``run`` of ``experiment``. Raises ValueError when there is no such
    run."""
    if not 0 <= run < experiment.runs:
        raise ValueError(f"runs are numbered from 0 to {experiment.runs - 1}, not {run}")
    rest, arm = divmod(run, len(experiment.arms))
    point, replicate = divmod(rest, experiment.replicates)
    return point, replicate, arm
