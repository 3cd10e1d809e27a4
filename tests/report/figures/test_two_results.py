"""Two results in one figure: the difference is that of the tables, paired where the draws are the same."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dipsim.report import figure_registry
from dipsim.report.figures import two_results
from dipsim.scenario.arguments import ArgumentError


@pytest.fixture(scope="module")
def pair(synthetic: Any) -> tuple[Any, Any]:
    """A result, and the same with trust 5 points higher in every run from the second year on."""
    one = synthetic.result(runs=12, ticks=48)
    region = one.tables["region"]
    higher = region.assign(trust=region["trust"] + np.where(region["tick"] >= 12, 0.05, 0.0))
    return one, SimpleNamespace(**{**vars(one), "tables": {**one.tables, "region": higher}})


def texts(drawn: Any) -> str:
    return " ".join(text.get_text() for text in drawn.findobj(lambda part: hasattr(part, "get_text")))


def test_pairs_on_the_same_draws_have_a_sharp_difference(pair: tuple[Any, Any]) -> None:
    found = two_results.data(*pair)
    assert len(found) == 48
    early, late = found.iloc[:12], found.iloc[12:]
    assert (early[["difference", "low", "high"]] == 0).all(axis=None)
    assert late["difference"].to_numpy() == pytest.approx(0.05)
    assert (late["high"] - late["low"]).max() < 1e-9
    drawn = figure_registry.plot(pair[0], "two_results", other=pair[1])
    told = texts(drawn)
    assert "In 2028 trust is 5.0 points higher in B than in A" in told
    assert "runs paired on the same draws" in told
    assert "n 12, seed 7" in told


def test_another_seed_is_not_paired(pair: tuple[Any, Any], synthetic: Any) -> None:
    other = synthetic.result(runs=9, ticks=36, seed=8)
    found = two_results.data(pair[0], other)
    assert len(found) == 36
    ends = [each.tables["region"].query("tick == 35")["trust"] for each in (pair[0], other)]
    assert found["difference"].iloc[-1] == pytest.approx(ends[1].mean() - ends[0].mean())
    half = 1.96 * np.sqrt(sum(end.var() / len(end) for end in ends))
    assert found["high"].iloc[-1] - found["difference"].iloc[-1] == pytest.approx(half)
    assert "runs not paired" in texts(figure_registry.plot(pair[0], "two_results", other=other))


def test_relations_that_differ_most_come_first(pair: tuple[Any, Any]) -> None:
    dyads = pair[0].tables["dyads"]
    moved = (dyads["truster"] == "ARL") & (dyads["trustee"] == "FEN")
    other = SimpleNamespace(**{**vars(pair[0]), "tables": {**pair[0].tables, "dyads": dyads.assign(
        trust=np.where(moved, 0.999, dyads["trust"]))}})  # fmt: skip
    first = two_results.differences(pair[0], other).iloc[0]
    assert (first["truster"], first["trustee"], first["two"]) == ("ARL", "FEN", pytest.approx(0.999))
    assert "Arland \u2192 Fennia" in texts(figure_registry.plot(pair[0], "two_results", other=other))


def test_what_cannot_be_compared_is_told(pair: tuple[Any, Any]) -> None:
    region = pair[0].tables["region"]
    later = region.assign(date=region["date"] + pd.DateOffset(years=50))
    other = SimpleNamespace(**{**vars(pair[0]), "tables": {"region": later}})
    with pytest.raises(ArgumentError, match="expected years that both have, found none"):
        two_results.data(pair[0], other)
    with pytest.raises(ArgumentError, match="expected tables over time in both, found none"):
        two_results.data(pair[0], SimpleNamespace(**{**vars(pair[0]), "tables": {}}))
    assert "one result only" in texts(two_results.figure(pair[0]))
