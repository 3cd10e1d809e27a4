"""Means of an outcome along a factor: in classes of about as many points, or value by value where there are few."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from dipsim.sweeps import wording
from dipsim.sweeps.analyses import variance_components
from dipsim.sweeps.analyses.cases import Cases, Ints
from dipsim.sweeps.analyses.variance_components import Mean
from dipsim.sweeps.experiment.factor import Factor

FEW_VALUES = 12  # a factor with at most so many values is read value by value
FEW_POINTS = 5  # in a class
LEVEL = 0.95


def classes(cases: Cases, column: int, most: int) -> Ints:
    """For each of ``cases`` the number of its class along the factor in ``column``, from 0 on; at most ``most``
    classes."""
    units = cases.units[:, column]
    values, place = np.unique(units, return_inverse=True)
    if len(values) <= FEW_VALUES or cases.factors[column].choices:
        return np.asarray(place, dtype=np.int64)
    count = min(most, max(2, len(np.unique(cases.point)) // FEW_POINTS))
    edges = np.unique(np.quantile(units, np.linspace(0.0, 1.0, count + 1))[1:-1])
    return np.asarray(np.unique(np.searchsorted(edges, units, side="right"), return_inverse=True)[1], dtype=np.int64)


def curve(cases: Cases, column: int, most: int, runs: pd.DataFrame, common: bool) -> tuple[pd.DataFrame, list[Mean]]:
    """One row per class (at most ``most``) of the factor in ``column`` of ``cases``, in order: at, label, unit, mean,
    error, freedom, low, high, points; and the means themselves.

    ``common``: all points were run on the same random numbers.

    ``at`` is the mean value of the factor (the place in the list for words), ``unit`` its share of probability, ``low``
    and ``high`` the 95 % interval. ``runs`` has the outcome by point and replicate.
    """
    from scipy.stats import t

    place = classes(cases, column, most)
    rows, means = [], []
    for one in range(int(place.max()) + 1):
        part = cases.among(place == one)
        mean = variance_components.mean(runs.loc[part.point].to_numpy(dtype=np.float64), part.block, common)
        error, freedom = mean.error
        half = float(t.ppf(0.5 + LEVEL / 2, freedom)) * error if freedom > 0 else np.nan
        where = _where(cases.factors[column], part, column)
        rows.append((*where, mean.value, error, freedom, mean.value - half, mean.value + half, len(part)))
        means.append(mean)
    names = ["at", "label", "unit", "mean", "error", "freedom", "low", "high", "points"]
    return pd.DataFrame(rows, columns=names), means


def _where(factor: Factor, part: Cases, column: int) -> tuple[float, str, float]:
    """Where a class stands: its mean value, that in words, and its share of probability."""
    unit = float(part.units[:, column].mean())
    if factor.numeric:
        at = float(part.x[factor.name].mean())
        return at, wording.number(at), unit
    label = str(part.x[factor.name].iloc[0])
    return float(factor.choices.index(label)), label, unit


def split(cases: Cases, column: int, parts: int) -> list[tuple[str, Any]]:
    """``cases`` by the factor in ``column``: for each choice, else in ``parts`` (2 or 3) of equal size; name and mask
    of each."""
    factor, units = cases.factors[column], cases.units[:, column]
    if not factor.numeric:
        values = cases.x[factor.name].to_numpy()
        return [(wording.among(factor.name, [c]), values == c) for c in factor.choices if (values == c).any()]
    values = cases.x[factor.name].to_numpy(dtype=np.float64)
    levels = np.unique(values)
    if len(levels) <= parts:
        return [(f"{factor.name} = {wording.number(value)}", values == value) for value in levels]
    edges = np.quantile(units, np.linspace(0.0, 1.0, parts + 1))[1:-1]
    place = np.searchsorted(edges, units, side="left")
    found = [place == one for one in np.unique(place)]
    ends = [(values[one].max() + values[other].min()) / 2 for one, other in pairwise(found)]
    lows, highs = [None, *ends], [*ends, None]
    return [(wording.limits(factor.name, lows[row], highs[row]), mask) for row, mask in enumerate(found)]
