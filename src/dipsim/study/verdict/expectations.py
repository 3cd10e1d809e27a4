"""What a scenario claims about its own results (``expect:``), tested.

A claim is about the word of a verdict, or about the mean over runs of an outcome at a date: trust of one nation in
another or mean trust of the region, tension; and from the start to the date: expected disputes and uses of force per
decade, and the share of runs with a use of force or a war. Claims with the same overrides, replicates and seed share
their runs.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dipsim.model.state import region_metrics
from dipsim.runs import resources
from dipsim.runs.batches.block_runner import Record
from dipsim.runs.batches.ensemble import Progress, ensemble, usual_workers
from dipsim.scenario.load import vary
from dipsim.scenario.schema.spec import Spec
from dipsim.scenario.world.build import World, build
from dipsim.scenario.world.timeline import date_of, tick_of
from dipsim.scenario.yaml.scalars import months
from dipsim.study.verdict.verdict import arms_needed, verdict

REPLICATES, SEED = 200, 1
LEVELS = {"trust": region_metrics.TRUST, "tension": region_metrics.TENSION}
EVENTS = {"use_of_force": region_metrics.FORCE, "war": region_metrics.WARS}
RATES = {
    "expected_disputes": region_metrics.EXPECTED_DISPUTES,
    "expected_force": region_metrics.EXPECTED_FORCE,
}
TOLD = {
    "use_of_force": "chance of a use of force",
    "war": "chance of a war",
    "expected_disputes": "expected disputes per decade",
    "expected_force": "expected uses of force per decade",
}


@dataclass(frozen=True)
class Claim:
    """One expectation: what it says, whether it holds, and what was found."""

    text: str
    ok: bool
    found: str


@dataclass(frozen=True)
class Asked:
    """An outcome to read from a run: of the whole region, or of the pair of rows ``pair``, at a tick."""

    outcome: str
    tick: int
    pair: tuple[int, int] | None = None


def evaluate(
    spec: Spec,
    replicates: int = REPLICATES,
    seed: int = SEED,
    workers: int | None = None,
    progress: Progress | None = None,
) -> list[Claim]:
    """Every expectation of ``spec`` in the order of the file; its own ``replicates`` and ``seed`` win over those given.
    ``progress`` is told how many runs ``workers`` processes have done.

    Raises ScenarioError when the plan is too big.
    """
    found: dict[int, Claim] = {}
    for rows in _groups(spec, replicates, seed):
        first = spec.expect[rows[0]]
        runs, draws = _runs(first, replicates), seed if first.seed is None else first.seed
        varied = vary(spec, dict(first.with_)) if first.with_ else spec
        planned = resources.check(varied, runs, "final", workers or 1)
        settings: dict[str, Any] = {
            "seed": draws,
            "workers": workers or usual_workers(planned.seconds),
            "progress": progress,
        }
        found |= _outcomes(varied, [row for row in rows if spec.expect[row].outcome], runs, **settings)
        for row in (row for row in rows if spec.expect[row].verdict):
            found[row] = _verdict(varied, spec.expect[row], runs, **settings)
    return [found[row] for row in range(len(spec.expect))]


def runs_needed(spec: Spec, replicates: int = REPLICATES) -> int:
    """How many runs the expectations of ``spec`` take with so many ``replicates``."""
    total = 0
    for rows in _groups(spec, replicates, SEED):
        total += _runs(spec.expect[rows[0]], replicates) * any(spec.expect[row].outcome for row in rows)
        for row in (row for row in rows if spec.expect[row].verdict):
            total += _runs(spec.expect[row], replicates) * arms_needed(spec, [spec.expect[row].verdict or ""], False)
    return total


def _runs(claim: Any, replicates: int) -> int:
    return int(claim.replicates or replicates)


def _groups(spec: Spec, replicates: int, seed: int) -> list[list[int]]:
    """Numbers of the claims that share their runs."""
    groups: dict[Any, list[int]] = {}
    for row, claim in enumerate(spec.expect):
        key = (tuple(sorted(claim.with_.items())), _runs(claim, replicates), seed if claim.seed is None else claim.seed)
        groups.setdefault(key, []).append(row)
    return list(groups.values())


def _verdict(spec: Spec, claim: Any, runs: int, **settings: Any) -> Claim:
    """A claim about the word of a verdict."""
    row = verdict(spec, [claim.verdict], replicates=runs, controls=False, **settings)[claim.verdict]
    return Claim(f"verdict of {claim.verdict} is {claim.is_}{_given(claim)}", row.word == claim.is_, row.word)


def _outcomes(spec: Spec, rows: Sequence[int], runs: int, **settings: Any) -> dict[int, Claim]:
    """The claims about outcomes, all read from the same runs."""
    if not rows:
        return {}
    world = build(spec)
    claims = [spec.expect[row] for row in rows]
    request = tuple(_asked(spec, world, claim) for claim in claims)
    every = any(one.pair and not _kept(world, one.tick) for one in request)
    settings |= {"every_tick": every, "replicates": range(runs)}
    parts = list(ensemble(world, reduce=partial(read, request=request), **settings))
    means = np.concatenate(parts, axis=1).mean(axis=1)
    return {row: _claim(spec, claim, float(mean)) for row, claim, mean in zip(rows, claims, means, strict=True)}


def _asked(spec: Spec, world: World, claim: Any) -> Asked:
    tick = spec.time.ticks if claim.at is None else min(max(0, tick_of(months(claim.at), spec.time)), spec.time.ticks)
    pair = (
        None if claim.relation is None else (world.codes.index(claim.relation[0]), world.codes.index(claim.relation[1]))
    )
    return Asked(claim.outcome, tick, pair)


def _kept(world: World, tick: int) -> bool:
    """Whether pairs are recorded at a tick anyway."""
    return tick == world.ticks or tick % world.per_year == 0


def read(world: World, record: Record, request: Sequence[Asked]) -> NDArray[np.float64]:
    """What ``request`` asks of every run of ``world`` in ``record``, [question, run]."""
    return np.stack([_read(world, record, one) for one in request])


def _read(world: World, record: Record, one: Asked) -> NDArray[np.float64]:
    if one.pair is not None:
        trust = next(values[0] for tick, values in record.dyads if tick == one.tick)
        return np.asarray(trust[one.pair[0], one.pair[1]], dtype=np.float64)
    if one.outcome in LEVELS:
        return np.asarray(record.region[one.tick, LEVELS[one.outcome]], dtype=np.float64)
    so_far = record.region[: one.tick]
    if one.outcome in EVENTS:
        return np.asarray(so_far[:, EVENTS[one.outcome]].sum(axis=0) > 0, dtype=np.float64)
    if one.tick == 0:
        return np.full(so_far.shape[-1], np.nan)  # no time has passed, so there is no rate
    decades = one.tick / world.per_year / 10.0
    return np.asarray(so_far[:, RATES[one.outcome]].sum(axis=0) / decades, dtype=np.float64)


def _claim(spec: Spec, claim: Any, value: float) -> Claim:
    """Compare a mean with what was said of it."""
    of = "" if claim.relation is None else f" of {claim.relation[0]} in {claim.relation[1]}"
    when = claim.at or date_of(spec.time.ticks, spec.time)
    statement, ok = [], True
    if claim.is_ is not None:
        statement.append(f"is {claim.is_:g} within {claim.within:g}")
        ok &= abs(value - claim.is_) <= claim.within
    if claim.above is not None:
        statement.append(f"is above {claim.above:g}")
        ok &= value > claim.above
    if claim.below is not None:
        statement.append(f"is below {claim.below:g}")
        ok &= value < claim.below
    what = TOLD.get(claim.outcome, claim.outcome)
    found = "none" if math.isnan(value) else f"{value:.6g}"
    return Claim(f"{what}{of} at {when} {' and '.join(statement)}{_given(claim)}", bool(ok), found)


def _given(claim: Any) -> str:
    """The overrides of a claim."""
    return f" (with {', '.join(f'{path}={value}' for path, value in claim.with_.items())})" if claim.with_ else ""
