"""An array over pairs is read and written as one with two axes for the pair; what is not stored is never written."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dipsim.kernels.pair_array import SPECIAL, PairArray

TABLE = np.array([[0, 2, 1], [3, 0, 4], [1, 5, 0]])  # three nations; the pair of the first and the third is not stored
PAIRS = SPECIAL + 4
KEYS: list[Any] = [
    1,
    [0, 2],
    np.array([1, 1, 0]),
    slice(1, None),
    ...,
    (1, 0, 1, 0),
    (1, 0, 1),
    (1, 0, 2),
    (1, 2, 2, 1),
    (1, 0),
    (2, slice(None), 1),
    (slice(None), 0, 1),
    (slice(None), 0),
    (slice(0, 2), slice(None), slice(1, 3), 1),
    (..., 0),
    (..., slice(0, 1)),
    (0, ...),
    (0, ..., 1),
    (..., 1, 0, 1),
    (0, np.array([0, 1, 2]), np.array([1, 2, 1])),
    ([0, 2], 0, 1),
    ([0, 2], slice(None), slice(None), 1),
]


def array(dtype: type = float) -> PairArray:
    """Three quantities of three nations in two runs, every number another."""
    stored = np.arange(3 * PAIRS * 2).reshape(3, PAIRS, 2).astype(dtype) + 1
    return PairArray(stored, 1, TABLE)


def dense(of: PairArray) -> Any:
    """The same numbers with two axes for the pair."""
    return np.take(of.stored, TABLE, axis=1)


@pytest.mark.parametrize("key", KEYS, ids=str)
def test_a_part_is_read_as_from_a_dense_array(key: Any) -> None:
    pairs = array()
    found, expected = pairs[key], dense(pairs)[key]
    assert np.shape(found) == np.shape(expected)
    assert (found == expected).all()


@pytest.mark.parametrize("key", KEYS, ids=str)
@pytest.mark.parametrize("of", ["number", "array"])
def test_a_part_is_written_where_pairs_are_stored_and_nowhere_else(key: Any, of: str) -> None:
    """Protects what is shared: the rows of no pair stay as they are whatever is written."""
    pairs = array()
    before, mirror = pairs.stored.copy(), dense(pairs)
    value = -7.0 if of == "number" else -100.0 - np.arange(np.size(mirror[key])).reshape(np.shape(mirror[key]))
    mirror[key] = value
    pairs[key] = value
    assert (pairs.stored[:, :SPECIAL] == before[:, :SPECIAL]).all()
    held = TABLE >= SPECIAL
    assert (dense(pairs)[:, held] == mirror[:, held]).all()


@pytest.mark.parametrize("key", KEYS, ids=str)
def test_a_part_is_added_to(key: Any) -> None:
    pairs = array()
    expected = dense(pairs)
    expected[key] += 1.0
    pairs[key] += 1.0
    held = TABLE >= SPECIAL
    assert (dense(pairs)[:, held] == expected[:, held]).all()


@pytest.mark.parametrize("pair", [(0, 0), (0, 2), (2, 0)])
def test_what_is_read_of_no_pair_cannot_be_written_through(pair: tuple[int, int]) -> None:
    pairs = array()
    before = pairs.stored.copy()
    pairs[(1, *pair)][:] = 99.0
    pairs[1][:] = 99.0
    assert (pairs.stored == before).all()


def test_a_pair_that_is_stored_is_a_view() -> None:
    pairs = array()
    pairs[1, 0, 1][:] = 99.0
    assert (pairs.stored[1, TABLE[0, 1]] == 99.0).all()


def test_lengths_are_those_of_two_axes() -> None:
    pairs = array()
    assert pairs.shape == (3, 3, 3, 2)
    assert len(pairs) == 3
    assert PairArray(pairs.stored[0], 0, TABLE).shape == (3, 3, 2)


def test_the_pair_may_come_first_or_later() -> None:
    first = PairArray(np.arange(PAIRS * 2.0).reshape(PAIRS, 2), 0, TABLE)
    assert first[1, 2, 1] == first.stored[4, 1]
    first[0] = 5.0
    assert (first.stored[2] == 5.0).all()
    assert (first.stored[[0, 1, 3, 4, 5]] != 5.0).all()
    later = PairArray(np.zeros((2, 3, PAIRS, 1)), 2, TABLE)
    later[1, [0, 2], 0, 1] = 4.0
    assert later.stored.sum() == 8.0
    assert later[1, 2, 0, 1, 0] == 4.0


def test_arithmetic_with_the_whole_gives_dense_arrays() -> None:
    pairs = array()
    whole = dense(pairs)
    for found, expected in (
        (pairs + 1.0, whole + 1.0),
        (2.0 * pairs, 2.0 * whole),
        (pairs - pairs, whole - whole),
        (pairs > 9.0, whole > 9.0),
        (np.isfinite(pairs), np.isfinite(whole)),
        (np.asarray(pairs), whole),
        (np.asarray(pairs, dtype=np.float32), whole.astype(np.float32)),
        (pairs.sum(axis=(1, 2)), whole.sum(axis=(1, 2))),
        (pairs.any(axis=0), whole.any(axis=0)),
    ):
        assert isinstance(found, np.ndarray)
        assert found.shape == expected.shape
        assert (found == expected).all()


def test_a_copy_has_memory_of_its_own() -> None:
    pairs = array()
    other = pairs.copy()
    other[0, 0, 1, 0] = 99.0
    assert pairs[0, 0, 1, 0] != 99.0
    assert other.table is pairs.table


def test_other_numbers_of_the_same_pairs() -> None:
    pairs = array().like(np.ones((PAIRS, 2)), 0)
    assert pairs.shape == (3, 3, 2)
    assert pairs[0, 1].tolist() == [1.0, 1.0]
