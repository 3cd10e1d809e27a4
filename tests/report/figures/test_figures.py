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

from dipsim.report import figure_registry, relation_changes, sentences, style
from dipsim.report.figures import trust_network, trust_trajectories, verdict, why
from dipsim.report.layout import labels
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
    } <= {" ".join(text.split()) for text in told}
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


@pytest.mark.campaign
def test_many_nations(synthetic: Any) -> None:
    many = synthetic.result(runs=2, ticks=3, names={f"N{place:02d}": f"Nation number {place}" for place in range(45)})
    assert all(drawn.get_label() for drawn in figure_registry.plot(many).values())


def test_labels_are_spread_apart() -> None:
    wanted = [0.99, 0.98, 0.5, 0.97, 0.1, 0.12]
    placed = labels.spread(wanted, 0.06, 0.02, 0.95)
    order = sorted(placed)
    assert min(np.diff(order)) >= 0.06 - 1e-9
    assert order[0] >= 0.02
    assert order[-1] <= 0.95
    assert np.argsort(placed).tolist() == np.argsort(wanted).tolist()
    assert labels.spread([], 0.1, 0, 1) == []


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


def test_years_at_the_ends_of_an_axis_are_written_inside(result: Any) -> None:
    """Protects the last year, which hung out of the frame, and neighbours, whose years ran into one another."""
    for name in ("trust_trajectories", "region_panel"):
        drawn = figure_registry.figure(result, name)
        drawn.canvas.draw()
        for axes in drawn.axes:
            years = [label for label in axes.get_xticklabels() if label.get_text().startswith("20")]
            if years:
                box, frame = years[-1].get_window_extent(), axes.get_window_extent()
                assert box.x1 <= frame.x1 + 12, f"{name}: {years[-1].get_text()}"
                assert years[0].get_window_extent().x0 >= frame.x0 - 12


def test_no_line_of_trust_hides_another(result: Any) -> None:
    changes = relation_changes.biggest(result, 40)
    kept = trust_trajectories._apart(changes)
    assert 2 < len(kept) < len(changes)
    ends = list(zip(kept["start"], kept["end"], strict=True))
    for place, (start, end) in enumerate(ends):
        for other_start, other_end in ends[:place]:
            assert max(abs(start - other_start), abs(end - other_end)) > trust_trajectories.NEAR


def test_a_rival_pair_is_always_among_the_trajectories(result: Any) -> None:
    """Protects those who look for the dangerous pair, whose trust may hardly change because it is low already."""
    every = relation_changes.biggest(result, 1000)
    last = every.iloc[-1]
    dyads = result.tables["dyads"]
    them = dyads["truster"].isin([last.truster, last.trustee]) & dyads["trustee"].isin([last.truster, last.trustee])
    dyads = dyads.assign(menace=np.where(them, 2.0, 0.1))
    tense = SimpleNamespace(**{**vars(result), "tables": {**result.tables, "dyads": dyads}})
    chosen = trust_trajectories._chosen(tense, 8, None)
    assert chosen[0] == (last.truster, last.trustee)
    assert len(chosen) == len(set(chosen))
    calm = SimpleNamespace(**{**vars(result), "tables": {**result.tables, "dyads": dyads.assign(menace=0.0)}})
    assert relation_changes.rivals(calm, every).empty


def test_causes_of_the_figure_are_those_of_the_screen(result: Any) -> None:
    row = relation_changes.biggest(result, 1).iloc[0]
    texts = " ".join(shown(why.figure(result)))
    for cause, points in zip(
        *relation_changes.behind(result, row.truster, row.trustee)[["cause", "points"]].T.values, strict=True
    ):
        assert f"{100 * points:+.1f} {relation_changes.moved_by(cause, points)}" in texts
    assert sentences.because(result, row.truster, row.trustee) in why.figure(result).get_label()


def test_controls_that_change_nothing_are_not_drawn(result: Any, synthetic: Any) -> None:
    null, cost = synthetic.row("null", 0.0, 0.0, 0.0), synthetic.row("cost_only", 0.02, 0.01)
    both = SimpleNamespace(
        **{**vars(result), "cooperation": SimpleNamespace(rows=[result.cooperation], null=null, cost_only=cost)}
    )
    assert verdict.data(both)["name"].tolist() == ["cooperation", "cost_only"]
