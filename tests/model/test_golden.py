"""Every shipped scenario plays out as written down in ``tests/golden``; results change on purpose or not at all."""

# Also tests: model/entry_points.py

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from dipsim.scenario.locate import names

FOLDER = Path(__file__).parents[1] / "golden"


@pytest.fixture(scope="module")
def update() -> ModuleType:
    """The script that writes the playthroughs."""
    found = importlib.util.spec_from_file_location("golden_update", FOLDER.parents[1] / "tools" / "update_golden.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", names())
def test_the_scenario_plays_out_as_written_down(update: ModuleType, name: str) -> None:
    """Protects published results; if a change is meant: python tools/update_golden.py, and say so in CHANGELOG.md."""
    expected = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    assert update.playthrough(name).splitlines() == expected


def test_no_playthrough_is_left_over() -> None:
    """Protects against a scenario that was renamed while its playthrough stayed."""
    assert sorted(path.stem for path in FOLDER.glob("*.txt")) == names()
