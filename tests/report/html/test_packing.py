"""Packed numbers come back to within half a step, and data cannot end the element that they stand in."""

from __future__ import annotations

import json

import numpy as np
import pytest

from dipsim.report.html.packing import STEPS, packed, script_safe, unpacked


def test_numbers_come_back() -> None:
    values = np.r_[np.random.default_rng(1).normal(size=500) * 7, np.nan]
    found = packed(values)
    assert len(found["text"]) == 2 * len(values)
    back = unpacked(found)
    assert np.nanmax(np.abs(back - values)) <= (found["high"] - found["low"]) / STEPS / 2 + 1e-8
    assert np.isnan(back[-1])


@pytest.mark.parametrize("values", [[], [0.25, 0.25], [np.nan]])
def test_flat_and_empty(values: list[float]) -> None:
    back = unpacked(packed(values))
    assert len(back) == len(values)
    assert np.allclose(back, values, equal_nan=True)


def test_data_stay_data() -> None:
    text = script_safe({"a": "</script><!--\u2028 & é"})
    assert not set("<>&\u2028") & set(text)
    assert json.loads(text) == {"a": "</script><!--\u2028 & é"}
    with pytest.raises(ValueError, match="JSON"):
        script_safe({"a": float("nan")})
