"""What a second scenario does to the region instead of a first one: every outcome with its interval."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from dipsim.report import sentences, style
from dipsim.report.result_view import Outcome
from dipsim.scenario.wording import counted

NAME = "diff"
TITLE = "Two scenarios"
ORDER = 10.5
ASKED = True  # drawn when a study hands it what to draw, not with every result
RATES = (
    ("expected_disputes", "Disputes, expected"),
    ("observed_disputes", "Disputes, begun"),
    ("expected_force", "Uses of force, expected"),
)
POINTS = (("force", "Chance of force"), ("war", "Chance of war"), ("trust", "Mean trust"))
COLUMNS = ["outcome", "unit", "first", "second", "difference", "low", "high"]


def data(result: Outcome, found: Any = None) -> Any:
    """A row for each outcome of the comparison ``found``: both scenarios, the difference and the ends of its interval;
    ``result`` is not used."""
    listed = []
    for outcomes, unit, scale in ((RATES, "per decade", 1.0), (POINTS, "points", 100.0)):
        for outcome, title in outcomes:
            effect = None if found is None else found.row.effects.get(outcome)
            if effect is not None:
                ends = [scale * value for value in (effect.estimate, effect.low, effect.high)]
                base = scale * effect.base
                listed.append([title, unit, base, base + ends[0], *ends])
    return pd.DataFrame(listed, columns=COLUMNS)


@style.styled
def figure(result: Outcome, found: Any = None) -> Figure:
    """Differences ``found`` with 95 % intervals in two panels, rates and points, both values beside each; ``result``
    gives title and seed."""
    if found is None:
        return style.notice(result, TITLE, "No two scenarios were compared.")
    rows = data(result, found)
    drawn = style.canvas(result, _headline(found), _reading(found), str(found))
    for place, (unit, title) in enumerate((("per decade", "Conflict, per decade"), ("points", "In points"))):
        axes = drawn.add_axes((0.2 + 0.48 * place, 0.2, 0.27, 0.53))
        _panel(axes, rows[rows["unit"] == unit].reset_index(drop=True), title)
    return drawn


def _panel(axes: Any, rows: pd.DataFrame, title: str) -> None:
    ends = rows[["difference", "low", "high"]].to_numpy(dtype=float)
    there = np.abs(ends[np.isfinite(ends)])
    reach = 1.15 * (float(there.max()) if len(there) else 1.0) or 1.0
    for place, row in enumerate(rows.to_dict("records")):
        clear = row["low"] > 0 or row["high"] < 0
        colour = (style.VERMILION if row["difference"] > 0 else style.BLUE) if clear else style.QUIET
        low, high = max(-reach, row["low"]), min(reach, row["high"])
        axes.plot([low, high], [place, place], color=colour, lw=5, solid_capstyle="butt")
        axes.plot(row["difference"], place, marker="D" if clear else "o", color=colour, ms=11, mec="white", mew=1.5)
        note = f"{sentences.number(row['first'])} \u2192 {sentences.number(row['second'])}"
        axes.text(0.0, place + 0.36, note, ha="center", va="center", color=style.QUIET)
    axes.axvline(0, color=style.INK, lw=1.4, zorder=0)
    axes.set_yticks(range(len(rows)), [style.plain(name) for name in rows["outcome"]])
    axes.set_ylim(max(len(rows), 3) - 0.35, -0.6)
    axes.set_xlim(-reach, reach)
    axes.set_title(title)
    axes.set_xlabel("less in the second  \u2190  0  \u2192  more", color=style.QUIET)
    axes.xaxis.set_major_locator(style.few_ticks())
    axes.grid(axis="y", visible=False)
    axes.tick_params(axis="y", length=0)


def _headline(found: Any) -> str:
    if not found.differences:
        return "The two scenarios are the same in everything that can change a number"
    trust = found.row.effects.get("trust")
    moved = "" if trust is None else f", mean trust {100 * trust.estimate:+.1f} points"
    disputes = found.row.effects["expected_disputes"]
    return f"In the second scenario: {disputes.estimate:+.2g} expected disputes per decade{moved}"


def _reading(found: Any) -> str:
    changed = counted(len(found.differences), "difference")
    return f"{changed}. Second minus first on the same draws, 95 % intervals; diamonds and colour: clear of 0."
