"""The network over time is the same after it was written and read again, and what it says is in the tables."""

from __future__ import annotations

from io import BytesIO
from types import SimpleNamespace
from typing import Any

import networkx as nx
import pytest

import dipsim
from dipsim.runs.exports import graphs
from dipsim.scenario.arguments import ArgumentError


@pytest.fixture(scope="module")
def result() -> Any:
    return dipsim.run("two_blocs", replicates=3, judge=False, sets=("time.years=4",))


def means(result: Any, one: str, other: str, column: str) -> list[float]:
    frame = result.dyads
    rows = frame[(frame["truster"] == one) & (frame["trustee"] == other)]
    return [float(value) for value in rows.groupby("tick")[column].mean()]


def test_gexf_keeps_every_value_with_its_dates(result: Any) -> None:
    graph = nx.read_gexf(BytesIO(graphs.gexf(result)), version="1.2draft")
    assert graph.graph["mode"] == "dynamic"
    assert graph.nodes["ARL"]["label"] == "Arland"
    for one, other in (("ARL", "BOR"), ("DRA", "ARL")):
        edge = graph.edges[one, other]
        for column in graphs.OF_RELATIONS:
            assert [value for value, _, _ in edge[column]] == pytest.approx(means(result, one, other, column))
        starts, ends = ([held[side] for held in edge["trust"]] for side in (1, 2))
        assert starts == ["2025-01-01", "2026-01-01", "2027-01-01", "2028-01-01", "2029-01-01"]
        assert ends == [*starts[1:], "2030-01-01"]
        assert edge["weight"] == pytest.approx(means(result, one, other, "trust")[-1])
        assert edge["spells"] == [("2025-01-01", "2030-01-01")]
    ticks = result.nations.query("nation == 'GAL' and tick == 12")
    assert [value for value, start, _ in graph.nodes["GAL"]["gdp"] if start == "2026-01-01"] == pytest.approx(
        [ticks["gdp"].mean()]
    )


def test_graphml_names_the_date_in_the_attribute(result: Any) -> None:
    graph = nx.read_graphml(BytesIO(graphs.graphml(result)))
    found = [graph.edges["ARL", "DRA"][f"trust_{year}_01_01"] for year in range(2025, 2030)]
    assert found == pytest.approx(means(result, "ARL", "DRA", "trust"))
    assert "mean of 3 runs, seed 1; simulated, a thinking aid" in graph.graph["description"]


def test_one_run_is_kept_tick_by_tick(result: Any) -> None:
    run = result.detail_runs[0]
    graph = nx.read_gexf(BytesIO(graphs.gexf(result, replicate=run)), version="1.2draft")
    held = graph.edges["BOR", "ARL"]["trust"]
    assert (len(held), held[1][1]) == (49, "2025-02-01")
    rows = result.dyads_detail.query(f"run == {run} and truster == 'BOR' and trustee == 'ARL'").sort_values("tick")
    assert [value for value, _, _ in held] == pytest.approx(rows["trust"].tolist())
    with pytest.raises(ArgumentError, match="replicate: expected a run from 0 to 2, found 3"):
        graphs.gexf(result, replicate=3)


def test_the_same_result_gives_the_same_bytes(result: Any) -> None:
    assert graphs.gexf(result) == graphs.gexf(result)
    assert graphs.graphml(result) == graphs.graphml(result)


def test_two_that_are_out_of_reach_for_a_while_have_spells(result: Any) -> None:
    frame = result.dyads.copy()
    pair = (frame["truster"] == "ARL") & (frame["trustee"] == "BOR")
    frame.loc[pair & (frame["tick"] == 24), "relevant"] = False
    frame.loc[(frame["truster"] == "ARL") & (frame["trustee"] == "CEL"), "relevant"] = False
    changed = SimpleNamespace(
        tables={**result.tables, "dyads": frame}, spec=result.spec, title="x", runs=3, manifest=result.manifest,
        detail_runs=[],
    )  # fmt: skip
    graph = nx.read_gexf(BytesIO(graphs.gexf(changed)), version="1.2draft")  # type: ignore[arg-type]
    assert graph.edges["ARL", "BOR"]["spells"] == [("2025-01-01", "2027-01-01"), ("2028-01-01", "2030-01-01")]
    assert not graph.has_edge("ARL", "CEL")
    assert graph.has_edge("CEL", "ARL")


def test_names_that_xml_cannot_hold_are_read_again(result: Any) -> None:
    nations = {code: SimpleNamespace(name=f"<a&\x00\x1b\"'{code}\ufffe", location=(1.5, -2.0)) for code in "ABC"}
    named = SimpleNamespace(
        tables=result.tables, spec=SimpleNamespace(nations={"ARL": nations["A"], "BOR": nations["B"]}),
        title="\x07</gexf>", runs=3, manifest=result.manifest, detail_runs=[],
    )  # fmt: skip
    for data, read in ((graphs.gexf(named), nx.read_gexf), (graphs.graphml(named), nx.read_graphml)):  # type: ignore[arg-type]
        graph = read(BytesIO(data))
        assert graph.nodes["ARL"]["label"] == "<a&\"'A"
        assert graph.nodes["BOR"]["latitude"] == 1.5
    assert graphs.plain("\x07</gexf>") == "</gexf>"
