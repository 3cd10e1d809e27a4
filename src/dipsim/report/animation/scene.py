"""The picture of a moment: nations that stay where they are, lines of trust, disputes on their rung."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from dipsim.report import result_view, style
from dipsim.report.animation.moments import Moment, Moments, Pair
from dipsim.report.layout import labels
from dipsim.report.result_view import Outcome

MIDDLE = (0.45, 0.55)
MOST = 60  # lines that are drawn: more would hide one another
RUNGS = {2: "#f0c7b0", 3: "#e08a52", 4: "#b34700", 5: "#3d1800"}
NAMED = 16  # nations up to which names are written, beyond it codes
READING = "Lines: trust between two nations, wider for more. Marks: disputes, by "


class Scene:
    """A figure of which `show` changes the lines, the marks and the date, and nothing else.

    ``places`` are the points of the nations in the axes that ``ground`` has prepared.
    """

    def __init__(self, result: Outcome, moments: Moments, places: Mapping[str, Any], title: str) -> None:
        self.moments, self.title = moments, title
        self.figure = style.page(
            _foot(result, moments), " ", READING + _marked(moments), f"{title}: {len(moments.listed)} moments"
        )
        self.axes = self.figure.add_axes((0.02, 0.085, 0.7, 0.775))
        self.axes.set_axis_off()
        self._pairs = [pair for pair in _shown(moments) if set(pair) <= set(places)]
        crowd = min(1.0, 10 / max(1, len(places)))
        self._lines = {pair: self.axes.plot([], [], zorder=2)[0] for pair in self._pairs}
        self._marks = {pair: self.axes.plot([], [], ls="", zorder=7)[0] for pair in self._pairs}
        self._digits = {pair: self.axes.text(0, 0, "", **_DIGIT) for pair in self._pairs}
        self._places, self._crowd = places, crowd
        for (one, other), line in self._lines.items():
            line.set_data(*np.array([places[one], places[other]]).T)
        self._time = self._course()
        _key(self.figure, len(self._pairs), len(moments.pairs))

    def nations(self, result: Outcome, sizes: Mapping[str, float], outward: bool = False) -> None:
        """Draw the nations of ``result`` with their ``sizes`` (areas in square points); ``outward`` puts labels away
        from the middle. The limits of the axes are set before, since labels are placed by what is seen."""
        width = 18 if len(self._places) <= NAMED else 0
        self.figure.canvas.draw()
        points = [tuple(place) for place in self._places.values()]
        radii = [(sizes[code] * self._crowd / np.pi) ** 0.5 for code in self._places]
        for code, (across, up) in self._places.items():
            area = sizes[code] * self._crowd
            self.axes.scatter(across, up, s=area, color="#f2f2f2", edgecolor=style.INK, lw=1.8, zorder=5)
        names = [style.name(result, code, width) for code in self._places]
        ground = {"facecolor": "white", "edgecolor": "none", "alpha": 0.75, "pad": 1.0}
        labels.beside(
            self.axes, points, names, radii, outward, weight="bold", zorder=6, bbox=ground, fontsize=style.NORMAL
        )

    def show(self, moment: Moment) -> None:
        """Let the figure be that of a moment."""
        form = "%Y" if self.moments.step == "year" else "%B %Y"
        self.figure.texts[0].set_text(style.plain(f"{self.title}: {moment.date:{form}}"))
        for pair in self._pairs:
            trust = moment.trust.get(pair)
            line = self._lines[pair]
            line.set_visible(trust is not None)
            if trust is not None:
                colour, dashes = _look(trust)
                line.set(color=colour, linestyle=dashes, linewidth=0.8 + 9.0 * trust * self._crowd, alpha=0.85)
            self._mark(pair, moment.rungs.get(pair))
        when, whole = self._time
        when.set_data([moment.date], [100 * moment.mean])
        past = [one for one in self.moments.listed if one.date <= moment.date]
        whole.set_data([one.date for one in past], [100 * one.mean for one in past])

    def _mark(self, pair: Pair, rung: int | None) -> None:
        """A mark and a digit in the middle of the line of a pair in dispute."""
        mark, digit = self._marks[pair], self._digits[pair]
        mark.set_visible(rung is not None)
        digit.set_visible(rung is not None)
        if rung is None:
            return
        middle = np.mean([self._places[code] for code in pair], axis=0)
        mark.set_data([middle[0]], [middle[1]])
        mark.set(marker="o", color=RUNGS[rung], markersize=20, markeredgecolor=style.INK, markeredgewidth=1.4)
        digit.set_position(tuple(middle))
        digit.set(text=str(rung), color="white" if rung > 3 else style.INK)

    def _course(self) -> tuple[Any, Any]:
        """A small panel of mean trust, with the moment on it."""
        axes: Any = self.figure.add_axes((0.79, 0.125, 0.175, 0.2))
        listed = self.moments.listed
        dates = [one.date for one in listed]
        axes.plot(dates, [100 * one.mean for one in listed], color="#cfcfcf", lw=2.5)
        whole = axes.plot([], [], color=style.BLUE, lw=3)[0]
        now = axes.plot([], [], color=style.BLUE, marker="o", ms=10, mec="white")[0]
        axes.set_ylim(0, 100)
        axes.set_yticks([0, 50, 100], ["0", "50", "100 %"])
        axes.set_xticks([dates[0], dates[-1]], [f"{dates[0]:%Y}", f"{dates[-1]:%Y}"])
        for label, side in zip(axes.get_xticklabels(), ("left", "right"), strict=True):
            label.set_horizontalalignment(side)
        axes.set_title("Mean trust of all pairs", fontsize=style.SMALL)
        return now, whole


_DIGIT: dict[str, Any] = {"ha": "center", "va": "center", "fontsize": 12, "weight": "bold", "zorder": 8}


def _foot(result: Outcome, moments: Moments) -> str:
    """The footer of the figures, with which runs are shown."""
    seed = result_view.clean(str(result.manifest.get("seed", "unknown")))
    of = f"{moments.of} of {result.runs}" if moments.single else moments.of
    return "  \u00b7  ".join((result_view.shorten(result_view.title(result), 40), of, f"seed {seed}", style.HONEST))


def _shown(moments: Moments) -> list[Pair]:
    """The pairs that are drawn, the same at every moment: in dispute at any time, then the furthest from 50 %."""
    far = {
        pair: (
            any(pair in moment.rungs for moment in moments.listed),
            max(abs(moment.trust.get(pair, 0.5) - 0.5) for moment in moments.listed),
        )
        for pair in moments.pairs
    }
    return sorted(sorted(far, key=lambda pair: (far[pair], pair), reverse=True)[:MOST])


def _marked(moments: Moments) -> str:
    """What the mark of a dispute stands for."""
    if not moments.single:
        return "the highest rung that one run in ten is on."
    return "the highest rung of the year." if moments.step == "year" else "the rung they are on."


def _look(trust: float) -> tuple[str, Any]:
    """Solid blue for trust, dashed vermilion for distrust, grey between."""
    if trust < MIDDLE[0]:
        return style.VERMILION, (0, (2.2, 1.3))
    return (style.BLUE, "-") if trust > MIDDLE[1] else ("#a6a6a6", "-")


def _key(figure: Figure, shown: int, pairs: int) -> None:
    lines = [style.line(style.BLUE, 7), style.line("#a6a6a6", 5), style.line(style.VERMILION, 3.5, "--")]
    named = ["trust above 55 %", "45 to 55 %", "distrust, below 45 %"]
    marks = [Line2D([], [], ls="", marker="o", color=colour, ms=15, mec=style.INK) for colour in RUNGS.values()]
    rungs = [f"{rung}  {result_view.RUNGS[rung]}" for rung in RUNGS]
    figure.legend([*lines, *marks], [*named, *rungs], loc="upper left", bbox_to_anchor=(0.74, 0.85), labelspacing=0.65)
    if shown < pairs:
        figure.text(0.75, 0.4, f"the {shown} of {pairs} pairs\nfurthest from 50 %", color=style.QUIET, va="top")
