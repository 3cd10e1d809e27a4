"""The hindcast of a year: forecasts for every pair of the five regions, and their scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from dipsim.public_data.files.folder import Folder
from dipsim.scenario.wording import counted
from dipsim.validation.evidence import REGIONS
from dipsim.validation.hindcast import baselines, scores
from dipsim.validation.hindcast.features import HORIZON, window
from dipsim.validation.hindcast.runs import Ensemble
from dipsim.validation.hindcast.scores import Difference, Score

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
SIMULATED, BY_RUNS, LOGIT, TABLE, INDEX, CONTACT = (
    "simulated (hazard)",
    "simulated (share of runs)",
    "logit",
    "contiguity x past disputes",
    "index reach x (0.2 + stake)",
    "index contact x (0.2 + stake)",
)
BLEND, EQUAL, RECALIBRATED = "blend of logit and simulated", "equal blend", "simulated, recalibrated"
BASE = "base rate"
INDICES = {INDEX: "index", CONTACT: "contact"}  # columns of the rows of a window
RIVALS = (TABLE, LOGIT, *INDICES)
NINETY = (5.0, 95.0)


@dataclass(frozen=True)
class Question:
    """One thing that was forecast: the outcome of every row, the forecasts by name, their scores and differences."""

    title: str
    outcome: Floats
    forecasts: dict[str, Floats]
    scores: dict[str, Score]
    differences: dict[str, Difference] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Plain data: scores, differences and reliability, not the forecasts."""
        from dataclasses import asdict

        return {
            "title": self.title,
            "rows": len(self.outcome),
            "events": int(self.outcome.sum()),
            "scores": {name: asdict(one) for name, one in self.scores.items()},
            "differences": {name: one.as_dict() for name, one in self.differences.items()},
            "reliability": {
                name: scores.reliability(self.outcome, p) for name, p in self.forecasts.items() if name in SHOWN
            },
        }


SHOWN = (SIMULATED, LOGIT, TABLE, EQUAL)


@dataclass(frozen=True)
class Count:
    """Pairs with an onset in one region: observed, the runs' mean and 90 % interval, and CRPS beside the logit's."""

    region: str
    observed: int
    mean: float
    low: float
    high: float
    crps: float
    crps_logit: float


@dataclass(frozen=True)
class Hindcast:
    """A scored hindcast. ``trained`` names the windows of the logit, ``blended`` that of the blends (None without)."""

    year: int
    runs: int
    trained: tuple[int, ...]
    blended: int | None
    pairs: pd.DataFrame
    undirected: Question
    directed: Question
    agreements: Question | None
    counts: tuple[Count, ...]
    notes: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        from dataclasses import asdict

        return {
            "year": self.year,
            "horizon": HORIZON,
            "runs": self.runs,
            "trained_from": list(self.trained),
            "blend_trained_from": self.blended,
            "disputes": self.undirected.as_dict(),
            "directed": self.directed.as_dict(),
            "agreements": None if self.agreements is None else self.agreements.as_dict(),
            "counts": [asdict(one) for one in self.counts],
            "notes": list(self.notes),
        }


def hindcast(
    folder: Folder, year: int, ensembles: Sequence[Ensemble], before: Sequence[Ensemble] | None = None
) -> Hindcast:
    """Score runs that begin after ``year``, ``ensembles`` by region, against the ten years that followed in the data in
    ``folder``.

    ``before`` are the runs of a window ten years earlier; blends and recalibrations are fitted there, and without
    them there are none. Raises PublishedError when the data do not cover the window, ValueError when nothing trains."""
    train = baselines.training(folder, year)
    if train is None:
        raise ValueError(
            f"no window of {HORIZON} years from {baselines.EARLIEST} ends by {year}: nothing trains the logit"
        )
    test = placed(window(folder, year), ensembles)
    missing = int(test["share"].isna().sum())
    test = test.dropna(subset=["share"]).reset_index(drop=True)
    notes = [f"{counted(missing, 'pair is', 'pairs are')} in no regional set and not scored"] if missing else []
    earlier = None
    if before is not None and (past := baselines.training(folder, year - HORIZON)) is not None:
        earlier = placed(window(folder, year - HORIZON), before).dropna(subset=["share"]).reset_index(drop=True)
        earlier["logit"] = baselines.logit(past, earlier, "onset", baselines.LOGIT)
    undirected = _undirected(train, test, earlier)
    return Hindcast(
        year,
        ensembles[0].runs,
        tuple(baselines.earlier(year)),
        year - HORIZON if earlier is not None else None,
        test,
        undirected,
        _directed(train, test),
        _signing(folder, year, test),
        tuple(_counts(test, ensembles, undirected)),
        tuple(notes),
    )


def placed(table: pd.DataFrame, ensembles: Sequence[Ensemble]) -> pd.DataFrame:
    """The rows of a window, ``table``, with what the runs in ``ensembles`` say of each pair; NaN for a pair that no
    region has."""
    table = table.copy()
    names = ("share", "hazard", "signed", *INDICES.values())
    for name in names:
        table[f"run_{name}" if name == "signed" else name] = np.nan
    for name in ("forth", "back"):
        table[f"share_{name}"] = table[f"hazard_{name}"] = np.nan
    for one in ensembles:
        order = np.argsort(one.codes)
        codes = one.codes[order]
        inside = np.flatnonzero(table["first"].isin(codes) & table["second"].isin(codes))
        i = order[np.searchsorted(codes, table["first"].to_numpy()[inside])]
        j = order[np.searchsorted(codes, table["second"].to_numpy()[inside])]
        found = one.of_pairs()
        for name in names:
            table.loc[inside, f"run_{name}" if name == "signed" else name] = found[name][i, j]
        for name, a, b in (("forth", i, j), ("back", j, i)):
            table.loc[inside, f"share_{name}"] = found["begun_share"][a, b]
            table.loc[inside, f"hazard_{name}"] = found["begun_hazard"][a, b]
    return table


def _question(
    title: str, outcome: Floats, forecasts: dict[str, Floats], pairs: Sequence[tuple[str, str]], blocks: int = 1
) -> Question:
    """Scores of every forecast, and differences of the pairs of forecasts that are there."""
    scored = {name: scores.score(outcome, p, forecasts[BASE]) for name, p in forecasts.items()}
    asked = [(a, b) for a, b in pairs if a in forecasts and b in forecasts]
    apart = {f"{a} minus {b}": scores.difference(outcome, forecasts[a], forecasts[b], blocks=blocks) for a, b in asked}
    return Question(title, outcome, forecasts, scored, apart)


def _undirected(train: pd.DataFrame, test: pd.DataFrame, earlier: pd.DataFrame | None) -> Question:
    forecasts = baselines.forecasts(train, test, "onset", baselines.LOGIT)
    forecasts[SIMULATED], forecasts[BY_RUNS] = test["hazard"].to_numpy(float), test["share"].to_numpy(float)
    if earlier is None:
        for name, column in INDICES.items():
            index = test[column].to_numpy(float)
            forecasts[name] = np.clip(index * float(train["onset"].mean()) / index.mean(), 0.0, 1.0)
    else:
        forecasts |= _blends(earlier, test, forecasts[LOGIT])
    pairs = [(SIMULATED, name) for name in RIVALS]
    pairs += [(name, LOGIT) for name in (EQUAL, BLEND, RECALIBRATED)] + [(RECALIBRATED, TABLE)]
    return _question("dispute within ten years", test["onset"].to_numpy(float), forecasts, pairs)


def _blends(earlier: pd.DataFrame, test: pd.DataFrame, logit: Floats) -> dict[str, Floats]:
    """Forecasts whose few weights are fitted on the window before: indices and simulation recalibrated, and blends."""
    y = earlier["onset"].to_numpy(float)
    old, new = scores.log_odds(earlier["hazard"].to_numpy(float)), scores.log_odds(test["hazard"].to_numpy(float))
    old_logit, new_logit = scores.log_odds(earlier["logit"].to_numpy(float)), scores.log_odds(logit)
    least = 1e-4
    known = {
        name: [np.log(part[at].to_numpy(float) + least) for part in (earlier, test)] for name, at in INDICES.items()
    }
    alone = calibrated(y, [old], [new])
    equal = 0.5 * new_logit + 0.5 * scores.log_odds(alone)
    return {
        **{name: calibrated(y, [then], [now]) for name, (then, now) in known.items()},
        RECALIBRATED: alone,
        BLEND: calibrated(y, [old_logit, old], [new_logit, new]),
        EQUAL: 1.0 / (1.0 + np.exp(-equal)),
    }


def calibrated(outcome: Floats, known: Sequence[Floats], asked: Sequence[Floats]) -> Floats:
    """Probabilities for ``asked`` of a plain logistic regression of the outcome on ``known``; the base rate where it
    cannot be fitted."""
    import warnings

    import statsmodels.api as sm

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            fit = sm.Logit(outcome, sm.add_constant(np.column_stack(known), has_constant="add")).fit(disp=0)
        found: Floats = fit.predict(sm.add_constant(np.column_stack(asked), has_constant="add"))
    except (np.linalg.LinAlgError, ValueError):
        found = np.full(len(asked[0]), float(outcome.mean()))
    return found


def _directed(train: pd.DataFrame, test: pd.DataFrame) -> Question:
    """Whether the first of a directed pair begins a dispute against the second."""
    known, asked = baselines.directed(train), baselines.directed(test)
    forecasts = baselines.forecasts(known, asked, "begun", baselines.DIRECTED)
    forecasts[SIMULATED], forecasts[BY_RUNS] = (
        np.concatenate([test[f"{name}_{side}"].to_numpy(float) for side in ("forth", "back")])
        for name in ("hazard", "share")
    )
    pairs = [(SIMULATED, TABLE), (SIMULATED, LOGIT)]
    return _question(
        "dispute begun within ten years, directed", asked["begun"].to_numpy(float), forecasts, pairs, blocks=2
    )


def _signing(folder: Folder, year: int, test: pd.DataFrame) -> Question | None:
    """Whether a pair signs a defence cooperation agreement; None where the data do not cover it or nothing trains."""
    import pandas as pd

    if test["signed"].isna().any():
        return None
    windows = [part for at in baselines.earlier(year) if not (part := window(folder, at))["signed"].isna().any()]
    if not windows:
        return None
    train = pd.concat(windows, ignore_index=True)
    if train["signed"].nunique() < 2:
        return None
    forecasts = {
        BASE: np.full(len(test), float(train["signed"].mean())),
        LOGIT: baselines.logit(train, test, "signed", baselines.SIGNING),
        BY_RUNS: test["run_signed"].to_numpy(float),
    }
    return _question("agreement signed within ten years", test["signed"].to_numpy(float), forecasts, [(BY_RUNS, LOGIT)])


def _counts(test: pd.DataFrame, ensembles: Sequence[Ensemble], question: Question) -> list[Count]:
    """Pairs with an onset, by region and in all."""
    found, totals = [], np.zeros(ensembles[0].runs)
    for one in ensembles:
        rows = test[test["first"].isin(one.codes) & test["second"].isin(one.codes)]
        order = np.argsort(one.codes)
        i, j = (order[np.searchsorted(one.codes[order], rows[name].to_numpy())] for name in ("first", "second"))
        counted = one.onset[:, i, j].sum(axis=1).astype(float)
        totals += counted
        logit = question.forecasts[LOGIT][rows.index.to_numpy()]
        if len(rows):
            found.append(
                _count(REGIONS.get(int(rows["region"].iloc[0]), "region"), counted, int(rows["onset"].sum()), logit)
            )
    return [*found, _count("all", totals, int(test["onset"].sum()), question.forecasts[LOGIT])]


def _count(name: str, counted: Floats, observed: int, logit: Floats) -> Count:
    low, high = np.percentile(counted, NINETY)
    apart = scores.crps(scores.counts(logit), observed)
    return Count(
        name, int(observed), float(counted.mean()), float(low), float(high), scores.crps(counted, observed), apart
    )
