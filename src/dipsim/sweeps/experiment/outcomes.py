"""What a sweep keeps of a run: named numbers, each from what the recorder left.

``expected_disputes``, ``expected_force``, ``observed_disputes``, ``force``, ``war``, ``trust``, ``tension`` and
``spent`` are those of a verdict; ``trust.ARL-BOR`` is the mean trust of ARL in BOR at year ends;
``acts_per_year.KIND`` the acts of a kind per year; ``mean.M``, ``total.M``, ``largest.M`` and ``final.M`` are taken of
a metric M of the region.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import Any

import numpy as np

from dipsim.model.parameters import REGION_METRICS
from dipsim.model.state.region_metrics import OF_DYADS
from dipsim.runs.batches.block_runner import Record
from dipsim.runs.outcomes import Floats, Outcomes, outcomes
from dipsim.scenario.world.build import World

PLAIN = tuple(field.name for field in fields(Outcomes) if field.name != "relation")
OF_METRICS = ("mean", "total", "largest", "final")


def known(codes: Sequence[str], kinds: Sequence[str]) -> Iterator[str]:
    """Every outcome that a scenario with these nations and kinds has."""
    yield from PLAIN
    yield from (f"{way}.{metric}" for way in OF_METRICS for metric in REGION_METRICS.names())
    yield from (f"acts_per_year.{kind}" for kind in kinds)
    yield from (f"trust.{i}-{j}" for i in codes for j in codes if i != j)


def table(world: World, record: Record, names: Sequence[str]) -> dict[str, Floats]:
    """The named outcomes of the runs of a block, each an array over its runs."""
    plain = outcomes(world, record)
    return {name: getattr(plain, name) if name in PLAIN else _one(world, record, name) for name in names}


def _one(world: World, record: Record, name: str) -> Floats:
    way, _, what = name.partition(".")
    if way == "trust":
        i, j = (world.codes.index(code) for code in what.split("-"))
        return np.asarray(np.mean([values[0, i, j] for _, values in record.dyads], axis=0))
    if way == "acts_per_year":
        years = world.ticks / world.per_year
        return np.asarray(record.acts[: world.ticks, world.kinds.index(what)].sum(axis=0) / years)
    course = record.region[:, REGION_METRICS.names().index(what)]
    if way == "final":
        return np.asarray(course[-1])
    course = course[: world.ticks]
    ways: dict[str, Any] = {"mean": np.mean, "total": np.sum, "largest": np.max}
    missing = np.isnan(course)
    if not missing.any():
        return np.asarray(ways[way](course, axis=0))
    found = [ways[way](run[there]) if there.any() else np.nan for run, there in zip(course.T, ~missing.T, strict=True)]
    return np.asarray(found, dtype=np.float64)


def may_be_missing(name: str) -> bool:
    """Whether an outcome is a level over relevant dyads, which a region without any does not have.

    >>> may_be_missing("trust"), may_be_missing("final.tension"), may_be_missing("trust.A-B"), may_be_missing("war")
    (True, True, False, False)
    """
    way, _, what = name.partition(".")
    levels = {REGION_METRICS.names()[row] for row in OF_DYADS}
    return name in ("trust", "tension") or (way in OF_METRICS and what in levels)
