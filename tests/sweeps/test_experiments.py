"""The shipped experiments: each loads, its plan is sane, its page is whole, and a small version of it holds."""

# Also tests: sweeps/execution/resources.py, sweeps/storage/results.py

from __future__ import annotations

import json
import math
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from dipsim.sweeps import sweep
from dipsim.sweeps.execution.resources import plan
from dipsim.sweeps.experiment.load import parse, read
from dipsim.sweeps.storage.results import Swept

FOLDER = Path(__file__).resolve().parents[2] / "experiments"
FILES = sorted(FOLDER.glob("*/*.yaml"))
NAMES = ("conditions", "drivers", "frameworks", "futures", "licences", "openness")
MOST_RUNS, MOST_SECONDS, MOST_BYTES = 15_000, 360.0, 300_000


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_shipped_experiment_loads_and_its_plan_is_sane(path: Path) -> None:
    request = read(path)
    planned = plan(request)
    assert 1_000 <= planned.runs == request.runs <= MOST_RUNS
    assert planned.seconds < MOST_SECONDS
    assert request.question
    assert request.analyses


@pytest.mark.parametrize("name", NAMES)
def test_the_page_of_an_experiment_is_whole(name: str) -> None:
    page = (FOLDER / name / "README.md").read_text(encoding="utf-8")
    for path in (FOLDER / name).glob("*.yaml"):
        assert f"dipsim sweep experiments/{name}/{path.name}" in page
    shown = {FOLDER / name / link for link in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", page)}
    kept = set((FOLDER / name).glob("*.png"))
    assert shown == kept
    assert shown
    assert all(picture.stat().st_size < MOST_BYTES for picture in kept)
    for part in ("## Why it matters", "## Answer", "## What would change it", "## What it is not"):
        assert part in page
    for link in re.findall(r"\]\((\.\./[^)]+)\)", page):
        assert (FOLDER / name / link).exists()


def test_every_folder_is_an_experiment() -> None:
    assert tuple(sorted(path.name for path in FOLDER.iterdir() if path.is_dir())) == NAMES
    assert all((FOLDER / name / "experiment.yaml").exists() for name in NAMES)
    index = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert all(f"]({name}/README.md)" in index for name in NAMES)


def middle(name: str) -> dict[str, Any]:
    """Every factor of an experiment in the middle of its range, or at the first of its values."""
    whole = yaml.load((FOLDER / name).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    of: dict[str, Any] = {}
    for factor, part in {**whole.get("levers", {}), **whole.get("uncertainties", {})}.items():
        if isinstance(part, list) or "values" in part:
            of[factor] = (part if isinstance(part, list) else part["values"])[0]
            continue
        low, high = float(part["from"]), float(part["to"])
        of[factor] = math.sqrt(low * high) if part.get("distribution") == "log_uniform" else (low + high) / 2
    return of


def small(name: str, place: Path, points: list[dict[str, Any]], replicates: int, years: int) -> Swept:
    """What a small version of the experiment in the file ``name`` leaves, without analyses.

    Runs of so many ``years`` at a few ``points``, which say where they leave the middle; random numbers are shared.
    """
    text = (FOLDER / name).read_text(encoding="utf-8").partition("analyse:")[0]
    design = json.dumps({"list": {"points": [{**middle(name), **point} for point in points]}})
    fixed = f"set: {{time.years: {years}"
    text = re.sub("^set: {", f"{fixed}, ", text, flags=re.M) if "\nset: {" in text else f"{text}\n{fixed}}}\n"
    text = re.sub("^common_random_numbers: .*$", "", text, flags=re.M)
    for key, value in {"design": design, "replicates": str(replicates)}.items():
        text, changed = re.subn(rf"^{key}: .*$", lambda _, line=f"{key}: {value}": line, text, flags=re.M)
        assert changed == 1, key
    return sweep.sweep(parse(text, "small.yaml", None, None), place / "small", workers=1).data


def test_exercises_and_arms_provoke_unless_all_is_open_and_then_do_nothing(tmp_path: Path) -> None:
    closed, halfway, open_ = {"notice": 0, "transparency": 0}, {"notice": 0.75}, {"notice": 1, "transparency": 1}
    swept = small("openness/experiment.yaml", tmp_path, [closed, halfway, open_], replicates=32, years=10)
    for arm, least in {"joint_exercise": 0.2, "arms_transfer": 0.1}.items():
        effect = swept.mean("expected_disputes", arm)
        assert effect[0] > least
        assert effect[1] > least, "three quarters of notice do not do"
        assert abs(effect[2]) < 0.1, "and it does not turn"


def test_war_goes_with_stakes_and_accidents_and_cooperation_has_both_signs(tmp_path: Path) -> None:
    harm = {"alarm": 2, "accidents": 2, "channels": -0.5, "forum": 0, "transparency": 0}
    calm = {"alarm": 0.3, "channels": 0.5, "forum": 0.9}
    ends = [
        {"stakes": 0.1},
        {"stakes": 2},
        {"accidents": 0.5},
        {"accidents": 2},
        {"misperception": 0.5},
        {"misperception": 2},
    ]
    swept = small("conditions/experiment.yaml", tmp_path, [*ends, harm, calm], replicates=24, years=20)
    war, expected = swept.mean("war"), swept.mean("expected_disputes")
    effect = swept.mean("expected_disputes", "cooperation")
    for low, high in ((0, 1), (2, 3)):
        assert war[high] > war[low] + 0.3
        assert expected[high] > 2 * expected[low]
    assert expected[5] == pytest.approx(expected[4], rel=0.1), "misperception does not tell disputes"
    assert effect[6] > 2.0
    assert effect[7] < -0.2


@pytest.mark.parametrize(
    ("file", "moves"),
    [
        ("experiment", {"stakes": (3, 12), "intent": (2, 6), "offence": (0.5, 2), "fear": (0, 1), "curve": (-1, 0)}),
        ("by_rank", {"accidents": (6, 18), "stakes": (3, 12), "motive": (1, 5), "channels": (-3, -0.5)}),
    ],
)
def test_what_drives_disputes_drives_them_in_its_direction(
    tmp_path: Path, file: str, moves: dict[str, tuple[float, float]]
) -> None:
    ends = {"intent": (0, 0.5), "channels": (-0.5, 0.5), "offence": (0.25, 1)}
    points = [{name: value} for name in moves for value in ends.get(name, (0.5, 2))]
    expected = small(f"drivers/{file}.yaml", tmp_path, points, replicates=24, years=10).mean("expected_disputes")
    for at, (name, (least, most)) in enumerate(moves.items()):
        assert least < expected[2 * at + 1] - expected[2 * at] < most, name


def test_restraint_lowers_disputes_and_openness_takes_the_place_of_the_forum(tmp_path: Path) -> None:
    corners = [{"restraint": restraint, "transparency": seen} for seen in (0.2, 0.8) for restraint in (0, 1)]
    swept = small("frameworks/experiment.yaml", tmp_path, corners, replicates=64, years=10)
    expected, forum = swept.mean("expected_disputes"), swept.mean("expected_disputes", "organisations.Regional Forum")
    assert 0.8 < (expected[1] + expected[3]) / (expected[0] + expected[2]) < 0.96
    assert forum[0] + forum[1] < -0.3
    assert forum[0] + forum[1] < 2 * (forum[2] + forum[3])


def test_open_forums_and_defensive_acts_lower_tension_and_stakes_decide_how_many_disputes(tmp_path: Path) -> None:
    ends = {"stakes": (0.5, 1.5), "forums": (0, 1), "defensive": (0, 1)}
    points = [{name: value} for name, values in ends.items() for value in values]
    swept = small("futures/experiment.yaml", tmp_path, points, replicates=16, years=10)
    tension, expected = swept.mean("tension").diff()[1::2], swept.mean("expected_disputes").diff()[1::2]
    assert tension[1] > 0.01
    assert tension[3] < -0.01
    assert tension[5] < -0.01
    assert expected[1] > 8.0
    assert expected[[3, 5]].abs().max() < expected[1] / 3


def test_arms_sold_under_lenient_licences_bring_more_disputes(tmp_path: Path) -> None:
    swept = small("licences/experiment.yaml", tmp_path, [{"leniency": -1}, {"leniency": 3}], replicates=32, years=8)
    effect, acts = swept.mean("expected_disputes", "arms_transfer"), swept.mean("acts_per_year.arms_transfer")
    assert effect[1] > effect[0] + 0.2
    assert effect[0] > 0.0
    assert acts[1] > 2 * acts[0]
