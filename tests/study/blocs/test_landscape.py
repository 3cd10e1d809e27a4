"""The landscape of aggregation: a published case, closed forms, and descent that never ends."""

from __future__ import annotations

import json
import math
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dipsim.study.blocs.landscape import Landscape, energies, every, gains, landscape

REAL = os.environ.get("DIPSIM_DATA", "")
# Syria in 2016: Axelrod and Furnas, github.com/alexanderfurnas/Landscape_Theory at 80515b4; score (1 to 5) less 3.
ACTORS = ("USA", "Russia", "Syria", "Turkey", "Saudi Arabia", "Iran", "ISIS", "Hezbollah", "Kurds", "Nusra", "Iraq")
SIZE = np.array([10, 10, 50, 10, 10, 20, 100, 20, 40, 10, 50], dtype=np.float64)
UPPER = (
    (-1, -1, 2, 1, -1, -2, -2, 1, -1, 1),
    (1, -1, 0, 0, -2, 0, -1, -1, 1),
    (-2, -1, 1, -2, 1, -2, -1, 0),
    (0, -1, -1, 0, -1, -1, 0),
    (-2, -2, 0, 0, -1, 0),
    (-1, 2, 0, -1, -1),
    (-1, -2, -1, -2),
    (0, -1, 0),
    (-1, 0),
    (-1,),
)


def published() -> Any:
    """The symmetric matrix of propensities."""
    matrix = np.zeros((11, 11))
    for i, row in enumerate(UPPER):
        matrix[i, i + 1 :] = matrix[i + 1 :, i] = row
    return matrix


def energy_by_definition(size: Any, propensity: Any, sides: Any) -> float:
    """sum_i s_i sum_j s_j p_ij d_ij, one pair after the other."""
    n = len(size)
    return sum(
        size[i] * size[j] * propensity[i, j] for i in range(n) for j in range(n) if sides[i] != sides[j] and i != j
    )


def second_side(found: Landscape, place: int = 0) -> set[str]:
    return set(found.minima[place].sides[1])


def test_all_energies_of_the_published_case_are_those_of_the_definition() -> None:
    at = every(11)
    found = energies(SIZE, published(), at)
    assert len(np.unique(at, axis=0)) == 1024
    assert found.tolist() == [energy_by_definition(SIZE, published(), sides) for sides in at]
    together, alone = np.zeros((1, 11), dtype=np.int8), np.zeros((1, 11), dtype=np.int8)
    alone[0, ACTORS.index("ISIS")] = 1
    assert energies(SIZE, published(), together)[0] == 0
    assert energies(SIZE, published(), alone)[0] == -80_000


@pytest.mark.parametrize(
    ("syria", "energy", "side"),
    [(50, -83_200, {"Turkey", "ISIS", "Nusra"}), (10, -65_600, {"ISIS", "Nusra"})],
    ids=["strong Syria", "weak Syria"],
)
def test_the_published_case_has_one_minimum_where_all_descent_ends(syria: float, energy: float, side: set[str]) -> None:
    size = SIZE.copy()
    size[ACTORS.index("Syria")] = syria
    found = landscape(ACTORS, size, published())
    assert found.exact
    assert found.starts == 1024
    assert [one.energy for one in found.minima] == [energy]
    assert second_side(found) == side
    assert found.minima[0].basin == 1
    assert found.deepest[0].energy == energy == min(energies(size, published(), every(11)))
    assert found.circling == 0


def test_random_descent_ends_in_the_published_minimum_too() -> None:
    draw = np.random.default_rng(1)
    at = every(11)
    while True:
        gain = gains(SIZE, published(), at)
        open_ = (gain < 0).any(axis=1)
        if not open_.any():
            break
        pick = np.where(gain < 0, draw.random(gain.shape), -1.0).argmax(axis=1)
        at[open_, pick[open_]] ^= 1
    side = at ^ at[:, :1]
    assert {tuple(np.flatnonzero(row)) for row in side} == {tuple(ACTORS.index(a) for a in ("Turkey", "ISIS", "Nusra"))}


@pytest.mark.skipif(not REAL, reason="DIPSIM_DATA does not name a folder of public data")
def test_the_numbers_of_the_published_case_are_those_of_the_file() -> None:
    file = json.loads((Path(REAL) / "landscape_syria2016.json").read_text(encoding="utf-8"))
    assert file["size"] == SIZE.tolist()
    assert file["propensity"] == published().tolist()
    for sizes, minima in (("size", "minima"), ("size_weak_syria", "minima_weak")):
        found = landscape(file["actors"], np.array(file[sizes]), np.array(file["propensity"]))
        assert [one.energy for one in found.minima] == [one["E"] for one in file[minima]]
        side = {name for name, own in zip(file["actors"], file[minima][0]["side"], strict=True) if own}
        assert second_side(found) == side


def test_friends_form_one_bloc() -> None:
    found = landscape("ABCDEF", np.ones(6), np.ones((6, 6)))
    assert [(one.energy, one.sides[1], one.basin) for one in found.minima] == [(0.0, (), 1.0)]


@pytest.mark.parametrize("n", [4, 6, 8])
def test_rivals_of_equal_size_split_in_half_in_every_way(n: int) -> None:
    """All p = -1: E = -2 k (n - k), so that the minima are the C(n, n/2) / 2 even splits, all equally deep."""
    found = landscape([chr(65 + k) for k in range(n)], np.ones(n), -np.ones((n, n)))
    assert len(found.minima) == math.comb(n, n // 2) // 2
    assert {one.energy for one in found.minima} == {-2.0 * (n / 2) ** 2}
    assert sum(one.basin for one in found.minima) == pytest.approx(1)


def cliques(n: int) -> Any:
    """+1 within and -1 between the even and the odd."""
    sign = np.where(np.arange(n) % 2, -1.0, 1.0)
    return np.outer(sign, sign)


@pytest.mark.parametrize("n", [7, 20, 30])
def test_two_cliques_are_found_by_every_way_of_looking(n: int) -> None:
    names = [f"N{k:02d}" for k in range(n)]
    size = np.linspace(1, 2, n)
    found = landscape(names, size, cliques(n), starts=300)
    assert found.exact == (n <= 20)
    assert second_side(found) == set(names[1::2])
    odd, even = size[1::2].sum(), size[::2].sum()
    assert found.minima[0].energy == pytest.approx(-2 * odd * even, rel=1e-12)
    assert sum(one.basin for one in found.minima) == pytest.approx(1)


def test_sampled_minima_are_among_all_minima() -> None:
    """Protects the descent beyond 20 nations: twelve nations with random propensities, looked at in both ways."""
    from dipsim.study.blocs.landscape import _sampled

    draw = np.random.default_rng(5)
    size, half = draw.uniform(1, 3, 12), draw.normal(size=(12, 12))
    names = tuple("ABCDEFGHIJKL")
    whole = landscape(names, size, half + half.T)
    sampled = _sampled(names, size, half + half.T, draw.integers(0, 2, (4000, 12)).astype(np.int8))
    assert len(whole.minima) > 1
    basins = {one.sides: one.basin for one in whole.minima}
    for one in sampled.minima:
        assert abs(one.basin - basins[one.sides]) < 0.05
    assert sampled.minima[0].sides == whole.minima[0].sides


def test_a_nation_that_pursues_another_never_rests() -> None:
    """Asymmetric propensities: A seeks B and B avoids A, so that descent goes round in a circle."""
    found = landscape("AB", np.ones(2), np.array([[0.0, 1.0], [-1.0, 0.0]]))
    assert found.minima == ()
    assert found.circling == 1
    assert str(found) == "No two blocs hold: descent from all 2 configurations never ends."


def test_asymmetric_propensities_can_rest_as_well() -> None:
    found = landscape("AB", np.ones(2), np.array([[0.0, 1.0], [0.5, 0.0]]))
    assert [one.sides for one in found.minima] == [(("A", "B"), ())]


def test_other_names_in_another_order_give_the_same_blocs() -> None:
    turn = np.random.default_rng(2).permutation(11)
    matrix = published()[np.ix_(turn, turn)]
    found = landscape([ACTORS[k] for k in turn], SIZE[turn], matrix)
    sides = {frozenset(side) for side in found.minima[0].sides}
    assert frozenset({"Turkey", "ISIS", "Nusra"}) in sides


@pytest.mark.parametrize(
    ("size", "propensity", "said"),
    [
        ([1.0], [[0.0]], "at least two names"),
        ([1.0, 1.0], [[0.0, 1.0]], "square matrix"),
        ([1.0, -1.0], [[0.0, 1.0], [1.0, 0.0]], "sizes of at least 0"),
        ([1.0, 1.0], [[0.0, math.nan], [1.0, 0.0]], "finite numbers"),
    ],
)
def test_what_is_no_landscape_is_refused(size: Any, propensity: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        landscape("AB"[: len(size)], np.array(size), np.array(propensity))
