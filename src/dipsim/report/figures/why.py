"""Why trust moved: from trust at the start to trust at the end, one cause after the other, over all runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from dipsim.report import relation_changes, result_view, sentences, style
from dipsim.report.drawing import Drawing
from dipsim.report.layout import shapes
from dipsim.report.result_view import REST, Outcome
from dipsim.scenario.arguments import ArgumentError
from dipsim.scenario.wording import possessive

NAME = "why"
TITLE = "The causes behind trust"
ORDER = 2
KEPT, FEW = relation_changes.LISTED, 2  # causes of each relation, and where there are more than three relations
READING = "Bars: points of trust that a cause adds or takes, from start to end; they add up. Means over all runs."


def data(result: Outcome, dyads: Sequence[tuple[str, str]] | None = None) -> Any:
    """Causes behind the change of each of the relations ``dyads`` of ``result``: truster, trustee, cause, value and
    points as in ``relation_changes.behind``."""
    found = [
        relation_changes.behind(result, *pair, count=KEPT).assign(truster=pair[0], trustee=pair[1])
        for pair in _chosen(result, dyads)
    ]
    found = [frame for frame in found if not frame.empty]
    return (
        pd.concat(found, ignore_index=True)[["truster", "trustee", *relation_changes.CAUSES]]
        if found
        else pd.DataFrame()
    )


def _chosen(result: Outcome, dyads: Sequence[tuple[str, str]] | None) -> list[tuple[str, str]]:
    if dyads is not None:
        return list(dyads)[:6]
    found = relation_changes.biggest(result, 3)
    return list(zip(found["truster"], found["trustee"], strict=True))


@style.styled
def figure(result: Outcome, dyads: Sequence[tuple[str, str]] | None = None) -> Figure:
    """Small multiples of the relations ``dyads`` of ``result`` (by default the three that changed most, at most six).

    Each begins with trust at the start, then the causes step by step, the largest first, and ends with trust at the
    end: the numbers of the screen and of the report.
    """
    changes = relation_changes.changes(result).set_index(["truster", "trustee"])
    chosen = _chosen(result, dyads)[: 2 if shapes.tall() else None]
    count, families = (KEPT, not shapes.tall()) if len(chosen) <= 3 else (FEW, False)
    causes = {pair: relation_changes.behind(result, *pair, count=count, families=families) for pair in chosen}
    causes = {pair: frame for pair, frame in causes.items() if not frame.empty and pair in changes.index}
    if not causes:
        return style.notice(
            result, TITLE, "The result has no accounts of these relations, so their causes cannot be shown."
        )
    drawn = style.canvas(result, _headline(result, list(causes)), READING, _caption(result, list(causes)))
    for pair, place in zip(causes, _places(drawn, len(causes)), strict=True):
        axes = drawn.add_axes(place)
        _panel(axes, changes.loc[pair], causes[pair])
        axes.set_title(style.relation(result, *pair, width=12))
    return drawn


def _places(drawn: Drawing, count: int) -> list[Any]:
    """Places of the panels: up to three side by side in one or two rows, on a tall sheet one below the other."""
    if shapes.tall():
        return shapes.stack(drawn, [1.0] * count, (0.3, 0.45), above=0.4, below=0.4)
    columns = min(3, count)
    rows = -(-count // columns)
    wide = (0.93 - 0.04 * (columns - 1)) / columns
    tall = (0.68 - 0.13 * (rows - 1)) / rows
    return [
        (0.04 + (wide + 0.04) * (k % columns), 0.79 - tall - (tall + 0.13) * (k // columns), wide, tall)
        for k in range(count)
    ]


def panel(result: Outcome, axes: Any, dyads: Sequence[tuple[str, str]] | None = None) -> None:
    """The causes of one relation of ``result``, the first of ``dyads`` or the one that changed most, in the given
    ``axes``.

    Raises ArgumentError where no accounts were kept for the relation.
    """
    pair = _chosen(result, dyads)[0]
    changes = relation_changes.changes(result).set_index(["truster", "trustee"])
    causes = relation_changes.behind(result, *pair, count=KEPT)
    if causes.empty or pair not in changes.index:
        raise ArgumentError(f"no accounts were kept of the trust of {pair[0]} in {pair[1]}")
    _panel(axes, changes.loc[pair], causes)
    axes.set_title(style.relation(result, *pair, width=12))


def _panel(axes: Any, change: Any, causes: Any) -> None:
    """The way from trust at the start down to trust at the end; over each bar its cause and its points."""
    start, end, level = float(change["start"]), float(change["end"]), float(change["start"])
    reach, last = [start, end], len(causes) + 1
    for place, row in enumerate(causes.to_dict("records"), start=1):
        step = row["points"]
        colour = "#bdbdbd" if row["cause"] == REST else style.BLUE if step >= 0 else style.VERMILION
        axes.barh(place, 100 * step, left=100 * level, height=0.3, color=colour, edgecolor="white", lw=0.6)
        axes.plot([100 * level] * 2, [place - 1, place], color=style.QUIET, lw=1)
        level += step
        reach.append(level)
        _label(axes, place, f"{sentences.points(step)} {relation_changes.moved_by(row['cause'], step)}")
    axes.plot([100 * level] * 2, [last - 1, last], color=style.QUIET, lw=1)
    for place, whole, name in ((0, start, "at the start"), (last, end, "at the end")):
        axes.plot(100 * whole, place, marker="D", color=style.INK, ms=9, clip_on=False)
        _label(axes, place, f"{sentences.percent(whole)} {name}", weight="bold")
    axes.set_yticks([])
    axes.set_ylim(last + 0.5, -1.0)
    low, high = 100 * min(reach), 100 * max(reach)
    room = max(4.0, 0.12 * (high - low))
    axes.set_xlim(max(0.0, low - room), min(100.0, high + room))
    axes.xaxis.set_major_locator(style.few_ticks())
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0f} %")
    axes.spines["left"].set_visible(False)


def _label(axes: Any, place: int, label: str, **look: Any) -> None:
    """What a row is, over its bar."""
    ground = {"facecolor": "white", "edgecolor": "none", "alpha": 0.75, "pad": 0.5}
    where = {"transform": axes.get_yaxis_transform(), "va": "bottom", "zorder": 3, "bbox": ground}
    axes.text(0.01, place - 0.19, style.plain(label, 36), **where, **look)


def _headline(result: Outcome, pairs: Sequence[tuple[str, str]]) -> str:
    one, other = pairs[0]
    found = relation_changes.behind(result, one, other, 1)
    found = found[found["cause"] != REST]
    names = f"{possessive(style.shown(result, one, 16))} trust in {style.shown(result, other, 16)}"
    if found.empty:
        return f"Nothing moved {names}"
    cause, share = found["cause"].iloc[0], float(found["points"].iloc[0])
    points = sentences.points(share)
    return f"{names} is moved most by {relation_changes.moved_by(str(cause), share)}: {points} points"


def _caption(result: Outcome, pairs: Sequence[tuple[str, str]]) -> str:
    parts = [
        f"{result_view.name(result, one)} in {result_view.name(result, other)}: "
        f"{sentences.because(result, one, other, KEPT)}"
        for one, other in pairs
    ]
    return "Causes that add up to the change of trust from start to end, in points. " + "; ".join(parts) + "."
