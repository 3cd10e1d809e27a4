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

    ``expected_disputes`` is the integrated hazard of disputes, ``expected_force`` that of uses of force, and
    ``observed_disputes`` counts disputes begun, all per decade; ``force`` and ``war`` are 1 when the run had any;
    ``trust`` and ``tension`` are means over the ticks in which a dyad was relevant, NaN where none was; ``spent`` is
    diplomacy money per year; ``relation`` is the mean trust of one nation in another at year ends, NaN where no
    relation is asked about.
    """

    expected_disputes: Floats
    expected_force: Floats
    observed_disputes: Floats
    force: Floats
    war: Floats
    trust: Floats
    tension: Floats
    spent: Floats
    relation: Floats

    def __len__(self) -> int:
        return len(self.expected_disputes)


def outcomes(world: World, record: Record, relation: tuple[int, int] | None = None) -> Outcomes:
    """Outcomes of the runs of ``world`` in ``record``; ``relation`` is the rows of truster and trustee whose trust is
    wanted."""
    ticks = world.ticks
    decades = ticks / world.per_year / 10.0
    region = record.region[: world.ticks]
    total, levels = region.sum(axis=0), over_dyads(region)
    return Outcomes(
        expected_disputes=total[region_metrics.EXPECTED_DISPUTES] / decades,
        expected_force=total[region_metrics.EXPECTED_FORCE] / decades,
        observed_disputes=total[region_metrics.OBSERVED_DISPUTES] / decades,
        force=(total[region_metrics.FORCE] > 0).astype(np.float64),
        war=(total[region_metrics.WARS] > 0).astype(np.float64),
        trust=levels[region_metrics.TRUST],
        tension=levels[region_metrics.TENSION],
        spent=total[region_metrics.SPENDING] / (10.0 * decades),
        relation=_relation(record, relation),
    )


def nobody(record: Record) -> NDArray[np.bool_]:
    """In which ticks of which runs of ``record`` no dyad was relevant, [ticks + 1, R]: only there the share of distrust
    is missing."""
    return np.asarray(np.isnan(record.region[:, region_metrics.DISTRUST]))


def over_dyads(region: Floats) -> Floats:
    """Means over ticks of the metrics ``region`` [ticks, metric, R], where they are not missing; NaN where they always
    are."""
    missing = np.isnan(region)
    if not missing.any():
        return np.asarray(region.sum(axis=0) / len(region))
    with np.errstate(invalid="ignore"):
        return np.asarray(np.where(missing, 0.0, region).sum(axis=0) / (~missing).sum(axis=0))


def _relation(record: Record, relation: tuple[int, int] | None) -> Floats:
    if relation is None:
        return np.full(len(record.replicates), np.nan)
    return np.asarray(np.mean([values[0, relation[0], relation[1]] for _, values in record.dyads], axis=0))


def join(parts: Sequence[Outcomes]) -> Outcomes:
    """The outcomes ``parts`` of several blocks as one, in order."""
    return Outcomes(**{f.name: np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(Outcomes)})
