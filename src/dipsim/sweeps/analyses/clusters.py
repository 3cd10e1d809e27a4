"""Clusters: sorts of futures, by their outcomes or by the course of a metric, and where in the factors each lives.

K-means on standardised outcomes, or on the course of one metric; the number of clusters, 2 to 6, has the best
silhouette. Each is named by what sets its medians apart, and placed by a decision tree of depth 3, whose accuracy is
that on points that it was not grown on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from dipsim.sweeps import wording
from dipsim.sweeps.analyses import tree
from dipsim.sweeps.analyses.cases import Cases, Floats, Ints, column, varied
from dipsim.sweeps.analyses.finding import Finding, Incomplete, NotFor, library
from dipsim.sweeps.storage.results import AS_IS, WHERE, Swept

TITLE = "Clusters"
DESIGNS: tuple[str, ...] = ()
MOST, FEWEST = 6, 20
CLEAR = 0.25  # a silhouette below this is no structure worth the name
SAMPLE = 2000  # cases on which a silhouette is computed
APART = 0.4  # standard deviations by which a median stands out


@dataclass(frozen=True)
class Options:
    """By ``outcomes`` (default all), or by the ``course`` of a metric of which trajectories were kept.

    A case is a point, or where ``cases`` is ``runs`` a single run. ``clusters`` fixes their number.
    """

    outcomes: tuple[str, ...] = ()
    course: str | None = None
    cases: str = "points"
    clusters: int | None = None
    seed: int = 1

    def __post_init__(self) -> None:
        if self.cases not in ("points", "runs"):
            raise ValueError(f"cases: {self.cases!r} is neither points nor runs")
        if self.clusters is not None and not 2 <= self.clusters <= 12:
            raise ValueError(f"clusters: {self.clusters} is not between 2 and 12")
        if self.course is not None and self.outcomes:
            raise ValueError("only one of outcomes and course may be given")


def analyse(swept: Swept, options: Options) -> Finding:
    """The clusters of ``swept`` under ``options``, with their medians, their names, and where in the space of factors
    they are.

    Raises Incomplete where too few cases have a value.
    """
    data = _courses(swept, options) if options.course else _outcomes(swept, options)
    if len(data) < FEWEST:
        raise Incomplete(f"{len(data)} {options.cases} have a value, and clusters need at least {FEWEST}")
    scaled = (data - data.mean()) / (data.to_numpy().std() if options.course else data.std(ddof=0))
    groups, choice = _cluster(scaled.to_numpy(), options)
    cases = _cases(swept, data, groups)
    table = pd.DataFrame([_row(group, data, scaled, groups, options) for group in range(groups.max() + 1)])
    grown = tree.fit(cases, groups, options.seed)
    right, usual = tree.accuracy(cases, groups, options.seed), float(table["share"].max())
    table = table.merge(pd.DataFrame(_where(tree.leaves(grown, cases, groups), len(table))), on="cluster")
    tables = {
        "clusters": table,
        "choice": choice,
        "tree": pd.DataFrame({"accuracy": [right], "largest": [usual]}),
        "cases": data.index.to_frame(index=False).assign(cluster=groups + 1),
    }
    if options.course:
        tables["course"] = _bands(data, groups)
    record = _sentences(table, choice, right, usual, options)
    missing = len(swept.missing)
    notes = (f"{missing} of {len(swept.points)} points have no value and are left out.",) if missing else ()
    named = options.course or (options.outcomes[0] if len(options.outcomes) == 1 else "outcomes")
    return Finding("clusters", named, record, tables, notes)


def _outcomes(swept: Swept, options: Options) -> pd.DataFrame:
    """Outcomes of every case, those that vary; rows by point (and replicate)."""
    names = list(options.outcomes or swept.outcomes)
    rows = swept.runs[swept.runs["arm"] == AS_IS].set_index(WHERE)[names].astype(np.float64).sort_index()
    rows = rows.dropna(axis="columns", how="all").dropna()
    if options.cases == "points":
        rows = rows.groupby(level="point").mean()
    found = rows.loc[:, rows.std(ddof=0) > 1e-12 * (1.0 + rows.abs().max())]
    if found.columns.empty and len(rows):
        raise NotFor(f"{wording.listed([wording.short(name) for name in names])} never varies in this sweep")
    return found


def _courses(swept: Swept, options: Options) -> pd.DataFrame:
    """The course of a metric in every case: a column per tick."""
    kept = swept.trajectories
    if kept is None or options.course not in kept.columns:
        known = [] if kept is None else [name for name in kept.columns if name not in (*WHERE, "arm", "tick", "date")]
        raise NotFor(f"no course of {options.course} was kept; kept are {wording.listed(known) or 'none'}")
    rows = kept[kept["arm"] == AS_IS]
    wide: pd.DataFrame = rows.pivot(index=WHERE, columns="tick", values=options.course).astype(np.float64).dropna()
    if options.cases == "points":
        wide = wide.groupby(level="point").mean()
    if len(wide) and np.ptp(wide.to_numpy()) == 0:
        raise NotFor(f"{options.course} never varies in this sweep")
    return wide


def _cluster(scaled: Floats, options: Options) -> tuple[Ints, pd.DataFrame]:
    """The cluster of each case, the largest first, and the silhouette of each number of clusters tried."""

    means, silhouette = library("sklearn.cluster").KMeans, library("sklearn.metrics").silhouette_score
    limited = library("threadpoolctl").threadpool_limits
    tried, rows = {}, []
    for count in [options.clusters] if options.clusters else range(2, MOST + 1):
        if len(np.unique(scaled, axis=0)) <= count:
            break
        size = min(SAMPLE, len(scaled))
        with limited(1):  # many threads on so little data wait for each other
            tried[count] = means(count, n_init=10, random_state=options.seed).fit_predict(scaled)
            fits = silhouette(scaled, tried[count], sample_size=size, random_state=options.seed)
        rows.append((count, float(fits)))
    if not rows:
        raise NotFor("there are too few different cases to cluster")
    best = tried[max(rows, key=lambda row: row[1])[0]]
    order = np.argsort(-np.bincount(best), kind="stable")
    return np.argsort(order)[best].astype(np.int64), pd.DataFrame(rows, columns=["clusters", "silhouette"])


def _cases(swept: Swept, data: pd.DataFrame, groups: Ints) -> Cases:
    """The factors of each case."""
    point = data.index.get_level_values("point").to_numpy(dtype=np.int64)
    chosen = varied(swept)
    rows = swept.points.index.get_indexer(pd.Index(point))
    x = pd.DataFrame({factor.name: column(swept, factor) for factor in chosen}).iloc[rows]
    return Cases(chosen, x, swept.units(chosen)[rows], groups.astype(np.float64), point, swept.block[rows])


def _row(group: int, data: pd.DataFrame, scaled: pd.DataFrame, groups: Ints, options: Options) -> dict[str, Any]:
    """Size, name and medians of a cluster."""
    mask = groups == group
    if options.course:
        middle = data[mask].median()
        medians = {"start": middle.iloc[0], "mean": middle.mean(), "end": middle.iloc[-1]}
        name = _named_course(scaled[mask].median(), middle, float(data.to_numpy().std()))
    else:
        medians = data[mask].median().to_dict()
        name = _named(scaled[mask].median() - scaled.median())
    return {"cluster": group + 1, "name": name, "cases": int(mask.sum()), "share": float(mask.mean()), **medians}


def _named(apart: Any) -> str:
    """A name from the two outcomes whose medians stand out most."""
    ranked = apart.abs().sort_values(ascending=False, kind="stable").index
    twins = [name for name in ranked if name in ("expected_disputes", "observed_disputes")][
        1:
    ]  # two counts of one thing
    most = [name for name in ranked if name not in twins][:2]
    parts = [
        f"{'high' if apart[name] > 0 else 'low'} {wording.short(name)}" for name in most if abs(apart[name]) > APART
    ]
    return ", ".join(parts) or "middling"


def _named_course(scaled: Any, middle: Any, size: float) -> str:
    """A name from the height of a course and its change from first to last."""
    height = "high" if scaled.mean() > APART else "low" if scaled.mean() < -APART else "middling"
    change = (middle.iloc[-1] - middle.iloc[0]) / size
    return f"{height}, {'rising' if change > APART else 'falling' if change < -APART else 'steady'}"


def _where(leaves: list[tree.Leaf], count: int) -> list[dict[str, Any]]:
    """For each cluster the region that holds most of it among those where it is the most frequent."""
    rows = []
    for group in range(count):
        whole = sum(leaf.counts[group] for leaf in leaves)
        own = [leaf for leaf in leaves if leaf.counts[group] == max(leaf.counts) and leaf.limits]
        best = max(own, key=lambda leaf: leaf.counts[group], default=None)
        row: dict[str, Any] = {"cluster": group + 1, "where": "", "held": 0.0, "density": 0.0}
        if best is not None:
            inside = best.counts[group]
            row |= {"where": str(best), "held": inside / whole, "density": inside / sum(best.counts)}
        rows.append(row)
    return rows


def _bands(data: pd.DataFrame, groups: Ints) -> pd.DataFrame:
    """Quantiles of the course of each cluster at each tick."""
    parts: list[pd.DataFrame] = []
    for group in range(groups.max() + 1):
        levels = data[groups == group].quantile([0.1, 0.5, 0.9]).T
        levels.columns = pd.Index(["low", "median", "high"])
        parts.append(levels.rename_axis("tick").reset_index().assign(cluster=group + 1))
    return pd.concat(parts, ignore_index=True)


def _sentences(table: Any, choice: Any, right: float, usual: float, options: Options) -> tuple[str, ...]:
    best = choice["silhouette"].max()
    by = f"the course of {options.course}" if options.course else "their outcomes"
    if best >= CLEAR:
        record = [f"By {by} the {options.cases} fall into {len(table)} sorts (silhouette {best:.2f})."]
    else:
        record = [
            f"By {by} the {options.cases} form no clear groups (silhouette {best:.2f}); the nearest to it are these."
        ]
    other = ("cluster", "name", "cases", "share", "where", "held", "density")
    known = [name for name in table.columns if name not in other]
    for row in table.to_dict("records"):
        if options.course:
            medians = [f"{key} {wording.level(f'mean.{options.course}', row[key])}" for key in known]
        else:
            medians = [f"{wording.short(key)} {wording.level(key, row[key])}" for key in _telling(row, known)]
        lives = (
            f"mostly where {row['where']} ({wording.share(row['held'])} of it, {wording.share(row['density'])} pure)"
        )
        lives = lives if row["where"] else "no range of factors sets it apart from the rest"
        head = f"{row['cluster']}, {row['name']} ({wording.share(row['share'])} of {options.cases})"
        record.append(f"{head}: median {wording.listed(medians)}; {lives}.")
    message = f"The factors predict the cluster of {wording.share(right)} of {options.cases} that were held out"
    record.append(f"{message}; always naming the largest would be right for {wording.share(usual)}.")
    return tuple(record)


def _telling(row: dict[str, Any], known: list[str]) -> list[str]:
    """The outcomes that the name of a cluster uses first, then others, at most four."""
    named = [key for key in known if wording.short(key) in row["name"]]
    return (named + [key for key in known if key not in named])[:4]
