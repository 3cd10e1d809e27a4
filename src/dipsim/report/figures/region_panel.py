"""The region over time: tension, highest rung, agreements and exchanges."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from dipsim.report import result_view, sentences, style
from dipsim.report.drawing import Drawing
from dipsim.report.layout import shapes
from dipsim.report.result_view import Outcome

NAME = "region_panel"
TITLE = "The region over time"
ORDER = 3
READING = "Lines: median of the runs; shade: 50, 80, 95 % of them. Bars: runs by the worst dispute of each year."
RUNGS = ((2, "#f0c7b0", ""), (3, "#e08a52", ""), (4, "#b34700", "//"), (5, "#3d1800", ""))


def data(result: Outcome) -> Any:
    """Yearly means over the runs of ``result``: columns year, tension, rung, agreements, acts (per year)."""
    frame = result_view.table(result, "region")
    if frame.empty:
        return frame
    dated = frame.assign(year=frame["date"].dt.year)
    levels = dated.groupby("year")[["tension", "rung", "agreements"]].mean()
    acts = dated.groupby(["year", "run"])["acts"].sum().groupby("year").mean()
    return pd.concat([levels, acts], axis=1).reset_index()


@style.styled
def figure(result: Outcome) -> Figure:
    """Four panels of ``result`` that share their years: bands of 50, 80 and 95 % of runs, the median as a line."""
    frame = result_view.table(result, "region")
    if frame.empty:
        return style.notice(result, TITLE, "The result has no region table, so there is nothing to show over time.")
    drawn = style.canvas(result, _headline(result), READING, _caption(result))
    tension, rung, agreements, acts = _panels(drawn)
    _fan(tension, "Tension (mean threat, from 0 to 2)", result_view.bands(frame, "tension"), style.VERMILION)
    _fan(agreements, "Agreements in force per relation", result_view.bands(frame, "agreements"), style.BLUE)
    _fan(acts, "Exchanges per year", result_view.yearly(frame, "acts"), style.GREEN)
    _rungs(rung, result_view.worst(frame))
    when = result_view.dated(frame)
    tension.set_xlim(when.iloc[0], when.iloc[-1])
    for axes in (tension, rung, agreements, acts):
        style.year_ticks(axes)
    for axes in (tension, agreements, acts):
        axes.yaxis.set_major_locator(style.few_ticks(3 if shapes.tall() else 4))
    return drawn


def _panels(drawn: Drawing) -> list[Any]:
    """Four panels with the same years, two by two or, on a tall sheet, one below the other."""
    if shapes.tall():
        places = shapes.stack(drawn, [1.0] * 4, (0.95, 0.35), above=0.4, below=0.35)
    else:
        across, up, wide, tall = (0.075, 0.565), (0.505, 0.12), 0.41, 0.285
        places = [(left, bottom, wide, tall) for bottom in up for left in across]
    first = drawn.add_axes(places[0])
    found = [first, *(drawn.add_axes(place, sharex=first) for place in places[1:])]
    for axes in found[:2] if not shapes.tall() else []:
        axes.tick_params(labelbottom=False)  # the panels below have the same years
    return found


def _fan(axes: Any, label: str, bands: Any, colour: str) -> None:
    style.fan(axes, bands, colour)
    axes.set_title(label)
    axes.set_ylim(bottom=0)


def _rungs(axes: Any, shares: Any) -> None:
    """Stacked bars: the share of runs whose worst dispute of the year reached each rung."""
    floor = 0.0 * shares[0]
    for level, colour, hatch in reversed(RUNGS):
        axes.bar(
            shares.index + 0.5,
            shares[level],
            bottom=floor,
            width=0.86,
            color=colour,
            hatch=hatch,
            lw=0,
            label=result_view.RUNGS[level],
        )
        floor = floor + shares[level]
    axes.set_title("Worst dispute of the year, share of runs")
    axes.set_ylim(0, max(0.02, 1.3 * float(floor.max())))
    axes.yaxis.set_major_locator(style.few_ticks())
    axes.yaxis.set_major_formatter(lambda share, _: f"{100 * share:g} %")
    axes.legend(
        loc="upper left",
        ncols=4,
        handlelength=0.9,
        handletextpad=0.35,
        columnspacing=0.9,
        borderaxespad=0.1,
        reverse=True,
    )


def _headline(result: Outcome) -> str:
    found = {metric.name: metric for metric in result_view.metric_summaries(result)}
    tension, disputes = found["Tension (0 to 2)"], found["Disputes per decade, expected"]
    expected = f"{disputes.value:.1f} disputes are expected per decade"
    if math.isnan(tension.value):
        return f"No nation has a relevant partner to be tense with; {expected}"
    moved = tension.value - (tension.start or 0.0)
    verb = "stays near" if abs(moved) < 0.01 else "rises to" if moved > 0 else "falls to"
    return f"Tension {verb} {tension.value:.2f}; {expected}"


def _caption(result: Outcome) -> str:
    levels = [metric for metric in result_view.metric_summaries(result) if metric.start is not None]
    parts = [
        f"{metric.name} {sentences.shown(metric, metric.start or 0.0)} to {sentences.shown(metric, metric.value)}"
        for metric in levels
        if not math.isnan(metric.value)
    ]
    return f"{_headline(result)}." + (f" From start to end: {'; '.join(parts)}." if parts else "")
