"""A sweep that asks for nothing still says what each arm does, by its title, and how outcomes go with factors."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import dipsim
from dipsim.sweeps import wording
from dipsim.sweeps.analyses import NotFor, effects
from dipsim.sweeps.experiment.load import read
from dipsim.sweeps.sweep import usual

TEXT = """\
dipsim: 1
experiment: Plain
scenario: two_nations
levers:
  openness: {path: nations.*.transparency, from: 0, to: 1}
design: {latin_hypercube: {points: 24}}
replicates: 3
outcomes: [trust]
"""


@pytest.fixture
def swept(tmp_path: Path) -> Any:
    file = tmp_path / "e.yaml"
    file.write_text(TEXT + "without: [timeline.0, cooperation]\n", encoding="utf-8")
    return dipsim.sweep(file, tmp_path / "out")


def test_without_analyse_effects_and_curves_are_told_by_title(swept: Any) -> None:
    said = "\n".join(map(str, swept.findings))
    assert [finding.method for finding in swept.findings] == ["effects", "curves", "curves"]
    assert said.startswith("Joint exercise of ARL, BOR, every year raises mean trust over all points: +")
    assert "The effect of joint exercise of ARL, BOR, every year on mean trust" in said
    assert "timeline.0" not in said
    assert wording.arm("timeline.0") == "timeline.0", "titles hold inside the analysis only"


def test_the_effect_is_the_mean_of_paired_differences(swept: Any) -> None:
    table = swept.findings[0].tables["effects"].set_index("without")
    runs = swept.data.runs.pivot(index=["point", "replicate"], columns="arm", values="trust")
    for arm in ("timeline.0", "cooperation"):
        difference = (runs["as_is"] - runs[f"without {arm}"]).groupby("point").mean()
        row = table.loc[arm]
        assert row["effect"] == pytest.approx(difference.mean())
        assert row["low"] < row["effect"] < row["high"]
        assert row["above"] == pytest.approx((difference > 0).mean())
    assert table.loc["timeline.0", "title"] == "joint exercise of ARL, BOR, every year"


def test_what_is_usual_follows_from_the_experiment(tmp_path: Path) -> None:
    file = tmp_path / "e.yaml"
    file.write_text(TEXT, encoding="utf-8")
    alone = read(file)
    assert [(one.method, one.options.outcome) for one in usual(alone)] == [("curves", "trust")]
    file.write_text(TEXT + "without: [cooperation]\n", encoding="utf-8")
    both = usual(read(file))
    assert [(one.method, getattr(one.options, "without", None)) for one in both] == [
        ("effects", None),
        ("curves", "cooperation"),
    ]


def test_an_effect_that_nothing_shows_is_said_to_be_unclear(swept: Any) -> None:
    noise = swept.data.runs.assign(trust=np.random.default_rng(1).normal(size=len(swept.data.runs)))
    from dataclasses import replace

    found = effects.analyse(replace(swept.data, runs=noise), effects.Options("trust"))
    assert all("does not clearly change" in sentence for sentence in found.sentences)
    assert isinstance(found.tables["effects"], pd.DataFrame)


def test_a_sweep_without_arms_has_no_effects(swept: Any) -> None:
    from dataclasses import replace

    with pytest.raises(NotFor, match="name what is taken away under 'without'"):
        effects.analyse(replace(swept.data, arms=()), effects.Options("trust"))
