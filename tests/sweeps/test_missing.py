"""A level over relevant dyads is missing, not 0 and no failure, at points where no dyad is relevant."""

# Also tests: sweeps/execution/shard.py

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dipsim.sweeps.analyses import curves
from dipsim.sweeps.analyses.finding import NotFor
from dipsim.sweeps.execution.shard import NOBODY, Rows, _one_block
from dipsim.sweeps.experiment.load import parse
from dipsim.sweeps.sweep import sweep

SCENARIO = """\
dipsim: 1
title: Nobody in reach
time: {start: 2025-01, years: 1}
nations: {AAA: {gdp: 900}, BBB: {gdp: 900}}
relations:
  - {between: [AAA, BBB], proximity: 0, trust: 0.6}
"""
TEXT = """\
dipsim: 1
experiment: Nobody
scenario: nobody.yaml
levers: {open: {path: nations.*.transparency, from: 0.1, to: 0.9}}
design: {latin_hypercube: {points: 9}}
outcomes: [trust, tension, spent, mean.distrust, largest.tension, total.agreements, final.burden, trust.AAA-BBB]
"""
LEVELS = ["trust", "tension", "mean.distrust", "largest.tension", "total.agreements", "final.burden"]


@pytest.fixture
def experiment(tmp_path: Path) -> Any:
    (tmp_path / "nobody.yaml").write_text(SCENARIO, encoding="utf-8")
    return parse(TEXT, str(tmp_path / "e.yaml"), None, None)


def test_runs_without_a_relevant_dyad_are_no_failures(tmp_path: Path, experiment: Any) -> None:
    found = sweep(experiment, tmp_path / "out", workers=1)
    runs = pd.read_parquet(tmp_path / "out" / "runs.parquet")
    assert runs["error"].isna().all()
    assert runs[LEVELS].isna().all().all()
    assert runs[["spent", "trust.AAA-BBB"]].notna().all().all()
    assert pd.read_parquet(tmp_path / "out" / "points.parquet")[LEVELS].isna().all().all()
    with pytest.raises(NotFor, match="mean trust is missing throughout"):
        curves.analyse(found.data, curves.Options(outcome="trust"))


def test_a_number_that_is_lost_elsewhere_is_a_failure_still(experiment: Any) -> None:
    found = {name: np.array([np.nan if name in LEVELS else 1.0]) for name in experiment.outcomes}
    cases = [
        ({NOBODY: np.array([True])}, None),
        ({NOBODY: np.array([False])}, "trust, tension"),
        ({}, "trust, tension"),
        ({NOBODY: np.array([True]), "trust": np.array([np.inf])}, "not a finite number: trust"),
        ({NOBODY: np.array([True]), "spent": np.array([np.nan])}, "not a finite number: spent"),
        ({NOBODY: np.array([True]), "trust.AAA-BBB": np.array([np.nan])}, "not a finite number: trust.AAA-BBB"),
    ]
    for changed, expected in cases:
        rows = Rows({name: np.full(1, 7.0) for name in experiment.outcomes}, [None])
        _one_block(experiment, [None], [(0, {}, 0, 0)], rows, [0], lambda *_, new=changed: found | new)
        assert (rows.errors[0] is None) == (expected is None)
        assert expected is None or expected in str(rows.errors[0])
