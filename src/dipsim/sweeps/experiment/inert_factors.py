"""Whether a factor can change anything: worlds at its values are compared before a single run is made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import numpy as np

from dipsim.model.state import exchange_kind
from dipsim.runs.batches.block_runner import run_batch
from dipsim.scenario.world.build import World
from dipsim.scenario.yaml.nodes import Mapping, mapping
from dipsim.scenario.yaml.problems import Report, ScenarioError
from dipsim.sweeps.experiment.design import middle
from dipsim.sweeps.experiment.experiment import Experiment
from dipsim.sweeps.experiment.factor import Factor
from dipsim.sweeps.experiment.world_factory import Worlds, same

TRIALS = 4  # replicates of a trial run


def check(experiment: Experiment, tree: Mapping, report: Report) -> None:
    """Add to ``report`` the factors of ``experiment`` at whose values the worlds are the same, wherever the other
    factors stand; ``tree`` gives the place in the file."""
    for factor in experiment.factors:
        section = "levers" if factor.role == "lever" else "uncertainties"
        mark, where = mapping(tree, section).key_mark(factor.name), f"{section}.{factor.name}"
        try:
            changes = any(changes_something(experiment, factor, start) for start in _starts(experiment))
        except ScenarioError as error:
            one = error.problems[0]
            report.add(mark, "E1704", where, one.expected, one.found, one.suggestion)
            continue
        if not changes:
            span = " and ".join(f"{value:g}" if factor.numeric else str(value) for value in _values(factor)[:2])
            report.add(mark, "E1705", where, "a factor that changes the world", f"the same world at {span}")


def _starts(experiment: Experiment) -> Iterator[dict[str, Any]]:
    """Where the other factors stand: in the middle, then everything listed at its last value (all of it on or off)."""
    yield {factor.name: middle(factor) for factor in experiment.factors}
    if any(factor.choices for factor in experiment.factors):
        yield {f.name: f.grid(2).tolist()[-1] if f.choices else middle(f) for f in experiment.factors}


def _values(factor: Factor) -> list[Any]:
    return list(factor.grid(2).tolist())


def changes_something(experiment: Experiment, factor: Factor, start: dict[str, Any]) -> bool:
    """Whether the world of ``experiment`` at some value of ``factor``, from ``start`` on, differs in what is not
    switched off."""
    worlds = Worlds(experiment)
    first, *others = [_bare(worlds.built({**start, factor.name: value})) for value in _values(factor)]
    return any(not same(first, other) for other in others)


def _bare(world: World) -> World:
    """The world without what nothing reads: numbers of kinds that are off, and what nations are called."""
    table = world.kind.copy()
    off = table[exchange_kind.MODE] == exchange_kind.OFF
    table[:, off] = 0.0
    table[exchange_kind.MODE, off] = exchange_kind.OFF
    whole = None if world.settled_as is None else _bare(world.settled_as)
    return world.changed(kind=table, names=[], settled_as=whole)


def silent(experiment: Experiment) -> list[str]:
    """Factors of ``experiment`` that changed nothing at all in a few trial runs; their influence may need rarer events
    than these had."""
    start = {factor.name: middle(factor) for factor in experiment.factors}
    worlds = Worlds(experiment)
    found = []
    for factor in experiment.factors:
        tried = [worlds.built({**start, factor.name: value}) for value in _values(factor)]
        left = [run_batch([world], experiment.seed, range(TRIALS)) for world in tried]
        equal = all(
            np.array_equal(getattr(left[0], field.name), getattr(other, field.name))
            for other in left[1:]
            for field in fields(other)
            if field.name in ("region", "acts", "nations")
        )
        if equal:
            found.append(factor.name)
    return found
