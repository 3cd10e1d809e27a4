"""Which pairs are stored: the linked ones, each nation's neighbours in one piece, two extra rows before them.

The axis of pairs of an array holds the directed dyads that are linked, or may come to be in the run, in the order of
the first nation and then of the second, so that the reverse of a dyad is ``link[j, i]``. All other pairs share a row,
of which nothing is known but the trust among strangers, and nothing is written. A nation and itself share another.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dipsim.kernels.pair_array import SPECIAL

SELF = 0  # row of a nation and itself: always 0
STRANGERS = 1  # row of all unlinked pairs: the baseline of strangers, else 0
assert SPECIAL == 2
Ints = NDArray[np.int64]


class Links(NamedTuple):
    """Arrays of the block: the place of each pair, and the neighbours of each nation."""

    link: Ints  # [n, n]
    neighbours_from: Ints  # [n + 1]
    neighbours_after: Ints  # [n]
    neighbour: Ints  # [linked directed dyads]


def links_of(linked: NDArray[np.bool_]) -> Links:
    """The links of the pairs that are True in either direction in ``linked`` [n, n]."""
    both = linked | linked.T
    np.fill_diagonal(both, False)
    n = len(both)
    link = np.full((n, n), STRANGERS, dtype=np.int64)
    np.fill_diagonal(link, SELF)
    first, second = np.nonzero(both)
    link[first, second] = SPECIAL + np.arange(len(first))
    counts = both.sum(axis=1)
    starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    before = np.array([int(both[i, :i].sum()) for i in range(n)], dtype=np.int64)
    return Links(link, starts, starts[:-1] + before, second.astype(np.int64))


def places(link: Ints) -> tuple[Ints, Ints]:
    """First and second nation of every linked directed dyad in ``link`` [n, n] (places on the axis of pairs), each
    [pair], in the order of that axis."""
    first, second = np.nonzero(link >= SPECIAL)
    return first.astype(np.int64), second.astype(np.int64)


def rows(link: Ints) -> int:
    """Length of the axis of pairs for ``link`` [n, n], with its special rows."""
    return SPECIAL + int((link >= SPECIAL).sum())


def packed(dense: NDArray[Any], link: Ints) -> NDArray[Any]:
    """The pairs of ``dense`` [..., n, n] that ``link`` [n, n] stores, as [..., pair]; the extra rows are 0."""
    first, second = places(link)
    found = np.zeros((*dense.shape[:-2], SPECIAL + len(first)), dtype=dense.dtype)
    found[..., SPECIAL:] = dense[..., first, second]
    return found


def unpacked(stored: NDArray[Any], link: Ints, axis: int) -> NDArray[Any]:
    """``stored`` with two axes [n, n] in place of its axis of pairs, number ``axis``, by ``link`` [n, n]; unlinked
    pairs as strangers."""
    return np.take(stored, link, axis=axis)
