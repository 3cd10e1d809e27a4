"""Sobol' indices: which share of the variance of an outcome each factor carries, alone and with the others.

First-order and total indices by Saltelli's estimators, as SALib has them, on the cross-sampled design. Intervals are
95 %, by resampling base rows. Where points have replicates, the variance of single runs is split into what the factors
do and what is chance (`variance_components`).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from dipsim.sweeps import wording
from dipsim.sweeps.analyses import variance_components
from dipsim.sweeps.analyses.cases import Floats, Resampled, whole
from dipsim.sweeps.analyses.finding import Finding, library
from dipsim.sweeps.experiment.design import legacy_draws_kept
from dipsim.sweeps.storage.results import Swept

TITLE = "Sobol' indices"
DESIGNS: tuple[str, ...] = ("sobol",)
Options = Resampled
NOISY = 0.05  # share of chance in the means of points that is worth a note
MINOR = 0.05  # a total index whose interval ends below this is a share that does not matter
ROOM = 2**25  # numbers that the resampling may hold at once


def analyse(swept: Swept, options: Resampled) -> Finding:
    """Indices with intervals of every factor of ``swept`` under ``options``, and how the variance divides."""
    cases = whole("sobol", DESIGNS, swept, options)
    names = [factor.name for factor in swept.factors]
    single, left = _luck(swept, options)
    table, interaction = _indices(names, cases.y, options)
    table["clear"] = (table["total_low"] > _floor(left, swept.size)) & (table["total_high"] > MINOR)
    shares = (("chance of single runs", single), ("chance left in means", left))
    joint = [value - left if left == left else value for value in interaction]
    rows = [("interaction", *joint), *((name, share, np.nan, np.nan) for name, share in shares)]
    parts = pd.DataFrame(rows, columns=["part", "share", "low", "high"])
    record = _sentences(table, parts, options)
    notes = list(cases.notes)
    if left > NOISY:
        notes.append(
            f"Of the variance of the means of points {wording.share(left)} is chance, which more replicates remove: "
            "a factor without influence has that much as its total index."
        )
    return Finding("sobol", options.outcome, record, {"indices": table, "parts": parts}, tuple(notes))


def _indices(names: list[str], y: Floats, options: Resampled) -> tuple[Any, tuple[float, float, float]]:
    problem = {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}
    rows = len(y) // (len(names) + 2)
    resamples = max(10, min(options.resamples, ROOM // rows))
    with legacy_draws_kept():
        found = library("SALib.analyze.sobol").analyze(
            problem, y, calc_second_order=False, num_resamples=resamples, keep_resamples=True, seed=options.seed + 1
        )
    table = pd.DataFrame({"factor": names, "first": found["S1"], "total": found["ST"]})
    for name, key in (("first", "S1_conf"), ("total", "ST_conf")):
        table[f"{name}_low"] = table[name] - found[key]
        table[f"{name}_high"] = table[name] + found[key]
    table = table.sort_values(["total", "factor"], ascending=[False, True], ignore_index=True)
    low, high = np.percentile(1.0 - found["S1_conf_all"].sum(axis=1), [2.5, 97.5])
    return table, (float(1.0 - found["S1"].sum()), float(low), float(high))


def _luck(swept: Swept, options: Resampled) -> tuple[float, float]:
    """The shares of chance in the variance of single runs and of the means of points; NaN where points ran once."""
    runs = variance_components.runs(swept, options.outcome, options.without)
    if (runs.count(axis=1) < 2).any():
        return float("nan"), float("nan")
    inside = float(runs.var(axis=1, ddof=1).mean())
    left = variance_components.rest(runs.to_numpy(), swept.common) / runs.shape[1]
    between = max(0.0, float(runs.mean(axis=1).var(ddof=1)) - left)
    return inside / (inside + between), left / (between + left) if between + left else 0.0


def _floor(left: float, size: int) -> float:
    """The total index that chance alone may give a factor without influence."""
    return left * (1.0 + 1.96 * float(np.sqrt(2.0 / size))) if left > 0 else 0.0


def _sentences(table: Any, parts: Any, options: Resampled) -> tuple[str, ...]:
    what = wording.outcome(options.outcome, options.without)
    matter, rest = table[table["clear"]], table.loc[~table["clear"], "factor"].tolist()
    record = []
    if len(matter):
        most = matter.head(5)
        shares = [
            f"{row.factor} {_share(row.total)} ({_range(row.total_low, row.total_high)})" for row in most.itertuples()
        ]
        alone = wording.listed([_share(value) for value in most["first"]])
        record.append(
            f"Share of the variance of {what}, interactions included: {wording.listed(shares)}; without them {alone}."
        )
    else:
        record.append(f"No factor clearly carries variance of {what}.")
    if rest:
        record.append(f"{wording.some(rest)} {'does' if len(rest) == 1 else 'do'} not clearly matter to {what}.")
    part = parts.set_index("part")
    joint = part.loc["interaction"]
    message = f"{_share(joint.share)} ({_range(joint.low, joint.high)}) of it"
    record.append(
        f"Interaction of factors carries {message}." if joint.low > 0 else f"No interaction is clear: {message}."
    )
    single = float(part.loc["chance of single runs", "share"])
    if single == single:
        record.append(f"Of the variance between single runs {wording.share(single)} is chance, not any factor.")
    return tuple(record)


def _share(value: float) -> str:
    return wording.share(min(1.0, max(0.0, value)))


def _range(low: float, high: float) -> str:
    return wording.interval(max(0.0, low), min(1.0, max(0.0, high)), "force")
