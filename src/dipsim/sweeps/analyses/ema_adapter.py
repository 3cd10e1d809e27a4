"""The EMA workbench behind one face: its versions 2.5.3 (Python 3.11) and 3.0 (from 3.12 on) differ in their calls.

Its import draws in most of what a laptop has, and both versions use calls that pandas has deprecated; the warnings say
nothing about the data and are kept quiet here.
"""

from __future__ import annotations

import inspect
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pandas as pd

from dipsim.sweeps.analyses.cases import Cases, Floats
from dipsim.sweeps.analyses.finding import library


@contextmanager
def quiet() -> Iterator[None]:
    """Without the warnings of the library about itself and about pandas."""
    with warnings.catch_warnings():
        for kind in (UserWarning, DeprecationWarning, FutureWarning, ImportWarning):
            warnings.simplefilter("ignore", kind)
        yield


def part(name: str) -> Any:
    """The module ``name`` of the workbench's analysis package."""
    with quiet():
        return library(f"ema_workbench.analysis.{name}")


def frame(cases: Cases) -> pd.DataFrame:
    """Factors of ``cases`` as PRIM reads them: floats, or categories that are whole numbers, the place in the list of
    choices.

    Whole numbers and not words, because PRIM breaks ties in the order of a set, and that of words changes from one
    start of Python to the next.
    """
    columns: dict[str, Any] = {}
    for place, factor in enumerate(cases.factors):
        if factor.numeric:
            columns[str(place)] = cases.x[factor.name].to_numpy(dtype=np.float64)
        else:
            codes = [factor.choices.index(value) for value in cases.x[factor.name]]
            columns[str(place)] = pd.Categorical(codes)
    return pd.DataFrame(columns)


def peel(x: pd.DataFrame, hits: Any, least: float) -> Any:
    """A box of PRIM in the factors ``x`` around ``hits``, with the trajectory of its peeling and pasting; ``least`` is
    the smallest share of cases in it."""
    prim = part("prim")
    required = inspect.signature(prim.Prim).parameters
    more = {"threshold": 1e-9} if "threshold" in required else {}  # 2.5.3: a box of any density will do
    with quiet():
        return prim.Prim(x, np.asarray(hits, dtype=np.int64), mass_min=least, **more).find_box()


def quasi_p(box: Any, step: int) -> dict[str, tuple[float, float]]:
    """Quasi-p-values of the limits of ``step`` of the trajectory of ``box``, lower and upper, by column; -1 where there
    is none."""
    found = box.p_values if hasattr(box, "p_values") else box.qp
    return {str(name): (float(low), float(high)) for name, (low, high) in found[step].items()}


def drop(box: Any, column: str, step: int) -> int:
    """Remove the limits of ``column`` at ``step`` from ``box``; returns the step that this adds to the trajectory."""
    with quiet():
        box.drop_restriction(column, step)
    return len(box.box_lims) - 1


def scores(x: Floats, y: Floats, trees: int, seed: int) -> tuple[Floats, float]:
    """Extra-trees feature scores of the columns of ``x`` [n, factors] for ``y`` [n], which sum to 1, and the share of
    variance explained; ``trees`` grown from ``seed``.

    The share is that of cases that a tree has not seen (R squared); it may be negative.
    """
    scoring = part("feature_scoring")
    names = list(range(x.shape[1]))
    with quiet():
        table, forest = scoring.get_ex_feature_scores(
            pd.DataFrame(x, columns=names),
            y,
            mode=scoring.RuleInductionType.REGRESSION,
            nr_trees=trees,
            max_features=max(1, round(len(names) / 3)),
            random_state=seed,
        )
    return np.asarray(table[1].loc[names], dtype=np.float64), float(forest.oob_score_)
