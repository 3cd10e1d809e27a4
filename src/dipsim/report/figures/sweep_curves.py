"""An outcome, or the effect of what is taken away, along each factor."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator, NullLocator, StrMethodFormatter

from dipsim.report import style, sweep_style
from dipsim.report.layout import blocks
from dipsim.report.result_view import Outcome
from dipsim.sweeps import wording
from dipsim.sweeps.analyses import Finding
from dipsim.sweeps.analyses.curves import STILL
from dipsim.sweeps.storage.results import Swept

NAME = "sweep_curves"
TITLE = "Response curves of a sweep"
ORDER = 25
ASKED = True
LOOKS = ((style.BLUE, "-", "o"), (style.VERMILION, "--", "s"), ("#007a5a", ":", "^"), ("#a8327d", "-.", "D"))
SHOWN = 6


def figure(result: Outcome, swept: Swept | None = None, finding: Finding | None = None) -> Figure:
    """The figure of the ``finding`` in ``swept``, or a notice where ``result`` is no sweep."""
    return sweep_style.drawn(draw, result, TITLE, swept, finding)


@style.styled
def draw(swept: Swept, finding: Finding) -> Figure:
    """The curves of ``finding`` in ``swept``: a panel per factor on one scale, those first in which the outcome moves
    most; a line for each part."""
    curve, shape = finding.tables["curve"], finding.tables["shape"]
    names = list(dict.fromkeys(shape["factor"]))[:SHOWN]
    parts = list(dict.fromkeys(curve["part"]))[: len(LOOKS)]
    reading = "Means while all other factors vary, with 95 % intervals. Grey titles: no clear change."
    if len(finding.tables["turns"]):
        reading = "Means while all other factors vary, with 95 % intervals. Yellow: where the sign turns."
    drawn = sweep_style.canvas(swept, finding, _headline(finding), reading)
    scale = 100.0 if wording.per_cent(finding.outcome) else 1.0
    shown = curve[curve["factor"].isin(names)]
    if parts != [""]:
        handles: list[Any] = [style.line(colour, 3.0, dashes) for colour, dashes, _ in LOOKS[: len(parts)]]
        texts = [style.plain(part, 40) for part in parts]
        blocks.key(drawn, handles, (0.065, 0.795), 4, texts)
    blocks.note(drawn, 0.075, style.plain(_axis(finding), 110), color=style.INK, va="center")
    for name, place in zip(names, sweep_style.cells(drawn, len(names)), strict=True):
        axes = drawn.add_axes(place)
        factor = next(each for each in swept.factors if each.name == name)
        turns, own = finding.tables["turns"], shown[shown["factor"] == name]
        _turns(axes, turns[turns["factor"] == name])
        for part, look in zip(parts, LOOKS, strict=False):
            _line(axes, own[own["part"] == part], scale, look, factor.numeric)
        _frame(axes, shown, scale, factor, finding)
        still = bool((shape.loc[shape["factor"] == name, "word"] == STILL).all())
        axes.set_title(sweep_style.title(name), fontsize=style.SMALL, color=style.QUIET if still else style.INK)
    return drawn


def _line(axes: Any, rows: Any, scale: float, look: tuple[str, str, str], numeric: bool) -> None:
    colour, dashes, marker = look
    at, mean = rows["at"].to_numpy(), scale * rows["mean"].to_numpy()
    low, high = scale * rows["low"].to_numpy(), scale * rows["high"].to_numpy()
    if numeric:
        axes.fill_between(at, low, high, color=colour, alpha=0.18, lw=0)
        axes.plot(at, mean, color=colour, ls=dashes, lw=2.8, marker=marker, ms=7)
    else:
        axes.vlines(at, low, high, color=colour, lw=2.4)
        axes.plot(at, mean, color=colour, ls="", marker=marker, ms=10)


def _frame(axes: Any, shown: Any, scale: float, factor: Any, finding: Finding) -> None:
    """One vertical scale for all panels, with 0 where it is an effect."""
    ends = scale * np.nan_to_num(shown[["low", "mean", "high"]].to_numpy(), nan=float(shown["mean"].mean()))
    low, high = float(ends.min()), float(ends.max())
    if (shown["without"] != "").any():
        axes.axhline(0, color=style.INK, lw=1.4)
    room = 0.06 * (high - low) or 0.1
    axes.set_ylim(low - room, high + room)
    axes.yaxis.set_major_locator(style.few_ticks())
    if factor.numeric:
        axes.xaxis.set_major_locator(style.few_ticks())
        if factor.distribution == "log_uniform" and not factor.choices:
            _logarithmic(axes, factor.high / factor.low)
    else:
        axes.set_xticks(range(len(factor.choices)), [style.plain(choice, 10) for choice in factor.choices])
        axes.set_xlim(-0.6, len(factor.choices) - 0.4)


def _logarithmic(axes: Any, span: float) -> None:
    """A logarithmic scale over a factor of ``span``, with plain numbers at its ticks: 0.7 and not a power of ten."""
    axes.set_xscale("log")
    steps = (1.0, 1.5, 2.0, 3.0, 5.0, 7.0) if span < 5.0 else (1.0, 2.0, 5.0) if span < 100.0 else (1.0,)
    axes.xaxis.set_major_locator(LogLocator(subs=steps))
    axes.xaxis.set_major_formatter(StrMethodFormatter("{x:g}"))
    axes.xaxis.set_minor_locator(NullLocator())


def _turns(axes: Any, turns: Any) -> None:
    for turn in turns.itertuples():
        axes.axvspan(turn.low, turn.high, color=style.YELLOW, alpha=0.5, lw=0)
        axes.axvline(turn.at, color=style.INK, lw=1.6, ls="--")


def _axis(finding: Finding) -> str:
    """What the vertical scale is."""
    without = finding.tables["shape"]["without"].iloc[0]
    return f"Vertical: {wording.axis(finding.outcome, without or None)}."


def _headline(finding: Finding) -> str:
    """The first sentence that says something, without its numbers."""
    shape, turns = finding.tables["shape"], finding.tables["turns"]
    first = shape.iloc[0]
    what = wording.sentence(wording.outcome(finding.outcome, first.without or None))
    if len(turns):
        turn = turns.iloc[0]
        arm, verbs = wording.sentence(wording.arm(first.without)), ("lowers", "raises")[:: -int(turn.before)]
        until = f"until {turn.factor} reaches {wording.number(turn['at'])}, then {verbs[1]} it"
        who = f"Where {turn.part}, {wording.arm(first.without)}" if turn.part else arm
        return f"{who} {verbs[0]} {wording.outcome(finding.outcome)} {until}"
    if first.word == STILL:
        return f"{what} changes clearly with no factor alone"
    part = f" where {first.part}" if first.part else ""
    return f"{what} {first.word} with {first.factor}{part}"
