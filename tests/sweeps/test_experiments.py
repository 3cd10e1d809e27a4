"""The experiments that are shipped: each loads, its plan is sane, its page is whole, and a small version of it holds."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dipsim.sweeps import sweep
from dipsim.sweeps.plan import plan
from dipsim.sweeps.read import parse, read

FOLDER = Path(__file__).resolve().parents[2] / "experiments"
FILES = sorted(FOLDER.glob("*/*.yaml"))
NAMES = ("conditions", "drivers", "frameworks", "futures", "licences", "openness")
MOST_RUNS, MOST_SECONDS, MOST_BYTES = 15_000, 360.0, 300_000


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_shipped_experiment_loads_and_its_plan_is_sane(path: Path) -> None:
    asked = read(path)
    planned = plan(asked)
    assert 1_000 <= planned.runs == asked.runs <= MOST_RUNS
    assert planned.seconds < MOST_SECONDS
    assert asked.question
    assert asked.analyses


@pytest.mark.parametrize("name", NAMES)
def test_the_page_of_an_experiment_is_whole(name: str) -> None:
    page = (FOLDER / name / "README.md").read_text(encoding="utf-8")
    for path in (FOLDER / name).glob("*.yaml"):
        assert f"dipsim sweep experiments/{name}/{path.name}" in page
    shown = {FOLDER / name / link for link in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", page)}
    kept = set((FOLDER / name).glob("*.png"))
    assert shown == kept
    assert all(picture.stat().st_size < MOST_BYTES for picture in kept)
    for part in ("## Why it matters", "## Answer", "## What would change it", "## What it is not"):
        assert part in page


def test_every_folder_is_an_experiment() -> None:
    assert tuple(sorted(path.name for path in FOLDER.iterdir() if path.is_dir())) == NAMES
    assert all((FOLDER / name / "experiment.yaml").exists() for name in NAMES)


def test_a_folder_takes_over_analyses_that_changed(tmp_path: Path) -> None:
    text = (FOLDER / "openness" / "experiment.yaml").read_text(encoding="utf-8")
    text = text.replace("low_discrepancy: {points: 2048}", "grid: {levels: 2}").partition("analyse:")[0]
    text = text.replace("replicates: 2", "replicates: 1").replace(
        "scenario: us_india", "scenario: us_india\nset: {time.years: 1}"
    )
    first = sweep.open_folder(parse(text, "e.yaml", None, None), tmp_path / "s")
    asked = parse(text + "analyse:\n  - curves: {outcome: trust}\n", "e.yaml", None, None)
    again = sweep.open_folder(asked, tmp_path / "s")
    assert (first.config, first.experiment().analyses) == (again.config, ())
    assert [one.method for one in again.experiment().analyses] == ["curves"]
    assert [one.method for one in sweep.open_folder(asked, tmp_path / "s").experiment().analyses] == ["curves"]
