"""Reach: land borders, distance, size, and where a claim lies."""

from __future__ import annotations

import math
from typing import Any

import pytest

TWO = ["ARL", "BOR"]


def reach(run: Any, quiet: Any, relation: dict[str, Any], own: dict[str, float] | None = None, **traits: Any) -> Any:
    """Reach of the two, each towards the other, with ``own`` parameters of reach beside the defaults."""
    processes = {"reach": {"share": 0.6, "length": 1150, "cut": 0.05} | (own or {})}
    nations = {code: traits.get(code, {}) for code in TWO}
    rho = run(quiet(nations, [{"between": TWO} | relation], processes=processes), 1).dyad("reach")[..., 0]
    return float(rho[0, 1]), float(rho[1, 0])


@pytest.mark.parametrize(
    ("relation", "expected"),
    [
        ({"land": True}, 1.0),
        ({"land": True, "distance": 900}, 1.0),
        ({"distance": 0}, 0.6),
        ({"distance": 700}, round(0.6 * math.exp(-700 / 1150), 3)),
        ({"distance": 4000}, 0.0),
        ({"proximity": 0.627}, round(0.6 * math.exp(1500 / 1150 * math.log(0.627)), 3)),
        ({"proximity": 0}, 0.0),
        ({"proximity": 0, "at": 0.6, "dispute": 0.3}, 0.6),
        ({"distance": 100, "at": 0.3}, round(0.6 * math.exp(-100 / 1150), 3)),
    ],
    ids=[
        "border",
        "border wins",
        "coast",
        "km",
        "beyond the cut",
        "proximity",
        "nowhere",
        "claim at sea",
        "near claim",
    ],
)
def test_reach_of_a_pair(run: Any, quiet: Any, relation: dict[str, Any], expected: float) -> None:
    """Protects rho: 1 across a land border, else beta e^(-d / L) to three places, 0 below the cut, `at` a floor."""
    assert reach(run, quiet, relation) == (expected, expected)


def test_the_limit_of_reach_is_proximity(run: Any, quiet: Any) -> None:
    """Protects the limit: beta 1, L 1500 km, lambda 0 and no border give the proximity that was given."""
    own = {"share": 1, "length": 1500}
    assert [reach(run, quiet, {"proximity": p}, own)[0] for p in (1.0, 0.627, 0.05)] == [1.0, 0.627, 0.05]


def test_the_strong_reach_further_where_size_counts(run: Any, quiet: Any) -> None:
    """Protects L_i = L (1 + lambda ln(1 + M_i / M_ref)), of each nation its own."""
    traits = {"ARL": {"capability": 183 * 3}, "BOR": {"capability": 1e-9}}
    far, near = reach(run, quiet, {"distance": 1000}, {"by_size": 0.5}, **traits)
    assert far == round(0.6 * math.exp(-1000 / (1150 * (1 + 0.5 * math.log(4)))), 3)
    assert near == round(0.6 * math.exp(-1000 / 1150), 3)


def test_exposure_reads_the_reach_of_the_other(run: Any, quiet: Any) -> None:
    """Protects X_ij = rho_ji o M: what the strong can bring to bear on the weak, over a distance."""
    nations = {"ARL": {"capability": 549, "offence": 0.5}, "BOR": {"capability": 10, "offence": 0.5}}
    file = quiet(nations, [{"between": TWO, "distance": 1000}], processes={"reach": {"share": 0.6, "by_size": 2}})
    played = run(file, 1)
    rho, x = played.dyad("reach")[..., 0], played.dyad("exposure")[..., 0]
    assert rho[0, 1] > rho[1, 0] > 0
    assert x[1, 0] == pytest.approx(rho[0, 1] * 0.5 * 549, rel=1e-12)
    assert x[0, 1] == pytest.approx(rho[1, 0] * 0.5 * 10, rel=1e-12)


def test_contact_follows_from_border_or_distance_where_it_is_not_given(run: Any, quiet: Any) -> None:
    """Protects proximity: 1 across a border, e^(-km / 1500) over a distance, as given where it is given."""
    found = []
    for relation in ({"land": True}, {"distance": 1500}, {"land": True, "proximity": 0.4}):
        file = quiet({code: {} for code in TWO}, [{"between": TWO} | relation])
        found.append(float(run(file, 1).dyad("proximity")[0, 1, 0]))
    assert found == [1.0, 0.368, 0.4]
