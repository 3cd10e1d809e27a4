"""The landscape of aggregation (Axelrod and Bennett 1993): which two blocs would nations form?

With propensities p_ij to work together and sizes s_i, the frustration of a nation is ``F_i = sum_j s_j p_ij d_ij``,
where d is 1 across the two sides; the energy of a configuration is ``E = sum_i s_i F_i``. A nation changes sides when
that lowers its frustration. Where no nation wants to, the configuration is a local minimum. For symmetric propensities
every such move lowers the energy, so that descent always ends; for others it may go round in a circle.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bits = NDArray[np.int8]
EXACT = 20  # nations up to which every configuration is looked at: 524,288
CHUNK = 1 << 15  # configurations at once
ROUNDING = 1e-12  # share of what a nation could gain at most that counts as nothing


@dataclass(frozen=True)
class Blocs:
    """A configuration: its energy, the two sides, and the share of starts from which descent ends here.

    The first side is that of the first nation; the second is empty when all are together.
    """

    energy: float
    sides: tuple[tuple[str, ...], tuple[str, ...]]
    basin: float

    def __str__(self) -> str:
        first, second = (", ".join(side) for side in self.sides)
        return f"{first} against {second}" if second else f"{first} together"


@dataclass(frozen=True)
class Landscape:
    """The landscape of a matrix of propensities.

    ``minima`` are the local minima, the deepest first; ``deepest`` the configurations of least energy, whether minima
    or not, empty where they were not all looked at. ``starts`` is the number of configurations that descent began from:
    all of them (``exact``) or random ones. ``circling`` is the share of starts from which descent never ends.
    """

    names: tuple[str, ...]
    minima: tuple[Blocs, ...]
    deepest: tuple[Blocs, ...]
    starts: int
    exact: bool
    circling: float

    def __str__(self) -> str:
        settings = f"all {self.starts:,} configurations" if self.exact else f"{self.starts:,} random starts"
        if not self.minima:
            return f"No two blocs hold: descent from {settings} never ends."
        best = self.minima[0]
        more = len(self.minima) - 1
        statement = f"The deepest two blocs are {best} (energy {best.energy:,.6g}), where descent ends from "
        statement += f"{100 * best.basin:.0f} % of {settings}."
        if not more:
            return f"{statement} There is no other local minimum."
        return f"{statement} There {'is' if more == 1 else 'are'} {more} more local minim{'um' if more == 1 else 'a'}."

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        lists = {key: [vars(one) for one in getattr(self, key)] for key in ("minima", "deepest")}
        rest = {"names": list(self.names), "starts": self.starts, "exact": self.exact, "circling": self.circling}
        return lists | rest | {"sentence": str(self)}


def energies(size: Floats, propensity: Floats, configurations: Bits) -> Floats:
    """E of configurations [C, n] of sides 0 and 1, [C]; ``size`` is [n], ``propensity`` [n, n], the diagonal ignored.

    Whole numbers below 2^53 give exact energies.
    """
    w = _weights(size, propensity)
    sign = 1.0 - 2.0 * configurations
    together = np.einsum("ci,ij,cj->c", sign, w, sign, optimize=True)
    return np.asarray(0.5 * (w.sum() - together))


def _weights(size: Floats, propensity: Floats) -> Floats:
    w: Floats = np.outer(size, size) * propensity
    np.fill_diagonal(w, 0.0)
    return w


def gains(size: Floats, propensity: Floats, configurations: Bits) -> Floats:
    """By how much each nation's energy ``s_i F_i`` would rise if it changed sides, [C, n]; below 0 it wants to.
    ``size`` [n], ``propensity`` [n, n], ``configurations`` [C, n] of sides 0 and 1.

    What lies within rounding of 0 is 0.
    """
    sign, w = 1.0 - 2.0 * configurations, _weights(size, propensity)
    gain = sign * (sign @ w.T)
    return np.where(np.abs(gain) > ROUNDING * np.abs(w).sum(axis=1), gain, 0.0)


def every(n: int) -> Bits:
    """Every configuration of ``n`` nations, [2^(n - 1), n]: the first nation is on side 0."""
    numbers = np.arange(1 << (n - 1), dtype=np.int64)[:, None]
    rest = (numbers >> np.arange(n - 1)) & 1
    return np.concatenate([np.zeros((len(numbers), 1), dtype=np.int8), rest.astype(np.int8)], axis=1)


def landscape(
    names: Sequence[str],
    size: Floats,
    propensity: Floats,
    *,
    deepest: int = 5,
    starts: int = 2_000,
    seed: int = 1,
    exact: int = EXACT,
) -> Landscape:
    """The local minima of two blocs of the nations ``names``, their basins, and the ``deepest`` configurations.

    ``size`` [n] and ``propensity`` [n, n] may be on any scale; ``propensity[i, j]`` is that of i for j. Up to ``exact``
    nations, 20 at most, every configuration is looked at; beyond, descent begins from ``starts`` random ones drawn from
    ``seed``. Descent moves the nation that gains most, the first in the list among equals. ValueError for fewer than
    two nations, for shapes that do not fit, for numbers that are not finite, or for a negative size.
    """
    size, propensity = np.asarray(size, dtype=np.float64), np.asarray(propensity, dtype=np.float64)
    n = len(names)
    if n < 2 or size.shape != (n,) or propensity.shape != (n, n):
        raise ValueError(
            f"expected at least two names, one size each and a square matrix, found {n} names, sizes of shape "
            f"{size.shape} and a matrix of shape {propensity.shape}"
        )
    if not (np.isfinite(size).all() and np.isfinite(propensity).all() and (size >= 0.0).all()):
        raise ValueError("expected finite numbers and sizes of at least 0")
    if n <= min(exact, EXACT):
        return _whole(tuple(names), size, propensity, deepest)
    draw = np.random.default_rng(seed)
    begin = draw.integers(0, 2, (starts, n)).astype(np.int8)
    return _sampled(tuple(names), size, propensity, begin)


def _whole(names: tuple[str, ...], size: Floats, propensity: Floats, deepest: int) -> Landscape:
    """Every configuration: where a step of descent leads from each, and from there on by doubling."""
    at = every(len(names))
    energy, step = np.empty(len(at)), np.empty(len(at), dtype=np.int64)
    for start in range(0, len(at), CHUNK):
        part = slice(start, start + CHUNK)
        energy[part] = energies(size, propensity, at[part])
        step[part] = _steps(np.arange(start, min(start + CHUNK, len(at))), gains(size, propensity, at[part]))
    minima = np.flatnonzero(step == np.arange(len(at)))
    ends = step
    for _ in range(len(names)):  # 2^n steps and more: longer than any way without a circle
        ends = ends[ends]
    counts = np.bincount(ends, minlength=len(at))
    order = minima[np.argsort(energy[minima], kind="stable")]
    best = np.argsort(energy, kind="stable")[:deepest]

    def blocs(number: int) -> Blocs:
        basin = counts[number] / len(at) if step[number] == number else 0.0
        return Blocs(float(energy[number]), _sides(names, at[number]), float(basin))

    ended = float(counts[minima].sum() / len(at))
    return Landscape(names, tuple(map(blocs, order)), tuple(map(blocs, best)), len(at), True, 1.0 - ended)


def _steps(numbers: NDArray[np.int64], gain: Floats) -> NDArray[np.int64]:
    """Numbers of the configurations after the best move, or the same; bit k - 1 of one is the side of nation k."""
    best = gain.argmin(axis=1)
    n = gain.shape[1]
    flips = np.concatenate([[(1 << (n - 1)) - 1], 1 << np.arange(n - 1)])  # the first nation stays on side 0
    moves = gain[np.arange(len(gain)), best] < 0.0
    return np.where(moves, numbers ^ flips[best], numbers)


def _sampled(names: tuple[str, ...], size: Floats, propensity: Floats, at: Bits) -> Landscape:
    """Descent from given configurations, [starts, n], all at once."""
    total = len(at)
    for _ in range(4 * len(names) ** 2):
        gain = gains(size, propensity, at)
        best = gain.argmin(axis=1)
        moving = np.flatnonzero(gain[np.arange(total), best] < 0.0)
        if not len(moving):
            break
        at[moving, best[moving]] ^= 1
    rests = (gains(size, propensity, at) >= 0.0).all(axis=1)
    ended = at[rests] ^ at[rests][:, :1]
    found, counts = np.unique(ended, axis=0, return_counts=True) if rests.any() else (ended, np.zeros(0))
    energy = energies(size, propensity, found) if len(found) else np.zeros(0)
    order = np.argsort(energy, kind="stable")
    minima = tuple(Blocs(float(energy[k]), _sides(names, found[k]), float(counts[k] / total)) for k in order)
    return Landscape(names, minima, (), total, False, float(1.0 - rests.mean()))


def _sides(names: tuple[str, ...], sides: Bits) -> tuple[tuple[str, ...], tuple[str, ...]]:
    first, second = (tuple(name for name, own in zip(names, sides, strict=True) if own == side) for side in (0, 1))
    return first, second
