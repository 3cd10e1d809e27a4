"""The outcomes of a run that verdicts compare, one number per run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from dipsim.model.state import region_metrics
from dipsim.runs.batches.block_runner import Record
from dipsim.scenario.world.build import World

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Outcomes:
    """Arrays over runs.

    ``expected`` integrated hazard of disputes, ``disputes`` those begun, both per decade; ``force`` and ``war`` 1 when
    the run had any; ``trust`` and ``tension`` means over the run; ``spent`` diplomacy money per year; ``relation`` the
    mean trust of one nation in another at year ends, NaN where no relation is asked about.
    """

    expected: Floats
    disputes: Floats
    force: Floats
    war: Floats
    trust: Floats
    tension: Floats
    spent: Floats
    relation: Floats

    def __len__(self) -> int:
        return len(self.expected)


def outcomes(world: World, record: Record, of: tuple[int, int] | None = None) -> Outcomes:
    """Outcomes of the runs of a block; ``of`` is the row of the nation whose trust is asked for, and of the trusted."""
    ticks = world.ticks
    decades = ticks / world.per_year / 10.0
    total = record.region[: world.ticks].sum(axis=0)
    return Outcomes(
        expected=total[region_metrics.EXPECTED] / decades,
        disputes=total[region_metrics.DISPUTES] / decades,
        force=(total[region_metrics.FORCE] > 0).astype(np.float64),
        war=(total[region_metrics.WARS] > 0).astype(np.float64),
        trust=total[region_metrics.TRUST] / ticks,
        tension=total[region_metrics.TENSION] / ticks,
        spent=total[region_metrics.SPENDING] / (10.0 * decades),
        relation=_relation(record, of),
    )


def _relation(record: Record, of: tuple[int, int] | None) -> Floats:
    if of is None:
        return np.full(len(record.replicates), np.nan)
    return np.asarray(np.mean([values[0, of[0], of[1]] for _, values in record.dyads], axis=0))


def join(parts: Sequence[Outcomes]) -> Outcomes:
    """Outcomes of several blocks as one, in order."""
    return Outcomes(**{f.name: np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(Outcomes)})
