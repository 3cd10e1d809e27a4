"""Made-up sweeps with known answers: a function of the factors, with luck if wanted."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from dipsim.sweeps.experiment.factor import Factor
from dipsim.sweeps.storage.results import AS_IS, Swept, label

Column = Callable[[pd.DataFrame, np.random.Generator], Any]


def ranges(*names: str, low: float = 0.0, high: float = 1.0) -> tuple[Factor, ...]:
    """Factors that are uniform from low to high."""
    return tuple(Factor(name, "uncertainty", (f"parameters.{name}",), low, high) for name in names)


def words(name: str, *choices: str) -> Factor:
    """A factor with a list of words."""
    return Factor(name, "lever", (f"nations.ARL.{name}",), choices=choices, numeric=False)


def sample(design: str, factors: Sequence[Factor], size: int, seed: int = 1) -> Any:
    """Points on the unit cube, in the order of the design."""
    from SALib.sample import morris
    from scipy.stats import qmc

    count = len(factors)
    if design == "grid":
        steps = [(np.arange(size) + 0.0) / (size - 1) if f.numeric else np.arange(len(f.choices)) / len(f.choices)
                 for f in factors]  # fmt: skip
        return np.array(list(itertools.product(*steps)))
    if design == "morris":
        problem = {"num_vars": count, "names": [f.name for f in factors], "bounds": [[0.0, 1.0]] * count}
        return morris.sample(problem, size, seed=seed)
    if design == "sobol":
        both = qmc.Sobol(2 * count, rng=np.random.default_rng(seed)).random(size)
        rows = []
        for a, b in zip(both[:, :count], both[:, count:], strict=True):
            rows += [a, *(np.where(np.arange(count) == place, b, a) for place in range(count)), b]
        return np.array(rows)
    return qmc.LatinHypercube(count, rng=np.random.default_rng(seed)).random(size)


def swept(
    factors: Sequence[Factor],
    outcomes: dict[str, Column],
    *,
    design: str = "latin_hypercube",
    size: int = 400,
    replicates: int = 1,
    arms: dict[str, dict[str, Column]] | None = None,
    seed: int = 1,
) -> Swept:
    """A finished sweep: every outcome is a function of the values of the factors and of a generator."""
    shares = sample(design, factors, size, seed)
    points = pd.DataFrame({f.name: f.value(shares[:, place]) for place, f in enumerate(factors)})
    points.index.name = "point"
    draw = np.random.default_rng(seed + 1)
    parts = []
    for arm, columns in ((AS_IS, outcomes), *(arms or {}).items()):
        for replicate in range(replicates):
            found = {name: np.asarray(column(points, draw), dtype=float) for name, column in columns.items()}
            parts.append(pd.DataFrame({"point": points.index, "replicate": replicate, "arm": label(arm), **found}))
    runs = pd.concat(parts, ignore_index=True)
    return Swept("Made up", tuple(factors), design, size, tuple(outcomes), tuple(arms or ()), points, runs)


def lose(whole: Swept, *points: int) -> Swept:
    """The same sweep without the runs of some points."""
    runs = whole.runs[~whole.runs["point"].isin(points)]
    return Swept(**{**vars(whole), "runs": runs})
