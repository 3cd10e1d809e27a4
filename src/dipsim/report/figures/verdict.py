"""What each thing does to conflict: effects on disputes and on uses of force, with intervals."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from dipsim.report import sentences, style
from dipsim.report.drawing import Drawing
from dipsim.report.layout import shapes
from dipsim.report.result_view import Outcome
from dipsim.study.verdict import decision

NAME = "verdict"
TITLE = "Verdicts"
ORDER = 4
MOST = 12
LOOKS = {
    decision.STABILISES: (style.BLUE, "", "v"),
    decision.ESCALATES: (style.VERMILION, "//", "^"),
    decision.MIXED: (style.PURPLE, "xx", "D"),
    decision.NO_NOTICEABLE_EFFECT: ("#bdbdbd", "", "|"),
    decision.PROBABLY_SMALL: ("#d4d4d4", "", "."),
    decision.CANNOT_TELL: ("#e6e6e6", "..", "o"),
}
PANELS = (
    ("expected_disputes", "Expected disputes per decade"),
    ("expected_force", "Expected uses of force per decade"),
)


def data(result: Outcome, rows: Sequence[Any] | None = None) -> Any:
    """One line per row of ``rows`` (else of the verdict of ``result``): name, word, and estimate, low and high of
    disputes and of uses of force per decade."""
    listed = [
        {
            "name": row.name,
            "word": row.word,
            **{
                f"{outcome}_{part}": getattr(row.effects[outcome], part)
                for outcome, _ in PANELS
                if outcome in row.effects
                for part in ("estimate", "low", "high")
            },
        }
        for row in _rows(result, rows)
    ]
    return pd.DataFrame(listed)


def _rows(result: Outcome, rows: Sequence[Any] | None) -> list[Any]:
    if rows is not None:
        return list(rows)
    first = sentences.verdict_row(result)
    controls = [row for row in sentences.controls(result) if not _is_nothing(row)]
    return [] if first is None else [first, *controls]


def _is_nothing(row: Any) -> bool:
    """Whether a row has nothing to draw: the null control, and the cost-only one where it changes nothing."""
    return all(row.effects[outcome].exactly_zero for outcome, _ in PANELS)


@style.styled
def figure(result: Outcome, rows: Sequence[Any] | None = None) -> Figure:
    """Bars with 95 % intervals for the given verdict rows (default: the result's verdict of cooperation)."""
    listed = _rows(result, rows)
    if not listed:
        return style.notice(result, TITLE, "No verdict was computed for this result.")
    kept = _kept(listed)
    drawn = style.canvas(
        result, _headline(kept), _reading(kept, len(listed)), " ".join(decision.sentence(row) for row in kept)
    )
    if shapes.tall():
        _narrow(drawn, kept)
        return drawn
    tall = min(0.62, 0.12 * len(kept) + 0.06)
    left = drawn.add_axes((0.255, 0.79 - tall, 0.28, tall))
    right = drawn.add_axes((0.575, 0.79 - tall, 0.24, tall), sharey=left)
    for axes, (outcome, label) in zip((left, right), PANELS, strict=True):
        _bars(axes, kept, outcome)
        axes.set_title(label)
        axes.set_xlabel("less with it  \u2190  0  \u2192  more with it", color=style.QUIET)
    left.set_yticks(range(len(kept)), [style.plain(row.title, 24) for row in kept])
    left.set_ylim(len(kept) - 0.35, -0.6)
    right.tick_params(labelleft=False)
    for place, row in enumerate(kept):
        right.text(
            1.03,
            place,
            style.plain("\n".join(textwrap.wrap(row.shown, 16))),
            transform=right.get_yaxis_transform(),
            va="center",
            weight="bold",
            color=_text(row.word),
            fontsize=17 if len(row.shown) <= 12 else style.NORMAL,
            linespacing=1.1,
        )
    if len(kept) <= 2:
        _spell_out(drawn, kept[0], 0.79 - tall - 0.16)
    return drawn


def _narrow(drawn: Drawing, rows: Sequence[Any]) -> None:
    """The same on a tall sheet: title and word of each row stand over its bars."""
    low, high = drawn.body
    inch = 1 / drawn.get_figheight()
    edge = high - 0.45 * inch
    tall = min(edge - low - 0.72 * inch, len(rows) * 0.95 * inch)
    for place, (outcome, _) in enumerate(PANELS):
        axes = drawn.add_axes((0.06 + 0.475 * place, edge - tall, 0.41, tall))
        _bars(axes, rows, outcome, 0.34)
        axes.set_yticks([])
        axes.set_ylim(len(rows) - 0.6, -0.85)
        axes.set_title(("Disputes per decade", "Uses of force")[place])
        axes.set_xlabel("fewer  \u2190  0  \u2192  more", color=style.QUIET)
        if place == 0:
            for line, row in enumerate(rows):
                _over(drawn, axes, line - 0.45, row)
    if len(rows) <= 2:
        _spell_out(drawn, rows[0], edge - tall - 0.9 * inch, 52)


def _over(drawn: Drawing, axes: Any, height: float, row: Any) -> None:
    """Title and word of a row over its bars, across both panels."""
    ground = {"facecolor": "white", "edgecolor": "none", "pad": 1.0}
    look: dict[str, Any] = {"transform": axes.get_yaxis_transform(), "va": "center", "bbox": ground}
    drawn.text(0.0, height, style.plain(f"{row.title}:", 32), **look)
    drawn.text(2.16, height, style.plain(row.shown), ha="right", color=_text(row.word), weight="bold", **look)


def _spell_out(drawn: Figure, row: Any, top: float, wide: int = 98) -> None:
    """Where few bars leave room: the verdict in words, and what the word means."""
    meaning = f"\u201c{row.shown}\u201d: {sentences.MEANING.get(row.word, '')}."
    lines = [*textwrap.wrap(decision.sentence(row), wide), "", *textwrap.wrap(meaning, wide)]
    drawn.text(0.075, top, style.plain("\n".join(lines)), va="top", fontsize=style.NORMAL + 1, linespacing=1.35)


def _kept(rows: list[Any]) -> list[Any]:
    """The rows as given; of too many the first and those with the largest effects on disputes, in their order."""
    if len(rows) <= MOST:
        return rows
    order = sorted(
        range(1, len(rows)), key=lambda place: (-abs(rows[place].effects["expected_disputes"].estimate), place)
    )
    return [rows[place] for place in sorted([0, *order[: MOST - 1]])]


def _bars(axes: Any, rows: Sequence[Any], outcome: str, thick: float = 0.62) -> None:
    reach = 1e-9
    for place, row in enumerate(rows):
        effect = row.effects.get(outcome)
        if effect is None:
            continue
        colour, hatch, marker = LOOKS.get(row.word, LOOKS[decision.CANNOT_TELL])
        middle, low, high = effect.estimate, effect.low, effect.high
        reach = max(reach, *(abs(value) for value in (middle, low, high) if np.isfinite(value)))
        axes.barh(place, middle, height=thick, color=colour, hatch=hatch, edgecolor=style.QUIET, lw=0.8)
        axes.plot([low, high], [place, place], color=style.INK, lw=2.6, solid_capstyle="butt")
        axes.plot(middle, place, marker=marker, color=style.INK, ms=9, mew=2)
    axes.axvline(0, color=style.INK, lw=1.6)
    axes.set_xlim(-1.1 * reach, 1.1 * reach)
    axes.xaxis.set_major_locator(style.few_ticks())
    axes.grid(axis="y", visible=False)
    axes.tick_params(axis="y", length=0)


def _text(word: str) -> str:
    return {decision.STABILISES: "#00588a", decision.ESCALATES: "#a84700", decision.MIXED: "#a8327d"}.get(
        word, style.QUIET
    )


def _reading(rows: Sequence[Any], count: int) -> str:
    shown = f" {len(rows)} of {count} are shown: the first and the largest." if count > len(rows) else ""
    return f"Bars: with it minus without it, in pairs of runs on the same draws; lines: 95 % intervals.{shown}"


def _headline(rows: Sequence[Any]) -> str:
    if rows[0].name == "cooperation" or len(rows) == 1:
        ending = {
            decision.STABILISES: "stabilises this region",
            decision.ESCALATES: "escalates this region",
            decision.MIXED: "cuts both ways in this region",
            decision.NO_NOTICEABLE_EFFECT: "has no noticeable effect",
            decision.PROBABLY_SMALL: f"probably {'lowers' if rows[0].sign < 0 else 'raises'} conflict by little",
        }.get(rows[0].word, "has no clear sign at this number of runs")
        return f"{rows[0].title} {ending}"
    counts = {decision.shown(word): sum(row.word == word for row in rows) for word in decision.WORDS}
    return ", ".join(f"{number} {word}" for word, number in counts.items() if number)
