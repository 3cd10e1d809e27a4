"""Labels beside points keep clear of one another and of the points, and stay on the picture."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from dipsim.report.layout import labels


def place(points: Any, texts: list[str], **options: Any) -> tuple[Any, list[Any], Any]:
    figure = Figure(figsize=(10, 6), dpi=100)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, 10)
    axes.set_ylim(0, 6)
    figure.canvas.draw()
    drawn = labels.beside(axes, points, texts, [6.0] * len(points), fontsize=12, **options)
    return figure, [text.get_window_extent(figure.canvas.get_renderer()) for text in drawn], drawn


@pytest.mark.parametrize("seed", range(4))
def test_crowded_labels_cover_nothing(seed: int) -> None:
    points = np.random.default_rng(seed).uniform((1, 1), (9, 5), (18, 2))
    figure, boxes, _ = place(points, [f"Nation number {k}" for k in range(18)])
    for one, other in combinations(boxes, 2):
        assert not one.overlaps(other)
    for box in boxes:
        assert box.x0 >= 0
        assert box.x1 <= figure.bbox.width
        assert box.y0 >= 0
        assert box.y1 <= figure.bbox.height


def test_three_capitals_close_together_are_told_apart() -> None:
    _, boxes, drawn = place([(5, 3), (5.05, 3.05), (5.0, 2.95)], ["Estonia", "Latvia", "Lithuania"])
    assert [text.get_text() for text in drawn] == ["Estonia", "Latvia", "Lithuania"]
    assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))


def test_on_a_ring_labels_look_outward() -> None:
    turns = np.linspace(0, 2 * np.pi, 9)[:-1]
    points = np.c_[5 + 2 * np.cos(turns), 3 + 2 * np.sin(turns)]
    _, boxes, _ = place(points, ["name"] * 8, outward=True)
    middle = np.array([500.0, 300.0])
    for point, box in zip(points * 100, boxes, strict=True):
        centre = np.array([(box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2])
        assert np.linalg.norm(centre - middle) > np.linalg.norm(point - middle)
