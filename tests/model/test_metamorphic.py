"""Relations between runs that no known answer gives: symmetry, roles, units, and which way things go."""

# Also tests: model/parameters.py

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from dipsim.model.parameters import NATION, REGION_METRICS
from dipsim.scenario.locate import shipped

TWO = ("ARL", "BOR")
TIE: dict[str, Any] = {"between": list(TWO), "proximity": 1, "dispute": 0.3, "trust": 0.6}


def test_two_equal_nations_have_equal_distributions(run: Any) -> None:
    """M9: chance makes them differ in a run, but neither trusts, arms or gains more on the whole."""
    from scipy.stats import ks_2samp

    file = {
        "dipsim": 1,
        "title": "Twins",
        "time": {"years": 3},
        "nations": {code: {"gdp": 1000} for code in TWO},
        "relations": [TIE],
    }
    played = run(file, 36, 2000)
    trust = played.dyad("trust")
    for one, other in (
        (trust[0, 1], trust[1, 0]),
        *((values[-1, 0], values[-1, 1]) for values in map(played.nation, ("capability", "spending"))),
    ):
        assert (one != other).any()
        assert ks_2samp(one, other).pvalue > 1e-4


def test_swapped_roles_transpose_the_outcome(run: Any, quiet: Any) -> None:
    """M10: who is called what decides nothing; nations that change places change rows and columns, to the bit."""
    roles = ({"gdp": 900, "transparency": 0.9, "offence": 0.3}, {"gdp": 400, "transparency": 0.2, "offence": 0.8})
    ends = []
    for first, second in ((0, 1), (1, 0)):
        trust = {TWO[first]: 0.7, TWO[second]: 0.55}
        tie = {"between": list(TWO), "proximity": 1, "trust": trust}
        nations = {TWO[first]: dict(roles[0]), TWO[second]: dict(roles[1])}
        file = quiet(nations, [tie], on=("official_visit", "joint_exercise"))
        for kind in ("official_visit", "joint_exercise"):
            file["exchanges"][kind] = {"rate": 30, "mishap": 0, "hidden": 0, "leak": 0}
        ends.append(run(file, 60, 20))
    one, other = ends
    assert one.acts.sum() > 100
    assert (one.acts == other.acts).all()
    for name in ("trust", "threat", "interoperability", "channel"):
        assert np.array_equal(one.dyad(name), other.dyad(name).transpose(1, 0, 2)), name
    assert np.array_equal(one.nation("capability"), other.nation("capability")[:, ::-1])


def test_the_unit_of_money_changes_nothing_but_rounding(run: Any) -> None:
    """M12: money in millions instead of billions scales what is money by 1000 to within rounding."""
    file = yaml.safe_load(Path(str(shipped("two_blocs"))).read_text(encoding="utf-8"))
    one = run(file, 12, 4)
    for nation in file["nations"].values():
        nation["gdp"] *= 1000
    other = run(file | {"money": {"per_billion": 1000}}, 12, 4)
    assert (one.acts == other.acts).all()
    scale = np.array([1000.0 if quantity.money else 1.0 for quantity in REGION_METRICS])[:, None]
    assert one.region * scale == pytest.approx(other.region, rel=1e-9, abs=1e-12)
    for name in ("gdp", "spending", "capability"):
        assert NATION[name].money
        assert 1000 * one.nation(name) == pytest.approx(other.nation(name), rel=1e-12)


def acts(run: Any, quiet: Any, trust: float, cost: float, ticks: int) -> Any:
    """Visits of two nations, [ticks, R], where trust and cost alone decide."""
    bare = dict.fromkeys(("readiness", "network", "staff", "evidence", "channel", "autonomy", "groundwork"), 0)
    file = quiet({code: {} for code in TWO}, [TIE | {"trust": trust, "dispute": 0}], on=("official_visit",))
    file["exchanges"]["official_visit"] = bare | {"rate": 12, "threshold": 0.5, "cost": cost}
    return run(file, ticks, 400).served("official_visit")


def test_more_trust_means_no_fewer_acts_in_any_run(run: Any, quiet: Any) -> None:
    """M15: on the same draws every run has at least as many acts in the first tick."""
    found = [acts(run, quiet, trust, 0.0, 1)[0] for trust in (0.1, 0.3, 0.5, 0.7, 0.9)]
    for fewer, more in pairwise(found):
        assert (more >= fewer).all()
    assert found[-1].sum() > 1.1 * found[0].sum()


def test_a_higher_cost_means_fewer_acts(run: Any, quiet: Any) -> None:
    """M16: on the same draws the number of acts falls as they cost more, first by choice, then by the purse."""
    found = [acts(run, quiet, 0.7, cost, 36).sum() for cost in (0.0, 0.01, 0.05, 0.2, 1.0)]
    assert found == sorted(found, reverse=True)
    assert found[-1] < 0.5 * found[0]
