"""Forecasts from history alone, trained on earlier windows only: what a simulation has to beat."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dipsim.public_data.files.folder import Folder
from dipsim.validation.hindcast.features import BREMER, HISTORY, HORIZON, PEACE, window

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
EARLIEST = 1970  # first year at which a training window begins
MOST_PAST = 2  # past onsets from which on the two-way table does not tell them apart
LOGIT = (*BREMER, *PEACE, *HISTORY)
DIRECTED = (*LOGIT, "share", "past_begun")
SIGNING = (*BREMER, "dca", "partners")
STRENGTH = 10.0  # inverse of the ridge penalty
STEPS = 500


def earlier(year: int) -> list[int]:
    """The years at which the training windows for ``year`` begin: decades that are over by then."""
    return list(range(EARLIEST, year - HORIZON + 1, HORIZON))


def training(folder: Folder, year: int) -> pd.DataFrame | None:
    """The rows of all training windows before ``year`` from the data in ``folder``; None where there is none."""
    import pandas as pd

    years = earlier(year)
    return pd.concat([window(folder, at) for at in years], ignore_index=True) if years else None


def forecasts(train: pd.DataFrame, test: pd.DataFrame, outcome: str, columns: Sequence[str]) -> dict[str, Floats]:
    """Probabilities of ``outcome`` for the rows of ``test``, fitted on ``train``: by base rate, contiguity,
    contiguity x past onsets, and a logit on ``columns``."""
    rate = float(train[outcome].mean())
    return {
        "base rate": np.full(len(test), rate),
        "contiguity": _by_cell(train, test, outcome, ["land"]),
        "contiguity x past disputes": _by_cell(train, test, outcome, ["land", "cell"]),
        "logit": logit(train, test, outcome, columns),
    }


def _by_cell(train: pd.DataFrame, test: pd.DataFrame, outcome: str, keys: list[str]) -> Floats:
    """The share in the cell of a table; the base rate in a cell that training never saw."""
    known, asked = (part.assign(cell=np.minimum(part["past_10"], MOST_PAST)) for part in (train, test))
    shares = known.groupby(keys)[outcome].mean().rename("p").reset_index()
    found = asked[keys].merge(shares, on=keys, how="left")["p"]
    return found.fillna(train[outcome].mean()).to_numpy(float)


def logit(train: pd.DataFrame, test: pd.DataFrame, outcome: str, columns: Sequence[str]) -> Floats:
    """Probabilities of ``outcome`` for the rows of ``test`` by a logistic regression on the standardised ``columns``
    of ``train``, with a light ridge penalty."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    if train[outcome].nunique() < 2:
        return np.full(len(test), float(train[outcome].mean()))
    model = make_pipeline(StandardScaler(), LogisticRegression(C=STRENGTH, max_iter=STEPS))
    model.fit(train[list(columns)].to_numpy(float), train[outcome].to_numpy(int))
    found: Floats = model.predict_proba(test[list(columns)].to_numpy(float))[:, 1]
    return found


def directed(table: pd.DataFrame) -> pd.DataFrame:
    """Every pair of ``table`` twice, from ``from`` to ``to``: ``begun`` is whether from began a dispute against to."""
    import pandas as pd

    parts = []
    for one, other, begun in (("first", "second", "forth"), ("second", "first", "back")):
        part = table.assign(begun=table[begun], past_begun=table[f"past_{begun}"])
        part["from"], part["to"] = table[one], table[other]
        own, its = table[f"capability_{one}"], table[f"capability_{other}"]
        part["share"] = (own / (own + its)).fillna(0.5)
        parts.append(part)
    return pd.concat(parts, ignore_index=True)
