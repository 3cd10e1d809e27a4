"""What something does to the region along a number of the scenario, and where that turns."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from dipsim.report import style
from dipsim.report.layout import blocks
from dipsim.report.result_view import Outcome
from dipsim.study.sensitivity.flip import TURNS, Flip, sentence
from dipsim.study.verdict.paired_runs import OUTCOMES

NAME = "flip"
TITLE = "Flip point"
ORDER = 7
ASKED = True  # drawn when a study hands it what to draw, not with every result
CALMER, WORSE, UNSURE = (style.BLUE, "v"), (style.VERMILION, "^"), ("#8c8c8c", "o")
READING = "Dots: with it minus without it, in pairs of runs on the same draws; lines and shade: 95 % intervals."


def data(result: Outcome, flip: Flip | None = None) -> Any:
    """One line per value that ``flip`` tried: value, sign that is clear over the scan, word, estimate, low and high of
    the effect; ``result`` is not used."""
    if flip is None:
        return pd.DataFrame()
    effects = [row.effects[flip.outcome] for row in flip.rows]
    return pd.DataFrame(
        {
            "value": flip.values,
            "sign": flip.signs,
            "word": [row.word for row in flip.rows],
            "estimate": [effect.estimate for effect in effects],
            "low": [effect.low for effect in effects],
            "high": [effect.high for effect in effects],
        }
    )


@style.styled
def figure(result: Outcome, flip: Flip | None = None) -> Figure:
    """The effect with its interval at every value of ``flip``, and each flip point with its interval; ``result`` gives
    title and seed."""
    if flip is None:
        return style.notice(result, TITLE, "The result has no flip point: 'dipsim flip' looks for one.")
    frame = data(result, flip)
    drawn = style.canvas(result, _headline(flip), READING, sentence(flip))
    good = 1 if flip.outcome == "trust" else -1
    _legend(drawn, flip, good)
    axes = drawn.add_axes(blocks.single(drawn, (0.105, 0.15, 0.87, 0.565), 1.0, 0.75, 0.45))
    scale = 100.0 if flip.outcome == "force" else 1.0
    _band(axes, frame, scale)
    for place, at in enumerate(flip.flips):
        _mark(axes, at, place)
    _points(axes, frame, scale, good)
    axes.axhline(0, color=style.INK, lw=1.6)
    axes.set_xscale("log" if flip.wide else "linear")
    _room(axes, flip)
    axes.set_xlabel(style.plain(flip.path, 60))
    axes.set_title(style.plain(f"Change in {OUTCOMES[flip.outcome]}{', points' if scale > 1 else ''}"))
    if flip.here is not None:
        axes.axvline(flip.here, color=style.QUIET, lw=1.6, ls=":")
        axes.text(flip.here, 0.02, " the scenario", transform=axes.get_xaxis_transform(), color=style.QUIET)
    return drawn


def _room(axes: Any, flip: Flip) -> None:
    """The range with a little room at both ends, so that no dot is cut."""
    if flip.wide:
        edge = (flip.high / flip.low) ** 0.02
        axes.set_xlim(flip.low / edge, flip.high * edge)
    else:
        edge = 0.015 * (flip.high - flip.low)
        axes.set_xlim(flip.low - edge, flip.high + edge)


def _legend(drawn: Figure, flip: Flip, good: int) -> None:
    """What the colours say; grey is what cannot be told."""
    more, less = TURNS[flip.outcome]
    calmer, worse = (more, less) if good > 0 else (less, more)
    handles: list[Any] = [
        Line2D([], [], marker=marker, color=colour, ms=11, mec=style.INK, ls="", label=label)
        for (colour, marker), label in ((CALMER, calmer), (WORSE, worse), (UNSURE, "cannot tell"))
    ]
    if flip.flips:
        handles.append(Patch(facecolor=style.YELLOW, alpha=0.55, label="95 % interval of the flip point"))
    blocks.key(drawn, handles, (0.095, 0.78), 4)


def _band(axes: Any, frame: Any, scale: float) -> None:
    finite = frame[np.isfinite(frame[["low", "high"]]).all(axis=1)]
    axes.fill_between(finite["value"], scale * finite["low"], scale * finite["high"], color="#dcdcdc", lw=0)
    axes.plot(frame["value"], scale * frame["estimate"], color=style.QUIET, lw=1.8)


def _points(axes: Any, frame: Any, scale: float, good: int) -> None:
    for row in frame.itertuples():
        colour, marker = UNSURE if row.sign == 0 else CALMER if row.sign == good else WORSE
        if np.isfinite([row.low, row.high]).all():
            axes.plot([row.value] * 2, [scale * row.low, scale * row.high], color=colour, lw=2.2)
        axes.plot(row.value, scale * row.estimate, marker=marker, color=colour, ms=11, mec=style.INK, ls="")
    axes.yaxis.set_major_locator(style.few_ticks())


def _mark(axes: Any, at: Any, place: int) -> None:
    """A flip point: a line, its interval as shade, and its numbers."""
    axes.axvspan(at.low, at.high, color=style.YELLOW, alpha=0.55, lw=0)
    axes.axvline(at.value, color=style.INK, lw=2.4, ls="--")
    low, high = axes.get_xlim()
    right = at.value > (low + high) / 2
    text = f" {at.value:.3g} ({at.low:.3g} to {at.high:.3g}) "
    where = axes.get_xaxis_transform()
    axes.text(at.value, 0.95 - 0.09 * place, text, transform=where, ha="right" if right else "left", weight="bold")


def _headline(flip: Flip) -> str:
    if len(flip.flips) == 1:
        at = flip.flips[0]
        return f"{flip.target_title}: {at.below} below {at.value:.2g}, {at.above} above"
    if flip.flips:
        return f"{flip.target_title} turns {len(flip.flips)} times along {flip.path}"
    clear = {sign for sign in flip.signs if sign}
    if len(clear) == 1:
        return f"{flip.target_title} {TURNS[flip.outcome][0 if 1 in clear else 1]} wherever its sign can be told"
    return f"{flip.target_title}: no sign can be told along {flip.path}"
