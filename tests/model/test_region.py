"""Metrics of the region over relevant dyads: missing where there is none, means by hand where there are."""

# Also tests: model/state/region_metrics.py

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dipsim.model.parameters import REGION_METRICS
from dipsim.model.state.region_metrics import OF_DYADS
from dipsim.runs.batches.block_runner import run_batch
from dipsim.runs.outcomes import nobody, outcomes
from dipsim.scenario.load import load
from dipsim.scenario.world.build import build

NATIONS = {"AAA": {}, "BBB": {}, "CCC": {}}
FORUM = {"name": "Forum", "kind": "forum", "members": ["AAA", "BBB"]}


def text(quiet: Any, proximity: float, **rest: Any) -> str:
    import json

    relations = [
        {"between": ["AAA", "BBB"], "proximity": proximity, "trust": 0.6},
        {"between": ["AAA", "CCC"], "proximity": 0, "trust": 0.2},
    ]
    return json.dumps(quiet(NATIONS, relations, **rest))


def test_means_over_no_dyad_are_missing_and_counts_are_not(run: Any, quiet: Any) -> None:
    played = run(text(quiet, 0.0), 3, 2)
    levels = set(OF_DYADS)
    for row, name in enumerate(REGION_METRICS.names()):
        assert np.isnan(played.region[:, row]).all() == (row in levels), name
        assert np.isfinite(played.region[:, row]).all() == (row not in levels), name
    assert np.isfinite(played.dyad("trust")).all()


def test_the_mean_of_one_pair_is_that_of_the_pair(run: Any, quiet: Any) -> None:
    played = run(text(quiet, 0.5), 1)
    trust = played.dyad("trust")[:, :, 0]
    assert played.measure("trust")[0, 0] == 0.5 * (trust[0, 1] + trust[1, 0])
    assert played.measure("distrust")[0, 0] == 0.0
    assert np.isfinite(played.region).all()


def test_outcomes_are_means_over_the_ticks_with_a_relevant_dyad(quiet: Any) -> None:
    leave = [{"at": "2025-04", "leave": {"nation": nation, "organisation": "Forum"}} for nation in ("AAA", "BBB")]
    how = {"time": {"start": "2025-01", "years": 1}, "organisations": [FORUM], "timeline": leave}
    world = build(load("x.yaml", text=text(quiet, 0.0, **how)))
    record = run_batch([world], 1, [0])
    there = ~nobody(record)[:-1, 0]
    assert there.tolist() == [True] * 3 + [False] * 9
    found = outcomes(world, record)
    assert found.trust[0] == pytest.approx(record.region[:3, REGION_METRICS.row("trust"), 0].mean(), rel=1e-15)
    assert found.tension[0] == pytest.approx(record.region[:3, REGION_METRICS.row("tension"), 0].mean(), rel=1e-15)
    never = build(load("x.yaml", text=text(quiet, 0.0, time={"start": "2025-01", "years": 1})))
    nothing = outcomes(never, run_batch([never], 1, [0, 1]))
    assert np.isnan(nothing.trust).all()
    assert np.isnan(nothing.tension).all()
    assert nothing.expected_disputes.tolist() == [0.0, 0.0]
