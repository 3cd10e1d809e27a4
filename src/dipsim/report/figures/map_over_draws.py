"""When something stabilises and when it escalates, over draws: the share of draws that say each word in every cell."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from dipsim.report import style
from dipsim.report.drawing import Drawing
from dipsim.report.figures.map import LOOKS, head_panel, label
from dipsim.report.layout import blocks, shapes
from dipsim.report.result_view import Outcome
from dipsim.scenario.wording import counted
from dipsim.study.sensitivity.map_result import meaning
from dipsim.study.uncertainty.map_over_draws import MOSTLY, CellOverDraws, MapOverDraws
from dipsim.study.verdict import decision

NAME = "map_over_draws"
QUESTION = "map_over_draws"
TITLE = "When it stabilises and when it escalates, over draws"
ORDER = 8
ASKED = True  # drawn when a study hands it what to draw, not with every result
UPWARD = (  # the words of a cell, from below
    decision.STABILISES,
    decision.NO_NOTICEABLE_EFFECT,
    decision.PROBABLY_SMALL,
    decision.CANNOT_TELL,
    decision.MIXED,
    decision.ESCALATES,
)
LETTERS = {decision.STABILISES: "v", decision.ESCALATES: "^"}
READING = (
    "Every cell is filled with colours in the shares of draws that say each word; a mark is the word at the defaults."
)


def data(result: Outcome, found: MapOverDraws | None = None) -> Any:
    """The cells of ``found`` as a table; ``result`` is not used."""
    return pd.DataFrame() if found is None else found.to_frame()


@style.styled
def figure(result: Outcome, found: MapOverDraws | None = None) -> Figure:
    """A panel of ``found`` per level of agreement, every cell filled with the words of the draws; ``result`` gives
    title and seed."""
    if found is None:
        return style.notice(result, TITLE, "The result has no map: 'dipsim map --parameters' makes one.")
    at_defaults = found.at_defaults
    drawn = style.canvas(result, headline(found), READING, " ".join(str(found).split()))
    _legend(drawn, found)
    left, low, wide, high = blocks.single(drawn, (0.085, 0.165, 0.895, 0.545), 0.95, 0.8, 0.6)
    gap = 0.035 if shapes.tall() else 0.02
    across = (wide + gap) / len(at_defaults.panels)
    for place, panel in enumerate(at_defaults.panels):
        axes = drawn.add_axes((left + place * across, low, across - gap, high))
        for one in found.cells:
            if one.panel == panel.label:
                _fill(axes, one, at_defaults.outcome)
        _frame(axes, found)
        head_panel(axes, panel.label, None if place else at_defaults.y)
    below = low - (0.6 / drawn.get_figheight() if shapes.tall() else 0.085)
    drawn.text(left + wide / 2, below, style.plain(label(at_defaults.x), 60), ha="center")
    return drawn


def _fill(axes: Any, one: CellOverDraws, outcome: str) -> None:
    """A cell from below: what calms, what cannot be told, what escalates; in the middle the word at the defaults."""
    cell = one.cell
    wide, high, floor = cell.x_high - cell.x_low, cell.y_high - cell.y_low, cell.y_low
    for word in UPWARD:
        part = high * one.shares.share(word).estimate
        colour, hatch, _ = LOOKS[word]
        look: dict[str, Any] = {"facecolor": colour, "hatch": hatch, "edgecolor": "#9a9a9a" if hatch else "none"}
        axes.add_patch(Rectangle((cell.x_low, floor), wide, part, lw=0.0, **look))
        floor += part
    axes.add_patch(Rectangle((cell.x_low, cell.y_low), wide, high, fill=False, edgecolor="white", lw=2.0))
    marker = LETTERS.get(cell.colour_word(outcome))
    if marker:
        axes.plot(cell.x, cell.y, marker=marker, ms=9, color="white", mec=style.INK, mew=1.4)


def _frame(axes: Any, found: MapOverDraws) -> None:
    """Limits, numbers and the star where the scenario stands."""
    x, y = found.at_defaults.x, found.at_defaults.y
    axes.grid(visible=False)
    axes.set_xscale("log" if x.wide else "linear")
    axes.set_yscale("log" if y.wide else "linear")
    axes.set_xlim(x.low, x.high)
    axes.set_ylim(y.low, y.high)
    for axis, parameter_axis in ((axes.xaxis, x), (axes.yaxis, y)):
        if not parameter_axis.wide:
            axis.set_major_locator(style.few_ticks())
            axis.set_major_formatter(lambda value, _: f"{value:g}")
    if x.here is not None and y.here is not None:
        axes.plot(x.here, y.here, marker="*", ms=17, color="white", mec=style.INK, mew=1.6, clip_on=False)


def _legend(drawn: Drawing, found: MapOverDraws) -> None:
    """The words that some draw says somewhere, the marks of the defaults, and the star."""
    outcome = found.at_defaults.outcome
    seen = {word for one in found.cells for word in one.shares.counts}
    handles: list[Any] = []
    for word in (word for word in decision.WORDS if word in seen):
        colour, hatch, _ = LOOKS[word]
        edge = "#9a9a9a" if hatch else "none"
        handles.append(Patch(facecolor=colour, hatch=hatch, edgecolor=edge, label=meaning(outcome, word)))
    marked = {one.cell.colour_word(outcome) for one in found.cells}
    for word in (word for word in LETTERS if word in marked):
        text = f"{meaning(outcome, word)} at the defaults"
        handles.append(Line2D([], [], marker=LETTERS[word], ms=9, color="white", mec=style.INK, ls="", label=text))
    if found.at_defaults.x.here is not None and found.at_defaults.y.here is not None:
        handles.append(Line2D([], [], marker="*", ms=15, color="white", mec=style.INK, ls="", label="the scenario"))
    columns = min(len(handles), 4)
    blocks.key(drawn, handles, (0.075, 0.775), columns, handlelength=1.5, columnspacing=1.1, handletextpad=0.5)


def headline(found: MapOverDraws) -> str:
    """The message of the figure of ``found``: in how many cells most draws say a direction."""
    outcome, who, draws = found.at_defaults.outcome, found.at_defaults.target_title, counted(len(found.draws), "draw")
    counts = {
        word: sum(one.shares.share(word).estimate > MOSTLY for one in found.cells)
        for word in (decision.STABILISES, decision.ESCALATES)
    }
    said = [f"{meaning(outcome, word)} in {count}" for word, count in counts.items() if count]
    if not said:
        return f"{who}: most of {draws} agree on a direction in no cell"
    return f"{who} {' and '.join(said)} of {counted(len(found.cells), 'cell')}, say most of {draws}"
