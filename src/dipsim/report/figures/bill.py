"""The third-party bill: what each kind of act does to the trust of those who only watch."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from dipsim.report import relation_changes, result_view, style
from dipsim.report.drawing import Drawing
from dipsim.report.layout import shapes
from dipsim.report.result_view import Outcome
from dipsim.runs.dataframes import TOGETHER
from dipsim.study.statistics.paired_intervals import paired_mean

NAME = "bill"
TITLE = "Who is alarmed, who is reassured"
ORDER = 7
MOST = 8
NATIONS = 16
COLUMNS = ("name", "title", "observer", "initiator", "alarm", "reassurance", "points")
UNIT = "points of trust, mean of relations"


def data(result: Outcome, bill: Any = None) -> Any:
    """One row of ``result`` per kind, observer and actor: alarm, reassurance and both in points of trust, means over
    all runs.

    From ``bill``, a ``Bill`` of ``study.attribution``, else from the bill table, which says the same.

    From a ``Bill`` of ``study.attribution``, else from the bill table, which says the same.
    """
    lines = _lines(result, bill)
    found = [line.entries.assign(name=line.name, title=line.title)[list(COLUMNS)] for line in lines]
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=list(COLUMNS))


@dataclass(frozen=True, eq=False)
class _Line:
    """The bill of a kind: means over the region in points with the 95 % interval of both, and all entries."""

    name: str
    title: str
    alarm: float
    reassurance: float
    net: tuple[float, float, float]
    entries: Any


@style.styled
def figure(result: Outcome, bill: Any = None) -> Figure:
    """Bars of alarm and reassurance of each kind over the region of ``result``, and a matrix of whose trust in whom
    they move; ``bill`` as for ``data``."""
    lines = _lines(result, bill)
    if not lines:
        return style.notice(result, TITLE, "The result has no third-party bill: no act alarmed or reassured anybody.")
    whole = _together(result, bill)
    drawn = style.canvas(result, _headline(result, whole, lines), _reading(whole), _caption(result, lines, whole))
    largest = sorted(lines, key=lambda line: line.alarm - line.reassurance)[: MOST - 2 if shapes.tall() else MOST]
    left, right, scale = _places(drawn)
    _bars(drawn.add_axes(left), [line for line in lines if line in largest])
    _matrix(result, drawn, whole.entries, (right, scale))
    return drawn


def _places(drawn: Drawing) -> tuple[Any, Any, Any]:
    """Places of the bars, of the matrix and of its scale: side by side or, on a tall sheet, one below the other."""
    if not shapes.tall():
        return (0.24, 0.2, 0.26, 0.555), (0.605, 0.2, 0.3, 0.555), (0.92, 0.2, 0.014, 0.555)
    upper, lower = shapes.stack(drawn, (1, 1.2), (2.9, 0.3), above=0.45, below=0.9)
    return upper, (0.2, lower[1], 0.58, lower[3]), (0.81, lower[1], 0.025, lower[3])


def _lines(result: Outcome, bill: Any) -> list[_Line]:
    """The kinds that alarm or reassure anybody, the one that costs the region most trust first."""
    if bill is not None:
        found = [_of_line(line) for line in bill.lines if line.entries]
    else:
        rows = _rows(result)
        kinds = [] if rows.empty else sorted(set(rows["kind"]) - {TOGETHER})
        found = [_of_rows(result, rows[rows["kind"] == kind], kind) for kind in kinds]
    return sorted(found, key=lambda line: (line.net[0], line.name))


def _together(result: Outcome, bill: Any) -> _Line:
    if bill is not None:
        return _of_line(bill.whole)
    rows = _rows(result)
    return _of_rows(result, rows[rows["kind"] == TOGETHER], TOGETHER)


def _rows(result: Outcome) -> Any:
    return result_view.plain_keys(result_view.table(result, "bill"))


def _of_line(line: Any) -> _Line:
    """The same from a line of a bill that was asked for."""
    listed = [
        (e.observer, e.initiator, e.alarm_points.mean, e.reassurance_points.mean, e.points.mean) for e in line.entries
    ]
    whole, frame = line.whole, pd.DataFrame(listed, columns=list(COLUMNS[2:]))
    return _Line(line.name, line.title, whole.alarm_points.mean, whole.reassurance_points.mean, whole.points, frame)


def _of_rows(result: Outcome, rows: Any, kind: str) -> _Line:
    """The line of one kind from the bill table: sums over runs and means over the relevant dyads of the region."""
    keys, parts = ["observer", "initiator"], ["alarm", "reassurance", "points"]
    entries = rows.groupby(keys)[parts].sum().div(result.runs).reset_index()
    near = _relevant(result)
    inside = rows[pd.MultiIndex.from_frame(rows[keys]).isin(near)]
    each = inside.groupby("run")[parts].sum().div(max(1, len(near)))
    each = each.reindex(pd.unique(result_view.table(result, "dyads")["run"]), fill_value=0.0)
    points = each["points"].to_numpy(dtype=float)
    found = paired_mean(points, np.zeros_like(points), 0.95)
    low, high = (float(x) if np.isfinite(x) else found.estimate for x in (found.low, found.high))
    title = "all acts together" if kind == TOGETHER else _title(result, kind)
    return _Line(
        kind,
        title,
        float(each["alarm"].mean()),
        float(each["reassurance"].mean()),
        (found.estimate, low, high),
        entries,
    )


def _relevant(result: Outcome) -> Any:
    """The directed dyads that are relevant at the end of any run, as an index."""
    dyads = result_view.table(result, "dyads")
    last = result_view.plain_keys(dyads[(dyads["tick"] == dyads["tick"].max()) & dyads["relevant"]])
    return pd.MultiIndex.from_frame(last[["truster", "trustee"]].drop_duplicates())


def _title(result: Outcome, kind: str) -> str:
    known = getattr(result.spec, "kinds", {}).get(kind)
    full = str(getattr(known, "title", None) or relation_changes.wording(kind))
    return full[:1].upper() + full[1:]


def _bars(axes: Any, lines: Sequence[_Line]) -> None:
    for place, line in enumerate(lines):
        axes.barh(place, line.alarm, height=0.62, color=style.VERMILION, hatch="//", edgecolor="white", lw=0.6)
        start = line.alarm if line.alarm * line.reassurance > 0 else 0.0
        axes.barh(place, line.reassurance, left=start, height=0.62, color=style.BLUE, edgecolor="white", lw=0.6)
        axes.plot(line.net[1:], [place, place], color=style.INK, lw=2.6, solid_capstyle="butt")
        axes.plot(line.net[0], place, marker="D", color=style.INK, ms=8, mec="white", mew=1.2)
    axes.axvline(0, color=style.INK, lw=1.4)
    axes.set_yticks(range(len(lines)), [_label(line.title) for line in lines])
    axes.set_ylim(max(len(lines), 3) - 0.4, -0.6)
    box = axes.get_position()
    axes.set_title("The region, by what was done", x=(0.05 - box.x0) / box.width)
    axes.set_xlabel(f"alarm  \u2190  0  \u2192  reassurance\n{UNIT}", color=style.QUIET)
    axes.xaxis.set_major_locator(style.few_ticks(3))
    axes.grid(axis="y", visible=False)
    axes.tick_params(axis="y", length=0)


def _label(title: str) -> str:
    """A title in at most two lines."""
    lines = textwrap.wrap(result_view.clean(title), 23)
    return style.plain("\n".join([*lines[:1], *([" ".join(lines[1:])[:22]] if lines[1:] else [])]))


def _matrix(result: Outcome, drawn: Figure, rows: Any, places: tuple[Any, Any]) -> None:
    """Who thinks worse or better of whom."""
    sums = rows.groupby(["observer", "initiator"])["points"].sum().unstack()
    codes = _codes(sums, NATIONS if not shapes.tall() else NATIONS - 2)
    values = sums.reindex(index=codes, columns=codes).to_numpy(dtype=float)
    reach = float(np.nanmax(np.abs(values), initial=1e-9))
    axes = drawn.add_axes(places[0])
    colours = style.DIVERGING.with_extremes(bad="#ffffff")
    image = axes.imshow(np.ma.masked_invalid(values), cmap=colours, vmin=-reach, vmax=reach, aspect="auto")
    axes.set_xticks(range(len(codes)), [style.plain(code, 5) for code in codes], rotation=90 if len(codes) > 7 else 0)
    axes.set_yticks(range(len(codes)), [style.name(result, code, 9) for code in codes])
    axes.grid(False)
    axes.set_xticks(np.arange(len(codes) + 1) - 0.5, minor=True)
    axes.set_yticks(np.arange(len(codes) + 1) - 0.5, minor=True)
    axes.grid(True, which="minor", color="white", lw=2)
    axes.tick_params(which="both", length=0)
    axes.spines[:].set_visible(False)
    axes.set_title("Observer (row) about actor (column)", x=-0.28)
    if len(codes) <= 8:
        for (row, column), value in np.ndenumerate(values):
            if np.isfinite(value):
                ink = "white" if abs(value) > 0.62 * reach else style.INK
                axes.text(column, row, f"{value:+.1f}", ha="center", va="center", fontsize=style.SMALL, color=ink)
    bar = drawn.colorbar(image, cax=drawn.add_axes(places[1]))
    bar.ax.yaxis.set_major_locator(style.few_ticks())
    axes.set_xlabel("points of trust", color=style.QUIET)


def _codes(sums: Any, most: int) -> list[str]:
    """All nations with any, of too many those with the largest sums, in the order of their codes."""
    weight = sums.abs().sum(axis=1).add(sums.abs().sum(axis=0), fill_value=0.0)
    order = sorted(weight.index, key=lambda code: (-round(float(weight[code]), 12), code))
    return sorted(order[:most])


def _reading(whole: _Line) -> str:
    what = whole.title[:1].lower() + whole.title[1:]
    left = "Bars: alarm, reassurance, and both as diamonds with 95 % intervals"
    return f"{left}. Matrix: trust won or lost by {result_view.shorten(what, 24)}."


def _extremes(rows: Any) -> tuple[Any, Any]:
    sums = rows.groupby(["observer", "initiator"])["points"].sum()
    return sums.idxmin(), sums.idxmax()


def _headline(result: Outcome, whole: _Line, lines: Sequence[_Line]) -> str:
    (observer, about), _ = _extremes(whole.entries)
    lowest = float(whole.entries["points"].min())
    if lowest >= -0.05:
        return "No third party clearly loses trust in another by what others do"
    names = f"{style.shown(result, observer, 14)} is most alarmed, about {style.shown(result, about, 14)}"
    if lines[0].net[0] >= 0 or len(lines) == 1:
        return f"{names}: {lowest:+.1f} points of trust"
    title = result_view.shorten(lines[0].title, 32)
    return f"{title} costs third parties most trust; {names} ({lowest:+.1f} points)"


def _caption(result: Outcome, lines: Sequence[_Line], whole: _Line) -> str:
    listed = "; ".join(f"{line.title} {line.net[0]:+.2f}" for line in lines)
    worst, best = (
        f"{result_view.name(result, pair[0])} about {result_view.name(result, pair[1])}"
        for pair in _extremes(whole.entries)
    )
    return (
        f"Third-party bill in points of trust, mean of relations: {listed}. "
        f"Most alarmed: {worst}. Most reassured: {best}."
    )
