"""The sorts of futures of a sweep: how many fall into each, what each looks like, and where it lives."""

from __future__ import annotations

import textwrap
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from dipsim.report import result_view, style, sweep_style
from dipsim.report.drawing import Drawing
from dipsim.report.layout import shapes
from dipsim.report.result_view import Outcome
from dipsim.sweeps import wording
from dipsim.sweeps.analyses import Finding
from dipsim.sweeps.storage.results import Swept

NAME = "sweep_clusters"
TITLE = "Clusters of a sweep"
ORDER = 26
ASKED = True
LOOKS = tuple(zip(style.LINES, ("o", "s", "^", "D", "v", "P", "X", "*"), ("-", "--", "-.", ":") * 2, strict=True))
SHOWN = 6


def figure(result: Outcome, swept: Swept | None = None, finding: Finding | None = None) -> Figure:
    """The figure of the ``finding`` in ``swept``, or a notice where ``result`` is no sweep."""
    return sweep_style.drawn(draw, result, TITLE, swept, finding)


@style.styled
def draw(swept: Swept, finding: Finding) -> Figure:
    """The clusters of ``finding`` in ``swept``: left the trajectories, or the points on the two factors that tell most;
    right a line of text for each."""
    table = finding.tables["clusters"].head(SHOWN)
    right = finding.tables["tree"].iloc[0]
    message = (
        f"{wording.share(right.accuracy)} of held-out cases, the largest sort alone {wording.share(right.largest)}"
    )
    drawn = sweep_style.canvas(swept, finding, _headline(finding), f"The factors predict the cluster of {message}.")
    place, top, step = _places(drawn, len(table))
    axes = drawn.add_axes(place)
    if "course" in finding.tables:
        _courses(axes, swept, finding)
    else:
        _points(axes, swept, finding)
    for line, row in enumerate(table.itertuples()):
        middle, _, _ = finding.sentences[line + 1].partition(": median ")[2].partition(";")
        _entry(drawn, top - step * line, row, middle, step)
    return drawn


def _places(drawn: Drawing, count: int) -> tuple[Any, float, float]:
    """Place of the panel, the top of the first text and the step to the next: beside the panel or, tall, below it."""
    if not shapes.tall():
        return (0.085, 0.17, 0.38, 0.6), 0.78, 0.64 / max(3, count)
    panel, texts = shapes.stack(drawn, (1.0, 1.2), (1.15, 0.35), above=0.42, below=0.75)
    top = texts[1] + texts[3] + 0.3 / drawn.get_figheight()
    return panel, top, (top - drawn.body[0]) / max(3, count)


def _courses(axes: Any, swept: Swept, finding: Finding) -> None:
    year = result_view.dated(swept.trajectories)
    scale = 100.0 if wording.per_cent(f"mean.{finding.outcome}") else 1.0
    for cluster, rows in finding.tables["course"].groupby("cluster"):
        colour, _, dashes = LOOKS[(int(cluster) - 1) % len(LOOKS)]
        when = rows["tick"].map(year)
        axes.fill_between(when, scale * rows["low"], scale * rows["high"], color=colour, alpha=0.16, lw=0)
        axes.plot(when, scale * rows["median"], color=colour, ls=dashes, lw=3.2)
    axes.set_xlabel("Year")
    axes.set_title(style.plain(f"{wording.axis(finding.outcome)}: median and middle 80 %", 44), fontsize=style.SMALL)
    style.year_ticks(axes, 5)
    axes.yaxis.set_major_locator(style.few_ticks())


def _points(axes: Any, swept: Swept, finding: Finding) -> None:
    """Cases on the two factors that the descriptions use most."""
    message = " ".join(finding.tables["clusters"]["where"])
    varied = [factor for factor in swept.factors if swept.points[factor.name].nunique() > 1]
    varied.sort(key=lambda factor: -message.count(factor.name))
    first, second = varied[0], varied[min(1, len(varied) - 1)]
    cases = finding.tables["cases"]
    for cluster, rows in cases.groupby("cluster"):
        colour, marker, _ = LOOKS[(int(cluster) - 1) % len(LOOKS)]
        points = swept.points.loc[rows["point"].unique()]
        axes.scatter(
            *(_values(points, f) for f in (first, second)), s=34, color=colour, marker=marker, lw=0, alpha=0.75
        )
    for factor, axis, label in ((first, axes.xaxis, axes.set_xlabel), (second, axes.yaxis, axes.set_ylabel)):
        label(sweep_style.label(factor.name, 30))
        if factor.numeric:
            axis.set_major_locator(style.few_ticks())
        else:
            axis.set_ticks(range(len(factor.choices)), [style.plain(choice, 9) for choice in factor.choices])
    axes.set_title("Where each sort lives", fontsize=style.SMALL)


def _values(points: Any, factor: Any) -> Any:
    """Values to draw: numbers, or the place of a choice with a fixed scatter around it."""
    if factor.numeric:
        return points[factor.name].astype(float).to_numpy()
    place = points[factor.name].map({choice: k for k, choice in enumerate(factor.choices)}).to_numpy(dtype=float)
    return place + 0.25 * np.sin(12.9898 * np.arange(len(place)))


def _entry(drawn: Figure, top: float, row: Any, middle: str, step: float) -> None:
    """A cluster in words: its mark, its name and share, its medians, and where it lives."""
    colour, marker, dashes = LOOKS[(int(row.cluster) - 1) % len(LOOKS)]
    left = 0.5 if not shapes.tall() else 0.03
    text_at = left + (0.055 if not shapes.tall() else 0.1)
    mark = drawn.add_axes((left, top - 0.035, text_at - left - 0.01, 0.03))
    mark.plot([0, 1], [0, 0], color=colour, ls=dashes, lw=3.2, marker=marker, ms=10, markevery=[0])
    mark.set_axis_off()
    drawn.text(
        text_at, top, style.plain(f"{wording.share(row.share)}: {row.name}", 42), va="top", weight="bold", color=colour
    )
    where = f"{middle}; where {row.where}" if row.where else f"{middle}; no range of factors sets it apart"
    inches = drawn.get_figheight()
    room = max(1, int((step - 0.36 / inches) / (0.245 / inches)))
    for sign in (" < ", " > "):
        where = where.replace(sign, sign.replace(" ", "\u00a0"))
    lines = textwrap.wrap(where, 46 if not shapes.tall() else 50)
    shown = lines[:room] if len(lines) <= room else [*lines[: room - 1], lines[room - 1][:44] + "\u2026"]
    drawn.text(text_at, top - 0.324 / inches, style.plain("\n".join(shown)), va="top", linespacing=1.15)


def _headline(finding: Finding) -> str:
    clear = "fall into" in finding.sentences[0]
    count = len(finding.tables["clusters"])
    what = "by the course of " + finding.outcome if "course" in finding.tables else "by their outcomes"
    return f"{count} sorts of futures {what}" if clear else f"No clear sorts of futures {what}; the nearest are these"
