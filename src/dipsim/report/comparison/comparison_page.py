"""One page about two results: what differs between them, and what that does to the region, with intervals."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from dipsim.report import result_view, sentences
from dipsim.report.comparison.differences import Comparison, MetricDifference
from dipsim.report.html import result_page
from dipsim.report.html.part import Part, chart, paragraph, values
from dipsim.report.result_view import Outcome
from dipsim.report.sections import provenance, trajectories
from dipsim.scenario.schema.spec import Spec
from dipsim.scenario.wording import counted
from dipsim.study.verdict.diff import differences, shown

MOST, ROWS = 60, 25  # lines of differences between the scenarios, and of relations


def page(first: Outcome, second: Outcome) -> str:
    """The page that compares the results ``first`` and ``second``, as text. Raises ValueError where they have no nation
    in common."""
    both = Comparison(first, second)
    if not both.codes:
        raise ValueError("the two results have no nation in common")
    titles = [result_view.title(result) for result in (first, second)]
    named = f"A and B: {titles[0]}" if titles[0] == titles[1] else f"A: {titles[0]}; B: {titles[1]}"
    names = [{"code": code, "name": result_view.name(first, code)} for code in both.codes]
    about = " ".join(f"{label}: {_about(result)}." for label, result in zip("AB", (first, second), strict=True))
    return result_page.whole(named, about, list(_parts(both)), first, {"nations": names})


def _about(result: Outcome) -> str:
    seed = result.manifest.get("seed", "unknown")
    runs = counted(result.runs, "replicate")
    return f"{result_view.title(result)}, {runs} of {result_view.span(result):.3g} years, seed {seed}"


def _parts(both: Comparison) -> Iterator[Part]:
    yield _outcomes(both)
    yield _scenarios(both)
    yield _region(both)
    yield _relations(both)
    for label, view in zip("AB", both.views, strict=True):
        found = provenance.manifest(view)
        yield Part(f"manifest{label}", f"Manifest of {label}", found.body)


def _outcomes(both: Comparison) -> Part:
    """The metrics side by side, and their differences as a chart."""
    found = both.metrics()
    rows = [[one.title, _shown(one, one.first), _shown(one, one.second), _difference(one)] for one in found]
    table = values("Means over runs; B minus A with its 95 % interval", ["metric", "A", "B", "B minus A"], rows)
    panels = []
    for title, points in (("B minus A, points", True), ("B minus A, in the unit of the metric", False)):
        listed = [
            [one.title, _word(one), *(_number(value * (100 if points else 1)) for value in one.difference)]
            for one in found
            if one.points == points
        ]
        panels.append({"title": title, "rows": listed})
    lead = paragraph(_headline(found), "lead") + paragraph(both.sentence())
    body = lead + table + chart("differences", "Differences of the metrics", table)
    return Part("differences", "B beside A", body, {"type": "intervals", "panels": panels} if found else None)


def _headline(found: list[MetricDifference]) -> str:
    trust = next((one for one in found if one.title == "Mean trust at the end"), None)
    disputes = next((one for one in found if one.title == "Disputes per decade, expected"), None)
    named = (("mean trust", trust), ("expected disputes", disputes))
    parts = [f"{words} {_moved(one)}" for words, one in named if one is not None]
    return f"In B instead of A, {' and '.join(parts)}." if parts else "The two have no metric in common."


def _moved(one: MetricDifference) -> str:
    verb = {"not clear": "do not change by more than chance alone"}.get(_word(one), _word(one))
    if one.title.startswith("Disputes") and verb in ("rises", "falls"):
        verb = verb.removesuffix("s")
    elif one.title.startswith("Mean"):
        verb = verb.replace("do not", "does not")
    unit = " points" if one.points else " a decade"
    ends = f"{_signed(one, one.difference.low)} to {_signed(one, one.difference.high)}"
    return f"{verb} ({_signed(one, one.difference.estimate)}{unit}, {ends})"


def _word(one: MetricDifference) -> str:
    return "rises" if one.difference.low > 0 else "falls" if one.difference.high < 0 else "not clear"


def _signed(one: MetricDifference, value: float) -> str:
    if not math.isfinite(value):
        return "no limit"
    return sentences.points(value) if one.points else sentences.number(value, True)


def _shown(one: MetricDifference, value: float) -> str:
    return sentences.percent(value) if one.points else sentences.number(value)


def _difference(one: MetricDifference) -> str:
    middle, low, high = (_signed(one, value) for value in one.difference)
    return f"{middle} [{low}, {high}]" + (" points" if one.points else "")


def _number(value: float) -> float | None:
    return float(f"{value:.6g}") if math.isfinite(value) else None


def _scenarios(both: Comparison) -> Part:
    """What differs between the two scenarios, number by number."""
    name, title = "scenarios", "What differs between the scenarios"
    specs = both.first.spec, both.second.spec
    if not (isinstance(specs[0], Spec) and isinstance(specs[1], Spec)):
        return Part(name, title, paragraph("The scenarios are not stored with these results."))
    found = differences(*specs)
    if not found:
        return Part(name, title, paragraph("Nothing that can change a number."))
    rows = [[one.path, shown(one.first), shown(one.second), one.meaning] for one in found[:MOST]]
    left = len(found) - len(rows)
    more = paragraph(f"{left} more: dipsim diff --json has all.", "quiet") if left > 0 else ""
    return Part(name, title, values(counted(len(found), "difference"), ["what", "A", "B", "meaning"], rows) + more)


def _region(both: Comparison) -> Part:
    """The metrics of the region over time, both in one chart."""
    parts = [trajectories.region(view) for view in both.views]
    if parts[0].data is None or parts[1].data is None:
        return parts[0]
    second = {one["title"]: one for one in parts[1].data["metrics"]}
    metrics = [
        {**one, "name": "A", "other": {"name": "B", "dates": pair["dates"], "lines": pair["lines"]}}
        for one in parts[0].data["metrics"]
        if (pair := second.get(one["title"])) is not None
    ]
    return Part("region", "The region over time", parts[0].body, {"metrics": metrics})


def _relations(both: Comparison) -> Part:
    """Trust of every relation at the end, B minus A, as a matrix and as a table."""
    start, middle, low, high = both.trust
    places = [(int(i), int(j)) for i, j in np.argwhere(np.isfinite(middle))]
    order = sorted(places, key=lambda pair: (-abs(round(float(middle[pair]), 9)), pair))
    names = [result_view.name(both.first, code) for code in both.codes]
    rows = []
    for i, j in order[:ROWS]:
        ends = f"[{_limit(low[i, j])}, {_limit(high[i, j])}]"
        moved = f"{sentences.points(float(middle[i, j]))} {ends}"
        a, b = (sentences.percent(float(value)) for value in (start[i, j], start[i, j] + middle[i, j]))
        rows.append([f"{names[i]} in {names[j]}", a, b, moved])
    left = len(order) - len(rows)
    caption = "The largest differences" + (f"; {left} smaller ones are in the matrix" if left > 0 else "")
    table = values(caption, ["trust of", "A", "B", "B minus A, points"], rows)
    entries = [[i, j, *(_number(100 * float(part[i, j])) for part in (middle, low, high))] for i, j in places]
    clear = sum(low[pair] > 0 or high[pair] < 0 for pair in places)
    note = (
        f"Trust at the end of the runs, in points. {clear} of {counted(len(places), 'relation')} differ by more than "
        "chance alone: their interval lies clear of 0, and their number stands in bold. Of twenty relations that "
        "do not differ, one is bold by chance."
    )
    body = paragraph(note, "quiet") + chart("relations", "Trust of every relation, B minus A", table)
    return Part("relations", "Trust between nations, B minus A", body, {"type": "matrix", "entries": entries})


def _limit(value: float) -> str:
    return sentences.points(float(value)) if math.isfinite(value) else "no limit"
