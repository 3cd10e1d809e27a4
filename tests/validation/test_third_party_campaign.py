"""The campaign that moves alarm and looks at disputes after exercises with third parties."""

from __future__ import annotations

import importlib.util
import math
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from dipsim.model.parameters import PARAMETERS
from dipsim.model.state import exchange_kind
from dipsim.validation.regional import named

CAMPAIGN = Path(__file__).parents[2] / "campaigns" / "third_party_moment.py"


@pytest.fixture(scope="module")
def campaign() -> ModuleType:
    """The script as a module."""
    found = importlib.util.spec_from_file_location("third_party_moment", CAMPAIGN)
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def test_a_setting_moves_what_it_says_and_nothing_else(campaign: ModuleType) -> None:
    """Protects the grid: r_a and the alarm of all kinds move, the region that was given stays."""
    region = named("two_blocs")[0]
    changed = campaign.setting(region, {"crisis.alarmed": 0.7}, 3.0).world
    row, before = PARAMETERS.row("crisis.alarmed"), region.world
    assert changed.par[row] == 0.7
    assert np.delete(changed.par, row).tolist() == np.delete(before.par, row).tolist()
    assert (changed.kind[exchange_kind.ALARM] == 3 * before.kind[exchange_kind.ALARM]).all()
    assert before.kind[exchange_kind.ALARM].max() > 0
    others = [number for number in range(len(before.kind)) if number != exchange_kind.ALARM]
    assert (changed.kind[others] == before.kind[others]).all()


def test_batches_give_a_ratio_and_its_interval(campaign: ModuleType) -> None:
    """Protects Student's t over batches: half width 4.303 s / sqrt(3); batches without an answer are left out."""
    logs = np.log([1.0, 1.2, 1.44])
    half = 4.3027 * math.log(1.2) / math.sqrt(3)
    assert campaign.told(logs) == f"1.20 [{1.2 * math.exp(-half):.2f}, {1.2 * math.exp(half):.2f}]"
    assert campaign.told(np.append(logs, np.nan)) == campaign.told(logs)
    assert campaign.told(logs[:1]) == "not measured"
