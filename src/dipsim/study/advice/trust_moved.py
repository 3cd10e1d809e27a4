"""Runs with a target and without it, with what a page of advice needs of them: outcomes, and who trusts whom."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dipsim.runs.batches.block_runner import Record
from dipsim.runs.batches.ensemble import ensemble
from dipsim.runs.outcomes import Outcomes, join, outcomes
from dipsim.runs.settings import RunSettings
from dipsim.scenario.schema.spec import Spec
from dipsim.scenario.world.build import World, build
from dipsim.study.attribution.bill import Line
from dipsim.study.interventions.targets import without
from dipsim.study.statistics.paired_intervals import paired_mean
from dipsim.study.verdict.decision import VerdictRow
from dipsim.study.verdict.verdict import compare

Floats = NDArray[np.float64]
LEAST = 0.1  # points of trust: less is not told of
MOST = 4  # relations that are told of


@dataclass(frozen=True)
class Move:
    """How the trust of ``truster`` in ``trustee`` moves: percentage points, mean of years, with a 95 % interval."""

    truster: str
    trustee: str
    points: float
    low: float
    high: float

    @property
    def clear(self) -> bool:
        """Worth telling: a tenth of a point or more, and the whole interval on one side of 0."""
        return abs(self.points) >= LEAST and self.low * self.high > 0.0


@dataclass(frozen=True)
class Arm:
    """Runs of a world: outcomes, and mean trust at year ends [n, n, R]."""

    outcomes: Outcomes
    trust: Floats


def both_arms(spec: Spec, target: str, settings: RunSettings, workers: int, pool: Executor | None) -> tuple[Arm, Arm]:
    """The runs of ``spec`` with ``target`` and the same runs without it; ``settings`` gives replicates and seed,
    ``pool`` or else ``workers`` processes do the work."""
    with_it, without_it = (_arm(world, settings, workers, pool) for world in (build(spec), without(spec, target)))
    return with_it, without_it


def _arm(world: World, settings: RunSettings, workers: int, pool: Executor | None) -> Arm:
    how: dict[str, Any] = {"workers": workers, "executor": pool, "progress": settings.progress}
    parts = list(ensemble(world, settings.seed, range(settings.replicates), _reduced, **how))
    return Arm(join([one for one, _ in parts]), np.concatenate([trust for _, trust in parts], axis=-1))


def _reduced(world: World, record: Record) -> tuple[Outcomes, Floats]:
    trust = np.mean([values[0] for _, values in record.dyads], axis=0)
    return outcomes(world, record), trust


def verdict_row(name: str, arms: tuple[Arm, Arm]) -> VerdictRow:
    """The row of a verdict called ``name`` that compares the two ``arms``, with and without."""
    return compare(name, arms[0].outcomes, arms[1].outcomes)


def between_parties(arms: tuple[Arm, Arm], codes: Sequence[str], parties: Sequence[str]) -> tuple[Move, ...]:
    """How the trust of ``parties`` in each other moves between the two ``arms``, in percentage points, the largest
    first; ``codes`` are the nations in their order."""
    change = 100.0 * (arms[0].trust - arms[1].trust)
    rows = [codes.index(code) for code in parties]
    moves = [_move(codes[i], codes[j], change[i, j]) for i in rows for j in rows if i != j]
    return tuple(sorted(moves, key=lambda move: (-abs(move.points), move.truster, move.trustee)))


def _move(truster: str, trustee: str, change: Floats) -> Move:
    found = paired_mean(change, np.zeros_like(change))
    return Move(truster, trustee, *(float(x) if np.isfinite(x) else found.estimate for x in found))


def third_parties(line: Line, parties: Sequence[str]) -> tuple[tuple[Move, ...], tuple[Move, ...]]:
    """Whom it alarms and whom it reassures: from a ``line`` of the bill, what nations other than ``parties`` hold
    against others and for them because of it.

    The trust of the parties in each other is left out; the most moved come first, ``MOST`` of each.
    """
    moves = [Move(entry.observer, entry.initiator, *entry.points) for entry in line.entries]
    moves = [move for move in moves if move.clear and not {move.truster, move.trustee} <= set(parties)]
    alarmed = sorted((move for move in moves if move.points < 0.0), key=lambda move: move.points)
    reassured = sorted((move for move in moves if move.points > 0.0), key=lambda move: -move.points)
    return tuple(alarmed[:MOST]), tuple(reassured[:MOST])
