"""Figures that show themselves in a notebook, at any size, with chosen relations, in given axes."""

# Also tests: report/answer_figures.py

from __future__ import annotations

from io import BytesIO
from typing import Any

import matplotlib.pyplot as plt
import pytest
from matplotlib.image import imread
from matplotlib.text import Text

import dipsim
from dipsim.report import figure_registry, style
from dipsim.report.answer_figures import of_answer
from dipsim.report.drawing import Drawing, Gallery
from dipsim.scenario.arguments import ArgumentError, UnknownName

ONE = ("ARL", "DOR")  # a relation of the made-up result
SIZES = [(6.0, 4.0), (12.8, 7.2), (4.0, 8.0), (16.0, 5.0)]


@pytest.fixture(scope="module")
def small() -> Any:
    """A result of a scenario that is really there."""
    return dipsim.run("two_nations", replicates=2, judge=False)


def test_a_notebook_sees_a_picture_of_every_figure(result: Any) -> None:
    gallery = figure_registry.plot(result)
    assert list(gallery) == figure_registry.usual()
    for name, drawn in gallery.items():
        assert isinstance(drawn, Drawing)
        pixels = imread(BytesIO(drawn._repr_png_()))
        assert (pixels[..., :3].min(axis=2) < 0.9).mean() > 0.01, name
    page = gallery._repr_html_()
    assert page.count("<img ") == len(gallery)
    assert page.count('alt="') == len(gallery)


def test_a_sentence_cannot_break_out_of_the_page() -> None:
    drawn = Drawing()
    drawn.set_label('"><script>')
    assert "<script>" not in Gallery({"x": drawn})._repr_html_()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ["trust_trajectories", "region_panel", "verdict"])
def test_another_size_is_the_size_asked_for(result: Any, name: str, size: tuple[float, float]) -> None:
    drawn = figure_registry.figure(result, name, size=size)
    assert tuple(drawn.get_size_inches()) == size


def test_letters_shrink_with_the_figure(result: Any) -> None:
    large, small = (figure_registry.figure(result, "region_panel", size=size) for size in ((12.8, 7.2), (6.4, 3.6)))
    sizes = [[float(text.get_fontsize()) for text in drawn.texts] for drawn in (large, small)]
    assert sizes[1] == pytest.approx([0.5 * size for size in sizes[0]], rel=0.05)


@pytest.mark.parametrize("size", [(0.5, 4), (6, -1), (6, 500)])
def test_a_size_in_which_nothing_can_be_read_is_refused(result: Any, size: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="size: expected width and height in inches"):
        figure_registry.figure(result, "why", size=size)


def test_chosen_relations_are_the_ones_drawn(result: Any) -> None:
    drawn = figure_registry.plot(result, "trust_trajectories", dyads=ONE)
    labels = [text.get_text() for axes in drawn.axes for text in axes.texts]
    assert sum("\u2192" in label for label in labels) == 1
    both = figure_registry.plot(result, "trust_trajectories", dyads=[ONE, ONE[::-1]])
    assert sum("\u2192" in text.get_text() for axes in both.axes for text in axes.texts) == 2


def test_wrong_relations_and_options_are_refused(small: Any) -> None:
    with pytest.raises(UnknownName, match="no nation 'XXX'"):
        small.plot("why", dyads=[("ARL", "XXX")])
    with pytest.raises(ArgumentError, match="expected pairs of codes"):
        small.plot("why", dyads=["ARL", "BOR", "CEL"])
    with pytest.raises(ArgumentError, match="why: no option 'dyad'; it has dyads, size, ax"):
        small.plot("why", dyad=("ARL", "BOR"))
    with pytest.raises(UnknownName, match="no figure 'trust_matrx'; did you mean 'trust_matrix'"):
        small.plot("trust_matrx")
    with pytest.raises(ArgumentError, match=r"the figure flip shows an answer; ask dipsim\.flip"):
        small.plot("flip")


@pytest.mark.parametrize("name", ["trust_trajectories", "trust_matrix", "why"])
def test_the_main_panel_goes_into_given_axes(result: Any, name: str) -> None:
    mine, axes = plt.subplots()
    assert figure_registry.plot(result, name, ax=axes) is axes
    assert axes.lines or axes.images or axes.collections
    plt.close(mine)
    with pytest.raises(ArgumentError, match="region_panel: cannot be drawn into given axes; trust_trajectories, why"):
        figure_registry.plot(result, "region_panel", ax=axes)


def test_an_answer_has_a_figure_of_its_own(small: Any) -> None:
    found = dipsim.verdict(small, ["joint_exercise"])
    drawn = dipsim.plot(found)
    assert "Joint exercise" in " ".join(text.get_text() for text in drawn.findobj(Text))
    assert "Two nations" in " ".join(text.get_text() for text in drawn.findobj(Text))
    assert of_answer(small) is None
    about, name, options = of_answer(found) or (None, "", {})
    assert (about is not None, name, len(options["rows"])) == (True, "verdict", 3)


def test_a_scenario_is_run_for_its_figure(small: Any) -> None:
    drawn = dipsim.plot(small.spec, "trust_matrix", size=(5, 3))
    assert tuple(drawn.get_size_inches()) == (5.0, 3.0)


def test_a_picture_in_a_title_leaves_no_mark_of_a_missing_letter() -> None:
    assert style.plain("Aegean \U0001f30a sea") == "Aegean  sea"
    assert style.plain("\u4e2d") == "\ufffd"
