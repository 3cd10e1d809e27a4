"""Two results in one figure: trust of both over time, the difference, and the relations that differ most at the end."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from dipsim.report import relation_changes, result_view, style
from dipsim.report.drawing import Drawing
from dipsim.report.layout import shapes
from dipsim.report.result_view import Outcome
from dipsim.scenario.arguments import ArgumentError
from dipsim.scenario.wording import counted
from dipsim.study.statistics.paired_intervals import paired_mean

NAME = "two_results"
TITLE = "Two results side by side"
ORDER = 12
ASKED = True  # drawn when a second result is given
MOST = 7  # relations
LOOKS = ((style.BLUE, "-", "o"), (style.VERMILION, "--", "s"))
READING = "Lines: means; shade: 80 % of the runs. Difference: B minus A with its 95 % interval, {how}."


def data(result: Outcome, other: Outcome | None = None) -> Any:
    """Mean trust of ``other`` minus that of ``result``, one row per date: year, difference, low, high (shares of 1),
    runs.

    Raises ArgumentError where the two have no year in common.

    Runs are paired where both results have the same seed and the same runs, so that shared random variation cancels.

    Runs are paired where both results have the same seed and the same runs, so that chance cancels.
    """
    if other is None:
        return pd.DataFrame(columns=["year", "difference", "low", "high", "runs"])
    one, two = (_wide(each) for each in (result, other))
    years = [year for year in one.index if year in two.index]
    if not years:
        raise ArgumentError("two results: expected years that both have, found none")
    both = paired(result, other)
    rows = []
    for year in years:
        first, second = one.loc[year].to_numpy(dtype=float), two.loc[year].to_numpy(dtype=float)
        if both:
            found = paired_mean(second, first, 0.95)
            rows.append((year, *found, len(first)))
        else:
            rows.append((year, *_apart(first, second), min(len(first), len(second))))
    return pd.DataFrame(rows, columns=["year", "difference", "low", "high", "runs"])


def _apart(first: Any, second: Any) -> tuple[float, float, float]:
    """Difference of two means of runs that are not paired, with its 95 % interval; unbounded for a single run."""
    middle = float(second.mean() - first.mean())
    if min(len(first), len(second)) < 2:
        return middle, -np.inf, np.inf
    half = 1.96 * float(np.sqrt(sum(each.var(ddof=1) / len(each) for each in (first, second))))
    return middle, middle - half, middle + half


def paired(result: Outcome, other: Outcome) -> bool:
    """Whether run k of ``result`` and of ``other`` had the same random numbers."""
    runs = [sorted(result_view.table(each, "region")["run"].unique()) for each in (result, other)]
    return bool(result.manifest.get("seed") == other.manifest.get("seed") and runs[0] == runs[1])


def _wide(result: Outcome) -> Any:
    """Mean trust of the region, a row per tick by its decimal year, a column per run."""
    frame = result_view.table(result, "region")
    if frame.empty:
        raise ArgumentError("two results: expected tables over time in both, found none; run without --record final")
    wide = frame.pivot(index="tick", columns="run", values="trust").sort_index()
    wide.index = result_view.dated(frame).loc[wide.index].round(4).to_numpy()
    return wide


@style.styled
def figure(result: Outcome, other: Outcome | None = None) -> Figure:
    """Trust in ``result`` (A) and in ``other`` (B), the difference over time, and relations at the end."""
    if other is None:
        return style.notice(result, TITLE, "There is one result only: 'dipsim plot A B' draws two.")
    found = data(result, other)
    how = "runs paired on the same draws" if paired(result, other) else "runs not paired"
    drawn = style.page(_foot(result, other), _headline(found), READING.format(how=how), _caption(result, other, found))
    upper, middle, right = _places(drawn)
    trust = drawn.add_axes(upper)
    _trust(trust, (result, other))
    gap = drawn.add_axes(middle, sharex=trust)
    _difference(gap, found)
    for axes in (trust, gap):
        style.year_ticks(axes)
    _relations(drawn.add_axes(right), result, other)
    return drawn


def _places(drawn: Drawing) -> tuple[Any, Any, Any]:
    """Trust over the difference, relations beside them or, on a tall sheet, below."""
    if shapes.tall():
        places = shapes.stack(drawn, (1.0, 0.8, 1.3), (0.95, 0.35), above=0.42, below=0.42)
        inch = 1 / drawn.get_figwidth()
        return places[0], places[1], (2.9 * inch, places[2][1], 1 - 3.3 * inch, places[2][3])
    return (0.075, 0.505, 0.4, 0.285), (0.075, 0.12, 0.4, 0.285), (0.715, 0.15, 0.255, 0.6)


def _trust(axes: Any, results: tuple[Outcome, Outcome]) -> None:
    for each, letter, (colour, dashes, _) in zip(results, "AB", LOOKS, strict=True):
        bands = result_view.bands(result_view.table(each, "region"), "trust")
        axes.fill_between(bands.index, 100 * bands["q10"], 100 * bands["q90"], color=colour, alpha=0.18, lw=0)
        axes.plot(bands.index, 100 * bands["mean"], color=colour, lw=2.8, ls=dashes, label=letter)
    axes.set_ylim(0, 100)
    axes.set_yticks([0, 50, 100], ["0", "50", "100 %"])
    axes.margins(x=0)
    axes.set_title("Mean trust of the region")
    axes.legend(loc="upper right", ncols=2, borderaxespad=0.1)


def _difference(axes: Any, found: Any) -> None:
    axes.axhline(0, color=style.INK, lw=1.6)
    axes.fill_between(found["year"], 100 * found["low"], 100 * found["high"], color=style.PURPLE, alpha=0.35, lw=0)
    axes.plot(found["year"], 100 * found["difference"], color="#a8327d", lw=2.8)
    axes.yaxis.set_major_locator(style.few_ticks())
    axes.set_title("Difference, B minus A, points of trust")


def differences(result: Outcome, other: Outcome) -> Any:
    """Relations that ``result`` and ``other`` share with trust at the end, the largest difference first: truster,
    trustee, one, two."""
    ends = [relation_changes.changes(each).set_index(["truster", "trustee"])["end"] for each in (result, other)]
    both = pd.concat(ends, axis=1, keys=["one", "two"]).dropna()
    both["size"] = -(both["two"] - both["one"]).abs().round(12)
    return both.reset_index().sort_values(["size", "truster", "trustee"]).drop(columns="size").reset_index(drop=True)


def _relations(axes: Any, result: Outcome, other: Outcome) -> None:
    """Trust at the end in both, joined by a line: what differs most on top."""
    rows = differences(result, other).head(MOST)
    for place, row in enumerate(rows.itertuples()):
        axes.plot([100 * row.one, 100 * row.two], [place, place], color=style.QUIET, lw=2.5, zorder=1)
        for value, (colour, _, marker) in zip((row.one, row.two), LOOKS, strict=True):
            axes.plot(100 * value, place, marker=marker, ms=11, color=colour, mec=style.INK, mew=1, ls="")
    names = [style.relation(result, row.truster, row.trustee, 10) for row in rows.itertuples()]
    axes.set_yticks(range(len(rows)), names)
    axes.set_ylim(max(len(rows), 3) - 0.4, -0.6)
    axes.set_xlim(-3, 103)
    axes.set_xticks([0, 50, 100], ["0", "50", "100 %"])
    axes.grid(axis="y", visible=False)
    axes.tick_params(axis="y", length=0)
    if rows.empty:
        axes.text(0.5, 0.5, "no relation in both", transform=axes.transAxes, ha="center", color=style.QUIET)
    axes.set_title("Trust at the end: largest differences", x=1.0, ha="right")


def _foot(result: Outcome, other: Outcome) -> str:
    parts = [
        f"{letter}: {result_view.shorten(_named(each), 18)}, n {each.runs}, "
        f"seed {result_view.clean(str(each.manifest.get('seed', 'unknown')))}"
        for letter, each in zip("AB", (result, other), strict=True)
    ]
    return "  \u00b7  ".join((*parts, style.HONEST))


def _named(result: Outcome) -> str:
    """The folder of a stored result, for it tells two runs of one scenario apart; else its title."""
    folder = getattr(result, "folder", None)
    return result_view.clean(folder.name) if folder is not None else result_view.title(result)


def _headline(found: Any) -> str:
    last = found.iloc[-1]
    points, year = 100 * last["difference"], int(last["year"])
    if not (last["low"] > 0 or last["high"] < 0):
        return f"No clear difference in trust at the end ({points:+.1f} points)"
    return f"In {year} trust is {abs(points):.1f} points {'higher' if points > 0 else 'lower'} in B than in A"


def _caption(result: Outcome, other: Outcome, found: Any) -> str:
    last = found.iloc[-1]
    interval = f"95 % interval {100 * last['low']:+.1f} to {100 * last['high']:+.1f}"
    rows = differences(result, other).head(3)
    listed = [
        f"{result_view.name(result, row.truster)} in {result_view.name(result, row.trustee)} "
        f"{100 * row.one:.0f} % and {100 * row.two:.0f} %"
        for row in rows.itertuples()
    ]
    much = f"{_headline(found)}, {interval}, {counted(int(last['runs']), 'run')}."
    return f"A is {_named(result)}, B is {_named(other)}. {much} " + (f"Trust: {'; '.join(listed)}." if listed else "")
