"""Keyed draws in plain integers: Philox4x32-10 of a key (seed, replicate) and a counter (tick, id, id, slot).

The draws are those of the model (E10 to E12), so that a run of nations as objects can be held against any other run of
the same seed and replicate. ``FreeLuck`` hands out numbers of Python's own generator instead: the same model with other
luck, for timing what the keys cost.
"""

from __future__ import annotations

from random import Random

MASK = 0xFFFFFFFF
MULTIPLY_0, MULTIPLY_1 = 0xD2511F53, 0xCD9E8D57
WEYL_0, WEYL_1 = 0x9E3779B9, 0xBB67AE85
TWO_POWER_MINUS_52 = 2.0**-52
BEFORE = MASK  # the tick of draws that are made before the first tick


class Luck:
    """The draws of one run; ``tick`` is set by the region."""

    def __init__(self, seed: int, replicate: int) -> None:
        self.tick = BEFORE
        keys = []
        one, other = seed, replicate
        for _ in range(10):
            keys.append((one, other))
            one, other = (one + WEYL_0) & MASK, (other + WEYL_1) & MASK
        self._keys = tuple(keys)

    def words(self, first: int, second: int, slot: int, tick: int) -> tuple[int, int, int, int]:
        """E10: the four words of one decision."""
        c0, c1, c2, c3 = tick, first, second, slot
        for k0, k1 in self._keys:
            p0 = MULTIPLY_0 * c0
            p1 = MULTIPLY_1 * c2
            c0, c1, c2, c3 = (p1 >> 32) ^ c1 ^ k0, p1 & MASK, (p0 >> 32) ^ c3 ^ k1, p0 & MASK
        return c0, c1, c2, c3

    def one(self, first: int, second: int, slot: int, tick: int | None = None) -> float:
        """The uniform draw of a decision, of this tick unless another is given."""
        c0, c1, _, _ = self.words(first, second, slot, self.tick if tick is None else tick)
        return (((c0 << 20) ^ (c1 >> 12)) + 0.5) * TWO_POWER_MINUS_52

    def two(self, first: int, second: int, slot: int) -> tuple[float, float]:
        """Two uniform draws of one decision."""
        c0, c1, c2, c3 = self.words(first, second, slot, self.tick)
        return (
            (((c0 << 20) ^ (c1 >> 12)) + 0.5) * TWO_POWER_MINUS_52,
            (((c2 << 20) ^ (c3 >> 12)) + 0.5) * TWO_POWER_MINUS_52,
        )


class FreeLuck(Luck):
    """Draws without keys, as a model that need not be held against another would take them."""

    def __init__(self, seed: int, replicate: int) -> None:
        super().__init__(seed, replicate)
        self._random = Random(seed * 2**32 + replicate).random

    def one(self, first: int, second: int, slot: int, tick: int | None = None) -> float:
        return self._random()

    def two(self, first: int, second: int, slot: int) -> tuple[float, float]:
        return self._random(), self._random()
