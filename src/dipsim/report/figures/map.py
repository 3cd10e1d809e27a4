"""When something stabilises the region and when it escalates it: a map, with a panel per level of agreement."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.legend_handler import HandlerTuple
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from dipsim.report import style
from dipsim.report.drawing import Drawing
from dipsim.report.layout import blocks, shapes
from dipsim.report.result_view import Outcome
from dipsim.scenario.parameter_axis import ParameterAxis
from dipsim.study.sensitivity.flip import TURNS
from dipsim.study.sensitivity.map import CONTEXT, INTENT
from dipsim.study.sensitivity.map_result import Cell, Panel, Path, SignMap, meaning
from dipsim.study.verdict import decision

NAME = "map"
TITLE = "When it stabilises and when it escalates"
ORDER = 8
ASKED = True  # drawn when a study hands it what to draw, not with every result
AXES = {INTENT: "Intent: revisionism of all nations", CONTEXT: "Context: disputes, times what they are"}
LOOKS = {  # colour, hatch and marker of a word
    decision.STABILISES: (style.BLUE, "", "v"),
    decision.ESCALATES: (style.VERMILION, "", "^"),
    decision.MIXED: (style.PURPLE, "xx", "D"),
    decision.NO_NOTICEABLE_EFFECT: ("#c4c4c4", "", "_"),
    decision.PROBABLY_SMALL: ("#dcdcdc", "", "."),
    decision.CANNOT_TELL: ("#f4f4f4", "////", ""),
}
MESSAGES = (decision.STABILISES, decision.ESCALATES, decision.MIXED)
SMALL = {1: "^", 0: ".", -1: "v"}  # the mark of a small effect, by its sign
READING = "Darker: larger effect. Thick line: where the sign turns; thin dashes: its 95 % band. Hatched: cannot tell."


def data(result: Outcome, sign_map: SignMap | None = None) -> Any:
    """The cells of ``sign_map`` as a table; ``result`` is not used."""
    return pd.DataFrame() if sign_map is None else sign_map.frame()


@style.styled
def figure(result: Outcome, sign_map: SignMap | None = None) -> Figure:
    """A panel of ``sign_map`` per level of agreement, and trust over time at a cell on either side of the line;
    ``result`` gives title and seed."""
    if sign_map is None:
        return style.notice(result, TITLE, "The result has no map: 'dipsim map' makes one.")
    drawn = style.canvas(result, _headline(sign_map), READING, str(sign_map))
    _legend(drawn, sign_map)
    places, low_at, trust_at = _places(drawn, len(sign_map.panels), len(sign_map.paths))
    largest = max(abs(_effect(sign_map, cell)) for panel in sign_map.panels for cell in panel.cells) or 1.0
    for place, panel in enumerate(sign_map.panels):
        axes = drawn.add_axes(places[place])
        _draw(axes, sign_map, panel, largest)
        head_panel(axes, panel.label, None if place else sign_map.y)
    drawn.text(*low_at, style.plain(label(sign_map.x), 60), ha="center")
    low, high = _reach(sign_map.paths)
    for place, path in enumerate(sign_map.paths):
        axes = drawn.add_axes(trust_at[place])
        _trust(axes, path, "AB"[place], last=shapes.tall() or place == len(sign_map.paths) - 1)
        axes.set_ylim(low, high)
    return drawn


def _places(drawn: Drawing, panels: int, paths: int) -> tuple[list[Any], tuple[float, float], list[Any]]:
    """Places of the panels, of the name below them, and of the trajectories: beside the panels or, tall, below them."""
    if not shapes.tall():
        across = 0.66 / panels
        rows = [(0.075 + place * across, 0.255, across - 0.02, 0.495) for place in range(panels)]
        return rows, (0.395, 0.175), [(0.805, 0.545 - 0.29 * place, 0.175, 0.205) for place in range(paths)]
    upper, lower = shapes.stack(drawn, (1.6, 1.0), (1.0, 0.3), above=0.65, below=0.75)
    inch = 1 / drawn.get_figwidth()
    wide = (upper[2] + 0.15 * inch) / panels
    rows = [(upper[0] + wide * k, upper[1], wide - 0.15 * inch, upper[3]) for k in range(panels)]
    half = (lower[2] + 0.7 * inch) / max(2, paths)
    below = [(lower[0] + half * k, lower[1], half - 0.7 * inch, lower[3]) for k in range(paths)]
    return rows, (0.55, upper[1] - 0.6 / drawn.get_figheight()), below


def _draw(axes: Any, sign_map: SignMap, panel: Panel, largest: float) -> None:
    for cell in panel.shown:
        _tile(axes, cell, sign_map.outcome, abs(_effect(sign_map, cell)) / largest)
    axes.grid(visible=False)
    axes.set_xscale("log" if sign_map.x.wide else "linear")
    axes.set_yscale("log" if sign_map.y.wide else "linear")
    axes.set_xlim(sign_map.x.low, sign_map.x.high)
    axes.set_ylim(sign_map.y.low, sign_map.y.high)
    for axis, parameter_axis in ((axes.xaxis, sign_map.x), (axes.yaxis, sign_map.y)):
        if not parameter_axis.wide:
            axis.set_major_locator(style.few_ticks())
            axis.set_major_formatter(lambda value, _: f"{value:g}")
    if panel.turns and panel.surface is not None:
        _line(axes, sign_map, panel.surface)
    if sign_map.x.here is not None and sign_map.y.here is not None:
        axes.plot(
            sign_map.x.here, sign_map.y.here, marker="*", ms=17, color="white", mec=style.INK, mew=1.6, clip_on=False
        )
    for letter, path in zip("AB", sign_map.paths, strict=False):
        if path.panel == panel.label:
            box = {"boxstyle": "circle,pad=0.15", "fc": "white", "ec": style.INK}
            axes.text(path.x, path.y, letter, ha="center", va="center", weight="bold", bbox=box, zorder=9)


def _tile(axes: Any, cell: Cell, outcome: str, share: float) -> None:
    """A cell in the colour of its word, darker for a larger effect, with a mark for those who print in grey."""
    word, marker = cell.colour_word(outcome), _marker(cell, outcome)
    colour, hatch, _ = LOOKS[word]
    message = word in MESSAGES
    depth = 0.3 + 0.7 * min(1.0, share) ** 0.5 if message else 1.0
    face = tuple(1.0 - depth * (1.0 - part) for part in to_rgb(colour))
    place, size = (cell.x_low, cell.y_low), (cell.x_high - cell.x_low, cell.y_high - cell.y_low)
    axes.add_patch(
        Rectangle(place, *size, facecolor=face, edgecolor="#9a9a9a" if hatch else "white", hatch=hatch, lw=0.6)
    )
    if marker:
        ink = style.INK if share < 0.35 or not message else "white"
        axes.plot(cell.x, cell.y, marker=marker, ms=6 if message else 5, color=ink, mew=1.5)


def _marker(cell: Cell, outcome: str) -> str:
    """The mark of a cell: that of its word, and of a small effect that of its sign."""
    word = cell.colour_word(outcome)
    return SMALL[cell.sign] if word == decision.PROBABLY_SMALL else LOOKS[word][2]


def _text(cell: Cell, outcome: str) -> str:
    """What a cell says in the legend: its word, that of a small effect with its sign."""
    word = cell.colour_word(outcome)
    return decision.shown(word, cell.sign) if word == decision.PROBABLY_SMALL else meaning(outcome, word)


def _line(axes: Any, sign_map: SignMap, surface: Any) -> None:
    """The line where the sign turns, with a white edge, and both ends of its band."""
    even = np.linspace(0.0, 1.0, len(surface.mean))
    grid = [sign_map.x.value(share) for share in even], [sign_map.y.value(share) for share in even]
    for shift in (-1.0, 1.0):
        axes.contour(*grid, surface.mean + shift * surface.half, levels=[0.0], colors=[style.INK], linewidths=1.2,
                     linestyles="--")  # fmt: skip
    axes.contour(*grid, surface.mean, levels=[0.0], colors=["white"], linewidths=6.0)
    axes.contour(*grid, surface.mean, levels=[0.0], colors=[style.INK], linewidths=3.2)


def _reach(paths: Sequence[Path]) -> tuple[float, float]:
    """The limits of trust that all panels of trajectories share, with some room."""
    lines = [
        line
        for path in paths
        for line in (path.with_target, path.without_target, path.example_with, path.example_without)
    ]
    low, high = (float(end) for end in (min(map(np.min, lines)), max(map(np.max, lines))))
    return low - 0.05 * (high - low) - 1e-3, high + 0.05 * (high - low) + 1e-3


def _trust(axes: Any, path: Path, letter: str, last: bool) -> None:
    """Mean trust of the region at a cell: with it solid, without it dashed; thin lines are one run."""
    for mean, one, colour, dashes in (
        (path.with_target, path.example_with, style.BLUE, "-"),
        (path.without_target, path.example_without, style.INK, "--"),
    ):
        axes.plot(path.years, one, color=colour, lw=0.8, ls=dashes, alpha=0.6)
        axes.plot(path.years, mean, color=colour, lw=2.6, ls=dashes)
    lines = textwrap.wrap(f"{letter}: {path.label}", 30 if shapes.tall() else 20)
    axes.set_title(style.plain("\n".join(lines), 30), fontsize=style.SMALL)
    axes.set_xlim(path.years[0], path.years[-1])
    axes.yaxis.set_major_locator(style.few_ticks())
    style.year_ticks(axes, 4)
    axes.tick_params(labelbottom=last)
    if last:
        axes.set_xlabel("years (up: trust)" if shapes.tall() else "years (upward: mean trust)")


def _legend(drawn: Drawing, sign_map: SignMap) -> None:
    """The words that occur, what the lines of trust are, and the star."""
    outcome = sign_map.outcome
    shown = [cell for panel in sign_map.panels for cell in panel.shown]
    seen = {_text(cell, outcome): cell for cell in sorted(shown, key=lambda cell: -cell.sign)}
    handles: list[Any] = []
    labels: list[str] = []
    for text, cell in sorted(seen.items(), key=lambda one: decision.WORDS.index(one[1].colour_word(outcome))):
        word = cell.colour_word(outcome)
        colour, hatch, _ = LOOKS[word]
        marker, ink = _marker(cell, outcome), "white" if word in MESSAGES else style.INK
        if marker:
            handles.append(
                (
                    Line2D([], [], marker="s", color=colour, ms=15, ls=""),
                    Line2D([], [], marker=marker, color=ink, ms=7, mew=1.5, ls=""),
                )
            )
        else:
            handles.append(Patch(facecolor=colour, edgecolor="#9a9a9a", hatch=hatch))
        labels.append(text)
    if sign_map.x.here is not None and sign_map.y.here is not None:
        handles.append(Line2D([], [], marker="*", ms=15, color="white", mec=style.INK, ls=""))
        labels.append("the scenario")
    handles += [style.line(style.BLUE, 2.6), style.line(style.INK, 2.6, "--")]
    labels += ["trust with it", "without"]
    look: dict[str, Any] = {"handlelength": 1.5, "columnspacing": 1.1, "handletextpad": 0.5}
    blocks.key(drawn, handles, (0.03, 0.06), len(handles), labels, handler_map={tuple: HandlerTuple(ndivide=1)}, **look)


def _effect(sign_map: SignMap, cell: Cell) -> float:
    return float(cell.row.effects[sign_map.outcome].estimate)


def head_panel(axes: Any, title: str, y: ParameterAxis | None) -> None:
    """Write the ``title`` above a panel drawn in ``axes``, and the name of ``y``, its upright number, beside it; None
    where a panel to the left has it already."""
    title = title[:1].upper() + title[1:]
    lines = textwrap.wrap(title, 14)[:2] if shapes.tall() else [title]
    axes.set_title(style.plain("\n".join(lines), 30), fontsize=style.SMALL)
    if y is None:
        axes.tick_params(labelleft=False)
    else:
        axes.set_ylabel(style.plain(label(y), 26 if shapes.tall() else 42))


def label(parameter_axis: ParameterAxis) -> str:
    """What an axis of a map is called: ``parameter_axis`` in words where it has some."""
    path = parameter_axis.path
    one = re.fullmatch(r"nations\.(\w+)\.revisionism", path)
    return f"Intent: revisionism of {one[1]}" if one else AXES.get(path, path)


def _headline(sign_map: SignMap) -> str:
    turned = sum(panel.turns for panel in sign_map.panels)
    if turned:
        where = "" if len(sign_map.panels) == 1 else f" on {turned} of {len(sign_map.panels)} panels"
        return f"{sign_map.target_title} turns its sign{where}"
    signs = {cell.sign for panel in sign_map.panels for cell in panel.cells} - {0}
    if len(signs) == 2:
        return _both_signs(sign_map)
    if not signs:
        return f"{sign_map.target_title}: no sign can be told anywhere on this map"
    return f"{sign_map.target_title} {TURNS[sign_map.outcome][0 if 1 in signs else 1]} wherever its sign can be told"


def _both_signs(sign_map: SignMap) -> str:
    """The message where some cells have one sign and cells of other panels the other: that agreements decide only where
    words say both, since a few of many signs are clear by chance."""
    words = [cell.colour_word(sign_map.outcome) for panel in sign_map.panels for cell in panel.shown]
    ups, downs = words.count(decision.ESCALATES), words.count(decision.STABILISES)
    if ups and downs:
        return f"{sign_map.target_title}: the level of agreements decides the sign"
    if not ups and not downs:
        return f"{sign_map.target_title} has a small effect, or none that can be told, everywhere"
    told = meaning(sign_map.outcome, decision.ESCALATES if ups else decision.STABILISES)
    other = meaning(sign_map.outcome, decision.STABILISES if ups else decision.ESCALATES)
    return f"{sign_map.target_title} {told} in {max(ups, downs)} of {len(words)} cells and {other} in none"
