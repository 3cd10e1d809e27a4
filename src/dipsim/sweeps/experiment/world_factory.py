"""The worlds of an experiment: one for each point and arm, quickly where a factor only replaces numbers.

Reading and building a scenario takes as long as a run of it. Most factors end up unchanged in some cells of the world's
arrays. Which cells is found out by building the world at a few values: a factor is *direct* if all that it changes are
cells that hold exactly its value. Then a world is a copy with those cells filled in. Anything else (what is derived
from a number, switches, words) is built in full, and ``Worlds.check`` compares both ways bit for bit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dipsim.scenario.draws.draws import applied
from dipsim.scenario.load import vary
from dipsim.scenario.schema.spec import Spec
from dipsim.scenario.world.build import NUMBERS_OF_A_WORLD, World, build
from dipsim.study.interventions.targets import without_all
from dipsim.sweeps.experiment.design import middle
from dipsim.sweeps.experiment.experiment import AS_IS, Experiment
from dipsim.sweeps.experiment.factor import Factor, Floats

Values = Mapping[str, Any]
Cells = dict[str, tuple[np.ndarray, ...]]  # of a field of World, indices
PROBES = (0.237, 0.811)  # shares of a range at which a factor is tried
WORTH = 3  # points per probed world that make probing worth its while


class Mismatch(RuntimeError):
    """A world made by filling in cells differs from the one that is built in full."""


@dataclass(frozen=True)
class Patch:
    """A world at one value of every indirect factor, and where each path of the direct factors stands in it."""

    base: World
    cells: dict[str, Cells]

    def world(self, values: dict[str, float]) -> World:
        """The world with paths at these values."""
        changed: dict[str, Any] = {}
        for path, value in values.items():
            for name, where in self.cells[path].items():
                if name not in changed:
                    changed[name] = getattr(self.base, name).copy()
                changed[name][where] = value
        return replace(self.base, **changed) if changed else self.base


class Worlds:
    """The worlds of an experiment, made on demand, at a ``draw`` of what is not known (value by path) where there is
    one; patches are kept."""

    def __init__(self, experiment: Experiment, draw: Mapping[str, float] | None = None) -> None:
        self.experiment, self.draw = experiment, draw
        self._at: dict[int, Worlds] = {}
        self._patches: dict[Any, Patch | None] = {}
        self._direct: tuple[Factor, ...] | None = None
        self._kept: tuple[Any, Any] = (None, None)

    def at(self, number: int | None) -> Worlds:
        """The worlds of the experiment at its draw of that ``number``, these ones for None."""
        if number is None or self.experiment.drawn is None:
            return self
        if number not in self._at:
            self._at[number] = Worlds(self.experiment, self.experiment.drawn.draws.at(number))
        return self._at[number]

    def world(self, values: Values, arm: str = AS_IS) -> World:
        """The world of a point in an arm. Raises ScenarioError where the values do not go together."""
        patch = self._patch(values, arm)
        found = self.built(values, arm) if patch is None else self._patched(patch, values, arm)
        if patch is None and found.settled_as is not None and "=" not in arm:  # an override has its own start
            found = replace(found, settled_as=self._start(values))
        if arm == AS_IS and found.settled_as is None:
            self._kept = self._key(values), found
        return found

    def _patched(self, patch: Patch, values: Values, arm: str) -> World:
        """A world by its patch; one from which something is taken away starts as the same point starts with it."""
        world = patch.world(self._numbers(values))
        return world if world.settled_as is None else replace(world, settled_as=self._start(values))

    def _key(self, values: Values) -> tuple[str, ...]:
        return tuple(str(values[factor.name]) for factor in self.experiment.factors)

    def _start(self, values: Values) -> World:
        """The world whose settled start all arms of a point share; that of the last point is kept."""
        key = self._key(values)
        if key != self._kept[0]:
            taken = any(factor.missing(values[factor.name]) for factor in self.experiment.factors)
            self._kept = key, build(self._varied(values)) if taken else self.world(values)
        start: World = self._kept[1]
        return start

    def built(self, values: Values, arm: str = AS_IS) -> World:
        """The world at ``values`` of the factors in this ``arm``, built in full."""
        gone = [path for factor in self.experiment.factors for path in factor.missing(values[factor.name])]
        return without_all(self._varied(values), [*gone, *([] if arm == AS_IS else [arm])])

    def _varied(self, values: Values) -> Spec:
        """The scenario of a point before anything is taken away; what a factor sets is not drawn."""
        sets = [text for factor in self.experiment.factors for text in factor.sets(values[factor.name])]
        spec = vary(self.experiment.spec, sets) if sets else self.experiment.spec
        return spec if self.draw is None else applied(spec, self.draw)

    def check(self, values: Values, arm: str = AS_IS) -> None:
        """Build the world at ``values`` in this ``arm`` both ways. Raises Mismatch, and never fills in cells again,
        where they differ."""
        patch = self._patch(values, arm)
        if patch is not None and not same(self._patched(patch, values, arm), self.built(values, arm)):
            self._direct, self._patches = (), {}
            raise Mismatch("a world filled in differs from the one built in full")

    def _numbers(self, values: Values) -> dict[str, float]:
        """The number at every path of the direct factors."""
        return {path: number for factor in self._direct or () for path, number in _set(factor, values)}

    def _patch(self, values: Values, arm: str) -> Patch | None:
        if self._direct is None:
            self._direct = self._find_direct()
        if not self._direct:
            return None
        slow = [factor for factor in self.experiment.factors if factor not in self._direct]
        key = (arm, *(str(values[factor.name]) for factor in slow))
        if key not in self._patches:
            self._patches[key] = self._probe(values, arm, self._direct)[0]
        return self._patches[key]

    def _find_direct(self) -> tuple[Factor, ...]:
        """The factors that only replace numbers; none where there are too few points to find out."""
        factors = self.experiment.factors
        tried = tuple(factor for factor in factors if factor.numeric and not factor.switch)
        start = {factor.name: middle(factor) for factor in factors}
        probed = 1 + len(PROBES) * len(tried)
        points = self.experiment.points
        if self.experiment.drawn is not None and not self.experiment.common_random_numbers:
            points = points * self.experiment.replicates // len(self.experiment.drawn.numbers)  # that share a draw
        if points < WORTH * probed:
            return ()
        direct = self._probe(start, AS_IS, tried)[1]
        slow = [factor for factor in factors if factor not in direct]
        kinds = 1
        for factor in slow:
            kinds *= len(factor.choices) or points
        return direct if kinds * WORTH * probed <= points else ()

    def _probe(self, values: Values, arm: str, tried: tuple[Factor, ...]) -> tuple[Patch | None, tuple[Factor, ...]]:
        """A patch at these values of the other factors, if all those tried are direct; and those that are."""
        start = dict(values) | {factor.name: middle(factor) for factor in tried}
        base = self.built(start, arm)
        found = {factor.name: self._cells(factor, start, base, arm) for factor in tried}
        direct = tuple(factor for factor in tried if found[factor.name] is not None)
        cells = {path: where for factor in direct for path, where in (found[factor.name] or {}).items()}
        if len(direct) < len(tried) or _overlap(cells):
            return None, () if _overlap(cells) else direct
        return Patch(base, cells), direct

    def _cells(self, factor: Factor, start: Values, base: World, arm: str) -> dict[str, Cells] | None:
        """Where each path of a factor stands in the arrays, None if the factor is not direct."""
        probes = [factor.grid(2).tolist()[row] for row in (0, -1)] if factor.choices else list(map(float, PROBES))
        values = probes if factor.choices else [float(factor.value(share)) for share in PROBES]
        tried = [(value, self.built({**start, factor.name: value}, arm)) for value in values]
        if any(world.shape != base.shape for _, world in tried):
            return None
        found: dict[str, Cells] = {path: {} for path, _ in _set(factor, start)}
        for name in NUMBERS_OF_A_WORLD:
            first = getattr(base, name)
            others = [getattr(world, name) for _, world in tried]
            if any(other.shape != first.shape for other in others):
                return None
            left = np.logical_or.reduce([_unlike(other, first) for other in others])
            for path, here in _set(factor, start):
                mine = left & (first == here)
                for (value, _), other in zip(tried, others, strict=True):
                    mine &= other == dict(_set(factor, {factor.name: value}))[path]
                if mine.any():
                    found[path][name] = np.nonzero(mine)
                left = left & ~mine
            if left.any():
                return None
        return found


def _unlike(one: Floats, other: Floats) -> NDArray[np.bool_]:
    """Where two arrays differ; two empty cells (NaN) are alike."""
    return np.asarray((one != other) & ~(np.isnan(one) & np.isnan(other)))


def _set(factor: Factor, values: Values) -> list[tuple[str, float]]:
    """Paths and numbers that a factor sets at its value."""
    parts = (text.rpartition("=") for text in factor.sets(values[factor.name]))
    return [(path, float(number)) for path, _, number in parts]


def _overlap(cells: dict[str, Cells]) -> bool:
    """Whether two paths stand in the same cell."""
    seen: set[tuple[Any, ...]] = set()
    for where in cells.values():
        for name, index in where.items():
            for cell in zip(*(axis.tolist() for axis in index), strict=True):
                if (name, cell) in seen:
                    return True
                seen.add((name, cell))
    return False


def same(one: World, other: World) -> bool:
    """Whether the worlds ``one`` and ``other`` are equal, bit for bit, and so are the worlds as which they start."""
    return all(_equal(getattr(one, field.name), getattr(other, field.name)) for field in fields(World))


def _equal(one: Any, other: Any) -> bool:
    if isinstance(one, World) and isinstance(other, World):
        return same(one, other)
    if isinstance(one, np.ndarray):
        return bool(one.dtype == other.dtype and one.shape == other.shape and one.tobytes() == other.tobytes())
    return bool(one == other)
