"""A world whose moments are known functions of its numbers."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from calibration_world import NUMBERS, Linear


@pytest.fixture
def linear() -> Linear:
    """The made-up world."""
    return Linear((), (), NUMBERS)
