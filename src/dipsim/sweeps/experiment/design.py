"""Where the points of an experiment lie, and in which order they are run.

A design is a table, a column of values per factor, in the order that its analysis needs. The order of running is
another one: whatever part of it is done is spread evenly over the whole, so that a sweep cut short is a smaller sweep.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dipsim.sweeps.experiment.factor import Factor
from dipsim.sweeps.experiment.schema import DesignPart

Ints = NDArray[np.int64]
Table = dict[str, NDArray[Any]]
GOLDEN = 0.6180339887498949  # shares of the golden ratio fill the unit interval evenly


def name_of(part: DesignPart) -> str:
    """The name of the one design that is chosen in ``part``."""
    return next(name for name, settings in part if settings is not None).rstrip("_")


def count(part: DesignPart, factors: tuple[Factor, ...]) -> int:
    """How many points the design ``part`` has over ``factors``, without making it."""
    if part.grid is not None:
        total = 1
        for factor in factors:
            total *= len(factor.choices) or factor.levels or part.grid.levels
        return total
    if part.one_at_a_time is not None:
        return 1 + sum(len(_steps(factor, part.one_at_a_time.levels)) for factor in factors)
    if part.sobol is not None:
        return part.sobol.base * (len(factors) + 2)
    if part.morris is not None:
        return part.morris.trajectories * (len(factors) + 1)
    if part.list_ is not None:
        return len(part.list_.points)
    return (part.latin_hypercube or part.low_discrepancy).points  # type: ignore[union-attr]


def size(part: DesignPart, factors: tuple[Factor, ...]) -> int:
    """The base size of ``part`` over ``factors`` that an analysis works with: Saltelli's base, Morris' trajectories,
    else the points."""
    if part.sobol is not None:
        return part.sobol.base
    return part.morris.trajectories if part.morris is not None else count(part, factors)


def design(part: DesignPart, factors: tuple[Factor, ...], seed: int) -> Table:
    """The points of the design ``part``, drawn from ``seed``: values of every one of ``factors``, in the order of the
    design."""
    if part.grid is not None:
        rows = list(itertools.product(*(factor.grid(part.grid.levels).tolist() for factor in factors)))
        return _columns(factors, rows)
    if part.one_at_a_time is not None:
        return _columns(factors, _one_at_a_time(factors, part.one_at_a_time.levels))
    if part.list_ is not None:
        rows = [tuple(_read(factor, point[factor.name]) for factor in factors) for point in part.list_.points]
        return _columns(factors, rows)
    shares = _shares(part, len(factors), seed)
    return {factor.name: np.asarray(factor.value(shares[:, k])) for k, factor in enumerate(factors)}


def _columns(factors: tuple[Factor, ...], rows: list[tuple[Any, ...]]) -> Table:
    columns = zip(*rows, strict=True)
    kinds = (float if factor.numeric else object for factor in factors)
    return {
        factor.name: np.array(list(column), dtype=kind)
        for factor, column, kind in zip(factors, columns, kinds, strict=True)
    }


def _read(factor: Factor, text: str) -> Any:
    return float(text) if factor.numeric else text


def _shares(part: DesignPart, dimensions: int, seed: int) -> NDArray[np.float64]:
    """Points of a sampled design on the unit cube, [points, factors]."""
    if part.sobol is not None or part.morris is not None:
        return _sampled(part, dimensions, seed)
    from scipy.stats import qmc

    rng = np.random.default_rng(seed)
    if part.latin_hypercube is not None:
        return np.asarray(qmc.LatinHypercube(dimensions, rng=rng).random(part.latin_hypercube.points))
    points = part.low_discrepancy.points if part.low_discrepancy is not None else 0
    sequence = qmc.Sobol(dimensions, scramble=True, rng=rng)
    return np.asarray(sequence.random_base2((points - 1).bit_length() if points > 1 else 0)[:points])


def _sampled(part: DesignPart, dimensions: int, seed: int) -> NDArray[np.float64]:
    """Saltelli's or Morris' sample, in the order in which SALib reads it."""
    names = [f"x{k}" for k in range(dimensions)]
    problem = {"num_vars": dimensions, "names": names, "bounds": [[0.0, 1.0]] * dimensions}
    with legacy_draws_kept():
        if part.morris is not None:
            from SALib.sample import morris

            required = part.morris
            return np.asarray(morris.sample(problem, required.trajectories, num_levels=required.levels, seed=seed))
        from SALib.sample import sobol

        base = part.sobol.base if part.sobol is not None else 0
        return np.asarray(sobol.sample(problem, base, calc_second_order=False, seed=seed))


@contextmanager
def legacy_draws_kept() -> Iterator[None]:
    """Leaves NumPy's global generator as it was; some versions of SALib seed it."""
    state = np.random.get_state()  # noqa: NPY002
    try:
        yield
    finally:
        np.random.set_state(state)  # noqa: NPY002


def _one_at_a_time(factors: tuple[Factor, ...], levels: int) -> list[tuple[Any, ...]]:
    """The base point, then every other value of each factor alone."""
    base = [middle(factor) for factor in factors]
    rows = [tuple(base)]
    for k, factor in enumerate(factors):
        rows += [(*base[:k], value, *base[k + 1 :]) for value in _steps(factor, levels)]
    return rows


def middle(factor: Factor) -> Any:
    """Where a factor stands while others are walked: the first value listed, the median of a range."""
    return factor.grid(2).tolist()[0] if factor.choices else float(factor.value(0.5))


def _steps(factor: Factor, levels: int) -> list[Any]:
    """The values of a factor beside its middle."""
    here = middle(factor)
    return [value for value in factor.grid(levels).tolist() if value != here]


def order(part: DesignPart, table: Table, factors: tuple[Factor, ...]) -> Ints:
    """The order of running the points ``table`` of the design ``part`` over ``factors``: numbers of points such that
    every beginning of it is spread over the design.

    Sampled designs come in such an order already (a sequence, a random permutation, whole trajectories); a grid is
    walked in the order in which a Sobol sequence first meets its cells, a list by steps of the golden ratio.
    """
    points = len(next(iter(table.values())))
    if part.grid is not None and points > 2:
        return _first_met(table, factors, points)
    if part.list_ is not None or part.one_at_a_time is not None:
        return np.argsort((np.arange(points) * GOLDEN) % 1.0, kind="stable").astype(np.int64)
    return np.arange(points, dtype=np.int64)


def _first_met(table: Table, factors: tuple[Factor, ...], points: int) -> Ints:
    from scipy.stats import qmc

    sizes = [len(np.unique(table[factor.name].astype(str))) for factor in factors]
    drawn = qmc.Sobol(len(sizes), scramble=False).random_base2(min(20, max(4, (8 * points).bit_length())))
    cells = np.ravel_multi_index([np.minimum((drawn[:, k] * n).astype(int), n - 1) for k, n in enumerate(sizes)], sizes)
    met = cells[np.sort(np.unique(cells, return_index=True)[1])]
    left = np.setdiff1d(np.arange(points), met)
    return np.concatenate([met, left[np.argsort((left * GOLDEN) % 1.0, kind="stable")]]).astype(np.int64)
