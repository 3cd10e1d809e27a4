"""Network, map and causes: the numbers behind the drawings."""

# Also tests: report/sections/causes_over_time.py

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from dipsim.report.html.packing import unpacked
from dipsim.report.html.tables import View
from dipsim.report.sections import causes_over_time, networks


def test_the_ring_has_a_place_for_every_nation_and_the_pact(result: Any) -> None:
    part = networks.network(View(result))
    assert len(part.data["places"]) == 7
    assert all(place is not None for place in part.data["places"])
    assert part.data["pacts"] == [[0, 1]]
    sizes = unpacked(part.data["size"]).reshape(-1, 7)
    assert sizes[-1, -1] == pytest.approx(1.0)
    assert sizes[-1, 0] == pytest.approx(1 / 7, abs=1e-3)


def test_a_map_needs_locations_and_crosses_the_date_line(result: Any, synthetic: Any) -> None:
    assert networks.map_of(View(result)) is None
    placed = synthetic.result(runs=2, ticks=13)
    for code, where in (("ARL", (10.0, 175.0)), ("BOR", (-20.0, -175.0)), ("CAL", (0.0, 170.0))):
        placed.spec.nations[code].location = where
    part = networks.map_of(View(placed))
    assert part is not None
    across = [place[1] for place in part.data["places"] if place is not None]
    assert max(across) - min(across) == pytest.approx(15.0)
    assert "4 without a location" in part.html
    assert "20° S" in part.html
    assert "175° W" in part.html


def test_the_causes_of_a_relation_add_up_to_its_trust(result: Any) -> None:
    part = causes_over_time.causes(View(result))
    data = part.data
    first = data["pairs"][0]
    values = unpacked(first["lines"]).reshape(len(first["causes"]), len(data["dates"]))
    codes = View(result).codes
    one, other = (codes[place] for place in first["of"])
    ledger = result.ledger[(result.ledger["truster"] == one) & (result.ledger["trustee"] == other)]
    means = ledger.groupby("tick")["value"].sum() / ledger["run"].nunique()
    assert np.allclose(values.sum(axis=0), means.to_numpy(), atol=0.01)
    assert len(data["pairs"]) == 42


def test_of_many_relations_the_ones_that_changed_most_have_causes(result: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(causes_over_time, "MOST_PAIRS", 5)
    part = causes_over_time.causes(View(result))
    assert len(part.data["pairs"]) == 5
    assert "the 5 of 42 relations that changed most" in part.html


def test_without_a_ledger_it_says_so() -> None:
    bare = SimpleNamespace(spec=None, manifest={}, tables={}, runs=0, cooperation=None)
    assert "No ledger" in causes_over_time.causes(View(bare)).html
    assert networks.map_of(View(bare)) is None
