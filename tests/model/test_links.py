"""Where pairs are stored: every linked dyad once, each nation's neighbours in one piece, and both ways alike."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dipsim.kernels.pair_array import SPECIAL
from dipsim.model.links import SELF, STRANGERS, links_of, packed, places, rows, unpacked


def linked(n: int, pairs: list[tuple[int, int]]) -> np.ndarray:
    """Flags [n, n] of some pairs, each given one way only."""
    found = np.zeros((n, n), dtype=np.bool_)
    for i, j in pairs:
        found[i, j] = True
    return found


def test_three_nations_by_hand() -> None:
    links = links_of(linked(3, [(1, 0), (1, 2)]))
    assert links.link.tolist() == [[SELF, 2, STRANGERS], [3, SELF, 4], [STRANGERS, 5, SELF]]
    assert links.neighbours_from.tolist() == [0, 1, 3, 4]
    assert links.neighbours_after.tolist() == [0, 2, 4]
    assert links.neighbour.tolist() == [1, 0, 2, 1]
    assert rows(links.link) == 6


FLAGS = st.integers(1, 7).flatmap(
    lambda n: st.lists(st.booleans(), min_size=n * n, max_size=n * n).map(lambda flags: np.reshape(flags, (n, n)))
)


@settings(max_examples=200, deadline=None)
@given(flags=FLAGS)
def test_every_linked_dyad_has_a_place_of_its_own(flags: np.ndarray) -> None:
    """Protects the layout: rows in the order of the first nation, then of the second; none of a nation and itself."""
    link, starts, after, neighbour = links_of(flags)
    n = len(flags)
    expected = (flags | flags.T) & ~np.eye(n, dtype=bool)
    assert ((link >= SPECIAL) == expected).all()
    assert (np.diag(link) == SELF).all()
    assert sorted(link[expected]) == list(range(SPECIAL, rows(link)))
    assert (np.diff(link[places(link)]) == 1).all()
    for i in range(n):
        assert neighbour[starts[i] : starts[i + 1]].tolist() == np.flatnonzero(expected[i]).tolist()
        assert neighbour[after[i] : starts[i + 1]].tolist() == [j for j in np.flatnonzero(expected[i]) if j > i]
        for q in range(starts[i], starts[i + 1]):
            assert link[i, neighbour[q]] == SPECIAL + q, "places in `neighbour` are rows of the axis"
    assert len(neighbour) == rows(link) - SPECIAL


@settings(max_examples=100, deadline=None)
@given(flags=FLAGS, seed=st.integers(0, 99))
def test_what_is_packed_comes_back_where_pairs_are_stored(flags: np.ndarray, seed: int) -> None:
    link = links_of(flags).link
    dense = np.random.default_rng(seed).normal(size=(2, *flags.shape))
    stored = packed(dense, link)
    assert stored.shape == (2, rows(link))
    assert not stored[:, :SPECIAL].any()
    back = unpacked(stored, link, 1)
    held = link >= SPECIAL
    assert (back[:, held] == dense[:, held]).all()
    assert not back[:, ~held].any()


def test_the_row_of_strangers_is_read_for_all_of_them() -> None:
    link = links_of(linked(3, [(0, 1)])).link
    stored = np.arange(float(rows(link)))
    assert unpacked(stored, link, 0).tolist() == [[0.0, 2.0, 1.0], [3.0, 0.0, 1.0], [1.0, 1.0, 0.0]]


@pytest.mark.parametrize("n", [1, 2, 5])
def test_nobody_linked_stores_no_pair(n: int) -> None:
    links = links_of(np.zeros((n, n), dtype=np.bool_))
    assert rows(links.link) == SPECIAL
    assert links.neighbour.size == 0
    assert links.neighbours_from.tolist() == [0] * (n + 1)
