"""The paired difference that the page shows: the numbers of ``dipsim verdict``, and the months between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dipsim.live import limits
from dipsim.model.state import region_metrics
from dipsim.runs.batches.block_runner import Record
from dipsim.runs.batches.ensemble import ensemble
from dipsim.runs.outcomes import Outcomes, join, outcomes
from dipsim.scenario.arguments import ArgumentError, whole
from dipsim.scenario.schema.spec import Spec
from dipsim.scenario.world.build import World, build
from dipsim.study.interventions.targets import without_all
from dipsim.study.statistics.paired_intervals import paired_mean
from dipsim.study.verdict import decision
from dipsim.study.verdict.verdict import compare

Floats = NDArray[np.float64]
SERIES = {"trust": region_metrics.TRUST, "tension": region_metrics.TENSION}
OUTCOMES = {  # what is listed, in this order: words and how it is shown
    "expected_disputes": ("expected disputes per decade", False),
    "expected_force": ("expected uses of force per decade", False),
    "trust": ("mean trust", True),
    "tension": ("mean tension", False),
    "war": ("chance of a war", True),
}


def difference(spec: Spec, kinds: Sequence[str], replicates: int, seed: int) -> dict[str, Any]:
    """Paired runs with and without ``kinds``: effects, the word of the verdict, and monthly means with an interval.

    ``replicates`` pairs of runs of ``spec`` are run from ``seed``.

    The effects are those of ``dipsim verdict`` for the same seed and number of runs. ArgumentError where nothing is
    taken away or too much is asked.
    """
    if not kinds:
        raise ArgumentError("expected at least one kind that is switched off, found none")
    count = whole("replicates", replicates, 2, limits.REPLICATES)
    if count * spec.time.ticks * len(spec.nations) ** 2 > limits.WORK:
        raise ArgumentError(
            f"{count} pairs of this region take too long for a page; ask for fewer, or use dipsim verdict"
        )
    arms = [_arm(world, seed, count) for world in (build(spec), without_all(spec, list(kinds)))]
    row = compare(kinds[0] if len(kinds) == 1 else "kinds", arms[0][0], arms[1][0])
    if len(kinds) > 1:
        row = replace(row, label=" and ".join(spec.kinds[name].title for name in kinds))
    return {
        "kinds": list(kinds),
        "replicates": count,
        "seed": seed,
        "word": row.shown,
        "sentence": decision.sentence(row),
        "effects": [
            {"name": name, "title": title, "percent": percent, **_effect(row.effects[name])}
            for name, (title, percent) in OUTCOMES.items()
            if name in row.effects
        ],
        "series": {name: _series(arms[0][1][name], arms[1][1][name]) for name in SERIES},
    }


def _arm(world: World, seed: int, count: int) -> tuple[Outcomes, dict[str, Floats]]:
    """Outcomes of the runs of a world, and some metrics [ticks, runs]."""
    found = list(ensemble(world, seed, range(count), _read))
    series = {name: np.concatenate([part[name] for _, part in found], axis=1) for name in SERIES}
    return join([one for one, _ in found]), series


def _read(world: World, record: Record) -> tuple[Outcomes, dict[str, Floats]]:
    region = record.region[: world.ticks]
    return outcomes(world, record), {name: region[:, row] for name, row in SERIES.items()}


def _effect(effect: decision.Effect) -> dict[str, float | None]:
    return {key: value if np.isfinite(value) else None for key, value in vars(effect).items()}


def _series(with_it: Floats, without: Floats) -> dict[str, list[float]]:
    """Means with and without, and the mean difference with its 95 % interval, by tick. Empty without relevant dyads."""
    if np.isnan(with_it).any() or np.isnan(without).any():
        return {}
    found = np.array([paired_mean(one, other) for one, other in zip(with_it, without, strict=True)])
    rows = {"with": with_it.mean(axis=1), "without": without.mean(axis=1)}
    rows |= {"difference": found[:, 0], "low": found[:, 1], "high": found[:, 2]}
    return {name: np.round(values, 6).tolist() for name, values in rows.items()}
