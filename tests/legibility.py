"""Whether the texts of a figure can be read: none covers another, leaves the figure or is too small."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.text import Text


def unseen(drawn: Figure) -> Iterator[int]:
    """Texts that are not drawn: of ticks beyond the ends of their axis, and of axes that are switched off."""
    for axes in drawn.axes:
        for axis in (axes.xaxis, axes.yaxis):
            low, high = sorted(axis.get_view_interval())
            slack = 1e-9 * (high - low)
            for tick in axis.get_major_ticks() + axis.get_minor_ticks():
                if not (axes.axison and axes.get_visible() and low - slack <= tick.get_loc() <= high + slack):
                    yield from (id(tick.label1), id(tick.label2))


def texts(drawn: Figure) -> list[tuple[Text, Any]]:
    """Every text that is seen, with its box in pixels."""
    drawn.draw_without_rendering()
    renderer, hidden = drawn.canvas.get_renderer(), set(unseen(drawn))  # type: ignore[attr-defined]
    found = [text for text in drawn.findobj(Text) if text.get_visible() and text.get_text().strip()]  # type: ignore[attr-defined]
    return [(text, text.get_window_extent(renderer)) for text in found if id(text) not in hidden]  # type: ignore[attr-defined]


def faults(drawn: Figure, least: float = 0.0) -> list[str]:
    """What is wrong with the texts of a figure; a pixel of a hundredth of an inch is let pass."""
    slack, frame = drawn.dpi / 100, drawn.bbox
    found, seen = [], texts(drawn)
    for text, box in seen:
        if box.x0 < -slack or box.y0 < -slack or box.x1 > frame.x1 + slack or box.y1 > frame.y1 + slack:
            found.append(f"{text.get_text()!r} leaves the figure")
        if text.get_fontsize() < least - 1e-6:
            found.append(f"{text.get_text()!r} has {text.get_fontsize():.1f} points")
    for (one, first), (other, second) in combinations(seen, 2):
        wide = min(first.x1, second.x1) - max(first.x0, second.x0)
        high = min(first.y1, second.y1) - max(first.y0, second.y0)
        if wide > slack and high > slack:
            found.append(f"{one.get_text()!r} covers {other.get_text()!r}")
    return found


def ink(drawn: Figure) -> float:
    """The share of the figure that is not white."""
    drawn.set_dpi(60)
    drawn.canvas.draw()
    pixels = np.asarray(drawn.canvas.buffer_rgba())[..., :3]  # type: ignore[attr-defined]
    return float((pixels.min(axis=2) < 230).mean())
