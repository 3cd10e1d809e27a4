"""The difference on the page is the one that ``dipsim verdict`` gives for the same seed and runs."""

from __future__ import annotations

import numpy as np
import pytest

import dipsim.api as api
from dipsim.live.difference import difference
from dipsim.scenario.load import load, vary
from dipsim.study.verdict.verdict import verdict


@pytest.fixture(scope="module")
def spec():
    return load("two_blocs", ["time.years=4"])


def test_the_numbers_are_those_of_a_verdict(spec):
    shown = difference(spec, ["joint_exercise"], 24, 7)
    row = verdict(spec, "joint_exercise", replicates=24, seed=7, controls=False)["joint_exercise"]
    for one in shown["effects"]:
        effect = row.effects[one["name"]]
        assert (one["estimate"], one["low"], one["high"], one["base"]) == (
            effect.estimate, effect.low, effect.high, effect.base,
        )  # fmt: skip
    assert (shown["word"], shown["sentence"]) == (row.shown, str(row))


def test_the_months_are_means_over_the_runs(spec):
    series = difference(spec, ["joint_exercise"], 8, 7)["series"]["trust"]
    arms = [
        api.run(one, replicates=8, seed=7, judge=False).region.groupby("tick")["trust"].mean().to_numpy()[:48]
        for one in (spec, vary(spec, ["options.stopped=joint_exercise"]))
    ]
    assert np.allclose(series["with"], arms[0], atol=1e-6)
    assert np.allclose(series["difference"], arms[0] - arms[1], atol=2e-6)
    assert all(
        low <= mid <= high for low, mid, high in zip(series["low"], series["difference"], series["high"], strict=True)
    )


def test_several_kinds_are_named(spec):
    shown = difference(spec, ["forum", "official_visit"], 4, 1)
    assert "forum and official visit" in shown["sentence"].lower()


def test_nothing_and_too_much_are_refused(spec):
    with pytest.raises(ValueError, match="at least one kind"):
        difference(spec, [], 10, 1)
    with pytest.raises(ValueError, match="whole number from 2 to 200"):
        difference(spec, ["forum"], 1000, 1)
