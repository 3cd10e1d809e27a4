"""An answer as a page tells it: its words, its table, and numbers for a chart. Plain data, so that it can be kept."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from dipsim._version import __version__
from dipsim.report import result_view, sentences
from dipsim.study.sensitivity.flip import Flip
from dipsim.study.sensitivity.map_result import SignMap
from dipsim.study.verdict import decision
from dipsim.study.verdict.verdict_table import Verdict
from dipsim.validation.recognition.report import Report

ROWS = 60  # of a table
BESIDE = ("_low", "_high", "_base")  # endings of columns that a table on a page leaves out
TITLES = {
    "advise": "Should this be done?",
    "bill": "Who is alarmed, who is reassured?",
    "blocs": "Which two blocs would form?",
    "cause": "What caused the crisis?",
    "compare": "Which strategy at equal cost?",
    "crisis": "What fired the hazard?",
    "diff": "What differs?",
    "flip": "Where does the verdict turn?",
    "map": "When does it stabilise, when escalate?",
    "recognise": "What would an expert check?",
    "rivals": "Does it hold whichever study is right?",
    "verdict": "What does each of these do?",
    "warn": "Which early warnings are worth anything?",
    "why": "Why is trust what it is?",
}
Chart = dict[str, Any]


def tell(question: str, asked: str, found: Any) -> dict[str, Any]:
    """The answer ``found`` as plain data: question, what was ``asked`` as it was typed, runs, words, table and chart.

    ``question`` is the name of the command. The keys are ``question``, ``asked``, ``title``, ``replicates``, ``seed``,
    ``dipsim``, ``words`` (sentences), ``table`` (head and rows of text) and ``chart`` (None where there is none).
    """
    words, table, chart = _words(found), _table(found), None
    for kind, special in SPECIAL.items():
        if isinstance(found, kind):
            words, table, chart = special(found)
    return {
        "question": question,
        "asked": result_view.clean(asked),
        "title": TITLES.get(question, question),
        "replicates": getattr(found, "replicates", None),
        "seed": getattr(found, "seed", None),
        "dipsim": __version__,
        "words": [result_view.clean(line) for line in words],
        "table": table,
        "chart": chart,
    }


def _words(found: Any) -> list[str]:
    return [line.strip() for line in str(found).splitlines() if line.strip()]


def _table(found: Any) -> Mapping[str, Any]:
    """The table of any answer, without the ends of intervals, which its words have."""
    frame = found.to_frame()
    kept = [str(name) for name in frame.columns if not str(name).endswith(BESIDE)]
    rows = [[_cell(value) for value in row] for row in frame[kept].head(ROWS).itertuples(index=False)]
    left = len(frame) - len(rows)
    return {
        "caption": f"{left} more rows are in the JSON of the command" if left > 0 else "",
        "head": kept,
        "rows": rows,
    }


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return "" if math.isnan(value) else f"{value:.4g}"
    return result_view.clean(str(value))


Special = Callable[[Any], tuple[list[str], Mapping[str, Any], Chart | None]]


def _verdict(found: Verdict) -> tuple[list[str], Mapping[str, Any], Chart | None]:
    rows = [*found.rows, *(row for row in (found.null, found.cost_only) if row is not None)]
    head = ["of", "word", "disputes per decade", "uses of force per decade", "war, points", "trust, points"]
    outcomes = (*decision.CONFLICT, "war", "trust")
    cells = [[row.title, row.shown, *(sentences.effect(row, outcome) for outcome in outcomes)] for row in rows]
    titles = ("Disputes per decade", "Uses of force per decade")
    panels = [
        {"title": title, "rows": [[row.title, row.shown, *_ends(row.effects[outcome])] for row in rows]}
        for outcome, title in zip(decision.CONFLICT, titles, strict=True)
    ]
    caption = "With it minus without it, with 95 % intervals"
    return (
        [str(row) for row in found.rows],
        {"caption": caption, "head": head, "rows": cells},
        {"type": "intervals", "panels": panels},
    )


def _ends(effect: Any) -> list[float | None]:
    """Estimate and interval for a chart; None for a limit that is not finite."""
    return [_finite(value) for value in (effect.estimate, effect.low, effect.high)]


def _finite(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else float(f"{value:.6g}")


def _flip(found: Flip) -> tuple[list[str], Mapping[str, Any], Chart | None]:
    effects = [row.effects.get(found.outcome) for row in found.rows]
    points = [
        [_finite(value), *_ends(effect)]
        for value, effect in zip(found.values, effects, strict=True)
        if effect is not None
    ]
    rows = [
        [f"{value:.4g}", row.shown, sentences.effect(row, found.outcome)]
        for value, row in sorted(zip(found.values, found.rows, strict=True), key=lambda pair: pair[0])
    ]
    outcome = found.outcome.replace("_", " ")
    chart = {
        "type": "curve",
        "x": found.path,
        "y": f"effect on {outcome}",
        "points": sorted(points, key=lambda point: point[0] or 0.0),
        "flips": [[_finite(flip.value), _finite(flip.low), _finite(flip.high)] for flip in found.flips],
        "here": _finite(found.here),
    }
    return (
        _words(found),
        {"caption": f"Effect on {outcome}", "head": [found.path, "word", outcome], "rows": rows},
        chart,
    )


def _map(found: SignMap) -> tuple[list[str], Mapping[str, Any], Chart | None]:
    panels, rows = [], []
    for panel in found.panels:
        cells = []
        for cell in panel.shown:
            ends = [float(f"{edge:.5g}") for edge in (cell.x_low, cell.x_high, cell.y_low, cell.y_high)]
            cells.append([*ends, cell.sign, cell.row.shown, _finite(cell.row.effects[found.outcome].estimate)])
            rows.append(
                [
                    panel.label,
                    f"{cell.x:.3g}",
                    f"{cell.y:.3g}",
                    cell.row.shown,
                    sentences.effect(cell.row, found.outcome),
                ]
            )
        panels.append({"label": panel.label, "cells": cells})
    outcome = found.outcome.replace("_", " ")
    chart = {"type": "cells", "x": found.x.path, "y": found.y.path, "outcome": outcome, "panels": panels}
    head = ["panel", found.x.path, found.y.path, "word", outcome]
    return (
        _words(found),
        {"caption": f"Effect of {found.target_title} in every cell", "head": head, "rows": rows},
        chart,
    )


def _recognition(found: Report) -> tuple[list[str], Mapping[str, Any], Chart | None]:
    rows = [[f.tolerance.title, f.found, f.tolerance.range, f.verdict, f.tolerance.source] for f in found.findings]
    head = ["check", "found", "expected", "verdict", "source of the expectation"]
    words = [
        found.sentence,
        *(f"{f.tolerance.title}: {f.found}; expected {f.tolerance.range}." for f in found.breaches),
    ]
    return words, {"caption": "Checks of the region", "head": head, "rows": rows}, None


SPECIAL: dict[type[Any], Special] = {Verdict: _verdict, Flip: _flip, SignMap: _map, Report: _recognition}
