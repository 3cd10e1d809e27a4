"""Regional sensitivity: in which factors do points with a certain outcome differ from all others?

Points are split by a threshold of the outcome, usually its upper quartile. Each factor's values on the two sides are
compared: by the Kolmogorov-Smirnov distance for numbers, by the largest difference in probability of any set of choices
for words (total variation), with the test of Kolmogorov and Smirnov or chi squared. P-values are corrected for the
number of factors by Holm's method.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from dipsim.scenario.wording import counted
from dipsim.sweeps import wording
from dipsim.sweeps.analyses.cases import Cases, Floats, gather
from dipsim.sweeps.analyses.finding import Finding, NotFor, check
from dipsim.sweeps.storage.results import Swept

TITLE = "Regional sensitivity"
DESIGNS: tuple[str, ...] = ("grid", "latin_hypercube", "low_discrepancy", "sobol", "list")
LEVEL = 0.05
FEWEST = 10
STEPS = 101  # of the cumulative curves that are kept for drawing


@dataclass(frozen=True)
class Options:
    """The outcome, or with ``without`` the effect of that arm, ``above`` or ``below`` a threshold.

    Without a threshold it is the upper quarter.
    """

    outcome: str
    above: float | None = None
    below: float | None = None
    without: str | None = None
    factors: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.above is not None and self.below is not None:
            raise ValueError("only one of above and below may be given")


def analyse(swept: Swept, options: Options) -> Finding:
    """Distance, p-value and direction for every factor of ``swept`` under ``options``.

    Raises NotFor where too few cases lie on one side of the threshold.
    """
    check("regional", DESIGNS, swept)
    cases = gather(swept, options.outcome, options.without, options.factors, apart=True)
    limit, hits = _split(cases.y, options)
    if not FEWEST <= hits.sum() <= len(cases) - FEWEST:
        message = f"{hits.sum()} of {counted(len(cases), 'point')} lie on one side of the threshold"
        raise NotFor(f"{message}: at least {FEWEST} are needed on either side")
    rows = [_compare(cases, column, hits) for column in range(len(cases.factors))]
    table = pd.DataFrame(rows, columns=["factor", "distance", "p", "more"])
    table["p_holm"] = holm(table["p"].to_numpy())
    table["clear"] = table["p_holm"] < LEVEL
    table = table.sort_values(["distance", "factor"], ascending=[False, True], ignore_index=True)
    shares = pd.concat([_shares(cases, column, hits) for column in range(len(cases.factors))], ignore_index=True)
    split = pd.DataFrame({"threshold": [limit], "points": [len(cases)], "behavioural": [int(hits.sum())]})
    notes = cases.notes
    if swept.design == "sobol":
        notes += ("Of the Saltelli sample only the base points are compared, which are independent of each other.",)
    record = _sentences(table, split, options)
    return Finding("regional", options.outcome, record, {"distances": table, "shares": shares, "split": split}, notes)


def _split(y: Floats, options: Options) -> tuple[float, Any]:
    if options.below is not None:
        return options.below, y < options.below
    limit = options.above if options.above is not None else float(np.quantile(y, 0.75))
    return limit, y > limit


def _compare(cases: Cases, column: int, hits: Any) -> tuple[str, float, float, str]:
    """Name, distance, p-value, and where the points of interest lie more often."""
    from scipy.stats import chi2_contingency, ks_2samp

    factor, units = cases.factors[column], cases.units[:, column]
    if factor.numeric:
        found: Any = ks_2samp(units[hits], units[~hits], method="asymp")
        return factor.name, float(found.statistic), float(found.pvalue), "low" if found.statistic_sign > 0 else "high"
    counts = _counts(cases, column, hits)
    share = counts / counts.sum(axis=1, keepdims=True)
    odds = float(chi2_contingency(counts[:, counts.sum(axis=0) > 0], correction=False)[1])
    more = factor.choices[int(np.argmax(share[0] - share[1]))]
    return factor.name, float(np.abs(share[0] - share[1]).sum() / 2), odds, more


def _counts(cases: Cases, column: int, hits: Any) -> Floats:
    """Points of interest and others (rows) by choice (columns)."""
    factor = cases.factors[column]
    values = cases.x[factor.name].to_numpy()
    return np.array([[float((values[side] == one).sum()) for one in factor.choices] for side in (hits, ~hits)])


def _shares(cases: Cases, column: int, hits: Any) -> pd.DataFrame:
    """What is drawn: cumulative shares of both sides along the factor, or the share of each choice."""
    factor, units = cases.factors[column], cases.units[:, column]
    if not factor.numeric:
        counts = _counts(cases, column, hits)
        share = counts / counts.sum(axis=1, keepdims=True)
        at, label = np.arange(len(factor.choices), dtype=float), list(factor.choices)
        return pd.DataFrame({"factor": factor.name, "at": at, "label": label, "inside": share[0], "outside": share[1]})
    at = np.linspace(0.0, 1.0, STEPS)
    inside, outside = (np.searchsorted(np.sort(units[side]), at, side="right") / side.sum() for side in (hits, ~hits))
    return pd.DataFrame({"factor": factor.name, "at": at, "label": "", "inside": inside, "outside": outside})


def holm(p: Floats) -> Floats:
    """The p-values ``p`` corrected for their number, step by step from the smallest.

    >>> holm(np.array([0.01, 0.04, 0.03])).round(3).tolist()
    [0.03, 0.06, 0.06]
    """
    order = np.argsort(p)
    corrected = np.empty(len(p))
    corrected[order] = np.minimum(1.0, np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1)))
    return corrected


def _sentences(table: Any, split: Any, options: Options) -> tuple[str, ...]:
    what, limit = wording.outcome(options.outcome, options.without), split["threshold"][0]
    side = "below" if options.below is not None else "above"
    usual = options.above is None and options.below is None
    message = f"{what} {side} {wording.level(options.outcome, limit, options.without)}"
    share = wording.share(split["behavioural"][0] / split["points"][0])
    who = f"The upper {share} of points ({message})" if usual else f"Points with {message} ({share} of all)"
    clear, rest = table[table["clear"]], table.loc[~table["clear"], "factor"].tolist()
    if not len(clear):
        return (f"{who} do not clearly differ from the others in any factor.",)
    marks = [f"{row.factor} ({_more(row.more)}, distance {row.distance:.2f})" for row in clear.head(6).itertuples()]
    record = [f"{who} differ from the others in {wording.listed(marks)}."]
    if rest:
        record.append(f"In {wording.some(rest)} they do not clearly differ.")
    return tuple(record)


def _more(more: str) -> str:
    return more if more in ("low", "high") else f"more often {more}"
