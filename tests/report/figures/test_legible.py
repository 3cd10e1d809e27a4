"""Every figure can be read at every size, for few and for many nations with long names.

No text covers another or leaves the figure, none is too small, and something is drawn.
"""

# Also tests: report/layout/fitting.py, report/layout/shapes.py

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from dipsim.report import figure_registry, style
from dipsim.report.layout import fitting, shapes
from dipsim.scenario.arguments import ArgumentError, UnknownName

LONG = (
    "United Federation of the Northern Provinces",
    "Republic of Arland and Borovia",
    "Saint Isidore and the Windward Isles",
    "Wu",
    "Democratic Commonwealth of Estmark",
    "Kingdom of the Two Rivers",
)
LEAST = {"slide": 14.0, "page": 7.0, "column": 6.0}  # points
ODD = [(16.0, 5.0), (3.0, 8.0), (24.0, 24.0)]
FIGURES = figure_registry.usual()


@pytest.fixture(scope="module")
def regions(synthetic: Any) -> dict[int, Any]:
    """Results of regions of 3, 7 and 20 nations."""
    names = {
        count: {f"N{chr(65 + k)}Q": LONG[k % 6] + (f" {k}" if k > 5 else "") for k in range(count)}
        for count in (3, 7, 20)
    }
    title = "The Greater Northern Archipelago and the Straits of Estmark, in the long run"
    return {count: synthetic.result(runs=4, ticks=48, names=named, title=title) for count, named in names.items()}


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


@pytest.mark.parametrize("size", shapes.NAMED)
@pytest.mark.parametrize("name", FIGURES)
def test_a_named_size_can_be_read(regions: dict[int, Any], name: str, size: str) -> None:
    for count, result in regions.items():
        if size == "page" and count != 7:
            continue  # laid out as a slide, then brought to another size
        drawn = figure_registry.figure(result, name, size=size)
        assert drawn.get_size_inches().tolist() == pytest.approx(shapes.NAMED[size])
        assert faults(drawn, LEAST[size]) == [], f"{count} nations"
        told = " ".join(" ".join(text.get_text() for text, _ in texts(drawn)).split())
        for part in ("The Greater Northern", "4 replicates", "seed 7", "simulated, a thinking aid, not a forecast"):
            assert part in told
    assert ink(drawn) > 0.02, "almost nothing was drawn"


@pytest.mark.parametrize("name", FIGURES)
def test_other_sizes_can_be_read(regions: dict[int, Any], name: str) -> None:
    for size in ODD:
        assert faults(figure_registry.figure(regions[7], name, size=size)) == [], str(size)


@pytest.mark.parametrize("size", [*shapes.NAMED, ODD[1]])
def test_two_results_can_be_read(regions: dict[int, Any], size: Any) -> None:
    drawn = figure_registry.figure(regions[20], "two_results", size=size, other=regions[7])
    assert faults(drawn, LEAST.get(size, 0.0)) == []


def test_faults_are_noticed() -> None:
    drawn = Figure(figsize=(4, 3), dpi=100)
    FigureCanvasAgg(drawn)
    drawn.text(0.1, 0.5, "first")
    assert faults(drawn) == []
    drawn.text(0.12, 0.5, "second", fontsize=5)
    drawn.text(0.95, 0.9, "beyond the edge")
    assert faults(drawn, 6.0) == [
        "'second' has 5.0 points", "'beyond the edge' leaves the figure", "'first' covers 'second'",
    ]  # fmt: skip
    assert 0 < ink(drawn) < 0.1


def test_sizes_have_names() -> None:
    assert shapes.inches("slide")[0] / shapes.inches("slide")[1] == pytest.approx(16 / 9)
    assert shapes.inches("column")[0] == 3.35
    with pytest.raises(UnknownName, match="no size 'slid'; did you mean 'slide'"):
        shapes.inches("slid")
    with pytest.raises(ArgumentError, match=r"expected width and height in inches such as \(6, 4\), or slide, column"):
        shapes.inches((6, 4, 2))
    assert [shapes.sheet(shapes.inches(name)).tall for name in shapes.NAMED] == [False, True, False]


def test_text_is_broken_into_lines_that_fit() -> None:
    drawn = style.page("foot", "headline")
    lines = fitting.wrapped(drawn, "one two three " + "W" * 90, 3, 300.0, size=14)
    assert len(lines) == 3
    assert lines[0] == "one two three"
    assert lines[-1].endswith("\u2026")
    assert fitting.wrapped(drawn, "short", 3, 300.0, size=14) == ["short"]
