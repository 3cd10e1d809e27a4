"""How trust moved: the mean of the region with bands over runs, and the relations that changed most."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from dipsim.report import relation_changes, result_view, sentences, style
from dipsim.report.layout import labels, shapes
from dipsim.report.result_view import Outcome

NAME = "trust_trajectories"
TITLE = "Trust in the region"
ORDER = 1
READING = "Region: median of the runs, and the range of 50, 80 and 95 % of them. Relations: means over runs."
EVERY = 1_000_000
NEAR = 0.03  # of trust: lines that begin and end so near each other are one to the eye
DASHES = ("-", "--", "-.", ":")
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")


def data(result: Outcome) -> Any:
    """Bands of mean trust of ``result`` by decimal year (columns as ``result_view.bands``)."""
    frame = result_view.table(result, "region")
    return frame if frame.empty else result_view.bands(frame, "trust")


@style.styled
def figure(result: Outcome, count: int = 8, dyads: Sequence[tuple[str, str]] | None = None) -> Figure:
    """Mean trust of the region of ``result`` over runs, and beside it the relations ``dyads`` (at most 8), truster and
    trustee.

    Unless given they are the ``count`` that changed most, among them a rival pair: the one under most threat.
    """
    bands = data(result)
    if bands.empty:
        return style.notice(result, TITLE, "The result has no region table, so there is no trust to show.")
    story = sentences.trust_story(result)
    drawn = style.canvas(result, story.split(" (")[0], READING, story + ".")
    places = [(0.075, 0.15, 0.34, 0.65), (0.475, 0.15, 0.29, 0.65)]
    if shapes.tall():
        upper, lower = shapes.stack(drawn, (1, 1.3), (0.95, 0.3), above=0.4, below=0.4)
        places = [upper, (lower[0], lower[1], lower[2] * 0.61, lower[3])]
    left = drawn.add_axes(places[0])
    right = drawn.add_axes(places[1], sharey=left)
    _region(left, bands)
    right.set_title("Who trusts whom" if dyads else "Who trusts whom: largest changes")
    _named(result, right, _chosen(result, count, dyads))
    for axes in (left, right):
        axes.set_ylim(0, 1)
        axes.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0", "25", "50", "75", "100 %"])
        axes.axhline(0.5, color=style.QUIET, lw=1, ls=(0, (2, 3)))
        style.year_ticks(axes, 6 if axes is left or not shapes.tall() else 4)
    return drawn


def panel(result: Outcome, axes: Any, dyads: Sequence[tuple[str, str]] | None = None) -> None:
    """Mean trust of the region of ``result`` over runs, or the relations ``dyads``, in the given ``axes``."""
    if dyads is None:
        _region(axes, data(result))
    else:
        _named(result, axes, list(dyads)[: len(MARKERS)])
    axes.set_ylim(0, 1)


def _chosen(result: Outcome, count: int, dyads: Sequence[tuple[str, str]] | None) -> list[tuple[str, str]]:
    if dyads is not None:
        return list(dyads)[: len(MARKERS)]
    every = relation_changes.biggest(result, EVERY)
    first = relation_changes.rivals(result, every)
    found = _apart(pd.concat([first, every.head(10 * count)]).drop_duplicates(["truster", "trustee"]))
    found = found.head(min(count, len(MARKERS)))
    return list(zip(found["truster"], found["trustee"], strict=True))


def _region(axes: Any, bands: Any) -> None:
    style.fan(axes, bands)
    axes.set_title("Mean of the region")
    axes.set_xlim(bands.index[0], bands.index[-1])


def _apart(changes: Any) -> Any:
    """Relations that neither begin nor end where one that changed more does; no line hides another."""
    kept: list[int] = []
    for place, row in enumerate(changes.itertuples()):
        near = [changes.iloc[one] for one in kept]
        if all(abs(row.start - one["start"]) > NEAR or abs(row.end - one["end"]) > NEAR for one in near):
            kept.append(place)
    return changes.iloc[kept]


def _named(result: Outcome, axes: Any, chosen: Sequence[tuple[str, str]]) -> None:
    """Lines of named relations with their names at the ends, apart from each other, in place of a legend."""
    if not chosen:
        axes.text(0.5, 0.5, "no dyad table", transform=axes.transAxes, ha="center", color=style.QUIET)
        return
    lines = relation_changes.trajectories(result, chosen)
    if lines.empty:
        axes.text(0.5, 0.5, "no such relation", transform=axes.transAxes, ha="center", color=style.QUIET)
        return
    ends = [float(lines[pair].iloc[-1]) for pair in lines.columns]
    last, width = lines.index[-1], lines.index[-1] - lines.index[0]
    for place, (pair, height) in enumerate(zip(lines.columns, labels.spread(ends, 0.062, 0.02, 0.95), strict=True)):
        colour = style.LINES[place % len(style.LINES)]
        axes.plot(
            lines.index,
            lines[pair],
            color=colour,
            lw=2.4,
            ls=DASHES[place % 4],
            marker=MARKERS[place],
            ms=7,
            markevery=max(1, len(lines) // 4),
        )
        axes.plot([last, last + 0.07 * width], [ends[place], height], color=colour, lw=1, clip_on=False)
        label = style.relation(result, pair[0], pair[1], 11)
        axes.text(last + 0.085 * width, height, label, color=colour, va="center", clip_on=False)
    axes.set_xlim(lines.index[0], last)
