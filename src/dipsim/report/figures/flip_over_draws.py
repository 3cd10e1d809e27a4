"""What something does along a number over draws of the uncertain numbers: the words, and where the sign changes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from dipsim.report import style
from dipsim.report.figures.map import AXES
from dipsim.report.layout import blocks
from dipsim.report.result_view import Outcome
from dipsim.scenario.wording import counted
from dipsim.study.sensitivity.flip import TURNS, Flip
from dipsim.study.uncertainty.flip_over_draws import UNTOLD, FlipOverDraws, Turn

NAME = "flip_over_draws"
QUESTION = "flip_over_draws"
TITLE = "Flip point over draws"
ORDER = 7
ASKED = True  # drawn when a study hands it what to draw, not with every result
PLACES = 201  # along the number
CALMER, WORSE, UNSURE = style.BLUE, style.VERMILION, "#d4d4d4"
READING = "Height of a colour: the share of draws of the uncertain numbers with that word, at each value of the number."


def data(result: Outcome, found: FlipOverDraws | None = None) -> Any:
    """One line per value along the number: the shares of draws of ``found`` at which the effect is clearly below 0,
    cannot be told, or is clearly above 0; ``result`` is not used."""
    if found is None:
        return pd.DataFrame()
    one = found.first
    even = np.linspace(0.0, 1.0, PLACES)
    values = one.low * (one.high / one.low) ** even if one.wide else one.low + even * (one.high - one.low)
    signs = np.array([_signs(each, values) for each in found.found])
    names = {"below": -1, "unsure": 0, "above": 1}
    return pd.DataFrame({"value": values} | {name: (signs == sign).mean(axis=0) for name, sign in names.items()})


def _signs(one: Flip, values: Any) -> Any:
    """The sign at each value: that of the nearest value that was tried."""
    tried = np.asarray(one.values)
    places, at = (np.log(tried), np.log(values)) if one.wide else (tried, values)
    return np.asarray(one.signs)[np.abs(at[:, None] - places).argmin(axis=1)]


@style.styled
def figure(result: Outcome, found: FlipOverDraws | None = None) -> Figure:
    """The share of draws of ``found`` for each direction along the number, and where nine flip points in ten lie;
    ``result`` gives title and seed."""
    if found is None:
        return style.notice(result, TITLE, "The result has no flip points: 'dipsim flip --parameters' looks for them.")
    one, frame = found.first, data(result, found)
    drawn = style.canvas(result, headline(found), READING, " ".join(str(found).split()))
    _legend(drawn, found)
    axes = drawn.add_axes(blocks.single(drawn, (0.105, 0.15, 0.87, 0.565), 1.0, 0.75, 0.45))
    calmer, worse = ("above", "below") if one.outcome == "trust" else ("below", "above")
    floor = np.zeros(len(frame))
    for name, colour in ((calmer, CALMER), ("unsure", UNSURE), (worse, WORSE)):
        top = floor + 100.0 * frame[name].to_numpy()
        axes.fill_between(frame["value"], floor, top, color=colour, lw=0.0)
        floor = top
    axes.set_xscale("log" if one.wide else "linear")
    axes.set_xlim(one.low, one.high)
    axes.set_ylim(0, 100)
    axes.set_yticks([25, 50, 75, 100])
    axes.set_xlabel(style.plain(AXES.get(one.path, one.path), 60))
    axes.set_title(f"Share of {counted(len(found.found), 'draw')}, percent")
    if found.turns:
        _mark(axes, found.turns[0])
    if one.here is not None:
        axes.axvline(one.here, color=style.INK, lw=1.8, ls=":")
    return drawn


def _mark(axes: Any, turn: Turn) -> None:
    """The median of where it turns, and a bar over where nine flip points in ten lie."""
    low, high = turn.range
    box = {"facecolor": "white", "edgecolor": style.INK, "pad": 3.0}
    axes.axvline(turn.middle, color=style.INK, lw=2.4, ls="--")
    axes.plot([low, high], [90, 90], color="white", lw=9, solid_capstyle="butt")
    axes.plot([low, high], [90, 90], color=style.INK, lw=5, solid_capstyle="butt")
    share = axes.transAxes.inverted().transform(axes.transData.transform((turn.middle, 0)))[0]
    side = "right" if share > 0.5 else "left"
    text = f"{turn.middle:.3g}; nine in ten: {low:.3g} to {high:.3g}"
    axes.annotate(text, (turn.middle, 79), ha=side, va="center", weight="bold", bbox=box,
                  xytext=(-8 if side == "right" else 8, 0), textcoords="offset points")  # fmt: skip


def _legend(drawn: Figure, found: FlipOverDraws) -> None:
    more, less = TURNS[found.first.outcome]
    calmer, worse = (more, less) if found.first.outcome == "trust" else (less, more)
    looks = ((CALMER, calmer), (UNSURE, "cannot tell"), (WORSE, worse))
    handles: list[Any] = [Patch(facecolor=colour, label=label) for colour, label in looks]
    if found.turns:
        handles.append(Line2D([], [], color=style.INK, lw=2.4, ls="--", label="median flip point"))
    if found.first.here is not None:
        handles.append(Line2D([], [], color=style.INK, lw=1.8, ls=":", label="the scenario"))
    blocks.key(drawn, handles, (0.095, 0.78), len(handles), columnspacing=1.1, handletextpad=0.5)


def headline(found: FlipOverDraws) -> str:
    """The message of the figure of ``found``: what it does at most draws, and at how many it turns."""
    who, draws, total = found.first.target_title, counted(len(found.found), "draw"), len(found.found)
    turning = round(total * found.anywhere.estimate)
    if 2 * turning > total or not found.constant:
        mostly = "mostly " if len(found.turns) > 1 else ""
        return f"{who} turns at {turning} of {draws}, {mostly}to \u201c{found.turns[0].above}\u201d"
    word, share = next(iter(found.constant.items()))
    said = word.replace("its sign", ": the sign") if word == UNTOLD else f" {word}"
    return f"{who}{said} at {round(total * share.estimate)} of {draws}, turns at {turning or 'none'}"
