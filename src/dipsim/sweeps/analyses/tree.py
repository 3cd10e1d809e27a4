"""Where in the space of factors groups of cases live: a shallow decision tree, read as ranges of factors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from dipsim.sweeps import wording
from dipsim.sweeps.analyses.cases import Cases, Floats, Ints
from dipsim.sweeps.analyses.finding import library

DEPTH = 3
WORTH = 0.01  # of impurity that a split must take away


@dataclass(frozen=True)
class Leaf:
    """A region of the tree in words, and how many cases of each group lie in it."""

    limits: tuple[str, ...]
    counts: tuple[int, ...]

    def __str__(self) -> str:
        return wording.listed(self.limits)


def fit(cases: Cases, groups: Ints, seed: int) -> Any:
    """A decision tree, grown from ``seed``, that tells the group (in ``groups``) of each of ``cases`` from its
    factors."""
    least = max(5, len(cases) // 50)
    grown = library("sklearn.tree").DecisionTreeClassifier(
        max_depth=DEPTH, min_samples_leaf=least, min_impurity_decrease=WORTH, random_state=seed
    )
    return grown.fit(columns(cases), groups)


def columns(cases: Cases) -> Floats:
    """Factors of ``cases`` as a tree reads them: numbers as they are, one column of 0 and 1 for each choice."""
    return np.column_stack([_values(cases, factor, choice) for factor, choice in _names(cases)])


def _names(cases: Cases) -> list[tuple[Any, str]]:
    return [(factor, choice) for factor in cases.factors for choice in (("",) if factor.numeric else factor.choices)]


def _values(cases: Cases, factor: Any, choice: str) -> Floats:
    values = cases.x[factor.name]
    return np.asarray(values == choice if choice else values, dtype=np.float64)


def accuracy(cases: Cases, groups: Ints, seed: int) -> float:
    """The share of ``cases`` whose group, in ``groups``, is told by a tree that was grown from ``seed`` on the other
    half of the points."""
    first = cases.halves(seed)
    right = 0
    for half in (first, ~first):
        grown = fit(cases.among(half), groups[half], seed)
        right += int((grown.predict(columns(cases.among(~half))) == groups[~half]).sum())
    return right / len(groups)


def leaves(tree: Any, cases: Cases, groups: Ints) -> list[Leaf]:
    """The regions of ``tree``, with the number of ``cases`` in each by group (0, 1, ...) in ``groups``."""
    inner, names, kinds = tree.tree_, _names(cases), int(groups.max()) + 1
    place = tree.apply(columns(cases))
    found: list[Leaf] = []

    def walk(node: int, bounds: dict[str, Any]) -> None:
        if inner.children_left[node] < 0:
            counts = np.bincount(groups[place == node], minlength=kinds)
            found.append(
                Leaf(tuple(_condition(name, bound) for name, bound in bounds.items()), tuple(map(int, counts)))
            )
            return
        factor, choice = names[inner.feature[node]]
        edge = float(inner.threshold[node])
        for child, above in ((inner.children_left[node], False), (inner.children_right[node], True)):
            bound = bounds.get(factor.name, set(factor.choices) if choice else (None, None))
            if choice:
                bound = {choice} if above else bound - {choice}
            else:
                bound = (edge, bound[1]) if above else (bound[0], edge)
            walk(int(child), {**bounds, factor.name: bound})

    walk(0, {})
    return found


def _condition(name: str, bound: Any) -> str:
    return wording.among(name, bound) if isinstance(bound, set) else wording.limits(name, *bound)
