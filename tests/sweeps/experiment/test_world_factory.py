"""Worlds that are filled in are the worlds that are built in full, bit for bit."""

# Also tests: sweeps/experiment/experiment.py

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dipsim.scenario.yaml.problems import ScenarioError
from dipsim.sweeps.experiment import world_factory as worlds_module
from dipsim.sweeps.experiment.design import design
from dipsim.sweeps.experiment.experiment import Experiment
from dipsim.sweeps.experiment.load import parse
from dipsim.sweeps.experiment.world_factory import Mismatch, Worlds, same

TEXT = """\
dipsim: 1
experiment: Worlds
scenario: two_blocs
set: {time.years: 1}
levers:
  openness: {path: nations.*.transparency, from: 0.1, to: 0.9}
  forum: {path: organisations.Southern Regional Forum, values: [on, off]}
uncertainties:
  stakes: {path: "scale:relations.*.dispute", from: 0.2, to: 1.8}
  processes.ledger.joint_cap: {from: 1, to: 6, distribution: log_uniform}
  exchanges.joint_exercise.alarm: [0.1, 0.2, 0.4]
EXTRA
design: {latin_hypercube: {points: 400}}
without: [relations.PAIR.pact]
"""


def experiment(extra: str = "") -> Experiment:
    from dipsim.scenario.load import load

    spec = load("two_blocs")
    pair = next("-".join(one.between) for one in spec.relations if one.pact)
    name = spec.organisations[0].name
    text = TEXT.replace("PAIR", pair).replace("Southern Regional Forum", name).replace("EXTRA\n", extra)
    return parse(text, "e.yaml", None, None)


def points(request: Experiment, rows: list[int]) -> list[dict[str, Any]]:
    table = design(request.design, request.factors, 1)
    return [{name: column[row : row + 1].tolist()[0] for name, column in table.items()} for row in rows]


def test_filled_in_is_built_in_full() -> None:
    request = experiment()
    made = Worlds(request)
    tried = points(request, list(range(12)))
    for values in (tried[0], next(one for one in tried if one["forum"] != tried[0]["forum"])):
        for arm in request.arms:
            assert same(made.world(values, arm), made.built(values, arm))
            made.check(values, arm)
    assert {factor.name for factor in made._direct or ()} == {
        "openness",
        "stakes",
        "processes.ledger.joint_cap",
        "exchanges.joint_exercise.alarm",
    }
    assert len(made._patches) == 2 * 2, "one for the forum on and off in each arm"


def test_what_is_derived_from_a_number_is_built_in_full() -> None:
    """Military spending at the start is burden times gdp: its factor cannot be filled in."""
    request = experiment("  nations.ARL.burden: {from: 0.01, to: 0.05}\n")
    made = Worlds(request)
    first, second = points(request, [3, 4])
    assert same(made.world(first), made.built(first))
    assert not same(made.world(first), made.world(second))
    assert made._direct == (), "with a range that needs building, every point does"


def test_a_wrong_filling_in_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    request = experiment()
    made = Worlds(request)
    (values,) = points(request, [5])
    made.world(values)
    fill = worlds_module.Patch.world

    def wrong(self: Any, numbers: dict[str, float]) -> Any:
        world = fill(self, numbers)
        world.nat[0, 0] = np.nextafter(world.nat[0, 0], 2.0 * world.nat[0, 0])
        return world

    monkeypatch.setattr(worlds_module.Patch, "world", wrong)
    with pytest.raises(Mismatch):
        made.check(values)
    monkeypatch.undo()
    assert same(made.world(values), made.built(values)), "from then on worlds are built in full"


def test_values_that_do_not_go_together_say_so() -> None:
    """A target that a switch has taken away already can be taken away again; a number out of bounds cannot be set."""
    request = experiment()
    (values,) = points(request, [1])
    made = Worlds(request)
    with pytest.raises(ScenarioError):
        made.built({**values, "openness": 7.0})
