"""Every figure draws, is labelled, says so when it has nothing to show, and is the same when drawn twice."""

# Also tests: report/figures/region_panel.py, report/figures/trust_matrix.py, report/figures/trust_network.py,
#   report/figures/trust_trajectories.py, report/figures/verdict.py, report/figures/why.py,
#   report/style.py

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.image import imread

from dipsim.report import figure_registry, style
from dipsim.report.figures import trust_network, verdict, why
from dipsim.runs.errors import FolderError

NAMES = figure_registry.usual()


def shown(drawn: Any) -> list[str]:
    """All texts of a figure."""
    return [text.get_text() for text in drawn.findobj(lambda part: hasattr(part, "get_text"))]


def test_all_figures_are_found_in_reading_order() -> None:
    assert NAMES == [
        "trust_trajectories",
        "why",
        "region_panel",
        "verdict",
        "trust_matrix",
        "trust_network",
        "bill",
    ]


def test_an_unknown_figure_is_answered_with_those_there_are(result: Any) -> None:
    with pytest.raises(KeyError, match="trust_matrix"):
        figure_registry.figure(result, "nonsense")


@pytest.mark.parametrize("name", NAMES)
def test_drawn_labelled_and_the_same_twice(result: Any, name: str, tmp_path: Path) -> None:
    drawn = figure_registry.figure(result, name)
    told = " ".join(shown(drawn))
    for part in ("Two blocs and a neutral", "40 replicates", "seed 7", "simulated, a thinking aid, not a forecast"):
        assert part in told
    assert len(drawn.get_label()) > 20
    first = style.save(drawn, tmp_path / "one", name)
    second = figure_registry.draw(result, tmp_path / "two", [name])
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
    pixels = imread(first[0])
    assert pixels.shape[:2] == (720, 1280)
    assert np.mean(pixels[..., :3].min(axis=2) < 0.9) > 0.02, "almost nothing was drawn"
    assert b"Software" not in first[0].read_bytes()
    assert b"<dc:date>" not in first[1].read_bytes()


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_cut_off_and_type_is_large(result: Any, name: str) -> None:
    drawn = figure_registry.figure(result, name)
    drawn.canvas.draw()
    canvas = drawn.bbox
    renderer = drawn.canvas.get_renderer()
    beyond = {id(label) for axes in drawn.axes if axes.axison for label in _unseen(axes)}
    for text in drawn.findobj(lambda part: hasattr(part, "get_fontsize")):
        if text.get_text() and text.get_visible() and id(text) not in beyond:
            box = text.get_window_extent(renderer)
            inside = canvas.x0 <= box.x0 and box.x1 <= canvas.x1 and canvas.y0 <= box.y0 and box.y1 <= canvas.y1
            assert inside, f"{text.get_text()!r} is cut off"
            assert text.get_fontsize() >= 14, f"{text.get_text()!r} is small"


def _unseen(axes: Any) -> list[Any]:
    """The labels of those marks that lie beyond the limits of their axis; they are not drawn."""
    return [
        label
        for axis in (axes.xaxis, axes.yaxis)
        for tick in axis.get_major_ticks()
        for label in (tick.label1, tick.label2)
        if not min(axis.get_view_interval()) <= tick.get_loc() <= max(axis.get_view_interval())
    ]


@pytest.mark.parametrize("name", NAMES)
def test_hostile_names_do_no_harm(hostile: Any, name: str, tmp_path: Path) -> None:
    _, svg = figure_registry.draw(hostile, tmp_path, [name])
    assert "<img src=x" not in svg.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_empty_tables_are_told(result: Any, name: str) -> None:
    bare = SimpleNamespace(
        spec=None, manifest={"seed": 1}, tables={"accounts": pd.DataFrame()}, runs=0, cooperation=None
    )
    told = " ".join(" ".join(shown(figure_registry.figure(bare, name))).split())
    assert "The result has no" in told or "No verdict" in told


def test_plot_answers_with_one_or_all(result: Any) -> None:
    assert figure_registry.plot(result, "trust_matrix").get_label()
    assert list(figure_registry.plot(result)) == NAMES


def test_chosen_relations_and_a_relation_without_accounts(result: Any) -> None:
    drawn = why.figure(result, [("ARL", "BOR"), ("BOR", "CAL"), ("CAL", "DOR"), ("GAL", "FEN")])
    assert any("Galt \u2192 Fennia" in text for text in shown(drawn))
    assert "no accounts" in " ".join(shown(why.figure(result, [("ARL", "XXX")])))


def test_verdict_words_are_written_out(result: Any, synthetic: Any) -> None:
    told = shown(verdict.figure(result, synthetic.rows()))
    assert {
        "mixed",
        "stabilises",
        "escalates",
        "no noticeable effect",
        "probably small increase",
        "cannot tell",
    } <= set(told)
    many = " ".join(shown(verdict.figure(result, synthetic.rows() * 5)))
    assert "12 of 35 are shown" in many


def test_pacts_are_marked(result: Any) -> None:
    pairs = trust_network.data(result).set_index(["one", "other"])
    assert pairs.loc[("ARL", "BOR"), "pact"]
    assert pairs["pact"].sum() == 1
    assert len(pairs) == 21


def test_one_run_and_two_nations(synthetic: Any) -> None:
    few = synthetic.result(runs=1, ticks=13, names={"ARL": "Arland", "BOR": "Borland"})
    assert all(drawn.get_label() for drawn in figure_registry.plot(few).values())


def test_many_nations(synthetic: Any) -> None:
    many = synthetic.result(runs=2, ticks=3, names={f"N{place:02d}": f"Nation number {place}" for place in range(45)})
    assert all(drawn.get_label() for drawn in figure_registry.plot(many).values())


def test_labels_are_spread_apart() -> None:
    wanted = [0.99, 0.98, 0.5, 0.97, 0.1, 0.12]
    placed = style.spread(wanted, 0.06, 0.02, 0.95)
    order = sorted(placed)
    assert min(np.diff(order)) >= 0.06 - 1e-9
    assert order[0] >= 0.02
    assert order[-1] <= 0.95
    assert np.argsort(placed).tolist() == np.argsort(wanted).tolist()
    assert style.spread([], 0.1, 0, 1) == []


def test_names_that_cannot_be_drawn_become_codes(hostile: Any) -> None:
    assert style.name(hostile, "DOR") == "DOR"
    assert style.name(hostile, "GAL") == "GAL"
    assert style.name(hostile, "BOR") == r"a\$b^{\$c"


def test_no_figure_is_written_through_a_link(tmp_path: Path) -> None:
    """Protects other files: a results folder from elsewhere may hold links that lead out of it."""
    drawn, results, other = Figure(), tmp_path / "results", tmp_path / "other"
    results.mkdir()
    other.mkdir()
    (other / "mine").write_text("mine", encoding="utf-8")
    (results / "manifest.json").write_text("{}", encoding="utf-8")
    (results / "figures").symlink_to(other)
    with pytest.raises(FolderError, match="a link leads out of the results folder"):
        style.save(drawn, results / "figures", "bars")
    (results / "figures").unlink()
    (results / "figures").mkdir()
    for ending in ("png", "svg"):
        (results / "figures" / f".bars.{ending}.tmp").symlink_to(other / "mine")
    assert all(path.is_file() for path in style.save(drawn, results / "figures", "bars"))
    assert (other / "mine").read_text(encoding="utf-8") == "mine"
    (tmp_path / "link").symlink_to(other)
    assert style.save(drawn, tmp_path / "link", "bars")[0].is_file()  # a folder that the user names may be a link
