"""An array over pairs, of which only some are stored: it is indexed by two numbers and keeps one axis.

``array[row, i, j, run]`` is element ``stored[row, table[i, j], run]``. Kernels index it in the same way.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin
from numpy.typing import NDArray

SPECIAL = 2  # rows of the pair axis that belong to no pair: they can be read like one, and are not written


class PairArray(NDArrayOperatorsMixin):
    """A view of ``stored``, whose axis ``pair_axis`` holds the pairs of ``table`` [n, n].

    Reading a part gives a new array with two axes for the pair, [n, n] where both are left open, and so does arithmetic
    with the whole. Writing a part reaches those pairs alone that are stored.
    """

    def __init__(self, stored: NDArray[Any], pair_axis: int, table: NDArray[np.int64]) -> None:
        self.stored, self.pair_axis, self.table = stored, pair_axis, table

    @property
    def shape(self) -> tuple[int, ...]:
        """Lengths of the axes, two of them for the pair."""
        lengths = self.stored.shape
        return lengths[: self.pair_axis] + self.table.shape + lengths[self.pair_axis + 1 :]

    @property
    def ndim(self) -> int:
        """How many indices an element has."""
        return self.stored.ndim + 1

    def _split(self, key: Any) -> tuple[tuple[Any, ...], Any, tuple[Any, ...]]:
        """Indices before the pair, places of the pairs in their axis, and indices after."""
        parts = key if isinstance(key, tuple) else (key,)
        if any(part is Ellipsis for part in parts):
            at = next(place for place, part in enumerate(parts) if part is Ellipsis)
            missing = len(self.shape) - len(parts) + 1
            parts = parts[:at] + (slice(None),) * missing + parts[at + 1 :]
        parts += (slice(None),) * (len(self.shape) - len(parts))
        first, second = parts[self.pair_axis : self.pair_axis + 2]
        return parts[: self.pair_axis], self.table[first, second], parts[self.pair_axis + 2 :]

    def __getitem__(self, key: Any) -> Any:
        before, places, after = self._split(key)
        if not isinstance(places, np.ndarray):  # one pair
            found = self.stored[(*before, places, *after)]
            return found if places >= SPECIAL else found.copy()
        part = self.stored[before] if before else self.stored
        open_axes = part.ndim - (self.stored.ndim - self.pair_axis)
        return part[(slice(None),) * open_axes + (places, *after)]

    def __setitem__(self, key: Any, value: Any) -> None:
        before, places, after = self._split(key)
        if not isinstance(places, np.ndarray):
            if places >= SPECIAL:
                self.stored[(*before, places, *after)] = value
            return
        part, there = self[key], places >= SPECIAL
        part[...] = value
        lead = (slice(None),) * (part.ndim - places.ndim - sum(isinstance(one, slice) for one in after))
        chosen = self.stored[before]  # a copy, where rows are given as a list
        chosen[(*lead, places[there], *after)] = part[(*lead, there)]
        self.stored[before] = chosen

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[Any]:
        whole = np.asarray(self[...])
        return whole if dtype is None else whole.astype(dtype)

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **settings: Any) -> Any:
        whole = [np.asarray(one) if isinstance(one, PairArray) else one for one in inputs]
        return getattr(ufunc, method)(*whole, **settings)

    def __len__(self) -> int:
        return len(self.stored)

    def copy(self) -> PairArray:
        """The same numbers in memory of their own."""
        return PairArray(self.stored.copy(), self.pair_axis, self.table)

    def like(self, stored: NDArray[Any], pair_axis: int) -> PairArray:
        """The numbers ``stored``, whose axis ``pair_axis`` runs over the linked pairs, seen as an array of the same
        pairs."""
        return PairArray(stored, pair_axis, self.table)

    def any(self, *args: Any, **settings: Any) -> Any:
        """Whether any element is not 0; ``args`` are those of ``numpy.any``, with two axes for the pair."""
        return np.asarray(self[...]).any(*args, **settings)

    def sum(self, *args: Any, **settings: Any) -> Any:
        """Sum; ``args`` are those of ``numpy.sum``, with two axes for the pair."""
        return np.asarray(self[...]).sum(*args, **settings)
