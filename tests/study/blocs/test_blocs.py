"""Blocs of a running scenario: propensity from trust and stakes, size from capability; and a matrix from a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dipsim.api import run
from dipsim.scenario.load import load
from dipsim.study.blocs.blocs import blocs, read_matrix

CODES = ("ARL", "BOR", "CEL", "DRA")


def spec_of(years: float = 1) -> Any:
    """Two pairs of friends, a claim between each of one and each of the other, and a nation out of reach of all."""
    nations = {code: {"gdp": 1000, "capability": 100 * (k + 1)} for k, code in enumerate((*CODES, "FAR"))}
    relations = [
        {"between": ["ARL", "BOR"], "proximity": 1, "trust": 0.9},
        {"between": ["CEL", "DRA"], "proximity": 1, "trust": {"CEL": 0.8, "DRA": 0.7}},
        *({"between": [a, b], "proximity": 0.5, "trust": 0.2, "dispute": 0.6} for a in CODES[:2] for b in CODES[2:]),
    ]
    file = {"dipsim": 1, "title": "made up", "time": {"years": years}, "nations": nations, "relations": relations}
    return load("test.yaml", (), json.dumps(file))


def test_propensity_at_the_start_is_trust_less_stakes() -> None:
    found = blocs(spec_of(), year=0, replicates=3)
    row = found.landscape.names.index
    assert found.propensity[row("ARL"), row("BOR")] == pytest.approx(0.8, abs=1e-9)
    assert found.propensity[row("CEL"), row("DRA")] == pytest.approx(0.5, abs=1e-9)
    assert found.propensity[row("ARL"), row("DRA")] == pytest.approx(-0.6 - 0.6, abs=1e-9)
    assert not found.propensity[row("FAR")].any()
    assert (found.propensity == found.propensity.T).all()
    assert {frozenset(side) & set(CODES) for side in found.landscape.minima[0].sides} == {
        frozenset(("ARL", "BOR")),
        frozenset(("CEL", "DRA")),
    }


def test_blocs_of_a_year_rest_on_the_recorded_trust_and_capability() -> None:
    found = blocs(load("two_blocs"), year=5, replicates=4)
    result = run("two_blocs", replicates=4, judge=False)
    dyads = result.dyads[result.dyads["tick"] == 60].set_index(["truster", "trustee"])
    one = dyads.loc[("ARL", "DRA")]
    other = dyads.loc[("DRA", "ARL")]
    expected = float((one.trust.to_numpy() + other.trust.to_numpy() - 1 - one.dispute.to_numpy()).mean())
    row = found.landscape.names.index
    assert found.propensity[row("ARL"), row("DRA")] == pytest.approx(expected, rel=1e-12)
    nations = result.nations[(result.nations["tick"] == 60) & (result.nations.nation == "ARL")]
    assert found.size[row("ARL")] == pytest.approx(nations.capability.mean(), rel=1e-12)
    assert sum(share for _, share in found.runs) == pytest.approx(1)


def test_a_year_beyond_the_end_is_refused() -> None:
    with pytest.raises(ValueError, match="year: expected a whole number from 0 to 1, found 2"):
        blocs(spec_of(), year=2)


def test_a_matrix_is_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "matrix.csv"
    path.write_text("name,size,A,B\nA,2,,-1\nB,3,1,0\n", encoding="utf-8")
    names, size, matrix = read_matrix(path)
    assert names == ["A", "B"]
    assert size.tolist() == [2, 3]
    assert np.array_equal(matrix, [[0, -1], [1, 0]])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name,weight,A,B\nA,1,0,1\nB,1,1,0\n", ":1: expected a heading 'name,size,...'"),
        ("name,size,A,B\nB,1,0,1\nA,1,1,0\n", "expected the rows A, B in the order of the columns"),
        ("name,size,A,B\nA,1,0,much\nB,1,1,0\n", ":2: expected a number, found 'much'"),
        ("name,size,A,B\nA,1,0,\nB,1,1,0\n", ":2: expected a number, found ''"),
        ("name,size,A,B\nA,1,0\nB,1,1,0\n", ":2: expected 4 cells, found 3"),
    ],
)
def test_a_matrix_that_cannot_be_read_is_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "matrix.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=said):
        read_matrix(path)
