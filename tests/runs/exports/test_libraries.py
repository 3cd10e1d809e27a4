"""A result as tables of pandas, cubes of xarray and networks of networkx."""

from __future__ import annotations

from typing import Any

import pytest

import dipsim
from dipsim.runs.exports import libraries


@pytest.fixture(scope="module")
def result() -> Any:
    return dipsim.run("two_nations", replicates=3, judge=False)


def test_a_table_is_a_copy(result: Any) -> None:
    frame = result.to_frame("nations")
    frame["gdp"] = 0
    assert (result.nations["gdp"] > 0).all()
    assert list(result.to_frame().columns) == list(result.region.columns)
    with pytest.raises(KeyError, match="no table 'region_'"):
        result.to_frame("region_")


def test_the_network_holds_the_means_over_runs(result: Any) -> None:
    graph = result.to_networkx()
    ends = result.dyads[result.dyads["tick"] == result.dyads["tick"].max()].drop_duplicates(
        ["run", "truster", "trustee"]
    )
    mean = ends[(ends["truster"] == "ARL") & (ends["trustee"] == "BOR")]["trust"].mean()
    assert graph.edges["ARL", "BOR"]["trust"] == pytest.approx(mean)
    assert graph.nodes["ARL"]["name"] == "Arland"
    assert set(graph.edges) == {("ARL", "BOR"), ("BOR", "ARL")}
    assert result.to_networkx(0).graph["tick"] == 0
    with pytest.raises(ValueError, match="tick: expected one of 0, "):
        result.to_networkx(10_000)


def test_without_xarray_it_is_said_how_to_get_it(result: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libraries, "find_spec", lambda name: None)
    with pytest.raises(ImportError, match="pip install xarray"):
        result.to_xarray()


@pytest.mark.parametrize(
    ("table", "keys"),
    [
        ("region", {"run": 3, "tick": 97}),
        ("nations", {"run": 3, "nation": 2}),
        ("dyads", {"truster": 2, "trustee": 2}),
        ("exchanges", {"kind": None, "initiator": None}),
    ],
)
def test_a_cube_has_a_dimension_for_each_key(result: Any, table: str, keys: dict[str, int | None]) -> None:
    pytest.importorskip("xarray", reason="xarray is not installed: pip install xarray")
    cube = result.to_xarray(table)
    assert set(keys) <= set(cube.sizes)
    assert all(size is None or cube.sizes[key] == size for key, size in keys.items())
    if table == "region":
        assert float(cube["trust"].sel(run=1, tick=5)) == float(
            result.region.query("run == 1 and tick == 5")["trust"].iloc[0]
        )
        assert str(cube["date"].sel(tick=0).item())[:7] == "2025-01"
