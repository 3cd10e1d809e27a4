"""Columns of a sweep's tables: no factor, outcome or arm may take the name of another column."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from dipsim.scenario.yaml.nodes import Mapping, Mark, child, mapping
from dipsim.scenario.yaml.problems import Report, quoted
from dipsim.sweeps.experiment.experiment import AS_IS
from dipsim.sweeps.experiment.factor import Factor
from dipsim.sweeps.experiment.schema import ExperimentPart

FIXED = ("run", "point", "replicate", "arm", "error", "tick", "date")  # columns of one table or another
ROLES = {"lever": "levers", "uncertainty": "uncertainties"}


def check(part: ExperimentPart, tree: Mapping, factors: tuple[Factor, ...], report: Report) -> None:
    """Add to ``report`` E1716 at every factor, outcome, arm and metric of ``part`` whose columns another one has,
    letter case aside; ``factors`` are those of ``part``, and ``tree`` gives the place in the file.

    Many tools take ``Trust`` and ``trust`` for one column, so both may not stand in one table.
    """
    taken = {_fold(name): f"the column '{name}' of the tables" for name in FIXED}
    arms = {_fold(AS_IS): "the runs as they are"}
    for row, name in enumerate(part.without):
        _take(arms, (name,), f"the arm {quoted(name)}", entry(tree, "without", row), f"without.{row}", report)
    for row, name in enumerate(part.outcomes):
        columns = (name, *_derived(name, part.without))
        _take(taken, columns, f"the outcome {quoted(name)}", entry(tree, "outcomes", row), f"outcomes.{row}", report)
    for factor in factors:
        section = ROLES[factor.role]
        mark, where = mapping(tree, section).key_mark(factor.name), f"{section}.{factor.name}"
        _take(taken, (factor.name,), f"the factor {quoted(factor.name)}", mark, where, report)
    courses = dict.fromkeys(map(_fold, FIXED), "a column of the tables")
    for row, name in enumerate(part.trajectories.metrics if part.trajectories else ()):
        mark = entry(mapping(tree, "trajectories"), "metrics", row)
        _take(courses, (name,), f"the metric {quoted(name)}", mark, f"trajectories.metrics.{row}", report)


def _derived(outcome: str, arms: tuple[str, ...]) -> Iterator[str]:
    """What a table of means by point has beside an outcome."""
    yield f"{outcome}.se"
    for arm in dict.fromkeys(arms):
        yield f"{outcome}.without.{arm}"
        yield f"{outcome}.without.{arm}.se"


def _take(taken: dict[str, str], columns: tuple[str, ...], owner: str, mark: Mark, where: str, report: Report) -> None:
    for name in columns:
        if _fold(name) in taken:
            found = f"{quoted(name)}, which is {taken[_fold(name)]}"
            report.add(mark, "E1716", where, "a name that nothing else in the tables has", found)
            return
    taken.update(dict.fromkeys(map(_fold, columns), owner))


def _fold(name: str) -> str:
    return unicodedata.normalize("NFC", name.casefold())


def entry(tree: Mapping, key: str, row: int) -> Mark:
    """Place in the file of entry ``row`` of the list ``key`` in ``tree``, which may be written as a single word."""
    node = child(tree, key)
    below = child(node, row)
    return (below or node or tree).mark
