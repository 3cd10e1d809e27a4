"""What the figures, the page and the screen say about a result, computed once from its tables.

Everything here is pandas and numpy on the tables, so that all three agree. Trust is a probability 0..1, causes are in
log-odds, rates are per decade. Intervals called a *band* hold 95 % of the runs; intervals called an *interval* are
about the estimate.
"""

from __future__ import annotations

import unicodedata
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
import pandas as pd

from dipsim.documentation import evidence
from dipsim.runs import other_model
from dipsim.scenario.schema.spec import Spec
from dipsim.study.interventions import dated_acts
from dipsim.study.statistics.paired_intervals import proportion

BANDS = (2.5, 10, 25, 50, 75, 90, 97.5)
RUNGS = ("no dispute", "no action", "threat", "display", "use of force", "war")
BASELINE = "baseline"
REST = "other causes"


class Outcome(Protocol):
    """What is needed of a result; `dipsim.runs.result.Result` has it."""

    @property
    def spec(self) -> Any: ...
    @property
    def manifest(self) -> Mapping[str, Any]: ...
    @property
    def tables(self) -> Mapping[str, Any]: ...
    @property
    def runs(self) -> int: ...
    @property
    def cooperation(self) -> Any: ...


@dataclass(frozen=True)
class FigureContext:
    """What the frame of a figure says where a study is drawn: scenario, seed and number of runs."""

    spec: Any
    manifest: Mapping[str, Any]
    runs: int
    tables: Mapping[str, Any] = field(default_factory=dict)
    cooperation: Any = None


def table(result: Outcome, name: str) -> Any:
    """The table called ``name``, or an empty frame when the result has none."""
    found = result.tables.get(name)
    return pd.DataFrame() if found is None else found


def plain_keys(frame: Any) -> Any:
    """The frame with its category columns as plain text, so that groups and columns are only those that occur."""
    keys = [column for column in frame.columns if isinstance(frame[column].dtype, pd.CategoricalDtype)]
    return frame.astype(dict.fromkeys(keys, object))


def clean(text: str) -> str:
    """``text`` without control, format and surrogate characters, so that no name can steer a terminal or a page."""
    return "".join(letter for letter in text if unicodedata.category(letter)[0] != "C")


def shorten(text: str, width: int | None) -> str:
    """``text`` cut to ``width`` characters, the last an ellipsis.

    >>> shorten("Northern Federation", 8)
    'Norther…'
    """
    return text if width is None or len(text) <= width else text[: width - 1].rstrip() + "\u2026"


def title(result: Outcome) -> str:
    """Title of the scenario of ``result``."""
    return clean(str(getattr(result.spec, "title", None) or result.manifest.get("title") or "untitled scenario"))


def name(result: Outcome, code: str, width: int | None = None) -> str:
    """Name of the nation ``code`` of ``result``; its code where there is no name or it is longer than ``width``."""
    entry = (getattr(result.spec, "nations", None) or {}).get(code)
    full = clean(str(getattr(entry, "name", None) or code)).strip()
    return full if full and (width is None or len(full) <= width) else code


def ending(result: Outcome) -> tuple[str, ...]:
    """The last sentences about a result: the count of evidence, what a simulation is good for, and a foreign model."""
    both = result.manifest.get(other_model.KEY)
    return (*_ending(result), *([other_model.mark(both)] if both else []))


def _ending(result: Outcome) -> tuple[str, str]:
    if not isinstance(result.spec, Spec):
        return "The evidence of the numbers is not stored with this result.", evidence.HONEST
    return evidence.ending(result.spec)


def logistic(value: Any) -> Any:
    """The share 1 / (1 + e^-x) of ``value`` x in log odds."""
    return 1.0 / (1.0 + np.exp(-np.asarray(value, dtype=float)))


def years(dates: Any) -> Any:
    """``dates`` as decimal years (the start of the month)."""
    when = pd.to_datetime(pd.Series(dates)).dt
    return when.year + (when.month - 1) / 12


def dated(frame: Any) -> Any:
    """Decimal year of each tick of a frame, a series indexed by tick in order."""
    first = frame.drop_duplicates("tick").sort_values("tick")
    return pd.Series(years(first["date"]).to_numpy(), index=first["tick"].to_numpy())


def bands(frame: Any, column: str) -> Any:
    """Quantiles of ``column`` over runs at each tick of ``frame``: indexed by decimal year, columns q2.5 ... q97.5 and
    mean."""
    wide = frame.pivot(index="tick", columns="run", values=column).sort_index()
    values = quantiles(wide.to_numpy(dtype=float).T, BANDS).T
    out = pd.DataFrame(values, index=dated(frame).to_numpy(), columns=[f"q{level:g}" for level in BANDS])
    out["mean"] = wide.mean(axis=1).to_numpy()
    return out


def quantiles(values: Any, levels: Sequence[float]) -> Any:
    """Quantiles at ``levels`` per cent over the first axis of ``values``, without NaN; NaN where all are."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # of slices that hold nothing
        return np.nanpercentile(values, levels, axis=0)


def yearly(frame: Any, column: str) -> Any:
    """Yearly sums per run of the counts in ``column`` of ``frame``, as rates: bands indexed by year; an incomplete last
    year is left out."""
    span = frame.assign(year=pd.to_datetime(frame["date"]).dt.year)
    ticks = span.groupby("year")["tick"].nunique()
    whole = ticks[ticks == ticks.max()].index
    sums = span[span["year"].isin(whole)].groupby(["year", "run"])[column].sum().unstack("run")
    out = pd.DataFrame(
        np.percentile(sums.to_numpy(dtype=float), BANDS, axis=1).T,
        index=sums.index.to_numpy(dtype=float) + 0.5,
        columns=[f"q{level:g}" for level in BANDS],
    )
    out["mean"] = sums.mean(axis=1).to_numpy()
    return out


def worst(frame: Any) -> Any:
    """Share of runs in ``frame`` by the highest rung of each year: indexed by year, columns 0 to 5."""
    dated_rows = frame.assign(year=pd.to_datetime(frame["date"]).dt.year)
    highest = dated_rows.groupby(["year", "run"])["rung"].max().round().astype(int)
    shares = highest.groupby("year").value_counts(normalize=True).unstack(fill_value=0.0)
    return shares.reindex(columns=range(len(RUNGS)), fill_value=0.0)


def span(result: Outcome) -> float:
    """Simulated years of ``result``: from the manifest, else from the dates of the region table."""
    if result.manifest.get("per_year"):
        return float(result.manifest["ticks"] / result.manifest["per_year"])
    frame = table(result, "region")
    if frame.empty:
        return 0.0
    when = dated(frame)
    return float((when.iloc[-1] - when.iloc[0]) * len(when) / max(1, len(when) - 1))


def missed_acts(result: Outcome) -> list[str]:
    """Which dated acts never took place in the runs of ``result`` kept in detail, and why; a sentence for each."""
    runs = len(result.manifest.get("detail_runs") or [])
    if not isinstance(result.spec, Spec) or not runs:
        return []
    return [clean(str(one)) for one in dated_acts.missed(result.spec, table(result, "events"), runs)]


@dataclass(frozen=True)
class MetricSummary:
    """One line of "what happened": ``start`` is None for what is counted over the whole run.

    ``low`` and ``high`` hold 95 % of the runs, or, where ``chance``, the 95 % interval of the probability (Wilson).
    """

    name: str
    start: float | None
    value: float
    low: float
    high: float
    chance: bool = False
    percent: bool = False


def metric_summaries(result: Outcome) -> list[MetricSummary]:
    """What happened to the region of ``result``: levels from start to end, rates per decade, P(use of force),
    P(war)."""
    frame = table(result, "region")
    if frame.empty:
        return []
    found = [_level(frame, "trust", "Mean trust", True), _level(frame, "distrust", "Relations of distrust", True)]
    found += [_level(frame, "tension", "Tension (0 to 2)", False)]
    found += [_level(frame, "agreements", "Agreements per relation", False)]
    decades = span(result) / 10
    for column, label in (
        ("expected_disputes", "Disputes per decade, expected"),
        ("observed_disputes", "Disputes per decade, observed"),
        ("expected_force", "Uses of force per decade, expected"),
    ):
        rate = frame.groupby("run")[column].sum() / decades
        found.append(MetricSummary(label, None, float(rate.mean()), *_middle(rate)))
    for column, label in (("force", "P(use of force)"), ("wars", "P(war)")):
        hit = frame.groupby("run")[column].sum() > 0
        found.append(
            MetricSummary(label, None, *proportion(int(hit.sum()), len(hit), level=0.95), chance=True, percent=True)
        )
    return found


def _level(frame: Any, column: str, label: str, percent: bool) -> MetricSummary:
    first = frame.loc[frame["tick"] == frame["tick"].min(), column]
    last = frame.loc[frame["tick"] == frame["tick"].max(), column]
    return MetricSummary(label, float(first.mean()), float(last.mean()), *_middle(last), percent=percent)


def _middle(values: Any) -> tuple[float, float]:
    low, high = quantiles(np.asarray(values, dtype=float), (2.5, 97.5))
    return float(low), float(high)
