"""The sentences about a result, and the numbers in them, worded once for screen, page and figures."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from dipsim.report import relation_changes, result_view
from dipsim.report.result_view import MetricSummary, Outcome
from dipsim.study.verdict import decision

MEANING = {
    decision.MIXED: "disputes fall and uses of force rise by more than the margin, or the other way round",
    decision.STABILISES: "disputes or uses of force fall by more than the margin, and neither rises by more than it",
    decision.ESCALATES: "disputes or uses of force rise by more than the margin, and neither falls by more than it",
    decision.NO_NOTICEABLE_EFFECT: "the effects on disputes and on uses of force both lie inside the margin",
    decision.PROBABLY_SMALL: "an effect is clear of 0, and none is shown to lie beyond the margin",
    decision.CANNOT_TELL: "the intervals are too wide to say any of this; more runs may",
}
POINTS = ("force", "war", "trust", "relation")
"""Outcomes that are probabilities or shares, told in percentage points."""
NONE = "none"  # what is said of a mean over nothing
READING = (
    "Each run is done twice on the same draws, with and without cooperation; the effect is with minus without. "
    "The word looks at conflict only: expected disputes and expected uses of force per decade, each with a 95 % "
    f"interval and a margin of {100 * decision.SHARE:g} % of what happens without it, at least {decision.LEAST:g} a "
    "decade. Trust, tension and the chances of force and war are printed beside it and never decide it."
)


def percent(value: float) -> str:
    """The probability ``value`` as a percentage: whole, with a decimal near 0 and 1."""
    if math.isnan(value):
        return NONE
    return f"{100 * value:.0f} %" if value in (0.0, 1.0) or 0.0995 <= value <= 0.9005 else f"{100 * value:.1f} %"


def number(value: float, signed: bool = False) -> str:
    """``value`` as it is read: 0.012, 0.12, 1.23, 12.3, 123; ``signed`` adds a plus.

    >>> number(0.5), number(12.34, signed=True), number(-0.0)
    ('0.50', '+12.3', '0')
    """
    if not math.isfinite(value):
        return NONE if math.isnan(value) else "no limit"
    size = abs(value)
    digits = 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 0.1 else 3
    text = f"{value:{'+' if signed else ''}.{digits}f}"
    return text if float(text) else "0"


def points(value: float) -> str:
    """``value``, a difference of probabilities, in percentage points, signed, to a tenth."""
    text = f"{100 * value:+.1f}"
    return text if float(text) else "0.0"


def shown(metric: MetricSummary, value: float) -> str:
    """``value`` as ``metric`` is shown: in per cent or as a number."""
    return percent(value) if metric.percent else number(value)


def band(metric: MetricSummary) -> str:
    """The range of 95 % of runs of ``metric``; empty where there is none."""
    if math.isnan(metric.low):
        return ""
    return f"{shown(metric, metric.low)} to {shown(metric, metric.high)}"


def verdict_row(result: Outcome) -> Any:
    """The row of cooperation as a whole, or None: a result may carry the row itself or a verdict that lists rows."""
    found = result.cooperation
    if found is None or hasattr(found, "effects"):
        return found
    rows = list(getattr(found, "rows", None) or [])
    return rows[0] if rows else None


def controls(result: Outcome) -> list[Any]:
    """Rows of the controls that came with the verdict of ``result`` on cooperation: null, cost-only."""
    found = result.cooperation
    listed = list(getattr(found, "rows", None) or [])[1:] + list(getattr(found, "controls", None) or [])
    return listed + [
        row for row in (getattr(found, "null", None), getattr(found, "cost_only", None)) if hasattr(row, "effects")
    ]


def effect(row: Any, outcome: str) -> str:
    """Estimate and interval of one ``outcome`` of ``row``, for example ``-0.31 [-0.52, -0.10]``; empty when it was not
    measured."""
    found = row.effects.get(outcome)
    if found is None:
        return ""
    scale = 100 if outcome in POINTS else 1
    low, high = (decision.number(replace(found, estimate=end), scale) for end in (found.low, found.high))
    return f"{decision.number(found, scale)} [{low}, {high}]"


def verdict(result: Outcome) -> str:
    """The verdict of ``result`` on cooperation as a whole, in a full sentence."""
    row = verdict_row(result)
    return "No verdict of cooperation was computed for this result." if row is None else decision.sentence(row)


def change(result: Outcome, row: Any, width: int | None = None) -> str:
    """The relation in ``row`` of ``result`` that changed: ``Trust of Arland in Borland: 24 % to 51 %, +27.3 points``;
    names of at most ``width`` characters."""
    one, other = (result_view.name(result, row[side], width) for side in ("truster", "trustee"))
    message = f"Trust of {one} in {other}: {percent(row['start'])} to {percent(row['end'])}"
    return f"{message}, {points(row['change'])} points"


def because(result: Outcome, one: str, other: str, count: int = relation_changes.LISTED) -> str:
    """The causes, the ``count`` largest, that add up to a change of trust of ``one`` in ``other`` in ``result``:
    ``joint exercise +6.1, other causes -0.4``, in points of trust."""
    found = relation_changes.behind(result, one, other, count)
    if found.empty:
        return "no accounts were kept for this relation"
    message = [
        f"{result_view.clean(relation_changes.moved_by(cause, value))} {points(value)}"
        for cause, value in zip(found["cause"], found["points"], strict=True)
    ]
    return ", ".join(message)


def trust_story(result: Outcome) -> str:
    """How mean trust of ``result`` moved, in a sentence without its full stop."""
    found = {metric.name: metric for metric in result_view.metric_summaries(result)}
    trust = found.get("Mean trust")
    if trust is None or trust.start is None or math.isnan(trust.value):
        return "No nation of this region has a relevant partner, so there is no trust to follow"
    moved = trust.value - trust.start
    message = f"{'rises' if moved > 0 else 'falls'} from {percent(trust.start)} to {percent(trust.value)}"
    if abs(moved) < 0.01:
        message = f"stays near {percent(trust.value)}"
    return f"Mean trust in the region {message} (95 % of runs end in {band(trust)})"


def provenance(result: Outcome) -> list[tuple[str, str]]:
    """Scenario, replicates, seed, hash and versions of ``result``, as pairs to print."""
    manifest = result.manifest
    first: Sequence[tuple[str, Any]] = [
        ("scenario", result_view.title(result)),
        ("replicates", result.runs),
        ("seed", manifest.get("seed")),
        (
            "configuration hash",
            manifest.get("config_hash") or manifest.get("hash") or getattr(result.spec, "hash", None),
        ),
        ("dipsim", manifest.get("dipsim") or manifest.get("version")),
        ("stream version", manifest.get("stream") or manifest.get("stream_version")),
        ("schema version", manifest.get("schema") or manifest.get("schema_version")),
    ]
    versions = manifest.get("versions")
    extra = sorted(versions.items()) if isinstance(versions, dict) else []
    return [(label, result_view.clean(str(value))) for label, value in [*first, *extra] if value is not None]
