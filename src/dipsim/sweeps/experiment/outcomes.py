"""What a sweep keeps of a run: named numbers, each from what the recorder left.

``expected_disputes``, ``expected_force``, ``observed_disputes``, ``force``, ``war``, ``trust``, ``tension`` and
``spent`` are those of a verdict; ``trust.ARL-BOR`` is the mean trust of ARL in BOR at year ends;
``acts_per_year.KIND`` the acts of a kind per year; ``mean.M``, ``total.M``, ``largest.M`` and ``final.M`` are taken of
a metric M of the region. Outcomes of the user are expressions, see ``sweeps/expressions``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any

import numpy as np

from dipsim.model.parameters import REGION_METRICS
from dipsim.model.state.region_metrics import OF_DYADS
from dipsim.runs.batches.block_runner import Record
from dipsim.runs.outcomes import Floats, Outcomes, nobody, outcomes
from dipsim.scenario.world.build import World
from dipsim.sweeps.expressions.arithmetic import value
from dipsim.sweeps.expressions.own_outcomes import Own, parts

PLAIN = tuple(field.name for field in fields(Outcomes) if field.name != "relation")
OF_METRICS = ("mean", "total", "largest", "final")


def known(codes: Sequence[str], kinds: Sequence[str]) -> Iterator[str]:
    """Every outcome that a scenario with the nations ``codes`` and these ``kinds`` has."""
    yield from PLAIN
    yield from (f"{way}.{metric}" for way in OF_METRICS for metric in REGION_METRICS.names())
    yield from (f"acts_per_year.{kind}" for kind in kinds)
    yield from (f"trust.{i}-{j}" for i in codes for j in codes if i != j)


def table(world: World, record: Record, names: Sequence[str], own: tuple[Own, ...] = ()) -> dict[str, Floats]:
    """The outcomes ``names`` of the runs of ``world`` in ``record``, each an array over runs; some may be ``own``
    ones."""
    plain, expressions = outcomes(world, record), {one.name: one for one in own}
    asked = dict.fromkeys([name for name in names if name not in expressions] + [*parts(own)])
    found = {name: getattr(plain, name) if name in PLAIN else _one(world, record, name) for name in asked}
    found |= {name: _own(record, one, found) for name, one in expressions.items()}
    return {name: found[name] for name in names}


def of_pairs(names: Sequence[str], own: tuple[Own, ...]) -> bool:
    """Whether any of the outcomes ``names``, or what the ``own`` ones among them are made of, is read between pairs."""
    return any(name.startswith("trust.") for name in (*names, *parts(own)))


def _own(record: Record, one: Own, found: Mapping[str, Floats]) -> Floats:
    """An own outcome: missing where it has no value, infinite where a part is lost that the run should have."""
    nobody_there = nobody(record).any(axis=0)
    names = REGION_METRICS.names()
    courses = {name: record.region[:, names.index(name)] for name in one.metrics}
    lost = np.zeros(len(record.replicates), dtype=bool)
    for name in one.outcomes:
        lost |= ~np.isfinite(found[name]) & ~(np.isnan(found[name]) & nobody_there & may_be_missing(name))
    for name, course in courses.items():
        away = np.isnan(course) & nobody_there & (names.index(name) in OF_DYADS)
        lost |= (~np.isfinite(course) & ~away).any(axis=0)
    return np.where(lost, np.inf, value(one.term, found, courses))


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
    """Whether the outcome ``name`` is a level over relevant dyads, which a region without any does not have.

    >>> may_be_missing("trust"), may_be_missing("final.tension"), may_be_missing("trust.A-B"), may_be_missing("war")
    (True, True, False, False)
    """
    way, _, what = name.partition(".")
    levels = {REGION_METRICS.names()[row] for row in OF_DYADS}
    return name in ("trust", "tension") or (way in OF_METRICS and what in levels)
