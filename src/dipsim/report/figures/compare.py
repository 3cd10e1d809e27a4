"""What each strategy of a nation does, against doing nothing more, at equal annual cost."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from dipsim.report import result_view, style
from dipsim.report.drawing import Drawing
from dipsim.report.layout import blocks, shapes
from dipsim.report.result_view import Outcome

NAME = "compare"
TITLE = "Strategies at equal cost"
ORDER = 9
ASKED = True  # drawn when a study hands it what to draw, not with every result
PANELS = (  # outcome, title, +1 where more is better
    ("expected_disputes", "Disputes\nper decade", -1),
    ("trust_in", "Trust in it", 1),
    ("autonomy", "Freedom\nof action", 1),
    ("revenue", "Arms revenue\na year", 1),
)
GOOD, BAD, UNSURE = (style.BLUE, ""), (style.VERMILION, "//"), ("#d0d0d0", "..")
READING = (
    "Bars: change against doing nothing more, on the same draws; lines: 95 % intervals. Blue: better; hatched: worse."
)


def data(result: Outcome, comparison: Any = None) -> Any:
    """One line per strategy of ``comparison``: name, cost, word, and estimate, low and high of every outcome that is
    drawn; ``result`` is not used."""
    if comparison is None:
        return pd.DataFrame()
    listed = []
    for row in comparison.rows[1:]:
        line: dict[str, Any] = {"name": row.name, "title": row.title, "cost": row.cost, "word": row.verdict.word}
        for outcome, _, _ in PANELS:
            effect = _effect(row, outcome)
            line |= {f"{outcome}_{part}": getattr(effect, part) for part in ("estimate", "low", "high")}
        listed.append(line)
    return pd.DataFrame(listed)


def _effect(row: Any, outcome: str) -> Any:
    return row.effects.get(outcome) or row.verdict.effects[outcome]


@style.styled
def figure(result: Outcome, comparison: Any = None) -> Figure:
    """A row per strategy of ``comparison``, a panel per outcome, and who is best in how many worlds; ``result`` gives
    title and seed."""
    if comparison is None or len(comparison.rows) < 2:
        return style.notice(result, TITLE, "The result has no comparison: 'dipsim compare' makes one.")
    order = sorted(comparison.rows[1:], key=lambda row: row.level("expected_disputes"))
    drawn = style.canvas(result, _headline(comparison), READING, str(comparison))
    nothing = comparison.rows[0]
    message = f"Doing nothing more: disputes {nothing.level('expected_disputes'):.2f}, "
    message += f"trust in it {nothing.level('trust_in'):.2f}, freedom of action {nothing.level('autonomy'):.2f}, "
    message += f"arms revenue {nothing.level('revenue'):.2f} "
    unit = result_view.shorten(comparison.unit, 12)
    blocks.note(drawn, 0.075, style.plain(f"{message}({unit})."), color=style.QUIET)
    if shapes.tall():
        blocks.note(drawn, 0.0, style.plain(_fewest(comparison, order)))
    tall = min(0.52, 0.085 * len(order) + 0.03)
    places = _places(drawn, tall)
    for place, (outcome, title, good) in enumerate(PANELS):
        axes = drawn.add_axes(places[place])
        _bars(axes, [_effect(row, outcome) for row in order], good)
        axes.set_title(title, fontsize=style.SMALL)
        first = place % 2 == 0 if shapes.tall() else place == 0
        axes.set_yticks(range(len(order)), [style.plain(row.title, 16) for row in order] if first else [])
        axes.set_ylim(len(order) - 0.4, -0.6)
    if not shapes.tall():
        _regrets(drawn, comparison, order, 0.72 - tall, tall)
    return drawn


def _places(drawn: Drawing, tall: float) -> list[Any]:
    """Places of the panels: in a row or, on a tall sheet, two by two."""
    if not shapes.tall():
        return [(0.17 + place * 0.148, 0.72 - tall, 0.122, tall) for place in range(len(PANELS))]
    rows = shapes.stack(drawn, (1.0, 1.0), (2.1, 0.35), above=0.62, below=0.4)
    gap = 0.35 / drawn.get_figwidth()
    half = (rows[0][2] - gap) / 2
    return [(left + (half + gap) * side, low, half, high) for left, low, _, high in rows for side in (0, 1)]


def _bars(axes: Any, effects: list[Any], good: int) -> None:
    reach = max(1e-9, *(abs(value) for effect in effects for value in (effect.low, effect.high, effect.estimate)))
    for place, effect in enumerate(effects):
        sign = good if effect.rises else -good if effect.falls else 0
        colour, hatch = GOOD if sign > 0 else BAD if sign < 0 else UNSURE
        axes.barh(place, effect.estimate, height=0.62, color=colour, hatch=hatch, edgecolor=style.QUIET, lw=0.8)
        axes.plot([effect.low, effect.high], [place, place], color=style.INK, lw=2.2, solid_capstyle="butt")
    axes.axvline(0, color=style.INK, lw=1.4)
    axes.set_xlim(-1.1 * reach, 1.1 * reach)
    tick = float(f"{0.75 * reach:.0e}")
    axes.set_xticks([-tick, 0.0, tick], [f"{value:+.2g}" if value else "0" for value in (-tick, 0.0, tick)])
    axes.grid(axis="y", visible=False)
    axes.tick_params(axis="y", length=0)


def _regrets(drawn: Figure, comparison: Any, order: list[Any], bottom: float, tall: float) -> None:
    """Text beside the bars: in how many worlds a strategy leaves the fewest disputes."""
    sets = [(comparison.draws, "draws"), (comparison.readings, "readings")]
    shown = [(regret, name) for regret, name in sets if regret is not None]
    for column, (regret, name) in enumerate(shown):
        middle = 0.815 + 0.112 * column
        title = f"Fewest in\n{len(regret.worlds)} {name}"
        drawn.text(middle, bottom + tall + 0.012, title, ha="center", va="bottom", weight="bold")
        for place, row in enumerate(order):
            height = bottom + tall * (1.0 - (place + 0.6) / (len(order) + 0.2))
            message = style.plain(str(regret.best[row.name]))
            weight = "bold" if row.name == regret.minimax else "normal"
            drawn.text(middle, height, message, ha="center", va="center", weight=weight, fontsize=style.NORMAL + 1)


def _fewest(comparison: Any, order: list[Any]) -> str:
    """The same in a sentence."""
    sets = [(comparison.draws, "draws"), (comparison.readings, "readings")]
    parts = []
    for regret, name in sets:
        if regret is not None:
            best = sorted(order, key=lambda row: -regret.best[row.name])[:2]
            counts = ", ".join(f"{row.title} {regret.best[row.name]}" for row in best if regret.best[row.name])
            parts.append(f"in {len(regret.worlds)} {name}: {counts or 'doing nothing more'}")
    return f"Fewest disputes {'; '.join(parts)}." if parts else ""


def _headline(comparison: Any) -> str:
    best = comparison.by("expected_disputes", lowest=True)[0]
    money = f"{comparison.cost:.2g} {comparison.unit} a year"
    if best is comparison.rows[0]:
        return f"{comparison.name}: nothing leaves fewer disputes than doing nothing more ({money})"
    sure = "" if comparison.closest.high < 0 else ", though not clearly"
    return f"{comparison.name}: '{best.title}' leaves the fewest disputes at equal cost{sure} ({money})"
