"""The second model, one object per nation: it lies in ``tests/reference_model``, beside the tests that need it."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests"))

from reference_model import FreeLuck, Luck, Region
from reference_model.luck import AHEAD

__all__ = ["AHEAD", "FreeLuck", "Luck", "Region"]
