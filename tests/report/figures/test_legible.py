"""Every figure can be read at every size, for few and for many nations with long names.

No text covers another or leaves the figure, none is too small, and something is drawn.
"""

# Also tests: report/layout/blocks.py, report/layout/fitting.py, report/layout/shapes.py

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from legibility import faults, ink, texts
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

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


def sizes() -> Iterator[Any]:
    """Named sizes, each with the number of nations; those beside the most nations are left to the campaign."""
    for size in shapes.NAMED:
        for count in (7,) if size == "page" else (3, 7, 20):  # a page is laid out as a slide and brought to its size
            later = size != "page" and count != 20
            yield pytest.param(size, count, marks=[pytest.mark.campaign] if later else [])


@pytest.mark.parametrize(("size", "count"), list(sizes()))
@pytest.mark.parametrize("name", FIGURES)
def test_a_named_size_can_be_read(regions: dict[int, Any], name: str, size: str, count: int) -> None:
    drawn = figure_registry.figure(regions[count], name, size=size)
    assert drawn.get_size_inches().tolist() == pytest.approx(shapes.NAMED[size])
    assert faults(drawn, LEAST[size]) == []
    told = " ".join(" ".join(text.get_text() for text, _ in texts(drawn)).split())
    for part in ("The Greater Northern", "4 replicates", "seed 7", "simulated, a thinking aid, not a forecast"):
        assert part in told
    assert ink(drawn) > 0.02, "almost nothing was drawn"


@pytest.mark.campaign
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
