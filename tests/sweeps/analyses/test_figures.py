"""The figure of every method draws, is labelled, is whole, takes names literally and is the same when drawn twice."""

# Also tests: report/figures/sweep_clusters.py, report/figures/sweep_curves.py, report/figures/sweep_features.py,
#   report/figures/sweep_interaction.py, report/figures/sweep_morris.py, report/figures/sweep_prim.py,
#   report/figures/sweep_regional.py, report/figures/sweep_sobol.py, report/html/sweep_page.py,
#   report/sweep_style.py, report/figures/sweep_effects.py

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from legibility import faults

from dipsim.report import figure_registry, style
from dipsim.report.drawing import resize
from dipsim.report.figures import sweep_curves
from dipsim.report.layout import shapes
from dipsim.sweeps.analyses import methods
from dipsim.sweeps.experiment.factor import Factor

pytest.importorskip("ema_workbench")
pytest.importorskip("SALib")

ASKED: dict[str, tuple[str, int, dict[str, Any]]] = {
    "clusters": ("latin_hypercube", 200, {}),
    "interaction": ("grid", 2, {"outcome": "tension", "y": "dispute", "without": "aid"}),
    "curves": ("latin_hypercube", 200, {"outcome": "force"}),
    "effects": ("latin_hypercube", 60, {"outcome": "tension"}),
    "features": ("latin_hypercube", 200, {"outcome": "force", "fits": 3, "trees": 20}),
    "morris": ("morris", 20, {"outcome": "force"}),
    "prim": ("latin_hypercube", 200, {"outcome": "force", "above": 0.5}),
    "regional": ("latin_hypercube", 200, {"outcome": "force"}),
    "sobol": ("sobol", 32, {"outcome": "force"}),
}
MORE: dict[str, tuple[str, int, dict[str, Any]]] = {
    "curves.effect": ("latin_hypercube", 200, {"outcome": "tension", "without": "aid", "by": "regime"}),
    "clusters.course": ("latin_hypercube", 60, {"course": "tension"}),
}
PLAIN = ("nations.*.transparency", "dispute", "idle")
LONG = ("nations.*.a_rather_long_path_of_a_factor", "dispute.between.the.two.blocs", "idle")
HOSTILE = ("$x^{$ {0} %s [/b]", "<img src=x onerror=alert(1)>", "W" * 120)


def sweep(made_up: Any, design: str, size: int, names: tuple[str, ...] = PLAIN) -> Any:
    """Force where the first factor is small and the second large; aid lowers tension where the first is large."""
    one, two = names[:2]
    outcomes = {
        "force": lambda x, draw: draw.random(len(x)) < np.where((x[one] < 0.5) & (x[two] > 0.4), 0.9, 0.1),
        "tension": lambda x, draw: x[two] + 0.3 - x[one] + draw.normal(0, 0.05, len(x)),
    }
    arms = {"aid": {"force": outcomes["force"], "tension": lambda x, draw: x[two] + draw.normal(0, 0.05, len(x))}}
    factors = (*made_up.ranges(*names), made_up.words("regime", "old", "new"))
    made = made_up.swept(factors, outcomes, design=design, size=size, replicates=6, arms=arms)
    ticks = np.arange(0, 60, 12)
    rows = made.runs.merge(pd.DataFrame({"tick": ticks}), how="cross")
    date = [f"{2025 + tick // 12}-01" for tick in rows["tick"]]
    course = rows[["point", "replicate", "arm", "tick"]].assign(date=date)
    course["tension"] = rows["tension"] * (1 + rows["tick"] / 60)
    return type(made)(**{**vars(made), "trajectories": course})


def drawn(made_up: Any, name: str, names: tuple[str, ...] = PLAIN) -> Any:
    """The figure of a method on a made-up sweep."""
    method = name.partition(".")[0]
    design, size, options = (ASKED | MORE)[name]
    made = sweep(made_up, design, size, names)
    if "y" in options:
        options = {**options, "y": names[1]}
    module = methods()[method]
    return import_module(f"dipsim.report.figures.sweep_{method}").draw(
        made, module.analyse(made, module.Options(**options))
    )


def out_of_sight(figure: Any) -> Iterator[Any]:
    """Labels of ticks beyond the ends of their axis, which are not drawn, and those of axes that are switched off."""
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            low, high = sorted(axis.get_view_interval())
            slack = 1e-9 * (high - low)
            for tick in axis.get_major_ticks() + axis.get_minor_ticks():
                if not (low - slack <= tick.get_loc() <= high + slack and axes.axison):
                    yield from (tick.label1, tick.label2)


def test_every_method_has_a_figure() -> None:
    assert set(ASKED) == set(methods())
    assert {f"sweep_{name}" for name in methods()} <= set(figure_registry.available())
    assert not any(name.startswith("sweep_") for name in figure_registry.usual())


@pytest.mark.parametrize("name", [*ASKED, *MORE])
def test_drawn_whole_and_in_large_type(made_up: Any, name: str, tmp_path: Path) -> None:
    figure = drawn(made_up, name)
    figure.canvas.draw()
    renderer, canvas = figure.canvas.get_renderer(), figure.bbox
    message, unseen = [], set(out_of_sight(figure))
    for text in figure.findobj(lambda part: hasattr(part, "get_fontsize")):
        if text.get_text() and text.get_visible() and text not in unseen:
            message.append(text.get_text())
            box = text.get_window_extent(renderer)
            inside = canvas.x0 <= box.x0 and box.x1 <= canvas.x1 and canvas.y0 <= box.y0 and box.y1 <= canvas.y1
            assert inside, f"{text.get_text()!r} is cut off"
            assert text.get_fontsize() >= 14 or box.width > 0.9 * canvas.width, f"{text.get_text()!r} is small"
    assert any("simulated, a thinking aid, not a forecast" in text for text in message)
    assert len(figure.get_label()) > 20
    first, _ = style.save(figure, tmp_path / "one", "figure")
    second, _ = style.save(drawn(made_up, name), tmp_path / "two", "figure")
    assert first.read_bytes() == second.read_bytes()


def test_a_logarithmic_factor_has_plain_numbers_at_its_ticks(made_up: Any) -> None:
    factor = Factor("strength", "uncertainty", ("strength",), 0.5, 2.0, "log_uniform")
    outcome = {"tension": lambda x, draw: x.strength + draw.normal(0, 0.05, len(x))}
    made = made_up.swept((factor, *made_up.ranges("idle")), outcome, design="latin_hypercube", size=60, replicates=2)
    finding = methods()["curves"].analyse(made, methods()["curves"].Options("tension"))
    figure = sweep_curves.draw(made, finding)
    figure.canvas.draw()
    axes = next(each for each in figure.axes if each.get_xscale() == "log")
    low, high = axes.get_xlim()
    shown = [label.get_text() for label in axes.get_xticklabels() if low <= label.get_position()[0] <= high]
    assert shown == ["0.7", "1", "1.5"]


@pytest.mark.parametrize("name", [*ASKED, *MORE])
def test_no_text_covers_another_in_a_column_and_on_a_page(made_up: Any, name: str) -> None:
    for size in ("page", "column"):
        wanted = shapes.inches(size)
        sheet = shapes.sheet(wanted)
        with shapes.on(sheet):
            figure = resize(drawn(made_up, name, LONG), wanted, sheet.factor)
        assert faults(figure, 6.0) == [], size


@pytest.mark.parametrize("name", [*ASKED, *MORE])
def test_names_are_taken_literally(made_up: Any, name: str, tmp_path: Path) -> None:
    _, svg = style.save(drawn(made_up, name, HOSTILE), tmp_path, "figure")
    assert "<img src=x" not in svg.read_text(encoding="utf-8")


def test_a_result_that_is_no_sweep_is_told_so(made_up: Any) -> None:
    from types import SimpleNamespace

    bare = SimpleNamespace(spec=None, manifest={"seed": 1}, tables={}, runs=0, cooperation=None)
    for name in methods():
        figure = figure_registry.figure(bare, f"sweep_{name}")
        assert "The result is no sweep" in figure.get_label()
