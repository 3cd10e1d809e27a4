"""Numbers as text for the data of a page: two characters each on a linear scale, so that large regions stay small."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
STEPS = 4094  # of the scale; 4095 stands for a missing number


def packed(values: Any, low: float | None = None, high: float | None = None) -> dict[str, Any]:
    """The numbers ``values`` in the order of their last axis: ``low`` and ``high`` of the scale, and two characters for
    each.

    The ends of the scale are those of the numbers unless given; what lies beyond is cut. The error is at most half a
    step, (high - low) / 8188.

    >>> packed([0.0, 1.0, float("nan")])
    {'low': 0.0, 'high': 1.0, 'text': 'AA_-__'}
    """
    array = np.asarray(values, dtype=float).ravel()
    there = array[np.isfinite(array)]
    ends = (float(there.min()), float(there.max())) if len(there) else (0.0, 1.0)
    low, high = ends[0] if low is None else low, ends[1] if high is None else high
    wide = high - low if high > low else 1.0
    scaled = np.nan_to_num(np.clip((array - low) / wide, 0.0, 1.0) * STEPS)
    steps = np.where(np.isfinite(array), np.rint(scaled), STEPS + 1).astype(int)
    letters = np.array(list(LETTERS))
    text = np.char.add(letters[steps // 64], letters[steps % 64])
    return {"low": round(low, 9), "high": round(low + wide, 9), "text": "".join(text.tolist())}


def unpacked(data: dict[str, Any]) -> Any:
    """The numbers from which ``packed`` made ``data``, to within half a step."""
    places = {letter: place for place, letter in enumerate(LETTERS)}
    text = data["text"]
    steps = np.array([64 * places[text[k]] + places[text[k + 1]] for k in range(0, len(text), 2)], dtype=float)
    return np.where(steps > STEPS, np.nan, data["low"] + (data["high"] - data["low"]) * steps / STEPS)


def script_safe(data: Any) -> str:
    """``data`` as JSON that may stand inside a script element: no ``<``, no line separators, no numbers that JSON
    lacks."""
    text = json.dumps(data, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
