"""A unit square cut into smaller ones, finer where neighbours disagree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SLACK = 1e-9


@dataclass(frozen=True, order=True)
class Square:
    """A square of the unit square by its lower left corner and its side."""

    u: float
    v: float
    side: float

    @property
    def centre(self) -> tuple[float, float]:
        return self.u + self.side / 2, self.v + self.side / 2

    def quarters(self) -> list[Square]:
        """The four squares of half the side."""
        half = self.side / 2
        return [Square(self.u + a * half, self.v + b * half, half) for b in (0, 1) for a in (0, 1)]

    def touches(self, other: Square) -> bool:
        """Whether this square and the ``other`` share a piece of an edge."""
        across = _overlap(self.u, self.side, other.u, other.side), _overlap(self.v, self.side, other.v, other.side)
        return min(across) > -SLACK and max(across) > SLACK and min(across) < SLACK


def _overlap(a: float, a_side: float, b: float, b_side: float) -> float:
    """Length that two stretches share; 0 where they only touch, below 0 where they do not."""
    return min(a + a_side, b + b_side) - max(a, b)


def grid(count: int) -> list[Square]:
    """``count`` times ``count`` squares, row by row from below."""
    side = 1.0 / count
    return [Square(a * side, b * side, side) for b in range(count) for a in range(count)]


def to_split(
    effects: Mapping[Square, float], signs: Mapping[Square, int], most: int, smallest: float = 0.0
) -> list[Square]:
    """The squares next to which the effect has the other sign, one of the two clear; at most ``most`` of them.
    ``effects``: estimate by square; ``signs``: -1, 1, or 0 where it is not clear.

    Those with a clear opposite neighbour come first, then those with the smaller effect; none gets smaller than
    ``smallest``.
    """
    found: list[tuple[bool, float, Square]] = []
    for square, effect in effects.items():
        others = [other for other in effects if square.touches(other) and effects[other] * effect < 0]
        message = [other for other in others if signs[square] or signs[other]]
        if message and square.side / 2 >= smallest - SLACK:
            both = signs[square] != 0 and any(signs[other] for other in message)
            found.append((not both, abs(effect), square))
    return [square for _, _, square in sorted(found)[:most]]


def facing(signs: Mapping[Square, int], effects: Mapping[Square, float]) -> tuple[Square, Square] | None:
    """Two squares of clear opposite sign in ``signs``, the positive one first: the nearest ones, then those with the
    clearest ``effects``."""
    above: Sequence[Square] = [square for square, sign in signs.items() if sign > 0]
    below: Sequence[Square] = [square for square, sign in signs.items() if sign < 0]
    if not above or not below:
        return None

    def apart(pair: tuple[Square, Square]) -> tuple[float, float]:
        (a, b), (c, d) = pair[0].centre, pair[1].centre
        return round(max(abs(a - c), abs(b - d)), 9), -abs(effects[pair[0]] - effects[pair[1]])

    return min(((one, other) for one in above for other in below), key=apart)
