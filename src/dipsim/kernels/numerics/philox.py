"""Keyed draws: Philox4x32-10 (Salmon, Moraes, Dror and Shaw 2011).

Every stochastic decision has its own number, f(key = (seed, replicate), counter = (tick, id_i, id_j, slot)), so that
adding a nation, switching a kind off or changing the batch moves nobody else's random numbers. All words are 32 bits
wide and travel as unsigned 64-bit integers."""

from __future__ import annotations

import hashlib
import unicodedata

import numpy as np

from dipsim.kernels.compiler.decorators import equation
from dipsim.kernels.numerics.units import Draw, Tick, Word

MASK = np.uint64(0xFFFFFFFF)
WORD = np.uint64(32)
MULTIPLY_0, MULTIPLY_1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
WEYL_0, WEYL_1 = np.uint64(0x9E3779B9), np.uint64(0xBB67AE85)
UP, DOWN = np.uint64(20), np.uint64(12)
TWO_POWER_MINUS_52 = 2.220446049250313e-16


@equation
def philox(key0: Word, key1: Word, c0: Word, c1: Word, c2: Word, c3: Word) -> tuple[Word, Word, Word, Word]:
    """Ten rounds of Philox4x32 on the counter ``c0``, ``c1``, ``c2``, ``c3`` under the key ``key0``, ``key1``; returns
    four 32-bit words. The rounds are not in a loop, since loops over runs are vectorised only without one inside.

    The first line changes nothing: it tells the compiler that what goes in is 32 bits wide.
    """
    key0, key1, c0, c1, c2, c3 = key0 & MASK, key1 & MASK, c0 & MASK, c1 & MASK, c2 & MASK, c3 & MASK
    key0, key1, c0, c1, c2, c3 = two_rounds(key0, key1, c0, c1, c2, c3)
    key0, key1, c0, c1, c2, c3 = two_rounds(key0, key1, c0, c1, c2, c3)
    key0, key1, c0, c1, c2, c3 = two_rounds(key0, key1, c0, c1, c2, c3)
    key0, key1, c0, c1, c2, c3 = two_rounds(key0, key1, c0, c1, c2, c3)
    key0, key1, c0, c1, c2, c3 = two_rounds(key0, key1, c0, c1, c2, c3)
    return c0, c1, c2, c3


@equation
def two_rounds(
    key0: Word, key1: Word, c0: Word, c1: Word, c2: Word, c3: Word
) -> tuple[Word, Word, Word, Word, Word, Word]:
    """Two rounds on the counter ``c0``, ``c1``, ``c2``, ``c3``, and the next keys after ``key0`` and ``key1``."""
    c0, c1, c2, c3 = one_round(key0, key1, c0, c1, c2, c3)
    key0, key1 = (key0 + WEYL_0) & MASK, (key1 + WEYL_1) & MASK
    c0, c1, c2, c3 = one_round(key0, key1, c0, c1, c2, c3)
    return (key0 + WEYL_0) & MASK, (key1 + WEYL_1) & MASK, c0, c1, c2, c3


@equation
def one_round(key0: Word, key1: Word, c0: Word, c1: Word, c2: Word, c3: Word) -> tuple[Word, Word, Word, Word]:
    """One round on the counter ``c0``, ``c1``, ``c2``, ``c3`` under ``key0`` and ``key1``."""
    p0, p1 = MULTIPLY_0 * c0, MULTIPLY_1 * c2
    return (p1 >> WORD) ^ c1 ^ key0, p1 & MASK, (p0 >> WORD) ^ c3 ^ key1, p0 & MASK


@equation
def open_unit(high: Word, low: Word) -> Draw:
    """A double strictly between 0 and 1, made of 52 bits of the 32-bit words ``high`` and ``low``."""
    return (np.float64(np.int64((high << UP) ^ (low >> DOWN))) + 0.5) * TWO_POWER_MINUS_52


@equation
def uniform(key0: Word, key1: Word, tick: Tick, id_i: Word, id_j: Word, slot: Word) -> Draw:
    """The uniform draw in (0, 1) of one decision, addressed by run (``key0``, ``key1``), ``tick``, the ids of the two
    nations ``id_i`` and ``id_j``, and the random stream ``slot``."""
    words = philox(key0, key1, np.uint64(tick) & MASK, id_i, id_j, slot)
    return open_unit(words[0], words[1])


@equation
def uniform_pair(key0: Word, key1: Word, tick: Tick, id_i: Word, id_j: Word, slot: Word) -> tuple[Draw, Draw]:
    """Two independent uniform draws of one decision, addressed as in ``uniform``: ``key0``, ``key1``, ``tick``,
    ``id_i``, ``id_j``, ``slot``."""
    words = philox(key0, key1, np.uint64(tick) & MASK, id_i, id_j, slot)
    return open_unit(words[0], words[1]), open_unit(words[2], words[3])


def word(text: str) -> int:
    """The 32-bit key of a name: the first four bytes of BLAKE2b of the NFC form of ``text``."""
    data = unicodedata.normalize("NFC", text).encode()
    return int.from_bytes(hashlib.blake2b(data, digest_size=4).digest(), "little")
