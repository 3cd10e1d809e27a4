"""The third-party bill: what each kind of act does to the trust of those who only watch."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from dipsim.report import relation_changes, result_view, style
from dipsim.report.result_view import Outcome

NAME = "bill"
TITLE = "Who is alarmed, who is reassured"
ORDER = 7
MOST = 10
NATIONS = 16
COLUMNS = ("name", "title", "observer", "initiator", "alarm", "reassurance", "net", "points")
UNITS = {"points": "points of trust, mean of relations", "net": "log-odds a year, all observers"}


def data(result: Outcome, bill: Any = None) -> Any:
    """One row per kind, observer and actor: alarm, reassurance and net in log-odds a year, points of trust.

    From a ``Bill`` of ``study.attribution``, else from the bill table of the detailed runs, which has no points (NaN).
    """
    if bill is not None and bill.lines:
        return pd.concat([_whole(line) for line in bill.lines], ignore_index=True)
    if bill is not None:
        return pd.DataFrame(columns=list(COLUMNS))
    table = result_view.table(result, "bill")
    if table.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    rows = result_view.plain_keys(table)
    span = max(1, rows["run"].nunique()) * max(1, rows["year"].nunique())
    sums = rows.groupby(["kind", "observer", "initiator"])[["alarm", "reassurance"]].sum().div(span).reset_index()
    words = sums["kind"].map(lambda kind: relation_changes.wording(kind).capitalize())
    sums = sums.assign(name=sums["kind"], title=words, net=sums["alarm"] + sums["reassurance"], points=np.nan)
    return sums[list(COLUMNS)]


def _whole(line: Any) -> Any:
    """The entries of one line of a bill."""
    listed = [
        (line.name, line.title, entry.observer, entry.initiator, *(getattr(entry, each).mean for each in COLUMNS[4:]))
        for entry in line.entries
    ]
    return pd.DataFrame(listed, columns=list(COLUMNS))


@style.styled
def figure(result: Outcome, bill: Any = None) -> Figure:
    """Bars of alarm and reassurance of each kind over the region, and a matrix of who thinks worse or better of whom.

    With a ``bill`` the net has its 95 % interval and the matrix is in points of trust; else in log-odds a year.
    """
    rows = data(result, bill)
    if rows.empty:
        return style.notice(result, TITLE, "The result has no third-party bill: no act alarmed or reassured anybody.")
    metric = "net" if bill is None else "points"
    lines, whole = _lines(rows, bill), rows if bill is None else _whole(bill.whole)
    message = _caption(result, rows, whole, metric)
    drawn = style.canvas(result, _headline(result, whole, lines, metric), _reading(bill), message)
    _bars(drawn.add_axes((0.24, 0.2, 0.26, 0.555)), lines, UNITS[metric])
    _matrix(result, drawn, whole, metric)
    return drawn


def _lines(rows: Any, bill: Any) -> list[Any]:
    """Alarm, reassurance and net of each kind over the region, those that move most first: in points, with the interval
    of the net, from a bill; else in log-odds a year."""
    if bill is not None:
        known = [(line.title, line.whole) for line in bill.lines if line.entries]
        found = [
            SimpleNamespace(title=title, alarm=whole.alarm_points.mean, reassurance=whole.reassurance_points.mean,
                            net=whole.points.mean, low=whole.points.low, high=whole.points.high)
            for title, whole in known
        ]  # fmt: skip
    else:
        sums = rows.groupby("title", sort=False)[["alarm", "reassurance", "net"]].sum().reset_index()
        found = [SimpleNamespace(**row, low=row["net"], high=row["net"]) for row in sums.to_dict("records")]
    return sorted(found, key=lambda line: line.alarm - line.reassurance)[:MOST]


def _bars(axes: Any, lines: Sequence[Any], unit: str) -> None:
    for place, line in enumerate(lines):
        axes.barh(place, line.alarm, height=0.62, color=style.VERMILION, hatch="//", edgecolor="white", lw=0.6)
        start = line.alarm if line.alarm * line.reassurance > 0 else 0.0
        axes.barh(place, line.reassurance, left=start, height=0.62, color=style.BLUE, edgecolor="white", lw=0.6)
        axes.plot([line.low, line.high], [place, place], color=style.INK, lw=2.6, solid_capstyle="butt")
        axes.plot(line.net, place, marker="D", color=style.INK, ms=8, mec="white", mew=1.2)
    axes.axvline(0, color=style.INK, lw=1.4)
    axes.set_yticks(range(len(lines)), [_label(line.title) for line in lines])
    axes.set_ylim(max(len(lines), 3) - 0.4, -0.6)
    axes.set_title("The region, by what was done", x=-0.7)
    axes.set_xlabel(f"alarm  \u2190  0  \u2192  reassurance\n{unit}", color=style.QUIET)
    axes.xaxis.set_major_locator(style.few_ticks())
    axes.grid(axis="y", visible=False)
    axes.tick_params(axis="y", length=0)


def _label(title: str) -> str:
    """A title in at most two lines."""
    lines = textwrap.wrap(result_view.clean(title), 23)
    return style.plain("\n".join([*lines[:1], *([" ".join(lines[1:])[:22]] if lines[1:] else [])]))


def _matrix(result: Outcome, drawn: Figure, rows: Any, metric: str) -> None:
    """Who thinks worse or better of whom."""
    sums = rows.groupby(["observer", "initiator"])[metric].sum().unstack()
    codes = _codes(sums)
    values = sums.reindex(index=codes, columns=codes).to_numpy(dtype=float)
    reach = float(np.nanmax(np.abs(values), initial=1e-9))
    axes = drawn.add_axes((0.605, 0.2, 0.3, 0.555))
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
    bar = drawn.colorbar(image, cax=drawn.add_axes((0.92, 0.2, 0.014, 0.555)))
    bar.ax.yaxis.set_major_locator(style.few_ticks())
    axes.set_xlabel("points of trust" if metric == "points" else "log-odds a year", color=style.QUIET)


def _codes(sums: Any) -> list[str]:
    """All nations with any, of too many those with the largest sums, in the order of their codes."""
    weight = sums.abs().sum(axis=1).add(sums.abs().sum(axis=0), fill_value=0.0)
    order = sorted(weight.index, key=lambda code: (-round(float(weight[code]), 12), code))
    return sorted(order[:NATIONS])


def _reading(bill: Any) -> str:
    if bill is None:
        return "Left: bars are alarm and reassurance, diamonds their sum. Right: the sum of all kinds."
    what = bill.whole.title[:1].lower() + bill.whole.title[1:]
    left = "Left: alarm, reassurance, and both as diamonds with 95 % intervals"
    return f"{left}. Right: trust won or lost by {result_view.shorten(what, 24)}."


def _extremes(rows: Any, metric: str) -> tuple[Any, Any]:
    sums = rows.groupby(["observer", "initiator"])[metric].sum()
    return sums.idxmin(), sums.idxmax()


def _headline(result: Outcome, whole: Any, lines: Sequence[Any], metric: str) -> str:
    worst, _ = _extremes(whole, metric)
    if float(whole["alarm"].min()) >= 0.0:
        return "No act of others alarms anybody here"
    title = result_view.shorten(min(lines, key=lambda line: line.alarm).title, 32)
    observer, about = (style.shown(result, code, 14) for code in worst)
    return f"{title}: the most alarming; {observer} is most alarmed, about {about}"


def _caption(result: Outcome, rows: Any, whole: Any, metric: str) -> str:
    sums = rows.groupby("title", sort=False)[["alarm", "reassurance"]].sum()
    listed = "; ".join(
        f"{title} alarm {row['alarm']:+.2f}, reassurance {row['reassurance']:+.2f}" for title, row in sums.iterrows()
    )
    pairs = _extremes(whole, metric)
    worst, best = (f"{result_view.name(result, pair[0])} about {result_view.name(result, pair[1])}" for pair in pairs)
    return f"Third-party bill, log-odds a year: {listed}. Most alarmed: {worst}. Most reassured: {best}."
