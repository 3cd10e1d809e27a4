"""Clusters: planted ones are found, named and placed; a smooth cloud is called one; courses are clustered by shape."""

# Also tests: sweeps/analyses/tree.py

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from dipsim.sweeps.analyses import Incomplete, NotFor, clusters
from dipsim.sweeps.storage.results import AS_IS

pytest.importorskip("sklearn")


def sort_of(x: pd.DataFrame) -> Any:
    """0 where the regime is new, else 1 in a box of the other factors, else 2."""
    return np.where(x.regime == "new", 0, np.where((x.openness < 0.5) & (x.dispute > 0.4), 1, 2))


@pytest.fixture(scope="module")
def planted(made_up: Any) -> Any:
    factors = (*made_up.ranges("openness", "dispute", "idle"), made_up.words("regime", "old", "new"))
    levels = {"force": (0.1, 0.8, 0.4), "trust": (0.7, 0.2, 0.3), "war": (0.0, 0.0, 0.0)}

    def outcome(name: str, luck: float) -> Any:
        return lambda x, draw: np.array(levels[name])[sort_of(x)] + draw.normal(0, luck, len(x))

    outcomes = {"force": outcome("force", 0.03), "trust": outcome("trust", 0.03), "war": outcome("war", 0.0)}
    return made_up.swept(factors, outcomes, size=400, replicates=3)


def test_planted_clusters_are_found_named_and_placed(planted: Any) -> None:
    finding = clusters.analyse(planted, clusters.Options())
    found = finding.tables["cases"].cluster.to_numpy()
    truth = sort_of(planted.points)
    pairs = set(zip(found, truth, strict=True))
    assert len(pairs) == 3, "each cluster is one of the planted sorts and the other way round"
    table = finding.tables["clusters"].set_index("cluster")
    new = next(int(cluster) for cluster, sort in pairs if sort == 0)
    box = next(int(cluster) for cluster, sort in pairs if sort == 1)
    assert table.loc[new, "where"].startswith("regime is new")
    assert "openness < 0." in table.loc[box, "where"]
    assert "dispute > 0.39" in table.loc[box, "where"]
    assert "regime is old" in table.loc[box, "where"]
    assert "high force" in table.loc[box, "name"]
    assert table.loc[box, ["held", "density"]].min() > 0.9
    assert table.loc[box, "force"] == pytest.approx(0.8, abs=0.02)
    assert finding.tables["tree"].accuracy[0] > 0.9
    assert finding.tables["choice"].set_index("clusters").silhouette.idxmax() == 3
    assert "fall into 3 sorts" in finding.sentences[0]


def test_the_same_twice(planted: Any) -> None:
    before = np.random.get_state()  # noqa: NPY002
    first, second = (clusters.analyse(planted, clusters.Options(seed=3)) for _ in range(2))
    assert all(np.array_equal(a, b) for a, b in zip(before, np.random.get_state(), strict=True))  # noqa: NPY002
    assert first.sentences == second.sentences


def test_a_cloud_is_no_cluster(made_up: Any) -> None:
    names = ("force", "trust", "tension", "spent")
    cloud = {name: lambda x, draw: draw.normal(size=len(x)) for name in names}
    message = str(clusters.analyse(made_up.swept(made_up.ranges("a", "b"), cloud, size=300), clusters.Options()))
    assert "form no clear groups" in message


def test_courses(planted: Any) -> None:
    """Three courses of tension: rising from a low start, falling from a high one, steady."""
    ticks, sort = np.arange(0, 120, 12), sort_of(planted.points)
    shapes = np.array([ticks / 120, 1 - ticks / 120, np.full(len(ticks), 0.5)])
    draw = np.random.default_rng(5)
    rows = [
        pd.DataFrame({"point": point, "replicate": replicate, "arm": AS_IS, "tick": ticks})
        .assign(tension=shapes[sort[point]] + draw.normal(0, 0.02, len(ticks)))
        for point in range(400)
        for replicate in range(2)
    ]  # fmt: skip
    made = type(planted)(**{**vars(planted), "trajectories": pd.concat(rows, ignore_index=True)})
    finding = clusters.analyse(made, clusters.Options(course="tension", cases="runs"))
    assert len(finding.tables["cases"]) == 800
    names = set(finding.tables["clusters"].name)
    assert len(names) == 3
    assert {name.split(", ")[1] for name in names} == {"rising", "falling", "steady"}
    assert set(finding.tables["course"].columns) == {"tick", "low", "median", "high", "cluster"}
    with pytest.raises(NotFor, match="no course of trust was kept; kept are tension"):
        clusters.analyse(made, clusters.Options(course="trust"))


def test_what_is_refused(planted: Any, made_up: Any) -> None:
    with pytest.raises(NotFor, match="no course of tension was kept; kept are none"):
        clusters.analyse(planted, clusters.Options(course="tension"))
    with pytest.raises(NotFor, match="war never varies"):
        clusters.analyse(planted, clusters.Options(outcomes=("war",)))
    with pytest.raises(Incomplete, match="10 points have a value"):
        clusters.analyse(made_up.lose(planted, *range(390)), clusters.Options())
    with pytest.raises(ValueError, match="only one of outcomes and course"):
        clusters.Options(outcomes=("force",), course="tension")
