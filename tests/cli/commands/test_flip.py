"""``dipsim flip`` and ``dipsim map``."""

# Also tests: cli/commands/map.py

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dipsim.study.sensitivity.flip import flip
from dipsim.study.sensitivity.map import sign_map
from dipsim.study.uncertainty.flip_over_draws import flip_over_draws


def test_flip_says_what_python_says(dipsim: Any, place: Path) -> None:
    asked = (
        "flip",
        "tiny.yaml",
        "nations.*.transparency",
        "--target",
        "timeline.0",
        "-n",
        4,
        "--from",
        0.2,
        "--outcome",
        "trust",
    )
    said = dipsim(*asked, "--out", "drawn")
    assert said.code == 0
    assert "Joint exercise of ARL, BOR, every quarter" in said.out
    assert "4 pairs of runs at each of" in said.out
    assert {path.name for path in (place / "drawn").iterdir()} == {"flip.png", "flip.svg"}
    from dipsim.scenario.load import load

    found = json.loads(dipsim(*asked, "--json").out)
    same = flip(load("tiny.yaml"), "nations.*.transparency", "timeline.0", outcome="trust", low=0.2, replicates=4)
    assert found == {"format": 1, **json.loads(json.dumps(same.as_dict()))}


def test_map_writes_figure_and_tables(dipsim: Any, place: Path) -> None:
    asked = ("map", "tiny.yaml", "--x", "nations.*.revisionism=0,0.5", "--grid", 2, "--refine", 0, "-n", 2)
    said = dipsim(*asked, "--out", "made")
    assert said.code == 0
    assert "no agreements: " in said.out
    names = {"map.png", "map.svg", "map.parquet", "map.csv", "flip_line.csv"}
    assert {path.name for path in (place / "made").iterdir()} == names
    cells = pd.read_parquet(place / "made" / "map.parquet")
    assert len(cells) == 2 * 4  # no organisations: none and full
    assert cells["x"].max() == pytest.approx(0.375)
    from dipsim.scenario.load import load

    same = sign_map(load("tiny.yaml"), x_range=(0, 0.5), grid=2, refine=0, replicates=2)
    assert cells["expected_disputes_estimate"].tolist() == same.frame()["expected_disputes_estimate"].tolist()
    told = json.loads(dipsim(*asked, "--json", "--panels", "processes.crisis.fear=0,0.2").out)
    assert [panel["label"] for panel in told["panels"]] == ["processes.crisis.fear 0", "processes.crisis.fear 0.2"]


def test_over_draws_the_screen_says_how_many_and_json_is_that_of_python(dipsim: Any, place: Path) -> None:
    flips = ("flip", "tiny.yaml", "nations.*.transparency", "--target", "timeline.0", "-n", 2, "--outcome", "trust")
    said = dipsim(*flips, "--parameters", "prior:1:2", "--out", "drawn")
    assert said.code == 0, said.err
    assert "2 pairs of runs at each of 2 draws of prior:1:2, seed 1" in said.out
    assert "2 draws of prior:1:2: up to 160 runs and 40 settled starts, about" in said.err
    assert {path.name for path in (place / "drawn").iterdir()} == {"flip_over_draws.png", "flip_over_draws.svg"}
    from dipsim.scenario.load import load

    how: dict[str, Any] = {"parameters": "prior:1:2", "replicates": 2, "outcome": "trust"}
    same = flip_over_draws(load("tiny.yaml"), "nations.*.transparency", "timeline.0", **how)
    told = json.loads(dipsim(*flips, "--parameters", "prior:1:2", "--json").out)
    assert told == {"format": 1, **json.loads(json.dumps(same.as_dict()))}

    maps = ("map", "tiny.yaml", "--grid", 2, "--refine", 0, "-n", 2, "--panels", "one", "--parameters", "prior:1:2")
    said = dipsim(*maps, "--out", "made")
    assert said.code == 0, said.err
    assert "2 pairs of runs at each of 2 draws of prior:1:2, seed 1" in said.out
    names = {
        "map.parquet",
        "map.csv",
        "flip_line.csv",
        "map_over_draws.csv",
        "map_over_draws.png",
        "map_over_draws.svg",
    }
    assert {path.name for path in (place / "made").iterdir()} == names
    assert len(pd.read_csv(place / "made" / "map_over_draws.csv")) == 4
    wrong = dipsim("map", "tiny.yaml", "--parameters", "prior:1")
    assert wrong.code == 2
    assert "expected prior:SEED:COUNT" in wrong.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("flip", "tiny.yaml", "nations.*.transparancy"), "did you mean nations.*.transparency?"),
        (
            ("flip", "tiny.yaml", "nations.*.transparency", "--target", "joint_exrcise"),
            "did you mean 'joint_exercise'?",
        ),
        (("flip", "tiny.yaml", "nations.*.transparency", "--outcome", "forse"), "did you mean 'force'?"),
        (("flip", "tiny.yaml", "nations.*.transparency", "--from", 1, "--to", 0), "cannot be varied from 1 to 0"),
        (("map", "tiny.yaml", "--x", "nations.*.transparency=a,b"), "expected PATH=LOW,HIGH"),
        (("map", "tiny.yaml", "--panels", "nations"), "expected agreements, one, or PATH=V1,V2"),
        (("map", "tiny.yaml", "--grid", 1), "expected a whole number from 2 to 100"),
    ],
)
def test_what_cannot_be_asked_is_a_usage_error(dipsim: Any, arguments: tuple[Any, ...], said: str) -> None:
    answer = dipsim(*arguments)
    assert answer.code == 2
    assert said in answer.err
    assert answer.out == ""


def test_a_value_that_is_not_allowed_is_a_scenario_error(dipsim: Any) -> None:
    answer = dipsim("flip", "tiny.yaml", "nations.*.transparency", "--to", 2)
    assert answer.code == 3
    assert "between 0 and 1" in answer.err
