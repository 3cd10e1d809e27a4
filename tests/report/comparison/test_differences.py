"""Two results side by side: differences are those of the tables, pairs are used where there are any."""

# Also tests: report/comparison/comparison_page.py

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

import dipsim
from dipsim.report.comparison import comparison_page
from dipsim.report.comparison.differences import Comparison, two_proportions, welch


@pytest.fixture(scope="module")
def pair() -> tuple[Any, Any]:
    """The same seed with and without transparency."""
    how: dict[str, Any] = {"replicates": 12, "seed": 3, "judge": False}
    short = ["time.years=4"]
    one = dipsim.run("two_blocs", sets=short, **how)
    return one, dipsim.run("two_blocs", sets=[*short, "nations.*.transparency=0.95"], **how)


def test_runs_of_one_seed_are_pairs_and_their_interval_is_narrower(pair: tuple[Any, Any]) -> None:
    both = Comparison(*pair)
    assert both.paired
    trust = next(one for one in both.metrics() if one.title == "Mean trust at the end")
    ends = [result.region[result.region["tick"] == result.region["tick"].max()]["trust"].to_numpy() for result in pair]
    assert trust.difference.estimate == pytest.approx((ends[1] - ends[0]).mean())
    apart = welch(ends[1], ends[0])
    assert apart.estimate == pytest.approx(trust.difference.estimate)
    assert trust.difference.high - trust.difference.low < apart.high - apart.low


def test_another_seed_makes_two_samples(pair: tuple[Any, Any]) -> None:
    other = SimpleNamespace(**{**vars(pair[1]), "spec": pair[1].spec, "runs": 12, "cooperation": None})
    other.manifest = {**pair[1].manifest, "seed": 4}
    both = Comparison(pair[0], other)
    assert not both.paired
    assert "two independent samples" in both.sentence()
    _, middle, low, high = both.trust
    assert np.all((low <= middle) & (middle <= high) | np.isnan(middle))


def test_trust_of_a_relation_is_that_of_the_tables(pair: tuple[Any, Any]) -> None:
    both = Comparison(*pair)
    first, middle, low, high = both.trust
    i, j = both.codes.index("ARL"), both.codes.index("DRA")
    means = []
    for result in pair:
        rows = result.dyads[(result.dyads["truster"] == "ARL") & (result.dyads["trustee"] == "DRA")]
        means.append(rows[rows["tick"] == rows["tick"].max()]["trust"].mean())
    assert first[i, j] == pytest.approx(means[0], abs=1e-6)
    assert middle[i, j] == pytest.approx(means[1] - means[0], abs=1e-6)
    assert low[i, j] < middle[i, j] < high[i, j]


def test_a_result_beside_itself_differs_by_nothing(pair: tuple[Any, Any]) -> None:
    both = Comparison(pair[0], pair[0])
    assert all(tuple(one.difference) == (0.0, 0.0, 0.0) for one in both.metrics())
    page = comparison_page.page(pair[0], pair[0])
    assert "Nothing that can change a number" in page
    assert "0 of 42 relations differ" in page


def test_intervals_of_two_samples_cover() -> None:
    """In 1,000 experiments without any difference some 95 % of the intervals hold 0."""
    draw = np.random.default_rng(1)
    samples = [(draw.normal(size=20), draw.normal(scale=3.0, size=12)) for _ in range(1000)]
    held = np.mean([low <= 0 <= high for _, low, high in (welch(other, one) for one, other in samples)])
    assert held == pytest.approx(0.95, abs=0.025)
    shares = [(draw.random(30) < 0.2, draw.random(40) < 0.2) for _ in range(1000)]
    held = np.mean([low <= 0 <= high for _, low, high in (two_proportions(other, one) for one, other in shares)])
    assert held == pytest.approx(0.96, abs=0.025)


def test_the_page_says_what_differs(pair: tuple[Any, Any]) -> None:
    page = comparison_page.page(*pair)
    assert "nations.ARL.transparency" in page
    assert "the difference is taken run by run over 12 pairs" in page
    assert page.count("<h1>") == 1
    assert 'data-chart="relations"' in page


def test_results_without_a_common_nation_are_refused(pair: tuple[Any, Any], synthetic: Any) -> None:
    other = synthetic.result(runs=2, ticks=13, names={"XXA": "Xa", "XXB": "Xb"})
    with pytest.raises(ValueError, match="no nation in common"):
        comparison_page.page(pair[0], other)
