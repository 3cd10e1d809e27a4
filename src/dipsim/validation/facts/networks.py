"""Networks of defence cooperation agreements and pacts: growth, attachment, closure, transitivity."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from dipsim.validation.facts.evidence_view import View, rate_ratio, ratio, share

if TYPE_CHECKING:
    import pandas as pd

PER = 1e4
LOW, HIGH = 2, 9  # degree sums: at most, at least
RUNS = 6  # runs whose networks are rewired
REWIRED, SWAPS, TRIES = 5, 10, 10**6  # copies of a network, swaps per edge, most tries


def facts(seen: View) -> dict[str, float]:
    """Facts of the two networks of same-region pairs in ``seen``, by name."""
    table = seen.known("dca")
    last = seen.evidence.years[1]
    yearly = table.groupby("year")["signed"].sum() / seen.runs
    early, late = yearly[yearly.index <= seen.halves].mean(), yearly[yearly.index > seen.halves].mean()
    ended = table[table["year"] == last]
    new = table[table["before"] & (table["last_dca"] == 0)].assign(new=lambda t: (t["signed"] > 0).astype(int))
    return {
        "diffusion.factor": ratio(late, early),
        "diffusion.early": float(early),
        "diffusion.late": float(late),
        "pact.density": share(ended["pact"] > 0),
        "pact.transitivity": _mean([_transitivity(graph(rows, "pact")) for rows in _by_run(ended)]),
        "network.excess": _mean([_excess(graph(rows, "dca")) for rows in _by_run(ended)]),
        "first_dca.arms": rate_ratio(new, new["arms"] > 0, "new"),
        "first_dca.exercise": rate_ratio(new, new["exercise"] > 0, "new"),
        "first_dca.land": rate_ratio(new, new["land"] == 1, "new"),
        **_attachment(new, table),
    }


def graph(rows: pd.DataFrame, tie: str) -> Any:
    """The network of the pairs of ``rows`` with a ``tie`` (a column), as a networkx graph."""
    import networkx as nx

    tied = rows[rows[tie] > 0]
    made = nx.Graph()
    made.add_edges_from(zip(tied["first"].tolist(), tied["second"].tolist(), strict=True))
    return made


def _by_run(rows: pd.DataFrame) -> list[pd.DataFrame]:
    return [part for _, part in rows.groupby("run")][:RUNS]


def _transitivity(made: Any) -> float:
    import networkx as nx

    return float(nx.transitivity(made)) if made.number_of_edges() else float("nan")


def _excess(made: Any) -> float:
    """Transitivity over the mean of networks with the same degrees."""
    import networkx as nx

    edges = made.number_of_edges()
    if edges < 4:
        return float("nan")
    values = []
    for seed in range(REWIRED):
        other = made.copy()
        try:
            nx.double_edge_swap(other, nswap=SWAPS * edges, max_tries=TRIES, seed=seed)
        except nx.NetworkXException:
            continue  # too dense or too small to be rewired
        values.append(nx.transitivity(other))
    return ratio(nx.transitivity(made), float(np.mean(values))) if values else float("nan")


def _attachment(new: pd.DataFrame, table: pd.DataFrame) -> dict[str, float]:
    """Hazard of a first agreement by the partners that the two had the year before: how many, and shared."""
    degrees, shared = _partners(new, table)
    low, high = new[degrees <= LOW]["new"], new[degrees >= HIGH]["new"]
    none, some = new[shared == 0]["new"], new[shared >= 2]["new"]
    return {
        "attachment.ratio": ratio(share(high), share(low)),
        "attachment.low": PER * share(low),
        "attachment.high": PER * share(high),
        "closure.ratio": ratio(share(some), share(none)),
    }


def _partners(new: pd.DataFrame, table: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Degree sum and number of shared partners at the end of the year before, for the rows of ``new``."""
    degrees, shared = np.zeros(len(new), np.int64), np.zeros(len(new), np.int64)
    places: Any = new.reset_index(drop=True).groupby(["run", "year"]).indices
    tied = table[table["dca"] > 0]
    ties: dict[Any, pd.DataFrame] = dict(iter(tied.groupby(["run", "year"])))
    one, other = new["first"].to_numpy(), new["second"].to_numpy()
    for (run, year), rows in places.items():
        part = ties.get((run, year - 1))
        if part is None:
            continue
        codes = np.unique(np.r_[one[rows], other[rows], part["first"], part["second"]])
        matrix = np.zeros((len(codes), len(codes)), np.int64)
        i, j = np.searchsorted(codes, part["first"]), np.searchsorted(codes, part["second"])
        matrix[i, j] = matrix[j, i] = 1
        a, b = np.searchsorted(codes, one[rows]), np.searchsorted(codes, other[rows])
        degree, common = matrix.sum(axis=0), matrix @ matrix
        degrees[rows], shared[rows] = degree[a] + degree[b], common[a, b]
    return degrees, shared


def _mean(values: list[float]) -> float:
    known = [value for value in values if value == value]
    return float(np.mean(known)) if known else float("nan")
