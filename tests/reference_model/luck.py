"""Keyed draws: Philox4x32-10 of a key (seed, replicate) and a counter (tick, id, id, slot).

The draws are those of the model (E10 to E12), so that a run of nations as objects can be held against any other run of
the same seed and replicate. One draw in plain integers takes microseconds; decisions that come up in most ticks are
therefore drawn together for some ticks ahead, with numpy. ``FreeLuck`` hands out numbers of Python's own generator
instead: the same model with other luck, for timing what the keys cost.
"""

from __future__ import annotations

from random import Random
from typing import Any

import numpy as np

MASK = 0xFFFFFFFF
MULTIPLY_0, MULTIPLY_1 = 0xD2511F53, 0xCD9E8D57
WEYL_0, WEYL_1 = 0x9E3779B9, 0xBB67AE85
TWO_POWER_MINUS_52 = 2.0**-52
BEFORE = MASK  # the tick of draws that are made before the first tick
AHEAD = 16  # ticks that are drawn together
OFTEN = 8  # a decision that came up so often in as many ticks is booked for the next ones

Key = tuple[int, int, int]


class Luck:
    """The draws of one run."""

    def __init__(self, seed: int, replicate: int) -> None:
        self.tick = BEFORE
        keys = []
        one, other = seed, replicate
        for _ in range(10):
            keys.append((one, other))
            one, other = (one + WEYL_0) & MASK, (other + WEYL_1) & MASK
        self._keys = tuple(keys)
        self._booked: dict[Key, None] = {}
        self._missed: dict[Key, int] = {}
        self._ahead: list[dict[Key, float]] = []
        self._drawn: dict[Key, float] = {}

    def turn(self, tick: int) -> None:
        """The next tick begins."""
        self.tick = tick
        if tick % AHEAD == 0:
            self._booked |= dict.fromkeys(key for key, times in self._missed.items() if times >= OFTEN)
            self._missed.clear()
            self._ahead = self._draw_ahead(tick) if self._booked else []
        self._drawn = self._ahead[tick % AHEAD] if self._ahead else {}

    def one(self, first: int, second: int, slot: int) -> float:
        """The uniform draw of a decision."""
        key = (first, second, slot)
        drawn = self._drawn.get(key)
        if drawn is None:
            self._missed[key] = self._missed.get(key, 0) + 1
            drawn = self.at(self.tick, first, second, slot)
        return drawn

    def at(self, tick: int, first: int, second: int, slot: int) -> float:
        """The uniform draw of a decision in any tick."""
        c0, c1, _, _ = self.words(tick, first, second, slot)
        return (((c0 << 20) ^ (c1 >> 12)) + 0.5) * TWO_POWER_MINUS_52

    def two(self, first: int, second: int, slot: int) -> tuple[float, float]:
        """Two uniform draws of one decision."""
        c0, c1, c2, c3 = self.words(self.tick, first, second, slot)
        return (
            (((c0 << 20) ^ (c1 >> 12)) + 0.5) * TWO_POWER_MINUS_52,
            (((c2 << 20) ^ (c3 >> 12)) + 0.5) * TWO_POWER_MINUS_52,
        )

    def words(self, c0: int, c1: int, c2: int, c3: int) -> tuple[int, int, int, int]:
        """E10: the four words of one decision."""
        for k0, k1 in self._keys:
            p0 = MULTIPLY_0 * c0
            p1 = MULTIPLY_1 * c2
            c0, c1, c2, c3 = (p1 >> 32) ^ c1 ^ k0, p1 & MASK, (p0 >> 32) ^ c3 ^ k1, p0 & MASK
        return c0, c1, c2, c3

    def _draw_ahead(self, tick: int) -> list[dict[Key, float]]:
        """The booked draws of the next ticks."""
        keys = list(self._booked)
        table = np.array(keys, dtype=np.uint64).T[:, None, :]
        shape = (AHEAD, len(keys))
        ticks = np.arange(tick, tick + AHEAD, dtype=np.uint64)[:, None]
        c0, c1, c2, c3 = (np.broadcast_to(x, shape) for x in (ticks, *table))
        mask, word, up, down = (np.uint64(x) for x in (MASK, 32, 20, 12))
        for k0, k1 in self._keys:
            p0 = np.uint64(MULTIPLY_0) * c0
            p1 = np.uint64(MULTIPLY_1) * c2
            c0, c1, c2, c3 = (p1 >> word) ^ c1 ^ np.uint64(k0), p1 & mask, (p0 >> word) ^ c3 ^ np.uint64(k1), p0 & mask
        uniform: Any = (((c0 << up) ^ (c1 >> down)).astype(np.float64) + 0.5) * TWO_POWER_MINUS_52
        return [dict(zip(keys, row, strict=True)) for row in uniform.tolist()]


class FreeLuck(Luck):
    """Draws without keys, as a model that need not be held against another would take them."""

    def __init__(self, seed: int, replicate: int) -> None:
        super().__init__(seed, replicate)
        self._random = Random(seed * 2**32 + replicate).random

    def one(self, first: int, second: int, slot: int) -> float:
        return self._random()

    def at(self, tick: int, first: int, second: int, slot: int) -> float:
        return self._random()

    def two(self, first: int, second: int, slot: int) -> tuple[float, float]:
        return self._random(), self._random()
