"""Texts across a figure: shrunk to one line, or broken into several where a figure is narrow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from matplotlib.font_manager import FontProperties

LEFT, WIDE = 0.035, 0.93  # shares of the width
NARROW = 0.91  # the same of a tall figure, whose letters are drawn larger than they end up
EDGE, GAP = 0.2, 0.12  # inches from the edge of the figure, and between texts
FEWEST = {"headline": 4, "reading": 4, "foot": 3}  # lines
SPACING = 1.25


def line(figure: Any, height: float, text: str, **look: Any) -> None:
    """A line of ``text`` across ``figure`` at this ``height`` (0 to 1), shrunk where it is wider; ``look`` goes to
    matplotlib."""
    drawn = figure.text(LEFT, height, text, **look)
    width = drawn.get_window_extent(figure.canvas.get_renderer()).width
    allowed = WIDE * figure.bbox.width
    if width > allowed:
        drawn.set_fontsize(float(drawn.get_fontsize()) * allowed / width)


def wrapped(figure: Any, text: str, most: int, allowed: float, **font: Any) -> list[str]:
    """``text`` in at most ``most`` lines of ``allowed`` pixels in ``figure``; what is too long ends with an ellipsis.

    ``font`` is the size and weight of the letters.
    """
    properties, renderer = FontProperties(**font), figure.canvas.get_renderer()

    def width(part: str) -> float:
        return float(renderer.get_text_width_height_descent(part.replace(r"\\$", "$"), properties, False)[0])

    lines = [""]
    for word in _pieces(text.split(), allowed, width):
        longer = f"{lines[-1]} {word}".strip()
        if not lines[-1] or width(longer) <= allowed:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and width(last + "\u2026") > allowed:
        last = last[:-1].rstrip()
    return [*lines[: most - 1], last + "\u2026"]


def _pieces(words: list[str], allowed: float, width: Any) -> list[str]:
    """Words, those that are wider than a line in pieces."""
    found = []
    for word in words:
        while len(word) > 1 and width(word) > allowed:
            fits = max(1, int(len(word) * allowed / width(word)) - 1)
            found.append(word[:fits])
            word = word[fits:]
        found.append(word)
    return found


def frame(figure: Any, headline: str, reading: str, foot: str, sizes: Mapping[str, float]) -> None:
    """``headline``, ``reading`` and ``foot`` of a narrow ``figure`` in ``sizes`` of letters, broken into lines; sets
    ``figure.body`` to the room between."""
    height, dpi = figure.get_size_inches()[1], figure.dpi
    allowed = NARROW * figure.bbox.width
    top = height - EDGE
    texts: list[tuple[str, float, str, dict[str, Any]]] = [
        (headline, sizes["large"], "headline", {"weight": "bold"}),
        (reading, sizes["small"], "reading", {"color": "#595959"}),
    ]
    for text, size, what, look in texts:
        font = {"size": size, "weight": look.get("weight", "normal")}
        lines = wrapped(figure, text, FEWEST[what], allowed, **font) if text.strip() else []
        if lines:
            figure.text(LEFT, top / height, "\n".join(lines), va="top", fontsize=size, linespacing=SPACING, **look)
            top -= len(lines) * size * SPACING * dpi / 72 / dpi + GAP
    lines = wrapped(figure, foot, FEWEST["foot"], allowed, size=sizes["small"])
    figure.text(LEFT, EDGE / height / 2, "\n".join(lines), va="bottom", fontsize=sizes["small"], linespacing=SPACING,
                color="#595959")  # fmt: skip
    low = EDGE / 2 + len(lines) * sizes["small"] * SPACING / 72 + GAP
    figure.body = (low / height, top / height)
