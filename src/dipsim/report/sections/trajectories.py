"""Trust over time: the region with the spread of its runs, and the relations that a reader chooses."""

from __future__ import annotations

from typing import Any

import numpy as np

from dipsim.report import relation_changes, result_view, sentences
from dipsim.report.html import tables
from dipsim.report.html.packing import packed
from dipsim.report.html.part import Part, chart, paragraph, values
from dipsim.report.html.tables import View, months
from dipsim.scenario.wording import counted

MOST_POINTS = 260  # points of a line over time; more ticks are thinned to the first of each year
ROOM = 60_000  # numbers of the told run, beyond which it is given year by year
LEVELS = ("q2.5", "q10", "q90", "q97.5")
METRICS = (  # column of the table region, what it is called, whether it is a share, how many decimals
    ("trust", "Mean trust", True, 0),
    ("distrust", "Relations of distrust", True, 0),
    ("tension", "Tension (0 to 2)", False, 3),
    ("polarisation", "Polarisation", True, 0),
    ("agreements", "Agreements per relation", False, 2),
)
RATES = (("expected_disputes", "Disputes a year, expected"), ("expected_force", "Uses of force a year, expected"))


def region(view: View) -> Part:
    """Metrics of the region of ``view`` over time with the bands of the runs."""
    frame, title = result_view.table(view.result, "region"), "The region over time"
    if frame.empty:
        return Part("region", title, paragraph("The result has no region table."))
    kept = _thinned(frame, view.result.manifest.get("per_year") or 12)
    listed = [_level(kept, *metric) for metric in METRICS if metric[0] in kept]
    listed += [_rate(frame, *rate) for rate in RATES if rate[0] in frame]
    listed = [one for one in listed if one["dates"]]
    first = listed[0]
    rows = [
        [first["dates"][k], *(sentences.percent(first["shown"][name][k]) for name in ("q50", "q2.5", "q97.5"))]
        for k in _every(len(first["dates"]))
    ]
    table = values(f"{first['title']}: median and 95 % of runs", ["month", "median", "2.5 %", "97.5 %"], rows)
    thin = len(kept["tick"].unique()) < len(frame["tick"].unique())
    note = "The band holds 95 % of the runs, the darker one 80 %; the line is the median." + (
        " Points are the first tick of each year, so that the page stays small." if thin else ""
    )
    for one in listed:
        del one["shown"]
    body = paragraph(note, "quiet") + chart("region", "The region over time", table)
    return Part("region", title, body, {"metrics": listed})


def _thinned(frame: Any, per_year: int) -> Any:
    ticks = frame["tick"].unique()
    if len(ticks) <= MOST_POINTS:
        return frame
    return frame[(frame["tick"] % per_year == 0) | (frame["tick"] == ticks.max())]


def _level(frame: Any, column: str, title: str, share: bool, digits: int) -> dict[str, Any]:
    return _series(result_view.bands(frame, column), months(frame), title, share, digits)


def _rate(frame: Any, column: str, title: str) -> dict[str, Any]:
    found = result_view.yearly(frame, column)
    return _series(found, [f"{int(year)}" for year in found.index], title, False, 2)


def _series(found: Any, dates: list[str], title: str, share: bool, digits: int) -> dict[str, Any]:
    """One metric for the script: dates, and packed quantiles on one scale."""
    parts = {name: found[name].to_numpy(dtype=float) for name in ("q50", *LEVELS)}
    there = np.concatenate(list(parts.values()))
    there = there[np.isfinite(there)]
    if not len(there):
        dates = []
    low, high = (float(there.min()), float(there.max())) if len(there) else (0.0, 1.0)
    lines = {name: packed(line, low, high) for name, line in parts.items()}
    return {"title": title, "share": share, "digits": digits, "dates": dates, "lines": lines, "shown": parts}


def _every(count: int, most: int = 40) -> list[int]:
    """Places of at most ``most`` rows, the last among them."""
    step = max(1, -(-count // most))
    return sorted({*range(0, count, step), count - 1})


def dyads(view: View) -> Part:
    """Trust of every relation of ``view`` over time, with the ones that are shown first."""
    title = "Trust between nations"
    if len(view.codes) < 2:
        return Part("trust", title, paragraph("The result has no dyad table."))
    chosen = first_shown(view)
    low, high, low80, high80 = (view.pairs(part) for part in result_view.quantiles(view.trust, (2.5, 97.5, 10, 90)))
    data: dict[str, Any] = {
        "dates": view.months,
        "mean": packed(view.pairs(view.mean_trust), 0, 1),
        "low": packed(low, 0, 1),
        "high": packed(high, 0, 1),
        "first": [[view.codes.index(one), view.codes.index(other)] for one, other in chosen],
    }
    if low.size <= tables.ROOM:
        data |= {"low80": packed(low80, 0, 1), "high80": packed(high80, 0, 1), **_told(view)}
    rows = [[month, *(_cell(view, k, pair) for pair in chosen)] for k, month in enumerate(view.months)]
    head = ["month", *(f"{_name(view, one)} in {_name(view, other)}" for one, other in chosen)]
    table = values("Mean trust over runs, and 95 % of the runs", head, rows)
    directed = len(view.codes) * (len(view.codes) - 1)
    note = (
        "Trust of one nation in another, mean over runs; the band holds 95 % of them, a darker one, where one or two "
        f"relations are shown, 80 %. Choose up to six of {counted(directed, 'directed relation')}. Points are yearly: "
        "all runs are kept at the first tick of each year and at the end."
    )
    if view.thinned:
        note += f" Of so many relations the page holds {len(view.ticks)} of these points."
    return Part("trust", title, paragraph(note, "quiet") + chart("trust", "Trust between nations", table), data)


def _name(view: View, code: str) -> str:
    return view.names[view.codes.index(code)]


def _cell(view: View, tick: int, pair: tuple[str, str]) -> str:
    one, other = (view.codes.index(code) for code in pair)
    values_of_runs = view.trust[:, tick, one, other]
    low, high = result_view.quantiles(values_of_runs, (2.5, 97.5))
    mean, ends = float(values_of_runs.mean()), (float(low), float(high))
    return f"{sentences.percent(mean)} ({sentences.percent(ends[0])} to {sentences.percent(ends[1])})"


def first_shown(view: View) -> list[tuple[str, str]]:
    """The relations of ``view`` that are shown first: two that changed most, the one that trusts least and most at the
    end."""
    moved = relation_changes.changes(view.result)
    listed = [
        (str(row["truster"]), str(row["trustee"])) for _, row in relation_changes.biggest(view.result, 2).iterrows()
    ]
    for ascending in (True, False):
        order = moved.sort_values(["end", "truster", "trustee"], ascending=[ascending, True, True])
        for one, other in zip(order["truster"], order["trustee"], strict=True):
            if (one, other) not in listed and (other, one) not in listed:
                listed.append((str(one), str(other)))
                break
    return listed


def _told(view: View) -> dict[str, Any]:
    """The run whose story is told, tick by tick where there is room."""
    frame, run = result_view.table(view.result, "dyads_detail"), view.told_run
    if frame.empty or run is None:
        return {}
    rows = frame[frame["run"] == run]
    if rows.empty:
        return {}
    if rows["tick"].nunique() > MOST_POINTS or len(rows) > ROOM:
        rows = rows[rows["tick"].isin(view.ticks)]
    found = view.of_dyads(rows, "trust")[0]
    return {"run": packed(view.pairs(found), 0, 1), "runDates": months(rows), "runNumber": run}
