"""The shipped experiments: each loads, its plan is sane, its page is whole, and a small version of it holds."""

# Also tests: sweeps/execution/resources.py, sweeps/storage/results.py

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path

import pytest

from dipsim.sweeps import sweep
from dipsim.sweeps.execution.resources import plan
from dipsim.sweeps.experiment.load import parse, read
from dipsim.sweeps.storage.results import Swept

FOLDER = Path(__file__).resolve().parents[2] / "experiments"
FILES = sorted(FOLDER.glob("*/*.yaml"))
NAMES = ("conditions", "drivers", "frameworks", "futures", "licences", "openness")
MOST_RUNS, MOST_SECONDS, MOST_BYTES = 15_000, 360.0, 300_000


def limit_of_the_first_edition() -> dict[str, float]:
    """Path and value of every number that sets the limit of the first edition, as the tests of the model have them."""
    spec = importlib.util.spec_from_file_location(
        "conftest_of_the_model", Path(__file__).parents[1] / "model/conftest.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    limit = {f"processes.{process}.{name}": v for process, of in module.FIRST.items() for name, v in of.items()}
    return limit | {"nations.*.k": module.FIRST_RESPONSE}


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


def _named(path: str, text: str) -> bool:
    """Whether an experiment sets this path itself: the whole path, not one that begins like it."""
    return re.search(rf"{re.escape(path)}(?![\w.])", text) is not None


def small(name: str, place: Path, *, present: bool = False, **swaps: str) -> Swept:
    """What a small version of an experiment leaves, without analyses.

    Lines that begin with a key get another value; with ``years`` the runs are that short. Most pages were measured
    with the first edition of the model, so its limit is set, unless the page is of the ``present`` model.
    """
    text = (FOLDER / name / "experiment.yaml").read_text(encoding="utf-8").partition("analyse:")[0]
    years = swaps.pop("years", "")
    others = re.search(r"^set: {(.*)}$", text, re.M)
    text = re.sub(r"^set: .*\n", "", text, flags=re.M)
    swaps["scenario"] = re.findall(r"^scenario: (.*)$", text, re.M)[0]
    first = {} if present else limit_of_the_first_edition()
    limit = [f"{path}: {value}" for path, value in first.items() if not _named(path, text)]
    fixed = [*limit, *([f"time.years: {years}"] if years else []), *([others[1]] if others else [])]
    swaps["scenario"] += f"\nset: {{{', '.join(fixed)}}}"
    for key, value in swaps.items():
        text, changed = re.subn(rf"^( *{key}:) .*$", lambda found, value=value: f"{found[1]} {value}", text, flags=re.M)
        assert changed == 1, key
    return sweep.sweep(parse(text, "small.yaml", None, None), place / name, workers=1).data


def test_openness_takes_the_sting_out_of_exercises_and_not_of_arms(tmp_path: Path) -> None:
    swept = small("openness", tmp_path, design="{grid: {levels: 2}}", replicates="16")
    points, exercises = swept.points, swept.mean("expected_disputes", "joint_exercise")
    closed = exercises[(points["notice"] == 0) & (points["transparency"] == 0)].mean()
    announced = exercises[points["notice"] == 1].mean()
    assert closed > 0.02 > announced + 0.05
    assert swept.mean("expected_disputes", "arms_transfer").mean() > 0.3


def test_war_goes_with_stakes_and_cooperation_can_do_harm(tmp_path: Path) -> None:
    swept = small("conditions", tmp_path, present=True, design="{latin_hypercube: {points: 40}}", replicates="2")
    points, war = swept.points, swept.mean("war")
    high = points["stakes"] > 0.68
    assert war[high].mean() > war[~high].mean() + 0.15
    effect = swept.mean("expected_disputes", "cooperation")
    harmful = (points["alarm"] > 1) & (points["accidents"] > 1)
    assert effect[harmful].mean() > 0.5
    assert effect[harmful].mean() > effect[~harmful].mean() + 0.3
    assert 0.1 < (effect < 0).mean() < 0.6, "of both signs"


def test_what_drives_disputes_drives_them_in_its_direction(tmp_path: Path) -> None:
    swept = small("drivers", tmp_path, design="{one_at_a_time: {levels: 2}}", replicates="8")
    expected = swept.mean("expected_disputes")
    for name, sign in {"offence": 1, "fear": 1, "curve": -1, "intent": 1, "stakes": 1}.items():
        values = swept.points[name]
        assert sign * (expected[values == values.max()].mean() - expected[values == values.min()].mean()) > 0, name


def test_restraint_lowers_disputes_and_openness_takes_the_place_of_the_forum(tmp_path: Path) -> None:
    line = "{path: exchanges.alliance_pact.restraint, values: [0, 1]}"
    swept = small("frameworks", tmp_path, present=True, years="10", restraint=line, replicates="16")
    expected, forum = swept.mean("expected_disputes"), swept.mean("expected_disputes", "organisations.Regional Forum")
    free, closed = swept.points["restraint"] == 0, swept.points["transparency"] == 0.2
    assert 0.8 < expected[~free].mean() / expected[free].mean() < 0.96
    assert forum[closed].mean() < -0.1
    assert forum[closed].mean() < 2 * forum[~closed].mean()


def test_how_much_trust_acts_can_build_decides_how_tense_the_region_is(tmp_path: Path) -> None:
    # twelve years: a region starts amid its habits with trust as given, so that the cap shows only as history fades
    swept = small("futures", tmp_path, years="12", design="{latin_hypercube: {points: 72}}", replicates="2")
    much = swept.points["trust_cap"] > 1.0
    assert swept.mean("trust")[much].mean() > swept.mean("trust")[~much].mean() + 0.01
    assert swept.mean("tension")[much].mean() < swept.mean("tension")[~much].mean()


def test_arms_sold_under_lenient_licences_bring_more_disputes(tmp_path: Path) -> None:
    swept = small(
        "licences", tmp_path, present=True, years="8", design="{latin_hypercube: {points: 96}}", replicates="2"
    )
    lenient, strict = swept.points["leniency"] > 2.0, swept.points["leniency"] < 0.0
    effect, acts = swept.mean("expected_disputes", "arms_transfer"), swept.mean("acts_per_year.arms_transfer")
    assert effect[lenient].mean() > effect[strict].mean() + 0.1
    assert effect.mean() > 0.1
    assert acts[lenient].mean() > acts[strict].mean() + 1.0
