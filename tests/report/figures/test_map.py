"""The map and the flip curve are labelled, legible, honest about what cannot be told, and the same when drawn twice."""

# Also tests: report/answer_figures.py, report/figures/flip.py, report/figures/flip_over_draws.py,
#   report/figures/map_over_draws.py

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from legibility import faults
from matplotlib.patches import Rectangle
from matplotlib.text import Text

import dipsim
from dipsim.report import figure_registry, style
from dipsim.report.figures import flip, flip_over_draws, map, map_over_draws
from dipsim.report.layout import shapes
from dipsim.scenario.arguments import ArgumentError
from dipsim.scenario.draws.draws import Draws
from dipsim.scenario.parameter_axis import ParameterAxis
from dipsim.study.sensitivity.flip import Flip, FlipPoint
from dipsim.study.sensitivity.map import Path as Trajectory
from dipsim.study.sensitivity.map_result import Cell, Panel, SignMap
from dipsim.study.statistics import response_surface
from dipsim.study.uncertainty.flip_over_draws import FlipOverDraws
from dipsim.study.uncertainty.map_over_draws import CellOverDraws, MapOverDraws
from dipsim.study.uncertainty.word_shares import word_shares
from dipsim.study.verdict.decision import CANNOT_TELL, CONFLICT, Effect, VerdictRow, judge

SIDES = 5


def row(effect: float, spread: float = 0.3) -> VerdictRow:
    """A verdict with that effect on disputes."""
    made = Effect(effect, effect - spread, effect + spread, 0.0)
    return judge("cooperation", dict.fromkeys((*CONFLICT, "force", "trust", "tension"), made), 48)


def panel(label: str, shift: float) -> Panel:
    """Effects that rise from left to right and fall with ``shift``."""
    even = np.linspace(0, 1, response_surface.FINE)
    mean = np.tile(2 * even - 1 - shift, (response_surface.FINE, 1))
    cells = []
    for at in range(SIDES * SIDES):
        a, b = at % SIDES / SIDES, at // SIDES / SIDES
        effect = 2 * (a + 0.5 / SIDES) - 1 - shift
        edges = (a, a + 1 / SIDES, 2 * b, 2 * (b + 1 / SIDES))
        sign = 1 if effect > 0.3 else -1 if effect < -0.3 else 0
        cells.append(Cell(a + 0.1, 2 * b + 0.2, *edges, sign, False, row(effect)))
    return Panel(label, tuple(cells), response_surface.Surface(mean, np.full_like(mean, 0.3)))


@pytest.fixture(scope="module")
def mapped() -> SignMap:
    x = ParameterAxis("nations.*.revisionism", 0.0, 1.0, (0.0, 1.0), {"nations.ARL.revisionism": 0.2})
    y = ParameterAxis("scale:relations.*.dispute", 0.0, 2.0, (0.0, 1.0), {"relations.ARL-BOR.dispute": 0.5})
    years = np.arange(241) / 12
    paths = tuple(
        Trajectory(label, "no agreements", x_at, 1.0, years, *(0.5 + k * years / 100 for k in (1, 2, 3, 4)))
        for label, x_at in (("raises disputes", 0.7), ("lowers disputes", 0.3))
    )
    panels = (panel("no agreements", 0.0), panel("agreements as they are", 0.5), panel("full agreements", 2.0))
    return SignMap("Two blocs", "cooperation", "Cooperation", "expected_disputes", x, y, panels, paths, 48, 7)


@pytest.fixture(scope="module")
def flipped() -> Flip:
    values = tuple(np.linspace(0, 1, 9))
    at = FlipPoint(0.42, 0.31, 0.55, "raises disputes", "lowers disputes")
    signs = (1, 1, 1, 0, 0, 0, -1, -1, -1)
    rows = tuple(row(1 - 2 * value) for value in values)
    named = ("Two blocs", "nations.*.transparency", "arms_transfer", "Arms transfer", "expected_disputes")
    return Flip(*named, 0.0, 1.0, False, 0.5, values, signs, rows, (at,), 48, 7)


def shown(drawn: Any) -> list[str]:
    return [text.get_text() for text in drawn.findobj(Text)]


def check(drawn: Any) -> None:
    """Nothing is cut off and type is large."""
    drawn.canvas.draw()
    for text in drawn.findobj(lambda part: hasattr(part, "get_fontsize")):
        number = re.fullmatch(r"[\u2212\d.]*", text.get_text())  # of a tick, which may lie outside the axes, not drawn
        if text.get_visible() and not number:
            box = text.get_window_extent(drawn.canvas.get_renderer())
            inside = drawn.bbox.x0 <= box.x0 and box.x1 <= drawn.bbox.x1 and drawn.bbox.y0 <= box.y0
            assert inside, f"{text.get_text()!r} is cut off"
            assert text.get_fontsize() >= 14


def test_map_is_labelled_and_the_same_twice(result: Any, mapped: SignMap, tmp_path: Path) -> None:
    drawn = figure_registry.figure(result, "map", sign_map=mapped)
    told = " ".join(shown(drawn))
    for part in (
        "Cooperation turns its sign on 2 of 3 panels",
        "No agreements",
        "Full agreements",
        "Intent: revisionism of all nations",
        "Context: disputes, times what they are",
        "A: raises disputes",
        "B: lowers disputes",
        "cannot tell",
        "the scenario",
    ):
        assert part in told
    assert "the sign does not turn" in drawn.get_label()
    check(drawn)
    first = style.save(drawn, tmp_path / "one", "map")
    second = style.save(figure_registry.figure(result, "map", sign_map=mapped), tmp_path / "two", "map")
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_cells_that_cannot_be_told_are_hatched_and_the_line_is_drawn_where_the_sign_turns(
    result: Any, mapped: SignMap
) -> None:
    drawn = map.figure(result, mapped)
    axes = drawn.axes[:3]
    hatched = [sum(isinstance(p, Rectangle) and bool(p.get_hatch()) for p in one.patches) for one in axes]
    unsure = [sum(cell.word == CANNOT_TELL for cell in one.cells) for one in mapped.panels]
    assert hatched == unsure
    assert unsure[0] > 0
    assert [len(one.collections) > 0 for one in axes] == [True, True, False]


@pytest.mark.parametrize(
    ("keep", "headline"),
    [
        ([0], "Cooperation turns its sign"),
        ([2], "Cooperation lowers disputes wherever its sign can be told"),
    ],
)
def test_headlines_say_what_is_there(result: Any, mapped: SignMap, keep: list[int], headline: str) -> None:
    axis = replace(mapped.x, path="nations.CHN.revisionism")
    told = shown(map.figure(result, replace(mapped, x=axis, panels=tuple(mapped.panels[at] for at in keep))))
    assert {headline, "Intent: revisionism of CHN"} <= set(told)


def test_agreements_decide_only_where_words_say_both(result: Any, mapped: SignMap) -> None:
    """One sign that is clear by chance in another panel is no message."""
    up, down = (
        replace(mapped.panels[place], cells=tuple(cell for cell in mapped.panels[place].cells if cell.sign == sign))
        for place, sign in ((0, 1), (2, -1))
    )
    both = replace(mapped, panels=(up, down))
    assert "Cooperation: the level of agreements decides the sign" in shown(map.figure(result, both))
    small = judge("cooperation", dict.fromkeys((*CONFLICT, "force"), Effect(-0.01, -0.02, -0.001, 1.0)), 48)
    weak = replace(down, cells=tuple(replace(cell, row=small) for cell in down.cells))
    few = f"Cooperation escalates in {len(up.cells)} of {len(up.cells) + len(weak.cells)} cells and stabilises in none"
    assert few in shown(map.figure(result, replace(mapped, panels=(up, weak))))
    nothing = replace(up, cells=tuple(replace(cell, row=small) for cell in up.cells))
    told = shown(map.figure(result, replace(mapped, panels=(nothing, weak))))
    assert "Cooperation has a small effect, or none that can be told, everywhere" in told


def test_another_outcome_is_coloured_by_its_own_sign(result: Any, mapped: SignMap) -> None:
    """More trust is the calm colour though the effect is positive."""
    trust = replace(mapped, outcome="trust", panels=mapped.panels[2:])
    calm = map.figure(result, replace(trust, outcome="expected_disputes")).axes[0].patches[0].get_facecolor()
    other = map.figure(result, trust).axes[0].patches[0].get_facecolor()
    assert calm[2] > calm[0]
    assert other[0] > other[2]


def test_a_small_effect_is_marked_by_its_sign_and_a_long_legend_is_not_cut_off(result: Any, mapped: SignMap) -> None:
    """A map with every word has nine entries in its legend, which takes two rows."""
    words = ((0.02, 0.01), (0.05, 0.04), (-0.05, 0.04), (0.5, 0.1), (-0.5, 0.1), (0.2, 1.0))
    cells = []
    for cell, (effect, spread) in zip(mapped.panels[0].cells, words, strict=False):
        made = Effect(effect, effect - spread, effect + spread, 1.0)
        judged = judge("cooperation", dict.fromkeys((*CONFLICT, "force", "trust", "tension"), made), 48)
        cells.append(replace(cell, row=judged, sign=made.sign))
    paths = tuple(replace(path, label="lowers disputes least") for path in mapped.paths)
    few = replace(mapped, paths=paths, panels=(replace(mapped.panels[0], cells=tuple(cells)),))
    drawn = map.figure(result, few)
    told = shown(drawn)
    for part in ("stabilises", "escalates", "probably small increase", "probably small decrease", "cannot tell"):
        assert part in told
    marks = [line.get_marker() for line in drawn.axes[0].lines]
    assert marks[:5] == ["_", "^", "v", "^", "v"]
    check(drawn)
    assert faults(drawn, 14.0) == []


def test_table_of_the_map_is_that_of_the_study(result: Any, mapped: SignMap) -> None:
    assert map.data(result, mapped).equals(mapped.frame())
    assert map.data(result).empty


def test_flip_curve_says_the_point_and_is_the_same_twice(result: Any, flipped: Flip, tmp_path: Path) -> None:
    drawn = figure_registry.figure(result, "flip", flip=flipped)
    told = " ".join(shown(drawn))
    for part in (
        "Arms transfer: raises disputes below 0.42, lowers disputes above",
        "0.42 (0.31 to 0.55)",
        "the scenario",
    ):
        assert part in told
    assert "nations.*.transparency is below 0.42 (95 % interval 0.31 to 0.55)" in drawn.get_label()
    check(drawn)
    first = style.save(drawn, tmp_path / "one", "flip")
    second = style.save(figure_registry.figure(result, "flip", flip=flipped), tmp_path / "two", "flip")
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
    frame = flip.data(result, flipped)
    assert list(frame["sign"]) == list(flipped.signs)
    assert (frame["low"] < frame["estimate"]).all()


def test_no_flip_and_several_have_their_headlines(result: Any, flipped: Flip) -> None:
    none = replace(flipped, flips=(), signs=(1,) * 9)
    assert "Arms transfer raises disputes wherever its sign can be told" in shown(flip.figure(result, none))
    back = replace(flipped.flips[0], value=0.8, low=0.7, high=0.9)
    assert "Arms transfer turns 2 times along nations.*.transparency" in shown(
        flip.figure(result, replace(flipped, flips=(*flipped.flips, back)))
    )


@pytest.mark.parametrize("size", [*shapes.NAMED, (16.0, 5.0)])
def test_both_can_be_read_at_every_size(result: Any, mapped: SignMap, flipped: Flip, size: Any) -> None:
    for name, given in (("map", {"sign_map": mapped}), ("flip", {"flip": flipped})):
        drawn = figure_registry.figure(result, name, size=size, **given)
        assert faults(drawn, {"slide": 14.0, "page": 7.0, "column": 6.0}.get(size, 0.0)) == [], name


@pytest.fixture(scope="module")
def drawn_flips(flipped: Flip) -> FlipOverDraws:
    """Three draws that turn, one that does not."""
    draws = Draws(("processes.crisis.fear",), np.linspace(0, 1, 4)[:, None], "prior:1:4")
    none = replace(flipped, flips=(), signs=(1,) * 9)
    turning = tuple(replace(flipped, flips=(replace(flipped.flips[0], value=at),)) for at in (0.3, 0.42, 0.5))
    return FlipOverDraws("Two blocs", draws, (0, 1, 2, 3), (*turning, none), {}, 48, 7)


@pytest.fixture(scope="module")
def drawn_map(mapped: SignMap) -> MapOverDraws:
    """Every cell at two draws: as at the defaults, and with one disputes more."""
    draws = Draws(("processes.crisis.fear",), np.zeros((2, 1)), "prior:1:2")
    cells = tuple(
        CellOverDraws(panel.label, cell, word_shares([cell.row, row(1.5)]), {})
        for panel in mapped.panels
        for cell in panel.shown
    )
    return MapOverDraws(mapped, draws, cells)


def test_the_flip_point_over_draws_is_drawn_with_its_shares(result: Any, drawn_flips: FlipOverDraws) -> None:
    frame = flip_over_draws.data(result, drawn_flips)
    assert (frame[["below", "unsure", "above"]].sum(axis=1) == 1).all()
    assert frame["above"].iloc[[0, -1]].tolist() == [1.0, 0.25]
    drawn = figure_registry.figure(result, "flip_over_draws", found=drawn_flips)
    told = " ".join(shown(drawn))
    for part in (
        "Arms transfer turns at 3 of 4 draws, to \u201clowers disputes\u201d",
        "Share of 4 draws, percent",
        "0.42",
    ):
        assert part in told
    check(drawn)
    seldom = replace(drawn_flips, found=(drawn_flips.found[0], *[drawn_flips.found[3]] * 3))
    assert flip_over_draws.headline(seldom) == "Arms transfer raises disputes at 3 of 4 draws, turns at 1"
    never = replace(drawn_flips, found=(replace(drawn_flips.found[3], signs=(0,) * 9),))
    assert flip_over_draws.headline(never) == "Arms transfer: the sign cannot be told at 1 of 1 draw, turns at none"


def test_the_map_over_draws_is_filled_by_shares(result: Any, drawn_map: MapOverDraws) -> None:
    drawn = figure_registry.figure(result, "map_over_draws", found=drawn_map)
    told = " ".join(shown(drawn))
    for part in ("No agreements", "escalates at the defaults", "the scenario", "stabilises"):
        assert part in told
    check(drawn)
    filled = [p for p in drawn.axes[0].patches if isinstance(p, Rectangle) and p.get_fill()]
    assert sum(p.get_width() * p.get_height() for p in filled) == pytest.approx(2.0)
    assert map_over_draws.data(result, drawn_map).equals(drawn_map.to_frame())


@pytest.mark.parametrize("size", [*shapes.NAMED, (16.0, 5.0)])
def test_both_over_draws_can_be_read_at_every_size(
    result: Any, drawn_map: MapOverDraws, drawn_flips: FlipOverDraws, size: Any
) -> None:
    for name, given in (("map_over_draws", drawn_map), ("flip_over_draws", drawn_flips)):
        drawn = figure_registry.figure(result, name, size=size, found=given)
        assert faults(drawn, {"slide": 14.0, "page": 7.0, "column": 6.0}.get(size, 0.0)) == [], name


def test_an_answer_over_draws_has_its_figure(drawn_map: MapOverDraws, drawn_flips: FlipOverDraws, result: Any) -> None:
    assert "turns at 3 of 4 draws" in " ".join(shown(dipsim.plot(drawn_flips)))
    assert dipsim.plot(drawn_map).get_label() == " ".join(str(drawn_map).split())
    with pytest.raises(ArgumentError, match=r"ask dipsim\.flip_over_draws\("):
        figure_registry.plot(result, "flip_over_draws")


@pytest.mark.parametrize("name", ["map", "flip", "map_over_draws", "flip_over_draws"])
def test_without_a_study_there_is_a_notice(result: Any, name: str) -> None:
    assert "The result has no" in " ".join(" ".join(shown(figure_registry.figure(result, name))).split())
