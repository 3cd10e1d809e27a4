"""The figures of the bill and of a crisis with what they are made for: nothing is cut off, numbers are those told."""

# Also tests: report/figures/bill.py, report/figures/crisis.py

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from legibility import faults

from dipsim.report import figure_registry
from dipsim.report.figures import bill as bill_figure
from dipsim.report.figures import crisis as hazard_terms
from dipsim.scenario.load import load
from dipsim.study.attribution.bill import bill
from dipsim.study.attribution.crisis import crisis

ROUGH = ("time.years=3", "processes.crisis.incident=0.3")


@pytest.fixture(scope="module")
def spec() -> Any:
    return load("two_blocs", ROUGH)


@pytest.fixture(scope="module")
def about(spec: Any) -> Any:
    """A result without tables, as the commands make one."""
    return SimpleNamespace(spec=spec, manifest={"seed": 1}, tables={}, runs=6, cooperation=None)


def drawn_well(drawn: Any) -> list[str]:
    """All texts of a figure; fails where one is cut off or small."""
    drawn.canvas.draw()
    box = drawn.get_tightbbox(drawn.canvas.get_renderer())  # in inches; ticks beyond the limits are not drawn
    width, height = drawn.get_size_inches()
    assert box.x0 >= 0, "cut off at the left"
    assert box.y0 >= 0, "cut off below"
    assert box.x1 <= width, "cut off at the right"
    assert box.y1 <= height, "cut off above"
    texts = [text for text in drawn.findobj(lambda part: hasattr(part, "get_fontsize")) if text.get_text()]
    assert min(text.get_fontsize() for text in texts) >= 14
    return [text.get_text() for text in texts]


@pytest.mark.parametrize("names", [None, ["timeline.0"], ["cooperation", "joint_exercise"]])
def test_a_bill_is_drawn_with_its_points(spec: Any, about: Any, names: Any) -> None:
    found = bill(spec, names, replicates=4)
    texts = drawn_well(figure_registry.figure(about, "bill", bill=found))
    assert any("Dravia" in text for text in texts)
    for size in ("page", "column"):
        assert faults(figure_registry.figure(about, "bill", bill=found, size=size), 6.0) == []
    worst = found.whole.worst()
    assert f"{worst.points.mean:+.1f}" in texts
    rows = bill_figure.data(about, found)
    assert len(rows) == sum(len(line.entries) for line in found.lines)


@pytest.mark.parametrize("level", ["dispute", "force"])
def test_the_terms_of_a_crisis_are_drawn(spec: Any, about: Any, level: str) -> None:
    found = crisis(spec, level=level, replicates=4, informed=False)
    texts = " ".join(drawn_well(figure_registry.figure(about, "crisis", found=found)))
    for size in ("slide", "column"):
        assert faults(figure_registry.figure(about, "crisis", found=found, size=size), 6.0) == []
    for side in found.moment.sides:
        assert f"{100 * side.misjudged:+.0f} %" in texts
    assert found.date in texts
    rows = hazard_terms.data(about, found)
    assert rows["hazard"].sum() == pytest.approx(found.moment.total)


def test_a_result_explains_a_use_of_force_of_its_own(spec: Any) -> None:
    """Protects the default: a run that is kept in detail is played again, and the same dispute began there."""
    from dipsim.api import run

    result = run(spec, replicates=6, judge=False)
    rows = hazard_terms.data(result)
    events = result.tables["events"]
    force = events[(events["event"] == "dispute") & (events["value"] >= 4)]
    pairs = set(zip(force["initiator"], force["target"], strict=True))
    assert (rows["challenger"][0], rows["target"][0]) in pairs
    drawn_well(figure_registry.figure(result, "crisis"))
