"""Adjusted associations by one regression on data and on runs. They describe; they are not effects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from dipsim.validation.evidence import Evidence, with_history
from dipsim.validation.facts.evidence_view import View

if TYPE_CHECKING:
    import pandas as pd

ADJUSTED = {
    "pact": "last_pact",
    "dca": "last_dca",
    "exercise": "last_exercise",
    "arms": "last_arms",
    "democracy": "democratic",
    "capability": "capability_ratio",
    "past": "past",
}
CONTROLS = ("land", "log_distance", "log_size", "major", "democratic", "last_pact", "history")
FEWEST = 20  # onsets below which nothing is estimated
SMALL = 1e-6  # added to capabilities before logs
Z = 1.959964
WIDEST = 100.0  # upper over lower end of an interval above which nothing was learnt


@dataclass(frozen=True)
class Estimate:
    """A ratio with its 95 % interval, errors clustered by pair."""

    value: float
    low: float
    high: float


def estimates(seen: View) -> dict[str, Estimate]:
    """Adjusted odds ratios of onset, and rate ratios after exercises with third states of the region, from ``seen``,
    by name."""
    return {**adjusted(seen.table), **_third(seen.known("exercise"), seen.known("exercise"))}


def adjusted(table: pd.DataFrame) -> dict[str, Estimate]:
    """Logit of onset on border, distance, capability ratio, democracy, last year's ties and acts, and past onsets,
    from ``table``, a row for each pair and year."""
    import statsmodels.api as sm

    rows = _with_sizes(table[table["before"]])
    for name in ("pact", "dca", "exercise", "arms"):
        rows[f"last_{name}"] = (rows[f"last_{name}"] > 0).astype(float)
    columns = _varying(rows, ["land", "log_distance", *ADJUSTED.values()])
    if rows["onset"].sum() < FEWEST:
        return {f"adjusted.{name}": _nothing() for name in ADJUSTED}
    model = sm.Logit(rows["onset"].to_numpy(float), sm.add_constant(rows[columns].astype(float)))
    return _fitted(model, rows, {f"adjusted.{name}": column for name, column in ADJUSTED.items()})


def third_party_everywhere(seen: View, evidence: Evidence) -> dict[str, Estimate]:
    """Rate ratios of onset in ``seen`` after exercises with third states of all regions, which only the data,
    ``evidence``, have."""
    return _third(seen.known("exercise"), with_history(evidence))


def third_party_rate(seen: View) -> float:
    """Rate ratio of onset in ``seen`` after exercises with third states not allied to the other, without its
    interval; may be NaN."""
    known = seen.known("exercise")
    rows = _third_rows(known, known)
    return _poisson(rows, {"third.all": "third"}, clustered=False)["third.all"].value


def _third(table: pd.DataFrame, everyone: pd.DataFrame) -> dict[str, Estimate]:
    """Poisson rate of onset the year after either side exercised with a third state, allied to the other or not."""
    rows = _third_rows(table, everyone)
    found = _poisson(rows, {"third.all": "third", "third.friends": "friends", "third.own": "own"})
    return found | _poisson(rows[rows["past"] > 0], {"third.past": "third"})


def _third_rows(table: pd.DataFrame, everyone: pd.DataFrame) -> pd.DataFrame:
    """The rows of that regression with their columns."""
    rows = _with_sizes(_with_third(table[table["before"]], everyone))
    rows["own"] = (rows["last_exercise"] > 0).astype(float)
    rows["history"] = 1.0 - np.exp(-rows["past"] / 2.0)
    rows["last_pact"] = (rows["last_pact"] > 0).astype(float)
    return rows


def _poisson(rows: pd.DataFrame, wanted: dict[str, str], clustered: bool = True) -> dict[str, Estimate]:
    import pandas as pd
    import statsmodels.api as sm

    names = ["third", "friends", "own", *CONTROLS]
    if rows["onset"].sum() < FEWEST:
        return {name: _nothing() for name in wanted}
    years = pd.get_dummies(rows["year"], drop_first=True, dtype=float)
    years.columns = [f"year_{year}" for year in years.columns]
    design = pd.concat([rows[_varying(rows, names)].astype(float), years], axis=1)
    model = sm.GLM(rows["onset"].to_numpy(float), sm.add_constant(design), family=sm.families.Poisson())
    return _fitted(model, rows, wanted, clustered)


def _with_third(rows: pd.DataFrame, everyone: pd.DataFrame) -> pd.DataFrame:
    """Whether last year either exercised with a third state: ``third`` not allied to the other, ``friends`` allied."""
    rows = rows.reset_index(drop=True).copy()
    third, friends = np.zeros(len(rows)), np.zeros(len(rows))
    tied = everyone[(everyone["exercise"] > 0) | (everyone["pact"] > 0)]
    ties: dict[Any, pd.DataFrame] = dict(iter(tied.groupby(["run", "year"])))
    there: dict[Any, pd.DataFrame] = dict(iter(everyone.groupby(["run", "year"])[["first", "second"]]))
    one, other = rows["first"].to_numpy(), rows["second"].to_numpy()
    wanted: Any = rows.groupby(["run", "year"]).indices
    for (run, year), places in wanted.items():
        part = ties.get((run, year - 1))
        if part is None:
            continue
        codes = np.unique(np.r_[there[run, year - 1].to_numpy().ravel(), one[places], other[places]])
        exercised, allied = (_matrix(part, name, codes) for name in ("exercise", "pact"))
        apart = 1 - allied
        np.fill_diagonal(apart, 0)
        a, b = np.searchsorted(codes, one[places]), np.searchsorted(codes, other[places])
        with_strangers, with_friends = exercised @ apart, exercised @ allied
        third[places] = with_strangers[a, b] + with_strangers[b, a] > 0
        friends[places] = with_friends[a, b] + with_friends[b, a] > 0
    return rows.assign(third=third, friends=friends)


def _matrix(part: pd.DataFrame, tie: str, codes: np.ndarray) -> np.ndarray:
    """Symmetric matrix of a tie over the states with these codes."""
    rows = part[part[tie] > 0]
    matrix = np.zeros((len(codes), len(codes)), np.int64)
    i, j = np.searchsorted(codes, rows["first"]), np.searchsorted(codes, rows["second"])
    matrix[i, j] = matrix[j, i] = 1
    return matrix


def _with_sizes(rows: pd.DataFrame) -> pd.DataFrame:
    """Logs of distance, of the ratio of the two capabilities and of their sum; gaps take the median."""
    rows = rows.copy()
    both = rows[["capability_first", "capability_second"]] + SMALL
    rows["capability_ratio"] = np.log(both.max(axis=1, skipna=False) / both.min(axis=1, skipna=False))
    rows["log_size"] = np.log(both.sum(axis=1, skipna=False))
    rows["log_distance"] = np.log1p(rows["distance"])
    sizes = ["capability_ratio", "log_size", "log_distance"]
    rows[sizes] = rows[sizes].fillna(rows[sizes].median())
    return rows


def _varying(rows: pd.DataFrame, names: list[str]) -> list[str]:
    """The columns that are not the same in all rows."""
    return [name for name in names if float(rows[name].std()) > 1e-9]


def _nothing() -> Estimate:
    return Estimate(float("nan"), float("nan"), float("nan"))


def _fitted(model: Any, rows: pd.DataFrame, wanted: dict[str, str], clustered: bool = True) -> dict[str, Estimate]:
    """Ratios of the wanted columns; NaN for a column that does not vary or a model that does not fit."""
    import warnings

    groups = (rows["first"].to_numpy(np.int64) * 100_000 + rows["second"].to_numpy(np.int64)).astype(np.int64)
    how: dict[str, Any] = {"disp": 0} if hasattr(model, "cdf") else {}
    if clustered:
        how |= {"cov_type": "cluster", "cov_kwds": {"groups": groups}}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            fit = model.fit(**how)
    except (np.linalg.LinAlgError, ValueError):
        return {name: _nothing() for name in wanted}
    found = {}
    for name, column in wanted.items():
        if column not in fit.params.index:
            found[name] = _nothing()
            continue
        value, error = float(fit.params[column]), float(fit.bse[column])
        low, high = (float(np.exp(np.clip(value + side * Z * error, -700, 700))) for side in (-1, 1))
        narrow = high <= WIDEST * low
        found[name] = Estimate(float(np.exp(value)), low, high) if narrow else _nothing()
    return found
